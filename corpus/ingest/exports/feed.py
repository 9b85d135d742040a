"""Reads feeds: RSS 0.9 to 2.0 and Atom, of entries or of comments (RFC 4685 and WordPress' way).

What an item says is read in `feed_item`; threads are put together in `grouped`.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit
from zoneinfo import ZoneInfo

from corpus.ingest.elements import Element, root_of
from corpus.ingest.events import Checkpoint, Detection, Event, Found, Noted, ReadOptions, Skipped
from corpus.ingest.exports.assemble import (
    CUT,
    NO_ENTRY_TEXT,
    Draft,
    Frame,
    bad_date,
    fault_notes,
    plain,
    thread_of,
)
from corpus.ingest.exports.feed_item import (
    ATOM_PARENTS,
    RSS_PARENTS,
    FeedItem,
    read_atom,
    read_rss,
)
from corpus.ingest.exports.grouped import Belonging, Piece, Walk
from corpus.ingest.exports.opening import Export, Tally
from corpus.ingest.source import Source
from corpus.ingest.xml_names import Names
from corpus.ingest.xml_text import decoded_head, opened
from corpus.ingest.xml_tree import Faults, parse

FORMAT = "feed"

_NAMES = ("item", "atom:entry", "entry")
_PARENTS = ATOM_PARENTS | RSS_PARENTS
# Where a comment's own place on a page begins in its address.
_OF_COMMENT = re.compile(r"(?:comment-page-\d+/?)?#(?:comment-|comments?/|c)[\w.-]*\d[\w.-]*\Z")
_ON = re.compile(
    r"(?:Comments? (?:on|for)|Kommentare? (?:zu|für)|Commentaires? (?:sur|pour|on)"
    r"|Comentarios? (?:en|a)|Coment[aá]rios? (?:em|sobre)|Comment[oi] (?:su|a|per)|Reacties? op)"
    r"\s*:?\s+(?P<title>.+)\Z",
    re.IGNORECASE | re.DOTALL,
)
_BY = re.compile(r"(?:By|Von|Par|Por|Di|Door)\s*:\s*(?P<name>.+)\Z", re.IGNORECASE | re.DOTALL)
_CUT_SHORT = re.compile(r"(?:\[(?:…|\.\.\.)\]|…|\.\.\.)\s*\Z")


def sniff(head: bytes, name: str) -> Detection:
    """Tell by the root element of RSS or Atom."""
    del name
    text = decoded_head(head)
    root = root_of(text)
    if root is None:
        return Detection(FORMAT, 0.0, "It is no XML.")
    names = Names.of_attributes(root.attributes)
    local = root.name.rpartition(":")[2].lower()
    if local == "rss":
        return Detection(FORMAT, 0.75, "An RSS feed.")
    if local == "feed" and names.knows("atom"):
        return Detection(FORMAT, 0.75, "An Atom feed.")
    if local == "rdf" and (b"purl.org/rss" in text or b"netscape.com/rdf" in text):
        return Detection(FORMAT, 0.75, "An RSS feed of the RDF kind.")
    if local == "feed" and b"entry" in text:
        return Detection(FORMAT, 0.6, "The root element is called feed and holds entries.")
    return Detection(FORMAT, 0.0, "Its root element is that of no feed.")


def read(source: Source, options: ReadOptions, resume: Checkpoint | None) -> Iterator[Event]:
    """Yield the events of a feed.

    It is walked over twice. Raises UnreadableError for a file that is empty or no text.
    """
    with opened(source) as text:
        export = Export.of(text)
        reader = _Reader(export, ZoneInfo(options.timezone) if options.timezone else None)
        walk = Walk(
            export, _NAMES, reader.belongs, reader.thread, reader.tally, adopts=True,
            desk=source.desk,
        )  # fmt: skip
        is_told = resume is not None
        for event in walk.events(resume):
            # Before the first thread: a step may end after any.
            if not is_told and reader.seen and isinstance(event, Found):
                is_told = True
                message = "A feed holds only the newest of its items; older ones may be missing."
                yield Noted("feed_window", "info", message, "An export of the site has them all.")
            yield event


class _Reader:
    """Reads the items of one feed."""

    def __init__(self, export: Export, zone: ZoneInfo | None) -> None:
        self._names, self._zone, self.tally = export.names, zone, Tally()
        self._title = export.title(*_NAMES) or ""
        self.seen = False

    def _item(self, element: Element) -> tuple[FeedItem, Faults | None]:
        parsed = parse(element.raw or b"", self._names, _PARENTS)
        written = self._names.of_tag[parsed.node.tag]
        reader = read_rss if written == "item" else read_atom
        return reader(parsed.node, self._names, self._zone), parsed.faults

    def belongs(self, element: Element) -> Belonging:
        """Put an entry into the group of its id, a comment into that of what it answers."""
        self.seen = True
        item, _ = self._item(element)
        own = item.id or f"item at byte {element.position}"
        if item.reply_to or item.reply_url:
            return Belonging(item.reply_to or item.reply_url or "", item.time, own)
        address = _comment_address(item)
        if address:
            return Belonging(_without_comment(address), item.time, own)
        return Belonging(own, -1.0, item.links.get("alternate") or own, leads=True)

    def thread(self, group: str, pieces: list[Piece]) -> Iterator[Event]:
        """Yield the thread of a group."""
        leads = [piece.element for piece in pieces if piece.leads]
        replies = [piece.element for piece in pieces if not piece.leads]
        for extra in leads[1:]:
            reason = f"An item with the id {group} stands before it."
            yield Skipped(reason, "item", extra.start, extra.end, "duplicate_thread")
        drafts: list[Draft] = []
        entry, frame, notes = self._entry(leads[0]) if leads else self._absent(group, replies)
        if not entry.text and not replies:
            self.tally.skip("item", "Items without text and without comments are no threads.")
            return
        yield from notes
        for element in replies:
            draft, notes = self._comment(element, entry, group)
            yield from notes
            drafts.append(draft)
        if frame.declared is not None and frame.declared != len(drafts):
            message = f"The feed says that there are {frame.declared:,} comments; it holds "
            message += f"{len(drafts):,} of them."
            yield Noted(
                "declared_explained", "info", message, "Feeds hold only their newest items.",
                entry.item, entry.start, entry.end,
            )  # fmt: skip
        yield from thread_of(entry, drafts, frame)

    def _entry(self, element: Element) -> tuple[Draft, Frame, list[Event]]:
        item, faults = self._item(element)
        entry, notes = self._draft(item, element, f"item {item.id}", faults)
        entry.kind, entry.is_entry_author = "entry", entry.author is not None
        full = item.fields.get("content:encoded") or item.fields.get("content")
        if not full and _CUT_SHORT.search(entry.text):
            entry.flags = (*entry.flags, "excerpt")
        labels = dict.fromkeys(plain(term) or "" for _, term in item.categories)
        count = item.fields.get("slash:comments") or item.fields.get("thr:total") or ""
        attributes: dict[str, object] = {}
        if item.fields.get("wfw:commentRss") or item.links.get("replies"):
            attributes["comments_feed"] = item.fields.get("wfw:commentRss") or item.links["replies"]
        frame = Frame(
            item.title, self._title or None, tuple(one for one in labels if one), attributes,
            int(count) if count.strip().isdecimal() and len(count) < 10 else None,
        )  # fmt: skip
        return entry, frame, notes

    def _absent(self, group: str, replies: list[Element]) -> tuple[Draft, Frame, list[Event]]:
        """Stand in for an entry that is not in the feed, by what its comments say of it."""
        start, end = min(one.start for one in replies), max(one.end for one in replies)
        entry = Draft(f"entry {group}", start, end, kind="entry", flags=(NO_ENTRY_TEXT,))
        first, _ = self._item(replies[0])
        entry.external_id = group
        address = first.reply_url or _without_comment(_comment_address(first)) or group
        entry.url = address if address.startswith("http") else None
        title = self._title_of(first) or entry.url or "(thread missing)"
        # The entry is no element of the file, so it counts as found where it was missed.
        return entry, Frame(title, self._site()), [Found(1)]

    def _title_of(self, first: FeedItem) -> str:
        """Take the entry's title from those of a comment or of the feed, where they say it."""
        on = _ON.match(first.title)
        if on:
            title = on["title"]
            if first.author and title.endswith(f" {first.author}"):
                title = title.removesuffix(f" {first.author}").rpartition(" ")[0]
            return title
        whole = _ON.match(self._title)
        return whole["title"] if whole else ""

    def _site(self) -> str | None:
        return None if _ON.match(self._title) else self._title or None

    def _comment(self, element: Element, entry: Draft, group: str) -> tuple[Draft, list[Event]]:
        item, faults = self._item(element)
        draft, notes = self._draft(item, element, f"comment {item.id}", faults)
        by = _BY.match(item.title)
        if draft.author is None and by:
            draft.author = plain(by["name"])
        draft.is_entry_author = draft.author is not None and draft.author == entry.author
        if item.reply_to not in {None, entry.external_id, entry.url, group, item.id}:
            draft.parent = item.reply_to
        return draft, notes

    def _draft(
        self, item: FeedItem, element: Element, what: str, faults: Faults | None
    ) -> tuple[Draft, list[Event]]:
        draft = Draft(what, element.start, element.end, item.text)
        draft.external_id, draft.written, draft.author = item.id, item.written, item.author
        draft.author_url, draft.email = item.author_url, item.email
        draft.url = item.links.get("alternate") or None
        notes: list[Event] = [*fault_notes(faults, what, element.start, element.end)]
        notes += bad_date(draft)
        if element.state == CUT:
            draft.flags = (*draft.flags, CUT)
        return draft, notes


def _comment_address(item: FeedItem) -> str:
    """Return the address of a comment by which it shows that it is one; empty when it is none."""
    for address in (item.links.get("alternate"), item.id):
        if address and _OF_COMMENT.search(address):
            return address
    return ""


def _without_comment(address: str) -> str:
    """Return the address of the page on which a comment stands."""
    page = _OF_COMMENT.sub("", address)
    parts = urlsplit(page)
    if parts.query.startswith("showComment="):
        page = urlunsplit(parts._replace(query=""))
    return page
