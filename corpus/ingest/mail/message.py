"""One message of a mail file: who wrote what when, and what it answers."""

import json
import re
from dataclasses import dataclass
from datetime import tzinfo
from typing import BinaryIO

from corpus.ingest.events import PostStatus, Written
from corpus.ingest.mail.boundaries import Stretch
from corpus.ingest.mail.mime import Content, content, split
from corpus.ingest.mail.words import (
    Headers,
    Person,
    dated,
    headers,
    ids,
    own_id,
    person,
    readable,
)

MESSAGE_BYTES = 8 * 1024**2
_RUN_BYTES = 2 * 1024**2
_PACKED_LINE = re.compile(rb"[A-Za-z0-9+/=]{40,1000}\r?\n\Z")
_POSTMARK = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:From [^\n]*\n(?:>From [^\n]*\n)?)?")
_QUOTED_FROM = re.compile(rb"^>(?=>*From )", re.MULTILINE)
_ANSWER = re.compile(
    r"\s*(?:(?:re|aw|antw?|sv|vs|fw|fwd|wg|tr|rv|odp|ynt|回复|回覆|答复|转发)\s*"
    r"(?:\[\d+\]|\(\d+\)|\^\d+)?\s*[:：]\s*)+",
    re.IGNORECASE,
)
_LABELS: dict[str, PostStatus] = {"spam": "spam", "trash": "trash", "draft": "draft"}
_EXPUNGED = 0x0008


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message lies in its file: see `Stretch`."""

    number: int
    position: int
    size: int
    start: int
    end: int

    @classmethod
    def of(cls, stretch: Stretch) -> "Place":
        """Return where a stretch lies."""
        return cls(stretch.number, stretch.position, stretch.size, stretch.start, stretch.end)

    def stored(self) -> bytes:
        """Return it as bytes, for the way over the disk."""
        return json.dumps([self.number, self.position, self.size, self.start, self.end]).encode()

    @classmethod
    def from_stored(cls, payload: bytes) -> "Place":
        """Return what `stored` made bytes of."""
        return cls(*json.loads(payload))


@dataclass(frozen=True, slots=True)
class Links:
    """By what a message is known, what it answers, and when it says it was written.

    `references` go from the thread's first message to the one answered.
    """

    own: str | None
    references: tuple[str, ...]
    answered: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """The file that messages are read from, the zone of dates without one, and its quoting."""

    stream: BinaryIO
    zone: tzinfo | None
    mbox: bool


@dataclass(frozen=True, slots=True)
class Message:
    """A message as read; `shortened`: it was so long that something at its end is missing."""

    place: Place
    head: Headers
    links: Links
    author: Person
    written: Written
    subject: str
    content: Content
    shortened: bool


def head_of(raw: bytes) -> dict[str, str]:
    """Return the header lines of a message that may begin with a line "From …"."""
    lead = _POSTMARK.match(raw)
    return headers(split(raw[lead.end() :] if lead else raw)[0])


def links_of(head: Headers) -> Links:
    """Return what a message is called and answers: by In-Reply-To, else the last of References."""
    own = own_id(head.get("message-id", ""))
    references = [one for one in ids(head.get("references", "")) if one != own]
    replied = [one for one in ids(head.get("in-reply-to", "")) if one != own]
    if replied and references and replied[0] not in references and len(replied) == 1:
        references.append(replied[0])
    answered = replied[0] if len(replied) == 1 else references[-1] if references else None
    if answered is None and replied:
        answered = replied[0]
    return Links(own, tuple(references or replied[:1]), answered)


def read_message(reading: Reading, place: Place) -> Message:
    """Read the message that lies at a place of a file."""
    reading.stream.seek(place.position)
    raw, shortened = _taken(reading.stream, place.size)
    lead = _POSTMARK.match(raw)
    lines, body = split(raw[lead.end() :] if lead else raw)
    head = headers(lines)
    if reading.mbox and b">From " in body:
        body = _QUOTED_FROM.sub(b"", body)
    return Message(
        place, head, links_of(head), person(head.get("from") or head.get("sender", "")),
        dated(head.get("date", ""), reading.zone),
        " ".join(readable(head.get("subject", "")).split()), content(head, body), shortened,
    )  # fmt: skip


def _taken(stream: BinaryIO, size: int) -> tuple[bytes, bool]:
    """Return the bytes of a message without the bulk of large attachments."""
    if size <= _RUN_BYTES:
        return stream.read(size), False
    kept: list[bytes] = []
    left, run, total = size, 0, 0
    while left > 0 and (line := stream.readline(min(left, 65_536))):
        left -= len(line)
        run = run + len(line) if _PACKED_LINE.match(line) else 0
        if run > _RUN_BYTES:
            continue
        total += len(line)
        if total > MESSAGE_BYTES:
            return b"".join(kept), True
        kept.append(line)
    return b"".join(kept), False


def bare_subject(subject: str) -> str:
    """Return a subject without "Re:" and its like in a dozen languages."""
    found = _ANSWER.match(subject)
    return subject[found.end() :].strip() if found else subject


def status_of(head: Headers) -> PostStatus:
    """Return what mail programs say of a message: spam, put in the bin, not sent yet."""
    labels = {one.strip(' "').lower().rstrip("s") for one in
              readable(head.get("x-gmail-labels", "")).split(",")}  # fmt: skip
    for label, status in _LABELS.items():
        if label in labels:
            return status
    if head.get("x-spam-flag", "").strip().lower() == "yes":
        return "spam"
    try:
        flags = int(head.get("x-mozilla-status", "0"), 16)
    except ValueError:
        flags = 0
    return "trash" if flags & _EXPUNGED else "approved"


def site_of(head: Headers) -> str | None:
    """Return where a message was posted: the mailing list's id, else the first newsgroup."""
    listed = head.get("list-id", "")
    if listed:
        inner = re.search(r"<([^<>\s@]+)>", listed)
        return inner[1] if inner else None
    return head.get("newsgroups", "").split(",")[0].strip() or None


def url_of(head: Headers) -> str | None:
    """Return where a message stands in an archive on the web, if it says so (RFC 5064)."""
    found = re.search(r"https?://[^\s<>]+", head.get("archived-at", ""))
    return found[0] if found else None
