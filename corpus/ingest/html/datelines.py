"""Finds when a comment was written among its elements: exact in an attribute, or as printed.

What a printed date means is the matter of `moments`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.ingest.html.document import Element
from corpus.ingest.html.moments import exact, find_date, is_plain, is_relative
from corpus.ingest.html.piece import ASIDE_CHARACTERS, HEADER_CHARACTERS, HEADINGS, Piece

_FIGURE = re.compile(r"\d")
_TEXTS = frozenset({"p", "blockquote", "pre", "ul", "ol"})
# How many characters may stand beside a date in its line: a name, a verb, a button.
_BESIDE = 80
_NO_CLOCK = 20


@dataclass(frozen=True, slots=True)
class Dateline:
    """The element in which a date stands, what is printed, what an attribute says exactly."""

    element: Element
    printed: str | None
    machine: str | None = None


def find_dateline(piece: Piece, author: Element | None) -> Dateline | None:
    """Find the date of a comment; its text is no place for it, though dates may stand there."""
    for one in piece.open_elements():
        stamp = stamp_of(one)
        if stamp:
            words = piece.words(one)
            found = find_date(words)
            return Dateline(one, found.raw if found else words or None, stamp)
    ranked = [one for one in piece.open_elements() if piece.says[one].date]
    ranked.sort(key=lambda one: -piece.says[one].date)
    titled = _titled(piece, ranked)
    if titled is not None:
        return titled
    found_line = _named(piece, ranked)
    if found_line is None:
        found_line = _around(piece, author) or _beside(piece, author, texts=not ranked)
    if found_line is not None:
        return _with_clock(piece, found_line)
    return _unread(piece, ranked)


def _titled(piece: Piece, ranked: Iterable[Element]) -> Dateline | None:
    """Take the full date of a title where the page prints only how long ago, or a day."""
    for one in ranked:
        for inner in (one, *one.iter("a", "span")):
            title = inner.get("title")
            found = find_date(title) if title and inner in piece.says else None
            if found is None or not found.full or not is_plain(found.raw):
                continue
            printed = find_date(piece.line(one) or "")
            if printed is None or not printed.full or is_relative(printed.raw):
                return Dateline(inner, found.raw)
    return None


def _named(piece: Piece, ranked: Iterable[Element]) -> Dateline | None:
    """Take the first date with a time of day in what calls itself a date; else the first."""
    day = None
    for one in ranked:
        line = _dateline(piece, one)
        if line is None:
            continue
        found, full = line
        if full:
            return found
        day = day or found
    return day


def _around(piece: Piece, author: Element | None) -> Dateline | None:
    """Look in headings, and in what holds the author and little more."""
    places = [root for root in piece.roots if root.tag in HEADINGS]
    if author is not None:
        places += [author, *piece.above(author)]
    for one in places:
        words = piece.line(one)
        if words is None or len(words) > _BESIDE + ASIDE_CHARACTERS:
            return None
        line = _dateline(piece, one)
        if line is not None:
            return line[0]
    return None


def _beside(piece: Piece, author: Element | None, *, texts: bool) -> Dateline | None:
    """Look for the line that holds a date and the least besides it."""
    best, least = None, _BESIDE + 1
    name = len(piece.words(author)) if author is not None else 0
    inside = frozenset(author.iterancestors()) if author is not None else frozenset()
    for one in _rest(piece, texts=texts):
        line = _dateline(piece, one)
        if line is None or line[0].printed is None:
            continue
        beside = len(piece.words_without_asides(one)) - len(line[0].printed)
        beside -= name if one in inside else 0
        beside += 0 if line[1] else _NO_CLOCK
        if beside < least:
            best, least = line[0], beside
    return best


def _rest(piece: Piece, *, texts: bool) -> Iterator[Element]:
    """Yield where else a date may stand; `texts`: in what may be the text of the comment too."""
    for one in piece.open_elements():
        if texts or (
            one not in piece.roots
            and not any(above.tag in _TEXTS for above in (one, *piece.above(one)))
        ):
            yield one


def _dateline(piece: Piece, element: Element) -> tuple[Dateline, bool] | None:
    words = piece.line(element)
    found = find_date(words) if words and len(words) <= HEADER_CHARACTERS else None
    if found is None or piece.is_large(element):
        return None
    return Dateline(_innermost(piece, element, found.raw), found.raw), found.full


def _innermost(piece: Piece, element: Element, date: str) -> Element:
    """Return the smallest element in this one in which the date stands whole."""
    while True:
        for inner in element:
            if inner in piece.says and date in (piece.line(inner) or ""):
                element = inner
                break
        else:
            return element


def _with_clock(piece: Piece, line: Dateline) -> Dateline:
    """Take the date of an element around the day, if that has the time of day too."""
    printed = line.printed or ""
    known = find_date(printed)
    if known is None or known.full:
        return line
    for above in piece.above(line.element):
        words = piece.line(above)
        found = find_date(words) if words and len(words) <= HEADER_CHARACTERS else None
        if found and found.full and printed in found.raw:
            return Dateline(above, found.raw)
    return line


def _unread(piece: Piece, ranked: Iterable[Element]) -> Dateline | None:
    """Keep the words of what calls itself a date and has a figure, though they are none."""
    for one in ranked:
        words = piece.line(one) or ""
        if _FIGURE.search(words) and len(words) <= ASIDE_CHARACTERS:
            return Dateline(one, words)
    return None


def stamp_of(element: Element) -> str | None:
    """Return the exact date in an element's attributes."""
    for name in ("datetime", "data-timestamp", "data-time", "data-date"):
        value = element.get(name)
        if value and exact(value):
            return value
    if element.get("itemprop") or element.tag in {"abbr", "time", "span", "a"}:
        for name in ("content", "title"):
            value = element.get(name)
            if value and len(value) >= 10 and exact(value):
                return value
    return None
