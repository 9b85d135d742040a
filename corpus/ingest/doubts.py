"""Which of a reading's doubts a person has answered, by an operation or by saying "it is right".

Answered doubts stay among the problems, as notes that ask nothing.
"""

from dataclasses import dataclass, replace

from corpus.ingest.events import Failed, Noted, Skipped
from corpus.ingest.operations import (
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
)
from corpus.ingest.sheet import Cut, Draft

SETTLED = "settled"
NEAR = 400
_BOUNDS = frozenset({"uncertain_boundary", "low_confidence", "cut_comment", "doubtful_author_line"})
_AUTHOR = frozenset({"low_confidence", "doubtful_author_line", "missing_author", "no_author"})
_PARENT = frozenset({"low_confidence", "dangling_parent", "cyclic_parent", "self_parent"})

_CODES: dict[type[object], frozenset[str]] = {
    **dict.fromkeys((Split, Join, Bound, Leave, Make), _BOUNDS),
    Author: _AUTHOR,
    Parent: _PARENT,
    Kind: frozenset({"low_confidence"}),
    Title: frozenset({"missing_title"}),
    Date: frozenset(),
}

Said = Noted | Skipped | Failed


@dataclass(frozen=True, slots=True)
class Answer:
    """Doubts with these codes between two positions are answered; no codes: those about dates."""

    codes: frozenset[str]
    spans: tuple[tuple[int, int], ...] | None

    def fits(self, said: Said, cut: Cut | None) -> bool:
        """Say whether it answers a doubt."""
        dated = not self.codes and "date" in said.code.split("_")
        if not dated and said.code not in self.codes:
            return False
        if self.spans is None or said.start is None:
            return True
        start, end = said.start, max(said.start, said.end or said.start)
        return any(
            (low <= end and start <= high) or _blank(cut, high, start) or _blank(cut, end, low)
            for low, high in self.spans
        )


def answer_of(
    operation: Operation, draft: Draft | None = None, before: Draft | None = None
) -> Answer:
    """Return what an operation answers.

    `draft` is the post at its place and `before` the one before it, both as they were.
    """
    spans = _around(operation, draft, before)
    if isinstance(operation, Settle):
        return Answer(frozenset({operation.code}), spans or None)
    return Answer(_CODES[type(operation)], None if isinstance(operation, Title) else spans)


def settled(said: Said) -> Said:
    """Return what was said as an answered doubt; what was counted stays counted."""
    if isinstance(said, Noted):
        return replace(said, code=SETTLED, severity="info", hint="")
    return replace(said, code="skipped" if isinstance(said, Skipped) else "failed")


def _around(
    operation: Operation, draft: Draft | None, before: Draft | None
) -> tuple[tuple[int, int], ...]:
    """Return the places that an operation is about: a post with its marks, a boundary, a span."""
    extra: tuple[tuple[int, int], ...] = ()
    match operation:
        case Split():
            return ((operation.at, operation.at),)
        case Join():
            if draft and before:
                return ((min(before.read.end, draft.read.start), draft.read.start),)
        case Leave() | Make():
            return ((operation.start, operation.end),)
        case Bound():
            extra = ((operation.start, operation.end),)
        case _:
            pass
    if draft is not None:
        return (draft.span, *((start, end) for _, start, end in draft.read.marks), *extra)
    return () if operation.at is None else ((operation.at, operation.at), *extra)


def _blank(cut: Cut | None, start: int, end: int) -> bool:
    """Say whether nothing but blanks stands between two places."""
    return cut is not None and 0 <= end - start <= NEAR and not cut(start, end)
