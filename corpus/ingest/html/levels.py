"""Tells how deep comments are where they aren't nested in each other: indents, figures.

Who answers whom by nesting is said by the families themselves.
"""

import re
from collections.abc import Callable
from itertools import islice

from corpus.ingest.html.document import Element
from corpus.ingest.html.items import Item
from corpus.ingest.html.selectors import fits

_MARGIN = re.compile(r"(?:margin|padding)-left\s*:\s*(\d+)", re.IGNORECASE)
Level = Callable[[Element], float | None]


def answer_by_level(items: list[Item], level: Level) -> None:
    """Make each item answer the nearest before it that is less deep."""
    stack: list[tuple[float, Item]] = []
    for item in items:
        deep = level(item.element)
        if deep is None:
            continue
        while stack and stack[-1][0] >= deep:
            stack.pop()
        if stack and item.parent is None and item.above is None:
            item.above = stack[-1][1].element
            item.flags = (*item.flags, "parent_by_depth")
        item.depth = len(stack)
        stack.append((deep, item))


def margin(element: Element) -> float | None:
    """Return how far the style of an element, or of what is around it, moves it to the right."""
    for one in (element, element.getparent()):
        found = _MARGIN.search(one.get("style") or "") if one is not None else None
        if found:
            return float(found[1])
    return None


def inside(selector: str) -> Level:
    """Return a function that counts the elements of a selector around an element."""
    return lambda element: float(sum(fits(selector, above) for above in element.iterancestors()))


def attribute(name: str) -> Level:
    """Return a function that reads a figure from an attribute of an element."""

    def read(element: Element) -> float | None:
        value = (element.get(name) or "").strip()
        return float(value) if value.isdecimal() else None

    return read


def class_figure(expression: str) -> Level:
    """Return a function that reads a figure from the classes of an element, around it or in it."""
    wanted = re.compile(expression)

    def read(element: Element) -> float | None:
        around = islice(element.iterancestors(), 2)
        for one in (element, *around, *element.iterdescendants()):
            found = wanted.search(one.get("class") or "")
            if found:
                return float(found[1])
        return None

    return read
