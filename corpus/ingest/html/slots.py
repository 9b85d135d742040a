"""Tells the parts of recurring comments apart by comparing them: name, date, text, buttons.

What stands in all alike is a button, what is short and differs is a name, what is long is the
text. Class names are asked first (`parts`).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from itertools import chain

from corpus.ingest.html.document import Element
from corpus.ingest.html.items import Item
from corpus.ingest.html.levels import answer_by_level, class_figure, margin
from corpus.ingest.html.moments import find_date
from corpus.ingest.html.names import fold
from corpus.ingest.html.naming import bare_name, settle_names
from corpus.ingest.html.parts import Parts, part
from corpus.ingest.html.picked import is_dated, line_of, marks_of, read_date
from corpus.ingest.html.recurring import Dated

_ALIKE = 0.6
_BUTTON = 40
_LONGEST = 400
_FIGURES = re.compile(r"\d+")
_NUMBER = re.compile(r"(?:\A|[#_-]|comment|reply|post|answer|c)(\d{1,19})\Z", re.IGNORECASE)
_LEVELS = (class_figure(r"(?:depth|level|indent|nest\w*)[-_]?(\d+)"), margin)


def read_parts(found: Sequence[Dated]) -> list[Item]:
    """Return an item for each recurring part that holds a text or a name."""
    read = [_read(one) for one in found]
    settle_names(found, read)
    alike = _alike(found, read)
    _unname_buttons(read, alike)
    _add_frames(found, read, alike)
    items = {
        one: _item(one, parts, alike.get(one, ())) for one, parts in zip(found, read, strict=True)
    }
    for one, item in items.items():
        item.above = items[one.above].element if one.above is not None else None
    kept = list(items.values())
    if not any(item.above is not None for item in kept):
        _by_level(kept)
    return kept


def _read(one: Dated) -> Parts:
    parts = part(one.roots, one.nested)
    own = Parts()
    read_date(own, one.date)
    if is_dated(own) and (own.machine_date or _is_full(own.date) or not _is_full(parts.date)):
        parts.date, parts.machine_date = own.date, own.machine_date
        parts.date_element = one.date
    parts.name = bare_name(parts.name, parts.author)
    if not parts.name:
        parts.name = parts.author = parts.url = None
    return parts


def _is_full(date: str | None) -> bool:
    found = find_date(date) if date else None
    return found is not None and found.full


def _alike(found: Sequence[Dated], read: Sequence[Parts]) -> dict[Dated, tuple[Element, ...]]:
    """Find the short texts that most parts have: buttons, labels, counts of votes."""
    if len(found) < 3:
        return {}
    short: dict[Dated, list[tuple[str, Element]]] = {}
    counted: Counter[str] = Counter()
    for one, parts in zip(found, read, strict=True):
        texts = []
        for element in one.own:
            text = line_of(element, _BUTTON)
            if text and element not in {parts.author, parts.date_element}:
                texts.append((_FIGURES.sub("#", text.casefold()), element))
        short[one] = texts
        counted.update({text for text, _ in texts})
    buttons = {text for text, count in counted.items() if count >= _ALIKE * len(found)}
    return {
        one: tuple(element for text, element in texts if text in buttons)
        for one, texts in short.items()
    }


def _unname_buttons(read: Sequence[Parts], alike: dict[Dated, tuple[Element, ...]]) -> None:
    """Take no button for the name of one who has none: all others have it."""
    buttons = Counter(
        words
        for elements in alike.values()
        for words in {(line_of(element, _BUTTON) or "").casefold() for element in elements}
    )
    for parts in read:
        if parts.name and buttons[parts.name.casefold()] >= len(read) - 1:
            parts.name = parts.author = parts.url = None


def _add_frames(
    found: Sequence[Dated], read: Sequence[Parts], alike: dict[Dated, tuple[Element, ...]]
) -> None:
    """Leave out what stands around names and dates with the same few words in most parts."""
    frames: dict[Dated, list[tuple[str, Element]]] = {}
    counted: Counter[str] = Counter()
    for one, parts in zip(found, read, strict=True):
        frames[one] = list(_frames(one, parts, {*parts.without, *alike.get(one, ())}))
        counted.update({rest for rest, _ in frames[one]})
    most = max(2, _ALIKE * len(found))
    for one, around in frames.items():
        framed = tuple(element for rest, element in around if counted[rest] >= most)
        alike[one] = (*alike.get(one, ()), *framed)


def _frames(one: Dated, parts: Parts, aside: Set[Element]) -> Iterator[tuple[str, Element]]:
    """Yield what holds the name or the date and little else, with the little else."""
    left_out: Set[Element | None] = {parts.author, parts.date_element, *aside}
    alone = len(one.roots) == 1
    for inner in (parts.author, parts.date_element):
        if inner is None or (alone and inner in one.roots):
            continue
        rest = line_of(inner, _LONGEST) or "x" * _LONGEST
        for known in (parts.date, parts.name):
            rest = rest.replace(known, "") if known else rest
        around = () if inner in one.roots else inner.iterancestors()
        rests = ((above, _rest(above, left_out)) for above in around)
        for element, left in chain(((inner, rest),), rests):
            words = fold(left)
            if len(words) > _BUTTON or (alone and element in one.roots):
                break
            yield _FIGURES.sub("#", words.casefold()), element
            if element in one.roots:
                break


def _rest(element: Element, left_out: Set[Element | None]) -> str:
    """Return the text in an element without what is left out of it."""
    pieces: list[str] = []
    stack: list[tuple[Element, bool]] = [(element, False)]
    while stack:
        one, ended = stack.pop()
        if ended:
            pieces.append(one.tail or "")
            continue
        if one is not element:
            stack.append((one, True))
        if one not in left_out and isinstance(one.tag, str):
            pieces.append(one.text or "")
            stack.extend((inner, False) for inner in reversed(one))
    return "".join(pieces)


def _item(one: Dated, parts: Parts, alike: tuple[Element, ...]) -> Item:
    return Item(
        one.top,
        others=one.roots[1:],
        external_id=_number(one),
        author=parts.name,
        author_url=parts.url,
        date=parts.date,
        machine_date=parts.machine_date,
        body=parts.body,
        without=(*parts.without, *alike),
        marks=marks_of(parts),
        confidence=0.3 + 0.3 * bool(parts.name) + 0.3 * is_dated(parts) + 0.1 * parts.plain,
    )


def _number(one: Dated) -> str | None:
    for element in (*one.roots, *one.chain):
        for name in ("id", "data-id", "data-comment-id"):
            value = element.get(name)
            found = _NUMBER.search(value) if value else None
            if found:
                return found[1]
    return None


def _by_level(items: list[Item]) -> None:
    for level in _LEVELS:
        told = {level(item.element) for item in items}
        if None not in told and len(told) > 1:
            answer_by_level(items, level)
            return
