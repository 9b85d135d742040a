"""Hits of a query with their context and the codes that cover them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import connection

from corpus.search.finder import Candidate, candidates
from corpus.search.hits import context, hits
from corpus.search.syntax import Query

CONTEXT = 60
# The total is counted over at most this many posts; beyond, it is a lower bound.
MOST_COUNTED = 500
_CODED = """ AND EXISTS (SELECT FROM annotations_annotation a WHERE a.deleted_at IS NULL
    AND a.code_id = %(code)s AND (a.post_id = p.id OR (a.post_id IS NULL AND a.thread_id = t.id)))
"""

Hit = tuple[Candidate, int, int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits; `count` is exact, or at least that many. `next` is where to go on."""

    count: int
    exact: bool
    next: tuple[int, int] | None
    results: list[dict[str, Any]]


def search(
    query: Query,
    *,
    corpus_id: int,
    filters: Mapping[str, Any],
    after: tuple[int, int],
    size: int,
) -> Found:
    """Return the hits from a place on (a post's id and the number of the hit in it)."""
    found = _hits(query, corpus_id=corpus_id, filters=filters, from_post=after[0])
    fresh = (hit for hit in found if (hit[0].post, hit[1]) >= after)
    page = list(islice(fresh, size + 1))
    more, page = page[size:], page[:size]
    count, exact = _count(query, corpus_id=corpus_id, filters=filters)
    codes = _codes_at(page)
    return Found(
        max(count, len(page)),
        exact,
        (more[0][0].post, more[0][1]) if more else None,
        [_shown(hit, codes.get((hit[0].post, hit[2], hit[3]), [])) for hit in page],
    )


def _hits(
    query: Query, *, corpus_id: int, filters: Mapping[str, Any], from_post: int = 0
) -> Iterator[Hit]:
    """Yield each hit with its number in its post."""
    extra = _CODED if "code" in filters else ""
    for one in candidates(
        query, corpus_id=corpus_id, filters=filters, extra=extra, from_post=from_post
    ):
        for number, (start, end) in enumerate(hits(query, one.text)):
            yield one, number, start, end


def _count(query: Query, *, corpus_id: int, filters: Mapping[str, Any]) -> tuple[int, bool]:
    extra = _CODED if "code" in filters else ""
    posts = candidates(query, corpus_id=corpus_id, filters=filters, extra=extra)
    total = sum(len(hits(query, one.text)) for one in islice(posts, MOST_COUNTED))
    return total, next(posts, None) is None


def _codes_at(page: list[Hit]) -> dict[tuple[int, int, int], list[dict[str, Any]]]:
    """Return the codes that lie over each hit: on the passage, its post or its thread."""
    if not page:
        return {}
    sql = """
        SELECT h.post, h.start, h.end, json_agg(DISTINCT jsonb_build_object(
            'id', k.id, 'name', k.name, 'colour', k.colour))
        FROM unnest(%s::bigint[], %s::bigint[], %s::int[], %s::int[])
            AS h(post, thread, start, "end")
        JOIN annotations_annotation a ON a.deleted_at IS NULL AND a.thread_id = h.thread
            AND (a.post_id IS NULL OR a.post_id = h.post)
            AND (a.level <> 'passage' OR (a.start < h."end" AND a."end" > h.start))
        JOIN annotations_code k ON k.id = a.code_id
        GROUP BY 1, 2, 3
    """
    with connection.cursor() as cursor:
        cursor.execute(
            sql,
            [
                [hit[0].post for hit in page],
                [hit[0].thread for hit in page],
                [hit[2] for hit in page],
                [hit[3] for hit in page],
            ],
        )
        return {(post, start, end): codes for post, start, end, codes in cursor.fetchall()}


def _shown(hit: Hit, codes: list[dict[str, Any]]) -> dict[str, Any]:
    post, _, start, end = hit
    left, word, right = context(post.text, start, end, CONTEXT)
    return {
        "thread": post.thread,
        "post": post.post,
        "start": start,
        "end": end,
        "left": left,
        "hit": word,
        "right": right,
        "author": post.author,
        "written_at": post.written_at,
        "codes": codes,
    }
