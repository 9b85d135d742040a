"""What all readers of XML exports begin and end with: the file's head, its names, its figures.

What the elements between head and end mean is each reader's matter.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.ingest.census import Census
from corpus.ingest.elements import ELEMENT_BYTES, Element, Root, Splitter, Tags, root_of
from corpus.ingest.events import Checkpoint, Event, Failed, Found, Noted, Skipped
from corpus.ingest.exports.assemble import plain
from corpus.ingest.xml_names import Names
from corpus.ingest.xml_text import XmlText
from corpus.ingest.xml_tree import Node, below, tolerant

CHECKPOINT_BYTES = 4 * 1024 * 1024
HEAD_BYTES = 8 * 1024 * 1024
_ROOT_WITHIN = 1 << 20
_ENTITY = re.compile(rb"<!ENTITY\s")


@dataclass(frozen=True, slots=True)
class Export:
    """An XML file whose root was found: the text, what its elements are called."""

    text: XmlText
    root: Root | None
    names: Names
    before: bytes

    @classmethod
    def of(cls, text: XmlText) -> "Export":
        """Look at the beginning of a file."""
        head = text.bytes_at(text.base, text.base + _ROOT_WITHIN)
        root = root_of(head)
        names = Names.of_attributes(root.attributes if root else b"")
        return cls(text, root, names, head[: root.begin] if root else head)

    def start(self, resume: Checkpoint | None = None) -> Checkpoint:
        """Return where to begin: at `resume`, else at the root, so that no document type counts."""
        if resume is not None:
            return self.text.start(resume)
        before = self.before if self.root else b""
        characters = len(before.decode("utf-8", "replace"))
        return Checkpoint(self.text.base + len(before), characters, before.count(b"\n"))

    def notes(self) -> Iterator[Noted]:
        """Say what is unusual before the root element."""
        yield from self.text.noted
        stray = self.before.split(b"<", 1)[0].strip()
        if stray:
            count = len(stray.decode("utf-8", "replace"))
            message = f"{count:,} characters before the XML begins were passed over."
            yield Noted("leading_text", "warning", message, "", "line 1", 0, count)
        if b"<!DOCTYPE" in self.before:
            entities = len(_ENTITY.findall(self.before))
            message = "The document type was not read"
            message += f", nor the {entities:,} entities that it defines." if entities else "."
            yield Noted("doctype_ignored", "info", message, "References to them stay as text.")

    def head(self, until: int) -> Node | None:
        """Read what stands between the root's tag and offset `until`, as far as it can be read."""
        begin = self.text.base + (self.root.begin if self.root else 0)
        raw = self.text.bytes_at(begin, min(until, begin + HEAD_BYTES))
        return tolerant(raw)

    def title(self, *items: str) -> str | None:
        """Return the title of the site or the feed, which stands before the first of its items."""
        first = next(iter(self.splitter(self.start(), names=items)), None)
        head = self.head(first.position if first else self.text.size)
        for node in below(head) if head is not None else ():
            if self.names.of_tag[node.tag] in {"title", "atom:title"}:
                return plain(node.text)
        return None

    def splitter(
        self,
        at: Checkpoint,
        *,
        names: Sequence[str],
        inner: Sequence[str] = (),
        outermost: Sequence[str] = (),
        nests: bool = True,
    ) -> Splitter:
        """Return what cuts the file into elements by their well-known names; see `Tags`."""
        written = self.names.written
        tags = Tags(written(names), written(inner), self._around(), written(outermost), nests)
        return Splitter(self.text.cursor(), at, tags, limit=ELEMENT_BYTES)

    def census(self, position: int, *, names: Sequence[str], unless: str = "") -> Census:
        """Return what counts the elements in a scan of its own."""
        written = self.names.written((unless,))[0] if unless else ""
        cursor = self.text.cursor()
        return Census(
            cursor, position, self.names.written(names), unless=written, around=self._around()
        )

    def _around(self) -> list[str]:
        """Name the elements that stand around all items."""
        return self.names.written(("channel",)) + ([self.root.name] if self.root else [])

    def whole(self, splitter: Splitter) -> bool:
        """Say whether the end of the root element was met."""
        return self.root is None or self.root.name.encode() in splitter.closed


@dataclass(slots=True)
class Tally:
    """What was left out since the last checkpoint, by reason, to be said in one event each."""

    counts: dict[tuple[str, str], int] = field(default_factory=dict)

    def skip(self, what: str, reason: str, count: int = 1) -> None:
        """Leave out `count` items, `what` they are in the source's word."""
        self.counts[what, reason] = self.counts.get((what, reason), 0) + count

    def flush(self) -> Iterator[Event]:
        """Yield what was left out, and begin anew."""
        for (what, reason), count in self.counts.items():
            yield Skipped(reason, what, count=count)
        self.counts.clear()


def unreadable(element: Element, what: str) -> Iterator[Event]:
    """Yield what there is to say of an element as cut out; Failed where it cannot be held."""
    start, end = element.start, element.end
    if element.raw is None:
        count = 1 + len(element.inner) + element.nested
        reason = f"It has {element.after - element.position:,} bytes, more than can be read."
        yield Failed(reason, what, start, end, "too_large", count)
        return
    if element.nested:
        reason = "It stands inside another element of its name."
        yield Skipped(reason, what, start, end, "nested_element", element.nested)
    if element.state == "unclosed":
        message = "It has no end tag; it was taken to end where the next one begins."
        yield Noted("unclosed_element", "warning", message, "", what, start, end)
    elif element.state == "cut":
        message = "The file ends inside it; it is kept as far as it goes."
        yield Noted("cut_item", "error", message, "Export the site again.", what, start, end)


def closing_notes(export: Export, splitter: Splitter) -> Iterator[Event]:
    """Say what is wrong with the end of a file."""
    if splitter.endless_comment >= 0:
        message = (
            f"The comment at byte {splitter.endless_comment:,} has no end; all after it is lost."
        )
        yield Noted("unclosed_comment", "error", message, "Close it with --> and upload it again.")
    if not export.whole(splitter):
        message = "The file ends before its root element is closed; something may be missing."
        yield Noted("cut_file", "error", message, "Export the site again if you can.")


def found(count: int) -> Iterator[Event]:
    """Yield what the separate scan counted."""
    if count:
        yield Found(count)
