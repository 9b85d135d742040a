"""Reads comments of systems whose markup is known: a `System`, described in `systems_*`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.ingest.events import PostStatus
from corpus.ingest.html.document import Document, Element
from corpus.ingest.html.items import CommentList, Family, Item
from corpus.ingest.html.levels import Level, answer_by_level, answer_by_wrapper
from corpus.ingest.html.markers import count_ids_alike
from corpus.ingest.html.names import fold
from corpus.ingest.html.parts import Parts, own_elements, part, text_within
from corpus.ingest.html.picked import is_dated, link_of, marks_of, name_in, read_date
from corpus.ingest.html.places import in_widget
from corpus.ingest.html.selectors import Pool, select, select_apart
from corpus.ingest.html.stubs import is_stub
from corpus.ingest.html.weave import text_of_elements

_NUMBERED = ("id", "name", "href", "data-id", "data-comment-id", "data-post-id", "data-pid")
_FIGURE = re.compile(r"\d[\d.,\u00a0\u202f ]*")
_MOST = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """How a system writes comments; all but `number` and the functions are selectors.

    One of `sign` has to stand in the page, if there are any. `item` is the whole comment, `replies`
    an answer of another kind, `title` a heading that is part of the text unless the text begins
    with it, `aside` what lies in the body and is none of it. `number` is an expression whose group
    is the comment's id, looked for in the item's attributes, then in what it holds, then before it.
    `answers` picks a link, and `parent` reads the id of the parent from it (from an attribute of
    the item if `answers` is empty). `level` tells how deep an item is, if that isn't said by
    nesting. `owner` and `deleted` may pick the item itself. `count` picks where the page says how
    many there are, comments and answers apart or not. `forum`: the first item is the entry.
    """

    name: str
    item: str
    body: str
    replies: str = ""
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
    return Family(system.name, lambda document: find(document, system), count_ids_alike)


def find(document: Document, system: System) -> list[CommentList]:
    """Return the lists of a system's comments: the page's own, then those in widgets."""
    elements = select_apart(document, system.item)
    # Looked for last: a sign may be missing from the whole of the source.
    if system.sign and elements and not any(sign in document.text for sign in system.sign):
        return []
    if elements and system.replies:
        elements += select(document, system.replies)
        elements.sort(key=document.place)
    if not elements:
        return []
    lists = []
    known: dict[Element, bool] = {}
    asides = [in_widget(element, known) for element in elements]
    for aside in (False, True):
        chosen = [one for one, beside in zip(elements, asides, strict=True) if beside is aside]
        found = _list(document, system, chosen) if chosen else None
        if found is not None:
            found.confidence *= 0.3 if aside else 1.0
            lists.append(found)
    return lists


def _list(document: Document, system: System, elements: list[Element]) -> CommentList | None:
    reading = _Reading(system, elements)
    read = [reading.item(element) for element in elements]
    if not reading.is_of_kind(elements, read):
        return None
    rest = [item or reading.rest(one) for one, item in zip(elements, read, strict=True)]
    items = [item for item in rest if item is not None]
    if system.level is not None:
        answer_by_level(items, system.level)
    answer_by_wrapper(items)
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
        own = Pool(own_elements((element,), self.nested))
        body = self._body(own)
        deleted = bool(system.deleted) and own.first(system.deleted) is not None
        if not body and not deleted:
            return None
        parts = self._parts(element, own, body)
        text = "".join(text_within(one) for one in body)
        status: PostStatus = "approved"
        if deleted or is_stub(text.strip()):
            status = "deleted"
        elif system.pending and own.first(system.pending) is not None:
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
            is_entry_author=bool(system.owner) and own.first(system.owner) is not None,
            marks=marks_of(parts),
            confidence=1.0 if parts.name or status == "deleted" else 0.7,
        )

    def is_of_kind(self, elements: list[Element], read: list[Item | None]) -> bool:
        """Say whether most items have a body; those without text, and the last, may have none."""
        pairs = list(zip(elements, read, strict=True))
        judged = pairs[:-1] or pairs
        telling = sum(item is not None or self.says(one) for one, item in judged)
        return sum(item is not None for _, item in judged) >= max(1, _MOST * telling)

    def says(self, element: Element) -> bool:
        """Say whether an item has any text of its own."""
        own = own_elements((element,), self.nested)
        return any((one.text or "").strip() for one in own)

    def rest(self, element: Element) -> Item | None:
        """Read an item that has no body of the kind described; None if it says nothing at all."""
        parts = part((element,), self.nested)
        own = Pool(own_elements((element,), self.nested))
        number = self._number(element, own)
        if number is None and not self.says(element):
            return None
        body, without = parts.body, parts.without
        if not text_of_elements(body, without):
            marked = [one for one in (parts.author, parts.date_element) if one is not None]
            body, without = (element,), (*marked, *self._asides(own, (element,)))
        return Item(
            element,
            external_id=number,
            above=self._above(element),
            author=parts.name,
            author_url=parts.url,
            date=parts.date,
            machine_date=parts.machine_date,
            body=body,
            without=without,
            status="deleted" if is_stub(text_of_elements(body, without)) else "approved",
            marks=marks_of(parts),
            confidence=0.5,
        )

    def _body(self, own: Pool) -> tuple[Element, ...]:
        """Return what the first path of the selector that picks anything picks."""
        for picked in own.each(self.system.body):
            outer = set(picked)
            found = tuple(
                one for one in picked if not any(above in outer for above in one.iterancestors())
            )
            if found:
                return found
        return ()

    def _asides(self, own: Pool, body: tuple[Element, ...]) -> tuple[Element, ...]:
        nested = tuple(
            inner for one in body for inner in one.iterdescendants() if inner in self.nested
        )
        if not self.system.aside:
            return nested
        return (*nested, *own.every(self.system.aside))

    def _title(self, own: Pool, text: str) -> tuple[Element, ...]:
        if not self.system.title:
            return ()
        title = own.first(self.system.title)
        said = fold(text_within(title)) if title is not None else ""
        if title is None or not said or fold(text).startswith(said.rstrip(".… ")):
            return ()
        return (title,)

    def _parts(self, element: Element, own: Pool, body: tuple[Element, ...]) -> Parts:
        system = self.system
        parts = Parts()
        outside = own
        if body:
            inner = {one for whole in body for one in whole.iter()}
            outside = Pool(one for one in own.elements if one not in inner)
        author = outside.first(system.author) if system.author else None
        if author is not None:
            parts.author, parts.name = author, name_in(author)
            parts.url = link_of(author)
        if system.author_attribute and not parts.name:
            parts.name = element.get(system.author_attribute) or None
        date = outside.first(system.date) if system.date else None
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

    def _number(self, element: Element, own: Pool) -> str | None:
        if self.number is None:
            return None
        for one in (element, *own.elements, *_just_before(element)):
            for name in _NUMBERED:
                found = self.number.search(one.get(name) or "")
                if found:
                    return found[1]
        return None

    def _parent(self, element: Element, own: Pool, number: str | None) -> str | None:
        if self.parent is None:
            return None
        answers = self.system.answers
        for source in own.every(answers) if answers else (element,):
            for value in source.attrib.values():
                found = self.parent.search(str(value))
                if found and found[1] != number:
                    return found[1]
        return None

    def _above(self, element: Element) -> Element | None:
        return next((one for one in element.iterancestors() if one in self.nested), None)

    def _permalink(self, own: Pool) -> str | None:
        if self.number is None:
            return None
        for one in own.elements:
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
        figures = [re.sub(r"\D", "", one) for one in _FIGURE.findall(text_within(element))]
        if figures:
            return sum(int(figure) for figure in figures)
    return None
