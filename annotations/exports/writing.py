"""Writing coded data as CSV or JSONL: PostgreSQL formats the rows, we pass them on.

One REPEATABLE READ snapshot per file; memory stays flat however many rows there are.
"""

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from psycopg import ClientCursor
from psycopg.sql import SQL

from annotations.exports.columns import COLUMNS, SCHEMA_VERSION, count_select, rows_select
from corpus.database import own_connection
from corpus.version import VERSION

FORMATS = {"csv": "text/csv; charset=utf-8", "jsonl": "application/x-ndjson; charset=utf-8"}
CHUNK_BYTES = 128 * 1024
_BOM = b"\xef\xbb\xbf"
# JSON escapes control characters, so as quote and delimiter they never meet one: no byte changes.
_JSONL = r"(FORMAT csv, QUOTE E'\x01', DELIMITER E'\x02', ENCODING 'UTF8')"
_CSV = "(FORMAT csv, HEADER true, ENCODING 'UTF8')"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be written: the corpus, the format, the scope and the options."""

    corpus: int
    format: str
    scope: Mapping[str, Any] = field(default_factory=dict)
    offset_unit: str = "codepoint"
    bom: bool = False
    neutralise: bool = False


class Counted(Protocol):
    """Where a stream says how far it is: rows done, of how many."""

    done: int
    total: int


@dataclass(slots=True)
class Snapshot:
    """The corpus' last event that the file takes into account."""

    seq: int = 0


@dataclass(slots=True)
class Tally:
    """A count for a stream that nobody watches."""

    done: int = 0
    total: int = 0


def stream(order: Order, tally: Counted, snapshot: Snapshot) -> Iterator[bytes]:
    """Yield the file in chunks; `tally` and `snapshot` are filled on the way.

    Closing the iterator ends the transaction.
    """
    values = {"corpus": order.corpus, **order.scope}
    with closing(own_connection(autocommit=False)) as connection:
        cursor = ClientCursor(connection)
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT seq FROM corpus_corpuscounter WHERE corpus_id = %(corpus)s", values)
        row = cursor.fetchone()
        snapshot.seq = row[0] if row else 0
        cursor.execute(count_select(order.scope), values)
        row = cursor.fetchone()
        tally.total = row[0] if row else 0
        select = cursor.mogrify(_select(order), values)
        statement = f"COPY ({select}) TO STDOUT {_CSV if order.format == 'csv' else _JSONL}"
        end = b"\r\n" if order.format == "csv" else b"\n"
        if order.bom and order.format == "csv":
            yield _BOM
        with cursor.copy(SQL(statement)) as copy:
            yield from _chunks(copy, end, tally)
    if order.format == "csv":
        tally.done -= 1


def columns() -> list[str]:
    """Return the names of the flat row's columns, in order."""
    return [column.name for column in COLUMNS]


def write(order: Order, path: Path, *, tally: Counted) -> dict[str, Any]:
    """Write the file, flushed to disk, and return its part of the manifest."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    digest, size, snapshot = hashlib.sha256(), 0, Snapshot()
    with draft.open("wb") as file:
        for chunk in stream(order, tally, snapshot):
            digest.update(chunk)
            size += len(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    return {
        "sha256": digest.hexdigest(),
        "size": size,
        "rows": tally.done,
        "columns": columns(),
        "as_of_seq": snapshot.seq,
        "schema_version": SCHEMA_VERSION,
        "software_version": VERSION,
    }


def _select(order: Order) -> str:
    select = rows_select(
        scope=order.scope,
        offset_unit=order.offset_unit,
        as_text=order.format == "csv",
        neutralise=order.neutralise,
    )
    return select if order.format == "csv" else f"SELECT row_to_json(r) FROM ({select}) AS r"


def _chunks(copy: Any, end: bytes, tally: Counted) -> Iterator[bytes]:
    """Gather rows (one message each) into chunks, with the format's own line end."""
    waiting: list[bytes] = []
    size = 0
    while data := copy.read():
        line = bytes(data)
        waiting.append(line[:-1])
        size += len(line)
        tally.done += 1
        if size >= CHUNK_BYTES:
            yield end.join(waiting) + end
            waiting, size = [], 0
    if waiting:
        yield end.join(waiting) + end
