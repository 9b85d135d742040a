"""Parts the text of a CSV or TSV file into rows and cells; a row that is broken costs itself only.

Quoted cells may hold line breaks (RFC 4180). What separates the cells is found in `dialect`.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

ROW_CHARACTERS = 4 * 1024**2

# The module's own limit would refuse a long comment; the length of rows is limited here.
csv.field_size_limit(ROW_CHARACTERS)

_TOO_LONG = f"The row has more than {ROW_CHARACTERS:,} characters."
_UNCLOSED = "A quotation mark opens a cell here and is not closed."
_LOOSE = "Quotation marks inside a cell are not doubled; they were taken as part of it."


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file is written: what separates cells, whether quotation marks enclose them.

    `escaped`: a backslash takes the next character as it is. `spaced`: blanks may stand before an
    opening quotation mark. `newline` is what ends a line, with or without a carriage return before
    it. `preface`: the first line only names the delimiter.
    """

    delimiter: str = ","
    quoted: bool = True
    escaped: bool = False
    spaced: bool = False
    newline: str = "\n"
    preface: bool = False


class Stretch(NamedTuple):
    """A row as it stands in the text, `raw` with its line end; without cells it is a blank line.

    `fault` says why cells could not be told; `doubt` what about them may be otherwise.
    """

    raw: str
    cells: list[str]
    fault: str = ""
    doubt: str = ""


class _Grammar(NamedTuple):
    """The patterns of a dialect.

    `row` fits a row whose quotes are all closed and in place, `line` one line where they are only
    closed, `loose` one cell, its delimiter behind it.
    """

    row: re.Pattern[str]
    line: re.Pattern[str]
    loose: re.Pattern[str]


@lru_cache(maxsize=64)
def _grammar(dialect: Dialect) -> _Grammar:
    cut, end = re.escape(dialect.delimiter), re.escape(dialect.newline)
    inside = r'(?:[^"\\]++|""|\\.)*+' if dialect.escaped else r'[^"]*+(?:""[^"]*+)*+'
    after = rf"[^{cut}{end}]*+"
    mark = ' *"' if dialect.spaced else '"'
    plain = rf"(?!{mark}){after}" if dialect.quoted else after
    blank = r" *+\r?+" if dialect.newline == "\n" else " *+"
    cell, open_cell = rf'(?:{plain}|{mark}{inside}"{blank})', rf'(?:{plain}|{mark}{inside}"{after})'
    return _Grammar(
        re.compile(rf"{cell}(?:{cut}{cell})*+(?:{end}|\Z)", re.DOTALL),
        re.compile(rf"{open_cell}(?:{cut}{open_cell})*+{end}?\Z", re.DOTALL),
        re.compile(rf'(?:{mark}(.*?)"[ ]*|([^{cut}]*)){cut}', re.DOTALL),
    )


class Splitter:
    """Parts a text into rows; used for one file.

    A row whose quotation mark never closes, or closes lines later where no cell can end, has lost
    one: its first line is given up and what follows is read anew.
    """

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._grammar = _grammar(dialect)
        self._text = ""
        self._at = 0
        self._inside_long = False

    def rows(self, pieces: Iterable[str]) -> Iterator[Stretch]:
        """Yield the rows and the blank lines; put together, their `raw` is the text."""
        fits, newline, waiting = self._grammar.row.match, self._dialect.newline, iter(pieces)
        ended = False
        while not ended or self._at < len(self._text):
            found = None if self._inside_long else fits(self._text, self._at)
            if found is not None and (ended or found[0].endswith(newline)):
                self._at = found.end()
                yield self._row(found[0])
                continue
            row = self._rest_of_long() if self._inside_long else self._broken(ended=ended)
            if row is not None:
                yield row
                continue
            piece = next(waiting, None)
            ended = piece is None
            self._text, self._at = self._text[self._at :] + (piece or ""), 0

    def _broken(self, *, ended: bool) -> Stretch | None:
        """Return the line here as a row of its own; None if what comes may complete it."""
        newline, text, at = self._dialect.newline, self._text, self._at
        stop = text.find(newline, at) + 1
        if not stop and not ended and len(text) - at <= ROW_CHARACTERS:
            return None
        raw = text[at : stop or len(text)]
        if len(raw) > ROW_CHARACTERS:
            fault, self._inside_long = _TOO_LONG, not stop
        elif self._grammar.line.match(raw):
            self._at += len(raw)
            return self._loose(raw)
        elif not ended and len(text) - at <= ROW_CHARACTERS:
            return None
        else:
            fault = _UNCLOSED
        self._at += len(raw)
        return Stretch(raw, [], fault)

    def _rest_of_long(self) -> Stretch | None:
        """Return what follows of a line that was given up; None where nothing more is there."""
        stop = self._text.find(self._dialect.newline, self._at) + 1
        raw = self._text[self._at : stop or len(self._text)]
        self._at += len(raw)
        self._inside_long = not stop
        return Stretch(raw, []) if raw else None

    def _row(self, raw: str) -> Stretch:
        """Return the cells of a row in which every quotation mark is in its place."""
        dialect = self._dialect
        if len(raw) > ROW_CHARACTERS:
            return Stretch(raw, [], _TOO_LONG)
        bare = raw.removesuffix(dialect.newline).removesuffix("\r")
        if not (dialect.quoted and '"' in bare) and not (dialect.escaped and "\\" in bare):
            cells = bare.split(dialect.delimiter) if bare.strip(" ") else []
            return Stretch(raw, [one.lstrip(" ") for one in cells] if dialect.spaced else cells)
        try:
            (cells,) = csv.reader(
                (bare,),
                delimiter=dialect.delimiter,
                escapechar="\\" if dialect.escaped else None,
                skipinitialspace=dialect.spaced,
                quoting=csv.QUOTE_MINIMAL if dialect.quoted else csv.QUOTE_NONE,
            )
        except (csv.Error, ValueError):
            # A carriage return in the midst of a cell without quotes.
            return self._loose(raw, "")
        return Stretch(raw, cells)

    def _loose(self, raw: str, doubt: str = _LOOSE) -> Stretch:
        """Return the cells of a row whose quotes close only before a delimiter or the end."""
        bare = raw.removesuffix(self._dialect.newline).removesuffix("\r")
        found = self._grammar.loose.findall(bare + self._dialect.delimiter)
        return Stretch(raw, [inside or plain for inside, plain in found], doubt=doubt)
