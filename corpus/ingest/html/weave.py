"""Weaves the comments found in a page into posts in reading order: texts, dates, parents, spans.

Which comments there are was decided before; how the page is tiled is `layout`'s matter.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.ingest.dates import numeric_order
from corpus.ingest.events import Event, Failed, MarkKind, Noted, ParentHow, PostRead, PostStatus
from corpus.ingest.html.document import Document, Element, Span
from corpus.ingest.html.edges import take_off_lines
from corpus.ingest.html.head import original_url
from corpus.ingest.html.items import Item
from corpus.ingest.html.moments import Customs, when
from corpus.ingest.html.names import is_verb, same_name
from corpus.ingest.html.stubs import is_stub
from corpus.ingest.markup import element_text
from corpus.ingest.tree import Tree, arrange
from corpus.text import canonical, word_count

# What is left of "(Reply) (Parent) | #" when the buttons are gone.
_EMPTIED = re.compile(r"(?:\s*(?:\(\s*\)|\[\s*\])[\s|·•]*)+\Z")
_COUNT = re.compile(r"\W*\d{1,5}\W*\Z")
POST_CHARACTERS = 1_000_000

_FAULTS = {
    "duplicate_id": "Its id stands earlier in the page; the later one was left without an id.",
    "dangling_parent": "It answers a comment that is not in the page.",
    "self_parent": "It names itself as its parent.",
    "cyclic_parent": "It answers one of its own answers.",
}
_HINTS = {"dangling_parent": "The page may be one of several; look for the others."}


@dataclass(slots=True)
class Woven:
    """The posts after the entry, in reading order; what to say of them; which items they are."""

    posts: list[PostRead] = field(default_factory=list)
    notes: list[Event] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    failed: int = 0


def customs_of(items: Sequence[Item], customs: Customs) -> Customs:
    """Settle the order of numeric dates by all dates of a page."""
    dates = [item.date for item in items if item.date]
    order = numeric_order(dates, language=customs.language)
    return Customs(customs.zone, order, customs.language)


def weave(
    document: Document, items: Sequence[Item], customs: Customs, entry_author: str | None
) -> Woven:
    """Make posts of items."""
    weaver = _Weaver(document, items, customs, entry_author)
    return weaver.run()


class _Weaver:
    """The items of one page while they become posts."""

    def __init__(
        self,
        document: Document,
        items: Sequence[Item],
        customs: Customs,
        entry_author: str | None,
    ) -> None:
        self.document, self.items, self.customs = document, list(items), customs
        self.entry_author = entry_author
        self.marked = any(item.is_entry_author for item in items)
        self.woven = Woven()
        self.texts: list[str] = []

    def run(self) -> Woven:
        self.texts = [text_of_item(item) for item in self.items]
        take_off_lines(self.items, self.texts)
        self._leave_overlong()
        tree = self._arranged()
        numbers = [0] * len(self.items)
        for number, place in enumerate(tree.order, 1):
            numbers[place] = number
        for place in tree.order:
            above = tree.parent[place]
            self._add(place, numbers[place], None if above is None else numbers[above],
                      tree.depth[place])  # fmt: skip
        return self.woven

    def _leave_overlong(self) -> None:
        kept = []
        for place, text in enumerate(self.texts):
            if len(text) <= POST_CHARACTERS:
                kept.append(place)
                continue
            start, end = span_of(self.document, self.items[place]) or (0, 0)
            reason = f"The text has {len(text):,} characters, more than {POST_CHARACTERS:,}."
            item = _label(self.items[place], place + 1)
            self.woven.notes.append(Failed(reason, item, start, end, "bad_text"))
            self.woven.failed += 1
        if len(kept) < len(self.items):
            self.items = [self.items[place] for place in kept]
            self.texts = [self.texts[place] for place in kept]

    def _arranged(self) -> Tree:
        """Put the items into reading order; note ids that are twice and parents that are not."""
        places = {item.element: place for place, item in enumerate(self.items)}
        numbered = {id(item): place for place, item in enumerate(self.items)}
        ids: dict[str, int] = {}
        for place, item in enumerate(self.items):
            if item.external_id is not None and ids.setdefault(item.external_id, place) != place:
                self._fault("duplicate_id", place)
                item.external_id = None
        parents: list[str | None] = []
        for item in self.items:
            above = places.get(item.above) if item.above is not None else None
            if above is None and item.answers is not None:
                above = numbered.get(id(item.answers), -1)
            if above is None and item.parent is not None:
                above = ids.get(item.parent, -1)
            parents.append(None if above is None else str(above))
        tree = arrange([str(place) for place in range(len(self.items))], parents)
        for place, fault in tree.faults:
            self._fault(fault, place)
        return tree

    def _fault(self, code: str, place: int) -> None:
        start, end = span_of(self.document, self.items[place]) or (None, None)
        label = _label(self.items[place], place + 1)
        self.woven.notes.append(
            Noted(code, "warning", _FAULTS[code], _HINTS.get(code, ""), label, start, end)
        )

    def _add(self, place: int, number: int, parent: int | None, depth: int) -> None:
        item, text = self.items[place], self.texts[place]
        start, end = span_of(self.document, item) or (0, 0)
        label = _label(item, number)
        written = when(item.date, item.machine_date, self.customs)
        if written.raw and written.precision == "none":
            message = f"The date {written.raw[:80]!r} was not understood."
            self._note("bad_date", message, label, start, end)
        if item.author is None:
            self._note("no_author", "No author's name was found.", label, start, end)
        how: ParentHow | None = None
        if parent is not None:
            how = "indent" if "parent_by_depth" in item.flags else "markup"
        self.woven.items.append(item)
        self.woven.posts.append(
            PostRead(
                number=number,
                kind=item.kind,
                text=text,
                start=start,
                end=end,
                parent=parent,
                parent_how=how,
                depth=depth,
                author=item.author,
                is_entry_author=self._is_entry_author(item),
                written=written,
                url=original_url(item.permalink) if item.permalink else None,
                external_id=item.external_id,
                status=_status(item, text),
                flags=item.flags,
                words=word_count(text),
                marks=self._marks(item),
                confidence=item.confidence,
                author_url=original_url(item.author_url) if item.author_url else None,
            )
        )

    def _is_entry_author(self, item: Item) -> bool:
        """Trust the page's own mark; where it marks nobody, the name of the entry's author."""
        if self.marked:
            return item.is_entry_author
        return item.kind == "comment" and same_name(item.author, self.entry_author)

    def _marks(self, item: Item) -> tuple[tuple[MarkKind, int, int], ...]:
        marks: list[tuple[MarkKind, int, int]] = []
        for kind, element in item.marks:
            span = self.document.span(element)
            if span:
                marks.append((kind, *span))
        return tuple(marks)

    def _note(self, code: str, message: str, item: str, start: int, end: int) -> None:
        self.woven.notes.append(Noted(code, "warning", message, "", item, start, end))


def text_of_item(item: Item) -> str:
    """Return the text of an item: its bodies without what is no text of it."""
    if item.text is not None:
        return canonical(item.text)[0]
    text = text_of_elements(item.body, item.without)
    if item.without and (")" in text or "]" in text):
        text = _EMPTIED.sub("", text)
    if not item.rest:
        return text
    lines = text.split("\n")
    least = 1 if item.kind == "comment" else 0
    while len(lines) > least and (_is_header(lines[0], item) or _COUNT.match(lines[0])):
        del lines[0]
    while len(lines) > least and _is_header(lines[-1], item):
        del lines[-1]
    return "\n".join(lines)


def _is_header(line: str, item: Item) -> bool:
    """Say whether a line holds nothing but name, date and words between them."""
    for part in (item.date, item.author):
        if part:
            line = line.replace(part, "", 1)
    return is_verb(line)


def text_of_elements(body: Sequence[Element], without: Sequence[Element]) -> str:
    """Return the text of neighbouring elements as one."""
    left_out = frozenset(without)
    texts = (element_text(one, without=left_out) for one in body if one not in left_out)
    return "\n\n".join(text for text in texts if text.strip())


def span_of(document: Document, item: Item) -> Span | None:
    """Return where an item's text begins and ends in the file; else where the item does."""
    if item.span is not None:
        return item.span
    return span_of_elements(document, item.body, item.without) or span_of_elements(
        document, (item.element, *item.others), ()
    )


def span_of_elements(
    document: Document, body: Sequence[Element], without: Sequence[Element]
) -> Span | None:
    """Return where the text of elements begins and ends, less what is left out."""
    left_out = frozenset(without)
    numbers = [
        number for one in body if one not in left_out for number in document.tokens(one, left_out)
    ]
    if not numbers:
        return None
    return document.ink(min(numbers))[0], document.ink(max(numbers))[1]


def _status(item: Item, text: str) -> PostStatus:
    if item.status == "approved" and is_stub(text):
        return "deleted"
    return item.status


def _label(item: Item, number: int) -> str:
    return f"comment {item.external_id or number}"
