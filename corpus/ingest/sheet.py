"""A reading laid open for mending: its threads as drafts whose parents are drafts, its tiles.

Which operations there are is `operations`' matter, what each does `mending`'s.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from corpus.errors import ImpossibleError
from corpus.ingest.events import Failed, PostRead, Skipped, ThreadRead
from corpus.ingest.tiling import Piece, Tiling
from corpus.ingest.tree import arrange
from corpus.text import word_count

Cut = Callable[[int, int], str]
_DIGITS = re.compile(r"\d{1,6}")


@dataclass(eq=False, slots=True)
class Draft:
    """A post that may still change. Its number, depth and parent's number follow at the end."""

    read: PostRead
    thread: "Sheaf"
    parent: "Draft | None" = None
    touched: bool = False

    @property
    def span(self) -> Piece:
        """Where it stands in the decoded file."""
        return self.read.start, self.read.end


@dataclass(eq=False, slots=True)
class Sheaf:
    """A thread that may still change: its drafts in reading order, the entry among them."""

    read: ThreadRead
    drafts: list[Draft] = field(default_factory=list)

    @property
    def entry(self) -> Draft:
        """The draft of kind entry."""
        return next((one for one in self.drafts if one.read.kind == "entry"), self.drafts[0])


@dataclass(slots=True)
class Sheet:
    """All that operations work on. Without `tiling` and `cut` boundaries cannot be changed.

    `found` is by how much they change the count of the source's items; `skipped` are items that a
    person left out; `fates` says of some of `failures` what became of them.
    """

    threads: list[Sheaf]
    tiling: Tiling | None = None
    cut: Cut | None = None
    failures: Sequence[Failed] = ()
    found: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    fates: dict[int, Skipped | None] = field(default_factory=dict)
    known: dict[tuple[Piece, ...], str] = field(default_factory=dict)

    @classmethod
    def of(cls, threads: Iterable[ThreadRead]) -> "Sheet":
        """Lay threads open."""
        return cls([_laid_open(one) for one in threads])

    def drafts(self) -> Iterator[Draft]:
        """Yield all drafts."""
        for thread in self.threads:
            yield from thread.drafts

    def find(self, at: int) -> Draft:
        """Return the post at a position: the innermost whose span holds it.

        Raises:
            ImpossibleError: `no_post_there`, or `several_posts_there` where posts share a span.
        """
        found = self.at(at)
        if sum(one.span == found.span for one in found.thread.drafts) > 1:
            raise ImpossibleError(
                "This format does not tell where in a thread a post stands; correct the file.",
                code="several_posts_there",
            )
        return found

    def at(self, at: int) -> Draft:
        """Return a post at a position, whether or not it is the only one; raises as `find`."""
        found: Draft | None = None
        for one in self.drafts():
            start = one.read.start
            if start > at or at >= max(one.read.end, start + 1):
                continue
            if found is None or _inside(one, found):
                found = one
        if found is None:
            raise ImpossibleError(f"No post stands at position {at:,}.", code="no_post_there")
        return found

    def pieces(self, start: int, end: int, *, of: Draft | None = None) -> tuple[Piece, ...]:
        """Return the parts of a span that are text of `of`, not of a post inside it."""
        found = self.tiling.pieces(start, end) if self.tiling else [(start, end)]
        for other in self.drafts() if of else ():
            low = other.read.start
            if low < start or low >= end or other is of:
                continue
            high = other.read.end
            if low < high <= end and (low, high) != (start, end):
                found = [part for piece in found for part in _without(piece, other.span)]
        return tuple(found)

    def text_of(self, pieces: Sequence[Piece], number: Piece | None = None) -> str:
        """Cut a text out of its pieces: as it was read, where they are what a reader took."""
        if tuple(pieces) in self.known:
            return self.known[tuple(pieces)]
        if self.cut is None or not pieces:
            return ""
        parts = [self.cut(start, end) for start, end in _past(number, pieces, self.cut)]
        return "\n\n".join(part for part in parts if part)

    def remember(self, draft: Draft) -> None:
        """Keep the text that the reader cut, in case that an operation is taken back by another."""
        if not draft.touched and self.cut is not None:
            self.known.setdefault(self.pieces(*draft.span, of=draft), draft.read.text)

    def retext(self, draft: Draft) -> None:
        """Cut a draft's text anew and take it as certain."""
        text = self.text_of(self.pieces(*draft.span, of=draft), number_mark(draft.read))
        flags = tuple(flag for flag in draft.read.flags if flag != "no_entry_text" or not text)
        draft.read = replace(draft.read, text=text, words=word_count(text), flags=flags)
        self.sure(draft)

    def sure(self, draft: Draft) -> None:
        """Take a draft as certain."""
        draft.touched = True
        draft.read = replace(draft.read, confidence=1.0)

    def closed(self, thread: Sheaf) -> ThreadRead:
        """Return a thread with its posts numbered in reading order."""
        entry = thread.entry
        others = [one for one in thread.drafts if one is not entry]
        places = {id(one): str(place) for place, one in enumerate(others)}
        above = [one.parent for one in others]
        tree = arrange(
            list(places.values()), [places.get(id(one)) if one else None for one in above]
        )
        numbers = {place: number for number, place in enumerate(tree.order, 1)}
        posts = [replace(entry.read, number=0, parent=None, parent_how=None, depth=0)]
        for place in tree.order:
            up = tree.parent[place]
            posts.append(
                replace(
                    others[place].read,
                    number=numbers[place],
                    parent=None if up is None else numbers[up],
                    parent_how=None if up is None else others[place].read.parent_how,
                    depth=tree.depth[place],
                )
            )
        return replace(thread.read, posts=tuple(self._flagged(post) for post in posts))

    def _flagged(self, post: PostRead) -> PostRead:
        """Say the source's own number where it differs from the post's place."""
        mark = number_mark(post)
        if mark is None or self.cut is None:
            return post
        digits = _DIGITS.search(self.cut(*mark))
        flags = [flag for flag in post.flags if not flag.startswith("number:")]
        if digits and int(digits[0]) != post.number:
            flags.insert(0, f"number:{int(digits[0])}")
        return replace(post, flags=tuple(flags))


def number_mark(post: PostRead) -> Piece | None:
    """Return where a post's list number stands."""
    return next(((start, end) for what, start, end in post.marks if what == "number"), None)


def _laid_open(thread: ThreadRead) -> Sheaf:
    sheaf = Sheaf(thread)
    sheaf.drafts = [Draft(post, sheaf) for post in thread.posts]
    by_number = {draft.read.number: draft for draft in sheaf.drafts}
    for draft in sheaf.drafts:
        if draft.read.parent:
            draft.parent = by_number.get(draft.read.parent)
    return sheaf


def _inside(one: Draft, other: Draft) -> bool:
    """Say whether a post that holds a position is the better answer than another that does."""
    (start, end), (low, high) = one.span, other.span
    return (end > start, start - end) > (high > low, low - high)


def _without(piece: Piece, hole: Piece) -> list[Piece]:
    parts = [(piece[0], min(piece[1], hole[0])), (max(piece[0], hole[1]), piece[1])]
    return [(start, end) for start, end in parts if start < end]


def _past(number: Piece | None, pieces: Sequence[Piece], cut: Cut) -> Iterator[Piece]:
    """Leave a list number out that stands before the first words."""
    for place, (start, end) in enumerate(pieces):
        if place == 0 and number and start <= number[0] < end and not cut(start, number[0]):
            yield number[1], end
        else:
            yield start, end
