"""Parts the text of a CSV or TSV file into rows and cells; a row that is broken costs itself only.

Quoted cells may hold line breaks (RFC 4180). What separates the cells is found in `dialect`.
"""

import csv
import io
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

ROW_CHARACTERS = 4 * 1024**2

# The module's own limit would refuse a long comment; the length of rows is limited here.
csv.field_size_limit(ROW_CHARACTERS)

_LINES_OF_MACS = re.compile(r"[^\r]*\r?")
_TOO_LONG = f"The row has more than {ROW_CHARACTERS:,} characters."
_UNCLOSED = "A quotation mark opens a cell here and is not closed."
_LOOSE = "Quotation marks inside a cell are not doubled; they were taken as part of it."


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file is written: what separates cells, whether quotation marks enclose them.

    `escaped`: a backslash takes the next character as it is. `newline` is what ends a line, with or
    without a carriage return before it. `preface`: the first line only names the delimiter.
    """

    delimiter: str = ","
    quoted: bool = True
    escaped: bool = False
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

    `sound` fits rows whose quotes are all closed and in place, `closed` those where they are
    closed, `closing` what follows an open one, `loose` one cell, its delimiter behind it.
    """

    sound: re.Pattern[str]
    closed: re.Pattern[str]
    closing: re.Pattern[str]
    loose: re.Pattern[str]


@lru_cache(maxsize=64)
def _grammar(dialect: Dialect) -> _Grammar:
    cut, end = re.escape(dialect.delimiter), re.escape(dialect.newline)
    inside = r'(?:[^"\\]++|""|\\.)*+' if dialect.escaped else r'(?:[^"]++|"")*+'
    after = rf"[^{cut}{end}]*+"
    over = rf"(?:{cut}|{end}|\Z)"
    plain = rf'(?!"){after}'
    return _Grammar(
        re.compile(rf'(?:(?:"{inside}"[ \r]*+|{plain}){over})*+', re.DOTALL),
        re.compile(rf'(?:(?:"{inside}"{after}|{plain}){over})*+', re.DOTALL),
        re.compile(rf'{inside}"({after}){over}', re.DOTALL),
        re.compile(rf'(?:"(.*?)"[ ]*|([^{cut}]*)){cut}', re.DOTALL),
    )


def lines_of(pieces: Iterable[str], newline: str) -> Iterator[str]:
    """Yield lines with their ends; one of more than 4 Mi characters comes in several parts."""
    rest = ""
    for piece in pieces:
        cut = piece.rfind(newline) + 1
        if cut:
            yield from _parted(rest + piece[:cut], newline)
            rest = piece[cut:]
        else:
            rest += piece
        if len(rest) > ROW_CHARACTERS:
            yield rest
            rest = ""
    if rest:
        yield rest


def _parted(text: str, newline: str) -> Iterable[str]:
    if newline == "\n":
        return io.StringIO(text, newline="\n")
    return filter(None, _LINES_OF_MACS.findall(text))


class Splitter:
    """Parts lines into rows; used for one file.

    A row of several lines whose quotation mark never closes, or closes where no cell can end, has
    lost one: its first line is given up and what follows is read anew.
    """

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._grammar = _grammar(dialect)
        self._waiting: deque[str] = deque()

    def rows(self, lines: Iterator[str]) -> Iterator[Stretch]:
        """Yield the rows and the blank lines; put together, their `raw` is the text."""
        newline, delimiter = self._dialect.newline, self._dialect.delimiter
        quoted, escaped = self._dialect.quoted, self._dialect.escaped
        while (line := self._next(lines)) is not None:
            if len(line) > ROW_CHARACTERS:
                yield from self._overlong(line, lines)
            elif (quoted and '"' in line) or (escaped and "\\" in line):
                yield self._quoted(line, lines)
            else:
                bare = line.removesuffix(newline).removesuffix("\r")
                yield Stretch(line, bare.split(delimiter) if bare.strip(" ") else [])

    def _next(self, lines: Iterator[str]) -> str | None:
        return self._waiting.popleft() if self._waiting else next(lines, None)

    def _overlong(self, line: str, lines: Iterator[str]) -> Iterator[Stretch]:
        yield Stretch(line, [], _TOO_LONG)
        while not line.endswith(self._dialect.newline):
            more = self._next(lines)
            if more is None:
                return
            line = more
            yield Stretch(line, [])

    def _quoted(self, line: str, lines: Iterator[str]) -> Stretch:
        """Return a row with quotation marks: this line, or as many as it takes to close them."""
        if not self._dialect.quoted or self._fits(self._grammar.sound, line):
            return self._row(line)
        if self._fits(self._grammar.closed, line):
            return self._loose(line)
        held, length = [line], len(line)
        while length <= ROW_CHARACTERS and (more := self._next(lines)) is not None:
            held.append(more)
            length += len(more)
            closing = self._grammar.closing.match(more) if '"' in more else None
            if closing is None:
                continue
            if closing[1].strip():
                break
            if self._fits(self._grammar.closed, more, closing.end()):
                raw = "".join(held)
                return self._row(raw) if self._fits(self._grammar.sound, raw) else self._loose(raw)
        self._waiting.extendleft(reversed(held[1:]))
        return Stretch(line, [], _UNCLOSED)

    @staticmethod
    def _fits(pattern: re.Pattern[str], line: str, start: int = 0) -> bool:
        found = pattern.match(line, start)
        return found is not None and found.end() == len(line)

    def _row(self, raw: str) -> Stretch:
        """Return the cells of a row in which every quotation mark is in its place."""
        dialect = self._dialect
        bare = raw.removesuffix(dialect.newline).removesuffix("\r")
        try:
            (cells,) = csv.reader(
                (bare,),
                delimiter=dialect.delimiter,
                escapechar="\\" if dialect.escaped else None,
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
