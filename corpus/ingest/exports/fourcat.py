"""Reads data sets of 4CAT, the Capture and Analysis Toolkit: its CSV, and its NDJSON.

Every row or line is one item of a thread; what it says is read in `fourcat_rows`. NDJSON is read
where it has 4CAT's columns, and for TikTok's comments; other platforms' objects are mapped by hand.
"""

from collections.abc import Iterable, Iterator
from typing import Literal
from zoneinfo import ZoneInfo

import orjson

from corpus.ingest.events import Checkpoint, Detection, Event, Found, ReadOptions, Skipped
from corpus.ingest.exports import json_grouped
from corpus.ingest.exports.assemble import ENTRY_MISSING, Frame
from corpus.ingest.exports.collected import by_date
from corpus.ingest.exports.fourcat_rows import (
    KEPT,
    REQUIRED,
    TIKTOK,
    answered,
    attributes_of,
    draft_of,
    entry_id,
    flat,
    leads,
    missing_entry,
    names_of,
    thread_of,
    title_of,
)
from corpus.ingest.exports.json_fields import Record, head_text, inner, string
from corpus.ingest.exports.json_grouped import Gathered, Piece
from corpus.ingest.exports.json_lines import count_lines, line_values
from corpus.ingest.exports.row_elements import DOUBT, head_columns, row_elements
from corpus.ingest.exports.storable import note_answered_elsewhere, storable_thread
from corpus.ingest.json_items import Element, Path
from corpus.ingest.source import Source
from corpus.ingest.tables.delimited import Delimited

FORMAT = "4cat"

_KEPT = frozenset({*KEPT, DOUBT})


def sniff(head: bytes, name: str) -> Detection:
    """Tell by the columns that every data set of 4CAT has."""
    del name
    text = head_text(head)
    if text.startswith("{"):
        return _sniff_line(text.partition("\n")[0])
    if "thread_id" in text.partition("\n")[0]:
        columns = head_columns(head)
        # A YouTube list that went through 4CAT keeps its own columns, which say more.
        if columns >= REQUIRED and "isReplyTo" not in columns:
            sure = "unix_timestamp" in columns
            return Detection(FORMAT, 0.97 if sure else 0.93, "A table with the columns of 4CAT.")
    return Detection(FORMAT, 0.0, "It has not the columns of a data set of 4CAT.")


def _sniff_line(first: str) -> Detection:
    try:
        record = orjson.loads(first)
    except orjson.JSONDecodeError:
        record = {}
    if record.keys() >= REQUIRED:
        sure = "unix_timestamp" in record
        return Detection(FORMAT, 0.97 if sure else 0.93, "Lines with the columns of 4CAT.")
    data = inner(record, "data") if "source_platform" in record else record
    if data.keys() >= TIKTOK:
        return Detection(FORMAT, 0.97, "Comments of TikTok as 4CAT and Zeeschuimer keep them.")
    return Detection(FORMAT, 0.0, "Its lines have not the columns of a data set of 4CAT.")


def read(source: Source, options: ReadOptions, resume: Checkpoint | None) -> Iterator[Event]:
    """Yield the events of a data set; raises UnreadableError for a file empty or no text."""
    zone = ZoneInfo(options.timezone) if options.timezone else None
    lines = head_text(source.head()).startswith("{")
    form = _Lines(zone) if lines else _Rows(source, zone)
    yield from json_grouped.events(source, form, resume, walk=form.walk)


class _Form:
    """Reads items, wherever they stand."""

    def __init__(self, zone: ZoneInfo | None) -> None:
        self._zone = zone

    def wanted(self, path: Path) -> Literal["take", "enter", "skip"]:
        """Take every record; where they are, `walk` says."""
        del path
        return "take"

    def is_item(self, path: Path) -> bool:
        """Count every broken record."""
        del path
        return True

    def take(self, element: Element, gathered: Gathered) -> bool:
        """Gather items by thread."""
        if not isinstance(element.value, dict):
            return False
        record = flat(element.value)
        thread = thread_of(record)
        if thread is None:
            return False
        first = leads(record, thread)
        kept = record if first else {name: record[name] for name in self._kept(record)}
        gathered.put(thread, kept, element, leads=first)
        return True

    def _kept(self, record: Record) -> Iterable[str]:
        """Name the fields of a comment that are kept: those that say anything."""
        return [name for name in record.keys() & _KEPT if record[name]]

    def thread(self, group: str, pieces: list[Piece], gathered: Gathered) -> Iterator[Event]:
        """Yield the items of one thread."""
        del gathered
        pieces, again = _once(pieces)
        for piece in again:
            reason = f"The item {string(piece.record, 'id')} stands in the file before."
            yield Skipped(reason, "item", piece.start, piece.end, "same_item")
        drafts = [draft_of(piece, group, self._zone) for piece in pieces]
        for piece, draft in zip(pieces, drafts, strict=True):
            if doubt := string(piece.record, DOUBT):
                yield draft.noted("doubtful_row", doubt)
        rows = [piece.record for piece in pieces]
        known = names_of((one.external_id for one in drafts if one.external_id), group)
        for row, draft in zip(rows, drafts, strict=True):
            draft.parent = answered(row, group, known)
        if pieces[0].leads:
            entry, comments = drafts[0], by_date(drafts[1:])
            entry.kind, entry.external_id, entry.parent = "entry", entry_id(rows[0], group), None
            title = title_of(rows, entry)
        else:
            entry, comments = missing_entry(rows, group), by_date(drafts)
            title = title_of(rows, entry) or f"({group})"
            # No item of the file: it counts as found where its comments are.
            yield Found(1)
            if not entry.text:
                entry.flags = (ENTRY_MISSING,)
                message = (
                    f"The post to which these items belong ({len(comments):,}) is not in the file."
                )
                yield entry.noted("thread_missing", message, "They form a thread of their own.")
        entry.start, entry.end = min(p.start for p in pieces), max(p.end for p in pieces)
        note_answered_elsewhere(entry, comments)
        attributes = attributes_of(rows[0], whole=pieces[0].leads)
        yield from storable_thread(entry, comments, Frame(title or "", attributes=attributes))


class _Rows(_Form):
    """Reads a CSV."""

    def __init__(self, source: Source, zone: ZoneInfo | None) -> None:
        super().__init__(zone)
        self._table = Delimited(source, header=True)

    def walk(self, pieces: Iterator[str]) -> Iterator[Element]:
        """Find the rows."""
        del pieces
        return row_elements(self._table)

    def count(self, pieces: Iterable[str]) -> int:
        """Count the rows below the header."""
        del pieces
        return self._table.count()


class _Lines(_Form):
    """Reads NDJSON."""

    def walk(self, pieces: Iterator[str]) -> Iterator[Element]:
        """Find the lines' values."""
        return (element for element, _ in line_values(pieces))

    def count(self, pieces: Iterable[str]) -> int:
        """Count the lines."""
        return count_lines(pieces)


def _once(pieces: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    """Part items from those that stand there again word for word, or are a second entry."""
    seen: dict[str | None, Record] = {}
    kept: list[Piece] = []
    again: list[Piece] = []
    for piece in pieces:
        own = string(piece.record, "id")
        before = seen.setdefault(own, piece.record)
        double = before is not piece.record and (
            piece.leads
            or all(before.get(name) == piece.record.get(name) for name in ("body", "author"))
        )
        (again if own and double else kept).append(piece)
    return kept, again
