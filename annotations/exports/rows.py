"""The rows from which documents are written: threads, posts, annotations, codes, people, memos.

Plain values in the order in which the SELECTs of `selects.py` give them. Positions are half-open
[start, end) in code points of one post's text; times are UTC in the API's form.
"""

from dataclasses import dataclass, field
from typing import Any, NamedTuple


class CodeRow(NamedTuple):
    """A code; `path` are the names from the top code down to it."""

    id: int
    parent: int | None
    name: str
    path: list[str]
    colour: str
    definition: str
    include: str
    exclude: str
    key: str
    levels: list[str]
    position: int
    archived: bool
    locked: bool
    examples: list[Any]
    created_at: str


class CoderRow(NamedTuple):
    """A member who coded or wrote memos."""

    id: int
    username: str
    name: str


class ParticipantRow(NamedTuple):
    """A name under which somebody wrote; a pseudonym where one was asked for."""

    id: int
    name: str
    sites: list[str]
    attributes: dict[str, Any]
    merged_into: int | None


class MemoRow(NamedTuple):
    """A memo in Markdown; `target_id` is a UUID for an annotation, else a number."""

    id: Any
    target_type: str
    target_id: str
    kind: str
    text: str
    author: int
    created_at: str
    updated_at: str


class ThreadRow(NamedTuple):
    """A thread without its posts; `author` is a participant."""

    id: int
    title: str
    site: str
    url: str
    author: int | None
    author_name: str | None
    written_at: str | None
    language: str
    categories: list[str]
    attributes: dict[str, Any]
    upload: Any


class PostRow(NamedTuple):
    """A post with its text; `parent` is the number of a post of the same thread.

    `number` is the place in reading order, entry 0. `parent_how` says who knows of the reply.
    """

    id: int
    thread: int
    kind: str
    number: int
    parent: int | None
    parent_how: str | None
    depth: int
    author: int | None
    author_name: str | None
    is_entry_author: bool
    written_at: str | None
    written_raw: str
    url: str
    status: str
    language: str | None
    text: str
    text_version: int


class AnnotationRow(NamedTuple):
    """One coder's claim; `post`, `start`, `end` and `quote` are None where its level has none."""

    id: Any
    thread: int
    post: int | None
    code: int
    coder: int
    level: str
    start: int | None
    end: int | None
    quote: str | None
    text_version: int | None
    state: str
    memo: str
    created_at: str
    updated_at: str


class LinkRow(NamedTuple):
    """An inferred link: a post quotes, mentions or addresses an earlier one of its thread."""

    thread: int
    post: int
    target: int
    kind: str
    start: int | None
    end: int | None
    confidence: float


@dataclass(slots=True)
class Conversation:
    """One thread with all that is said of it, in reading order."""

    thread: ThreadRow
    posts: list[PostRow]
    annotations: list[AnnotationRow]
    links: list[LinkRow] = field(default_factory=list)
