"""Models of webhooks, part of `corpus.models`: who outside is told of events, and each telling."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from corpus.people import User

DELIVERY_STATUSES = ["pending", "done", "failed"]


class Webhook(models.Model):
    """An address that is told of a corpus' events (Standard Webhooks).

    `events` are kinds such as `annotation.created`; none means all. `seq` is the last event for
    which deliveries were made.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    corpus = models.ForeignKey("corpus.Corpus", models.CASCADE, related_name="webhooks")
    url = models.URLField(max_length=2000)
    description = models.CharField(max_length=200, blank=True)
    events = ArrayField(models.CharField(max_length=40), default=list)
    secret = models.BinaryField(max_length=64)
    active = models.BooleanField(default=True)
    # Why it was switched off by itself; empty when a person did or nobody.
    disabled_reason = models.TextField(blank=True)
    seq = models.BigIntegerField(default=0)
    created_by = models.ForeignKey(User, models.PROTECT, null=True)
    created_at = models.DateTimeField(db_default=Now())
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.url


class WebhookDelivery(models.Model):
    """One event for one webhook: what was sent, how often, and what came back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries", db_index=False)
    seq = models.BigIntegerField()
    action = models.CharField(max_length=40)
    body = models.TextField()
    status = models.CharField(max_length=7, default="pending")
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(db_default=Now())
    response_status = models.PositiveSmallIntegerField(null=True)
    # The beginning of the answer, or why there was none.
    response = models.TextField(blank=True)
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["webhook", "seq"], name="delivery_once"),
            models.CheckConstraint(
                condition=Q(status__in=DELIVERY_STATUSES), name="delivery_status_known"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["webhook", "seq"], condition=Q(status="pending"), name="delivery_waiting"
            ),
            models.Index(fields=["webhook", "created_at", "id"], name="delivery_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.webhook_id} {self.seq}: {self.status}"
