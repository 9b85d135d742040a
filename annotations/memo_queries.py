"""Reading memos: as JSON that PostgreSQL writes, with the names of what they are about."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from corpus.keyset import Order, Page, Place, page
from corpus.written import STAMP

# What a memo is about or links to, by the aliases x (target_type, target_id) and m (the memo).
# Another corpus' things have no name here.
_NAMED = """
(
    SELECT c.title AS label, NULL::bigint AS thread, c.deleted_at IS NOT NULL AS deleted
    FROM corpus_corpus c WHERE c.id = m.corpus_id
        AND c.id = CASE WHEN x.target_type = 'corpus' THEN x.target_id::bigint END
    UNION ALL
    SELECT t.title, t.id, t.deleted_at IS NOT NULL FROM corpus_thread t
    WHERE t.corpus_id = m.corpus_id
        AND t.id = CASE WHEN x.target_type = 'thread' THEN x.target_id::bigint END
    UNION ALL
    SELECT concat_ws(': ', w.name, left(p.text, 80)), t.id, t.deleted_at IS NOT NULL
    FROM corpus_post p JOIN corpus_thread t ON t.id = p.thread_id
    LEFT JOIN corpus_participant w ON w.id = p.author_id
    WHERE p.corpus_id = m.corpus_id
        AND p.id = CASE WHEN x.target_type = 'post' THEN x.target_id::bigint END
    UNION ALL
    SELECT concat_ws(': ', k.name, left(a.quote, 80)), t.id,
        a.deleted_at IS NOT NULL OR t.deleted_at IS NOT NULL
    FROM annotations_annotation a JOIN annotations_code k ON k.id = a.code_id
    JOIN corpus_thread t ON t.id = a.thread_id
    WHERE a.corpus_id = m.corpus_id
        AND a.id = CASE WHEN x.target_type = 'annotation' THEN x.target_id::uuid END
    UNION ALL
    SELECT k.name, NULL, k.deleted_at IS NOT NULL FROM annotations_code k
    WHERE k.corpus_id = m.corpus_id
        AND k.id = CASE WHEN x.target_type = 'code' THEN x.target_id::bigint END
    UNION ALL
    SELECT w.name, NULL, false FROM corpus_participant w WHERE w.corpus_id = m.corpus_id
        AND w.id = CASE WHEN x.target_type = 'participant' THEN x.target_id::bigint END
)
"""
_ID = """
    CASE WHEN x.target_type = 'annotation' THEN to_json(x.target_id)
        ELSE to_json(x.target_id::bigint) END
"""
# Who sees only the label is told there that the thing is no more.
_LABEL = """
    coalesce(named.label, '') || CASE WHEN coalesce(named.deleted, true) THEN ' (deleted)'
        ELSE '' END
"""
_COLUMNS = f"""
    m.id, m.corpus_id AS corpus,
    (SELECT row_to_json(g) FROM (
        SELECT x.target_type AS type, {_ID} AS id, {_LABEL} AS label, named.thread,
            coalesce(named.deleted, true) AS deleted
        FROM (SELECT m.target_type, m.target_id) AS x LEFT JOIN LATERAL {_NAMED} AS named ON true
    ) AS g) AS target,
    m.kind, m.text,
    (SELECT row_to_json(c) FROM (SELECT u.id, u.username, u.name) AS c) AS author,
    (SELECT coalesce(json_agg(g), '[]') FROM (
        SELECT x.target_type AS type, {_ID} AS id, {_LABEL} AS label,
            coalesce(named.deleted, true) AS deleted
        FROM annotations_memolink x LEFT JOIN LATERAL {_NAMED} AS named ON true
        WHERE x.memo_id = m.id ORDER BY x.id
    ) AS g) AS links,
    m.version, {STAMP.format("m.created_at")} AS created_at,
    {STAMP.format("m.updated_at")} AS updated_at
"""
_FROM = "FROM annotations_memo m JOIN corpus_user u ON u.id = m.author_id"
FILTERS: dict[str, str] = {
    "target_type": "m.target_type = %(target_type)s",
    "target": "m.target_id = %(target)s",
    "author": "m.author_id = %(author)s",
    "kind": "m.kind = %(kind)s",
    "q": "m.text ILIKE %(q)s",
    "links_to": """EXISTS (SELECT FROM annotations_memolink l WHERE l.memo_id = m.id
        AND l.target_type = %(link_type)s AND l.target_id = %(link_id)s)""",
}


def list_memos(
    *, corpus_id: int, filters: Mapping[str, Any], place: Place | None, size: int
) -> Page:
    """Return a page of a corpus' memos, last changed first. Unknown filters are ignored.

    `links_to` is a type and an id, `code:12`; `q` a part of the text, in any case.
    """
    wanted = {name: value for name, value in filters.items() if name in FILTERS}
    conditions = "".join(f" AND {FILTERS[name]}" for name in wanted)
    values = {"corpus": corpus_id, **wanted}
    if "links_to" in wanted:
        values["link_type"], _, values["link_id"] = str(wanted["links_to"]).partition(":")
    if "q" in wanted:
        literal = str(wanted["q"]).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        values["q"] = f"%{literal}%"
    return page(
        _COLUMNS,
        f"{_FROM} WHERE m.corpus_id = %(corpus)s AND m.deleted_at IS NULL{conditions}",
        values,
        order=Order("m.updated_at", "timestamptz", "m.id", "uuid", descending=True),
        place=place,
        size=size,
    )


def memos_json(ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return memos as JSON by their ids."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.id, row_to_json(r)::text FROM"
            f" (SELECT {_COLUMNS} {_FROM} WHERE m.id = ANY (%(ids)s)) AS r",
            {"ids": list(ids)},
        )
        return dict(cursor.fetchall())


def memo_json(memo_id: UUID) -> str:
    """Return one memo as JSON."""
    return memos_json([memo_id])[memo_id]
