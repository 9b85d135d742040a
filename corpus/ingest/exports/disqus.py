"""Reads the XML export of Disqus: threads first, then the posts of all of them.

See Disqus' help, "Comments Export", for the format. How threads are put together from far apart
lives in `grouped`.
"""

import re
from collections.abc import Iterator
from datetime import UTC

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
    body,
    fault_notes,
    moment,
    plain,
    thread_of,
)
from corpus.ingest.exports.grouped import Belonging, Piece, Walk
from corpus.ingest.exports.opening import Export, Tally
from corpus.ingest.source import Source
from corpus.ingest.xml_names import Names
from corpus.ingest.xml_text import decoded_head, opened
from corpus.ingest.xml_tree import Node, Parsed, attribute, inner, parse_all

FORMAT = "disqus-xml"

_OF_AUTHOR = "email name isAnonymous username"
_OF_POST = (
    "id message createdAt isDeleted isSpam isApproved author ipAddress thread parent forum "
    "category link title isClosed"
)
PARENTS = dict.fromkeys(_OF_AUTHOR.split(), "author")
_ID = re.compile(rb"""<[^<>]*?\bid\s*=\s*["']?([^"'\s/<>]+)""")
_YES = frozenset({"true", "1"})
_KNOWN = _YES | {"false", "0", ""}


def sniff(head: bytes, name: str) -> Detection:
    """Tell by the root element and its namespace."""
    del name
    text = decoded_head(head)
    root = root_of(text)
    if root is None:
        return Detection(FORMAT, 0.0, "It is no XML.")
    if root.name.rpartition(":")[2] != "disqus":
        return Detection(FORMAT, 0.0, "Its root element is not that of an export of Disqus.")
    if b"disqus.com" in root.attributes:
        return Detection(FORMAT, 0.98, "The root element is that of an export of Disqus.")
    return Detection(FORMAT, 0.8, "The root element is called disqus.")


def read(source: Source, options: ReadOptions, resume: Checkpoint | None) -> Iterator[Event]:
    """Yield the events of an export of Disqus.

    It is walked over twice. Raises UnreadableError for a file that is empty or no text.
    """
    del options
    with opened(source) as text:
        export = Export.of(text)
        reader = _Reader(export.names)
        walk = Walk(
            export, ("thread", "post"), reader.belongs, reader.thread, reader.tally, unless="post",
            desk=source.desk,
        )  # fmt: skip
        yield from walk.events(resume)


