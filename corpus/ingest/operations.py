"""What a person can say about the reading of a file: the operations, checked for their form.

What they do to a reading is `mending`'s matter; in which order they are replayed, `corrections`'.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, cast, get_args

from corpus.errors import MalformedError
from corpus.ingest.events import UNDATED, PostKind, Precision, Written
from corpus.text import canonical

LeftAs = Literal["furniture", "header"]
MOST_CHARACTERS = 1_000
_DATE = re.compile(
    r"\d{4}-\d{2}-\d{2}(?P<clock>[T ]\d{2}:\d{2}(?P<seconds>:\d{2}(?:\.\d{1,6})?)?"
    r"(?:Z|[+-]\d{2}:?\d{2})?)?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Split:
    """A post begins at `at`, inside what was read as one."""

    at: int


@dataclass(frozen=True, slots=True)
class Join:
    """The post at `at` is the end of the one before it."""

    at: int


@dataclass(frozen=True, slots=True)
class Bound:
    """The post at `at` reaches from `start` to `end`."""

    at: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody else wrote the post at `at`; None: nobody knows who."""

    at: int
    name: str | None


@dataclass(frozen=True, slots=True)
class Date:
    """The post at `at` was written at another time, or nobody knows when."""

    at: int
    written: Written


@dataclass(frozen=True, slots=True)
class Parent:
    """The post at `at` answers the one at `parent`; None: it answers the entry."""

    at: int
    parent: int | None


@dataclass(frozen=True, slots=True)
class Kind:
    """The post at `at` is an entry, a comment, a pingback or a trackback."""

    at: int
    kind: PostKind


@dataclass(frozen=True, slots=True)
class Leave:
    """From `start` to `end` there is no post."""

    start: int
    end: int
    tile: LeftAs


@dataclass(frozen=True, slots=True)
class Make:
    """From `start` to `end` there is a post that was left out."""

    start: int
    end: int
    kind: PostKind
    author: str | None = None
    written: Written = UNDATED


@dataclass(frozen=True, slots=True)
class Title:
    """The thread is called so; `at` is needed where a file holds several."""

    title: str
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Settle:
    """What was doubted (`code`) at `at` is right as it stands."""

    code: str
    at: int | None = None


Operation = (
    Split | Join | Bound | Author | Date | Parent | Kind | Leave | Make | Title | Settle
)  # fmt: skip
# Those that need no boundaries of texts: all that an export can take.
OF_EXPORTS = (Author, Date, Parent, Kind, Leave, Title, Settle)


def parse(given: Any) -> Operation:
    """Return the operation that a JSON object describes.

    Raises:
        MalformedError: `malformed`, with the field that is wrong.
    """
    if not isinstance(given, Mapping):
        raise _wrong("op", "An operation is an object with the member op.")
    name = given.get("op")
    form = _FORMS.get(name) if isinstance(name, str) else None
    if form is None:
        raise _wrong("op", f"op is one of {', '.join(_FORMS)}.")
    make, members = form
    unknown = set(given) - {"op", *members}
    if unknown:
        raise _wrong(min(unknown), f"{name} has no member {min(unknown)!r}.")
    return make(given)


def place_of(operation: Operation) -> int | None:
    """Return the position by which an operation finds its thread; None for the whole file."""
    match operation:
        case Leave() | Make():
            return operation.start
        case _:
            return operation.at


def read_date(text: str) -> Written | None:
    """Read an ISO 8601 date or time as precisely as it is written; None when it is neither."""
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    precision: Precision = "day"
    if found["clock"]:
        precision = "second" if found["seconds"] else "minute"
    return Written(at, None, precision)


def _position(given: Mapping[str, Any], name: str) -> int:
    value = given.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**53:
        raise _wrong(name, f"{name} is a position: a whole number from 0, in code points.")
    return value


def _optional(given: Mapping[str, Any], name: str) -> int | None:
    return None if given.get(name) is None else _position(given, name)


def _text(given: Mapping[str, Any], name: str) -> str | None:
    value = given.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > MOST_CHARACTERS:
        raise _wrong(name, f"{name} is a text of at most {MOST_CHARACTERS:,} characters.")
    return " ".join(canonical(value)[0].split()) or None


def _needed(given: Mapping[str, Any], name: str) -> str:
    value = _text(given, name)
    if value is None:
        raise _wrong(name, f"{name} must not be empty.")
    return value


def _written(given: Mapping[str, Any]) -> Written:
    value = given.get("written_at")
    if value is None:
        return UNDATED
    found = read_date(value) if isinstance(value, str) else None
    if found is None:
        raise _wrong(
            "written_at", "Write the date like 2017-10-04, 2017-10-04T23:02 or with an offset."
        )
    return found


def _kind(given: Mapping[str, Any]) -> PostKind:
    return cast("PostKind", _one_of(given, "kind", get_args(PostKind)))


def _one_of(given: Mapping[str, Any], name: str, known: tuple[str, ...]) -> str:
    value = given.get(name)
    if value not in known:
        raise _wrong(name, f"{name} is one of {', '.join(known)}.")
    return cast("str", value)


def _leave(given: Mapping[str, Any]) -> Leave:
    tile = _one_of({"as": "furniture", **given}, "as", get_args(LeftAs))
    return Leave(_position(given, "start"), _position(given, "end"), cast("LeftAs", tile))


def _make(given: Mapping[str, Any]) -> Make:
    return Make(
        _position(given, "start"),
        _position(given, "end"),
        _kind({"kind": "comment", **given}),
        _text(given, "author"),
        _written(given),
    )


def _wrong(field: str, message: str) -> MalformedError:
    return MalformedError(message, fields=[(field, "invalid", message)])


_FORMS: dict[str, tuple[Callable[[Mapping[str, Any]], Operation], tuple[str, ...]]] = {
    "split": (lambda g: Split(_position(g, "at")), ("at",)),
    "join": (lambda g: Join(_position(g, "at")), ("at",)),
    "bound": (
        lambda g: Bound(_position(g, "at"), _position(g, "start"), _position(g, "end")),
        ("at", "start", "end"),
    ),
    "author": (lambda g: Author(_position(g, "at"), _text(g, "name")), ("at", "name")),
    "date": (lambda g: Date(_position(g, "at"), _written(g)), ("at", "written_at")),
    "parent": (
        lambda g: Parent(_position(g, "at"), _optional(g, "parent")),
        ("at", "parent"),
    ),
    "kind": (lambda g: Kind(_position(g, "at"), _kind(g)), ("at", "kind")),
    "leave": (_leave, ("start", "end", "as")),
    "post": (_make, ("start", "end", "kind", "author", "written_at")),
    "title": (lambda g: Title(_needed(g, "title"), _optional(g, "at")), ("title", "at")),
    "settle": (lambda g: Settle(_needed(g, "code"), _optional(g, "at")), ("code", "at")),
}
NAMES = tuple(_FORMS)
