"""Makes a thread of its rows, by a mapping: which is the entry, what answers what, what it says.

How the rows came together is the matter of `gathering`, what one of them says that of `cells`.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from corpus.ingest.events import Event, Found, Noted, PersonRead, Skipped
from corpus.ingest.exports.assemble import NO_ENTRY_TEXT, Draft, Frame
from corpus.ingest.exports.storable import line, storable_thread
from corpus.ingest.tables.cells import Cells
from corpus.ingest.tables.gathering import NOTHING, Piece

_REMEMBERED_PEOPLE = 10_000
_NUMBER_DIGITS = 18


class Threads:
    """Makes threads; `title` is that of a thread which has none, if the uploader gave one."""

    def __init__(self, cells: Cells, *, title: str = "") -> None:
        self.cells = cells
        self.made_up = 0
        self._rule = cells.mapping.entry
        self._title = title
        self._people: dict[str, dict[str, str]] = {}

    def thread(self, group: str, pieces: Sequence[Piece]) -> Iterator[Event]:
        """Yield the thread of a group, after what there is to say about it."""
        kept, again = _without_repeated(pieces, self.cells)
        if again:
            # Said once a thread: the same file may stand in a file twice.
            first, reason = again[0], "The same item stands earlier in the file."
            yield Skipped(reason, first.item, first.start, first.end, "same_item", len(again))
        for piece in kept:
            yield from self.cells.noted(piece)
            yield from self._person(piece)
        drafts = [(piece, self.cells.draft(piece)) for piece in kept]
        drafts = self._ordered(drafts)
        place = self._entry(drafts)
        key = self._key(group)
        if place is None:
            yield from self._without_entry(group, drafts, key)
            return
        piece, entry = drafts.pop(place)
        entry.kind = "entry"
        own = entry.external_id
        yield from self._second_entries(drafts)
        if key is not None and self._rule.rule != "own_id":
            entry.external_id = f"thread/{key}"
        if not entry.text:
            self.cells.set_text(entry, self.cells.of(piece, "entry_text"))
        comments = self._answering(drafts, {own, key})
        yield from storable_thread(entry, comments, self._frame([piece, *kept], group))

    def _key(self, group: str) -> str | None:
        return group if self.cells.is_mapped("thread") else None

    def _ordered(self, drafts: list[tuple[Piece, Draft]]) -> list[tuple[Piece, Draft]]:
        """Order by number where that is mapped, else by date where all have one."""
        if self.cells.is_mapped("number"):
            return sorted(drafts, key=lambda one: _number(self.cells.of(one[0], "number")))
        times = [draft.written.at for _, draft in drafts]
        dated: list[datetime] = [at for at in times if at is not None]
        zoned = {at.tzinfo is None for at in dated}
        if len(dated) < len(times) or len(zoned) != 1:
            return drafts
        order = sorted(range(len(drafts)), key=dated.__getitem__)
        return [drafts[at] for at in order]

    def _entry(self, drafts: Sequence[tuple[Piece, Draft]]) -> int | None:
        """Return which of the rows is the entry."""
        rule, of = self._rule.rule, self.cells.of
        for at, (piece, _) in enumerate(drafts):
            if rule == "where" and self.cells.rule_cell(piece) in self._rule.values:
                return at
            if rule == "own_id" and of(piece, "thread") in {"", of(piece, "id")}:
                return at
            if rule == "first" and piece.parent.casefold() in NOTHING:
                return at
        return None

    def _second_entries(self, drafts: Sequence[tuple[Piece, Draft]]) -> Iterator[Noted]:
        """Say which rows claim to be an entry as well; they stay comments."""
        if self._rule.rule != "where":
            return
        for piece, draft in drafts:
            if self.cells.rule_cell(piece) in self._rule.values:
                message = "Another row of this thread is its entry already; this stays a comment."
                yield draft.noted("second_entry", message, "See what tells the threads apart.")

    def _without_entry(
        self, group: str, drafts: Sequence[tuple[Piece, Draft]], key: str | None
    ) -> Iterator[Event]:
        """Yield a thread whose entry is made up of what its rows say of it, if anything."""
        pieces = [piece for piece, _ in drafts]
        first = pieces[0]
        self.made_up += 1
        yield Found(1)
        entry = Draft(f"the entry of {first.item}", first.start, first.end, kind="entry")
        entry.external_id = None if key is None else f"thread/{key}"
        self.cells.set_text(entry, self._first(pieces, "entry_text"))
        entry.author = self._first(pieces, "entry_author") or None
        entry.url = self._first(pieces, "entry_url") or None
        entry.written = self.cells.dating.written(self._first(pieces, "entry_written_at"))
        if not entry.text:
            entry.flags = (NO_ENTRY_TEXT,)
        if self._rule.rule not in {"none", "columns"}:
            message = "The entry of this thread is not in the file; its comments are."
            yield entry.noted("thread_missing", message)
        comments = self._answering(drafts, {key})
        yield from storable_thread(entry, comments, self._frame(pieces, group))

    def _answering(
        self, drafts: Sequence[tuple[Piece, Draft]], entry: set[str | None]
    ) -> list[Draft]:
        """Return the comments, each with what it answers; the entry is answered at the top."""
        ids = {draft.external_id for _, draft in drafts}
        for piece, draft in drafts:
            parent = line(piece.parent) or ""
            at_top = parent in entry or parent.casefold() in NOTHING
            draft.parent = None if at_top and parent not in ids else parent
        return [draft for _, draft in drafts]

    def _first(self, pieces: Sequence[Piece], name: str) -> str:
        if not self.cells.is_mapped(name):
            return ""
        return next(filter(None, (self.cells.of(piece, name) for piece in pieces)), "")

    def _frame(self, pieces: Sequence[Piece], group: str) -> Frame:
        key = self._key(group) or ""
        attributes: dict[str, object] = {}
        if self.cells.mapping.thread_attributes:
            for piece in reversed(pieces):
                attributes.update(self.cells.attributes(piece, "thread"))
        return Frame(
            title=self._first(pieces, "title") or self._title or key,
            site=self._first(pieces, "site") or None,
            language=self._first(pieces, "language")[:35] or None,
            attributes=attributes,
        )

    def _person(self, piece: Piece) -> Iterator[PersonRead]:
        """Yield what a row says of its author, unless that was said already."""
        if not self.cells.mapping.participant_attributes:
            return
        name = line(self.cells.of(piece, "author"))
        said = self.cells.attributes(piece, "participant")
        if not name or not said or self._people.get(name) == said:
            return
        if len(self._people) >= _REMEMBERED_PEOPLE:
            self._people.clear()
        self._people[name] = said
        stored = {line(key) or key: line(value) for key, value in said.items()}
        yield PersonRead(name, stored, line(self.cells.of(piece, "site")))


def _without_repeated(pieces: Sequence[Piece], cells: Cells) -> tuple[list[Piece], list[Piece]]:
    """Part rows from those that say the same under the same id again."""
    if not cells.is_mapped("id"):
        return list(pieces), []
    seen: dict[str, Piece] = {}
    kept: list[Piece] = []
    again: list[Piece] = []
    for piece in pieces:
        own = cells.of(piece, "id")
        same = own and seen.setdefault(own, piece).cells == piece.cells and seen[own] is not piece
        (again if same else kept).append(piece)
    return kept, again


def _number(value: str) -> tuple[int, float]:
    """Return by what numbers of posts are put in order; what is none comes last."""
    try:
        return (0, float(value[:_NUMBER_DIGITS].replace("#", "")))
    except ValueError:
        return (1, 0.0)