class _Reader:
    """Reads the threads and posts of one file."""

    def __init__(self, names: Names) -> None:
        self._names, self._name, self.tally = names, names.of_tag, Tally()
        self._thread_tag = b"<" + names.written(("thread",))[0].encode()

    def belongs(self, element: Element) -> Belonging:
        """Read only what says where an element belongs; a thread leads the group of its id."""
        raw = element.raw or b""
        own = _ID.match(raw)
        item = own[1].decode("utf-8", "replace") if own else None
        if element.name.endswith("thread"):
            return Belonging(f"t{item or element.position}", -1, item, leads=True)
        at = raw.rfind(self._thread_tag)
        found = _ID.match(raw, at) if at > 0 else None
        reference = found[1].decode("utf-8", "replace") if found else ""
        return Belonging(f"t{reference}", element.position, item)

    def thread(self, group: str, pieces: list[Piece]) -> Iterator[Event]:
        """Yield the thread of a group."""
        first = sum(piece.leads for piece in pieces)
        if first == len(pieces):
            self.tally.skip("thread", "Threads without posts are no threads.", first)
            return
        elements = [piece.element for piece in pieces]
        parsed = list(parse_all([one.raw or b"" for one in elements], self._names, PARENTS))
        leads, posts = elements[:first], elements[first:]
        for extra in leads[1:]:
            reason = f"A thread with the id {group[1:]} stands before it."
            yield Skipped(reason, "thread", extra.start, extra.end, "duplicate_thread")
        if leads:
            entry, frame = self._entry(leads[0], parsed[0].node)
            yield from fault_notes(parsed[0].faults, entry.item, entry.start, entry.end)
            yield from bad_date(entry)
        else:
            entry, frame = self._missing(group[1:], posts)
            # The entry is no element of the file, so it counts as found where it was missed.
            yield Found(1)
            message = f"{len(posts):,} posts belong to the thread {group[1:]!r}, which is missing."
            yield entry.noted("thread_missing", message, "They form a thread of their own.")
        drafts: list[Draft] = []
        for element, one in zip(posts, parsed[first:], strict=True):
            draft, notes = self._post(element, one, entry)
            yield from notes
            drafts.append(draft)
        yield from thread_of(entry, drafts, frame)

    def _missing(self, group: str, posts: list[Element]) -> tuple[Draft, Frame]:
        start, end = min(one.start for one in posts), max(one.end for one in posts)
        entry = Draft(f"thread {group}", start, end, kind="entry", external_id=group or None)
        entry.flags = (NO_ENTRY_TEXT,)
        return entry, Frame("(thread missing)")

    def _entry(self, element: Element, node: Node) -> tuple[Draft, Frame]:
        fields, author = self._fields(node)
        own = attribute(node, "dsq:id", self._names)
        entry = Draft(f"thread {own}", element.start, element.end, kind="entry")
        entry.text = body(fields.get("message", ""))
        entry.external_id = own or fields.get("id", "").strip() or None
        entry.url = fields.get("link", "").strip() or None
        entry.written = moment(fields.get("createdAt", ""), UTC)
        entry.status = "deleted" if fields.get("isDeleted", "").strip() in _YES else "approved"
        self._sign(entry, author)
        entry.is_entry_author = entry.author is not None
        site = fields.get("forum", "").strip() or None
        attributes: dict[str, object] = {}
        identifier = fields.get("id", "").strip()
        if identifier:
            attributes["identifier"] = identifier
        if fields.get("isClosed", "").strip() in _YES:
            attributes["closed"] = True
        title = plain(fields.get("title")) or entry.url or ""
        return entry, Frame(title, site, attributes=attributes)

    def _post(self, element: Element, parsed: Parsed, entry: Draft) -> tuple[Draft, list[Event]]:
        node = parsed.node
        fields, author = self._fields(node)
        own = attribute(node, "dsq:id", self._names) or fields.get("id", "").strip()
        draft = Draft(f"post {own}", element.start, element.end)
        draft.external_id = own or None
        draft.text = body(fields.get("message", ""))
        draft.written = moment(fields.get("createdAt", ""), UTC)
        draft.ip = fields.get("ipAddress", "").strip() or None
        self._sign(draft, author)
        draft.is_entry_author = draft.account is not None and draft.account == entry.account
        draft.parent = fields.get("parent") or None
        deleted, spam = fields.get("isDeleted", "").strip(), fields.get("isSpam", "").strip()
        draft.status = _status(deleted, spam)
        notes: list[Event] = []
        if parsed.faults is not None:
            notes += fault_notes(parsed.faults, draft.item, draft.start, draft.end)
        if draft.written.at is None:
            notes += bad_date(draft)
        if deleted not in _KNOWN or spam not in _KNOWN:
            message = f"isDeleted is {deleted[:40]!r}, isSpam {spam[:40]!r}; read as false."
            notes.append(draft.noted("unknown_value", message))
        if element.state == CUT:
            draft.flags = (*draft.flags, CUT)
            notes.append(draft.noted("cut_comment", "The file ends inside this post."))
        return draft, notes

    def _fields(self, node: Node) -> tuple[dict[str, str], dict[str, str]]:
        fields: dict[str, str] = {}
        author: dict[str, str] = {}
        for child in node:
            name = self._name[child.tag]
            if name == "author":
                author = {self._name[one.tag]: one.text or "" for one in child}
            elif name == "parent":
                fields[name] = attribute(child, "dsq:id", self._names)
            else:
                fields[name] = inner(child) if name == "message" else child.text or ""
        return fields, author

    def _sign(self, draft: Draft, author: dict[str, str]) -> None:
        anonymous = author.get("isAnonymous", "").strip() in _YES
        username = author.get("username", "").strip()
        draft.author = plain(author.get("name")) or username or None
        draft.account = username if username and not anonymous else None
        draft.email = author.get("email", "").strip() or None
        if anonymous:
            draft.flags = (*draft.flags, "anonymous")


def _status(deleted: str, spam: str) -> PostStatus:
    if spam in _YES:
        return "spam"
    return "deleted" if deleted in _YES else "approved"
