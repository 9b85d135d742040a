"""Reads a second table: rows about threads or people that a corpus has already. Pure Python.

CSV and TSV, XLSX, ODS and XLS, JSON and JSON lines; small enough to be held in memory.
"""

import io
import json
import math
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from corpus.errors import UnreadableError
from corpus.ingest.source import Source
from corpus.ingest.tables.delimited import Delimited, column_names

MOST_ROWS, MOST_COLUMNS = 200_000, 500
# A workbook is a ZIP file; this is what it may unfold to.
MOST_UNFOLDED = 400_000_000
_XLS = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class SecondTable:
    """Columns by name and rows with as many values: text, numbers, truth, None where empty.

    `broken` rows could not be read. `sheets` are a workbook's, `sheet` is the one that was read.
    """

    columns: tuple[str, ...]
    rows: Sequence[Sequence[Any]]
    broken: int = 0
    sheets: tuple[str, ...] = ()
    sheet: str = ""


def read_table(data: bytes, *, sheet: str = "") -> SecondTable:
    """Read a table by its content; of a workbook the `sheet` named, else the first with rows.

    Raises:
        UnreadableError: `empty_file`, `no_table`, `too_many_rows`, `unknown_sheet`.
    """
    if data.startswith((b"PK", _XLS)):
        return _checked(_workbook(data, sheet))
    head = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    return _checked(_json(data) if head in (b"[", b"{") else _delimited(data))


def of_records(records: Iterable[Mapping[str, Any]]) -> SecondTable:
    """Return objects as a table: their keys are the columns.

    Raises:
        UnreadableError: as `read_table`.
    """
    held = list(records)
    columns = tuple(dict.fromkeys(str(key) for one in held for key in one))
    rows = [[_plain(one.get(name)) for name in columns] for one in held]
    return _checked(SecondTable(columns, rows))


def _checked(table: SecondTable) -> SecondTable:
    if not table.columns or not table.rows:
        raise UnreadableError("There is no row in this table.", code="empty_file")
    if len(table.rows) > MOST_ROWS or len(table.columns) > MOST_COLUMNS:
        raise UnreadableError(
            f"A table has at most {MOST_ROWS:,} rows and {MOST_COLUMNS} columns.",
            code="too_many_rows",
        )
    return table


def _delimited(data: bytes) -> SecondTable:
    table = Delimited(Source.from_bytes(data), header=True)
    rows, broken = [], 0
    for row in table.rows():
        if row.fault:
            broken += 1
        else:
            rows.append([_plain(cell) for cell in row.cells])
        if len(rows) > MOST_ROWS:
            break
    return SecondTable(table.columns, rows, broken)


def _json(data: bytes) -> SecondTable:
    text = data.decode("utf-8-sig", "replace")
    try:
        if text.lstrip().startswith("["):
            found = json.loads(text)
            broken = 0
        else:
            lines = [line for line in text.splitlines() if line.strip()]
            found = [_line(line) for line in lines]
            broken = sum(one is None for one in found)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"No JSON: {error}", code="no_table") from error
    records = [one for one in found if isinstance(one, dict)]
    table = of_records(records)
    return SecondTable(table.columns, table.rows, broken or len(found) - len(records))


def _line(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _workbook(data: bytes, sheet: str) -> SecondTable:
    _refuse_bombs(data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = tuple(book.sheet_names)
        if sheet and sheet not in names:
            raise UnreadableError(f"There is no sheet “{sheet[:80]}”.", code="unknown_sheet")
        for name in (sheet,) if sheet else names:
            read = book.get_sheet_by_name(name)
            found = [row for row in read.to_python(nrows=MOST_ROWS + 2) if any(_filled(row))]
            if len(found) > 1:
                columns = column_names([_name(cell) for cell in found[0]], header=True)
                rows = [[_plain(cell) for cell in row] for row in found[1:]]
                return SecondTable(columns, rows, 0, names, name)
    except CalamineError as error:
        raise UnreadableError(f"The workbook cannot be read: {error}", code="no_table") from error
    return SecondTable((), (), 0, names)


def _refuse_bombs(data: bytes) -> None:
    if not data.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            size = sum(one.file_size for one in book.infolist())
    except zipfile.BadZipFile as error:
        raise UnreadableError("The workbook is damaged.", code="no_table") from error
    if size > MOST_UNFOLDED:
        raise UnreadableError("The workbook unfolds to too much.", code="too_many_rows")


def _filled(row: Sequence[Any]) -> list[bool]:
    return [cell not in ("", None) for cell in row]


def _name(cell: Any) -> str:
    value = _plain(cell)
    return "" if value is None else str(value)


def _plain(value: Any) -> Any:
    """Return a cell as JSON has it; None where it says nothing."""
    match value:
        case str():
            return value.replace("\0", "").encode("utf-8", "replace").decode().strip() or None
        case float():
            return _number(value)
        case list():
            return [one for one in map(_plain, value) if one is not None] or None
        case dict():
            return json.dumps(value, ensure_ascii=False)
        case date() | time() | timedelta():
            return _moment(value)
    return value


def _number(value: float) -> int | float | None:
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def _moment(value: date | time | timedelta) -> str:
    if not isinstance(value, datetime):
        return str(value)
    return value.date().isoformat() if value.time() == time() else f"{value:%Y-%m-%dT%H:%M:%S}"
