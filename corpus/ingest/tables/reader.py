"""The readers of tables and records of unknown structure: what they are, opened, looked at, read.

How a table is read by its mapping is the matter of `reading`.
"""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from corpus.errors import ImpossibleError, UnreadableError
from corpus.ingest.elements import root_of
from corpus.ingest.encoding import decode_head
from corpus.ingest.events import Checkpoint, Detection, Event, Noted, ReadOptions
from corpus.ingest.exports.decoding import decoding_of
from corpus.ingest.exports.json_fields import head_text
from corpus.ingest.source import HEAD_BYTES, Source
from corpus.ingest.tables import look
from corpus.ingest.tables.dialect import dialect_of, first_rows, names_columns
from corpus.ingest.tables.guessing import guessed_mapping
from corpus.ingest.tables.json_table import JsonTable, values_of
from corpus.ingest.tables.mapping import (
    Fault,
    Shape,
    TableMapping,
    parse,
    refusal,
    shape_of,
    unknown_columns,
)
from corpus.ingest.tables.reading import Asked, read_sample, read_table
from corpus.ingest.tables.records import Nest, places_of, walk
from corpus.ingest.tables.rows import RowTable
from corpus.ingest.tables.sheets import SheetTable
from corpus.ingest.tables.table import Table
from corpus.ingest.tables.workbook_parts import kind_of
from corpus.ingest.tables.xml_table import XmlTable
from corpus.ingest.xml_text import decoded_head

ROWS = "table"
JSON = "json-records"
SHEETS = "spreadsheet"
XML = "xml-records"

_PAGES = frozenset({"html", "body", "head", "div", "p", "article", "section", "table", "span", "a"})
# Where nothing else fits: records of no known format.
SURE = 0.55

Read = Callable[[Source, ReadOptions, Checkpoint | None], Iterator[Event]]


def sniff_rows(head: bytes, name: str) -> Detection:
    """Tell by rows that all have the same number of cells, under a row of names."""
    del name
    try:
        text = decode_head(head)
    except UnreadableError:
        return Detection(ROWS, 0.0, "It is no text.")
    if text.lstrip()[:1] in {"<", "{", "["}:
        return Detection(ROWS, 0.0, "It begins like XML or JSON.")
    dialect = dialect_of(text, whole=False)
    rows = first_rows(text, dialect)
    width = len(rows[0]) if rows else 0
    even = sum(len(row) == width for row in rows)
    if width < 2 or even < 2:
        return Detection(ROWS, 0.0, "It has no rows of several cells.")
    share = even / len(rows)
    shown = {"\t": "tabs"}.get(dialect.delimiter, f"“{dialect.delimiter}”")
    reason = f"{even:,} of the first {len(rows):,} rows have {width:,} cells parted by {shown}."
    named = names_columns(rows) or (dialect.preface and names_columns(rows[1:]))
    return Detection(ROWS, _confidence(share, even, width, named=named), reason)


def _confidence(share: float, even: int, width: int, *, named: bool) -> float:
    """Say how surely rows make a table; running text has commas as well, but not so evenly."""
    if share < 0.8 or (width == 2 and even < 3):
        return 0.3
    if named:
        return 0.9 if share > 0.95 and width > 2 else 0.75
    return 0.6 if even > 3 and width > 2 else 0.4


def open_table(form: str, source: Source, shape: Shape) -> Table:
    """Find the structure of a file, or take that which `shape` says.

    Raises:
        UnreadableError: it cannot be opened as such a table.
        ImpossibleError: `bad_mapping`, the shape is not there.
    """
    return _TABLES[form](source, shape)


_TABLES: dict[str, Callable[[Source, Shape], Table]] = {
    ROWS: lambda source, shape: RowTable(source, delimiter=shape.delimiter, header=shape.header),
    JSON: JsonTable,
    SHEETS: SheetTable,
    XML: XmlTable,
}


def faults_of(table: Table, made: TableMapping) -> list[Fault]:
    """Say what of a mapping does not fit a table."""
    return unknown_columns(made, table.columns)


def sniff_json(head: bytes, name: str) -> Detection:
    """Tell by objects with several fields; what other readers of JSON know they say better."""
    del name
    text = head_text(head)
    if text[:1] not in {"{", "["}:
        return Detection(JSON, 0.0, "It does not begin like JSON.")
    values, _ = values_of(text, whole=len(head) < HEAD_BYTES)
    counts = places_of(values)
    if not counts or not any(nest.record for value in values for nest in _records(value, counts)):
        return Detection(JSON, 0.2, "JSON, but without objects in it.")
    count = max(counts.values())
    return Detection(JSON, SURE, f"JSON with {count:,} objects of one kind in its first part.")


def _records(value: Any, counts: Mapping[tuple[str, ...], int]) -> Iterator[Nest]:
    path = max(counts, key=lambda one: counts[one])
    return walk(value, path, None, ())


