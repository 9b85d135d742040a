"""Where dates stand in a line, as captures glue them to names and to one another."""

import re
from typing import NamedTuple

from corpus.ingest.dates import Moment, read_moment
from corpus.ingest.dates import find_dates as _find
from corpus.ingest.dates.relative import may_be_relative

_FIGURE = re.compile(r"\d")
_SHORT = 120
_SHORTER = 70
_NAME_WORDS = 6
_SEAM = re.compile(
    r"(?<=[^\W\d_A-Z])(?=[A-Z][a-zà-ÿ]{2})|(?<=[^\W_])(?=[12]\d[./ -]|3[01][./ -])"
    r"|(?<=[^\W_])(?=\d[./ ])|(?<=[^\W\d_])(?=\d{4}[-./年])"
)
# "Judith P. March 4, 2010": an initial, not the half of a day.
_INITIAL = re.compile(r"[A-ZÀ-ÞΑ-ΩА-Я]\.\s+(?=[^\W\d_]{3})")
_PART = re.compile(r"[^•·∙|—–]+")


class Dated(NamedTuple):
    """A date in a line: its span, its own words, what they say."""

    start: int
    end: int
    raw: str
    moment: Moment


def find_dates(line: str) -> list[Dated]:
    """Find the dates of a line, from left to right; also one glued to a name ("AdaMay 3, 2011")."""
    figure = _FIGURE.search(line)
    if figure is None and (len(line) > _SHORTER or not may_be_relative(line.lower())):
        return []
    found = _dates(line, 0)
    if len(line) > _SHORT or (found and _is_whole(line, found[0])):
        return found
    glued = _glued(line, found) if figure else None
    return [glued] if glued else found or _parted(line)


def _is_whole(line: str, found: Dated) -> bool:
    """Say whether a date is not the tail of one that a name touches."""
    return found.moment.dated and (not found.start or not line[found.start - 1].isalnum())


def _dates(line: str, offset: int) -> list[Dated]:
    found: list[Dated] = []
    for start, end, moment in _find(line):
        initial = _INITIAL.match(line, start, end)
        begin = initial.end() if initial else start
        found.append(Dated(begin + offset, end + offset, line[begin:end], moment))
    return found


def _glued(line: str, known: list[Dated]) -> Dated | None:
    """Find a date whose beginning a name touches, as inline elements are copied."""
    best = known[0] if known else None
    for seam in _SEAM.finditer(line):
        at = seam.start()
        found = _dates(line[at:], at)
        if not found or found[0].start != at or not found[0].moment.day:
            continue
        if best is None or found[0].end - at > best.end - best.start:
            return found[0]
    return None


def _parted(line: str) -> list[Dated]:
    """Find "yesterday" between the marks of a line: "NAME • yesterday • Reply"."""
    if len(line) > _SHORT:
        return []
    for part in _PART.finditer(line):
        words = part[0].split()
        for count in {len(words), 2, 1}:
            raw = " ".join(words[len(words) - count :]) if 0 < count <= len(words) else ""
            if len(words) > _NAME_WORDS or raw.isdigit() or raw not in part[0]:
                continue
            if count < len(words) and part.end() == len(line):
                continue
            moment = read_moment(raw) if raw else None
            if moment and moment.relative:
                start = part.start() + part[0].rindex(raw)
                return [Dated(start, start + len(raw), raw, moment)]
    return []
