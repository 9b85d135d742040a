"""Finds the comments of Blogger pages, flat (dl) and threaded (li in li), and of its own skins.

Ids are "c" and up to 20 digits. A comment's permalink says when it was written, to the millisecond.
"""

import re

from corpus.ingest.events import PostStatus
from corpus.ingest.html.document import Document, Element
from corpus.ingest.html.items import CommentList, Family, Item
from corpus.ingest.html.markers import shown
from corpus.ingest.html.parts import Parts, part
from corpus.ingest.html.places import in_widget
from corpus.ingest.html.units import Unit, find_units
from corpus.ingest.html.wordpress import marks_of

NAME = "Blogger"

_NUMBER = re.compile(r"c(\d{10,20})\Z")
_SCANNED = re.compile(r"""\s(?:id|name)\s*=\s*["']?c(\d{10,20})["'\s>][^<>]*>?""", re.IGNORECASE)
_WHEN = re.compile(r"[?&;]showComment=(\d{12,14})\b")
_SIGNS = re.compile(
    r"blogger\.com|blogspot\.|showComment=|comments-block|comment-holder|blog-author"
)


def find(document: Document) -> list[CommentList]:
    """Return the comments of a page, one list, if it has ids as Blogger writes them."""
    units = find_units(document, _NUMBER, unmarked=False)
    known: dict[Element, bool] = {}
    units = [unit for unit in units if not in_widget(unit.element, known)]
    if not units:
        return []
    items = [_item(unit) for unit in units]
    signed = _SIGNS.search(document.text) is not None
    named = sum(item.author is not None for item in items) / len(items)
    dated = sum(bool(item.date or item.machine_date) for item in items) / len(items)
    confidence = (0.5 if signed else 0.3) + 0.25 * named + 0.23 * dated
    return [CommentList(NAME, confidence, f"{len(items)} Blogger comments", items)]


def count(document: Document, chosen: CommentList) -> int:
    """Count the different comment ids in the source."""
    del chosen
    return len(set(_SCANNED.findall(shown(document.text))))


def _item(unit: Unit) -> Item:
    parts = part(unit.roots, frozenset(unit.within))
    permalink, milliseconds = _permalink(unit)
    return Item(
        element=unit.element,
        others=unit.others,
        external_id=unit.number,
        above=unit.above.element if unit.above else None,
        author=parts.name,
        author_url=parts.url,
        date=parts.date,
        machine_date=milliseconds or parts.machine_date,
        body=parts.body,
        without=parts.without,
        rest=not parts.plain,
        status=_status(unit),
        permalink=permalink,
        is_entry_author=_has_class(unit, "blog-author"),
        marks=marks_of(parts),
        confidence=_confidence(parts),
    )


def _permalink(unit: Unit) -> tuple[str | None, str | None]:
    """Return the comment's own link and the milliseconds in it."""
    fragment = f"#c{unit.number}"
    for root in unit.roots:
        for link in root.iter("a"):
            href = link.get("href") or ""
            if href.endswith(fragment) and len(href) > len(fragment):
                found = _WHEN.search(href)
                return href, found[1] if found else None
    return None, None


def _status(unit: Unit) -> PostStatus:
    return "deleted" if _has_class(unit, "deleted-comment", "comment-deleted") else "approved"


def _has_class(unit: Unit, *names: str) -> bool:
    """Say whether an element of the comment, not of its replies, has one of the classes."""
    nested = frozenset(unit.within)
    stack = list(unit.roots)
    while stack:
        one = stack.pop()
        classes = (one.get("class") or "").lower().split()
        if any(name in classes for name in names):
            return True
        stack.extend(inner for inner in one if inner not in nested)
    return False


def _confidence(parts: Parts) -> float:
    dated = bool(parts.date or parts.machine_date)
    return 0.4 + 0.3 * bool(parts.name) + 0.2 * dated + 0.1 * parts.plain


FAMILY = Family(NAME, find, count)
