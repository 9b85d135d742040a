"""Counts the rows of a CSV or TSV file in a scan of its own, without parting them into cells.

It drops all quoted cells and counts the lines that are left: what a reader of tables checks its
rows against.
"""

import re
from collections.abc import Iterable

from corpus.ingest.tables.splitting import ROW_CHARACTERS, Dialect

_LINE = re.compile(r"^ *[^ \n]", re.MULTILINE)


def count_rows(pieces: Iterable[str], dialect: Dialect) -> int:
    """Count the rows that are not blank, a header row among them, the line `sep=` not."""
    begin = rf"(?:(?<=[{re.escape(dialect.delimiter)}\n])|\A)"
    inside = r'[^"\\]*+(?:(?:""|\\.)[^"\\]*+)*+' if dialect.escaped else r'[^"]*+(?:""[^"]*+)*+'
    mark = ' *"' if dialect.spaced else '"'
    quoted = re.compile(rf'{begin}{mark}{inside}"', re.DOTALL)
    opening = re.compile(rf"{begin}{mark}")
    count, rest = -int(dialect.preface), ""
    for piece in pieces:
        text = rest + (piece if dialect.newline == "\n" else piece.replace("\r", "\n"))
        cut = text.rfind("\n") + 1
        text, rest = text[:cut], text[cut:]
        if dialect.quoted and '"' in text:
            text = quoted.sub("Q", text)
            opened = opening.search(text)
            # One that does not close within the longest row has lost its other half.
            if opened and len(text) - opened.start() <= ROW_CHARACTERS:
                begun = text.rfind("\n", 0, opened.start()) + 1
                text, rest = text[:begun], text[begun:] + rest
        count += _lines(text)
        if len(rest) > 2 * ROW_CHARACTERS:
            count, rest = count + _lines(rest), ""
    return count + _lines(quoted.sub("Q", rest) if dialect.quoted else rest)


def _lines(text: str) -> int:
    return sum(1 for _ in _LINE.finditer(text.replace("\r\n", "\n")))
