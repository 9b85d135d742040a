"""Giving the things of an archive other ids, wherever they are named. Pure Python.

Also inside the history's states, frozen codebooks and the links in memos.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from annotations.archive.tables import ADDED, NUMBERED, Table

Row = dict[str, Any]
# What the history and memos name, but the archive does not hold, must name nothing else either.
GONE = "0"
_LINK = re.compile(
    r"(?<=catena:)(corpus|thread|post|code|participant|annotation)/([0-9a-f-]+)", re.IGNORECASE
)
# Under these names the states in the history, and frozen codebooks, name other things.
_NAMED = {
    "corpus": "corpus", "thread": "thread", "post": "post", "code": "code", "upload": "upload",
    "duplicate_of": "upload",
}  # fmt: skip
_OF_STATE: dict[str, dict[str, str]] = {
    "code": {"parent": "code", "merged_into": "code", "examples": "annotations"},
    "participant": {"merged_into": "participant"},
    "thread": {"changed": "posts"},
    "annotation": {"coder": "person"},
    "memo": {"author": "person", "target": "pair", "links": "pairs", "text": "links"},
    "member": {"user": "person"},
}
# What is no event's state but said by people: nothing in it is an id.
_SAID = frozenset({"attributes", "operation", "counts", "categories"})


class Ids(Protocol):
    """What each thing is called from now on; refuses one that is not in the archive."""

    def corpus(self) -> int:
        """Return the corpus' id."""

    def number(self, kind: str, old: int) -> int:
        """Return the id of a participant, thread, post or code."""

    def uuid(self, kind: str, old: str) -> str:
        """Return the UUID of an upload, annotation, memo, export or other thing."""

    def user(self, old: int) -> int | None:
        """Return the id of a person."""


class Renamer:
    """Renames the ids in rows of an archive."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self._by_kind: dict[str, Callable[[Any, Row], Any]] = {
            "user": lambda value, _: self._ids.user(value),
            "target": lambda value, row: self._target(row["target_type"], value),
            "state": lambda value, row: self.state(row["target_type"], value),
            "links": lambda value, _: self.text(value),
            "codes": lambda value, _: [self.state("code", one) for one in value],
            "annotations": lambda value, _: [self.thing("annotation", one) for one in value],
            "posts": lambda value, _: [self.thing("post", one) for one in value],
            "person": lambda value, _: self._person(value),
            "pair": lambda value, _: self._pair(value),
            "pairs": lambda value, _: [self._pair(one) for one in value],
            "key": lambda value, _: self._key(value),
        }

    def row(self, table: Table, row: Row) -> Row:
        """Return a table's row with all its ids renamed.

        Raises:
            ValueError: a column names what the archive does not hold.
            KeyError, TypeError: a column is missing or of another type.
        """
        row = ADDED | row
        return {name: self._value(kind, row[name], row) for name, kind in table.kinds.items()}

    def _value(self, kind: str, value: Any, row: Row) -> Any:
        if not kind or value is None:
            return value
        made = self._by_kind.get(kind)
        return made(value, row) if made else self.thing(kind, value)

    def thing(self, kind: str, old: Any) -> Any:
        """Return the new id of one thing, in the type of the old one."""
        if kind == "corpus":
            return self._ids.corpus()
        if kind in NUMBERED:
            return self._ids.number(kind, old)
        return self._ids.uuid(kind, old)

    def _target(self, kind: str, old: str) -> str:
        """Return what an event or a memo is about, as text; `GONE` of what is in no table."""
        try:
            return self._named(kind, old)
        except ValueError:
            return GONE

    def _named(self, kind: str, old: str) -> str:
        if kind == "member":
            return str(self._ids.user(int(old)) or 0)
        return str(self.thing(kind, int(old) if kind in ("corpus", *NUMBERED) else old))

    def state(self, kind: str, state: Mapping[str, Any]) -> Row:
        """Return what an event says of its target before or after it."""
        special = _OF_STATE.get(kind, {})
        renamed: Row = {}
        for name, value in state.items():
            as_kind = special.get(name) or _NAMED.get(name, "")
            if name == "id":
                as_kind = kind if kind != "member" else "user"
            renamed[name] = self._said(as_kind, value) if name not in _SAID else value
        return renamed

    def _said(self, kind: str, value: Any) -> Any:
        """Rename what an event says; nothing stays of a name that the archive does not hold."""
        try:
            return self._value(kind, value, {})
        except (ValueError, TypeError, KeyError):
            return None

    def text(self, text: str) -> str:
        """Return a memo's text with its links leading to the same things."""
        return _LINK.sub(self._linked, text) if "catena:" in text.lower() else text

    def _linked(self, found: "re.Match[str]") -> str:
        kind, old = found[1].lower(), found[2].lower()
        try:
            return f"{found[1]}/{self._named(kind, old)}"
        except ValueError:
            # It led nowhere before. Two of these stay two: an undo asks whether a text is the same.
            is_marked = old == GONE or old.startswith(f"{GONE}-")
            return found[0] if is_marked else f"{found[1]}/{GONE}-{old}"

    def _person(self, said: Any) -> Any:
        if isinstance(said, dict):
            return {**said, "id": self._ids.user(said["id"])}
        return self._ids.user(said)

    def _pair(self, said: Mapping[str, Any]) -> Row:
        new = {**said, "id": self.thing(said["type"], said["id"])}
        if said.get("thread") is not None:
            new["thread"] = self.thing("thread", said["thread"])
        return new

    def _key(self, key: str) -> str:
        """Rename the upload by which a thread is known to be loaded."""
        upload, colon, place = key.partition(":")
        return f"{self._ids.uuid('upload', upload)}{colon}{place}" if colon else key
