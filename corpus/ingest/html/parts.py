"""Parts one comment's elements into author, date and text, whatever theme they are written in.

Where a comment begins and ends in the page is decided by a family (`wordpress`, `blogger`).
"""

from collections.abc import Collection
from dataclasses import dataclass

from corpus.ingest.html.bylines import Byline, named_author, unnamed_author
from corpus.ingest.html.datelines import Dateline, find_dateline
from corpus.ingest.html.document import Element
from corpus.ingest.html.names import is_verb
from corpus.ingest.html.piece import HEADINGS, Piece, own_elements, text_within, texts_in

__all__ = ["Parts", "own_elements", "part", "text_within"]

_HEADER_LEFT = 40
_LINES = frozenset({
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "header", "footer", "small", "dt", "dd",
    "address", "span", "em", "i", "strong", "b", "td", "th",
})  # fmt: skip


@dataclass(slots=True)
class Parts:
    """The parts of one comment; `body` less `without` is its text.

    `plain`: an element calls itself the text; else it is what is left of the comment.
    """

    author: Element | None = None
    name: str | None = None
    url: str | None = None
    date_element: Element | None = None
    date: str | None = None
    machine_date: str | None = None
    body: tuple[Element, ...] = ()
    without: tuple[Element, ...] = ()
    pending: bool = False
    plain: bool = True


def part(roots: tuple[Element, ...], nested: Collection[Element]) -> Parts:
    """Part the comment that `roots` hold, less the comments `nested` in it."""
    piece = Piece.of(roots, nested)
    piece.seal(piece.body(minimum=10))
    author, date = _header_of(piece)
    if author is None and piece.sealed is not None:
        author, date = _unsealed(piece, date)
    if piece.sealed is None:
        piece.seal(piece.body(minimum=5, author=author.element if author else None))
    parts = Parts()
    if author is not None:
        parts.author, parts.name, parts.url = author.element, author.name, author.url
    if date is not None:
        parts.date_element, parts.date, parts.machine_date = (
            date.element,
            date.printed,
            date.machine,
        )
    parts.pending = any("moderation" in (one.get("class") or "") for one in piece.own)
    _take_body(piece, parts)
    return parts


def _header_of(piece: Piece) -> tuple[Byline | None, Dateline | None]:
    author = named_author(piece)
    date = find_dateline(piece, author.element if author else None)
    return author or unnamed_author(piece, date), date


def _unsealed(piece: Piece, date: Dateline | None) -> tuple[Byline | None, Dateline | None]:
    """Look inside the text for what is nowhere else: some themes' text holds the header too."""
    sealed = piece.sealed
    piece.seal(None)
    author = named_author(piece)
    if author is None or sealed is None or author.element not in frozenset(sealed.iter()):
        piece.seal(sealed)
        return None, date
    inner = find_dateline(piece, author.element) if date is None else date
    if inner is None:
        piece.seal(sealed)
        return None, date
    return author, inner


def _take_body(piece: Piece, parts: Parts) -> None:
    asides = [one for one in piece.own if piece.is_aside(one)]
    sealed = piece.sealed
    if sealed is not None and not any(
        part is not None and piece.is_sealed(part) for part in (parts.author, parts.date_element)
    ):
        parts.body = (sealed,)
        parts.without = (*asides, *piece.nested)
        return
    parts.plain = False
    heads = [one for one in piece.roots[:1] if one.tag in HEADINGS and piece.roots[1:]]
    parts.body = tuple(one for one in piece.roots if one not in heads)
    parts.without = (*asides, *piece.nested, *_header(piece, parts))


def _header(piece: Piece, parts: Parts) -> list[Element]:
    """Return what is around author and date and holds nothing else: no part of the text."""
    found = []
    for part_of in (parts.author, parts.date_element):
        if part_of is None or part_of in piece.roots:
            continue
        if not _is_header(piece, part_of, parts):
            continue
        top = part_of
        for above in piece.above(part_of):
            if above.tag not in _LINES or not _is_header(piece, above, parts):
                break
            top = above
        found.append(top)
    return found


def _is_header(piece: Piece, element: Element, parts: Parts) -> bool:
    """Say whether an element holds little besides author, date and what is set aside."""
    if piece.line(element) is None:
        return False
    known = {parts.author, parts.date_element} - {element}
    left = " ".join(texts_in(element, lambda one: one in known or piece.is_aside(one)))
    for words in (parts.date, parts.name):
        if words:
            left = left.replace(words, " ", 1)
    left = " ".join(left.split())
    return is_verb(left) or (
        len(left) <= _HEADER_LEFT and bool(piece.says[element].date or piece.says[element].author)
    )
