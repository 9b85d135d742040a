"""Lays the posts of a saved page out over its source: which stretch of the file is what.

Text decides; the markup between two texts belongs to the first, or to neither if they differ.
"""

from collections.abc import Iterator, Sequence

from corpus.ingest.capture import tiles
from corpus.ingest.events import Tile, TileKind
from corpus.ingest.html.document import Document, Element
from corpus.ingest.html.entry import Entry
from corpus.ingest.html.items import Item

Owner = tuple[TileKind, int]
_NOBODY: Owner = ("furniture", 0)


def lay_out(document: Document, entry: Entry, items: Sequence[Item]) -> Iterator[Tile]:
    """Yield tiles that cover the file: entry, comments, their headers, and what is neither."""
    owners: list[Owner] = [_NOBODY] * document.token_count
    _paint(document, owners, entry.headers, ("header", 0))
    _paint(document, owners, entry.body, ("entry", 0), entry.without)
    for number, item in enumerate(items, 1):
        _paint(document, owners, [element for _, element in item.marks], ("header", number))
        _paint(document, owners, item.body, ("comment", number), item.without)
    marks = list(_marks(document, owners))
    spans = [(item.span, number) for number, item in enumerate(items, 1) if item.span]
    for (start, end), _ in spans:
        marks += [(start, "comment"), (end, "furniture")]
    return tiles(marks, len(document.text))


def _paint(
    document: Document,
    owners: list[Owner],
    elements: Sequence[Element],
    owner: Owner,
    without: Sequence[Element] = (),
) -> None:
    left_out = frozenset(without)
    for element in elements:
        if element not in left_out:
            for number in document.tokens(element, left_out):
                owners[number] = owner


def _marks(document: Document, owners: Sequence[Owner]) -> Iterator[tuple[int, TileKind]]:
    """Yield where a tile begins, and where it ends if nothing begins there."""
    before, end = _NOBODY, 0
    for number, owner in enumerate(owners):
        if owner != before:
            if before != _NOBODY:
                yield end, "furniture"
            if owner != _NOBODY:
                yield document.ink(number)[0], owner[0]
        before = owner
        if owner != _NOBODY:
            end = document.ink(number)[1]
    if before != _NOBODY and end < len(document.text):
        yield end, "furniture"
