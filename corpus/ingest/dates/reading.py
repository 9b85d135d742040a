"""Reads a printed date, and finds dates inside a line: a table of names and shapes, no guessing.

A string is a date only if every word of it belongs to one. Dates of data files (ISO 8601 as numbers
of fields) are read in `jsonl_fields`; how the parts of a date are found lives in `matching`.
"""

import re
from datetime import date, datetime, time, tzinfo
from functools import lru_cache

from corpus.ingest.dates.matching import match_at
from corpus.ingest.dates.moment import Moment, Order
from corpus.ingest.dates.names import MONTHS
from corpus.ingest.dates.relative import is_relative, may_be_relative, relative_spans
from corpus.ingest.dates.shapes import common_shape
from corpus.ingest.dates.surroundings import Match, is_idle, match_clock
from corpus.ingest.dates.tokens import Token, folded, tokens
from corpus.ingest.dates.words import MAIL_ZONES, offset
from corpus.ingest.events import Precision, Written

DATE_CHARACTERS = 80
_REMEMBERED = 65_536
_LONGEST_RELATIVE = 200
_LONGEST_LINE = 4_000
_FIGURE = re.compile(r"\d")
_NUMERIC = re.compile(r"\d\s{0,2}[-/.]\s{0,2}\d{1,2}\s{0,2}[-/.,]\s{0,2}\d\d|\d\s?[月월]")
_LETTERS = re.compile(r"[^\W\d_]+")
# The first run of letters of each name: vowel signs, stops and blanks part some.
_MONTH_STARTS = frozenset(_LETTERS.findall(name)[0] for name in MONTHS)
# Names that run into the letters around them, and names with letters made of two.
_JOINED = re.compile(r"[月\u0300-\u036f]")
_MAIL = re.compile(r"(?:[a-z]{3},\s)?\d{1,2}\s[a-z]{3}\s\d{4}\s\d\d:\d\d(?::\d\d)?\s([a-z]{2,3})\Z")
_CLOSING = 6
_STOPPED = re.compile(r"\d\s?\.")
_EDGE = " ,;|#\t\n\r\f\v"

Span = tuple[int, int, Moment]


@lru_cache(maxsize=_REMEMBERED)
def read_moment(raw: str) -> Moment | None:
    """Read a printed date or time of day; None when the string is anything else."""
    if len(raw) > DATE_CHARACTERS:
        return None
    low = folded(raw).strip(_EDGE)
    if not low:
        return None
    return common_shape(low) or _any_shape(low)


def _any_shape(low: str) -> Moment | None:
    """Read a folded string of any shape."""
    if may_be_relative(low) and is_relative(low):
        return Moment(relative=True)
    if not _FIGURE.search(low):
        return None
    match = _whole(tokens(low))
    if match is None:
        return None
    if match.clock and match.zone is None and (found := _MAIL.match(low)):
        minutes = MAIL_ZONES.get(found[1])
        match.zone = None if minutes is None else offset(minutes)
    return match.moment()


def written(
    raw: str,
    zone: tzinfo | None,
    *,
    fallback: Moment | None = None,
    order: Order | None = None,
    language: str | None = None,
) -> Written:
    """Return when something was written by its printed date.

    `fallback` lends its day where `raw` states only a time of day, and its year where `raw` states
    none. `order` and `language` (as `numeric_order` and the page tell them) settle what figures and
    names of months leave open. `zone` is given to clock times that print no offset of their own.
    A date that cannot be read, or that can mean two days, leaves `at` None and keeps `raw`.
    """
    moment = read_moment(raw)
    if moment is None:
        return Written(raw=raw)
    if moment.relative:
        return Written(raw=raw, precision="relative")
    day = moment.settled(order).settled(language).day
    if day is None:
        day = _by_spelling(raw, moment) if language is None else None
    day = day or _lent(moment, fallback)
    if day is None:
        return Written(raw=raw)
    if moment.clock is None:
        return Written(datetime.combine(day, time()), raw, "day")
    precision: Precision = "second" if moment.seconds else "minute"
    return Written(datetime.combine(day, moment.clock, moment.zone or zone), raw, precision)


