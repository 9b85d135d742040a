"""The annotations side of the database: the codebook, annotations, exports.

Fields and constraints only; writes are in `annotations/services.py` and its siblings.
"""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from corpus.models import Corpus, Post, Thread, User

LEVELS = ["passage", "post", "thread"]
PROGRESS_STATES = ["new", "reading", "done"]
ANNOTATION_STATES = ["live", "orphan"]


def all_levels() -> list[str]:
    """A new code may be used on passages, posts and threads alike."""
    return list(LEVELS)


class Code(models.Model):
    """A category of the codebook. Codes form a tree; archived ones stay for what they coded."""

    corpus = models.ForeignKey(Corpus, models.CASCADE, related_name="codes", db_index=False)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    name = models.CharField(max_length=200)
    colour = models.CharField(max_length=20, help_text="A pigment's name or #rrggbb.")
    definition = models.TextField(blank=True)
    include = models.TextField(blank=True)
    exclude = models.TextField(blank=True)
    examples = ArrayField(models.UUIDField(), default=list)
    key = models.CharField(max_length=10, blank=True)
    levels = ArrayField(models.CharField(max_length=7), default=all_levels)
    position = models.IntegerField(default=0)
    archived = models.BooleanField(default=False)
    created_by = models.ForeignKey(User, models.PROTECT, null=True)
    created_at = models.DateTimeField(db_default=Now())
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["corpus", "parent", "name"],
                condition=Q(archived=False),
                nulls_distinct=False,
                name="code_name_once",
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="code_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name


class Annotation(models.Model):
    """One coder's claim that a code applies to a passage, a post or a thread.

    The passage is `post.text[start:end]` of version `text_version`, counted in Unicode code
    points; `quote` is that very text. `created_as` is the digest of what the id was created
    with: a repeated PUT is recognised by it, also after later changes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    corpus = models.ForeignKey(Corpus, models.CASCADE, db_index=False)
    thread = models.ForeignKey(Thread, models.CASCADE, db_index=False, related_name="annotations")
    post = models.ForeignKey(Post, models.CASCADE, null=True, related_name="annotations")
    code = models.ForeignKey(Code, models.PROTECT, related_name="annotations", db_index=False)
    coder = models.ForeignKey(User, models.PROTECT, related_name="annotations", db_index=False)
    level = models.CharField(max_length=7)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    quote = models.TextField(null=True)
    text_version = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=6, default="live")
    memo = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    created_as = models.CharField(max_length=64)
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(db_default=Now())
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["coder", "code", "thread", "post", "start", "end"],
                # An orphan's passage is one of an older text.
                condition=Q(deleted_at=None, state="live"),
                nulls_distinct=False,
                name="claim_once",
            ),
            models.CheckConstraint(condition=Q(state__in=ANNOTATION_STATES), name="state_known"),
            models.CheckConstraint(
                name="level_fits_target",
                condition=(
                    Q(level="passage", post__isnull=False, start__lt=F("end"), quote__isnull=False)
                    | Q(level="post", post__isnull=False, start=None, end=None, quote=None)
                    | Q(level="thread", post=None, start=None, end=None, quote=None)
                ),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["thread", "post", "start"],
                condition=Q(deleted_at=None),
                name="annotation_reading",
            ),
            models.Index(
                fields=["corpus", "created_at", "id"],
                condition=Q(deleted_at=None),
                name="annotation_page",
            ),
            models.Index(fields=["code"], condition=Q(deleted_at=None), name="annotation_code"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class ThreadProgress(models.Model):
    """How far one coder has come with a thread, in the coder's own words: new, reading, done."""

    thread = models.ForeignKey(Thread, models.CASCADE, db_index=False)
    coder = models.ForeignKey(User, models.CASCADE, db_index=False)
    state = models.CharField(max_length=7)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["thread", "coder"], name="progress_once"),
            models.CheckConstraint(condition=Q(state__in=PROGRESS_STATES), name="progress_known"),
        ]

    def __str__(self) -> str:
        return f"{self.thread_id}: {self.state}"


class Export(models.Model):
    """A frozen file of coded data with its manifest; made once, by a worker."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    corpus = models.ForeignKey(Corpus, models.CASCADE, related_name="exports")
    format = models.CharField(max_length=10)
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
