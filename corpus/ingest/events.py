"""What a reader of an upload says: the events between the readers and the loader.

Plain data only. How an upload is decoded lives in `source`, how events become rows in `loader`.
Every `start` and `end` is in code points of the decoded file (byte order mark dropped, before any
change of line ends or NULs), half-open. Every `position` is in bytes of the file as received.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Precision = Literal["second", "minute", "day", "relative", "none"]
PostKind = Literal["entry", "comment", "pingback", "trackback"]
ParentHow = Literal["export", "markup", "indent", "manual"]
PostStatus = Literal["approved", "pending", "spam", "trash", "deleted", "draft", "private"]
Severity = Literal["info", "warning", "error"]
TileKind = Literal["entry", "comment", "header", "furniture", "unassigned"]
MarkKind = Literal["number", "author", "date"]
Mark = tuple[MarkKind, int, int]

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class _Told:
    """What is told of an item in words: they can be stored and shown, whatever the file holds."""

    __slots__ = ()

    def __post_init__(self) -> None:
        for name in ("message", "reason", "item"):
            words = getattr(self, name, "")
            if not words.isprintable():
                object.__setattr__(self, name, _UNSTORABLE.sub("\ufffd", words))


@dataclass(frozen=True, slots=True)
class Written:
    """When something was written: `at` is naive unless the source (or the upload) gave a zone.

    `raw` keeps the source's own words. `at` is None when they were not understood.
    """

    at: datetime | None = None
    raw: str | None = None
    precision: Precision = "none"


UNDATED = Written()


@dataclass(frozen=True, slots=True)
class PostRead:
    """One contribution to a thread. `number` is its place in reading order, the entry is 0.

    `text` is canonical (see `corpus.text`); `start` and `end` are the span of the decoded file it
    was cut from. `parent` is the number of the post it answers, None at the top level. `depth` is
    0 for the entry and for comments at the top level. `words` counts the words of `text`.
    `marks` are (what, start, end) of the decoded file: where the number, author and date stand.
    `confidence` (0 to 1) is how sure the reader is of this post's boundaries and author.
    `author_account` is the site's own id of the account, `author_url` what the name links to.
    `author_email` and `author_ip` go no further than staging unless the corpus' owner ticked them.
    """

    number: int
    kind: PostKind
    text: str
    start: int
    end: int
    parent: int | None = None
    parent_how: ParentHow | None = None
    depth: int = 0
    author: str | None = None
    is_entry_author: bool = False
    written: Written = UNDATED
    url: str | None = None
    external_id: str | None = None
    status: PostStatus = "approved"
    flags: tuple[str, ...] = ()
    words: int = 0
    marks: tuple[tuple[MarkKind, int, int], ...] = ()
    confidence: float = 1.0
    author_account: str | None = None
    author_url: str | None = None
    author_email: str | None = None
    author_ip: str | None = None


@dataclass(frozen=True, slots=True)
class ThreadRead:
    """An entry and its comments: `posts` in reading order (depth first), numbered from 0.

    `start` and `end` are the thread's span in the decoded file. `declared` is the number of
    comments that the source itself states, where it does.
    """

    title: str
    posts: tuple[PostRead, ...]
    start: int
    end: int
    site: str | None = None
    url: str | None = None
    external_id: str | None = None
    author: str | None = None
    written: Written = UNDATED
    language: str | None = None
    categories: tuple[str, ...] = ()
    attributes: Mapping[str, object] = field(default_factory=dict)
    declared: int | None = None


@dataclass(frozen=True, slots=True)
class Noted(_Told):
    """Something a researcher should know: becomes a Problem of the upload.

    `item` names what it is about in the source's words ("line 12", "comment 3").
    """

    code: str
    severity: Severity
    message: str
    hint: str = ""
    item: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Skipped(_Told):
    """Items of the source that were left out on purpose; `count` of them."""

    reason: str
    item: str = ""
    start: int | None = None
    end: int | None = None
    code: str = "skipped"
    count: int = 1


@dataclass(frozen=True, slots=True)
class Failed(_Told):
    """Items of the source that could not be read; `count` of them."""

    reason: str
    item: str = ""
    start: int | None = None
    end: int | None = None
    code: str = "failed"
    count: int = 1


@dataclass(frozen=True, slots=True)
class Tile:
    """A span of a text capture and what it is; the tiles cover the capture without gap."""

    kind: TileKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Found:
    """Items seen by a scan that shares nothing with the reading proper; figures add up."""

    count: int


@dataclass(frozen=True, slots=True)
class Length:
    """The whole length of a text capture in code points, said once, for checking the tiles."""

    characters: int


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Where a stream can be taken up again: all events before it concern the file before it.

    `position` in bytes of the file as received, `characters` in code points of the decoded file,
    `line` the number of lines before it.
    """

    position: int
    characters: int
    line: int


@dataclass(frozen=True, slots=True)
class Walked:
    """How far a walk that only gathers has come: `position` as of the whole work, in bytes."""

    position: int


@dataclass(frozen=True, slots=True)
class PersonRead:
    """What a source says of somebody who writes in it, apart from any post: `attributes` by name.

    `name` and `site` as the person's posts state them. Of several about one person later values
    replace earlier ones of the same name.
    """

    name: str
    attributes: Mapping[str, object]
    site: str | None = None


Event = (
    Walked | PersonRead | ThreadRead | Noted | Skipped | Failed | Tile | Found | Length | Checkpoint
)


@dataclass(frozen=True, slots=True)
class Detection:
    """What a file seems to be: `confidence` 0 to 1, `reason` in words for the person who asks."""

    format: str
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the person who uploads can say about a file; each None means "find out".

    `timezone` is an IANA name, given to times that have none. `mapping` says what the columns or
    paths of a table mean. `captured` is the instant (ISO 8601) at which a page was saved: relative
    dates count from it.
    """

    format: str | None = None
    timezone: str | None = None
    url: str | None = None
    title: str | None = None
    mapping: Mapping[str, object] = field(default_factory=dict)
    captured: str | None = None
