"""Reads the takeout of Blogger: one Atom feed with posts, pages, comments and much else.

Of old, entries say by a category of which kind they are; since about 2023 by `blogger:type`. How
threads are put together from far apart lives in `grouped`.
"""

import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from corpus.ingest.elements import Element, root_of
from corpus.ingest.events import (
    Checkpoint,
    Detection,
    Event,
    Found,
    PostStatus,
    ReadOptions,
    Skipped,
)
from corpus.ingest.exports.assemble import (
    CUT,
    NO_ENTRY_TEXT,
    Draft,
    Frame,
    bad_date,
    fault_notes,
    thread_of,
)
from corpus.ingest.exports.feed_item import ATOM_PARENTS, FeedItem, read_atom
from corpus.ingest.exports.grouped import Belonging, Piece, Walk
from corpus.ingest.exports.opening import Export, Tally
from corpus.ingest.source import Source
from corpus.ingest.xml_text import decoded_head, opened
from corpus.ingest.xml_tree import Faults, parse

FORMAT = "blogger-atom"

_KIND = "http://schemas.google.com/g/2005#kind"
_LABELS = ("http://www.blogger.com/atom/ns#", "tag:blogger.com,1999:blog-")
_KINDS = frozenset({"post", "page", "comment"})
_NOBODY = frozenset({"anonymous", "unknown", "anonym", "noname", ""})
_STATUSES: dict[str, PostStatus] = {
    "": "approved", "LIVE": "approved", "PUBLISHED": "approved", "DRAFT": "draft",
    "SCHEDULED": "draft", "SPAM": "spam", "SPAM_COMMENT": "spam", "PENDING": "pending",
    "PENDING_COMMENT": "pending", "EMPTIED": "deleted", "DELETED": "deleted", "TRASHED": "trash",
    "SOFT_TRASHED": "trash", "SOFT_TRASHED_POST": "trash", "SOFT_TRASHED_COMMENT": "trash",
}  # fmt: skip
_STUB = re.compile(
    r"This (?:comment|post) has been removed by (?:the author|a blog administrator)\."
)
_LAST_NUMBER = re.compile(r"(\d+)\D*\Z")


def sniff(head: bytes, name: str) -> Detection:
    """Tell by the kinds of entries that only Blogger's exports have."""
    del name
    text = decoded_head(head)
    root = root_of(text)
    if root is None or root.name.rpartition(":")[2] != "feed":
        return Detection(FORMAT, 0.0, "Its root element is no feed of Atom.")
    if b"schemas.google.com/blogger/2018" in root.attributes:
        return Detection(FORMAT, 0.97, "An Atom feed with the namespace of Blogger's exports.")
    if b"blogger/2008/kind#settings" in text or b"blogger/2008/kind#template" in text:
        return Detection(FORMAT, 0.97, "An Atom feed with Blogger's settings, as its exports have.")
    if b"blogger/2008/kind#" in text:
        return Detection(FORMAT, 0.93, "An Atom feed whose entries are of Blogger's kinds.")
    return Detection(FORMAT, 0.0, "Its entries are not of Blogger's kinds.")


def read(source: Source, options: ReadOptions, resume: Checkpoint | None) -> Iterator[Event]:
    """Yield the events of an export of Blogger.

    It is walked over twice, and the first walk is taken again after each Checkpoint. Raises
    UnreadableError for a file that is empty or no text.
    """
    with opened(source) as text:
        export = Export.of(text)
        reader = _Reader(export, ZoneInfo(options.timezone) if options.timezone else None)
        walk = Walk(
            export, ("atom:entry", "entry"), reader.belongs, reader.thread, reader.tally,
            adopts=True, desk=source.desk,
        )  # fmt: skip
        yield from walk.events(resume)


