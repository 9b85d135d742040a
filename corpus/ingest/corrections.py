"""Replays what people said about the reading of a file on the events of its reader.

Of a page the whole reading is laid open; an export is corrected thread by thread while it streams.
What an operation is, is in `operations`; what it does, in `mending` and `ascribing`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from corpus.errors import ImpossibleError
from corpus.ingest import ascribing, leaving, mending
from corpus.ingest.doubts import Answer, Said, answer_of, settled
from corpus.ingest.events import (
    Event,
    Failed,
    Found,
    Length,
    Noted,
    Skipped,
    ThreadRead,
    Tile,
)
from corpus.ingest.operations import (
    OF_EXPORTS,
    Author,
    Bound,
    Date,
    Join,
    Kind,
    Leave,
    Make,
    Operation,
    Parent,
    Settle,
    Split,
    Title,
    place_of,
)
from corpus.ingest.sheet import Cut, Draft, Sheet
from corpus.ingest.tiling import Tiling

LOST = "correction_lost"
Numbered = tuple[int, Operation]

_DO: dict[type[object], Callable[[Sheet, Any], None]] = {
    Split: mending.split,
    Join: mending.join,
    Bound: mending.bound,
    Leave: leaving.leave,
    Make: leaving.make,
    Author: ascribing.set_author,
    Date: ascribing.set_date,
    Parent: ascribing.set_parent,
    Kind: ascribing.set_kind,
    Title: ascribing.set_title,
    Settle: leaving.settle,
}


def apply(
    events: Iterable[Event], operations: Sequence[Numbered], cut: Cut | None
) -> Iterator[Event]:
    """Yield a reader's events as they are after the operations, in the order of their numbers.

    `cut` cuts the text of a span out of a page; None: the file is an export, whose bounds stand.
    One that fits no more is told as a Noted `correction_lost`.
    """
    return Replay(operations, cut).events(events)


def check(
    events: Iterable[Event], operations: Sequence[Numbered], new: Numbered, cut: Cut | None
) -> None:
    """Refuse an operation that does not fit a reading on which others were done.

    Raises:
        ImpossibleError: why it does not; the code names it.
    """
    replay = Replay([*operations, new], cut, strict=new[0])
    for _ in replay.events(events):
        pass


@dataclass(slots=True)
class Replay:
    """Operations on their way over a reading; `used` are the numbers of those that found a post.

    `strict` is the number of the one whose failure is raised instead of told. An export that is
    read in several stretches hands `used` from one to the next; `whole` is False where only its
    beginning is read, so that nothing can be said of what was not reached.
    """

    operations: Sequence[Numbered]
    cut: Cut | None
    used: set[int] = field(default_factory=set)
    strict: int | None = None
    whole: bool = True
    answers: list[Answer] = field(default_factory=list)

    def events(self, events: Iterable[Event]) -> Iterator[Event]:
        """Yield the events as they are after the operations."""
        if not self.operations:
            return iter(events)
        return self._page(list(events)) if self.cut else self._stream(events)

    def _page(self, events: list[Event]) -> Iterator[Event]:
        sheet = Sheet.of(event for event in events if isinstance(event, ThreadRead))
        length = next((one.characters for one in events if isinstance(one, Length)), None)
        if length is not None:
            sheet.tiling = Tiling((one for one in events if isinstance(one, Tile)), length)
        sheet.cut = self.cut
        sheet.failures = [one for one in events if isinstance(one, Failed)]
        before = _figures(sheet)
        lost = [note for one in self.operations for note in self._do(sheet, one)]
        self._refuse_idle_settling(events, sheet)
        after = _figures(sheet)
        agrees = before != after and all(figures.agree for figures in after)
        yield from self._told(events, sheet, declared=agrees)
        yield from sheet.skipped
        yield from lost
        if all(figures.agree for figures in before) and not all(one.agree for one in after):
            yield _differs(after)
        for thread in sheet.threads:
            yield sheet.closed(thread)
        if sheet.tiling:
            yield from sheet.tiling.tiles({one.read.start for one in sheet.drafts()})

    def _do(self, sheet: Sheet, numbered: Numbered) -> Iterator[Noted]:
        """Do one operation; yield why it cannot be done."""
        number, operation = numbered
        try:
            answer = _answer(sheet, operation)
            _DO[type(operation)](sheet, operation)
        except ImpossibleError as error:
            if number == self.strict:
                raise
            yield _lost(number, operation, error.detail)
        else:
            self.used.add(number)
            self.answers.append(answer)

    def _told(self, events: list[Event], sheet: Sheet, *, declared: bool) -> Iterator[Event]:
        """Yield what is neither thread nor tile, with what became of it."""
        found, failures = sheet.found, 0
        for event in events:
            match event:
                case ThreadRead() | Tile():
                    pass
                case Found():
                    yield replace(event, count=event.count + found)
                    found = 0
                case Failed():
                    fate = sheet.fates.get(failures, event)
                    failures += 1
                    if fate is not None:
                        yield self._settled(fate, sheet) if fate is event else fate
                case Noted(code="declared_differs") if declared:
                    yield settled(event)
                case Noted() | Skipped():
                    yield self._settled(event, sheet)
                case _:
                    yield event

    def _settled(self, said: Said, sheet: Sheet | None = None) -> Said:
        if any(answer.fits(said, self.cut) for answer in self.answers):
            return settled(said)
        if sheet and said.code == "low_confidence" and said.start is not None:
            inside = [one for one in sheet.drafts() if one.touched and _in(one, said.start)]
            return settled(said) if inside else said
        return said

    def _refuse_idle_settling(self, events: list[Event], sheet: Sheet) -> None:
        """Refuse to answer a doubt that nobody has."""
        new = next((one for number, one in self.operations if number == self.strict), None)
        if not isinstance(new, Settle) or new.code == "unassigned_text":
            return
        answer = answer_of(new)
        said = [one for one in events if isinstance(one, Said)]
        if not any(answer.fits(one, sheet.cut) for one in said):
            raise ImpossibleError("There is no such doubt at this place.", code="no_such_doubt")

    def _stream(self, events: Iterable[Event]) -> Iterator[Event]:
        self.answers = [answer_of(operation) for _, operation in self.operations]
        threads = 0
        for event in events:
            if isinstance(event, ThreadRead):
                threads += 1
                yield from self._thread(event)
            elif isinstance(event, Said):
                yield self._settled(event)
            else:
                yield event
        yield from self._end(threads)

    def _end(self, threads: int) -> Iterator[Noted]:
        """Tell after the last thread which operations found nothing.

        Raises:
            ImpossibleError: the one that must not fail did, or names none of several threads.
        """
        for number, operation in self.operations:
            if number == self.strict and isinstance(operation, Title) and operation.at is None:
                ascribing.refuse_unless_one(threads)
            if not self.whole or number in self.used or isinstance(operation, Settle):
                continue
            if number == self.strict:
                raise ImpossibleError(_nowhere(operation), code="no_post_there")
            yield _lost(number, operation, _nowhere(operation))

    def _thread(self, thread: ThreadRead) -> Iterator[Event]:
        """Correct one thread of an export."""
        mine = [one for one in self.operations if self._concerns(one, thread)]
        if not mine:
            yield thread
            return
        sheet = Sheet.of([thread])
        lost = [note for one in mine for note in self._do(sheet, one)]
        self.used.update(number for number, _ in mine)
        yield from sheet.skipped
        yield from lost
        for one in sheet.threads:
            yield sheet.closed(one)

    def _concerns(self, numbered: Numbered, thread: ThreadRead) -> bool:
        number, operation = numbered
        at = place_of(operation)
        if isinstance(operation, Settle) or not isinstance(operation, OF_EXPORTS):
            return False
        if isinstance(operation, Leave):
            start, end = operation.start, operation.end
            return any(one.start < end and start < one.end for one in thread.posts)
        if at is None:
            return number not in self.used
        return any(one.start <= at < one.end for one in thread.posts)


def _answer(sheet: Sheet, operation: Operation) -> Answer:
    """Return what an operation answers, looked up before anything is changed."""
    draft = before = None
    if not isinstance(operation, Leave | Make | Title | Settle):
        draft = sheet.find(operation.at)
    if isinstance(operation, Join) and draft:
        before = mending.one_before(draft)
    return answer_of(operation, draft, before)


def _lost(number: int, operation: Operation, reason: str) -> Noted:
    name = type(operation).__name__.lower()
    return Noted(
        LOST, "warning", f"Correction {number} ({name}) fits no more: {reason}",
        "Take it back, or correct the place anew.", f"correction {number}", place_of(operation),
    )  # fmt: skip


def _nowhere(operation: Operation) -> str:
    if not isinstance(operation, OF_EXPORTS):
        return "This format says where its posts begin and end; their bounds cannot be moved."
    at = place_of(operation)
    return "No thread was found." if at is None else f"No post stands at position {at:,}."


def _in(draft: Draft, at: int) -> bool:
    return draft.read.start <= at <= draft.read.end


@dataclass(frozen=True, slots=True)
class _Figures:
    """What a thread's page declares, and how many comments and other posts were found."""

    declared: int | None
    posts: int
    comments: int

    @property
    def agree(self) -> bool:
        return self.declared in {None, self.posts, self.comments}


def _figures(sheet: Sheet) -> list[_Figures]:
    return [
        _Figures(
            thread.read.declared,
            len(thread.drafts) - 1,
            sum(one.read.kind == "comment" for one in thread.drafts),
        )
        for thread in sheet.threads
    ]


def _differs(after: list[_Figures]) -> Noted:
    one = next(figures for figures in after if not figures.agree)
    return Noted(
        "declared_differs", "warning",
        f"The page says that it has {one.declared} comments; after the corrections there are "
        f"{one.posts}.",
    )  # fmt: skip
