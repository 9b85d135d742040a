"""Reading a corpus' log of changes: who did what when, before and after."""

from collections.abc import Mapping
from typing import Any

from corpus.keyset import Order, Page, Place, page
from corpus.written import STAMP

# One event as history and the live stream show it; needs the aliases e (event) and u (its actor).
EVENT_COLUMNS = f"""
    e.seq, {STAMP.format("e.at")} AS at,
    (SELECT row_to_json(x) FROM (SELECT u.id, u.username, u.name) AS x WHERE u.id IS NOT NULL)
        AS actor,
    e.action,
    (SELECT row_to_json(x) FROM (SELECT e.target_type AS type,
        CASE WHEN e.target_id ~ '^[0-9]+$' THEN to_json(e.target_id::bigint)
            ELSE to_json(e.target_id) END AS id) AS x) AS target,
    e.before, e.after, e.batch, e.undoes, e.redoes
"""
FILTERS: dict[str, str] = {
    "actor": "e.actor_id = %(actor)s",
    "action": "e.action = %(action)s",
    "target_type": "e.target_type = %(target_type)s",
    "target": "e.target_id = %(target)s",
    "batch": "e.batch = %(batch)s",
    "thread": """(e.target_type, e.target_id) IN (
        SELECT 'thread', %(thread)s::text
        UNION ALL SELECT 'post', p.id::text FROM corpus_post p
            WHERE p.thread_id = %(thread)s AND p.corpus_id = %(corpus)s
        UNION ALL SELECT 'annotation', a.id::text FROM annotations_annotation a
            WHERE a.thread_id = %(thread)s AND a.corpus_id = %(corpus)s)""",
}


def list_events(
    *, corpus_id: int, filters: Mapping[str, Any], place: Place | None, size: int
) -> Page:
    """Return a page of a corpus' changes, newest first. Unknown filters are ignored."""
    wanted = {name: value for name, value in filters.items() if name in FILTERS}
    conditions = "".join(f" AND {FILTERS[name]}" for name in wanted)
    return page(
        EVENT_COLUMNS,
        "FROM corpus_event e LEFT JOIN corpus_user u ON u.id = e.actor_id"
        f" WHERE e.corpus_id = %(corpus)s{conditions}",
        {"corpus": corpus_id, **wanted},
        order=Order("e.seq", "bigint", "e.corpus_id", descending=True),
        place=place,
        size=size,
    )
