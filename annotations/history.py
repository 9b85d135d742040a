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
# In which thread and post an event happened, as they are called now; null for what is in none, or
# in a thread that is hidden. Needs the event's alias in place of {0}.
_PLACE = """
    (SELECT row_to_json(x) FROM (
        SELECT t.id AS thread, t.title, p.number FROM corpus_thread t
        LEFT JOIN corpus_post p ON p.thread_id = t.id AND p.id = CASE {0}.target_type
            WHEN 'post' THEN {0}.target_id
            WHEN 'annotation' THEN coalesce({0}.after->>'post', {0}.before->>'post')
            WHEN 'memo' THEN CASE coalesce({0}.after, {0}.before)->'target'->>'type'
                WHEN 'post' THEN coalesce({0}.after, {0}.before)->'target'->>'id' END
            END::bigint
        WHERE t.corpus_id = {0}.corpus_id AND t.deleted_at IS NULL AND t.id = CASE {0}.target_type
            WHEN 'thread' THEN {0}.target_id
            WHEN 'memo' THEN coalesce({0}.after, {0}.before)->'target'->>'thread'
            WHEN 'annotation' THEN coalesce({0}.after->>'thread', {0}.before->>'thread')
            WHEN 'post' THEN coalesce({0}.after->>'thread', {0}.before->>'thread')
            END::bigint
    ) AS x) AS place
"""


def place_of(alias: str) -> str:
    """Return the column `place` of the event with this alias."""
    return _PLACE.format(alias)


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
        f"{EVENT_COLUMNS}, {place_of('e')}",
        "FROM corpus_event e LEFT JOIN corpus_user u ON u.id = e.actor_id"
        f" WHERE e.corpus_id = %(corpus)s{conditions}",
        {"corpus": corpus_id, **wanted},
        order=Order("e.seq", "bigint", "e.corpus_id", descending=True),
        place=place,
        size=size,
    )
