"""Looks whether text was lost in a list of comments: what is neither text nor name nor button.

A cross-check that shares nothing with how the comments were parted. It only raises a doubt; a
person decides.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set

from corpus.ingest.html.document import Document, Element
from corpus.ingest.html.items import Item
from corpus.ingest.html.moments import find_date
from corpus.ingest.html.names import fold

_FIGURES = re.compile(r"\d+")
_SILENT = frozenset({
    "script", "style", "template", "form", "textarea", "select", "option", "button", "noscript",
    "svg", "nav", "aside", "iframe",
})  # fmt: skip
_WITHIN = 0.3
_BETWEEN = 0.6
_LEAST = 60
_BETWEEN_LEAST = 150
_ONE = 25
_LABEL = 12
_NO_TEXT = 3


def doubt(document: Document, items: Sequence[Item]) -> str | None:
    """Say what of the comments' text may have been missed; None if all seems to be told."""
    if len(items) < 2 or any(item.text is not None for item in items):
        return None
    roots = {root for item in items for root in (item.element, *item.others)}
    told = [_told(item, roots) for item in items]
    kept = sum(size for size, _ in told)
    strange = _strange([rest for _, rest in told])
    within = sum(strange)
    if within > max(_LEAST, _WITHIN * kept):
        return f"{within:,} characters in the comments seem to be neither text nor buttons"
    for (size, _), rest in zip(told, strange, strict=True):
        if not size and rest >= _ONE:
            return "a comment seems to have a text that was not recognised"
    between = _between(document, items, roots)
    empty = any(size <= _NO_TEXT for size, _ in told)
    if between > max(_BETWEEN_LEAST, _BETWEEN * kept) or (empty and between >= _ONE):
        return f"{between:,} characters stand between the comments"
    return None


def _told(item: Item, roots: Set[Element]) -> tuple[int, list[str]]:
    """Return how much text a comment has, and what other texts stand in it."""
    body, without = set(item.body), set(item.without)
    marked = {element for _, element in item.marks}
    kept: list[str] = []
    rest: list[str] = []
    for root in (item.element, *item.others):
        stack = [(root, root in body, False)]
        while stack:
            one, inside, apart = stack.pop()
            if one.tag in _SILENT or not isinstance(one.tag, str):
                continue
            inside, apart = inside or one in body, apart or one in without
            known = one in marked
            for text in (one.text, *(inner.tail for inner in one)):
                words = fold(text) if text else ""
                if inside and not apart:
                    kept.append(words)
                elif words and not known:
                    rest.append(words)
            inner = [] if known else [child for child in one if child not in roots]
            stack.extend((child, inside, apart) for child in inner)
    text = " ".join(kept)
    left = [words for words in rest if words.rstrip(".…") not in text]
    return len(text), [words for words in left if not _is_head(words, item)]


def _is_head(words: str, item: Item) -> bool:
    """Say whether words are the name, the date, or short enough to be a label."""
    if len(words) <= _LABEL or words == item.author:
        return True
    return len(words) <= 120 and (find_date(words) is not None or words in (item.date or ""))


def _strange(rests: Sequence[Sequence[str]]) -> list[int]:
    """Count for each comment the characters that do not recur in others as buttons do."""
    counted = Counter(
        words for rest in rests for words in {_FIGURES.sub("#", one.casefold()) for one in rest}
    )
    return [
        sum(len(one) for one in rest if counted[_FIGURES.sub("#", one.casefold())] < 2)
        for rest in rests
    ]


def _between(document: Document, items: Sequence[Item], roots: Set[Element]) -> int:
    """Count the characters between the first and the last comment that are in none of them."""
    places = sorted(document.place(item.element) for item in items)
    inside: set[Element] = set()
    for element in document.elements[places[0] : places[-1]]:
        above = element.getparent()
        if element in roots or above in inside:
            inside.add(element)
    seen = Counter(
        words
        for element in document.elements[places[0] : places[-1]]
        if element not in inside and not _is_silent(element)
        for words in _own_texts(element)
    )
    return sum(len(words) for words, count in seen.items() if count < 2)


def _is_silent(element: Element) -> bool:
    return any(one.tag in _SILENT for one in (element, *element.iterancestors()))


def _own_texts(element: Element) -> Iterator[str]:
    words = fold(element.text or "") if isinstance(element.tag, str) else ""
    if len(words) > _LABEL:
        yield _FIGURES.sub("#", words.casefold())
