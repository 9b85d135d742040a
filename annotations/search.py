"""Hits of a query with their context and the codes that cover them."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from corpus.attribute_filters import conditions, of_author
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
class Start:
    """Where a page begins: at hit `number` of a post. `count` and `exact` are the first page's."""

    post: int = 0
    number: int = 0
    count: int | None = None
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits; `count` is exact, or at least that many. `next` is where to go on."""

    count: int
    exact: bool
    next: Start | None
    results: list[dict[str, Any]]


def search(
    query: Query, *, corpus_id: int, filters: Mapping[str, Any], start: Start, size: int
) -> Found:
    """Return a page of hits. The first page also counts them all, in the same pass."""
    described, values = conditions(filters.get("attribute", ()), "t.attributes")
    written, bound = of_author(filters.get("author_attribute", ()), "p")
    extra = (_CODED if "code" in filters else "") + described + written
    filters = {**filters, **values, **bound}
    page: list[Hit] = []
    count, exact = 0, True
    posts = candidates(
        query, corpus_id=corpus_id, filters=filters, extra=extra, from_post=start.post
    )
    with transaction.atomic(), closing(posts):
        for seen, one in enumerate(posts):
            if len(page) > size and (start.count is not None or seen >= MOST_COUNTED):
                exact = False
                break
            spans = hits(query, one.text)
            count += len(spans)
            first = start.number if one.post == start.post else 0
            room = max(0, size + 1 - len(page))
            numbered = list(enumerate(spans))[first : first + room]
            page += [(one, number, begin, end) for number, (begin, end) in numbered]
    if start.count is not None:
        count, exact = start.count, start.exact
    more, page = page[size:], page[:size]
    codes = _codes_at(page)
    return Found(
        count,
        exact,
        Start(more[0][0].post, more[0][1], count, exact) if more else None,
        [_shown(hit, codes.get((hit[0].post, hit[2], hit[3]), [])) for hit in page],
    )


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
            AND (a.level <> 'passage'
                OR (a.state = 'live' AND a.start < h."end" AND a."end" > h.start))
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
        "thread_title": post.thread_title,
        "post": post.post,
        "post_number": post.number,
        "start": start,
        "end": end,
        "left": left,
        "hit": word,
        "right": right,
        "author": post.author,
        "written_at": post.written_at,
        "codes": codes,
    }
