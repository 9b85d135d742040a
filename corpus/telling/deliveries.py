"""Deliveries of webhooks: made from the log of events, taken under a lease, and what came of them.

The rows are the truth. Whoever sends holds a delivery by its `next_at`, which lies in the future
until the sender must have ended; a killed sender's delivery falls due again, under the same id.
"""

import random
import time
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction

from corpus import events
from corpus.events import Change
from corpus.models import Webhook
from corpus.telling.sending import Answer, Parcel
from corpus.written import STAMP

PAUSES = [
    timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2),
    timedelta(hours=5), timedelta(hours=10), timedelta(hours=14), timedelta(hours=20),
    timedelta(hours=24),
]  # fmt: skip
"""How long it waits after each attempt that failed; after the last one it is given up."""

MOST_LATER = 0.2
"""By how much of itself a pause may be longer, so that repetitions do not come all at once."""

LEASE_SECONDS = 60
"""Longer than looking up a name and ten seconds of sending together take."""

KEPT_DAYS = 14
EVENTS_AT_ONCE = 500
# So often the first of a webhook's deliveries holds up those behind it: a hiccup keeps the order.
IN_ORDER = 3

_MAKE = f"""
WITH hook AS (
    SELECT w.id, w.corpus_id, w.seq, w.events FROM corpus_webhook w
    JOIN corpus_corpuscounter c ON c.corpus_id = w.corpus_id AND c.seq > w.seq
    JOIN corpus_corpus k ON k.id = w.corpus_id AND k.deleted_at IS NULL
    WHERE w.active ORDER BY w.id LIMIT 50 FOR UPDATE OF w SKIP LOCKED
), told AS (
    SELECT hook.id AS webhook, hook.events, e.* FROM hook CROSS JOIN LATERAL (
        SELECT * FROM corpus_event WHERE corpus_id = hook.corpus_id AND seq > hook.seq
        ORDER BY seq LIMIT {EVENTS_AT_ONCE}
    ) AS e
), moved AS (
    UPDATE corpus_webhook w SET seq = last.seq
    FROM (SELECT webhook, max(seq) AS seq FROM told GROUP BY webhook) AS last
    WHERE w.id = last.webhook
)
INSERT INTO corpus_webhookdelivery
    (id, webhook_id, seq, action, body, status, attempts, response, next_at, created_at)
SELECT gen_random_uuid(), webhook, seq, action, json_build_object(
        'type', action, 'timestamp', {STAMP.format("at")}, 'data', json_build_object(
            'seq', seq, 'corpus', corpus_id, 'action', action,
            'target', json_build_object('type', target_type, 'id',
                CASE WHEN target_id ~ '^[0-9]+$' THEN to_json(target_id::bigint)
                    ELSE to_json(target_id) END),
            'actor', actor_id, 'batch', batch, 'undoes', undoes, 'redoes', redoes))::text,
    'pending', 0, '', clock_timestamp(), clock_timestamp()
FROM told WHERE cardinality(events) = 0 OR action = ANY(events) ORDER BY seq
ON CONFLICT (webhook_id, seq) DO NOTHING
"""
# Of each webhook the first that waits, unless that failed several times, and those which did.
# A test (its number is below 0) also goes to a webhook that is switched off. Who comes second
# finds that `next_at` has moved.
_TAKE = f"""
WITH due AS MATERIALIZED (
    SELECT one.id FROM corpus_webhook h
    JOIN corpus_corpus k ON k.id = h.corpus_id AND k.deleted_at IS NULL
    CROSS JOIN LATERAL (
        (SELECT id, seq, next_at FROM corpus_webhookdelivery
            WHERE webhook_id = h.id AND status = 'pending' AND attempts <= {IN_ORDER}
            ORDER BY seq LIMIT 1)
        UNION ALL
        (SELECT id, seq, next_at FROM corpus_webhookdelivery
            WHERE webhook_id = h.id AND status = 'pending' AND attempts > {IN_ORDER}
                AND next_at <= clock_timestamp()
            ORDER BY seq LIMIT 1)
    ) AS one
    WHERE one.next_at <= clock_timestamp() AND (h.active OR one.seq < 0)
    ORDER BY one.next_at LIMIT 1
)
UPDATE corpus_webhookdelivery d
SET attempts = d.attempts + 1, next_at = clock_timestamp() + interval '{LEASE_SECONDS} s'
FROM due, corpus_webhook w
WHERE d.id = due.id AND d.status = 'pending' AND d.next_at <= clock_timestamp()
    AND w.id = d.webhook_id
RETURNING d.id, d.attempts, d.body, w.secret, w.url, d.webhook_id, d.seq
"""
_RECORD = """
UPDATE corpus_webhookdelivery
SET status = %(status)s, response_status = %(answered)s, response = %(text)s,
    next_at = clock_timestamp() + make_interval(secs => %(pause)s),
    finished_at = CASE WHEN %(status)s = 'pending' THEN NULL ELSE clock_timestamp() END
WHERE id = %(id)s AND status = 'pending' AND attempts = %(attempts)s
RETURNING created_at
"""


