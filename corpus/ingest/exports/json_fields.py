"""The fields of JSON exports, one at a time: strings, truths, dates, and the look at a file's head.

A field of a wrong type counts as absent. What the fields mean is each reader's matter.
"""

from datetime import UTC, datetime, tzinfo
from typing import Any

from corpus.ingest.encoding import mark_of
from corpus.ingest.events import UNDATED, Written
from corpus.ingest.jsonl_fields import iso_written

Record = dict[str, Any]

_MILLISECONDS = 100_000_000_000


def head_text(head: bytes) -> str:
    """Decode a file's first bytes for a look at them; never raises."""
    mark, encoding = mark_of(head) or (b"", "utf-8")
    return head[len(mark) :].decode(encoding, "replace").lstrip()


def string(record: Record, key: str) -> str | None:
    """Return a string, or a whole number as one; None for what is empty or something else."""
    value = record.get(key)
    if value is None:
        return None
    if isinstance(value, str):
        return value or None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return None


def inner(record: Record, key: str) -> Record:
    """Return an object inside an object, an empty one where there is none."""
    value = record.get(key)
    return value if isinstance(value, dict) else {}


def truth(record: Record, key: str) -> bool:
    """Return whether a field says yes: true, 1, "true"."""
    value = record.get(key)
    return value in (1, "1", "true") if isinstance(value, (int, str)) else False


def when(record: Record, key: str, zone: tzinfo | None) -> Written:
    """Return a date: ISO 8601, or seconds or milliseconds since 1970; `zone` where none is stated.

    UNDATED where there is none, also for the year 1, which programs in Go write for "never".
    """
    value = record.get(key)
    if isinstance(value, str) and value:
        return (
            UNDATED if value.startswith(("0001-01-01", "0000-00-00")) else iso_written(value, zone)
        )
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value:
        seconds = value / 1000 if abs(value) > _MILLISECONDS else value
        try:
            return Written(datetime.fromtimestamp(seconds, UTC), str(value), "second")
        except (ValueError, OverflowError, OSError):
            return Written(raw=str(value)[:200])
    return UNDATED
