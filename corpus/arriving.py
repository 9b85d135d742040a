"""Models of what arrives in other ways than a posted file; part of `corpus.models`.

Uploads sent in pieces, remembered mappings of tables, the attributes that a corpus knows.
"""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from corpus.people import User

ATTRIBUTE_OWNERS = ["thread", "participant"]
ATTRIBUTE_KINDS = ["text", "number", "date", "truth"]


class PartialUpload(models.Model):
    """A file that is being sent in pieces and may be taken up again (tus 1.0).

    `received` bytes are safely on disk; its draft lies under its id. `upload` is what it became
    when the last byte had come. Nobody but `created_by` can add to it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    corpus = models.ForeignKey("corpus.Corpus", models.CASCADE, related_name="partial_uploads")
    name = models.CharField(max_length=255)
    size = models.BigIntegerField()
    received = models.BigIntegerField(default=0)
    options = models.JSONField(default=dict)
    upload = models.ForeignKey("corpus.Upload", models.SET_NULL, null=True, related_name="+")
    created_by = models.ForeignKey(User, models.CASCADE)
    created_at = models.DateTimeField(db_default=Now())
    touched_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(received__gte=0, received__lte=F("size")), name="partial_within_size"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["touched_at"], condition=Q(upload=None), name="partial_abandoned")
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.received} of {self.size}"


class Mapping(models.Model):
    """What the columns or paths of a table mean, remembered by a corpus.

    `signature` stands for the structure of the files that it reads (format and the names of their
    columns or paths): the next file with it is read without asking.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    corpus = models.ForeignKey("corpus.Corpus", models.CASCADE, related_name="mappings")
    name = models.CharField(max_length=200)
    signature = models.CharField(max_length=64)
    mapping = models.JSONField()
    created_by = models.ForeignKey(User, models.PROTECT, null=True)
    created_at = models.DateTimeField(db_default=Now())
    used_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["corpus", "signature"],
                condition=Q(deleted_at=None),
                name="mapping_once_per_structure",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Attribute(models.Model):
    """A property that a corpus knows of its threads or participants; the values stand with those.

    `kind` says how values are shown, compared and edited. `position` orders the columns.
    """

    corpus = models.ForeignKey("corpus.Corpus", models.CASCADE, related_name="known_attributes")
    owner = models.CharField(max_length=11)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=6, default="text")
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["corpus", "owner", "name"], name="attribute_once"),
            models.CheckConstraint(
                condition=Q(owner__in=ATTRIBUTE_OWNERS), name="attribute_owner_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ATTRIBUTE_KINDS), name="attribute_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owner}: {self.name}"
