"""Webhooks as people set them up: made, changed, tried out; what was sent, and sent again."""

import json
import secrets
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from corpus import events
from corpus.errors import ConflictError, ImpossibleError, NotFoundError
from corpus.events import Change
from corpus.keyset import Order, Page, Place, page
from corpus.models import Corpus, CorpusCounter, User, Webhook, WebhookDelivery
from corpus.telling.addresses import RefusedAddressError, checked_url
from corpus.telling.deliveries import described, drop_waiting
from corpus.written import STAMP, stamp

SECRET_BYTES = 32
MOST_PER_CORPUS = 20
TEST = "webhook.test"

_SHOWN = f"""
    w.id, w.corpus_id AS corpus, w.url, w.description, w.events, w.active, w.disabled_reason,
    w.seq, (SELECT row_to_json(x) FROM (SELECT u.id, u.username, u.name) AS x
        WHERE u.id IS NOT NULL) AS created_by,
    {STAMP.format("w.created_at")} AS created_at, w.version
"""
_FROM = "FROM corpus_webhook w LEFT JOIN corpus_user u ON u.id = w.created_by_id"
_DELIVERY = f"""
    d.id, CASE WHEN d.seq > 0 THEN d.seq END AS seq, d.action, d.status, d.attempts,
    CASE WHEN d.status = 'pending' THEN {STAMP.format("d.next_at")} END AS next_at,
    d.response_status, d.response, d.body::json AS body,
    {STAMP.format("d.created_at")} AS created_at, {STAMP.format("d.finished_at")} AS finished_at
"""


@transaction.atomic
def create_webhook(corpus: Corpus, *, actor: User, fields: Mapping[str, Any]) -> Webhook:
    """Make a webhook that is told of everything from now on.

    Raises:
        ImpossibleError: `url_refused`, the address is none that may be told.
        ConflictError: `too_many`, the corpus has as many as it may.
    """
    _check(fields["url"])
    CorpusCounter.objects.select_for_update().get(corpus=corpus)
    if Webhook.objects.filter(corpus=corpus).count() >= MOST_PER_CORPUS:
        raise ConflictError(f"A corpus has at most {MOST_PER_CORPUS} webhooks.", code="too_many")
    webhook = Webhook(
        corpus=corpus, created_by=actor, secret=secrets.token_bytes(SECRET_BYTES), **fields
    )
    change = Change("webhook.created", "webhook", str(webhook.pk), None, described(webhook))
    webhook.seq = events.append(corpus.pk, actor.pk, [change])
    webhook.save(force_insert=True)
    return webhook


@transaction.atomic
def change_webhook(webhook: Webhook, *, actor: User, changes: Mapping[str, Any]) -> None:
    """Set some fields; the caller holds the row and checked its version.

    Switched off, what waits is dropped; switched on, it is told of what happens from then on.

    Raises:
        ImpossibleError: `url_refused`.
    """
    if "url" in changes:
        _check(changes["url"])
    before, was_active = described(webhook), webhook.active
    for name, value in changes.items():
        setattr(webhook, name, value)
    if webhook.active:
        webhook.disabled_reason = ""
    elif was_active:
        drop_waiting(webhook.pk)
    _save(webhook, actor, before)
    if webhook.active and not was_active:
        newest = CorpusCounter.objects.get(corpus=webhook.corpus_id).seq
        Webhook.objects.filter(pk=webhook.pk).update(seq=newest)


@transaction.atomic
def rotate_secret(webhook: Webhook, *, actor: User) -> None:
    """Give it a new secret; the old one signs nothing from now on."""
    before = described(webhook)
    webhook.secret = secrets.token_bytes(SECRET_BYTES)
    _save(webhook, actor, before)


@transaction.atomic
def delete_webhook(webhook: Webhook, *, actor: User) -> None:
    """Remove it with all of its deliveries."""
    before, key = described(webhook), str(webhook.pk)
    corpus_id = webhook.corpus_id
    webhook.delete()
    events.append(corpus_id, actor.pk, [Change("webhook.deleted", "webhook", key, before, None)])


@transaction.atomic
def order_test(webhook: Webhook) -> UUID:
    """Have a worker send a message that says nothing, once; returns the delivery's id."""
    held = Webhook.objects.select_for_update().get(pk=webhook.pk)
    first = WebhookDelivery.objects.filter(webhook=held, seq__lt=0).order_by("seq").first()
    body = {
        "type": TEST,
        "timestamp": stamp(timezone.now()),
        "data": {"seq": None, "corpus": held.corpus_id, "action": TEST, "target": None},
    }
    delivery = WebhookDelivery.objects.create(
        id=uuid4(),
        webhook=held,
        seq=(first.seq if first else 0) - 1,
        action=TEST,
        body=json.dumps(body),
    )
    return delivery.pk


