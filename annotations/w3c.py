"""Annotations of a corpus as W3C Web Annotations: a page of them, or one."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection

from annotations.exports import selects
from annotations.exports.rows import AnnotationRow, CodeRow, CoderRow, MemoRow
from annotations.exports.w3c_rows import CONTEXT as PLAIN
from annotations.exports.w3c_rows import Describer, Site, Text, by_target
from corpus.models import CorpusCounter
from corpus.written import STAMP

PAGE = 100
# A container speaks of itself in LDP's words, too.
CONTEXT = [
    *PLAIN,
    {"ldp": "http://www.w3.org/ns/ldp#", "BasicContainer": "ldp:BasicContainer"},
]
Row = TypeVar("Row")

_VISIBLE = """
FROM annotations_annotation a
JOIN corpus_thread t ON t.id = a.thread_id AND t.deleted_at IS NULL
WHERE a.corpus_id = %(corpus)s AND a.deleted_at IS NULL
"""
_IDS = f"SELECT a.id {_VISIBLE} ORDER BY a.created_at, a.id OFFSET %(skip)s LIMIT %(size)s"
_ROWS = f"""
SELECT {selects.ANNOTATION} {_VISIBLE} AND a.id = ANY (%(ids)s) ORDER BY a.created_at, a.id
"""
_TEXTS = "SELECT id, text_version, text FROM corpus_post WHERE id = ANY (%(posts)s)"
_PEOPLE = """
SELECT id, username, coalesce(nullif(name, ''), username) FROM corpus_user
WHERE id = ANY (%(people)s)
"""
_MEMOS = f"""
SELECT id, target_type, target_id, kind, text, author_id, {STAMP.format("created_at")},
    {STAMP.format("updated_at")}
FROM annotations_memo
WHERE corpus_id = %(corpus)s AND target_type = 'annotation' AND deleted_at IS NULL
    AND target_id = ANY (%(targets)s)
ORDER BY created_at, id
"""


@dataclass(frozen=True, slots=True)
class State:
    """How many annotations a corpus shows, after which event."""

    total: int
    seq: int

    @property
    def last(self) -> int:
        """Return the number of the last page; the first is 0."""
        return max(0, math.ceil(self.total / PAGE) - 1)


def state(corpus_id: int) -> State:
    """Return how many annotations there are."""
    fields = CorpusCounter.objects.filter(pk=corpus_id).values_list("annotations", "seq")
    return State(*(fields.first() or (0, 0)))


def page_ids(corpus_id: int, number: int) -> list[UUID]:
    """Return the ids of a page's annotations, oldest first."""
    values = {"corpus": corpus_id, "skip": number * PAGE, "size": PAGE}
    return [one[0] for one in _all(_IDS, values, tuple)]


def described(site: Site, ids: Sequence[UUID]) -> list[dict[str, Any]]:
    """Return annotations, oldest first, without a context; unknown ids are left out.

    Five queries, however many there are.
    """
    values: dict[str, Any] = {"corpus": site.corpus, "ids": list(ids)}
    rows = _all(_ROWS, values, AnnotationRow._make)
    memos = _all(_MEMOS, {**values, "targets": [str(row.id) for row in rows]}, MemoRow._make)
    people = {row.coder for row in rows} | {memo.author for memo in memos}
    posts = {row.post for row in rows if row.post is not None}
    texts = {
        post: Text(version, text)
        for post, version, text in _all(_TEXTS, {"posts": list(posts)}, tuple)
    }
    describer = Describer(
        site,
        codes=_all(selects.CODES, values, CodeRow._make),
        coders=_all(_PEOPLE, {"people": list(people)}, CoderRow._make),
    )
    noted = by_target(memos, "annotation")
    return [
        describer.says(row, texts.get(row.post) if row.post else None, noted.get(str(row.id), ()))
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Container:
    """A corpus' annotations as one collection; `bare`: only their addresses."""

    site: Site
    state: State
    title: str
    bare: bool = False

    @property
    def address(self) -> str:
        """Return the collection's address in this form."""
        return f"{self.site.container}?iris={int(self.bare)}"

    def says(self, *, minimal: bool) -> dict[str, Any]:
        """Return the collection, with its first page unless it shall be minimal."""
        first = self._page(0)
        return {
            "id": self.site.container if minimal else self.address,
            "type": ["BasicContainer", "AnnotationCollection"],
            "label": self.title,
            "total": self.state.total,
            "first": first if minimal else self._without("partOf", self.page(0)),
            "last": self._page(self.state.last),
        }

    def page(self, number: int) -> dict[str, Any]:
        """Return a page with its neighbours' addresses."""
        ids = page_ids(self.site.corpus, number)
        found: dict[str, Any] = {
            "id": self._page(number),
            "type": "AnnotationPage",
            "partOf": self.address,
            "startIndex": number * PAGE,
        }
        if number:
            found["prev"] = self._page(number - 1)
        if number < self.state.last:
            found["next"] = self._page(number + 1)
        found["items"] = (
            [self.site.annotation(one) for one in ids] if self.bare else described(self.site, ids)
        )
        return found

    def _page(self, number: int) -> str:
        return f"{self.address}&page={number}"

    @staticmethod
    def _without(name: str, found: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in found.items() if key != name}


def _all(sql: str, values: dict[str, Any], make: Callable[[Any], Row]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [make(row) for row in cursor.fetchall()]