@dataclass(frozen=True, slots=True)
class Held:
    """A delivery in a sender's hands: the `attempts`-th time that it is sent."""

    parcel: Parcel
    attempts: int
    webhook: UUID
    seq: int

    @property
    def is_test(self) -> bool:
        """Say whether a person only wanted to see whether it arrives."""
        return self.seq < 0


def make() -> int:
    """Make the deliveries of events that webhooks were not told of yet; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(_MAKE)
        return int(cursor.rowcount)


def take() -> Held | None:
    """Take the next delivery that is due, so that nobody else sends it; None: there is none.

    In the order of the events, unless one failed several times: then the others go on.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TAKE)
        row = cursor.fetchone()
    if row is None:
        return None
    one, attempts, body, secret, url, webhook, seq = row
    parcel = Parcel(str(one), int(time.time()), body.encode(), bytes(secret), url)
    return Held(parcel, attempts, webhook, seq)


@transaction.atomic
def record(held: Held, answer: Answer) -> None:
    """Write down what came back; whoever lost the lease changes nothing."""
    given_up = held.is_test or held.attempts > len(PAUSES) or answer.status == 410
    status = "done" if answer.taken else "failed" if given_up else "pending"
    pause = pause_after(held.attempts) if status == "pending" else 0.0
    with connection.cursor() as cursor:
        cursor.execute(
            _RECORD,
            {
                "status": status,
                "answered": answer.status,
                "text": answer.text,
                "pause": pause,
                "id": held.parcel.id,
                "attempts": held.attempts,
            },
        )
        mine = cursor.fetchone() is not None
    if not mine or held.is_test:
        return
    if answer.status == 410:
        switch_off(held.webhook, "The receiver answered 410 Gone.")
    elif status == "failed" and not _anything_taken(held):
        switch_off(held.webhook, f"It took nothing for days; at last: {_last(answer)}"[:1000])


def pause_after(attempts: int) -> float:
    """Return for how many seconds a delivery rests that failed so many times."""
    pause = PAUSES[min(attempts, len(PAUSES)) - 1].total_seconds()
    return pause * (1 + random.random() * MOST_LATER)  # noqa: S311 - spreads load, keeps no secret


def _last(answer: Answer) -> str:
    return answer.text if answer.status is None else f"HTTP {answer.status}"


def _anything_taken(held: Held) -> bool:
    """Say whether the webhook took anything since the first attempt at this delivery."""
    sql = """
        SELECT EXISTS (SELECT FROM corpus_webhookdelivery d JOIN corpus_webhookdelivery mine
            ON mine.id = %s AND d.webhook_id = mine.webhook_id AND d.status = 'done'
            AND d.finished_at > mine.created_at)
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [held.parcel.id])
        return bool(cursor.fetchone()[0])


@transaction.atomic
def switch_off(webhook_id: UUID, reason: str) -> None:
    """Tell a webhook nothing more until somebody switches it on; says so in the history."""
    webhook = Webhook.objects.select_for_update().filter(pk=webhook_id, active=True).first()
    if webhook is None:
        return
    before = described(webhook)
    webhook.active, webhook.disabled_reason = False, reason
    webhook.version += 1
    webhook.save(update_fields=["active", "disabled_reason", "version"])
    drop_waiting(webhook_id)
    change = Change("webhook.changed", "webhook", str(webhook.pk), before, described(webhook))
    events.append(webhook.corpus_id, None, [change])


def drop_waiting(webhook_id: UUID) -> None:
    """Send no more of what waits; it can be sent again by hand."""
    waiting = Webhook(pk=webhook_id).deliveries.filter(status="pending")
    waiting.update(status="failed", response="The webhook was switched off before.")


def described(webhook: Webhook) -> dict[str, object]:
    """Return a webhook as the history tells it: no address, for it may be a secret in itself."""
    return {
        "description": webhook.description,
        "events": list(webhook.events),
        "active": webhook.active,
        "disabled_reason": webhook.disabled_reason,
    }


def prune() -> int:
    """Forget deliveries that ended long ago; returns how many."""
    sql = """
        DELETE FROM corpus_webhookdelivery d USING corpus_webhook w
        WHERE d.webhook_id = w.id AND d.status <> 'pending'
            AND d.created_at < now() - make_interval(days => %s)
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [KEPT_DAYS])
        return int(cursor.rowcount)
