"""What the server shows, as typed dictionaries. A newer server may show more than stands here."""

from __future__ import annotations

from typing import Any, Literal, TypedDict

Level = Literal["passage", "post", "thread"]


class Person(TypedDict):
    """A member, as resources name one."""

    id: int
    username: str
    name: str


class Progress(TypedDict):
    """How far long work is: `done` of `total`, counted in `unit`."""

    done: int
    total: int
    unit: str


class Corpus(TypedDict):
    """A team's workspace. `actions` are those that the token's owner may take there."""

    id: int
    title: str
    description: str
    role: str
    actions: list[str]
    counts: dict[str, int]
    created_at: str
    version: int


class Upload(TypedDict):
    """A file as received and what was found in it. Found = imported + skipped + failed."""

    id: str
    name: str
    size: int
    sha256: str
    status: str
    progress: Progress
    format: dict[str, Any]
    counts: dict[str, Any]
    problems: dict[str, Any]
    accounted: bool
    duplicate_of: str | None


class Thread(TypedDict):
    """An entry with its comments, without their texts."""

    id: int
    title: str
    site: str
    url: str
    author: dict[str, Any] | None
    written_at: str | None
    language: str
    attributes: dict[str, Any]
    counts: dict[str, int]
    version: int


class Post(TypedDict):
    """The entry (number 0) or a comment. Positions in `text` count code points: `text[a:b]`."""

    id: int
    thread: int
    kind: str
    number: int
    parent: int | None
    depth: int
    author: dict[str, Any] | None
    written_at: str | None
    status: str
    language: str
    text: str
    text_version: int
    sentences: list[list[int]]
    paragraphs: list[list[int]]
    version: int


class ThreadWithPosts(Thread):
    """A thread with its posts in reading order."""

    posts: list[Post]


class Code(TypedDict):
    """A category of the codebook; `path` are the names from the top down to it."""

    id: int
    parent: int | None
    name: str
    path: list[str]
    colour: str
    definition: str
    levels: list[Level]
    archived: bool
    counts: dict[str, int]
    version: int


class Annotation(TypedDict):
    """One coder's claim that a code applies; `quote` is `text[start:end]` of the post."""

    id: str
    corpus: int
    thread: int
    post: int | None
    code: int
    level: Level
    start: int | None
    end: int | None
    quote: str | None
    text_version: int | None
    state: str
    coder: Person
    memo: str
    version: int
    created_at: str
    updated_at: str


class Memo(TypedDict):
    """A note in Markdown on a corpus, thread, post, annotation, code or participant."""

    id: str
    target: dict[str, Any]
    kind: str
    text: str
    author: Person
    version: int


class Hit(TypedDict):
    """A search hit in its context."""

    thread: int
    post: int
    start: int
    end: int
    left: str
    hit: str
    right: str


class Export(TypedDict):
    """A file that a worker writes; `manifest` is there when `status` is `done`."""

    id: str
    format: str
    status: str
    progress: Progress
    manifest: dict[str, Any] | None
    error: str


class Snapshot(TypedDict):
    """A frozen state that can be exported again byte for byte."""

    id: str
    name: str
    seq: int
    status: str
    version: int


class Event(TypedDict):
    """News of a corpus; `seq` is None for news without a number."""

    event: str
    seq: int | None
    data: dict[str, Any]


class BulkResult(TypedDict):
    """What became of one operation of many; `error` is null unless it was refused."""

    id: str
    result: str
    annotation: Annotation | None
    error: dict[str, Any] | None