def find_dates(line: str) -> list[Span]:
    """Find the dates in a line: where each begins and ends (code points), and what it says.

    A time of day alone is none. Linear in the line's length; a line without a figure costs nearly
    nothing. Relative dates are looked for up to 200 characters, others up to 4,000: longer lines
    are running text.
    """
    if len(line) > _LONGEST_LINE:
        return []
    figure = _FIGURE.search(line)
    if figure is None and (len(line) > _LONGEST_RELATIVE or not may_be_relative(line.lower())):
        return []
    low = folded(line)
    bare = low.strip()
    if figure and len(bare) <= DATE_CHARACTERS and (common := common_shape(bare)) is not None:
        start = low.index(bare)
        return [(start, start + len(bare), common)]
    spans = _absolute(low) if figure else []
    if len(low) <= _LONGEST_RELATIVE and may_be_relative(low):
        taken = [(start, end) for start, end, _ in spans]
        spans += [
            (start, end, Moment(relative=True))
            for start, end in relative_spans(low)
            if all(end <= first or start >= last for first, last in taken)
        ]
        spans.sort(key=lambda span: span[:2])
    return spans


def date_at_end(line: str) -> Span | None:
    """Find the date that a line ends with; None if it ends otherwise (marks and blanks aside)."""
    shift = max(0, len(line) - 2 * DATE_CHARACTERS)
    for start, end, moment in reversed(find_dates(line[shift:])):
        if line[shift + end :].strip(" \t\r\n.,;:|)]#·•»›"):
            return None
        return shift + start, shift + end, moment
    return None


def _by_spelling(raw: str, moment: Moment) -> date | None:
    """Settle "28 listopada 2019": Croatian sets a stop behind the day, Polish never does."""
    if "pl" in moment.choices and "listopada" in raw.casefold() and not _STOPPED.search(raw):
        return moment.choices["pl"]
    return None


def _lent(moment: Moment, fallback: Moment | None) -> date | None:
    if fallback is None or fallback.day is None or moment.choices:
        return None
    if moment.month_day is None:
        return fallback.day
    try:
        return date(fallback.day.year, *moment.month_day)
    except ValueError:
        return None


def _whole(parts: list[Token]) -> Match | None:
    """Match a date that takes up all the tokens but idle ones."""
    for place in range(len(parts)):
        match = match_at(parts, place)
        if match is not None:
            return match if _only(parts, match) else None
    match = match_clock(parts)
    return match if match and _only(parts, match) else None


def _only(parts: list[Token], match: Match) -> bool:
    outside = [*parts[: match.first], *parts[match.last + 1 :]]
    return all(is_idle(token) for token in outside)


def _absolute(low: str) -> list[Span]:
    """Find the dates of a folded line that name a day."""
    if not _may_be_absolute(low):
        return []
    parts = tokens(low)
    spans: list[Span] = []
    beyond = 0
    for place, token in enumerate(parts):
        if place < beyond or not (token.kind == "numeric" or (token.word and token.word.month)):
            continue
        match = match_at(parts, place)
        if match is None or match.first < beyond:
            continue
        if match.month_day and match.clock is None and not _stands_alone(parts, match):
            continue
        beyond = match.last + 1
        spans.append((parts[match.first].start, parts[match.last].end, match.moment()))
    return spans


def _may_be_absolute(low: str) -> bool:
    """Say cheaply whether a folded line with a figure can name a day."""
    if _NUMERIC.search(low):
        return True
    if not _MONTH_STARTS.isdisjoint(_LETTERS.findall(low)):
        return True
    return not low.isascii() and _JOINED.search(low) is not None


def _stands_alone(parts: list[Token], match: Match) -> bool:
    """Say whether "Jun 20" without a year closes its line: in running text it is too often none.

    "1. May" at the beginning of a line may be a name in a numbered list.
    """
    numbered = match.first == 0 and parts[0].kind == "number" and parts[1].text == "."
    if numbered and match.last == len(parts) - 2 and parts[-1].text == ".":
        # "12. jan." alone in its line: the month is abbreviated, so it is no item of a list.
        return True
    if numbered or len(parts) - match.last > _CLOSING:
        return False
    return all(token.kind == "mark" or is_idle(token) for token in parts[match.last + 1 :])
