"""Tells the parts of recurring comments apart by comparing them: name, date, text, buttons.

What stands in all alike is a button, what is short and differs is a name, what is long is the
text. Class names are asked first (`parts`).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence, Set
from itertools import chain

from corpus.ingest.html.document import Element
from corpus.ingest.html.items import Item
from corpus.ingest.html.levels import answer_by_level, class_figure, margin
from corpus.ingest.html.moments import find_date
from corpus.ingest.html.names import clean_name, fold
from corpus.ingest.html.parts import Parts, own_elements, part, text_within
from corpus.ingest.html.picked import is_dated, link_of, marks_of, read_date
from corpus.ingest.html.recurring import Dated
from corpus.ingest.html.shapes import shape

_ALIKE = 0.6
_NAMED = 0.6
_BUTTON = 40
_NAME = 60
_FIGURES = re.compile(r"\d+")
_NO_NAME = re.compile(r"[\W\d_]*\Z|#\s*\d+\Z")
_TAIL = re.compile(
    r"[\s,|•·–—-]+(?:on|at|am|um|le|el|il|op|em|den|à|w dniu|dne|в)?[\s,:|•·–—-]*\Z", re.IGNORECASE
)
_HEAD = re.compile(
    r"\A(?:(?:posted|written|submitted|commented|comment|geschrieben|publié|escrito)\s+)?"
    r"(?:by|von|par|por|da|door|af|av|od)\s*:?\s+",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:\A|[#_-]|comment|reply|post|answer|c)(\d{1,19})\Z", re.IGNORECASE)
_LEVELS = (class_figure(r"(?:depth|level|indent|nest\w*)[-_]?(\d+)"), margin)


def read_parts(found: Sequence[Dated]) -> list[Item]:
    """Return an item for each recurring part that holds a text or a name."""
    roots = frozenset(root for one in found for root in one.roots)
    read = [_read(one, roots) for one in found]
    _settle_names(found, read, roots)
    alike = _alike(found, read, roots)
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


def _read(one: Dated, roots: frozenset[Element]) -> Parts:
    parts = part(one.roots, roots - frozenset(one.roots))
    own = Parts()
    read_date(own, one.date)
    if is_dated(own) and (own.machine_date or _is_full(own.date) or not _is_full(parts.date)):
        parts.date, parts.machine_date = own.date, own.machine_date
        parts.date_element = one.date
    if parts.name:
        parts.name = _TAIL.sub("", _HEAD.sub("", parts.name))
    if parts.name and (_NO_NAME.match(parts.name) or not _stands_in(parts.author, parts.name)):
        parts.name = None
    if not parts.name:
        parts.name = parts.author = parts.url = None
    return parts


def _stands_in(element: Element | None, name: str) -> bool:
    """Say whether a name is one run of words, not run together from two lines."""
    return element is None or name in _line(element)


def _is_full(date: str | None) -> bool:
    found = find_date(date) if date else None
    return found is not None and found.full


def _settle_names(found: Sequence[Dated], read: Sequence[Parts], roots: frozenset[Element]) -> None:
    """Look for the names elsewhere if few were found, or all are one word such as "Reply"."""
    names = Counter(parts.name for parts in read if parts.name)
    most = names.most_common(1)[0][1] if names else 0
    if sum(names.values()) >= _NAMED * len(read) and (most < len(read) or len(read) < 3):
        return
    if _names_beside_dates(found, read):
        return
    best = _name_slot(found, roots)
    for place, parts in enumerate(read):
        element = best.get(place)
        parts.author = element
        parts.name = clean_name(text_within(element)) if element is not None else None
        parts.url = link_of(element) if element is not None else None


def _name_slot(found: Sequence[Dated], roots: frozenset[Element]) -> dict[int, Element]:
    """Return the elements that seem to hold the names, by the place of their part."""
    slots: dict[object, dict[int, Element]] = defaultdict(dict)
    for place, one in enumerate(found):
        for element in own_elements(one.roots, roots - frozenset(one.roots)):
            text = fold(text_within(element))
            if 0 < len(text) <= _NAME and not find_date(text) and not _NO_NAME.match(text):
                above = element.getparent()
                key = (shape(element), shape(above) if above is not None else ())
                slots[key].setdefault(place, element)
    best = max(slots.values(), key=lambda slot: _worth(slot, len(found)), default={})
    return best if _worth(best, len(found)) > 0 else {}


def _names_beside_dates(found: Sequence[Dated], read: Sequence[Parts]) -> bool:
    """Take the names that stand in one line with the dates ("Anna, 3 May 2009"); say if so."""
    names = [_beside_date(parts) for parts in read]
    told = [name for name in names if name]
    if len(told) < _NAMED * len(read) or (len(set(told)) == 1 and len(read) > 2):
        return False
    for one, parts, name in zip(found, read, names, strict=True):
        parts.name = name
        parts.author = _saying(one, name) if name else None
        parts.url = link_of(parts.date_element) if parts.date_element is not None else None
    return True


def _saying(one: Dated, name: str) -> Element:
    """Return the innermost element that says a name and nothing else, else that of the date."""
    found = one.date
    for root in one.roots:
        for element in root.iter():
            if isinstance(element.tag, str) and fold(text_within(element)) == name:
                found = element
    return found


def _beside_date(parts: Parts) -> str | None:
    if parts.date_element is None or not parts.date:
        return None
    for one in (parts.date_element, parts.date_element.getparent()):
        line = _line(one) if one is not None else ""
        if not line or len(line) > 2 * _NAME + len(parts.date) or parts.date not in line:
            continue
        before, _, behind = line.partition(parts.date)
        for side in (_TAIL.sub("", before + " "), behind):
            name = clean_name(_HEAD.sub("", side.strip(" ,|•·–—-()[]")))
            if name and len(name) <= _NAME and not _NO_NAME.match(name):
                return name
    return None


def _worth(slot: dict[int, Element], parts: int) -> float:
    """Weigh a slot as that of the names: in most parts, mostly different, near the beginning."""
    if not slot or len(slot) < _NAMED * parts:
        return 0.0
    texts = Counter(fold(text_within(one)) for one in slot.values())
    different = len(texts) / len(slot)
    if texts.most_common(1)[0][1] == len(slot) and parts > 2:
        return 0.0
    marked = any(one.tag in {"a", "b", "strong", "cite", "h3", "h4", "h5"} for one in slot.values())
    length = sum(len(text) * count for text, count in texts.items()) / len(slot)
    return len(slot) / parts + 0.5 * different + 0.4 * marked - length / 100


def _alike(
    found: Sequence[Dated], read: Sequence[Parts], roots: frozenset[Element]
) -> dict[Dated, tuple[Element, ...]]:
    """Find the short texts that most parts have: buttons, labels, counts of votes."""
    if len(found) < 3:
        return {}
    short: dict[Dated, list[tuple[str, Element]]] = {}
    counted: Counter[str] = Counter()
    for one, parts in zip(found, read, strict=True):
        texts = []
        for element in own_elements(one.roots, roots - frozenset(one.roots)):
            text = _FIGURES.sub("#", fold(text_within(element)).casefold())
            if 0 < len(text) <= _BUTTON and element not in {parts.author, parts.date_element}:
                texts.append((text, element))
        short[one] = texts
        counted.update({text for text, _ in texts})
    buttons = {text for text, count in counted.items() if count >= _ALIKE * len(found)}
    return {
        one: tuple(element for text, element in texts if text in buttons)
        for one, texts in short.items()
    }


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
        rest = _line(inner)
        for known in (parts.date, parts.name):
            rest = rest.replace(known, "") if known else rest
        around = () if inner in one.roots else inner.iterancestors()
        rests = ((above, _rest(above, left_out)) for above in around)
        for element, left in chain(((inner, rest),), rests):
            if len(fold(left)) > _BUTTON or (alone and element in one.roots):
                break
            yield _FIGURES.sub("#", fold(left).casefold()), element
            if element in one.roots:
                break


def _line(element: Element) -> str:
    """Return an element's text on one line, with a blank between the texts of its parts."""
    return fold(" ".join(str(text) for text in element.itertext()))


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
