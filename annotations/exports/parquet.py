"""Parquet: PostgreSQL's CSV read into Arrow by blocks, with types; row groups of bounded size."""

import json
from collections.abc import Iterator
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import csv

from annotations.exports import tabular
from annotations.exports.columns import Column, Kind
from annotations.exports.order import Counted, Written
from annotations.exports.reading import Reading

GROUP_ROWS = 65_536
# Of long texts a group holds fewer rows, so that memory stays flat.
GROUP_BYTES = 8 * 1024 * 1024
BLOCK_BYTES = 2 * 1024 * 1024
_CSV = "(FORMAT csv, ENCODING 'UTF8')"
_LISTS: tuple[Kind, ...] = ("path", "words", "list")
# What Arrow reads; lists are unfolded afterwards.
_READ = {
    "integer": pa.int64(), "truth": pa.bool_(), "moment": pa.timestamp("us", tz="UTC"),
}  # fmt: skip


def write(reading: Reading, file: IO[bytes], tally: Counted) -> Written:
    """Write the rows of the order's table and say how many."""
    order = reading.order
    columns = tabular.columns_of(order)
    tally.total = reading.count(tabular.count(order))
    # The moments' text is Arrow's to read.
    reading.connection.execute("SET LOCAL timezone = 'UTC'")
    reading.connection.execute("SET LOCAL datestyle = 'ISO'")
    lines = reading.copy(tabular.select(order, "typed"), _CSV)
    with pq.ParquetWriter(file, schema_of(columns), compression="zstd") as writer:
        for group in _groups(_tables(lines, columns)):
            writer.write_table(group, row_group_size=GROUP_ROWS)
            tally.done += group.num_rows
    pa.default_memory_pool().release_unused()
    return Written(rows=tally.done, columns=[column.name for column in columns])


def schema_of(columns: tuple[Column, ...]) -> Any:
    """Return the Arrow schema of columns: whole numbers, truth, moments in UTC, lists, text."""
    listed = pa.list_(pa.string())
    kinds = {**_READ, **dict.fromkeys(_LISTS, listed)}
    return pa.schema([(column.name, kinds.get(column.kind, pa.string())) for column in columns])


def _groups(tables: Iterator[Any]) -> Iterator[Any]:
    """Gather blocks into row groups."""
    waiting: list[Any] = []
    rows = size = 0
    for table in tables:
        waiting.append(table)
        rows, size = rows + table.num_rows, size + table.nbytes
        if rows >= GROUP_ROWS or size >= GROUP_BYTES:
            whole = pa.concat_tables(waiting)
            waiting, rows, size = [], 0, 0
            # What a later group begins with.
            if 0 < (over := whole.num_rows % GROUP_ROWS) < whole.num_rows:
                waiting = [whole.slice(whole.num_rows - over)]
                rows, size = over, waiting[0].nbytes
                whole = whole.slice(0, whole.num_rows - over)
            yield whole
    if waiting:
        yield pa.concat_tables(waiting)


def _tables(lines: Iterator[bytes], columns: tuple[Column, ...]) -> Iterator[Any]:
    """Turn rows into Arrow tables, block by block; a row is never cut."""
    waiting: list[bytes] = []
    size = 0
    for line in lines:
        waiting.append(line)
        size += len(line)
        if size >= BLOCK_BYTES:
            yield _table(b"".join(waiting), columns)
            waiting, size = [], 0
    if waiting:
        yield _table(b"".join(waiting), columns)


def _table(block: bytes, columns: tuple[Column, ...]) -> Any:
    types = {column.name: _READ.get(column.kind, pa.string()) for column in columns}
    table = csv.read_csv(
        pa.py_buffer(block),
        read_options=csv.ReadOptions(
            column_names=list(types), block_size=len(block) + 1, use_threads=False
        ),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types=types,
            # Null is an empty cell; an empty text stands in quotes.
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
            true_values=["t"],
            false_values=["f"],
        ),
    )
    for place, column in enumerate(columns):
        if column.kind in _LISTS:
            table = table.set_column(place, column.name, _unfolded(table.column(place)))
    return table


def _unfolded(texts: Any) -> Any:
    """Turn JSON lists in text into lists; each different one is read once."""
    encoded = texts.combine_chunks().dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    lists = [json.loads(text) for text in encoded.dictionary.to_pylist()]
    return pa.array(lists, pa.list_(pa.string())).take(encoded.indices)
