"""The dates of a table's column: how they are written, told by all of them, and what they say.

Nothing is guessed in silence: 03/04/2020 stays unread until a date of the column, or a person,
says which of the two is the day.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from corpus.ingest.dates import Order, written
from corpus.ingest.events import UNDATED, Precision, Written
from corpus.ingest.jsonl_fields import iso_written
from corpus.ingest.tables.mapping import Dates

_FIGURES = re.compile(r"\d{9,10}(?:\.\d+)?\Z")
_MILLISECONDS = re.compile(r"[012]\d{12}(?:\.\d+)?\Z")
_COMPACT = re.compile(r"((?:19|20)\d\d[01]\d[0-3]\d)([0-2]\d[0-5]\d(?:[0-5]\d)?)\Z")
# Years of two figures may be any of the three.
_SHORT = re.compile(r"(\s*\d{1,2}[./]\d{1,2}[./])(\d\d)(?!\d)(.*)\Z", re.DOTALL)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?\Z")
_NUMERIC = re.compile(
    r"\s*(\d{1,2})([./-])(\d{1,2})\2(\d{4})"
    r"(?:[T,\s]\s*(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*([AaPp]\.?[Mm]\.?)?)?\s*\Z"
)
_OFFSET = re.compile(r"(?:Z|UTC|GMT|[+-]\d\d:?\d\d)\s*\Z", re.IGNORECASE)
_DAY_ONLY = re.compile(r"\s*\d{4}-?\d\d-?\d\d\s*\Z")
_NEVER = ("0000-00-00", "0001-01-01")


@dataclass(slots=True)
class Evidence:
    """What the dates of a column tell of their order; feed it all of them."""

    day_first: int = 0
    month_first: int = 0
    either: int = 0
    _seen: dict[str, None] = field(default_factory=dict)

    def add(self, raw: str) -> None:
        """Count a date of figures that stand in no clear order."""
        if not raw or raw[4:5] == "-":
            return
        found = _NUMERIC.match(raw)
        if found is None:
            self.either += _SHORT.match(raw) is not None
            return
        first, second = int(found[1]), int(found[3])
        if first > 12:
            self.day_first += 1
        elif second > 12:
            self.month_first += 1
        elif first != second:
            self.either += 1

    def settled(self, rule: Dates) -> Dates:
        """Return the rule with the order that the column, or else a person, has told."""
        if rule.day_first is not None or bool(self.day_first) == bool(self.month_first):
            return rule
        return Dates(rule.format, bool(self.day_first), rule.timezone)

    def ambiguous(self, rule: Dates) -> bool:
        """Say whether dates remain that may be read either way."""
        return rule.format == "auto" and bool(self.either) and self.settled(rule).day_first is None


class Dating:
    """Reads the dates of a column by a rule; `zone` is given to times that state none."""

    def __init__(self, rule: Dates, zone: str | None = None) -> None:
        self.rule = rule
        named = rule.timezone or zone
        self._zone: tzinfo | None = ZoneInfo(named) if named else None
        self._read = lru_cache(maxsize=4096)(self._one)

    def written(self, raw: str) -> Written:
        """Return when it was; UNDATED for an empty cell and for the zeros of databases."""
        if not raw or raw.startswith(_NEVER):
            return UNDATED
        return self._read(raw)

    def _one(self, raw: str) -> Written:
        form = self.rule.format
        if form == "unix" or (form == "auto" and _FIGURES.match(raw)):
            return _since_1970(raw, 1)
        if form == "unix_ms" or (form == "auto" and _MILLISECONDS.match(raw)):
            return _since_1970(raw, 1000)
        if form == "iso":
            return iso_written(raw, self._zone)
        if form == "auto":
            return self._auto(raw)
        return self._by_pattern(raw, form)

    def _auto(self, raw: str) -> Written:
        if found := _NUMERIC.match(raw):
            return self._numeric(raw, found)
        if found := _SHORT.match(raw):
            return self._short(raw, found)
        compact = _COMPACT.match(raw)
        if _NUMBER.match(raw) and not _DAY_ONLY.match(raw) and not compact:
            return Written(raw=raw[:200])
        iso = f"{compact[1]}T{compact[2]}" if compact else raw
        read = iso_written(iso, self._zone)
        if read.at is not None:
            return replace(read, raw=raw)
        order: Order | None = None
        if self.rule.day_first is not None:
            order = "dmy" if self.rule.day_first else "mdy"
        return written(raw[:200], self._zone, order=order)

    def _short(self, raw: str, found: re.Match[str]) -> Written:
        """Read a date whose year has two figures: only if somebody says where its day stands."""
        century = "20" if found[2] < "70" else "19"
        whole = _NUMERIC.match(f"{found[1]}{century}{found[2]}{found[3]}")
        if self.rule.day_first is None or whole is None:
            return Written(raw=raw[:200])
        return self._numeric(raw, whole)

    def _numeric(self, raw: str, found: re.Match[str]) -> Written:
        first, second, day_first = int(found[1]), int(found[3]), self.rule.day_first
        if first > 12 or second > 12:
            day_first = first > 12
        if day_first is None and first != second:
            return Written(raw=raw)
        day, month = (first, second) if day_first else (second, first)
        hour = int(found[5] or 0)
        if found[8]:
            hour = hour % 12 + 12 * (found[8][0] in "pP")
        try:
            at = datetime(
                int(found[4]), month, day, hour, int(found[6] or 0), int(found[7] or 0),
                tzinfo=self._zone if found[5] else None,
            )  # fmt: skip
        except ValueError:
            return Written(raw=raw)
        precision: Precision = "second" if found[7] else "minute" if found[5] else "day"
        return Written(at, raw, precision)

    def _by_pattern(self, raw: str, pattern: str) -> Written:
        try:
            at = datetime.strptime(raw.strip(), pattern)  # noqa: DTZ007 - the zone is the column's
        except ValueError:
            return Written(raw=raw[:200])
        if not any(sign in pattern for sign in ("%H", "%I", "%c", "%X", "%s")):
            return Written(at, raw, "day")
        precision: Precision = (
            "second" if any(s in pattern for s in ("%S", "%c", "%X")) else "minute"
        )
        return Written(at if at.tzinfo else at.replace(tzinfo=self._zone), raw, precision)


def _since_1970(raw: str, parts: int) -> Written:
    try:
        return Written(datetime.fromtimestamp(float(raw) / parts, UTC), raw, "second")
    except (ValueError, OverflowError, OSError):
        return Written(raw=raw[:200])


def column_dates(name: str, values: Iterable[str], rule: Dates) -> dict[str, Any]:
    """Say how the dates of a column are read, with examples: those that are doubtful first."""
    dated = [value for value in values if value]
    evidence = Evidence()
    for value in dated:
        evidence.add(value)
    dating = Dating(evidence.settled(rule))
    read = [(value, dating.written(value)) for value in dict.fromkeys(dated)]
    read.sort(key=lambda one: one[1].at is not None)
    return {
        "column": name,
        "format": rule.format if rule.format != "auto" else kind_of(dated),
        "ambiguous": evidence.ambiguous(rule),
        "day_first": dating.rule.day_first,
        "zone": zone_of(dated, rule),
        "examples": [
            {"raw": raw, "read": when.at.isoformat() if when.at else None} for raw, when in read[:5]
        ],
    }


def kind_of(values: Iterable[str]) -> str:
    """Name the format of dates: that of the most of them."""
    counts: dict[str, int] = {}
    for value in values:
        kind = _kind(value.strip())
        counts[kind] = counts.get(kind, 0) + 1
    return max(counts, key=lambda kind: counts[kind], default="auto")


def _kind(value: str) -> str:
    if _FIGURES.match(value):
        return "unix"
    if _MILLISECONDS.match(value):
        return "unix_ms"
    return "iso" if iso_written(value, None).at is not None else "auto"


def zone_of(values: Iterable[str], rule: Dates) -> str:
    """Say where the zone of times comes from: "utc", "stated" in each, "given", or "missing"."""
    found = {_zone_of(value) for value in values}
    if found <= {"utc"} and found:
        return "utc"
    if "missing" not in found and found:
        return "stated"
    return "given" if rule.timezone else "missing"


def _zone_of(value: str) -> str:
    if _FIGURES.match(value) or _MILLISECONDS.match(value):
        return "utc"
    return "stated" if _OFFSET.search(value) and ":" in value else "missing"


def is_date(value: str) -> bool:
    """Say whether a value is a date of some form; a lone number is none."""
    if not 6 <= len(value) <= 60 or not any(char.isdigit() for char in value):
        return False
    if _NUMERIC.match(value) or _SHORT.match(value) or _COMPACT.match(value):
        return True
    if _NUMBER.match(value):
        return bool(_DAY_ONLY.match(value)) and value[:2] in {"19", "20"}
    return iso_written(value, None).at is not None or written(value, None).at is not None
