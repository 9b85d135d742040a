"""CSV and TSV files of any size, row by row, each with its place in the file; in constant memory.

What the columns mean is not known here. Encodings: byte order mark, UTF-8, else a guess.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from corpus.ingest.encoding import SAMPLE_BYTES
from corpus.ingest.events import Checkpoint, Noted
from corpus.ingest.exports.decoding import chunks, decoding_of
from corpus.ingest.source import Source
from corpus.ingest.tables.dialect import dialect_of, first_rows, names_columns
from corpus.ingest.tables.row_count import count_rows
from corpus.ingest.tables.splitting import Splitter, Stretch

HEAD_CHARACTERS = SAMPLE_BYTES
MOST_COLUMNS = 5_000


class Row(NamedTuple):
    """A row of a table: as many `cells` as there are columns, or none and the `fault` why.

    `number` is the row's as a spreadsheet shows it (from 1, the header and blank rows counted).
    `start` and `end` are code points of the decoded file without the line end, `position` the byte
    at which it begins. `doubt` says what about the cells may not be as it was meant.
    """

    number: int
    cells: Sequence[str]
    start: int
    end: int
    position: int
    fault: str = ""
    doubt: str = ""


class Delimited:
    """A CSV or TSV file: its `columns` by name, in order, and its rows.

    `delimiter` None: found by the first rows. `header` None: the first row names the columns if it
    looks so; without names they are "1", "2", …. A name that stands twice gets a number behind it.
    Raises UnreadableError `empty_file`, `binary_file`.
    """

    def __init__(
        self, source: Source, *, delimiter: str | None = None, header: bool | None = None
    ) -> None:
        self._source = source
        self.decoding = decoding_of(source)
        head = next(chunks(source, self.decoding, self.decoding.mark), "")
        whole = len(head) <= HEAD_CHARACTERS
        head = head[:HEAD_CHARACTERS]
        self.dialect = dialect_of(head, whole=whole, delimiter=delimiter)
        rows = first_rows(head, self.dialect)
        if self.dialect.preface:
            del rows[:1]
        self.header = names_columns(rows) if header is None else header
        first = next((cells for cells in rows if cells), [])
        self.columns = column_names(first, header=self.header)

    @property
    def noted(self) -> tuple[Noted, ...]:
        """What there is to say about the file's encoding."""
        return self.decoding.noted

    def count(self) -> int:
        """Count the rows below the header, broken ones as well, in a scan of its own."""
        pieces = chunks(self._source, self.decoding, self.decoding.mark)
        return max(0, count_rows(pieces, self.dialect) - self.header)

    def rows(self, resume: Checkpoint | None = None) -> Iterator[Row]:
        """Yield the rows below the header, from `resume` on: a checkpoint of `checkpoint`."""
        at = resume or Checkpoint(self.decoding.mark, 0, 0)
        pieces = chunks(self._source, self.decoding, at.position)
        stretches = Splitter(self.dialect).rows(pieces)
        found = self._placed(stretches, at, fresh=resume is None)
        if resume is None and self.dialect.preface:
            next(found, None)
        if resume is None and self.header:
            next(found, None)
        yield from self._fitted(found)

    def checkpoint(self, row: Row) -> Checkpoint:
        """Return the place before a row, for `rows` to go on there."""
        return Checkpoint(row.position, row.start, row.number - 1)

    def _placed(
        self, stretches: Iterator[Stretch], at: Checkpoint, *, fresh: bool
    ) -> Iterator[Row]:
        size = self.decoding.size
        number, start, position = at.line, at.characters, at.position
        if fresh and self.dialect.preface:
            number -= 1
        for raw, cells, fault, doubt in stretches:
            number += 1
            if cells or fault:
                end = start + len(raw.rstrip("\r\n"))
                yield Row(number, cells, start, end, position, fault, doubt)
            start += len(raw)
            position += size(raw)

    def _fitted(self, found: Iterator[Row]) -> Iterator[Row]:
        """Give every row the cells of the columns; one that cannot have them is broken."""
        width = len(self.columns)
        short: Row | None = None
        for row in found:
            if short is not None:
                parts = len(short.cells) + len(row.cells) - 1 == width
                if parts and not row.fault and len(row.cells) != len(short.cells):
                    yield _broken(short, f"{_cells(short, width)} The row below has the rest.")
                    yield _broken(row, f"{_cells(row, width)} The row above has the rest.")
                    short = None
                    continue
                yield _filled(short, width)
                short = None
            if row.fault or len(row.cells) == width:
                yield row
            elif len(row.cells) < width:
                short = row
            else:
                yield _trimmed(row, width)
        if short is not None:
            yield _filled(short, width)


def _cells(row: Row, width: int) -> str:
    return f"It has {len(row.cells):,} cells; the table has {width:,} columns."


def _broken(row: Row, fault: str) -> Row:
    return row._replace(cells=(), fault=fault, doubt="")


def _filled(row: Row, width: int) -> Row:
    """Take the cells that a row lacks at its end for empty: spreadsheets leave them out."""
    cells = [*row.cells, *[""] * (width - len(row.cells))]
    return row._replace(cells=cells, doubt=f"{_cells(row, width)} The others were taken as empty.")


def _trimmed(row: Row, width: int) -> Row:
    if any(cell.strip() for cell in row.cells[width:]):
        return _broken(row, _cells(row, width))
    return row._replace(cells=row.cells[:width])


def column_names(first: Sequence[str], *, header: bool) -> tuple[str, ...]:
    """Name the columns by the first row, of 5,000 cells at most: each name once, and none empty."""
    names: dict[str, None] = {}
    again: Counter[str] = Counter()
    for place, cell in enumerate(first[:MOST_COLUMNS], 1):
        wanted = (" ".join(cell.split()) if header else "") or str(place)
        name = wanted
        while name in names:
            again[wanted] += 1
            name = f"{wanted} ({again[wanted] + 1})"
        names[name] = None
    return tuple(names)
