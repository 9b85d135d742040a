"""Models of what imports leave behind; part of `corpus.models`, apart only for its length.

Jobs and problems, people's corrections of a reading, kept contact data, inferred links, twins.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from corpus.people import User

JOB_KINDS = ["ingest", "index", "export", "snapshot", "project"]
LINK_KINDS = ["quotes", "mentions", "addresses"]


class Job(models.Model):
    """A piece of long work. The row is the truth; the broker only wakes somebody up.

    A worker holds a job by its lease; when the lease runs out (a killed worker), the sweep gives
    it to the next. Work is cut into chunks; `cursor` says where the next one begins.
    """

    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in JOB_KINDS])
    corpus = models.ForeignKey("corpus.Corpus", models.CASCADE)
    upload = models.ForeignKey("corpus.Upload", models.CASCADE, null=True, related_name="jobs")
    export = models.UUIDField(null=True)
    # What a job of another kind works on: a snapshot, a project that comes in.
    subject = models.UUIDField(null=True)
    status = models.CharField(max_length=10, default="queued")
    part = models.PositiveSmallIntegerField(default=0)
    cursor = models.JSONField(default=dict)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    unit = models.CharField(max_length=20, default="posts")
    attempts = models.PositiveSmallIntegerField(default=0)
    holder = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["lease_until"],
                condition=Q(status__in=["queued", "running"]),
                name="job_unfinished",
            )
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["upload", "kind", "part"], name="job_once_per_part"),
            models.UniqueConstraint(fields=["export"], name="job_once_per_export"),
            models.UniqueConstraint(fields=["kind", "subject"], name="job_once_per_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}: {self.status}"


class WorkerBeat(models.Model):
    """A worker process that lives: its sweep writes the time every second."""

    name = models.CharField(max_length=200, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Problem(models.Model):
    """Something an import noticed: what, where in the decoded file, and what to do."""

    upload = models.ForeignKey("corpus.Upload", models.CASCADE, related_name="problems")
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=40)
    severity = models.CharField(max_length=8)
    message = models.TextField()
    hint = models.TextField(blank=True)
    item = models.TextField(blank=True)
    start = models.BigIntegerField(null=True)
    end = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["upload", "number"], name="problem_once")
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"


class Correction(models.Model):
    """What a person said about the reading of an upload: an operation on its decoded file.

    Replayed in order of `number` whenever the file is read. One that was taken back stays.
    """

    upload = models.ForeignKey("corpus.Upload", models.CASCADE, related_name="corrections")
    number = models.PositiveIntegerField()
    operation = models.JSONField()
    made_by = models.ForeignKey(User, models.PROTECT, null=True)
    made_at = models.DateTimeField(db_default=Now())
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["upload", "number"], name="correction_once")
        ]

    def __str__(self) -> str:
        return f"{self.upload_id} {self.number}"


class Sighting(models.Model):
    """A thread seen again in a later upload, at place `ordinal` of that, and what had changed.

    The thread stays with its first upload; this also makes loading the same place twice harmless.
    """

    upload = models.ForeignKey("corpus.Upload", models.CASCADE, related_name="sightings")
    ordinal = models.PositiveIntegerField()
    thread = models.ForeignKey("corpus.Thread", models.CASCADE, related_name="sightings")
    same = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    missing = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["upload", "ordinal"], name="sighting_once")
        ]

    def __str__(self) -> str:
        return f"{self.thread_id} in {self.upload_id}"


class CorpusKey(models.Model):
    """The key under which a corpus' e-mail addresses are hashed, 32 random bytes.

    Destroying it makes the hashes meaningless for good.
    """

    corpus = models.OneToOneField("corpus.Corpus", models.CASCADE, primary_key=True)
    secret = models.BinaryField()

    def __str__(self) -> str:
        return f"key of {self.corpus_id}"


class Contact(models.Model):
    """A commenter's e-mail and IP address; exists only where the corpus' owner ticked them."""

    post = models.OneToOneField("corpus.Post", models.CASCADE, primary_key=True)
    email = models.TextField(blank=True)
    ip = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"contact of post {self.post_id}"


class PostLink(models.Model):
    """What a post's text says of an earlier post: inferred, never a formal reply.

    `[start, end)` is the passage that says it; `[target_start, target_end)` what it quotes.
    """

    post = models.ForeignKey("corpus.Post", models.CASCADE, related_name="links")
    kind = models.CharField(max_length=9)
    target = models.ForeignKey("corpus.Post", models.CASCADE, related_name="linked_from")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    target_start = models.PositiveIntegerField(null=True)
    target_end = models.PositiveIntegerField(null=True)
    confidence = models.FloatField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=LINK_KINDS), name="link_kind_known"),
            models.UniqueConstraint(
                fields=["post", "kind", "target", "start", "end"], name="link_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.kind} {self.target_id}"


class PostUrl(models.Model):
    """An address in a post's text, `[start, end)` in code points, with its domain."""

    corpus = models.ForeignKey("corpus.Corpus", models.CASCADE, db_index=False)
    post = models.ForeignKey("corpus.Post", models.CASCADE, related_name="urls")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    url = models.TextField()
    domain = models.TextField(db_collation="C")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["post", "start"], name="post_url_once")
        ]
        indexes: ClassVar = [models.Index(fields=["corpus", "domain"], name="url_domain")]

    def __str__(self) -> str:
        return self.url


class Twin(models.Model):
    """Two threads that may be one (say, once as a page and once as text); a person decides."""

    corpus = models.ForeignKey("corpus.Corpus", models.CASCADE, related_name="twins")
    thread = models.ForeignKey("corpus.Thread", models.CASCADE, related_name="+")
    other = models.ForeignKey("corpus.Thread", models.CASCADE, related_name="+")
    likeness = models.FloatField()
    state = models.CharField(max_length=9, default="suggested")
    decided_by = models.ForeignKey(User, models.PROTECT, null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["thread", "other"], name="twin_once"),
            models.CheckConstraint(
                condition=Q(state__in=["suggested", "one", "different"]), name="twin_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.thread_id} ~ {self.other_id}"
