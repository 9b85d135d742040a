"""Models of people and their keys; part of `corpus.models`, apart only for its length."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower, Now

from corpus.rules import Role

ROLES = [(role.value, role.value) for role in Role]


class User(AbstractBaseUser):
    """A person who can sign in. What they may do is decided per corpus by `Membership`."""

    username = models.CharField(max_length=150, unique=True)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    preferences = models.JSONField(default=dict)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now())

    USERNAME_FIELD = "username"
    objects = BaseUserManager["User"]()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("username"), name="username_once")]

    def __str__(self) -> str:
        return self.username


class ApiToken(models.Model):
    """A script's key. Only its SHA-256 (hex) is kept; the key itself is shown once."""

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=20))
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class OneTimeKey(models.Model):
    """A link that works once: the first account (`setup`) or a new password (`reset`)."""

    purpose = models.CharField(max_length=10)
    digest = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, models.CASCADE, null=True)
    expires_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.purpose


class IdempotentReply(models.Model):
    """What a POST with an `Idempotency-Key` was answered, to be answered again the same."""

    user = models.ForeignKey(User, models.CASCADE)
    key = models.CharField(max_length=200)
    request = models.CharField(max_length=64, help_text="SHA-256 of method, path and body.")
    status = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "key"], name="idempotency_key_once")
        ]

    def __str__(self) -> str:
        return self.key


class Invitation(models.Model):
    """A link that lets its bearer join a corpus once; only the key's SHA-256 is kept."""

    corpus = models.ForeignKey("corpus.Corpus", models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=12, choices=ROLES)
    note = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(User, models.CASCADE)
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.role} of {self.corpus_id}"


class RestingMembership(models.Model):
    """A membership that was deactivated: no way in until it is given back.

    A table of its own, so that no query can take it for a membership.
    """

    corpus = models.ForeignKey("corpus.Corpus", models.CASCADE, related_name="+", db_index=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="resting")
    role = models.CharField(max_length=12, choices=ROLES)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["corpus", "user"], name="resting_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} once in {self.corpus_id}: {self.role}"
