"""The corpus' log of changes: appended last in the transaction that makes them.

Delivery to browsers is in `api/live.py`; reading it as history in `annotations/history.py`.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

TALLIES = ("uploads", "threads", "posts", "comments", "participants", "codes", "annotations")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened: `action` like `code.changed`, and the thing before and after."""

    action: str
    target_type: str
    target_id: str | int
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None


_APPEND = """
WITH counter AS (
    UPDATE corpus_corpuscounter
    SET seq = seq + %(count)s, {tallies}
    WHERE corpus_id = %(corpus)s
    RETURNING seq - %(count)s AS before
), event AS (
    INSERT INTO corpus_event
        (corpus_id, seq, at, actor_id, action, target_type, target_id, before, after,
         batch, undoes, redoes)
    SELECT %(corpus)s, counter.before + n, now(), %(actor)s,
        change->>'action', change->>'target_type', change->>'target_id',
        nullif(change->'before', 'null'), nullif(change->'after', 'null'),
        counter.before + 1, %(undoes)s::bigint, %(redoes)s::bigint
    FROM counter, jsonb_array_elements(%(changes)s::jsonb) WITH ORDINALITY AS c(change, n)
    RETURNING seq
)
SELECT max(seq), pg_notify('catena_event', %(corpus)s::text) FROM event
"""
_SQL = _APPEND.format(tallies=", ".join(f"{name} = {name} + %({name})s" for name in TALLIES))


def append(
    corpus_id: int,
    actor_id: int | None,
    changes: Sequence[Change],
    *,
    undoes: int | None = None,
    redoes: int | None = None,
    **tallies: int,
) -> int:
    """Append `changes` as one batch to the corpus' log; returns the last number.

    The corpus' totals are adjusted by `tallies`. `undoes` and `redoes` name the batch that this
    one takes back or does again.

    To be called last in the transaction: the counter's row is locked until it ends. Who changes
    several corpora takes them in the order of their ids.
    """
    rows = [
        {
            "action": change.action,
            "target_type": change.target_type,
            "target_id": str(change.target_id),
            "before": change.before,
            "after": change.after,
        }
        for change in changes
    ]
    values: dict[str, Any] = {
        "corpus": corpus_id,
        "actor": actor_id,
        "count": len(rows),
        "changes": json.dumps(rows, cls=DjangoJSONEncoder),
        "undoes": undoes,
        "redoes": redoes,
        **{name: tallies.get(name, 0) for name in TALLIES},
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL, values)
        (seq, _) = cursor.fetchone()
    return int(seq)


def news(corpus_id: int, event: str, data: Mapping[str, Any]) -> None:
    """Tell open browsers something that need not be kept, e.g. an upload's progress."""
    payload = json.dumps({"corpus": corpus_id, "event": event, "data": data}, cls=DjangoJSONEncoder)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('catena_news', %s)", [payload])
