"""What a coded project of any program says, as plain values; every reader makes one of these."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

MemoOn = Literal["project", "source", "code", "selection", "case"]


@dataclass(slots=True)
class CodeIn:
    """A code: `path` are the names from the top, unlike any other code's; `key` is the file's id.

    `colour` is #rrggbb or empty. `codable` is False for what is but a folder. `fields` are those
    of our own codes, where the file comes from a Catena.
    """

    key: str
    path: tuple[str, ...]
    colour: str = ""
    description: str = ""
    codable: bool = True
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PostIn:
    """One contribution inside a source's text: `[start, end)` in code points of `source.text`.

    `number` is its place in the thread, the entry is 0; `parent` the number of the post it
    answers. `written` is when, as ISO 8601.
    """

    start: int
    end: int
    number: int
    kind: str = "comment"
    parent: int | None = None
    parent_how: str | None = None
    author: str | None = None
    written: str = ""
    written_raw: str = ""
    url: str = ""
    status: str = "approved"


@dataclass(slots=True)
class SourceIn:
    """A document. `raw` is its text as the file holds it, without the byte order mark.

    Line ends are still those of the file: how the program counted them is found out later.
    `posts` are the boundaries of an entry and its comments, where the file tells them, in the
    thread's order. `written` is when the thread's entry was, as ISO 8601.
    """

    key: str
    name: str
    raw: str
    bom: bool = False
    attributes: dict[str, Any] = field(default_factory=dict)
    posts: list[PostIn] = field(default_factory=list)
    url: str = ""
    site: str = ""
    author: str | None = None
    written: str = ""
    language: str = ""
    categories: tuple[str, ...] = ()


@dataclass(slots=True)
class SelectionIn:
    """A code applied to `[start, end)` of a source, counted as the program counts.

    Without positions it is about the whole source. `name` is what the file calls the passage: of
    many programs its text, whole or cut short. `post` is the number of a post that is meant whole.
    `key` is the file's id of the passage, `coding` that of the code's use on it.
    """

    source: str
    code: str
    start: int | None = None
    end: int | None = None
    coder: str | None = None
    created: datetime | None = None
    name: str = ""
    memo: str = ""
    key: str = ""
    coding: str = ""
    post: int | None = None


@dataclass(slots=True)
class MemoIn:
    """A note on something of the project; `key` is the file's id of what it is on."""

    on: MemoOn
    key: str
    text: str
    author: str | None = None
    created: datetime | None = None


@dataclass(frozen=True, slots=True)
class LossIn:
    """What cannot be taken over: `count` things, said in a sentence."""

    code: str
    count: int
    message: str


@dataclass(slots=True)
class ProjectIn:
    """A whole project. `coders` are names by the keys that selections use.

    `usernames` are those of our own people by their names there, where the file comes from a
    Catena. `fixed`: positions are code points of the text as we store it, by the format.
    """

    name: str = ""
    origin: str = ""
    codes: list[CodeIn] = field(default_factory=list)
    coders: dict[str, str] = field(default_factory=dict)
    sources: list[SourceIn] = field(default_factory=list)
    selections: list[SelectionIn] = field(default_factory=list)
    memos: list[MemoIn] = field(default_factory=list)
    cases: int = 0
    losses: dict[str, LossIn] = field(default_factory=dict)
    usernames: dict[str, str] = field(default_factory=dict)
    fixed: bool = False

    def lose(self, code: str, message: str, count: int = 1) -> None:
        """Count something that cannot be taken over; `message` is that of the first."""
        known = self.losses.get(code)
        self.losses[code] = LossIn(
            code, count + (known.count if known else 0), known.message if known else message
        )
