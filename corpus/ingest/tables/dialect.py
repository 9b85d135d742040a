"""Finds how a CSV or TSV file is written by its first rows, and whether the first names columns.

Which rows a dialect gives is the matter of `splitting`.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice

from corpus.ingest.tables.splitting import Dialect, Splitter

DELIMITERS = (",", ";", "\t", "|")

_ROWS = 200
_PREFACE = re.compile(r"\"?sep=(.)\"?\r?\n?\Z", re.IGNORECASE)
_NO_NAME = re.compile(r"\s*(?:[-+]?[\d.,:/\s-]+|https?://\S*|\S+@\S+)?\s*\Z")
_LONGEST_NAME = 80


def dialect_of(head: str, *, whole: bool, delimiter: str | None = None) -> Dialect:
    """Find the dialect of a text by its head, which is the `whole` text or ends anywhere.

    The one in which most rows have the same number of cells; of equals the one with more cells.
    """
    newline = "\n" if "\n" in head or "\r" not in head else "\r"
    first, _, rest = head.partition(newline)
    preface = _PREFACE.match(first)
    if preface:
        head = rest
        delimiter = delimiter or preface[1]
    if not whole and newline in head:
        head = head[: head.rfind(newline) + 1]
    candidates = [
        Dialect(cut, quoted, escaped, spaced, newline, preface is not None)
        for cut in ([delimiter] if delimiter else DELIMITERS)
        for quoted, escaped in _quotings(head)
        for spaced in ([False, True] if quoted and f'{cut} "' in head else [False])
    ]
    return max(candidates, key=lambda one: _score(head, one))


def _quotings(head: str) -> list[tuple[bool, bool]]:
    """Return what may be (quoted, escaped), the likeliest first."""
    if '"' not in head:
        return [(True, False)]
    found = [(True, False), (False, False)]
    return [*found, (True, True)] if '\\"' in head else found


def _score(head: str, dialect: Dialect) -> tuple[float, int]:
    """Say how evenly a dialect parts the rows; a single column is even by nature, so worth less."""
    rows = first_rows(head, dialect)
    widths = Counter(len(cells) for cells in rows)
    if not widths:
        return (0.0, 0)
    width, count = max(widths.items(), key=lambda one: (one[1], one[0]))
    if width < 2:
        return (0.1, width)
    share = count / sum(widths.values())
    # Quotation marks that enclose cells are worth more than those that remain in them.
    bare = sum(cell[:1] == '"' == cell[-1:] for cells in rows for cell in cells)
    return (round(share - 0.3 * (bare > 0) - 0.1 * (not dialect.quoted), 2), width)


def first_rows(head: str, dialect: Dialect) -> list[list[str]]:
    """Return the cells of the first rows; a broken one has none."""
    found = (row for row in Splitter(dialect).rows([head]) if row.cells or row.fault)
    return [row.cells for row in islice(found, _ROWS)]


def names_columns(rows: Sequence[Sequence[str]]) -> bool:
    """Say whether the first row names columns: short words, each only once, no figures or dates."""
    if not rows:
        return False
    first = [cell.strip() for cell in rows[0]]
    named = [cell for cell in first if cell]
    if not named or len(set(named)) < len(named):
        return False
    return not any(
        _NO_NAME.match(cell) or len(cell) > _LONGEST_NAME or "\n" in cell for cell in named
    )
