"""Finds the names in recurring parts of a page where their class names say nothing of them.

By comparison: a name is short, stands in most parts, differs from one to the next.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from corpus.ingest.html.document import Element
from corpus.ingest.html.moments import find_date
from corpus.ingest.html.names import clean_name
from corpus.ingest.html.parts import Parts
from corpus.ingest.html.picked import line_of, link_of
from corpus.ingest.html.piece import text_within
from corpus.ingest.html.recurring import Dated
from corpus.ingest.html.shapes import shape

_NAMED = 0.6
_NAME = 60
_NO_NAME = re.compile(r"[\W\d_]*\Z|#\s*\d+\Z")
_TAIL = re.compile(
    r"[\s,|•·–—-]+(?:on|at|am|um|le|el|il|op|em|den|à|w dniu|dne|в)?[\s,:|•·–—-]*\Z", re.IGNORECASE
)
_HEAD = re.compile(
    r"\A(?:(?:posted|written|submitted|commented|comment|geschrieben|publié|escrito)\s+)?"
    r"(?:by|von|par|por|da|door|af|av|od)\s*:?\s+",
    re.IGNORECASE,
)
_LONGEST = 2000


def bare_name(name: str | None, element: Element | None) -> str | None:
    """Return a name without "by" and "on"; None if it is none, or run together from two lines."""
    bare = _TAIL.sub("", _HEAD.sub("", name)) if name else ""
    if not bare or _NO_NAME.match(bare):
        return None
    if element is not None and bare not in (line_of(element, _LONGEST) or bare):
        return None
    return bare


def settle_names(found: Sequence[Dated], read: Sequence[Parts]) -> None:
    """Look for the names elsewhere if few were found, or all are one word such as "Reply"."""
    names = Counter(parts.name for parts in read if parts.name)
    most = names.most_common(1)[0][1] if names else 0
    if sum(names.values()) >= _NAMED * len(read) and (most < len(read) or len(read) < 3):
        return
    if _names_beside_dates(found, read):
        return
    best = _name_slot(found)
    for place, parts in enumerate(read):
        element = best.get(place)
        parts.author = element
        parts.name = clean_name(text_within(element)) if element is not None else None
        parts.url = link_of(element) if element is not None else None


def _name_slot(found: Sequence[Dated]) -> dict[int, Element]:
    """Return the elements that seem to hold the names, by the place of their part."""
    slots: dict[object, dict[int, Element]] = defaultdict(dict)
    for place, one in enumerate(found):
        for element in one.own:
            text = line_of(element, _NAME)
            if text and len(text) > 1 and not find_date(text) and not _NO_NAME.match(text):
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
    for element in one.own:
        if line_of(element, len(name)) == name:
            found = element
    return found


def _beside_date(parts: Parts) -> str | None:
    if parts.date_element is None or not parts.date:
        return None
    for one in (parts.date_element, parts.date_element.getparent()):
        line = line_of(one, 2 * _NAME + len(parts.date)) if one is not None else None
        if not line or parts.date not in line:
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
    texts = Counter(line_of(one, _NAME) or "" for one in slot.values())
    different = len(texts) / len(slot)
    if texts.most_common(1)[0][1] == len(slot) and parts > 2:
        return 0.0
    marked = any(one.tag in {"a", "b", "strong", "cite", "h3", "h4", "h5"} for one in slot.values())
    length = sum(len(text) * count for text, count in texts.items()) / len(slot)
    return len(slot) / parts + 0.5 * different + 0.4 * marked - length / 100
