"""CSV and JSONL: PostgreSQL formats the rows, we pass them on."""

from collections.abc import Iterator
from typing import IO

from annotations.exports.columns import COLUMNS, count_select, rows_select
from annotations.exports.order import Counted, Order, Written
from annotations.exports.reading import Reading

CHUNK_BYTES = 128 * 1024
_BOM = b"\xef\xbb\xbf"
# JSON escapes control characters, so as quote and delimiter they never meet one: no byte changes.
_JSONL = r"(FORMAT csv, QUOTE E'\x01', DELIMITER E'\x02', ENCODING 'UTF8')"
_CSV = "(FORMAT csv, HEADER true, ENCODING 'UTF8')"


def columns() -> list[str]:
    """Return the names of the flat row's columns, in order."""
    return [column.name for column in COLUMNS]


def write(reading: Reading, file: IO[bytes], tally: Counted) -> Written:
    """Write the rows and say how many."""
    for chunk in chunks(reading, tally):
        file.write(chunk)
    return Written(rows=tally.done, columns=columns())


def chunks(reading: Reading, tally: Counted) -> Iterator[bytes]:
    """Yield the file in chunks; `tally` is filled on the way."""
    order = reading.order
    is_csv = order.format == "csv"
    tally.total = reading.count(count_select(order.scope))
    if order.bom and is_csv:
        yield _BOM
    end = b"\r\n" if is_csv else b"\n"
    lines = reading.copy(_select(order), _CSV if is_csv else _JSONL)
    yield from _gathered(lines, end, tally)
    if is_csv:
        tally.done -= 1


def _select(order: Order) -> str:
    select = rows_select(
        scope=order.scope,
        offset_unit=order.offset_unit,
        as_text=order.format == "csv",
        neutralise=order.neutralise,
    )
    return select if order.format == "csv" else f"SELECT row_to_json(r) FROM ({select}) AS r"


def _gathered(lines: Iterator[bytes], end: bytes, tally: Counted) -> Iterator[bytes]:
    """Gather rows (one message each) into chunks, with the format's own line end."""
    waiting: list[bytes] = []
    size = 0
    for line in lines:
        waiting.append(line[:-1])
        size += len(line)
        tally.done += 1
        if size >= CHUNK_BYTES:
            yield end.join(waiting) + end
            waiting, size = [], 0
    if waiting:
        yield end.join(waiting) + end
