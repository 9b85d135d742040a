"""CSV and TSV files as tables; how they are parted into rows is the matter of `delimited`."""

from collections.abc import Iterator, Sequence
from operator import itemgetter

from corpus.ingest.events import Noted
from corpus.ingest.source import Source
from corpus.ingest.tables.delimited import Delimited
from corpus.ingest.tables.table import Getter, Unit


class RowTable:
    """The rows of a CSV or TSV file.

    Raises UnreadableError `empty_file`, `binary_file`.
    """

    sheets: Sequence[str] = ()
    record_paths: Sequence[tuple[str, int]] = ()
    records: str | None = None
    sheet: str | None = None
    nested: str | None = None
    exact = True

    def __init__(self, source: Source, *, delimiter: str | None, header: bool | None) -> None:
        self._rows = Delimited(source, delimiter=delimiter, header=header)
        self.header: bool | None = self._rows.header
        self.delimiter: str | None = self._rows.dialect.delimiter

    @property
    def columns(self) -> Sequence[str]:
        """The names of the columns."""
        return self._rows.columns

    @property
    def noted(self) -> tuple[Noted, ...]:
        """What there is to say about the encoding."""
        return self._rows.noted

    def getter(self, column: str) -> Getter:
        """Return what takes a column's cell."""
        return itemgetter(self.columns.index(column))

    def units(self) -> Iterator[Unit]:
        """Yield the rows below the header."""
        for row in self._rows.rows():
            yield Unit(row.cells, f"row {row.number}", row.start, row.end, row.fault, row.doubt)

    def count(self) -> int:
        """Count the rows below the header."""
        return self._rows.count()
