"""Finds comments of WordPress themes, and of other tools that give each comment an id of its kind.

A comment is what stands around the id "comment-12" (or "li-comment-12", "div-comment-12"), or an
item of a list that calls itself one. What its author, date and text are is found in `parts`.
"""

import re
from collections.abc import Sequence
from itertools import islice

from corpus.ingest.events import MarkKind, PostKind, PostStatus
from corpus.ingest.html.document import Document, Element
from corpus.ingest.html.items import CommentList, Family, Item
from corpus.ingest.html.markers import count_ids
from corpus.ingest.html.nesting import parents
from corpus.ingest.html.parts import Parts, part, text_within
from corpus.ingest.html.places import in_widget
from corpus.ingest.html.units import Unit, find_units

NAME = "WordPress"

_SIGNS = re.compile(
    r"depth-\d|thread-(?:even|odd|alt)|bypostauthor|commentlist|comment-list|wpd-comment|replytocom|"
    r"wp-content/|wp-includes/|commentmetadata"
)
_PINGS = re.compile(r"(?:^|[-_\s])(?:ping(?:back)?s?|trackbacks?)(?:[-_]?list)?(?:$|[-_\s])")
_PING_TEXT = re.compile(r"\A\s*(pingback|trackback)\s*(?:by|from|von|de)?\s*[:：]", re.IGNORECASE)
_EXCERPT = re.compile(r"\A\W*\[\s?(?:…|\.{3})\s?\].*\[\s?(?:…|\.{3})\s?\]\W*\Z", re.DOTALL)
_OWNER = re.compile(
    r"(?:^|\s)(?:bypostauthor|by-?post-?author|author-?comment|authcomment|comment-by-author|"
    r"wpd-blog-(?:post_)?author)(?:\s|$)"
)
_DELETED = re.compile(r"(?:^|[\s_-])(?:deleted|trashed|removed)(?:$|[\s_-])")
_LINKED = re.compile(r"(?:#(?:li-|div-)?comment-|replytocom=)(\d+)")
_ALONE = 3


def find(document: Document) -> list[CommentList]:
    """Return the comment lists of a page: its own first, then those of widgets."""
    units = find_units(document)
    if not units:
        return []
    by_list: dict[bool, list[Unit]] = {}
    known: dict[Element, bool] = {}
    for unit in units:
        by_list.setdefault(in_widget(unit.element, known), []).append(unit)
    signed = len(list(islice(_SIGNS.finditer(document.text), _ALONE))) >= _ALONE
    return [
        _list(document, listed, aside=aside, signed=signed)
        for aside, listed in sorted(by_list.items())
    ]


def _list(document: Document, units: Sequence[Unit], *, aside: bool, signed: bool) -> CommentList:
    nesting = parents(units)
    items = [
        _item(unit, above, staged=nesting.staged)
        for unit, above in zip(units, nesting.parents, strict=True)
    ]
    named = sum(item.author is not None for item in items) / len(items)
    dated = sum(bool(item.date or item.machine_date) for item in items) / len(items)
    confidence = (0.5 if signed else 0.4) + 0.25 * named + 0.22 * dated
    flags = ("doubtful_nesting",) if nesting.doubtful else ()
    what = "WordPress comments" if signed else "comments with ids as of WordPress"
    return CommentList(
        NAME,
        confidence * (0.3 if aside else 1.0),
        f"{len(items)} {what}",
        items,
        flags=flags,
    )


def _item(unit: Unit, above: Unit | None, *, staged: bool) -> Item:
    parts = part(unit.roots, frozenset(unit.within))
    classes = _classes(unit)
    kind = _kind(unit, parts, classes)
    flags: tuple[str, ...] = ()
    if above is not None and unit.above is not above and staged:
        flags = ("parent_by_depth",)
    return Item(
        element=unit.element,
        others=unit.others,
        external_id=unit.number or _linked_number(unit),
        parent=None,
        above=above.element if above else None,
        author=parts.name,
        author_url=parts.url,
        date=parts.date,
        machine_date=parts.machine_date,
        body=parts.body,
        without=parts.without,
        rest=not parts.plain,
        kind=kind,
        status=_status(parts, classes),
        permalink=_permalink(unit),
        is_entry_author=_OWNER.search(classes) is not None,
        flags=flags,
        marks=marks_of(parts),
        confidence=_confidence(parts, kind),
    )


def _classes(unit: Unit) -> str:
    """Return the classes of the comment and of what wraps it and nothing else, in lower case."""
    names = [root.get("class") or "" for root in unit.roots]
    inner = unit.element
    while len(inner) == 1 and inner.tag in {"li", "div", "article"}:
        inner = inner[0]
        names.append(inner.get("class") or "")
    return " ".join(names).lower()


def _kind(unit: Unit, parts: Parts, classes: str) -> PostKind:
    found = _PINGS.search(classes) or _PINGS.search(_around(unit.element))
    said = _PING_TEXT.match(text_within(unit.element)[:200])
    if found or said:
        word = (said[1] if said else found[0] if found else "").lower()
        return "trackback" if "trackback" in word else "pingback"
    if parts.url and parts.plain and parts.body and "depth-" not in classes:
        text = text_within(parts.body[0]).strip()
        if len(text) < 2000 and _EXCERPT.match(text):
            return "pingback"
    return "comment"


def _around(element: Element) -> str:
    above = element.getparent()
    if above is None or above.tag in {"body", "html", "main"}:
        return ""
    return f"{above.get('class') or ''} {above.get('id') or ''}".lower()


def _status(parts: Parts, classes: str) -> PostStatus:
    if parts.pending:
        return "pending"
    return "deleted" if _DELETED.search(classes) else "approved"


def _linked_number(unit: Unit) -> str | None:
    """Return the comment's number from its own permalink or reply link."""
    for link in unit.element.iter("a"):
        found = _LINKED.search(link.get("href") or "")
        if found:
            return found[1]
    return None


def _permalink(unit: Unit) -> str | None:
    number = unit.number
    if number is None:
        return None
    for root in unit.roots:
        for link in root.iter("a"):
            href = link.get("href") or ""
            if href.endswith((f"#comment-{number}", f"comment-{number}")) and "://" in href:
                return href
    return None


def marks_of(parts: Parts) -> tuple[tuple[MarkKind, Element], ...]:
    """Return where the author and the date of a comment stand."""
    marks: list[tuple[MarkKind, Element]] = []
    if parts.author is not None and parts.name:
        marks.append(("author", parts.author))
    if parts.date_element is not None:
        marks.append(("date", parts.date_element))
    return tuple(marks)


def _confidence(parts: Parts, kind: PostKind) -> float:
    dated = bool(parts.date or parts.machine_date)
    if kind != "comment":
        return 1.0 if parts.name else 0.8
    return 0.4 + 0.3 * bool(parts.name) + 0.2 * dated + 0.1 * parts.plain


FAMILY = Family(NAME, find, count_ids)
