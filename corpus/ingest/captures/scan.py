"""Counts comments a second time, by the look of their dates alone, to check the reading by.

Shares nothing with the reading but the look of the dates that it took: figures and words are
counted wherever they stand alike in their lines, whatever stands around them.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

_FIGURES = re.compile(r"\d+")
_WORDS = re.compile(r"[^\W\d_]+")
_BLANKS = re.compile(r"\s+")
_MOST_LOOKS = 40


class Printed(NamedTuple):
    """A date as printed, with the rest of its line; `loose` if its words are no names of months."""

    before: str
    raw: str
    after: str
    loose: bool


def count_alike(flat: str, start: int, end: int, dates: Iterable[Printed]) -> int:
    """Count what looks like one of some dates between two positions, each place once."""
    printed = list(dates)
    following = {(_WORDS.findall(date.after) or [""])[0] for date in printed}
    # A word that stands behind all of them ("said:") stands behind no date in running text.
    shared = following.pop() if len(following) == 1 else ""
    looks = dict.fromkeys(_look(date, shared) for date in printed)
    if not looks:
        return 0
    chosen = sorted(list(looks)[:_MOST_LOOKS], key=len, reverse=True)
    expression = re.compile("|".join(f"(?:{look})" for look in chosen), re.MULTILINE)
    return sum(1 for _ in expression.finditer(flat, start, end))


def _look(date: Printed, following: str) -> str:
    """Return the expression for dates alike: at the same end of a line, behind the same mark."""
    escaped = re.escape(_BLANKS.sub(" ", date.raw.strip())).replace("\\ ", " ")
    body = _FIGURES.sub("\u0002", escaped if date.loose else _WORDS.sub("\u0001", escaped))
    body = body.replace("\u0001", r"[^\W\d_]+").replace("\u0002", r"\d+").replace(" ", r"\s+")
    before, after = date.before.strip(), date.after.strip()
    if not any(mark.isalnum() for mark in before):
        opening = r"^[^\w\n]*"
    elif before[-1].isalnum():
        opening = r"(?<!\d)"
    else:
        opening = re.escape(before[-1]) + r"\s*"
    closing = r"(?!\d)" if any(mark.isalnum() for mark in after) else r"[^\w\n]*$"
    if following:
        closing = rf"[\W\d_]*{re.escape(following)}(?![^\W\d_])"
    return f"{opening}{body}{closing}"
