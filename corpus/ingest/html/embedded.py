"""Finds comments in the data that a page carries: JSON-LD, and what scripts are given to show.

Where the same texts also stand in the page itself, they are taken from there, for a reader has to
see them. Microdata are marks on elements: see `systems_data`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.ingest.html.document import Document, Element
from corpus.ingest.html.items import CommentList, Family, Item
from corpus.ingest.html.json_text import Ground, Placed, read_json, unquoted
from corpus.ingest.html.names import clean_name, fold
from corpus.ingest.html.parts import text_within
from corpus.ingest.html.said import Said, comments_in, declared_in
from corpus.ingest.markup import text_of

_DATA = ("ld+json", "application/json")
_STATE = re.compile(r"=\s*+(?=[\[{])")
_PARSE = re.compile(r"JSON\.parse\(\s*(?=[\"'])")
_WORD = re.compile(r"comment|repl(?:y|ies)|respon", re.IGNORECASE)
_TAGS = re.compile(
    r"</?(?:p|br|a|em|strong|b|i|div|span|ul|ol|li|blockquote|code|pre)\b", re.IGNORECASE
)
_MARKED = 0.9
_UNMARKED = 0.7
_SHOWN_MOST = 4000


@dataclass(frozen=True, slots=True)
class _Block:
    """A script, its content, and the values that stand in it."""

    element: Element
    value: object
    linked_data: bool


def find_linked(document: Document) -> list[CommentList]:
    """Return the comments that linked data state."""
    return _find(document, linked=True)


def find_state(document: Document) -> list[CommentList]:
    """Return the comments in the data that a page's scripts work on."""
    return _find(document, linked=False)


def _find(document: Document, *, linked: bool) -> list[CommentList]:
    lists = []
    for block in _blocks(document, linked=linked):
        said = comments_in(block.value, typed=linked)
        if not said:
            continue
        items = _items(document, block, said)
        what = "JSON-LD" if linked else "a script's data"
        lists.append(
            CommentList(
                "JSON-LD" if linked else "data of a script",
                _MARKED if linked else _UNMARKED,
                f"{len(items)} comments in {what}",
                items,
                declared=declared_in(block.value),
            )
        )
    return lists


def _blocks(document: Document, *, linked: bool) -> Iterator[_Block]:
    places = None
    for element in document.root.iter("script"):
        text = element.text or ""
        kind = (element.get("type") or "").lower()
        if ("ld+json" in kind) is not linked or len(text) < 20 or not _WORD.search(text):
            continue
        if kind and "script" not in kind and not any(data in kind for data in _DATA):
            continue
        if places is None:
            places = {said: spans[0][0] for said, spans in document.nodes() if len(said) >= 20}
        if text not in places:
            continue
        for value in _values(Ground(text, places[text]), data="json" in kind):
            yield _Block(element, value, linked)


def _values(ground: Ground, *, data: bool) -> Iterator[object]:
    """Yield the values of a data block, or those that a script assigns."""
    if data:
        begins = [(0, False)]
    else:
        begins = [(found.end(), False) for found in _STATE.finditer(ground.text)]
        begins += [(found.end(), True) for found in _PARSE.finditer(ground.text)]
    read_to = 0
    for at, quoted in sorted(begins):
        if at < read_to:
            continue
        try:
            value, read_to = read_json(unquoted(ground, at)) if quoted else read_json(ground, at)
        except (ValueError, RecursionError):
            continue
        if quoted:
            read_to = at
        yield value


def _items(document: Document, block: _Block, said: list[Said]) -> list[Item]:
    shown = _shown(document, said)
    made: dict[int, Item] = {}
    items = []
    for one in said:
        element = shown.get(fold(_text(one.text)))
        item = Item(
            element if element is not None else block.element,
            external_id=one.number,
            parent=one.parent,
            answers=made.get(id(one.above)) if one.above is not None else None,
            author=clean_name(one.author, plain=True) if one.author else None,
            author_url=one.author_url,
            date=None if one.exact else one.date,
            machine_date=one.date if one.exact else None,
            permalink=one.url,
            status=one.status,
        )
        if element is not None:
            item.body = (element,)
        else:
            item.text = _text(one.text)
            item.span = (one.text.start, one.text.end)
        made[id(one)] = item
        items.append(item)
    return items


def _text(raw: Placed) -> str:
    """Return what a string shows: markup as text, plain text with its lines."""
    if _TAGS.search(raw):
        return text_of(raw)
    lines = (text_of(line) if "&" in line else line.rstrip() for line in raw.splitlines())
    return "\n".join(lines).strip("\n")


def _shown(document: Document, said: list[Said]) -> dict[str, Element]:
    """Find the innermost elements of the page that show just these texts."""
    wanted = {fold(_text(one.text)) for one in said}
    lengths = {len(text) for text in wanted}
    found: dict[str, Element] = {}
    for element in document.root.iter("div", "p", "span", "section", "article", "td", "dd", "li"):
        text = fold(text_within(element)) if len(element) < 200 else ""
        if len(text) not in lengths and len(text) <= _SHOWN_MOST:
            text = fold(" ".join(str(part) for part in element.itertext()))
        if text in wanted:
            found[text] = element
    if len(found) < 0.8 * len(wanted) or any(len(text) < 2 for text in found):
        return {}
    return found


LINKED = Family("JSON-LD", find_linked)
STATE = Family("data of a script", find_state, fallback=True)
