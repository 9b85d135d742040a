"""Where the threads of a TEI document begin and end: follows the tags between the posts.

Knows texts, divisions and headings by their tags; what they say is read elsewhere.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from corpus.ingest.elements import Element
from corpus.ingest.exports.opening import Export

ROOTS = ("TEI", "teiCorpus", "TEI.2", "idsCorpus", "idsDoc", "idsText")
_TEXTS = frozenset({"TEI", "TEI.2", "idsText"})
_BLOCK = 1 << 20
_LONGEST = 4 * _BLOCK
_FOLLOWED = ("TEI", "TEI.2", "idsText", "body", "div", "p", "text")
_THREAD = re.compile(
    rb"""\btype\s*=\s*["'][^"']*(?:thread|discussion|topic|chat|log)""", re.IGNORECASE
)
_DIVISION_ENDS = re.compile(rb"</(?:[\w.-]+:)?div\s*>\Z")
_ID = re.compile(rb"""\bxml:id\s*=\s*["']([^"']*)["']""")


class Tag(NamedTuple):
    """A start or end tag: its well-known name, its attributes as written, where it stands."""

    name: str
    ends: bool
    attributes: bytes
    begin: int
    after: int


def tags_of(export: Export) -> re.Pattern[bytes]:
    """Return what finds the tags that make the structure, as this document writes them."""
    written = sorted(export.names.written(_FOLLOWED), key=len, reverse=True)
    return re.compile(
        rb"<!--(?:[^-]++|-(?!->))*+(?:-->|(?P<open>\Z))"
        rb"|<!\[CDATA\[(?:[^\]]++|\](?!\]>))*+(?:\]\]>|(?P<data>\Z))"
        rb"|<(/?)(" + b"|".join(re.escape(one.encode()) for one in written) + rb")(?=[\s/>])"
        rb"((?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)>"
    )  # fmt: skip


def tags_in(export: Export, pattern: re.Pattern[bytes], begin: int, until: int) -> Iterator[Tag]:
    """Yield the tags that make the structure between two offsets, in constant memory."""
    rest, at = b"", begin
    while at < until:
        block = export.text.bytes_at(at, min(at + _BLOCK, until))
        if not block:
            return
        at += len(block)
        data, base, done = rest + block, at - len(block) - len(rest), 0
        for found in pattern.finditer(data):
            if found["open"] is not None or found["data"] is not None:
                break
            done = found.end()
            if found[4]:
                name = export.names.of_written(found[4].decode())
                place = (base + found.start(), base + found.end())
                yield Tag(name, found[3] == b"/", found[5], *place)
                if found[3] != b"/" and found[5].endswith(b"/"):
                    yield Tag(name, found[3] != b"/", b"", *place)
        sections = [data.find(mark, done) for mark in (b"<!--", b"<![CDATA[")]
        cut = min([place for place in sections if place >= 0], default=data.rfind(b"<", done))
        rest = data[cut:] if cut >= 0 and len(data) - cut <= _LONGEST else b""


@dataclass(slots=True)
class Scope:
    """A division, or the body of a text: its tag's attributes, its heading, its posts.

    `before` counts paragraphs that stand in no post, before the first one.
    """

    attributes: bytes
    begin: int
    text: bytes
    in_text: bool
    heading: Element | None = None
    posts: list[Element] = field(default_factory=list)
    before: int = 0

    @property
    def is_thread(self) -> bool:
        """Whether it has posts of its own, or is called a thread."""
        return bool(self.posts) or (
            not self.in_text and _THREAD.search(self.attributes) is not None
        )

    @property
    def text_id(self) -> str:
        """The id of the text in which it stands."""
        found = _ID.search(self.text)
        return found[1].decode("utf-8", "replace") if found else ""


class Structure:
    """What is open at a place of the document; `paragraphs` counts text outside of posts.

    `before` are the bytes before the place at which it begins: a division that ended there stood
    in the body of a text.
    """

    def __init__(self, before: bytes = b"") -> None:
        self._text = b""
        self._body = Scope(b"", 0, b"", in_text=True)
        self._inside = _DIVISION_ENDS.search(before) is not None
        self._divs: list[Scope] = []
        self.paragraphs = self._before = 0

    @property
    def outside(self) -> bool:
        """Whether no division is open, and no post of the text waits for its end."""
        return not self._divs and not self._body.posts

    def follow(self, tag: Tag) -> Scope | None:
        """Take a tag; return the thread that ends with it."""
        if tag.name == "div":
            return self._division(tag)
        if tag.name in _TEXTS and not tag.ends:
            self._text = tag.attributes
        if tag.name == "p":
            if self._inside and not tag.ends:
                self.paragraphs += 1
                self._before += 1
            return None
        ended = self._end_text()
        if tag.name == "body":
            self._inside = not tag.ends
            self._body = Scope(b"", tag.begin, self._text, in_text=True)
        return ended

    def entitle(self, element: Element) -> None:
        """Take a heading; the first of a division is its own."""
        scope = self._divs[-1] if self._divs else self._body
        if scope.heading is None and (self._divs or self._inside):
            scope.heading = element

    def add(self, element: Element) -> None:
        """Put a post into its thread: the outermost open division that is one."""
        scopes = [scope for scope in self._divs if scope.is_thread] or self._divs[-1:]
        scope = scopes[0] if scopes else self._body
        if not scope.posts:
            scope.before, self._before = self._before, 0
        scope.posts.append(element)

    def close_all(self) -> Iterator[Scope]:
        """Yield the threads that are still open at the end of the file."""
        while self._divs:
            scope = self._divs.pop()
            if scope.posts:
                yield scope
        if (ended := self._end_text()) is not None:
            yield ended

    def _division(self, tag: Tag) -> Scope | None:
        if not tag.ends:
            self._divs.append(Scope(tag.attributes, tag.begin, self._text, in_text=False))
            return None
        if not self._divs:
            return None
        scope = self._divs.pop()
        if not scope.posts:
            return None
        self._before = 0
        return scope

    def _end_text(self) -> Scope | None:
        """Return the thread of the body's own posts; divisions left open have ended, too."""
        scopes = [*self._divs, self._body]
        self._divs, self._before = [], 0
        posts = sorted(
            (one for scope in scopes for one in scope.posts), key=lambda one: one.position
        )
        if not posts:
            return None
        first = next(scope for scope in scopes if scope.posts)
        first.posts = posts
        self._body = Scope(b"", 0, self._text, in_text=True)
        return first
