"""Finds the date in what a page prints around it, and reads exact dates of attributes.

What a printed date means is `corpus.ingest.dates`' matter; here only where it begins and ends.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache

from corpus.ingest.dates import Order, find_dates, written
from corpus.ingest.events import UNDATED, Precision, Written

_LONGEST = 400
_EDGE = " \t\n|•·–—,;:#()[]{}«»\xa0"
_ISO = re.compile(
    r"\s*(\d{4})-(\d\d)-(\d\d)(?:[T ]+(\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?"
    r"\s*(Z|[+-]\d\d:?\d\d)?)?\s*\Z",
    re.IGNORECASE,
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Printed:
    """A date as a page prints it. `full`: it has a time of day too, or says how long ago."""

    raw: str
    full: bool


@lru_cache(maxsize=8192)
def find_date(text: str) -> Printed | None:
    """Return the fullest date in a short text, the first of equals; None if it holds none."""
    text = " ".join(text.split())
    if not text or len(text) > _LONGEST:
        return None
    best: Printed | None = None
    for start, end, moment in find_dates(text):
        full = moment.relative or moment.clock is not None
        if best is None or (full and not best.full):
            best = Printed(text[start:end].strip(_EDGE), full)
    return best


def is_relative(printed: str) -> bool:
    """Say whether a printed date only tells how long ago."""
    return any(moment.relative for _, _, moment in find_dates(printed))


def is_plain(printed: str) -> bool:
    """Say whether a printed date says one day only, whatever the page's customs are."""
    return written(printed, None).at is not None


def exact(machine: str | None) -> Written | None:
    """Read an ISO 8601 date, or milliseconds since 1970; None when it is neither."""
    if not machine:
        return None
    if machine.strip().isdecimal() and len(machine) < 40:
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
    return Written(_EPOCH + timedelta(seconds=number // 1000), str(number), "second")


@lru_cache(maxsize=256)
def _zone(printed: str | None) -> tzinfo | None:
    if not printed:
        return None
    if printed in "Zz":
        return UTC
    parsed = datetime.strptime(printed.replace(":", ""), "%z")
    return parsed.tzinfo


@dataclass(frozen=True, slots=True)
class Customs:
    """How a page writes dates: its language, the order of numeric ones; the zone given to it."""

    zone: tzinfo | None = None
    order: Order | None = None
    language: str | None = None

    def read(self, printed: str) -> Written:
        """Read a printed date."""
        return written(printed, self.zone, order=self.order, language=self.language)


def when(printed: str | None, machine: str | None, customs: Customs) -> Written:
    """Say when something was written: by the exact date if there is one, else by the printed.

    `raw` keeps what the page prints.
    """
    known = exact(machine)
    if known and known.at:
        at = known.at
        if at.tzinfo is None and known.precision != "day":
            at = at.replace(tzinfo=customs.zone)
        if known.precision == "day" and printed:
            finer = customs.read(printed)
            if finer.precision in {"minute", "second"}:
                return finer
        return Written(at, printed or known.raw, known.precision)
    if not printed:
        return Written(raw=machine) if machine else UNDATED
    return customs.read(printed)
