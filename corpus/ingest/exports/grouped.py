"""Walks over exports whose comments stand far from their entries.

The first walk sees what belongs together, the second goes thread by thread. What an element
belongs to, and what a thread is made of, each format's reader says.
"""

import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from corpus.ingest.desk import Desk
from corpus.ingest.elements import Element, State
from corpus.ingest.events import Checkpoint, Event, Noted, Walked
from corpus.ingest.exports.opening import Export, Tally, closing_notes, found, unreadable
from corpus.ingest.grouping import Grouping, Order

# Without a place to keep what was gathered, a step begins with the first walk again.
STEP_BYTES = 16 * 1024 * 1024
STEPS = 8
# How far a first walk has come is told so often.
TOLD_BYTES = 1024**2
_PLACE = struct.Struct("<BQQQQQ")
_STATES: tuple[State, ...] = ("whole", "unclosed", "cut")


class Belonging(NamedTuple):
    """Where an element belongs: its group, its place in it, its own id.

    One that `leads` is what its group is named after. An empty `group` leaves the element out for
    the `reason`.
    """

    group: str
    order: Order = 0
    item: str | None = None
    leads: bool = False
    reason: str = ""
    what: str = "item"


class Piece(NamedTuple):
    """An element of a group, read again from the file."""

    leads: bool
    element: Element


Belongs = Callable[[Element], Belonging]
Build = Callable[[str, list[Piece]], Iterator[Event]]


@dataclass(frozen=True, slots=True)
class Walk:
    """How to go through one file.

    `names` are the elements; those of the others inside `unless` are references to them, no items.
    `adopts`: an element may name another comment instead of its entry. `desk`: where what
    is gathered may lie; what `belongs` says must come from the element alone.
    """

    export: Export
    names: Sequence[str]
    belongs: Belongs
    build: Build
    tally: Tally
    unless: str = ""
    adopts: bool = False
    desk: Path | None = None

    def events(self, resume: Checkpoint | None) -> Iterator[Event]:
        """Yield everything; or, on resuming, the threads from the one on that comes next.

        A checkpoint's `line` is the number of groups before it, its `position` only says how much
        of the work is done.
        """
        with Desk(self.desk, resuming=resume is not None) as desk, Grouping(desk) as grouping:
            if not desk.is_laid:
                said = self._gather(grouping)
                if resume is None:
                    yield from self.export.notes()
                    yield from said
                    yield from found(self.export.census(
                        self.export.start().position, names=self.names, unless=self.unless
                    ).count_rest())  # fmt: skip
                else:
                    yield from (one for one in said if isinstance(one, Walked))
                if self.adopts:
                    grouping.adopt()
            grouping.arrange()
            desk.keep()
            yield from self._threads(grouping, resume)

    def _gather(self, grouping: Grouping) -> Iterator[Event]:
        """Put each element into its group; yield what there is to say about the elements."""
        splitter = self.export.splitter(
            self.export.start(),
            names=self.names,
            outermost=(self.unless,) if self.unless else (),
            nests=not self.unless,
        )
        seen = False
        reached = 0
        tally = Tally()
        for element in splitter:
            seen = True
            if element.after - reached >= TOLD_BYTES:
                reached = element.after
                yield Walked(min(reached, self.export.text.received) // 2)
            yield from unreadable(element, f"{element.name} at line {element.line + 1:,}")
            if element.raw is None:
                continue
            place = self.belongs(element)
            if not place.group:
                tally.skip(place.what, place.reason)
                continue
            payload = _PLACE.pack(
                _STATES.index(element.state) * 2 + place.leads, element.position, element.after,
                element.start, element.end, element.line,
            )  # fmt: skip
            grouping.put(place.group, place.order, payload, item=place.item, leads=place.leads)
        yield from tally.flush()
        yield from closing_notes(self.export, splitter)
        if not seen:
            yield Noted("no_threads", "error", "The file holds no item; it has no thread.")

    def _threads(self, grouping: Grouping, resume: Checkpoint | None) -> Iterator[Event]:
        text = self.export.text
        skip = resume.line if resume else 0
        total = grouping.arrange()
        step = STEP_BYTES if self.desk else max(STEP_BYTES, text.size // STEPS)
        read = 0
        for number, (name, payloads) in enumerate(grouping.groups(skip=skip), skip + 1):
            pieces = [self._piece(payload) for payload in payloads]
            read += sum(len(piece.element.raw or b"") for piece in pieces)
            yield from self.build(name, pieces)
            if read >= step:
                read = 0
                yield from self.tally.flush()
                # The first walk was half of the work.
                done = text.received // 2 + text.received * number // (2 * (total + 1))
                yield Checkpoint(done, 0, number)
        yield from self.tally.flush()

    def _piece(self, payload: bytes) -> Piece:
        kind, position, after, start, end, line = _PLACE.unpack(payload)
        raw = self.export.text.bytes_at(position, after)
        state = _STATES[kind // 2]
        element = Element("", raw, position, after, start, end, line, line, (), 0, state)
        return Piece(bool(kind % 2), element)
