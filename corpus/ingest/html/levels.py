"""Tells how deep comments are where they aren't nested in each other: indents, figures.

Who answers whom by nesting is said by the families themselves.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import islice

from corpus.ingest.html.document import Element
from corpus.ingest.html.items import Item
from corpus.ingest.html.selectors import fits

_MARGIN = re.compile(r"(?:margin|padding)-left\s*:\s*(\d+)", re.IGNORECASE)
Level = Callable[[Element], float | None]


def answer_by_level(items: list[Item], level: Level) -> None:
    """Make each item answer the nearest before it that is less deep; others are at the top."""
    told = [level(item.element) for item in items]
    least = min((deep for deep in told if deep is not None), default=None)
    if least is None:
        return
    stack: list[tuple[float, Item]] = []
    for item, said in zip(items, told, strict=True):
        deep = least - 1 if said is None else said
        while stack and stack[-1][0] >= deep:
            stack.pop()
        if stack and item.parent is None and item.above is None:
            item.above = stack[-1][1].element
            item.flags = (*item.flags, "parent_by_depth")
        item.depth = len(stack)
        stack.append((deep, item))


def answer_by_wrapper(items: Sequence[Item]) -> None:
    """Make items answer the first in the wrapper around them, where nothing else tells of answers.

    A wrapper holds one comment and then its answers, each in a wrapper of the same kind.
    """
    if any(item.parent or item.above is not None or item.depth for item in items):
        return
    first: dict[Element, Item] = {}
    for item in items:
        for above in item.element.iterancestors():
            if above in first:
                break
            first[above] = item
    kinds: dict[int, set[str]] = {}
    for wrapper, led in first.items():
        kinds.setdefault(id(led), set()).add(_kind(wrapper))
    for item in items:
        item.above = _leader(item, first, kinds.get(id(item), set()) - {""})
        if item.above is not None:
            item.flags = (*item.flags, "parent_by_depth")


def _leader(item: Item, first: Mapping[Element, Item], kinds: Collection[str]) -> Element | None:
    """Return the first comment in the nearest wrapper of these kinds that another one leads."""
    for above in item.element.iterancestors():
        led = first.get(above)
        if led is not None and led is not item and _kind(above) in kinds:
            return led.element
    return None


def _kind(element: Element) -> str:
    """Return an element's tag with its first class: both without are of no kind."""
    classes = (element.get("class") or "").split()
    return f"{element.tag!s}.{classes[0]}" if classes else ""


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