@transaction.atomic
def send_again(webhook: Webhook, delivery_id: UUID) -> None:
    """Have a delivery that ended sent once more, under its id.

    Raises:
        NotFoundError: the webhook has none with this id.
        ConflictError: `webhook_off`; `still_waiting`, it is sent anyway.
    """
    found = _deliveries(webhook).select_for_update().filter(pk=delivery_id).first()
    if found is None:
        raise unknown_delivery(delivery_id)
    if found.status == "pending":
        raise ConflictError("It waits to be sent already.", code="still_waiting")
    if not webhook.active and found.seq > 0:
        raise ConflictError("Switch the webhook on first.", code="webhook_off")
    found.status, found.attempts, found.next_at = "pending", 0, timezone.now()
    found.finished_at = None
    found.save(update_fields=["status", "attempts", "next_at", "finished_at"])


def held_webhook(corpus: Corpus, webhook_id: UUID, *, lock: bool = False) -> Webhook:
    """Return a webhook of the corpus, with `lock` until the transaction ends.

    Raises:
        NotFoundError: there is none with this id.
    """
    rows = Webhook.objects.select_for_update() if lock else Webhook.objects.all()
    found = rows.filter(pk=webhook_id, corpus=corpus).first()
    if found is None:
        raise NotFoundError(f"There is no webhook {webhook_id} in this corpus.")
    return found


def list_webhooks(*, corpus_id: int, place: Place | None, size: int) -> Page:
    """Return a page of a corpus' webhooks, newest first."""
    return page(
        _SHOWN,
        f"{_FROM} WHERE w.corpus_id = %(corpus)s",
        {"corpus": corpus_id},
        order=Order("w.created_at", "timestamptz", "w.id", "uuid", descending=True),
        place=place,
        size=size,
    )


def webhook_json(webhook_id: UUID) -> str:
    """Return one webhook as JSON, without its secret."""
    return _one(f"SELECT {_SHOWN} {_FROM} WHERE w.id = %s", webhook_id)


def list_deliveries(
    *, webhook_id: UUID, status: str | None, place: Place | None, size: int
) -> Page:
    """Return a page of what a webhook was sent, newest first; `status` picks some."""
    picked = " AND d.status = %(status)s" if status else ""
    return page(
        _DELIVERY,
        f"FROM corpus_webhookdelivery d WHERE d.webhook_id = %(webhook)s{picked}",
        {"webhook": webhook_id, "status": status},
        order=Order("d.created_at", "timestamptz", "d.id", "uuid", descending=True),
        place=place,
        size=size,
    )


def delivery_json(webhook: Webhook, delivery_id: UUID) -> str:
    """Return one delivery as JSON.

    Raises:
        NotFoundError: the webhook has none with this id.
    """
    if not _deliveries(webhook).filter(pk=delivery_id).exists():
        raise unknown_delivery(delivery_id)
    return _one(f"SELECT {_DELIVERY} FROM corpus_webhookdelivery d WHERE d.id = %s", delivery_id)


def unknown_delivery(delivery_id: UUID) -> NotFoundError:
    """Return the refusal of an id that no delivery of the webhook has."""
    return NotFoundError(f"There is no delivery {delivery_id} of this webhook.")


def _deliveries(webhook: Webhook) -> Any:
    return WebhookDelivery.objects.filter(webhook=webhook)


def _one(sql: str, key: UUID) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT row_to_json(r)::text FROM ({sql}) AS r", [key])
        return str(cursor.fetchone()[0])


def _save(webhook: Webhook, actor: User, before: Mapping[str, Any]) -> None:
    webhook.version += 1
    names = ("url", "description", "events", "secret", "active", "disabled_reason", "version")
    webhook.save(update_fields=names)
    change = Change("webhook.changed", "webhook", str(webhook.pk), before, described(webhook))
    events.append(webhook.corpus_id, actor.pk, [change])


def _check(url: str) -> None:
    try:
        checked_url(url, private=settings.WEBHOOK_PRIVATE)
    except RefusedAddressError as error:
        raise ImpossibleError(
            f"This address cannot be told: {error}",
            code="url_refused",
            fields=[("url", "url_refused", str(error))],
        ) from error
