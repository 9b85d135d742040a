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


@dataclass(frozen=True, slots=True)
class Sweep:
    """Many changes that one statement makes and tells of, so that none passes through Python.

    `ctes` ends with `told`: the columns n (order), action, target_type, target_id, before, after,
    more (by how much the total of annotations changes).
    """

    ctes: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Batch:
    """The numbers of the changes that were appended together, from `first` to `last`.

    When a sweep found nothing to do, `last` is 0.
    """

    first: int
    last: int


_APPEND = """
WITH {sweep} rows AS MATERIALIZED (
    SELECT change->>'action' AS action, change->>'target_type' AS target_type,
        change->>'target_id' AS target_id, nullif(change->'before', 'null') AS before,
        nullif(change->'after', 'null') AS after, 0 AS more, 0 AS part, n
    FROM jsonb_array_elements(%(changes)s::jsonb) WITH ORDINALITY AS c(change, n)
    {swept}
), counter AS (
    UPDATE corpus_corpuscounter
    SET seq = seq + (SELECT count(*) FROM rows), {tallies}
    WHERE corpus_id = %(corpus)s
    RETURNING seq - (SELECT count(*) FROM rows) AS before
), event AS (
    INSERT INTO corpus_event
        (corpus_id, seq, at, actor_id, action, target_type, target_id, before, after,
         batch, undoes, redoes)
    SELECT %(corpus)s, counter.before + row_number() OVER (ORDER BY part, rows.n), now(),
        %(actor)s, action, target_type, target_id, rows.before, rows.after,
        counter.before + 1, %(undoes)s::bigint, %(redoes)s::bigint
    FROM counter, rows
    RETURNING seq
)
SELECT min(seq), max(seq), pg_notify('catena_event', %(corpus)s::text) FROM event
"""
_TALLIES = [f"{name} = {name} + %({name})s" for name in TALLIES]
_SQL = _APPEND.format(sweep="", swept="", tallies=", ".join(_TALLIES))
_MORE = " + (SELECT coalesce(sum(more), 0) FROM rows)"
_TOLD = """
    UNION ALL
    SELECT action, target_type, target_id, before, after, more, 1, n FROM told
"""


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
    values = {**_values(corpus_id, actor_id, changes, tallies), "undoes": undoes, "redoes": redoes}
    return _appended(_SQL, values).last


def append_sweep(
    corpus_id: int,
    actor_id: int | None,
    changes: Sequence[Change],
    *,
    sweep: Sweep | None = None,
    undoes: int | None = None,
    redoes: int | None = None,
    **tallies: int,
) -> Batch:
    """Append `changes` and then what `sweep` makes as one batch; otherwise as `append`."""
    values = {**_values(corpus_id, actor_id, changes, tallies), "undoes": undoes, "redoes": redoes}
    if sweep is None:
        return _appended(_SQL, values)
    each = ", ".join(f"{one}{_MORE}" if one[:11] == "annotations" else one for one in _TALLIES)
    sql = _APPEND.format(sweep=f"{sweep.ctes},", swept=_TOLD, tallies=each)
    return _appended(sql, {**sweep.values, **values})


def _values(
    corpus_id: int, actor_id: int | None, changes: Sequence[Change], tallies: Mapping[str, int]
) -> dict[str, Any]:
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
    return {
        "corpus": corpus_id,
        "actor": actor_id,
        "changes": json.dumps(rows, cls=DjangoJSONEncoder),
        **{name: tallies.get(name, 0) for name in TALLIES},
    }


def _appended(sql: str, values: Mapping[str, Any]) -> Batch:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        first, last, _ = cursor.fetchone()
    return Batch(int(first or 1), int(last or 0))


def news(corpus_id: int, event: str, data: Mapping[str, Any]) -> None:
    """Tell open browsers something that need not be kept, e.g. an upload's progress."""
    payload = json.dumps({"corpus": corpus_id, "event": event, "data": data}, cls=DjangoJSONEncoder)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('catena_news', %s)", [payload])
