"""The corrections of an upload as its readings replay them, out of the database.

What replaying does is `corpus/ingest/corrections.py`; making and undoing one is
`corpus/services/corrections.py`.
"""

from collections.abc import Iterable
from typing import Any

from corpus.ingest.corrections import Numbered, Replay
from corpus.ingest.events import ReadOptions
from corpus.ingest.operations import parse
from corpus.ingest.registry import Reader
from corpus.ingest.sheet import Cut
from corpus.ingest.source import Source
from corpus.models import Correction, Upload
from corpus.written import stamp


def operations_of(upload: Upload) -> list[Numbered]:
    """Return what people said of an upload's reading and did not take back, in order."""
    rows = Correction.objects.filter(upload=upload, undone_at=None).order_by("number")
    return [(row.number, parse(row.operation)) for row in rows]


def cut_of(reader: Reader, source: Source, options: ReadOptions) -> Cut | None:
    """Return what cuts texts out of a page; None for a format whose bounds are given."""
    return reader.cut(source, options) if reader.cut else None


def replay_of(
    upload: Upload,
    reader: Reader,
    source: Source,
    options: ReadOptions,
    *,
    used: Iterable[int] = (),
) -> Replay:
    """Return what puts an upload's corrections on a reading; `used` found their post before.

    Raises:
        UnreadableError: the page cannot be read.
    """
    operations = operations_of(upload)
    cut = cut_of(reader, source, options) if operations else None
    return Replay(operations, cut, set(used))


def shown(row: Correction) -> dict[str, Any]:
    """Return a correction as the API shows it; `by` needs `made_by` joined."""
    by = row.made_by
    return {
        "id": row.number,
        "operation": row.operation,
        "by": by and {"id": by.pk, "username": by.username, "name": by.name},
        "at": stamp(row.made_at),
    }


def list_of(upload: Upload) -> list[dict[str, Any]]:
    """Return the corrections that stand, in their order."""
    rows = Correction.objects.filter(upload=upload, undone_at=None).order_by("number")
    return [shown(row) for row in rows.select_related("made_by")]
