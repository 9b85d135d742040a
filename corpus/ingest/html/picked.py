"""Reads author and date from the elements that a description of a system picks.

What class names alone let one guess is read in `parts`.
"""

from collections.abc import Iterable, Sequence

from corpus.ingest.events import MarkKind
from corpus.ingest.html.document import Element
from corpus.ingest.html.moments import exact, find_date, is_plain
from corpus.ingest.html.names import clean_name, fold, folded_up_to
from corpus.ingest.html.parts import Parts, text_within

_STAMPS = ("datetime", "data-time", "data-timestamp", "data-utime", "data-date", "content", "title")
_LONGEST_DATE = 120


def line_of(element: Element, most: int) -> str | None:
    """Return an element's text on one line, its parts set apart; None if it is longer than that.

    Costs no more than that length, however much the element holds.
    """
    return folded_up_to(element.itertext(), most)


def nested_in(groups: Iterable[Sequence[Element]]) -> dict[Element, set[Element]]:
    """Map the first of each group of elements to those of other groups that lie right within."""
    owner = {one: group[0] for group in groups for one in group}
    found: dict[Element, set[Element]] = {}
    for one, first in owner.items():
        holder = next((owner[above] for above in one.iterancestors() if above in owner), None)
        if holder is not None and holder is not first:
            found.setdefault(holder, set()).add(one)
    return found


def is_dated(parts: Parts) -> bool:
    """Say whether any date was found."""
    return bool(parts.date or parts.machine_date)


def read_date(parts: Parts, element: Element) -> None:
    """Take the exact date of an attribute, else the fuller of what is printed and the title."""
    parts.date_element = element
    printed = fold(text_within(element))
    found = find_date(printed)
    parts.date = found.raw if found else printed[:_LONGEST_DATE] or None
    for one in (element, *element.iterdescendants()):
        for name in _STAMPS:
            value = one.get(name)
            if not value:
                continue
            if exact(value):
                parts.machine_date = value
                return
            fuller = find_date(value) if name == "title" else None
            if fuller and fuller.full and is_plain(fuller.raw):
                parts.date = fuller.raw
                return


def name_in(element: Element) -> str | None:
    """Return the name that an element says, or has as its value (`meta`)."""
    return clean_name(text_within(element) or element.get("content") or "", plain=True)


def link_of(author: Element) -> str | None:
    """Return the address that a name leads to."""
    for one in (*author.iter("a"), *(above for above in author.iterancestors("a"))):
        href = (one.get("href") or "").strip()
        if "://" in href[:10] or href.startswith("//"):
            return href
    return None


def marks_of(parts: Parts) -> tuple[tuple[MarkKind, Element], ...]:
    """Return where author and date stand."""
    marks: list[tuple[MarkKind, Element]] = []
    if parts.author is not None and parts.name:
        marks.append(("author", parts.author))
    if parts.date_element is not None:
        marks.append(("date", parts.date_element))
    return tuple(marks)
