"""What an export is asked for and what it answers: plain values, shared by all writers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

OffsetUnit = Literal["codepoint", "utf16"]


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be written.

    `scope` is that of the API (`threads`, `codes`, `subtree`, `coders`, `levels`,
    `created_after`, `created_before`). `options` are the format's own further ones. The bytes of
    a file follow from the rows, the order and `made_at` (UTC) alone, so a snapshot can be
    exported again byte for byte: no clock, no random id, no archive date besides.
    `hidden`: also posts that the site hides (spam, drafts …) and nobody coded; without `texts`
    the passages' and posts' own words are left out where the format can do without.
    `described`: the names of attributes that become columns, by whose they are.
    `schema` names the database schema of a snapshot's rows; empty: the corpus as it stands.
    `base_url` is the site's own address, without a slash at the end.
    """

    corpus: int
    format: str
    what: str = "annotations"
    profile: str = ""
    scope: Mapping[str, Any] = field(default_factory=dict)
    offset_unit: OffsetUnit = "codepoint"
    bom: bool = False
    neutralise: bool = False
    pseudonymise: bool = False
    texts: bool = True
    hidden: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)
    described: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    made_at: datetime | None = None
    schema: str = ""
    base_url: str = ""
    pseudonym_key: str = ""


class Counted(Protocol):
    """Where a writer says how far it is: rows done, of how many."""

    done: int
    total: int


@dataclass(slots=True)
class Tally:
    """A count for a file that nobody watches."""

    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Loss:
    """What a format, or the program it is meant for, cannot carry; `count` things were met.

    `code` is stable (`replies_not_read`), `message` says in a sentence what is lost and what was
    done instead.
    """

    code: str
    count: int
    message: str


@dataclass(slots=True)
class Written:
    """What a writer answers: rows (or annotations) written, columns where there are any, losses."""

    rows: int = 0
    columns: list[str] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