def read_json(source: Source, options: ReadOptions, resume: Checkpoint | None) -> Iterator[Event]:
    """Yield the threads of JSON or JSON lines of any structure, by `options.mapping`."""
    return _read(JSON, source, options, resume)


def sniff_xml(head: bytes, name: str) -> Detection:
    """Tell by a root element that is no page's; known exports say better what they are."""
    del name
    root = root_of(decoded_head(head))
    if root is None or root.name.lower() in _PAGES:
        return Detection(XML, 0.0, "It is no XML.")
    if not decoded_head(head).lstrip().startswith(b"<"):
        return Detection(XML, 0.0, "It does not begin like XML.")
    return Detection(XML, SURE, f"XML with the root element {root.name[:60]}.")


def read_xml(source: Source, options: ReadOptions, resume: Checkpoint | None) -> Iterator[Event]:
    """Yield the threads of XML of any structure, by `options.mapping`."""
    return _read(XML, source, options, resume)


def sniff_sheets(head: bytes, name: str) -> Detection:
    """Tell a workbook by its first entry; see `packed_sheets`."""
    del name
    if kind_of(head) is None:
        return Detection(SHEETS, 0.0, "It is no workbook.")
    return Detection(SHEETS, 0.9, "It begins like a workbook.")


def packed_sheets(source: Source) -> Detection:
    """Tell a ZIP that is a workbook of XLSX or ODS by its parts."""
    kind = kind_of(source.head())
    if kind is None:
        return Detection(SHEETS, 0.0, "It is no workbook.")
    try:
        with source.open() as stream, zipfile.ZipFile(stream) as parts:
            there = set(parts.namelist())
    except (zipfile.BadZipFile, OSError, EOFError):
        there = set()
    if {"xl/workbook.xml", "content.xml"} & there:
        return Detection(SHEETS, 0.98, f"A workbook ({kind.upper()}).")
    return Detection(SHEETS, 0.0, "A ZIP without a workbook in it.")


def read_sheets(source: Source, options: ReadOptions, resume: Checkpoint | None) -> Iterator[Event]:
    """Yield the threads of a workbook's sheet, by `options.mapping`."""
    return _read(SHEETS, source, options, resume)


def no_encoding(source: Source) -> str:
    """Name no encoding: a workbook has none of its own."""
    del source
    return ""


def read_rows(source: Source, options: ReadOptions, resume: Checkpoint | None) -> Iterator[Event]:
    """Yield the threads of a CSV or TSV file, by `options.mapping`."""
    return _read(ROWS, source, options, resume)


def encoding_of(source: Source) -> str:
    """Name the encoding of a table's text."""
    return decoding_of(source).encoding


def _read(
    form: str, source: Source, options: ReadOptions, resume: Checkpoint | None
) -> Iterator[Event]:
    if not options.mapping:
        open_table(form, source, Shape())
        message = "What the columns of this table mean is not known yet."
        yield Noted("mapping_needed", "warning", message, "Say which column is what.")
        return
    try:
        made, table = fitted(form, source, options.mapping, strict=False)
    except ImpossibleError as error:
        for field, _, message in error.fields:
            yield Noted("mapping_unfit", "error", message, "Change the mapping.", field)
        return
    yield from read_table(table, asked(source, options, made), resume)


def fitted(
    form: str, source: Source, given: Mapping[str, Any], *, strict: bool = True
) -> tuple[TableMapping, Table]:
    """Return a mapping and the table as it sees it.

    Records may lack fields: unless `strict`, of theirs only the text must be among the first.

    Raises:
        UnreadableError: the file cannot be opened as such a table.
        ImpossibleError: `bad_mapping`, with what does not fit.
    """
    made, faults = parse(given)
    if faults:
        raise refusal(faults)
    table = open_table(form, source, shape_of(made))
    faults = faults_of(table, made)
    if not strict and not table.exact:
        faults = [one for one in faults if one.field == "fields.text"]
    if faults:
        raise refusal(faults)
    return made, table


def read_first(form: str, source: Source, options: ReadOptions) -> Iterator[Event]:
    """Yield the threads of a table's first rows, as far as those make them; raises as `fitted`."""
    made, table = fitted(form, source, options.mapping, strict=False)
    return read_sample(table, look.sample_of(table), asked(source, options, made))


def guessed_for(form: str, source: Source) -> TableMapping:
    """Return the mapping that a file's columns suggest; raises as `open_table`."""
    table = open_table(form, source, Shape())
    sample = look.sample_of(table)
    return guessed_mapping(sample.columns, structure=look.structure_of(table))


def asked(source: Source, options: ReadOptions, made: TableMapping) -> Asked:
    """Say how to read; what is gathered by another mapping must not be taken for this one's."""
    written = json.dumps(made.shown(), sort_keys=True).encode()
    digest = hashlib.blake2b(written, digest_size=8).hexdigest()
    return Asked(made, options, source.size, source.desk and source.desk / digest)
