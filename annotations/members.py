"""The members of a corpus with what each has done; PostgreSQL writes the JSON."""

from corpus.keyset import Order, Page, Place, page
from corpus.written import STAMP

_MEMBERS = """(
    SELECT id, corpus_id, user_id, role, created_at, version, true AS active
    FROM corpus_membership
    UNION ALL
    SELECT id, corpus_id, user_id, role, created_at, version, false FROM corpus_restingmembership
) AS m JOIN corpus_user u ON u.id = m.user_id
"""
# Threads that somebody never opened are new to them. What was taken away counts nowhere.
_PROGRESS = """
    (SELECT row_to_json(x) FROM (SELECT
        n.threads - count(*) FILTER (WHERE g.state <> 'new') AS new,
        count(*) FILTER (WHERE g.state = 'reading') AS reading,
        count(*) FILTER (WHERE g.state = 'done') AS done
        FROM annotations_threadprogress g
        JOIN corpus_thread t ON t.id = g.thread_id AND t.deleted_at IS NULL
        WHERE g.coder_id = m.user_id AND t.corpus_id = m.corpus_id) AS x)
"""
_ANNOTATIONS = """
    (SELECT count(*) FROM annotations_annotation a
        JOIN corpus_thread t ON t.id = a.thread_id AND t.deleted_at IS NULL
        WHERE a.coder_id = m.user_id AND a.corpus_id = m.corpus_id AND a.deleted_at IS NULL)
"""
_LAST = f"""
    (SELECT {STAMP.format("e.at")} FROM corpus_event e
        WHERE e.corpus_id = m.corpus_id AND e.actor_id = m.user_id
            AND e.undoes IS NULL AND e.redoes IS NULL ORDER BY e.batch DESC LIMIT 1)
"""
_COLUMNS = f"""
    (SELECT row_to_json(x) FROM (SELECT u.id, u.username, u.name) AS x) AS user,
    m.role, m.active, {_PROGRESS} AS progress, {_ANNOTATIONS} AS annotations,
    {_LAST} AS last_active, {STAMP.format("m.created_at")} AS joined_at, m.version
"""
_FROM = f"""
FROM {_MEMBERS} JOIN corpus_corpuscounter n ON n.corpus_id = m.corpus_id
WHERE m.corpus_id = %(corpus)s
"""


def list_members(*, corpus_id: int, place: Place | None, size: int) -> Page:
    """Return a page of a corpus' members by their ids, deactivated ones too."""
    return page(
        _COLUMNS,
        _FROM,
        {"corpus": corpus_id},
        order=Order("u.id", "bigint", "m.id"),
        place=place,
        size=size,
    )


def member_json(*, corpus_id: int, user_id: int) -> str:
    """Return one member as JSON."""
    return page(
        _COLUMNS,
        f"{_FROM} AND m.user_id = %(user)s",
        {"corpus": corpus_id, "user": user_id},
        order=Order("u.id", "bigint", "m.id"),
        place=None,
        size=1,
    ).rows[0]
