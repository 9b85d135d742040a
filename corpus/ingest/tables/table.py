"""What all tables have in common, whether rows of cells or records with fields in fields.

Where they come from is the matter of `rows`, `json_table` and `xml_table`.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any, NamedTuple, Protocol

from corpus.ingest.events import Noted

Getter = Callable[[Any], object]


class Unit(NamedTuple):
    """A row or record, or the `fault` why there is none; `values` is its table's own matter.

    `item` names it in the words of the source; `start` and `end` are code points of the decoded
    file. `group` tells the objects apart that records stand in, -1 where they stand in none.
    """

    values: Any
    item: str
    start: int
    end: int
    fault: str = ""
    doubt: str = ""
    group: int = -1
    above: Any = None


class Table(Protocol):
    """A table whose structure was found: by itself, or as a mapping says."""

    sheets: Sequence[str]
    record_paths: Sequence[tuple[str, int]]
    records: str | None
    sheet: str | None
    header: bool | None
    delimiter: str | None
    nested: str | None
    # Whether `columns` are all there are; else those of the first records.
    exact: bool

    @property
    def columns(self) -> Sequence[str]:
        """The columns or paths, in the order of the file."""
        ...

    @property
    def noted(self) -> tuple[Noted, ...]:
        """What there is to say about the file as a whole."""
        ...

    def getter(self, column: str) -> Getter:
        """Return what takes a column's value out of a unit's `values`."""
        ...

    def units(self) -> Iterator[Unit]:
        """Yield the rows or records in the order of the file; broken ones with a fault."""
        ...

    def count(self) -> int:
        """Count them in a scan of its own."""
        ...


def plain(value: object) -> str:
    """Return a value as words: a list's with commas between, nothing for an object."""
    if isinstance(value, str):
        return value
    if isinstance(value, (list, tuple)):
        return ", ".join(filter(None, map(_one, value)))
    return _one(value)


def _one(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    return "" if value is None or isinstance(value, (dict, list, tuple)) else str(value)
