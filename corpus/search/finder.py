"""Which posts may match a query: PostgreSQL narrows down, `hits` decides exactly.

Candidates come in the order of their ids. Conditions on codes are handed in by who knows codes.
"""

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from corpus.indexing import corpus_lexeme
from corpus.queries import PERSON
from corpus.search.syntax import Query, to_tsquery
from corpus.search.tokens import quote
from corpus.written import WRITTEN

# The first batch is small for the first page's sake, later ones double up to the largest.
BATCH, LARGEST = 100, 800

_CANDIDATES = f"""
SELECT p.id, p.thread_id, t.title, p.number, p.text,
    (SELECT row_to_json(w) FROM (SELECT coalesce(w.merged_into_id, w.id) AS id, w.name)
        AS w WHERE w.id IS NOT NULL),
    {WRITTEN.format("p")}
FROM corpus_postindex x
JOIN corpus_post p ON p.id = x.post_id
JOIN corpus_thread t ON t.id = p.thread_id AND t.deleted_at IS NULL
LEFT JOIN corpus_participant w ON w.id = p.author_id
WHERE x.tsv @@ %(tsquery)s::tsquery AND p.corpus_id = %(corpus)s AND p.id >= %(from)s
"""
FILTERS: dict[str, str] = {
    "author": f"p.author_id = {PERSON}",
    "kind": "p.kind = %(kind)s",
    "thread": "p.thread_id = %(thread)s",
    "language": "coalesce(nullif(x.language, ''), t.language) = %(language)s",
    # Spam, pingbacks and whatever else readers are not shown at first.
    "hidden": "(%(hidden)s OR (p.status = 'approved' AND p.kind IN ('entry', 'comment')))",
    "written_after": "p.written_at >= %(written_after)s",
    "written_before": "p.written_at < %(written_before)s",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A post that may match."""

    post: int
    thread: int
    thread_title: str
    number: int
    text: str
    author: dict[str, Any] | None
    written_at: str | None


def candidates(
    query: Query,
    *,
    corpus_id: int,
    filters: Mapping[str, Any],
    extra: str = "",
    from_post: int = 0,
) -> Generator[Candidate]:
    """Yield the posts of a corpus that may match, from a post's id on.

    To be called inside a transaction: a cursor in the database hands them out bit by bit, so that
    a common word is not looked up anew for every batch. `extra` is a further SQL condition on
    `p`, its values among `filters`.
    """
    wanted = "".join(f" AND {FILTERS[name]}" for name in filters if name in FILTERS)
    values: dict[str, Any] = {
        **filters,
        "corpus": corpus_id,
        "tsquery": f"({to_tsquery(query)}) & {quote(corpus_lexeme(corpus_id))}",
        "from": from_post,
    }
    size = BATCH
    with connection.cursor() as settings:
        # Plan for all rows: for few, PostgreSQL would rather walk through the posts by their ids.
        settings.execute("SET LOCAL cursor_tuple_fraction = 1")
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"{_CANDIDATES}{wanted}{extra} ORDER BY p.id", values)
        while rows := cursor.fetchmany(size):
            for row in rows:
                yield Candidate(*row)
            size = min(2 * size, LARGEST)
