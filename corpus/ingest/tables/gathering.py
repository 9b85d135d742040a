"""The first walk over a table: rows are put away by the thread that they belong to, on disk.

Which thread that is, a mapping says. How a thread is made of its rows is the matter of `threads`.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from corpus.ingest.events import Event, Failed, Noted, Skipped, Walked
from corpus.ingest.exports.json_grouped import packed
from corpus.ingest.exports.storable import line
from corpus.ingest.grouping import Grouping
from corpus.ingest.tables.dating import Evidence
from corpus.ingest.tables.mapping import TableMapping
from corpus.ingest.tables.table import Table, Unit, plain

_WHOLE_FIGURE = re.compile(r"\d{1,18}\.0\Z")
_KEYS = ("fields.thread", "fields.id", "fields.parent")
_TEXTS = ("fields.text", "fields.entry_text")
_DATES = ("fields.written_at", "fields.entry_written_at")
TOLD_CHARACTERS = 4 * 1024**2
# One thread of all rows, when nothing tells threads apart.
_ALL = "all"
# What programs write where nothing is answered.
NOTHING = frozenset({"", "0", "-1", "null", "none", "nan", "nil", "n/a", "-"})


class Piece(NamedTuple):
    """A row as it was put away: `cells` as a mapping's `columns` name them, the id it answers."""

    item: str
    start: int
    end: int
    parent: str
    cells: list[str]


class Gathering:
    """Puts the rows of a table away; learns what only all of them tell: the order of dates."""

    def __init__(self, table: Table, mapping: TableMapping, grouping: Grouping) -> None:
        self.taken = self.lost = 0
        self.evidence = Evidence()
        self._grouping = grouping
        columns = mapping.columns()
        place = {name: at for at, (name, _) in enumerate(columns)}
        self._getters = [table.getter(column) for _, column in columns]
        self._bare = [place[name] for name in place if name not in _TEXTS]
        self._keys = [place[name] for name in _KEYS if name in place]
        self._thread, self._id, self._parent = map(place.get, _KEYS)
        # What stands around all records is said of one thread.
        self._is_one = any(column.startswith("../") for _, column in columns)
        self._dates = [place[name] for name in _DATES if name in place]

    def walk(self, units: Iterable[Unit]) -> Iterator[Event]:
        """Take all rows; yield what is to be said of some."""
        told = 0
        for unit in units:
            if unit.end - told > TOLD_CHARACTERS:
                told = unit.end
                yield Walked(told // 2)
            if unit.fault:
                self.lost += 1
                yield Failed(unit.fault, unit.item, unit.start, unit.end, "broken_row")
                continue
            cells = self._cells(unit.values)
            if not any(cells):
                self.lost += 1
                reason = "It holds nothing in the columns that are read."
                yield Skipped(reason, unit.item, unit.start, unit.end, "empty_item")
                continue
            if unit.doubt:
                yield Noted(
                    "doubtful_row", "warning", unit.doubt, "Look at this row.", unit.item,
                    unit.start, unit.end,
                )  # fmt: skip
            self._put(unit, cells)
        if self._adopts:
            self._grouping.adopt()

    @property
    def _adopts(self) -> bool:
        """Whether threads are told by who answers whom alone."""
        answers = self._parent is not None and self._id is not None
        return self._thread is None and answers and not self._is_one

    def _cells(self, values: Any) -> list[str]:
        cells = [plain(getter(values)) for getter in self._getters]
        for place in self._bare:
            cells[place] = cells[place].strip()
        for place in self._keys:
            # A spreadsheet or data frame with gaps in a column writes its whole numbers so.
            if cells[place][-2:] == ".0" and _WHOLE_FIGURE.match(cells[place]):
                cells[place] = cells[place][:-2]
        return cells

    def _put(self, unit: Unit, cells: list[str]) -> None:
        self.taken += 1
        for place in self._dates:
            self.evidence.add(cells[place])
        parent = "" if self._parent is None else cells[self._parent]
        if not parent and unit.above is not None and self._id is not None:
            parent = self._cells(unit.above)[self._id]
        own = "" if self._id is None else cells[self._id]
        payload = packed([unit.item, unit.start, unit.end, parent, cells])
        group, leads = self._group(unit, cells, own, parent)
        item = (line(own) or None) if self._adopts else None
        self._grouping.put(group, 0, payload, item=item, leads=leads)

    def _group(self, unit: Unit, cells: list[str], own: str, parent: str) -> tuple[str, bool]:
        """Return the name of a row's thread, and whether the thread is named after the row."""
        if self._thread is not None:
            # An entry's row may name itself only by its id.
            return line(cells[self._thread]) or line(own) or unit.item, False
        if unit.group >= 0:
            return str(unit.group), True
        if self._adopts:
            answers = parent.casefold() not in NOTHING
            return (answers and line(parent)) or line(own) or unit.item, not answers
        return _ALL, False
