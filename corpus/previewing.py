"""What an upload holds, read again from its kept file: with the corrections, before it is loaded.

Folding the events into a JSON value is `corpus/ingest/preview.py`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Any

from corpus import desks, replaying
from corpus.ingest import registry
from corpus.ingest.accounting import REVIEW_CODES
from corpus.ingest.desk import is_laid
from corpus.ingest.events import Checkpoint, Event, ThreadRead
from corpus.ingest.preview import DEFAULT_LIMITS
from corpus.ingest.preview import preview as preview_of
from corpus.ingest.source import read_page
from corpus.ingest.tables import reader as tables
from corpus.models import Upload
from corpus.reading import options_of, source_of

# Of a larger export only the first threads are read for a preview; the figures are the upload's.
READ_BYTES = 32 * 1024 * 1024
_BEGIN = Checkpoint(0, 0, 0)


def preview(upload: Upload) -> dict[str, Any]:
    """Return what was found in an upload, with the corrections that stand.

    Raises:
        UnreadableError: the file cannot be read.
        UnsupportedError: no reader knows it.
    """
    source, options = source_of(upload), options_of(upload)
    reader, detection, notes = registry.choose(source, options)
    replay = replaying.replay_of(upload, reader, source, options)
    found: Iterable[Event] = chain(notes, reader.read(source, options, None))
    text = read_page(source).text if reader.whole_page else None
    excerpt = not reader.whole_page and source.size > READ_BYTES
    if excerpt and reader.mapped and options.mapping:
        # A table is gathered whole before its first thread is made; its first rows are enough.
        found = chain(notes, tables.read_first(reader.format, source, options))
    elif excerpt and is_laid(desk := desks.desk_of(upload)):
        # The reading has gathered it; a walk through the whole file would take minutes.
        found = chain(notes, reader.read(replace(source, desk=desk), options, _BEGIN))
    if excerpt:
        found, replay.whole = _first(found), False
    shown = preview_of(replay.events(found), detection, text=text)
    if excerpt:
        shown |= _figures(upload)
    return {**shown, "excerpt": excerpt, "corrections": replaying.list_of(upload)}


def _first(events: Iterable[Event]) -> Iterator[Event]:
    """Yield events up to the last thread that a preview shows."""
    threads = 0
    for event in events:
        yield event
        threads += isinstance(event, ThreadRead)
        if threads >= DEFAULT_LIMITS.threads:
            return


def _figures(upload: Upload) -> dict[str, Any]:
    """Return what the upload's own reading counted."""
    doubts = sorted(code for code in upload.problem_counts if code in REVIEW_CODES)
    return {
        "counts": upload.counts,
        "problems_by_code": upload.problem_counts,
        "accounted": upload.accounted,
        "faults": [],
        "doubts": doubts,
        "sure": upload.accounted and not doubts,
        "left_out": max(0, upload.counts.get("threads", 0) - DEFAULT_LIMITS.threads),
    }
