"""Reads comments of systems whose markup is known, by a description of it: a `System`.

The descriptions are in `systems_*`, one line a mark. Markup that nobody described is `induction`'s.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.ingest.events import PostStatus
from corpus.ingest.html.document import Document, Element
from corpus.ingest.html.items import CommentList, Family, Item
from corpus.ingest.html.levels import Level, answer_by_level
from corpus.ingest.html.names import fold
from corpus.ingest.html.parts import Parts, own_elements, part, text_within
from corpus.ingest.html.picked import is_dated, lies_in, link_of, marks_of, name_in, read_date
from corpus.ingest.html.places import in_widget
from corpus.ingest.html.selectors import every, first, select, select_apart
from corpus.ingest.html.stubs import is_stub

_NUMBERED = ("id", "name", "href", "data-id", "data-comment-id", "data-post-id", "data-pid")
_FIGURE = re.compile(r"\d[\d.,\u00a0\u202f ]*")
_MOST = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """How a system writes comments; all but `number` and the functions are selectors.

    One of `sign` has to stand in the page, if there are any. `item` is the whole comment, `title`
    a heading that is part of the text unless the text begins with it, `aside` what lies in the
    body and is none of it. `number` is an expression whose group is the comment's id, looked for
    in the item's attributes, then in what it holds, then just before it. `answers` picks a link,
    and `parent` reads the id of the parent from it (from an attribute of the item if `answers` is
    empty). `level` tells how deep an item is, if that isn't said by nesting. `owner` and `deleted`
    may pick the item itself. `count` picks where the page says how many there are. `forum`: the
    first item is the entry itself.
    """

    name: str
    item: str
    body: str
    sign: tuple[str, ...] = ()
    author: str = ""
    author_attribute: str = ""
    date: str = ""
    number: str = ""
    title: str = ""
    aside: str = ""
    answers: str = ""
    parent: str = ""
    level: Level | None = None
    owner: str = ""
    deleted: str = ""
    pending: str = ""
    count: str = ""
    forum: bool = False
    confidence: float = 0.95


def family(system: System) -> Family:
    """Return the family of a system."""
    return Family(system.name, lambda document: find(document, system))


def find(document: Document, system: System) -> list[CommentList]:
    """Return the lists of a system's comments: the page's own, then those in widgets."""
    if system.sign and not any(sign in document.text for sign in system.sign):
        return []
    elements = select_apart(document, system.item)
    if not elements:
        return []
    lists = []
    asides = [in_widget(element) for element in elements]
    for aside in (False, True):
        chosen = [one for one, beside in zip(elements, asides, strict=True) if beside is aside]
        found = _list(document, system, chosen) if chosen else None
        if found is not None:
            found.confidence *= 0.3 if aside else 1.0
            lists.append(found)
    return lists


def _list(document: Document, system: System, elements: list[Element]) -> CommentList | None:
    reading = _Reading(system, elements)
    items = [item for element in elements if (item := reading.item(element)) is not None]
    if not items or len(items) < _MOST * len(elements):
        return None
    if system.level is not None:
        answer_by_level(items, system.level)
    if system.forum:
        items[0].kind = "entry"
    named = sum(item.author is not None for item in items) / len(items)
    dated = sum(bool(item.date or item.machine_date) for item in items) / len(items)
    return CommentList(
        system.name,
        system.confidence * (0.7 + 0.2 * named + 0.1 * dated),
        f"{len(items)} comments marked as {system.name} marks them",
        items,
        declared=_declared(document, system.count) if system.count else None,
        flags=("forum",) if system.forum else (),
    )


class _Reading:
    """The items of one list while they are read."""

    def __init__(self, system: System, elements: list[Element]) -> None:
        self.system = system
        self.nested = frozenset(elements)
        self.number = re.compile(system.number) if system.number else None
        self.parent = re.compile(system.parent) if system.parent else None

    def item(self, element: Element) -> Item | None:
        """Read one item; None when it holds no body: it is something else."""
        system = self.system
        own = list(own_elements((element,), self.nested))
        body = self._body(own)
        deleted = bool(system.deleted) and first(system.deleted, own) is not None
        if not body and not deleted:
            return None
        parts = self._parts(element, own, body)
        text = "".join(text_within(one) for one in body)
        status: PostStatus = "approved"
        if deleted or is_stub(text.strip()):
            status = "deleted"
        elif system.pending and first(system.pending, own) is not None:
            status = "pending"
        number = self._number(element, own)
        title = self._title(own, text)
        return Item(
            element,
            external_id=number,
            parent=self._parent(element, own, number),
            above=self._above(element),
            author=parts.name,
            author_url=parts.url,
            date=parts.date,
            machine_date=parts.machine_date,
            body=(*title, *body),
            without=tuple(one for one in self._asides(own, body) if one not in title),
            status=status,
            permalink=self._permalink(own),
            is_entry_author=bool(system.owner) and first(system.owner, own) is not None,
            marks=marks_of(parts),
            confidence=1.0 if parts.name or status == "deleted" else 0.7,
        )

    def _body(self, own: list[Element]) -> tuple[Element, ...]:
        """Return what the first path of the selector that picks anything picks."""
        for path in self.system.body.split(","):
            picked = every(path, own)
            outer = set(picked)
            found = tuple(
                one for one in picked if not any(above in outer for above in one.iterancestors())
            )
            if found:
                return found
        return ()

    def _asides(self, own: list[Element], body: tuple[Element, ...]) -> tuple[Element, ...]:
        nested = tuple(inner for one in body for inner in one.iter() if inner in self.nested)
        if not self.system.aside:
            return nested
        return (*nested, *every(self.system.aside, own))

    def _title(self, own: list[Element], text: str) -> tuple[Element, ...]:
        if not self.system.title:
            return ()
        title = first(self.system.title, own)
        said = fold(text_within(title)) if title is not None else ""
        if title is None or not said or fold(text).startswith(said.rstrip(".… ")):
            return ()
        return (title,)

    def _parts(self, element: Element, own: list[Element], body: tuple[Element, ...]) -> Parts:
        system = self.system
        parts = Parts()
        outside = [one for one in own if not lies_in(one, body)]
        author = first(system.author, outside) if system.author else None
        if author is not None:
            parts.author, parts.name = author, name_in(author)
            parts.url = link_of(author)
        if system.author_attribute and not parts.name:
            parts.name = element.get(system.author_attribute) or None
        date = first(system.date, outside) if system.date else None
        if date is not None:
            read_date(parts, date)
        if (system.author and not parts.name) or (system.date and not is_dated(parts)):
            self._guess(element, parts)
        return parts

    def _guess(self, element: Element, parts: Parts) -> None:
        """Fill in what the description did not find from what class names say."""
        guessed = part((element,), self.nested)
        if not parts.name:
            parts.author, parts.name, parts.url = guessed.author, guessed.name, guessed.url
        if not is_dated(parts):
            parts.date_element = guessed.date_element
            parts.date, parts.machine_date = guessed.date, guessed.machine_date

    def _number(self, element: Element, own: list[Element]) -> str | None:
        if self.number is None:
            return None
        for one in (element, *own, *_just_before(element)):
            for name in _NUMBERED:
                found = self.number.search(one.get(name) or "")
                if found:
                    return found[1]
        return None

    def _parent(self, element: Element, own: list[Element], number: str | None) -> str | None:
        if self.parent is None:
            return None
        answers = self.system.answers
        for source in every(answers, own) if answers else (element,):
            for value in source.attrib.values():
                found = self.parent.search(str(value))
                if found and found[1] != number:
                    return found[1]
        return None

    def _above(self, element: Element) -> Element | None:
        return next((one for one in element.iterancestors() if one in self.nested), None)

    def _permalink(self, own: list[Element]) -> str | None:
        if self.number is None:
            return None
        for one in own:
            href = one.get("href") or ""
            if "://" in href and self.number.search(href):
                return href
        return None


def _just_before(element: Element) -> Iterator[Element]:
    """Yield the anchor that stands before an element and names it."""
    before = element.getprevious()
    if before is not None and before.tag == "a":
        yield before
    elif before is not None and not (before.text or "").strip():
        yield from before.iter("a")


def _declared(document: Document, selector: str) -> int | None:
    for element in select(document, selector):
        found = _FIGURE.search(text_within(element))
        digits = re.sub(r"\D", "", found[0]) if found else ""
        if digits:
            return int(digits)
    return None
