"""Reads WXR, the export of WordPress (1.0 to 1.2), and the form of it that Disqus imports.

The walk over the file lives here; what an item and a comment say is read in `wxr_item`. See
wp-admin/includes/export.php of WordPress for the format.
"""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from corpus.ingest.elements import Element, root_of
from corpus.ingest.events import Checkpoint, Detection, Event, Noted, ReadOptions
from corpus.ingest.exports.opening import (
    CHECKPOINT_BYTES,
    Export,
    Tally,
    closing_notes,
    found,
    unreadable,
)
from corpus.ingest.exports.wxr_item import PARENTS, ItemReader
from corpus.ingest.exports.wxr_site import Site
from corpus.ingest.source import Source
from corpus.ingest.xml_names import Names
from corpus.ingest.xml_text import decoded_head, opened
from corpus.ingest.xml_tree import parse

FORMAT = "wxr"
_ELEMENTS = ("item", "wp:comment")


def sniff(head: bytes, name: str) -> Detection:
    """Tell by WordPress' namespace on an RSS root, or by its elements."""
    del name
    text = decoded_head(head)
    root = root_of(text)
    if root is None:
        return Detection(FORMAT, 0.0, "It is no XML.")
    names = Names.of_attributes(root.attributes)
    if root.name.lower() == "rss" and names.knows("wp"):
        return Detection(FORMAT, 0.97, "An RSS file with the namespace of WordPress' exports.")
    if b"<wp:comment>" in text or b"<wp:post_id>" in text or b"<wp:wxr_version>" in text:
        return Detection(FORMAT, 0.85, "XML with elements of WordPress' exports.")
    return Detection(FORMAT, 0.0, "It has no elements of WordPress' exports.")


def read(source: Source, options: ReadOptions, resume: Checkpoint | None) -> Iterator[Event]:
    """Yield the events of a WXR file, from `resume` on.

    A Checkpoint follows about every 4 MiB. A broken item costs no more than itself. Raises
    UnreadableError for a file that is empty or no text.
    """
    with opened(source) as text:
        export = Export.of(text)
        if resume is None:
            yield from export.notes()
        at = export.start(resume)
        walk = _Walk(export, options, at)
        yield from walk.events(at)
        if resume is None and not walk.seen:
            yield Noted("no_threads", "error", "The file holds no item; it has no thread.")


class _Walk:
    """Goes through the elements of one file."""

    def __init__(self, export: Export, options: ReadOptions, at: Checkpoint) -> None:
        self._export, self.seen = export, False
        self._splitter = export.splitter(
            at, names=_ELEMENTS, inner=("wp:comment",), outermost=("item",)
        )
        self._census = export.census(at.position, names=_ELEMENTS)
        self._tally = Tally()
        self._items = ItemReader(
            export.names,
            self._site(),
            ZoneInfo(options.timezone) if options.timezone else None,
            self._tally,
        )
        self._orphans: list[Element] = []

    def _site(self) -> Site:
        """Read the head, up to the first item, whatever the place at which the walk begins."""
        walk = self._export.splitter(self._export.start(), names=("item",))
        first = next(iter(walk), None)
        until = first.position if first else self._export.text.size
        return Site.of_head(self._export.head(until), self._export.names)

    def events(self, at: Checkpoint) -> Iterator[Event]:
        """Yield everything from `at` to the end of the file."""
        for element in self._splitter:
            self.seen = True
            if element.name.rpartition(":")[2] == "comment":
                self._orphans.append(element)
                continue
            yield from self._take_orphans()
            yield from self._item(element)
            if element.after - at.position >= CHECKPOINT_BYTES:
                at = Checkpoint(element.after, element.end, element.line_after)
                yield from self._tally.flush()
                yield from found(self._census.count_to(element.after))
                yield self._export.text.checkpoint(at.position, at.characters, at.line)
        yield from self._take_orphans()
        yield from self._tally.flush()
        yield from closing_notes(self._export, self._splitter)
        yield from found(self._census.count_rest())

    def _item(self, element: Element) -> Iterator[Event]:
        what = f"item at line {element.line + 1:,}"
        yield from unreadable(element, what)
        if element.raw is not None:
            parsed = parse(element.raw, self._export.names, PARENTS)
            yield from self._items.read(element, parsed)

    def _take_orphans(self) -> Iterator[Event]:
        """Make a thread of comments that stand in no item."""
        if self._orphans:
            orphans, self._orphans = self._orphans, []
            yield from self._items.read_orphans(orphans)
