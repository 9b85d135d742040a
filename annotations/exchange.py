"""Models of what leaves as a whole and comes in as a whole; part of `annotations.models`."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from corpus.models import Corpus, User

WHATS = ["annotations", "posts", "threads", "participants", "codebook"]
WORK_STATUSES = ["queued", "running", "done", "failed"]
PROJECT_STATUSES = ["queued", "reading", "review", "loading", "done", "failed", "cancelled"]


class Snapshot(models.Model):
    """A corpus as it was after event `seq`, frozen under a name.

    It can be exported again and again with the same bytes: its rows lie in a database schema of
    their own, `snapshot_` + the id in hexadecimal. `about` is what a citation needs and what was
    true then: creators, licence, coders, codebook version, counts, software.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    corpus = models.ForeignKey(Corpus, models.CASCADE, related_name="snapshots")
    name = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    seq = models.BigIntegerField(default=0)
    about = models.JSONField(default=dict)
    status = models.CharField(max_length=10, default="queued")
    error = models.TextField(blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, null=True)
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=WORK_STATUSES), name="snapshot_status_known"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Export(models.Model):
    """A frozen file of coded data with its manifest; made once, by a worker.

    With a `snapshot` it is written from that, else from the corpus as it stands.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    corpus = models.ForeignKey(Corpus, models.CASCADE, related_name="exports")
    snapshot = models.ForeignKey(Snapshot, models.SET_NULL, null=True, related_name="exports")
    format = models.CharField(max_length=10)
    what = models.CharField(max_length=12, default="annotations", db_default="annotations")
    profile = models.CharField(max_length=40, blank=True, db_default="")
    scope = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    status = models.CharField(max_length=10, default="queued")
    manifest = models.JSONField(null=True)
    error = models.TextField(blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, null=True)
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.format} of {self.corpus_id}"


class ProjectImport(models.Model):
    """A coded project of another program (or a Catena archive) that comes in. Its bytes are kept.

    `report` is what was found, how positions are counted, samples and what cannot be taken over;
    `choices` what a person decided; `result` what was loaded.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    corpus = models.ForeignKey(Corpus, models.CASCADE, related_name="projects")
    name = models.CharField(max_length=255, help_text="A label only: never a path.")
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    format_name = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=10, default="queued")
    report = models.JSONField(default=dict)
    choices = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, null=True)
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=PROJECT_STATUSES), name="project_status_known"
            )
        ]

    def __str__(self) -> str:
        return self.name
