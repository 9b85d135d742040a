"""Counts comments a second time, by the look of their dates alone, to check the reading by.

Shares nothing with the reading but the look of the dates that it took: figures and words are
counted wherever they stand alike, whatever stands around them.
"""

import re
from collections.abc import Iterable

_FIGURES = re.compile(r"\d+")
_WORDS = re.compile(r"[^\W\d_]+")
_BLANKS = re.compile(r"\s+")
_MOST_LOOKS = 24


def looks(raws: Iterable[str]) -> list[str]:
    """Return the expressions that match what some printed dates look like, each once."""
    found: dict[str, None] = {}
    for raw in raws:
        escaped = re.escape(_BLANKS.sub(" ", raw.strip()))
        escaped = _WORDS.sub("\u0001", _FIGURES.sub("\u0002", escaped.replace("\\ ", " ")))
        pattern = (
            escaped.replace("\u0001", r"[^\W\d_]+").replace("\u0002", r"\d+").replace(" ", r"\s+")
        )
        found.setdefault(pattern)
        if len(found) >= _MOST_LOOKS:
            break
    return sorted(found, key=len, reverse=True)


def count_dates(
    flat: str, start: int, end: int, patterns: Iterable[str], *, opens: bool, closes: bool
) -> int:
    """Count what looks like one of some dates between two positions.

    `opens`, `closes`: the dates begin or end their lines, and only such are counted.
    """
    either = "|".join(patterns)
    if not either:
        return 0
    begin = r"^[^\w\n]*" if opens else r"(?<!\d)"
    finish = r"[^\w\n]*$" if closes else r"(?!\d)"
    expression = re.compile(f"{begin}(?:{either}){finish}", re.MULTILINE)
    return sum(1 for _ in expression.finditer(flat, start, end))
