"""How a program counts positions in a text: units, line ends, the byte order mark.

{code points, UTF-16} × {CRLF is 1, 2} × {byte order mark is 0, 1}. Which of them a file follows
is found out in `scoring`.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import product
from typing import Literal

from annotations.projects.model import SelectionIn, SourceIn
from corpus.text import canonical

Unit = Literal["codepoint", "utf16"]
Span = tuple[int, int]
_COUNTED_APART = re.compile("\r\n|[\n\0\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Convention:
    """One way of counting."""

    unit: Unit
    crlf: int
    bom: int

    @property
    def name(self) -> str:
        """Return by what a person chooses it, like `utf16-crlf2-bom0`."""
        return f"{self.unit}-crlf{self.crlf}-bom{self.bom}"


_UNITS: tuple[Unit, ...] = ("codepoint", "utf16")
# The plainest first: of several that are equally good, the first is taken.
CONVENTIONS = tuple(
    Convention(unit, crlf, bom) for bom, unit, crlf in product((0, 1), _UNITS, (1, 2))
)
PLAIN = CONVENTIONS[0]
BY_NAME = {one.name: one for one in CONVENTIONS}


@dataclass(frozen=True, slots=True)
class _Mark:
    """A character that is counted otherwise than as one: where it is, how wide, by them and us."""

    theirs: int
    ours: int
    width: int
    kept: int
    whole: bool


class Ruler:
    """Turns positions of one convention in one source into code points of the text we store.

    In a file without any CRLF, `crlf=2` takes each LF for two: the program counted before the
    line ends were changed.
    """

    def __init__(self, source: SourceIn, convention: Convention) -> None:
        raw, pairs = source.raw, "\r\n" in source.raw
        wide = 2 if convention.unit == "utf16" else 1
        end = convention.crlf
        widths = {"\r\n": end, "\n": 1 if pairs else end, "\0": 1}
        self._bom = convention.bom
        self._marks: list[_Mark] = []
        theirs = ours = last = 0
        for found in _COUNTED_APART.finditer(raw):
            theirs, ours = theirs + found.start() - last, ours + found.start() - last
            width, kept = widths.get(found[0], wide), int(found[0] != "\0")
            self._marks.append(_Mark(theirs, ours, width, kept, found[0] not in widths))
            theirs, ours, last = theirs + width, ours + kept, found.end()
        self._at = [mark.theirs for mark in self._marks]
        self._end = theirs + len(raw) - last

    def place(self, position: int) -> int | None:
        """Return where a position is in our text; None where there is no such place."""
        position -= self._bom
        if position == -1:
            return 0
        if not 0 <= position <= self._end:
            return None
        k = bisect_right(self._at, position) - 1
        if k < 0:
            return position
        mark = self._marks[k]
        beyond = position - mark.theirs
        if beyond >= mark.width:
            return mark.ours + mark.kept + beyond - mark.width
        # Between CR and LF the line has ended; inside a surrogate pair there is nothing.
        return None if beyond and mark.whole else mark.ours


@dataclass(slots=True)
class Rulers:
    """The rulers of a project's sources under one convention, made when they are needed."""

    sources: dict[str, SourceIn]
    convention: Convention
    _made: dict[str, Ruler]

    @classmethod
    def of(cls, sources: list[SourceIn], convention: Convention) -> "Rulers":
        """Return the rulers of some sources."""
        return cls({one.key: one for one in sources}, convention, {})

    def span(self, selection: SelectionIn) -> Span | None:
        """Return the passage in code points of our text; None where there is no such passage."""
        source = self.sources.get(selection.source)
        if source is None or selection.start is None or selection.end is None:
            return None
        ruler = self._made.get(selection.source)
        if ruler is None:
            ruler = self._made[selection.source] = Ruler(source, self.convention)
        start, end = ruler.place(selection.start), ruler.place(selection.end)
        return None if start is None or end is None or start >= end else (start, end)


def text_of(source: SourceIn) -> str:
    """Return a source's text as it is stored: LF, no NUL, no lone surrogates."""
    return canonical(source.raw)[0]