class _Reader:
    """Reads the entries of one file."""

    def __init__(self, export: Export, zone: ZoneInfo | None) -> None:
        self._names, self._zone, self.tally = export.names, zone, Tally()
        self._site = export.title("atom:entry", "entry")

    def _item(self, element: Element) -> tuple[FeedItem, Faults | None]:
        parsed = parse(element.raw or b"", self._names, ATOM_PARENTS)
        return read_atom(parsed.node, self._names, self._zone), parsed.faults

    def belongs(self, element: Element) -> Belonging:
        """Put posts and pages at the head of their groups, comments by time into their post's."""
        item, _ = self._item(element)
        kind = _kind(item)
        if kind not in _KINDS:
            reason = f"Entries of the kind {kind} are neither posts nor comments."
            return Belonging("", reason=reason, what=kind)
        own = item.id or f"entry at byte {element.position}"
        if kind != "comment":
            return Belonging(own, -1.0, own, leads=True)
        above = item.reply_to or item.fields.get("blogger:parent") or item.reply_url
        return Belonging(above or "?", item.time, own)

    def thread(self, group: str, pieces: list[Piece]) -> Iterator[Event]:
        """Yield the thread of a group."""
        leads = [piece.element for piece in pieces if piece.leads]
        replies = [piece.element for piece in pieces if not piece.leads]
        for extra in leads[1:]:
            reason = f"A post with the id {group} stands before it."
            yield Skipped(reason, "post", extra.start, extra.end, "duplicate_thread")
        if leads:
            entry, frame, notes = self._entry(leads[0])
            if not entry.text and not replies:
                reason = "Items without text and without comments are no threads."
                self.tally.skip("post", reason)
                return
            yield from notes
        else:
            start, end = min(one.start for one in replies), max(one.end for one in replies)
            entry = Draft(f"post {group}", start, end, kind="entry", external_id=group)
            entry.flags, frame = (NO_ENTRY_TEXT,), Frame("(thread missing)", self._site)
            # The entry is no element of the file, so it counts as found where it was missed.
            yield Found(1)
            message = f"{len(replies):,} comments answer {group}, which is not in the file."
            yield entry.noted("thread_missing", message, "They form a thread of their own.")
        drafts: list[Draft] = []
        for element in replies:
            draft, notes = self._comment(element, entry)
            yield from notes
            drafts.append(draft)
        self._set_parents(drafts, entry)
        yield from thread_of(entry, drafts, frame)

    def _entry(self, element: Element) -> tuple[Draft, Frame, list[Event]]:
        item, faults = self._item(element)
        entry, notes = self._draft(item, element, f"post {item.id}", faults)
        entry.kind = "entry"
        entry.is_entry_author = entry.author is not None
        if item.fields.get("app:draft", "").strip() == "yes":
            entry.status = "draft"
        labels = tuple(
            dict.fromkeys(
                term for scheme, term in item.categories if term and scheme.startswith(_LABELS)
            )
        )
        extra: dict[str, object] = {}
        if _kind(item) == "page":
            extra["post_type"] = "page"
        if item.fields.get("blogger:filename"):
            extra["filename"] = item.fields["blogger:filename"]
        return entry, Frame(item.title, self._site, labels, extra), notes

    def _comment(self, element: Element, entry: Draft) -> tuple[Draft, list[Event]]:
        item, faults = self._item(element)
        draft, notes = self._draft(item, element, f"comment {item.id}", faults)
        removed = item.properties.get("blogger.contentRemoved", "") == "true"
        if removed or (draft.status == "approved" and _STUB.fullmatch(draft.text)):
            draft.status = "deleted"
        draft.parent = item.links.get("related") or item.reply_to
        if item.fields.get("blogger:parent") and not item.links.get("related"):
            draft.parent = item.fields.get("blogger:inReplyTo") or item.fields["blogger:parent"]
        if draft.account and entry.account:
            draft.is_entry_author = draft.account == entry.account
        else:
            known = draft.author and draft.author.casefold() not in _NOBODY
            draft.is_entry_author = bool(known) and draft.author == entry.author
        return draft, notes

    def _draft(
        self, item: FeedItem, element: Element, what: str, faults: Faults | None
    ) -> tuple[Draft, list[Event]]:
        draft = Draft(what, element.start, element.end, item.text)
        draft.external_id, draft.written = item.id, item.written
        draft.author, draft.author_url = item.author, item.author_url
        draft.url = item.links.get("alternate") or None
        profile = _LAST_NUMBER.search(item.author_url or "")
        draft.account = profile[1] if profile else None
        if item.email and item.email.lower() != "noreply@blogger.com":
            draft.email = item.email
        if item.properties.get("author.type", "").upper() == "ANONYMOUS":
            draft.flags = ("anonymous",)
        notes: list[Event] = [*fault_notes(faults, what, element.start, element.end)]
        notes += bad_date(draft)
        status = item.fields.get("blogger:status", "").strip().upper()
        draft.status = _STATUSES.get(status, "pending")
        if item.fields.get("blogger:trashed"):
            draft.status = "trash"
        if status not in _STATUSES:
            message = f"Its status is {status[:40]!r}; taken as pending."
            notes.append(draft.noted("unknown_value", message))
        if element.state == CUT:
            draft.flags = (*draft.flags, CUT)
        return draft, notes

    def _set_parents(self, drafts: list[Draft], entry: Draft) -> None:
        """Find the comments answered, which may be named by id or by an address with its number."""
        ids = {draft.external_id for draft in drafts}
        numbers = {_number(one): one for one in ids if one}
        for draft in drafts:
            above = draft.parent
            if above is None or above in ids:
                continue
            number = _number(above)
            if above == entry.external_id or number == _number(entry.external_id or ""):
                draft.parent = None
            elif above.startswith("http"):
                draft.parent = numbers.get(number, above)


def _number(name: str) -> str:
    found = _LAST_NUMBER.search(name)
    return found[1] if found else name


def _kind(item: FeedItem) -> str:
    """Name the kind of an entry in small letters."""
    stated = item.fields.get("blogger:type", "").strip().lower()
    if stated:
        return stated
    for scheme, term in item.categories:
        if scheme == _KIND:
            return term.rpartition("#")[2].lower()
    return "comment" if item.reply_to else "post"
