"""A workbook with a sheet for each table and one that explains it; memory stays flat."""

import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.worksheet import Worksheet

from annotations.exports import tabular, workbook_notes
from annotations.exports.columns import Column
from annotations.exports.order import Counted, Loss, Order, Tally, Written
from annotations.exports.reading import Reading
from corpus.attribute_filters import NUMBER

# Excel's own limits.
MOST_ROWS = 1_048_576
MOST_UNITS = 32_767
BATCH = 500
SHEETS = {
    "annotations": "annotations", "posts": "posts", "threads": "threads", "codebook": "codes",
    "participants": "participants",
}  # fmt: skip
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_NUMBER = re.compile(NUMBER)
_WIDE = {"text": 80, "quote": 60, "definition": 60, "memo": 40, "thread_title": 30, "code_path": 30}


def write(reading: Reading, file: IO[bytes], tally: Counted) -> Written:
    """Write the workbook; its rows are those of the table that was ordered."""
    what = reading.order.what
    with _workbook(reading, file) as workbook:
        book = _Book(reading, workbook)
        rows = book.table(what, tally)
        for other in SHEETS if what == "annotations" else ():
            if other != what:
                book.table(other, Tally())
        losses = book.losses()
        workbook_notes.write(workbook, reading, book.rows, losses)
    columns = [column.name for column in tabular.columns_of(reading.order)]
    return Written(rows=rows, columns=columns, losses=losses)


@contextmanager
def _workbook(reading: Reading, file: IO[bytes]) -> Iterator[Workbook]:
    """Open a workbook whose sheets lie in files beside the export until they are zipped."""
    name = getattr(file, "name", None)
    beside = Path(f"{name}.sheets") if isinstance(name, str) else None
    if beside:
        beside.mkdir(mode=0o700)
    options = {
        "constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False,
        "use_zip64": True, "tmpdir": str(beside) if beside else None,
    }  # fmt: skip
    calm = _Calm(file)
    try:
        workbook = Workbook(calm, options)
        workbook.set_properties({"title": reading.title, "created": reading.order.made_at})
        yield workbook
        workbook.close()
        if calm.error is not None:
            raise calm.error
    except FileCreateError as error:
        raise error.args[0] from error
    finally:
        calm.over = True
        if beside:
            shutil.rmtree(beside, ignore_errors=True)


class _Calm:
    """The file for the ZIP's writer, which cannot stop on a full disk: the error is said after.

    When it is `over` nothing is written any more, whatever the ZIP's writer still holds.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.error: OSError | None = None
        self.over = False

    def write(self, data: bytes) -> int:
        """Write; once that failed, pretend."""
        self._try(lambda: self._file.write(data))
        return len(data)

    def tell(self) -> int:
        """Return the position."""
        return self._try(self._file.tell)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a position."""
        return self._try(lambda: self._file.seek(offset, whence))

    def flush(self) -> None:
        """Hand all to the system."""
        self._try(self._flushed)

    def _flushed(self) -> int:
        self._file.flush()
        return 0

    def _try(self, do: Callable[[], int]) -> int:
        if self.error is None and not self.over:
            try:
                return do()
            except OSError as error:
                self.error = error
        return 0


@dataclass(slots=True)
class _Book:
    """The workbook while it is filled; `rows` by table."""

    reading: Reading
    workbook: Workbook
    rows: dict[str, int] = field(default_factory=dict)
    cut: int = 0
    escaped: int = 0

    def table(self, what: str, tally: Counted) -> int:
        """Write a table into a sheet, or more where one has no room; returns its rows."""
        order = replace(self.reading.order, what=what)
        columns = tabular.columns_of(order)
        tally.total = self.reading.count(tabular.count(order))
        sheets = (self._sheet(f"{SHEETS[what]}{n}", columns) for n in _endings())
        sheet, place, kinds = next(sheets), 0, [column.kind for column in columns]
        for row in self._select(order):
            if place == MOST_ROWS - 1:
                sheet, place = next(sheets), 0
            place += 1
            tally.done += 1
            self._row(sheet, place, kinds, row)
        self.rows[what] = tally.done
        return tally.done

    def _select(self, order: Order) -> Iterator[tuple[Any, ...]]:
        with self.reading.connection.cursor("sheet") as cursor:
            cursor.itersize = BATCH
            cursor.execute(tabular.select(order, "text"), self.reading.values)
            yield from cursor

    def _row(self, sheet: Worksheet, place: int, kinds: Sequence[str], row: Sequence[Any]) -> None:
        for number, value in enumerate(row):
            if value is None:
                continue
            if kinds[number] == "integer":
                sheet.write_number(place, number, value)
            elif kinds[number] == "value" and _NUMBER.fullmatch(value):
                sheet.write_number(place, number, float(value))
            elif kinds[number] == "truth":
                sheet.write_boolean(place, number, value == "true")
            else:
                sheet.write_string(place, number, self._text(str(value)))

    def _text(self, text: str) -> str:
        """Return what fits into a cell; count what was cut, or is written in Excel's escapes."""
        if _CONTROL.search(text):
            self.escaped += 1
        if len(text) * 2 <= MOST_UNITS:
            return text
        units = text.encode("utf-16-le")
        if len(units) <= MOST_UNITS * 2:
            return text
        self.cut += 1
        # A pair of surrogates that would be cut in two goes as a whole.
        return units[: MOST_UNITS * 2].decode("utf-16-le", "ignore")

    def _sheet(self, name: str, columns: Sequence[Column]) -> Worksheet:
        sheet = self.workbook.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        bold = self.workbook.add_format({"bold": True})
        for number, column in enumerate(columns):
            sheet.set_column(number, number, _WIDE.get(column.name, 14))
        for number, column in enumerate(columns):
            sheet.write_string(0, number, column.name, bold)
        return sheet

    def losses(self) -> list[Loss]:
        """Say what Excel's cells could not take as it is."""
        said = [
            Loss(
                "cells_cut", self.cut,
                f"A cell holds {MOST_UNITS:,} characters: longer texts are cut there. Whole ones "
                "are in CSV, JSON lines and Parquet.",
            ),
            Loss(
                "control_characters_escaped", self.escaped,
                "Cells with control characters have them as _x0001_, as Excel writes and reads "
                "them; pandas and openpyxl show the escapes.",
            ),
        ]  # fmt: skip
        return [loss for loss in said if loss.count]


def _endings() -> Iterator[str]:
    yield ""
    number = 2
    while True:
        yield f" {number}"
        number += 1
