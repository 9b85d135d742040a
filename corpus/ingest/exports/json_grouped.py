"""Walks over JSON exports whose comments stand far from their entries, or from their authors.

The first walk gathers the items on disk by the thread they belong to, the second goes thread by
thread. What is an item, and what a thread is made of, each format's reader says.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from corpus.ingest.events import Checkpoint, Event, Failed, Found, Noted
from corpus.ingest.exports.decoding import Decoding, chunks, decoding_of
from corpus.ingest.exports.json_fields import Record
from corpus.ingest.grouping import Grouping
from corpus.ingest.json_items import Element, JsonItems, Path
from corpus.ingest.source import Source

# A step of reading begins with the first walk again, so it must be worth it.
STEP_CHARACTERS = 16 * 1024**2
STEPS = 8


@dataclass(frozen=True, slots=True)
class Piece:
    """An item of a thread: its fields, its span in code points, whether it is the entry."""

    record: Record
    start: int
    end: int
    leads: bool


class Gathered:
    """What the first walk puts away: items by thread, and facts that items refer to."""

    def __init__(self, grouping: Grouping) -> None:
        self.items = 0
        self._grouping = grouping
        # Without a name it is a temporary file of SQLite's own, gone when closed.
        self._facts = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._facts.execute("PRAGMA journal_mode=OFF")
        self._facts.execute("CREATE TABLE fact (kind TEXT, key TEXT, value TEXT)")
        self._facts.execute("BEGIN")

    def put(self, group: str, record: Record, element: Element, *, leads: bool = False) -> None:
        """Put an item into the group of its thread; an entry `leads` it."""
        self.items += 1
        payload = json.dumps([record, element.start, element.end, leads]).encode()
        self._grouping.put(group, -1 if leads else element.start, payload, leads=leads)

    def know(self, kind: str, key: str, value: Any) -> None:
        """Keep a fact, to be asked for by its key."""
        self._facts.execute("INSERT INTO fact VALUES (?, ?, ?)", [kind, key, json.dumps(value)])

    def ready(self) -> None:
        """Say that all facts are there."""
        self._facts.execute("CREATE INDEX fact_key ON fact (kind, key)")

    def known(self, kind: str, key: str | None) -> list[Any]:
        """Return the facts of a key in the order in which they came."""
        found = self._facts.execute(
            "SELECT value FROM fact WHERE kind = ? AND key = ? ORDER BY rowid", [kind, key]
        )
        return [json.loads(value) for (value,) in found]

    def close(self) -> None:
        """Forget all facts."""
        self._facts.close()


class Format(Protocol):
    """What a format's reader knows."""

    def wanted(self, path: Path) -> Literal["take", "enter", "skip"]:
        """Say which values are items or facts."""
        ...

    def take(self, element: Element, gathered: Gathered) -> bool:
        """Put an item, or know a fact; return False for what is neither."""
        ...

    def is_item(self, path: Path) -> bool:
        """Say whether a broken value here is an item lost."""
        ...

    def count(self, pieces: Iterable[str]) -> int:
        """Count the items in a scan of its own."""
        ...

    def thread(self, group: str, pieces: list[Piece], gathered: Gathered) -> Iterator[Event]:
        """Yield the thread of a group."""
        ...


def events(source: Source, form: Format, resume: Checkpoint | None) -> Iterator[Event]:
    """Yield everything; or, on resuming, the threads from the one on that comes next.

    A checkpoint's `line` is the number of groups before it, its `position` only says how much of
    the work is done. Raises UnreadableError `empty_file`, `binary_file`.
    """
    decoding = decoding_of(source)
    with Grouping() as grouping:
        gathered = Gathered(grouping)
        try:
            said = _gather(source, decoding, form, gathered)
            if resume is None:
                yield from decoding.noted
                yield from said
            else:
                for _ in said:
                    pass
            gathered.ready()
            yield from _threads(source, form, gathered, grouping, resume)
        finally:
            gathered.close()


def _gather(
    source: Source, decoding: Decoding, form: Format, gathered: Gathered
) -> Iterator[Event]:
    """Go through the file once; yield what is broken, and what a separate scan counts."""
    lost = broken = 0
    for element in JsonItems(chunks(source, decoding, decoding.mark), form.wanted):
        if not element.fault and form.take(element, gathered):
            continue
        fault = fault_of(element, is_item=form.is_item(element.path))
        lost += isinstance(fault, Failed)
        broken += 1
        yield fault
    counted = form.count(chunks(source, decoding, decoding.mark))
    yield from balanced(counted, gathered.items, lost, broken=broken > 0)
    if not gathered.items and not lost:
        yield Noted("no_threads", "error", "The file holds no entry and no comment.")


def fault_of(element: Element, *, is_item: bool) -> Failed | Noted:
    """Say what is wrong with a value: an item lost, or something between the items."""
    name = ".".join(part for part in element.path if part != "*") or "the file"
    fault = element.fault or "It is nothing that belongs here."
    if is_item and element.end > element.start:
        return Failed(fault, name, element.start, element.end, "broken_item")
    code = "cut_file" if element.end == element.start else "broken_json"
    hint = "Export the site again if you can."
    return Noted(code, "error", fault, hint, name, element.start, element.end)


def balanced(counted: int, taken: int, lost: int, *, broken: bool) -> Iterator[Event]:
    """Yield what the scan counted, of which `taken` were read and `lost` said to be lost.

    What is broken may hold more items than one, or what the scan takes for none.
    """
    more = counted - taken - lost if broken else 0
    yield Found(counted - min(more, 0))
    if more > 0:
        reason = "The broken places hold further items, by a separate count."
        yield Failed(reason, "broken places", code="broken_item", count=more)


def _threads(
    source: Source,
    form: Format,
    gathered: Gathered,
    grouping: Grouping,
    resume: Checkpoint | None,
) -> Iterator[Event]:
    skip = resume.line if resume else 0
    total = grouping.arrange()
    step = max(STEP_CHARACTERS, source.size // STEPS)
    read = 0
    for number, (name, payloads) in enumerate(grouping.groups(skip=skip), skip + 1):
        yield from form.thread(name, [Piece(*json.loads(one)) for one in payloads], gathered)
        read += sum(map(len, payloads))
        if read >= step and number < total:
            read = 0
            yield Checkpoint(source.size * number // (total + 1), 0, number)
