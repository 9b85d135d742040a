"""A person's own steps in a corpus, as they can be undone and redone. Reads only."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from annotations.history import place_of
from corpus.written import STAMP

# What a person changes by hand. Uploads, exports, members and the corpus' settings are no steps.
UNDOABLE = """
    e.target_type IN (
        'annotation', 'attribute', 'code', 'memo', 'post', 'participant', 'thread')
"""

_OF_ACTOR = """
    e.corpus_id = %(corpus)s AND e.actor_id = %(actor)s AND e.undoes IS NULL AND e.redoes IS NULL
"""
# Goes down from batch to batch, one look into the index each, until one can be undone.
_STACK = f"""
WITH RECURSIVE down AS (
    (SELECT e.batch FROM corpus_event e WHERE {_OF_ACTOR} ORDER BY e.batch DESC LIMIT 1)
    UNION ALL
    SELECT (SELECT e.batch FROM corpus_event e WHERE {_OF_ACTOR} AND e.batch < down.batch
        ORDER BY e.batch DESC LIMIT 1)
    FROM down WHERE down.batch IS NOT NULL AND NOT (
        EXISTS (SELECT FROM corpus_event e
            WHERE e.corpus_id = %(corpus)s AND e.seq = down.batch AND {UNDOABLE})
        AND NOT EXISTS (SELECT FROM annotations_undone n WHERE n.corpus_id = %(corpus)s
            AND n.actor_id = %(actor)s AND n.batch = down.batch))
), top AS (
    SELECT min(batch) AS batch FROM down
    WHERE NOT EXISTS (SELECT FROM down d WHERE d.batch IS NULL)
), undone AS (
    SELECT n.batch, n.seq FROM annotations_undone n
    WHERE n.corpus_id = %(corpus)s AND n.actor_id = %(actor)s ORDER BY n.seq DESC LIMIT 1
), chosen AS (
    SELECT 'undo' AS way, top.batch, top.batch AS since FROM top WHERE top.batch IS NOT NULL
    UNION ALL
    SELECT 'redo', undone.batch, undone.seq FROM undone, top
    WHERE undone.seq > coalesce(top.batch, 0)
)
SELECT chosen.way, chosen.batch, chosen.since, row_to_json(x)::text FROM chosen
CROSS JOIN LATERAL (
    SELECT chosen.batch, {STAMP.format("f.at")} AS at, f.action, sum(k.count)::bigint AS count,
        json_object_agg(k.action, k.count) AS actions,
        (SELECT row_to_json(g) FROM (SELECT f.target_type AS type,
            CASE WHEN f.target_id ~ '^[0-9]+$' THEN to_json(f.target_id::bigint)
                ELSE to_json(f.target_id) END AS id) AS g) AS target,
        f.before, f.after,
        CASE WHEN f.target_type = 'thread' THEN f.target_id::bigint
            ELSE coalesce(f.after->>'thread', f.before->>'thread',
                f.after->'target'->>'thread', f.before->'target'->>'thread')::bigint
        END AS thread, {place_of("f")}
    FROM corpus_event f CROSS JOIN (
        SELECT e.action, count(*) FROM corpus_event e
        WHERE {_OF_ACTOR} AND e.batch = chosen.batch GROUP BY e.action
    ) AS k
    WHERE f.corpus_id = %(corpus)s AND f.seq = chosen.batch
    GROUP BY f.corpus_id, f.seq
) AS x
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """A step as the API shows it (`text`, JSON); `since`: the event that made it, or undid it."""

    batch: int
    since: int
    text: str


@dataclass(frozen=True, slots=True)
class Stack:
    """What a person would undo next, and redo next."""

    undo: Shown | None
    redo: Shown | None

    def json(self) -> str:
        """Return both as the members of a JSON object, without its braces."""
        both = {"undo": self.undo, "redo": self.redo}
        return ",".join(f'"{way}":{one.text if one else "null"}' for way, one in both.items())


def stack(*, corpus_id: int, actor_id: int) -> Stack:
    """Return the ends of a person's stack: one query, however deep it is."""
    with connection.cursor() as cursor:
        cursor.execute(_STACK, {"corpus": corpus_id, "actor": actor_id})
        found: dict[str, Any] = {row[0]: Shown(*row[1:]) for row in cursor.fetchall()}
    return Stack(found.get("undo"), found.get("redo"))
