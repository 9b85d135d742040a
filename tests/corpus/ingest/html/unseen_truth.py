"""What is truly on the invented pages in `unseen/`: loads `truth.json` beside them.

The comparison with what was read is made in `unseen_reading`.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

FOLDER = Path(__file__).with_name("unseen")


@dataclass(frozen=True, slots=True)
class Said:
    """One comment as it truly is. `parent` is the `n` of whom it answers, None at the top."""

    n: int
    author: str | None
    text: str
    at: datetime
    parent: int | None = None
    kind: str = "comment"
    status: str = "approved"


@dataclass(frozen=True, slots=True)
class Page:
    """A saved page's truth. `shows` is how exactly it tells times: minute, day, relative, none.

    `declared` is the number of comments it states; `parents` is False where it does not tell who
    answers whom; `untold` names what it does not tell ("author3"); `unreadable`: its comments are
    not in the file, it must wait for review. `author` is None where the page doesn't say it.
    """

    name: str
    title: str
    author: str | None
    entry: tuple[str, ...]
    written: datetime | None
    shows: str
    declared: int | None
    parents: bool
    unreadable: bool
    untold: frozenset[str]
    said: tuple[Said, ...]

    @property
    def source(self) -> bytes:
        """The file as saved."""
        return (FOLDER / f"{self.name}.html").read_bytes()


def pages() -> dict[str, Page]:
    """Return all pages by their names."""
    found = {}
    for told in json.loads((FOLDER / "truth.json").read_text(encoding="utf-8")):
        said = [Said(**one | {"at": datetime.fromisoformat(one["at"])}) for one in told["said"]]
        written = told["written"] and datetime.fromisoformat(told["written"])
        fields = {"said": tuple(said), "written": written, "untold": frozenset(told["untold"])}
        found[told["name"]] = Page(**told | fields | {"entry": tuple(told["entry"])})
    return found


def in_order(said: tuple[Said, ...], n: int | None = None) -> Iterator[Said]:
    """Yield the conversation in reading order: every answer under what it answers."""
    for one in said:
        if one.parent == n:
            yield one
            yield from in_order(said, one.n)
