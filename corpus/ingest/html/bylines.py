"""Finds who wrote a comment among its elements: by class, by tag, or by the words beside the date.

How a name is taken out of what is printed around it is the matter of `names`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.ingest.html.datelines import Dateline
from corpus.ingest.html.document import Element
from corpus.ingest.html.moments import find_date
from corpus.ingest.html.names import clean_name, is_verb, name_beside_date
from corpus.ingest.html.piece import HEADER_CHARACTERS, HEADINGS, Piece, text_within, texts_in
from corpus.ingest.html.roles import roles

_NAME_TAGS = ("cite", "strong", "b", "a")
_SHORT = 60
# Many pages draw the first letter of a name in place of a picture.
_INITIAL = 1
_TEXTS = frozenset({"p", "blockquote", "pre", "li", "code"})


@dataclass(frozen=True, slots=True)
class Byline:
    """The element in which a name stands, the name, and where it leads to."""

    element: Element
    name: str
    url: str | None = None


def named_author(piece: Piece) -> Byline | None:
    """Find the author by what an element calls itself, else by a name's tag before the text."""
    best, weight = None, 4
    for one in piece.open_elements():
        author = piece.says[one].author
        if author > weight:
            name = name_in(one, author)
            if name:
                best, weight = Byline(one, name, link_of(one)), author
    return best or _marked(piece)


def unnamed_author(piece: Piece, date: Dateline | None) -> Byline | None:
    """Find a name that no element calls one: beside the date, in a heading, in the first words."""
    printed = date.printed if date else None
    for line in _lines(piece, date):
        words = piece.line(line)
        if words is None or len(words) > HEADER_CHARACTERS or piece.is_sealed(line):
            continue
        name = name_beside_date(piece.words_without_asides(line), printed)
        if name:
            return Byline(line, name, link_of(line))
    return _first_words(piece, date)


def _marked(piece: Piece) -> Byline | None:
    """Return the first link, cite or bold words before the text, as in class-less themes."""
    for one in piece.own:
        if one is piece.sealed:
            return None
        if one.tag not in _NAME_TAGS or piece.is_sealed(one) or piece.is_aside(one):
            continue
        href = one.get("href") or ""
        words = piece.line(one) or ""
        if "#" in href or "reply" in href or find_date(words):
            continue
        name = clean_name(text_within(one))
        if name and not is_verb(name):
            return Byline(one, name, link_of(one))
    return None


def _lines(piece: Piece, date: Dateline | None) -> Iterator[Element]:
    yield from (root for root in piece.roots if root.tag in HEADINGS)
    if date is not None:
        yield date.element
        yield from (above for above, _ in zip(piece.above(date.element), range(2), strict=False))
    yield from (one for one in piece.open_elements() if one.tag in HEADINGS)


def _first_words(piece: Piece, date: Dateline | None) -> Byline | None:
    """Return short words that stand alone in an element before anything longer."""
    for one in piece.open_elements():
        words = piece.line(one)
        if one in piece.roots or not words or piece.is_aside(one):
            continue
        if not _INITIAL < len(words) <= _SHORT:
            continue
        if one.tag in _TEXTS or (date and one is date.element):
            return None
        name = clean_name(words)
        if name and not is_verb(name) and not find_date(words) and not words.isdecimal():
            return Byline(one, name, link_of(one))
    return None


def name_in(element: Element, weight: int) -> str | None:
    """Return the name that an author element holds, by how plainly it calls itself one."""
    if weight < 10:
        for tag in ("cite", "a", "strong", "b"):
            for inner in element.iter(tag):
                if inner is element or "#" in (inner.get("href") or ""):
                    continue
                text = text_within(inner)
                name = clean_name(text)
                if name and not find_date(text):
                    return name
    text = " ".join(
        texts_in(
            element, lambda one: one is not element and (roles(one).aside or roles(one).date >= 8)
        )
    )
    found = find_date(text) if weight < 10 else None
    if found:
        return name_beside_date(text, found.raw)
    return clean_name(text, plain=weight == 10)


def link_of(author: Element) -> str | None:
    """Return where the author's name leads to."""
    around = (one for one, _ in zip(author.iterancestors("a"), range(1), strict=False))
    for one in (*author.iter("a"), *around):
        href = (one.get("href") or "").strip()
        if href and not href.startswith("#") and "#comment" not in href and ":" in href[:8]:
            return None if href.lower().startswith("javascript:") else href
    return None
