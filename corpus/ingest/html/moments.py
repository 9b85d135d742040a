"""Finds the date in what a page prints around it, and reads exact dates of attributes.

What a printed date means is `corpus.ingest.dates`' matter; here only where it begins and ends.
"""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache

from corpus.ingest.dates import Moment, read_moment, written
from corpus.ingest.events import UNDATED, Precision, Written

_WORDS = 12
_LONGEST = 400
_DIGIT = re.compile(r"\d")
_RELATIVE = re.compile(r"(?i)\b(?:now|today|yesterday|ago|heute|gestern|hier|ayer|hoy|ieri|oggi)\b")
_EDGE = " \t\n|•·–—,;:#()[]{}«»\xa0"
_ISO = re.compile(
    r"\s*(\d{4})-(\d\d)-(\d\d)(?:[T ]+(\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?"
    r"\s*(Z|[+-]\d\d:?\d\d)?)?\s*\Z",
    re.IGNORECASE,
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def moment_of(raw: str) -> Moment | None:
    """Read a printed date, however much white space is in it."""
    return _moment(" ".join(raw.split()).strip(_EDGE))


@lru_cache(maxsize=4096)
def _moment(raw: str) -> Moment | None:
    return read_moment(raw) if raw else None


def find_date(text: str) -> str | None:
    """Return the passage of a short text that reads as a date; the fullest one, as printed."""
    text = " ".join(text.split())
    if len(text) > _LONGEST or not (_DIGIT.search(text) or _RELATIVE.search(text)):
        return None
    whole = _moment(text.strip(_EDGE))
    if whole and (whole.day or whole.relative):
        return text.strip(_EDGE)
    return _window(text)


def _window(text: str) -> str | None:
    words = text.split(" ")
    dayless = None
    for start in range(len(words)):
        for stop in range(min(len(words), start + _WORDS), start, -1):
            passage = " ".join(words[start:stop]).strip(_EDGE)
            if not (_DIGIT.search(passage) or _RELATIVE.search(passage)):
                break
            moment = _moment(passage)
            if moment is None:
                continue
            if moment.day or moment.relative:
                return passage
            dayless = dayless or passage
            break
    return dayless


def exact(machine: str | None) -> Written | None:
    """Read an ISO 8601 date, or milliseconds since 1970; None when it is neither."""
    if not machine:
        return None
    if machine.strip().isdecimal():
        return _since_epoch(int(machine))
    found = _ISO.match(machine)
    if not found:
        return None
    year, month, day, hour, minute, second, zone = found.groups()
    try:
        at = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0),
                      int(second or 0), tzinfo=_zone(zone))  # fmt: skip
    except ValueError:
        return None
    precision: Precision = "second" if second else "minute" if hour else "day"
    return Written(at, machine.strip(), precision)


def _since_epoch(number: int) -> Written | None:
    """Read seconds or milliseconds since 1970, UTC, from 1990 to 2100."""
    if 631_152_000 <= number <= 4_102_444_800:
        number *= 1000
    if not 631_152_000_000 <= number <= 4_102_444_800_000:
        return None
    return Written(_EPOCH + timedelta(milliseconds=number), str(number), "second")


def _zone(printed: str | None) -> tzinfo | None:
    if not printed:
        return None
    if printed in "Zz":
        return UTC
    parsed = datetime.strptime(printed.replace(":", ""), "%z")
    return parsed.tzinfo


def when(printed: str | None, machine: str | None, zone: tzinfo | None) -> Written:
    """Say when something was written: by the exact date if there is one, else by the printed.

    `raw` keeps what the page prints. `zone` is given to times that state none.
    """
    known = exact(machine)
    if known and known.at:
        at = known.at
        if at.tzinfo is None and known.precision != "day":
            at = at.replace(tzinfo=zone)
        if known.precision == "day" and printed:
            finer = written(printed, zone)
            if finer.precision in {"minute", "second"}:
                return finer
        return Written(at, printed or known.raw, known.precision)
    if not printed:
        return Written(raw=machine) if machine else UNDATED
    return written(printed, zone)
