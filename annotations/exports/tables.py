"""CSV and JSONL: PostgreSQL formats the rows, we pass them on."""

import re
from collections.abc import Iterator
from typing import IO

from annotations.exports import tabular
from annotations.exports.order import Counted, Order, Written
from annotations.exports.reading import Reading

CHUNK_BYTES = 128 * 1024
_ODD = re.compile(r'[",\r\n]|^\s|\s$')
_BOM = b"\xef\xbb\xbf"
# JSON escapes control characters, so as quote and delimiter they never meet one: no byte changes.
_JSONL = r"(FORMAT csv, QUOTE E'\x01', DELIMITER E'\x02', ENCODING 'UTF8')"
_CSV = "(FORMAT csv, ENCODING 'UTF8')"


def columns(order: Order) -> list[str]:
    """Return the names of the columns of an order's table."""
    return [column.name for column in tabular.columns_of(order)]


def _header(order: Order) -> str:
    return ",".join(
        '"' + name.replace('"', '""') + '"' if _ODD.search(name) else name
        for name in columns(order)
    )


def write(reading: Reading, file: IO[bytes], tally: Counted) -> Written:
    """Write the rows and say how many."""
    for chunk in chunks(reading, tally):
        file.write(chunk)
    return Written(rows=tally.done, columns=columns(reading.order))


def chunks(reading: Reading, tally: Counted) -> Iterator[bytes]:
    """Yield the file in chunks; `tally` is filled on the way."""
    order = reading.order
    is_csv = order.format != "jsonl"
    tally.total = reading.count(tabular.count(order))
    if order.bom and is_csv:
        yield _BOM
    end = b"\r\n" if is_csv else b"\n"
    if is_csv:
        # At once: PostgreSQL says nothing until it has sorted the rows.
        yield _header(order).encode() + end
    lines = reading.copy(_select(order), _CSV if is_csv else _JSONL)
    yield from _gathered(lines, end, tally)


def _select(order: Order) -> str:
    if order.format != "jsonl":
        return tabular.select(order, "text")
    return f"SELECT row_to_json(r) FROM ({tabular.select(order, 'json')}) AS r"


def _gathered(lines: Iterator[bytes], end: bytes, tally: Counted) -> Iterator[bytes]:
    """Gather rows (one message each) into chunks, with the format's own line end."""
    waiting: list[bytes] = []
    size = 0
    for line in lines:
        waiting.append(line[:-1])
        size += len(line)
        if size >= CHUNK_BYTES:
            tally.done += len(waiting)
            yield end.join(waiting) + end
            waiting, size = [], 0
    if waiting:
        tally.done += len(waiting)
        yield end.join(waiting) + end
