"""Reads a table by its mapping: the first walk gathers the rows, the second makes the threads.

Which table a file is, and what a mapping must fit, is said in `reader`.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.ingest.desk import Desk
from corpus.ingest.events import (
    Checkpoint,
    Event,
    Found,
    Noted,
    ReadOptions,
    Walked,
)
from corpus.ingest.exports.json_grouped import balanced, unpacked
from corpus.ingest.grouping import Grouping
from corpus.ingest.tables.cells import Cells
from corpus.ingest.tables.dating import Dating, Evidence
from corpus.ingest.tables.gathering import Gathering, Piece
from corpus.ingest.tables.look import Sample
from corpus.ingest.tables.mapping import TableMapping
from corpus.ingest.tables.table import Table
from corpus.ingest.tables.threads import Threads

# Without a place to keep what was gathered, a step begins with the first walk again.
STEP_BYTES = 16 * 1024**2
STEPS = 8
_EVIDENCE = "evidence.json"


@dataclass(frozen=True, slots=True)
class Asked:
    """How to read a table: the mapping, what is said of the file, its size in bytes."""

    mapping: TableMapping
    options: ReadOptions
    size: int
    desk: Path | None = None


def read_table(table: Table, asked: Asked, resume: Checkpoint | None) -> Iterator[Event]:
    """Yield everything; or, on resuming, the threads from the one on that comes next.

    A checkpoint's `line` is the number of threads before it, its `position` says how much of the
    work is done.
    """
    with Desk(asked.desk, resuming=resume is not None) as desk, Grouping(desk) as grouping:
        kept = desk.folder / _EVIDENCE
        if not desk.is_laid:
            gathering = Gathering(table, asked.mapping, grouping)
            said = _walk(table, gathering, asked.size)
            yield from said if resume is None else _progress_only(said)
            kept.write_text(json.dumps(asdict(gathering.evidence)))
        evidence = Evidence(**json.loads(kept.read_text()))
        total = grouping.arrange()
        desk.keep()
        threads = _threads(asked, evidence)
        if resume is None:
            yield from _ambiguous(evidence, asked.mapping)
        yield from _second(grouping, threads, asked, resume, total)


def read_sample(table: Table, sample: Sample, asked: Asked) -> Iterator[Event]:
    """Yield what comes of a table's first rows."""
    with Grouping() as grouping:
        gathering = Gathering(table, asked.mapping, grouping)
        yield from gathering.walk(sample.units)
        yield Found(gathering.taken + gathering.lost)
        yield from _ambiguous(gathering.evidence, asked.mapping)
        makes = _threads(asked, gathering.evidence)
        grouping.arrange()
        for name, payloads in grouping.groups():
            yield from makes.thread(name, [Piece(*unpacked(one)) for one in payloads])


def _progress_only(events: Iterable[Event]) -> Iterator[Event]:
    return (event for event in events if isinstance(event, Walked))


def _walk(table: Table, gathering: Gathering, size: int) -> Iterator[Event]:
    """Go through the file once; yield what is broken, and what a separate scan counts."""
    yield from table.noted
    yield from gathering.walk(table.units())
    lost = gathering.lost
    yield from balanced(table.count(), gathering.taken, lost, broken=lost > 0)
    if not gathering.taken and not lost:
        yield Noted("no_threads", "error", "The table holds no row below its header.")


def _threads(asked: Asked, evidence: Evidence) -> Threads:
    dating = Dating(evidence.settled(asked.mapping.dates), asked.options.timezone)
    return Threads(Cells(asked.mapping, dating), title=asked.options.title or "")


def _ambiguous(evidence: Evidence, mapping: TableMapping) -> Iterator[Noted]:
    """Say that nothing in the column tells which figure is the day."""
    if evidence.ambiguous(mapping.dates):
        message = (
            f"{evidence.either:,} dates like 03/04/2020 can be read either way; they were not read."
        )
        hint = "Say in the mapping whether the day comes first."
        yield Noted("ambiguous_dates", "warning", message, hint)


def _second(
    grouping: Grouping, threads: Threads, asked: Asked, resume: Checkpoint | None, total: int
) -> Iterator[Event]:
    skip = resume.line if resume else 0
    step = STEP_BYTES if asked.desk else max(STEP_BYTES, asked.size // STEPS)
    read = 0
    for number, (name, payloads) in enumerate(grouping.groups(skip=skip), skip + 1):
        yield from threads.thread(name, [Piece(*unpacked(one)) for one in payloads])
        read += sum(map(len, payloads))
        if read >= step and number < total:
            read = 0
            done = asked.size // 2 + asked.size * number // (2 * (total + 1))
            yield Checkpoint(done, 0, number)
