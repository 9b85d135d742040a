"""Dates of Movable Type exports: month first, by the format; what else its other writers put there.

Format: "MM/DD/YYYY hh:mm:ss AM|PM"; without AM or PM the hours count to 24.
"""

import re
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from corpus.ingest.events import UNDATED, Written
from corpus.ingest.source import Source

SCANNED_BYTES = 32 * 1024**2

_DATE = re.compile(
    r"(?:(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{4})[/.-](\d{1,2})[/.-](\d{1,2}))"
    r"(?:[T\s]+(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*([AaPp])?\.?(?:[Mm]\.?)?)?"
    r"\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?\s*\Z"
)
_NUMBERS = re.compile(rb"^DATE:[ \t]*(\d{1,2})/(\d{1,2})/\d{4}", re.MULTILINE)


def is_day_first(source: Source) -> bool:
    """Say whether a file writes the day first: some first number is over 12, no second one is.

    Looks at the first 32 MiB.
    """
    first_over = second_over = False
    seen = 0
    rest = b""
    with source.open() as stream:
        while seen < SCANNED_BYTES and (chunk := stream.read(1 << 20)):
            seen += len(chunk)
            for found in _NUMBERS.finditer(rest + chunk):
                first_over = first_over or int(found[1]) > 12
                second_over = second_over or int(found[2]) > 12
            rest = chunk[-64:]
    return first_over and not second_over


class Dates:
    """Reads the dates of one file; `timezone` (an IANA name) is given to those without."""

    def __init__(self, timezone: str | None, *, day_first: bool = False) -> None:
        self._zone = ZoneInfo(timezone) if timezone else None
        self._day_first = day_first

    def read(self, raw: str | None) -> Written:
        """Return when something was written; `at` is None when that cannot be read."""
        if not raw:
            return UNDATED
        found = _DATE.match(raw)
        if not found:
            return Written(raw=raw[:200])
        day = self._day(found)
        hour, minute, second = (int(part or 0) for part in found.group(7, 8, 9))
        half = (found[10] or "").lower()
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "p" else 0)
        try:
            at = datetime(*day, hour, minute, second, tzinfo=_offset(found[11]) or self._zone)
        except ValueError:
            return Written(raw=raw[:200])
        if found[7] is None:
            return Written(at.replace(tzinfo=None), raw, "day")
        return Written(at, raw, "second" if found[9] else "minute")

    def _day(self, found: re.Match[str]) -> tuple[int, int, int]:
        if found[4]:
            return int(found[4]), int(found[5]), int(found[6])
        month, day = int(found[1]), int(found[2])
        return (int(found[3]), day, month) if self._day_first else (int(found[3]), month, day)


def _offset(written: str | None) -> tzinfo | None:
    if not written:
        return None
    return datetime.strptime("+0000" if written.isalpha() else written, "%z").tzinfo
