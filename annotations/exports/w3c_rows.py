"""An annotation as the W3C Web Annotation Data Model says it: rows to JSON-LD, no database.

Addresses are those of the API, so they can be followed. What the model has no word for stands
under terms of our own, which the context declares.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from annotations.exports.order import OffsetUnit
from annotations.exports.rows import AnnotationRow, CodeRow, CoderRow, MemoRow

ANNO = "http://www.w3.org/ns/anno.jsonld"
TERMS = "urn:catena:term:"
CONTEXT: list[Any] = [
    ANNO,
    {
        "catena": TERMS,
        "catena:path": {"@id": f"{TERMS}path", "@container": "@list"},
    },
]
# How much of the text before and after a quote tells it from its likes, in code points.
SURROUNDINGS = 32


@dataclass(frozen=True, slots=True)
class Site:
    """The addresses of a corpus' things; `base` is the site's own, without a slash at the end."""

    base: str
    corpus: int

    @property
    def api(self) -> str:
        """Return the address of the API."""
        return f"{self.base}/api/v1/"

    @property
    def container(self) -> str:
        """Return the address of the corpus' annotations."""
        return f"{self.api}corpora/{self.corpus}/annotations/w3c/"

    def annotation(self, annotation_id: Any) -> str:
        """Return an annotation's address."""
        return f"{self.container}{annotation_id}/"

    def code(self, code_id: int) -> str:
        """Return a code's address."""
        return f"{self.api}codes/{code_id}/"

    def thread(self, thread_id: int) -> str:
        """Return a thread's address."""
        return f"{self.api}threads/{thread_id}/"

    def text(self, post_id: int, version: int) -> str:
        """Return the address of one version of a post's text."""
        return f"{self.api}posts/{post_id}/text/?version={version}"

    def memo(self, memo_id: Any) -> str:
        """Return a memo's address."""
        return f"{self.api}memos/{memo_id}/"

    def person(self, user_id: int) -> str:
        """Return a member's address."""
        return f"{self.api}corpora/{self.corpus}/members/{user_id}/"


@dataclass(frozen=True, slots=True)
class Text:
    """A post's present text and its version."""

    version: int
    text: str


class Describer:
    """Says annotations of one corpus; what repeats (codes, people) is written once.

    `quotes`: whether the texts themselves may be cited; `unit`: in what positions count.
    """

    def __init__(
        self,
        site: Site,
        *,
        codes: Sequence[CodeRow],
        coders: Sequence[CoderRow],
        unit: OffsetUnit = "codepoint",
        quotes: bool = True,
    ) -> None:
        self.site = site
        self._codes = {one.id: self._code_bodies(one) for one in codes}
        self._people = {one.id: self._person(one) for one in coders}
        self._unit = unit
        self._quotes = quotes

    def says(
        self, row: AnnotationRow, text: Text | None, memos: Sequence[MemoRow] = ()
    ) -> dict[str, Any]:
        """Return an annotation, without a context; `text` is its post's present one."""
        return {
            "id": self.site.annotation(row.id),
            "type": "Annotation",
            "motivation": "classifying",
            "creator": self._people[row.coder],
            "created": row.created_at,
            "modified": row.updated_at,
            "body": [*self._codes[row.code], *self._memos(row, memos)],
            "target": self._target(row, text),
            "catena:level": row.level,
            "catena:state": row.state,
        }

    def _code_bodies(self, code: CodeRow) -> list[orjson.Fragment]:
        """Return the code as a concept, and as the tag that plain readers show."""
        concept = {
            "type": "SpecificResource",
            "purpose": "classifying",
            "source": {
                "id": self.site.code(code.id),
                "type": "skos:Concept",
                "label": code.name,
                "catena:path": code.path,
            },
        }
        tag = {"type": "TextualBody", "purpose": "tagging", "value": code.name}
        return [orjson.Fragment(orjson.dumps(body)) for body in (concept, tag)]

    def _person(self, coder: CoderRow) -> orjson.Fragment:
        return orjson.Fragment(
            orjson.dumps(
                {
                    "id": self.site.person(coder.id),
                    "type": "Person",
                    "name": coder.name,
                    "nickname": coder.username,
                }
            )
        )

    def _memos(self, row: AnnotationRow, memos: Sequence[MemoRow]) -> list[dict[str, Any]]:
        comment = {"type": "TextualBody", "purpose": "commenting", "format": "text/markdown"}
        bodies: list[dict[str, Any]] = [{**comment, "value": row.memo}] if row.memo else []
        bodies += [
            {
                "id": self.site.memo(memo.id),
                **comment,
                "value": memo.text,
                "creator": self._people[memo.author],
                "created": memo.created_at,
                "modified": memo.updated_at,
            }
            for memo in memos
        ]
        return bodies

    def _target(self, row: AnnotationRow, text: Text | None) -> Any:
        thread = self.site.thread(row.thread)
        if row.post is None:
            return thread
        version = row.text_version or (text.version if text else 1)
        source = {
            "id": self.site.text(row.post, version),
            "type": "Text",
            "format": "text/plain",
            "catena:textVersion": version,
        }
        target: dict[str, Any] = {"type": "SpecificResource", "source": source, "scope": thread}
        if row.level == "passage":
            target["selector"] = self._selectors(row, text)
        return target

    def _selectors(self, row: AnnotationRow, text: Text | None) -> list[dict[str, Any]]:
        """Return where the passage stands and what it says.

        An orphan's position is one in the older text that its target names; what surrounds it
        stands there.
        """
        start, end = row.start or 0, row.end or 0
        quote: dict[str, Any] = {"type": "TextQuoteSelector", "exact": row.quote}
        there = text is not None and text.version == row.text_version
        position: dict[str, Any] = {"type": "TextPositionSelector", "start": start, "end": end}
        if text is not None and there:
            quote["prefix"] = text.text[max(0, start - SURROUNDINGS) : start]
            quote["suffix"] = text.text[end : end + SURROUNDINGS]
            if self._unit == "utf16":
                before = utf16_length(text.text[:start])
                position["start"] = before
                position["end"] = before + utf16_length(row.quote or "")
                position["catena:offsetUnit"] = "utf16"
        selectors = [position] if there or self._unit == "codepoint" else []
        return [*selectors, quote] if self._quotes else selectors


def utf16_length(text: str) -> int:
    """Return how many UTF-16 units a text takes."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def by_target(memos: Sequence[MemoRow], kind: str) -> Mapping[str, list[MemoRow]]:
    """Return the memos on things of one kind, by the things' ids."""
    found: dict[str, list[MemoRow]] = {}
    for memo in memos:
        if memo.target_type == kind:
            found.setdefault(memo.target_id, []).append(memo)
    return found
