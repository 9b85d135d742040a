"""The corpus side of the database: corpora, members, uploads, threads, posts, events.

Fields and constraints only; writes are in `corpus/services/`, reads on the querysets below.
Positions are half-open `[start, end)` in Unicode code points.
"""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, HashIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from corpus.arriving import Attribute, Mapping, PartialUpload
from corpus.hooks import Webhook, WebhookDelivery
from corpus.intake import (
    Contact,
    CorpusKey,
    Correction,
    Job,
    PostLink,
    PostUrl,
    Problem,
    Sighting,
    Twin,
    WorkerBeat,
)
from corpus.people import (
    ROLES,
    ApiToken,
    IdempotentReply,
    Invitation,
    OneTimeKey,
    RestingMembership,
    User,
)
from corpus.querysets import CorpusQuerySet, OfCorpusQuerySet
from corpus.rules import Role

__all__ = [
    "ApiToken", "Attribute", "Contact", "Corpus", "CorpusCounter", "CorpusKey", "Correction",
    "Event", "IdempotentReply", "Invitation", "Job", "Mapping", "Membership", "OneTimeKey",
    "PartialUpload", "Participant", "Post", "PostIndex", "PostLink", "PostText", "PostUrl",
    "Problem", "RestingMembership", "Sighting", "Thread", "Twin", "Upload", "User", "Webhook",
    "WebhookDelivery", "WorkerBeat",
]  # fmt: skip

POST_KINDS = ["entry", "comment", "pingback", "trackback"]
POST_STATUSES = ["approved", "pending", "spam", "trash", "deleted", "draft", "private"]
PRECISIONS = ["second", "minute", "day", "relative", "none"]
UPLOAD_STATUSES = [
    "queued", "reading", "review", "loading", "indexing", "done", "failed", "cancelled",
]  # fmt: skip


class Corpus(models.Model):
    """A team's workspace: its threads, codebook, members and history.

    `load_without_asking`: an upload loads as soon as everything in it is accounted for.
    `keep_emails`, `keep_ips`: what of commenters' contact data may be stored (`Contact`).
    `storage_limit`: bytes that its kept files may take; None for what the server allows.
    """

    title = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    languages = ArrayField(models.CharField(max_length=35), default=list)
    timezone = models.CharField(max_length=64, blank=True)
    licence = models.CharField(max_length=300, blank=True)
    ethics_note = models.TextField(blank=True)
    coders_create_codes = models.BooleanField(default=True)
    load_without_asking = models.BooleanField(default=False, db_default=False)
    keep_emails = models.BooleanField(default=False, db_default=False)
    keep_ips = models.BooleanField(default=False, db_default=False)
    storage_limit = models.BigIntegerField(null=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now())
    deleted_at = models.DateTimeField(null=True)

    objects = CorpusQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title


class CorpusCounter(models.Model):
    """The corpus' last event number and its totals: one narrow row, locked last in a write.

    The totals count what is visible (not deleted). They change in the transaction that changes
    what they count.
    """

    corpus = models.OneToOneField(
        Corpus, models.CASCADE, primary_key=True, related_name="counter", db_index=False
    )
    seq = models.BigIntegerField(default=0)
    uploads = models.IntegerField(default=0)
    threads = models.IntegerField(default=0)
    posts = models.IntegerField(default=0)
    comments = models.IntegerField(default=0)
    participants = models.IntegerField(default=0)
    codes = models.IntegerField(default=0)
    annotations = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.corpus_id}: {self.seq}"


class Membership(models.Model):
    """A person's role in a corpus."""

    corpus = models.ForeignKey(Corpus, models.CASCADE, related_name="memberships", db_index=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=ROLES)
    created_at = models.DateTimeField(db_default=Now())
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["corpus", "user"], name="member_once"),
            models.CheckConstraint(condition=Q(role__in=list(Role)), name="member_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.corpus_id}: {self.role}"


class Event(models.Model):
    """One change to a corpus. `seq` has no gaps; live updates, history and undo read it.

    `batch` is the `seq` of the first event of the same request. A batch that takes another one
    back names it in `undoes`, one that does it again in `redoes`.
    """

    pk = models.CompositePrimaryKey("corpus_id", "seq")
    corpus = models.ForeignKey(Corpus, models.CASCADE, db_index=False)
    seq = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())
    actor = models.ForeignKey(User, models.PROTECT, null=True, db_index=False)
    action = models.CharField(max_length=40)
    target_type = models.CharField(max_length=20)
    target_id = models.CharField(max_length=36)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    batch = models.BigIntegerField()
    undoes = models.BigIntegerField(null=True)
    redoes = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["corpus", "target_type", "target_id"], name="event_target"),
            models.Index(
                fields=["corpus", "actor", "-batch"],
                condition=Q(undoes=None, redoes=None),
                name="event_steps",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.corpus_id}/{self.seq} {self.action}"


