"""Lists of what was inferred from texts, written as JSON by PostgreSQL: twins, domains."""

from corpus.keyset import Order, Page, Place, page
from corpus.written import STAMP

_THREAD = """(SELECT row_to_json(x) FROM (SELECT t.id, t.title, t.site, t.url, t.comments,
    t.upload_id AS upload, (SELECT u.format_name FROM corpus_upload u WHERE u.id = t.upload_id)
    AS format) AS x)"""
_TWIN = f"""
    w.id, w.likeness, w.state,
    (SELECT {_THREAD} FROM corpus_thread t WHERE t.id = w.thread_id) AS thread,
    (SELECT {_THREAD} FROM corpus_thread t WHERE t.id = w.other_id) AS other,
    w.decided_by_id AS decided_by, {STAMP.format("w.decided_at")} AS decided_at
"""


def list_twins(*, corpus_id: int, state: str | None, place: Place | None, size: int) -> Page:
    """Return a page of pairs of threads that may be one, the newest suggestions first.

    A suggestion of which one thread is gone is not shown.
    """
    return page(
        _TWIN,
        "FROM corpus_twin w JOIN corpus_thread a ON a.id = w.thread_id"
        " JOIN corpus_thread b ON b.id = w.other_id WHERE w.corpus_id = %(corpus)s"
        " AND (%(state)s::text IS NULL OR w.state = %(state)s)"
        " AND (w.state <> 'suggested' OR (a.deleted_at IS NULL AND b.deleted_at IS NULL))",
        {"corpus": corpus_id, "state": state},
        order=Order("w.id", "bigint", "w.id", descending=True),
        place=place,
        size=size,
    )


def twin_json(twin_id: int) -> str:
    """Return one pair as JSON."""
    return page(
        _TWIN,
        "FROM corpus_twin w WHERE w.id = %(twin)s",
        {"twin": twin_id},
        order=Order("w.id", "bigint", "w.id"),
        place=None,
        size=1,
    ).rows[0]


def list_domains(*, corpus_id: int, place: Place | None, size: int) -> Page:
    """Return a page of the domains that the corpus' texts link to, by name."""
    return page(
        "d.domain, d.count, d.threads",
        "FROM (SELECT r.domain, count(*) AS count, count(DISTINCT p.thread_id) AS threads"
        " FROM corpus_posturl r JOIN corpus_post p ON p.id = r.post_id"
        " JOIN corpus_thread t ON t.id = p.thread_id AND t.deleted_at IS NULL"
        " WHERE r.corpus_id = %(corpus)s GROUP BY r.domain) AS d WHERE true",
        {"corpus": corpus_id},
        order=Order("d.domain", "text", "d.domain", "text"),
        place=place,
        size=size,
    )
