"""Rows of a CSV or TSV file as records, for readers that gather them as they do those of JSON."""

from collections.abc import Iterator

from corpus.ingest.exports.json_fields import Record, head_text
from corpus.ingest.json_items import Element
from corpus.ingest.tables.delimited import HEAD_CHARACTERS, Delimited
from corpus.ingest.tables.dialect import dialect_of, first_rows

# Where a record keeps what is doubtful about its row; no column is called so.
DOUBT = ""


def head_columns(head: bytes) -> frozenset[str]:
    """Return the names in the first row of what may be a table; never raises."""
    text = head_text(head)
    dialect = dialect_of(text[:HEAD_CHARACTERS], whole=len(text) <= HEAD_CHARACTERS)
    rows = first_rows(text[:HEAD_CHARACTERS], dialect)[dialect.preface :]
    return frozenset(" ".join(cell.split()) for cell in rows[0]) if rows else frozenset()


def row_elements(table: Delimited) -> Iterator[Element]:
    """Yield each row as a record by the names of its columns; its path is the row's name."""
    columns = table.columns
    for row in table.rows():
        path = (f"row {row.number}",)
        if row.fault:
            yield Element(path, None, row.start, row.end, row.fault)
            continue
        record: Record = dict(zip(columns, row.cells, strict=True))
        if row.doubt:
            record[DOUBT] = row.doubt
        yield Element(path, record, row.start, row.end)