class Upload(models.Model):
    """One file as received. Its bytes are kept unchanged under their SHA-256.

    `archive` is the upload of the ZIP or tar file whose member this is, `place` its place there.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    corpus = models.ForeignKey(Corpus, models.CASCADE, related_name="uploads", db_index=False)
    name = models.CharField(max_length=255, help_text="A label only: never a path.")
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    options = models.JSONField(default=dict)
    status = models.CharField(max_length=10, default="queued")
    format_name = models.CharField(max_length=40, blank=True)
    format_confidence = models.FloatField(null=True)
    format_reason = models.TextField(blank=True)
    encoding = models.CharField(max_length=40, blank=True)
    counts = models.JSONField(default=dict)
    problem_counts = models.JSONField(default=dict)
    accounted = models.BooleanField(default=False)
    duplicate_of = models.ForeignKey("self", models.SET_NULL, null=True, related_name="copies")
    archive = models.ForeignKey("self", models.CASCADE, null=True, related_name="members")
    place = models.PositiveIntegerField(null=True)
    created_by = models.ForeignKey(User, models.PROTECT, null=True)
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = OfCorpusQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["corpus", "created_at", "id"], name="upload_newest"),
            models.Index(fields=["corpus", "sha256"], name="upload_same_bytes"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=UPLOAD_STATUSES), name="upload_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(status="done") | Q(accounted=True), name="done_implies_accounted"
            ),
            models.UniqueConstraint(fields=["archive", "place"], name="member_place_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Participant(models.Model):
    """A name under which somebody wrote in a corpus; `key` is site and name, case-folded.

    `merged_into` is the participant whom a person said this name to be; clearing it undoes that.
    """

    # No index on the corpus alone: loading must find names by the unique key below, always.
    corpus = models.ForeignKey(Corpus, models.CASCADE, related_name="participants", db_index=False)
    key = models.TextField(db_collation="C")
    name = models.TextField()
    sites = ArrayField(models.TextField(), default=list)
    attributes = models.JSONField(default=dict)
    edited_attributes = ArrayField(models.TextField(), default=list, db_default=[])
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, related_name="merged")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["corpus", "key"], name="participant_once")
        ]

    def __str__(self) -> str:
        return self.name


class Written(models.Model):
    """When something was written, as far as the source says.

    `written_at` is the instant in UTC; without `written_offset` (minutes east of UTC) the source
    named no zone and `written_at` holds its clock time as it stands.
    """

    written_at = models.DateTimeField(null=True)
    written_offset = models.SmallIntegerField(null=True)
    written_raw = models.TextField(blank=True)
    written_precision = models.CharField(max_length=8, default="none")

    class Meta:
        abstract = True


class Thread(Written):
    """A blog entry with its comments. `key` makes loading the same item twice harmless.

    `identity` says which thread of the world it is, whatever file it came in: by the site's own
    id, by address, or by title, author and date. Empty when nothing tells. `edited` and
    `edited_attributes` name what a person has set: a later import leaves that alone.
    """

    corpus = models.ForeignKey(Corpus, models.CASCADE, related_name="threads", db_index=False)
    upload = models.ForeignKey(Upload, models.SET_NULL, null=True, related_name="threads")
    key = models.TextField(db_collation="C")
    identity = models.TextField(db_collation="C", default="", db_default="")
    title = models.TextField()
    site = models.TextField(blank=True)
    url = models.TextField(blank=True)
    external_id = models.TextField(blank=True)
    author = models.ForeignKey(Participant, models.PROTECT, null=True, db_index=False)
    language = models.CharField(max_length=35, blank=True)
    categories = ArrayField(models.TextField(), default=list)
    attributes = models.JSONField(default=dict)
    comments = models.PositiveIntegerField(default=0)
    words = models.PositiveIntegerField(default=0)
    edited = ArrayField(models.CharField(max_length=20), default=list, db_default=[])
    edited_attributes = ArrayField(models.TextField(), default=list, db_default=[])
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now())
    deleted_at = models.DateTimeField(null=True)

    objects = OfCorpusQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["corpus", "key"], name="thread_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["corpus", "id"], name="thread_page"),
            models.Index(
                fields=["corpus", "identity"],
                condition=Q(deleted_at=None) & ~Q(identity=""),
                name="thread_identity",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Post(Written):
    """One contribution to a thread: the entry (number 0) or a comment (from 1, reading order).

    `text` is the current version, never changed in place: a correction moves the old one to
    `PostText`. `source_start`/`source_end` are code points of the decoded upload: the thread's, or
    `source_upload` if a later one brought this post or its present text. `identity` says
    which post of its thread it is: by the site's own id; else, of one that a person corrected, by
    what the source had said. Empty: by its author, date and text.
    `author_hash` is the keyed hash of the author's e-mail address, or empty.
    """

    corpus = models.ForeignKey(Corpus, models.CASCADE, db_index=False)
    thread = models.ForeignKey(Thread, models.CASCADE, related_name="posts", db_index=False)
    kind = models.CharField(max_length=9, default="comment")
    number = models.PositiveIntegerField()
    parent_number = models.PositiveIntegerField(null=True)
    parent_how = models.CharField(max_length=8, null=True)
    depth = models.PositiveIntegerField(default=0)
    author = models.ForeignKey(Participant, models.PROTECT, null=True, related_name="posts")
    is_entry_author = models.BooleanField(default=False)
    url = models.TextField(blank=True)
    external_id = models.TextField(blank=True)
    identity = models.TextField(db_collation="C", default="", db_default="")
    author_hash = models.CharField(max_length=64, default="", db_default="")
    confidence = models.FloatField(default=1.0, db_default=1.0)
    status = models.CharField(max_length=8, default="approved")
    text = models.TextField()
    text_version = models.PositiveIntegerField(default=1)
    text_sha256 = models.CharField(max_length=64)
    words = models.PositiveIntegerField(default=0)
    flags = ArrayField(models.TextField(), default=list)
    source_start = models.BigIntegerField(null=True)
    source_end = models.BigIntegerField(null=True)
    source_upload = models.ForeignKey(Upload, models.SET_NULL, null=True, db_index=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["thread", "number"], name="post_once"),
            models.CheckConstraint(condition=Q(kind__in=POST_KINDS), name="post_kind_known"),
            models.CheckConstraint(condition=Q(status__in=POST_STATUSES), name="post_status_known"),
        ]
        indexes: ClassVar = [
            HashIndex(fields=["author_hash"], condition=~Q(author_hash=""), name="post_author_hash")
        ]

    def __str__(self) -> str:
        return f"{self.thread_id}#{self.number}"


class PostText(models.Model):
    """A superseded version of a post's text, kept so that nothing said of it is lost."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="old_texts")
    text_version = models.PositiveIntegerField()
    text = models.TextField()
    text_sha256 = models.CharField(max_length=64)
    replaced_at = models.DateTimeField(db_default=Now())
    replaced_by = models.ForeignKey(User, models.PROTECT, null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["post", "text_version"], name="post_text_once")
        ]

    def __str__(self) -> str:
        return f"{self.post_id} v{self.text_version}"


class PostIndex(models.Model):
    """What is computed from a post's text and can be computed again: boundaries and words.

    `sentences` and `paragraphs` are arrays of pairs [start, end) in code points; `fingerprint`
    is the same for texts that differ in white space and punctuation only.
    """

    post = models.OneToOneField(Post, models.CASCADE, primary_key=True, related_name="index")
    corpus_id = models.BigIntegerField()
    text_version = models.PositiveIntegerField()
    sentences = ArrayField(ArrayField(models.IntegerField(), size=2))
    paragraphs = ArrayField(ArrayField(models.IntegerField(), size=2))
    language = models.CharField(max_length=35, blank=True)
    tsv = SearchVectorField()
    fingerprint = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["corpus_id", "fingerprint"],
                condition=Q(fingerprint__isnull=False),
                name="post_likeness",
            ),
            # A large pending list: an import appends, a search or vacuum merges (decision 15).
            GinIndex(fields=["tsv"], name="post_words", gin_pending_list_limit=32768),
        ]

    def __str__(self) -> str:
        return str(self.post_id)
