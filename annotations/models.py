"""The annotations side of the database: the codebook, annotations, exports.

Fields and constraints only; writes are in `annotations/services.py` and its siblings.
"""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from annotations.exchange import WHATS, Export, ProjectImport, Snapshot
from corpus.models import Corpus, Post, Thread, User

__all__ = [
    "WHATS", "Annotation", "Code", "CodebookVersion", "Export", "Memo", "MemoLink", "ProjectImport",
    "Snapshot", "ThreadProgress", "Undone",
]  # fmt: skip

LEVELS = ["passage", "post", "thread"]
MEMO_TARGETS = ["corpus", "thread", "post", "annotation", "code", "participant"]
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
    locked = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    # When definition, include or exclude last changed: what was coded before may need a look.
    defined_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey(User, models.PROTECT, null=True)
    created_at = models.DateTimeField(db_default=Now())
    # Set when its making was undone: it is in no list then, and comes back when that is redone.
    deleted_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["corpus", "parent", "name"],
                condition=Q(archived=False, deleted_at=None),
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
    # When its coder looked at it again and let it stand, after the code's definition changed.
    reviewed_at = models.DateTimeField(null=True)
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
    state = models.CharField(max_length=7, default="new")
    # Half-open ranges of post numbers that the coder had before the eyes: [[0, 12], [15, 20]].
    seen = models.JSONField(default=list)
    # The post the coder was at last.
    at = models.ForeignKey(Post, models.SET_NULL, null=True, db_index=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["thread", "coder"], name="progress_once"),
            models.CheckConstraint(condition=Q(state__in=PROGRESS_STATES), name="progress_known"),
        ]

    def __str__(self) -> str:
        return f"{self.thread_id}: {self.state}"


class CodebookVersion(models.Model):
    """The codebook as it was when somebody froze it: all codes, and the last event before it."""

    corpus = models.ForeignKey(Corpus, models.CASCADE, related_name="codebook_versions")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    seq = models.BigIntegerField()
    codes = models.JSONField()
    created_by = models.ForeignKey(User, models.PROTECT, null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["corpus", "number"], name="codebook_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.corpus_id}: codebook {self.number}"


class Memo(models.Model):
    """A note in Markdown on a corpus, thread, post, annotation, code or participant."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    corpus = models.ForeignKey(Corpus, models.CASCADE, db_index=False)
    target_type = models.CharField(max_length=11)
    target_id = models.CharField(max_length=36)
    kind = models.CharField(max_length=20, blank=True)
    text = models.TextField(blank=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="memos", db_index=False)
    version = models.PositiveIntegerField(default=1)
    created_as = models.CharField(max_length=64)
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(db_default=Now())
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(target_type__in=MEMO_TARGETS), name="memo_target_known"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["corpus", "updated_at", "id"],
                condition=Q(deleted_at=None),
                name="memo_page",
            ),
            models.Index(fields=["corpus", "target_type", "target_id"], name="memo_target"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class MemoLink(models.Model):
    """What a memo's text names: `[words](catena:code/12)` links to code 12."""

    memo = models.ForeignKey(Memo, models.CASCADE, related_name="links")
    target_type = models.CharField(max_length=11)
    target_id = models.CharField(max_length=36)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["memo", "target_type", "target_id"], name="memo_link_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["target_type", "target_id"], name="memo_link_target")
        ]

    def __str__(self) -> str:
        return f"{self.memo_id} -> {self.target_type} {self.target_id}"


class Undone(models.Model):
    """A batch of changes that its actor took back; `seq` is the first event that did so."""

    corpus = models.ForeignKey(Corpus, models.CASCADE, db_index=False)
    actor = models.ForeignKey(User, models.CASCADE, db_index=False)
    batch = models.BigIntegerField()
    seq = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["corpus", "actor", "batch"], name="undone_once")
        ]

    def __str__(self) -> str:
        return f"{self.corpus_id}/{self.batch}"
