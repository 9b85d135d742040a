"""Workbooks (XLSX, ODS) as tables: one sheet, its rows with values as the cells hold them."""

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, ZipError

from corpus.errors import UnreadableError
from corpus.ingest.events import Noted
from corpus.ingest.source import Source
from corpus.ingest.tables.delimited import column_names
from corpus.ingest.tables.dialect import names_columns
from corpus.ingest.tables.mapping import Fault, Shape, refusal
from corpus.ingest.tables.table import Getter, Unit, plain
from corpus.ingest.tables.workbook_parts import filled_rows, kind_of, refuse_huge, unreadable

_LOOKED_AT = 50


class SheetTable:
    """The rows of one sheet: the one that `shape` names, else the one with the most of them.

    Places are numbers of rows, from 1, as the spreadsheet shows them.

    Raises:
        UnreadableError: `unreadable`, `too_large`.
        ImpossibleError: `bad_mapping`, there is no such sheet.
    """

    record_paths: Sequence[tuple[str, int]] = ()
    records: str | None = None
    nested: str | None = None
    delimiter: str | None = None
    exact = True

    def __init__(self, source: Source, shape: Shape) -> None:
        self._source = source
        with source.open() as stream:
            refuse_huge(stream)
        self._kind = kind_of(source.head()) or "xlsx"
        try:
            with source.open() as stream:
                self._book = CalamineWorkbook.from_filelike(stream)
            self.sheets: Sequence[str] = self._book.sheet_names
            self.sheet: str | None = shape.sheet or self._largest()
            if self.sheet not in self.sheets:
                message = f"There is no sheet {self.sheet!r}; there are {', '.join(self.sheets)}."
                raise refusal([Fault("sheet", "unknown_sheet", message)])
            self._sheet = self._book.get_sheet_by_name(self.sheet)
        except (CalamineError, ZipError, OSError) as error:
            raise unreadable(error) from error
        first = [cells for _, cells in self._first_rows()]
        rows = [[plain(cell) for cell in cells] for cells in first]
        self.header: bool | None = names_columns(rows) if shape.header is None else shape.header
        self.columns: Sequence[str] = column_names(rows[0] if rows else (), header=self.header)

    def _largest(self) -> str:
        """Return the sheet with the most cells, the first of equals."""
        if not self.sheets:
            raise UnreadableError("The workbook holds no sheet.", code="unreadable")
        sizes = {}
        for name in self.sheets:
            sheet = self._book.get_sheet_by_name(name)
            sizes[name] = sheet.height * sheet.width
        return max(self.sheets, key=lambda name: sizes[name])

    def _first_rows(self) -> list[tuple[int, list[Any]]]:
        found = []
        for number, cells in self._rows():
            found.append((number, cells))
            if len(found) >= _LOOKED_AT:
                break
        return found

    def _rows(self) -> Iterator[tuple[int, list[Any]]]:
        """Yield the rows that are not blank, with their numbers."""
        for number, cells in enumerate(self._sheet.iter_rows(), 1):
            if any(cell != "" for cell in cells):
                yield number, cells

    @property
    def noted(self) -> tuple[Noted, ...]:
        """Nothing: cells are what they are."""
        return ()

    def getter(self, column: str) -> Getter:
        """Return what takes a column's cell."""
        return itemgetter(self.columns.index(column))

    def units(self) -> Iterator[Unit]:
        """Yield the rows below the header."""
        found = self._rows()
        if self.header:
            next(found, None)
        width = len(self.columns)
        for number, cells in found:
            row = [*cells, *[""] * (width - len(cells))]
            yield Unit(row, f"row {number}", number, number + 1)

    def count(self) -> int:
        """Count the rows below the header that hold something, in the sheet's own XML."""
        with self._source.open() as stream:
            rows = sum(1 for _ in filled_rows(stream, self._kind, self.sheet or ""))
        return max(0, rows - bool(self.header))
