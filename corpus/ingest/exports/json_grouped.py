"""Walks over JSON exports whose comments stand far from their entries, or from their authors.

The first walk gathers the items on disk by the thread they belong to, the second goes thread by
thread. What is an item, and what a thread is made of, each format's reader says.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, Literal, Protocol

import orjson

from corpus.ingest.desk import Desk
from corpus.ingest.events import Checkpoint, Event, Failed, Found, Noted, Walked
from corpus.ingest.exports.decoding import Decoding, chunks, decoding_of
from corpus.ingest.exports.json_fields import Record
from corpus.ingest.grouping import Grouping
from corpus.ingest.json_items import Element, JsonItems, Path
from corpus.ingest.source import Source

# Without a place to keep what was gathered, a step begins with the first walk again.
STEP_CHARACTERS = 16 * 1024**2
STEPS = 8
# How far a first walk has come is told so often.
TOLD_CHARACTERS = 1024**2


@dataclass(frozen=True, slots=True)
class Piece:
    """An item of a thread: its fields, its span in code points, whether it is the entry."""

    record: Record
    start: int
    end: int
    leads: bool


class Gathered:
    """What the first walk puts away: items by thread, and facts that items refer to."""

    def __init__(self, grouping: Grouping, desk: Desk | None = None) -> None:
        self.items = 0
        self._grouping = grouping
        # Without a name it is a temporary file of SQLite's own, gone when closed.
        path = desk.folder / "facts" if desk else ""
        self._facts = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._facts.execute("PRAGMA journal_mode=OFF")
        self._facts.execute("PRAGMA synchronous=OFF")
        if desk and desk.is_laid:
            return
        self._facts.execute("CREATE TABLE fact (kind TEXT, key TEXT, value TEXT)")
        self._facts.execute("BEGIN")

    def put(
        self, group: str, record: Record, element: Element, *, leads: bool = False,
        item: str | None = None,
    ) -> None:  # fmt: skip
        """Put an item into the group of its thread; an entry `leads` it. `item`: see Grouping."""
        self.items += 1
        payload = packed([record, element.start, element.end, leads])
        self._grouping.put(group, -1 if leads else element.start, payload, item=item, leads=leads)

    def know(self, kind: str, key: str, value: Any) -> None:
        """Keep a fact, to be asked for by its key."""
        self._facts.execute("INSERT INTO fact VALUES (?, ?, ?)", [kind, key, json.dumps(value)])

    def ready(self) -> None:
        """Say that all facts are there."""
        self._facts.execute("CREATE INDEX fact_key ON fact (kind, key)")
        self._facts.execute("COMMIT")

    def known(self, kind: str, key: str | None) -> list[Any]:
        """Return the facts of a key in the order in which they came."""
        found = self._facts.execute(
            "SELECT value FROM fact WHERE kind = ? AND key = ? ORDER BY rowid", [kind, key]
        )
        return [json.loads(value) for (value,) in found]

    def each(self, kind: str) -> Iterator[tuple[str, Any]]:
        """Yield the keys and facts of a kind in the order in which they came."""
        found = self._facts.execute(
            "SELECT key, value FROM fact WHERE kind = ? ORDER BY rowid", [kind]
        )
        for key, value in found:
            yield key, json.loads(value)

    def close(self) -> None:
        """Forget all facts."""
        self._facts.close()


class Format(Protocol):
    """What a format's reader knows."""

    def wanted(self, path: Path) -> Literal["take", "enter", "frame", "skip"]:
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


Walk = Callable[[Iterator[str]], Iterable[Element]]


def events(
    source: Source, form: Format, resume: Checkpoint | None, *, walk: Walk | None = None,
    adopt: bool = False,
) -> Iterator[Event]:  # fmt: skip
    """Yield everything; or, on resuming, the threads from the one on that comes next.

    A checkpoint's `line` is the number of groups before it, its `position` only says how much of
    the work is done. `walk` finds the elements where that is not done by what is `wanted` alone.
    `adopt`: the items know only what they answer (see `Grouping.adopt`). Raises UnreadableError
    `empty_file`, `binary_file`.
    """
    with Desk(source.desk, resuming=resume is not None) as desk, Grouping(desk) as grouping:
        gathered = Gathered(grouping, desk)
        try:
            if not desk.is_laid:
                decoding = decoding_of(source)
                said: Iterator[Event] = gather(source, decoding, form, gathered, walk=walk)
                said = chain(decoding.noted, said)
                yield from (
                    said if resume is None else (one for one in said if isinstance(one, Walked))
                )
                gathered.ready()
                if adopt:
                    grouping.adopt()
            grouping.arrange()
            desk.keep()
            yield from threads(source, form, gathered, grouping, resume)
        finally:
            gathered.close()


def gather(
    source: Source, decoding: Decoding, form: Format, gathered: Gathered, *,
    walk: Walk | None = None,
) -> Iterator[Event]:  # fmt: skip
    """Go through the file once; yield what is broken, and what a separate scan counts."""
    lost = broken = 0
    pieces = chunks(source, decoding, decoding.mark)
    reached = 0
    for element in walk(pieces) if walk else JsonItems(pieces, form.wanted):
        if element.end - reached >= TOLD_CHARACTERS:
            reached = element.end
            yield Walked(min(reached, source.size) // 2)
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


def threads(
    source: Source,
    form: Format,
    gathered: Gathered,
    grouping: Grouping,
    resume: Checkpoint | None,
) -> Iterator[Event]:
    """Yield the threads of all groups from where `resume` says, and checkpoints between them."""
    skip = resume.line if resume else 0
    total = grouping.arrange()
    step = STEP_CHARACTERS if source.desk else max(STEP_CHARACTERS, source.size // STEPS)
    read = 0
    for number, (name, payloads) in enumerate(grouping.groups(skip=skip), skip + 1):
        read += sum(map(len, payloads))
        pieces = [Piece(*unpacked(one)) for one in payloads]
        # The largest threads are as large as memory: nothing of them is kept twice.
        payloads.clear()
        yield from form.thread(name, pieces, gathered)
        if read >= step and number < total:
            read = 0
            # The first walk was half of the work.
            done = source.size // 2 + source.size * number // (2 * (total + 1))
            yield Checkpoint(done, 0, number)


def packed(value: Any) -> bytes:
    """Write a value as JSON; orjson, the faster one, refuses halves of characters."""
    try:
        # What orjson returns keeps the whole buffer it was written in; a copy does not.
        return bytes(memoryview(orjson.dumps(value)))
    except TypeError:
        return json.dumps(value).encode()


def unpacked(data: bytes) -> Any:
    """Read a value that was `packed`."""
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        return json.loads(data)
