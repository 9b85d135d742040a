"""Locates the entry's text in a page that names nothing: trafilatura says where, we cut.

What is returned are elements of our own tree, so that every text keeps its place. trafilatura is
loaded on the first use only; nothing is fetched from anywhere.
"""

import copy
import logging
from collections import Counter
from collections.abc import Collection

from lxml import etree

from corpus.ingest.html.document import Document, Element
from corpus.ingest.html.names import fold
from corpus.ingest.html.parts import text_within
from corpus.ingest.markup import element_text

_BLOCK_NAMES = "p h1 h2 h3 h4 h5 h6 li dd dt blockquote pre td th figcaption div section article"
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_COVERED = 0.9
_LINKED = 0.5
_LEAST = 60
_WORTH = 120
_MOST = 0.6
_LARGEST = 2_000_000
_ERRORS = (ValueError, TypeError, AttributeError, RecursionError, etree.LxmlError)


def main_text(
    document: Document, taken: Collection[Element]
) -> tuple[tuple[Element, ...], tuple[Element, ...]]:
    """Return the elements of the page's main text, and what inside them is none of it.

    `taken` are elements that belong to comments. Both are empty when the page seems to have none,
    or has more than two million characters.
    """
    if len(document.text) > _LARGEST:
        return (), ()
    blocks = _blocks(document, taken)
    if sum(len(fold(text_within(block))) for block in blocks) < _WORTH:
        return (), ()
    lines = _extracted(document, taken)
    blocks = [block for block in blocks if _is_said(block, lines)]
    told = {block: len(fold(text_within(block))) for block in blocks}
    if sum(told.values()) < _LEAST:
        return (), ()
    body = _smallest_around(told)
    return (body,), tuple(_strangers(body, set(blocks), taken))


def _extracted(document: Document, taken: Collection[Element]) -> frozenset[str]:
    """Return the lines of what trafilatura takes for the main text."""
    import trafilatura  # noqa: PLC0415  # Nearly a second and 30 MB; few pages need it.

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    root = copy.deepcopy(document.root)
    doubles = list(root.iter())
    for element, double in zip(document.elements, doubles, strict=True):
        above = double.getparent()
        if element in taken and above is not None and element.getparent() not in taken:
            double.clear(keep_tail=True)
    source = etree.tostring(root, method="html", encoding="unicode")
    try:
        found = trafilatura.bare_extraction(source, include_comments=False)
    except _ERRORS:
        return frozenset()
    text = getattr(found, "text", None) or ""
    return frozenset(_bare(line) for line in text.split("\n") if _bare(line))


def _bare(line: str) -> str:
    """Return a line without the marks that trafilatura sets, and without white space."""
    return "".join(line.lstrip("-•| ").split()).casefold()


def _blocks(document: Document, taken: Collection[Element]) -> list[Element]:
    """Return the innermost blocks that hold text."""
    found = []
    for element in document.root.iter(*_BLOCKS):
        if element in taken or any(inner.tag in _BLOCKS for inner in element.iterdescendants()):
            continue
        if fold(text_within(element)):
            found.append(element)
    return found


def _is_said(block: Element, lines: Collection[str]) -> bool:
    """Say whether most of a block's lines are among those; a long one may be a part of one."""
    own = [line for line in map(_bare, element_text(block).split("\n")) if line]
    told = sum(len(line) for line in own if line in lines)
    if own and told >= _MOST * sum(map(len, own)):
        return True
    text = "".join(own)
    return len(text) > _LEAST and any(text in line for line in lines if len(line) > len(text))


def _smallest_around(told: dict[Element, int]) -> Element:
    """Return the innermost element that holds nearly all of the text."""
    held: Counter[Element] = Counter()
    for block, size in told.items():
        held[block] += size
        for above in block.iterancestors():
            held[above] += size
    enough = _COVERED * sum(told.values())
    around = [one for one, size in held.items() if size >= enough]
    return max(around, key=lambda one: sum(1 for _ in one.iterancestors()))


def _strangers(
    body: Element, said: Collection[Element], taken: Collection[Element]
) -> list[Element]:
    """Return the largest parts of the body that are no text of it: comments, menus, what follows.

    What stands between parts of the text stays, unless it is mostly links.
    """
    around = {above for block in said for above in block.iterancestors()}
    inside = [one for one in body.iterdescendants() if isinstance(one.tag, str)]
    places = [place for place, one in enumerate(inside) if one in said]
    first, last = places[0] if places else 0, places[-1] if places else len(inside)
    found: list[Element] = []
    known: set[Element] = set()
    for place, one in enumerate(inside):
        if one.getparent() in known or one in said:
            known.add(one)
            continue
        if one in around or one.tag not in _BLOCKS | {"ul", "ol", "nav", "table", "form", "aside"}:
            continue
        if one in taken or not first < place < last or _is_linked(one):
            found.append(one)
            known.add(one)
    return found


def _is_linked(element: Element) -> bool:
    whole = len(fold(text_within(element)))
    linked = sum(len(fold(text_within(link))) for link in element.iter("a"))
    return whole > 0 and linked > _LINKED * whole
