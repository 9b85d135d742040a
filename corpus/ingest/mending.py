"""What each operation does to the boundaries of posts. Each changes all that it must, or nothing.

What it does to a post's author, date, parent and kind is in `ascribing`.
"""

from dataclasses import replace
from itertools import pairwise

from corpus.errors import ImpossibleError
from corpus.ingest.events import UNDATED, Failed, PostRead, Skipped, TileKind
from corpus.ingest.operations import Bound, Join, Split
from corpus.ingest.sheet import Draft, Sheaf, Sheet, number_mark
from corpus.ingest.tiling import POSTS, Piece, Tiling

LEFT_OUT = "left_out"


def split(sheet: Sheet, operation: Split) -> None:
    """Part a post in two. The half at which author and date stand keeps them."""
    tiling, at = tiling_of(sheet), operation.at
    draft = sheet.find(at)
    start, end = draft.span
    pieces = sheet.pieces(start, end, of=draft)
    before = [(low, min(high, at)) for low, high in pieces if low < at]
    after = [(max(low, at), high) for low, high in pieces if high > at]
    halves = (sheet.text_of(before, number_mark(draft.read)), sheet.text_of(after))
    if not all(half.strip() for half in halves):
        raise ImpossibleError(
            "Nothing would be left on one side: split a post between its words.", code="empty_post"
        )
    sheet.remember(draft)
    tiling.part(at)
    if draft.read.kind == "entry":
        tiling.repaint(at, end, {"entry"}, "comment")
    second = Draft(_nobodys(draft.read, at, end), draft.thread, draft.parent)
    place = draft.thread.drafts.index(draft)
    draft.thread.drafts.insert(place + 1, second)
    draft.read = replace(draft.read, end=at)
    if _signed_after(draft.read, at):
        _trade_places(draft, second)
    _retext_all(sheet, (draft, second))
    sheet.found += 1


def join(sheet: Sheet, operation: Join) -> None:
    """Make one post of two that follow each other, with what stands between them."""
    tiling, second = tiling_of(sheet), sheet.find(operation.at)
    first = one_before(second)
    for draft in (first, second):
        sheet.remember(draft)
    (start, between), (after, end) = first.span, second.span
    kind: TileKind = "entry" if first.read.kind == "entry" else "comment"
    for begin, stop, tile in list(tiling.runs(start, end)):
        if tile != "furniture" and not (begin >= between and stop <= after and tile in POSTS):
            tiling.paint(begin, stop, kind)
    keeper, other = (second, first) if _later_signs(first, second) else (first, second)
    read = replace(keeper.read, kind=first.read.kind, start=start, end=end)
    marks = tuple(m for m in first.read.marks if m[0] == "number") + tuple(
        m for m in keeper.read.marks if m[0] != "number"
    )
    parent = second.parent if _answers(first, second) else first.parent
    keeper.read, keeper.parent = replace(read, marks=marks), parent
    _replace(first.thread, [first, second], keeper)
    adopt(sheet, other, keeper)
    resolve(sheet, start, end, "It became part of a post.")
    sheet.retext(keeper)
    sheet.found -= 1


def bound(sheet: Sheet, operation: Bound) -> None:
    """Give a post other bounds; text that it loses belongs to nothing until somebody says."""
    tiling, draft = tiling_of(sheet), sheet.find(operation.at)
    start, end = checked(tiling, operation.start, operation.end)
    old_start, old_end = draft.span
    kept = (max(start, old_start), min(end, old_end))
    gained = [(start, end)] if kept[0] >= kept[1] else [(start, kept[0]), (kept[1], end)]
    lost = [(old_start, min(old_end, start)), (max(old_start, end), old_end)]
    for low, high in gained:
        refuse_posts(sheet, low, high, but=draft)
    if not text_between(sheet, (start, end)):
        raise ImpossibleError("There is no text between these bounds.", code="empty_post")
    sheet.remember(draft)
    kind: TileKind = "entry" if draft.read.kind == "entry" else "comment"
    for low, high in lost:
        blank = not text_between(sheet, (low, high))
        tiling.repaint(low, high, POSTS, "furniture" if blank else "unassigned")
    for low, high in gained:
        tiling.paint(low, high, kind)
    draft.read = replace(draft.read, start=start, end=end)
    resolve(sheet, start, end, "It became part of a post.")
    sheet.retext(draft)


def tiling_of(sheet: Sheet) -> Tiling:
    """Return the tiles, of a page whose bounds can be moved.

    Raises:
        ImpossibleError: `bounds_are_given`, in an export.
    """
    if sheet.tiling is None or sheet.cut is None:
        raise ImpossibleError(
            "This format says where its posts begin and end; their bounds cannot be moved.",
            code="bounds_are_given",
        )
    return sheet.tiling


def checked(tiling: Tiling, start: int, end: int) -> Piece:
    """Return a span that lies in the file and is not empty.

    Raises:
        ImpossibleError: `empty_span` or `position_outside`.
    """
    if start >= end:
        raise ImpossibleError("The end must come after the start.", code="empty_span")
    if end > tiling.length:
        raise ImpossibleError(
            f"The file has {tiling.length:,} characters; {end:,} is outside.",
            code="position_outside",
        )
    return start, end


def refuse_posts(sheet: Sheet, start: int, end: int, *, but: Draft | None = None) -> None:
    """Refuse a span in which another post's text stands.

    Raises:
        ImpossibleError: `overlaps_post`.
    """
    for low, high in sheet.pieces(start, end):
        for other in sheet.drafts():
            if other is not but and other.read.start < high and other.read.end > low:
                raise ImpossibleError(
                    f"From {max(low, other.read.start):,} on another post stands here already.",
                    code="overlaps_post",
                )


def text_between(sheet: Sheet, piece: Piece) -> str:
    """Return the text of a span, empty for an empty one."""
    return sheet.cut(*piece) if sheet.cut and piece[0] < piece[1] else ""


def _nobodys(read: PostRead, start: int, end: int) -> PostRead:
    """Return the other half of a post: of the same kind, and nobody knows whose."""
    kind = "comment" if read.kind == "entry" else read.kind
    return PostRead(0, kind, "", start, end, parent_how=read.parent_how, status=read.status)


def _signed_after(read: PostRead, at: int) -> bool:
    """Say whether the author's name stands behind a position, as where comments end with it."""
    places = [start for what, start, _ in read.marks if what == "author"]
    return bool(places) and min(places) >= at and read.kind != "entry"


def _later_signs(first: Draft, second: Draft) -> bool:
    """Say whether of two posts that become one the second's author and date are right.

    They are when the first's name stands between the two: it is text now. Else the first's count.
    """
    if first.read.kind == "entry" or not _signed(second):
        return False
    between = range(first.read.end, second.read.start)
    taken = any(what == "author" and at in between for what, at, _ in first.read.marks)
    return taken or not _signed(first)


def _signed(draft: Draft) -> bool:
    return draft.read.author is not None or draft.read.written != UNDATED


def _trade_places(first: Draft, second: Draft) -> None:
    """Let the second half be the one that keeps author, date and address; the number stays."""
    spans = first.span, second.span
    numbers = tuple(mark for mark in first.read.marks if mark[0] == "number")
    others = tuple(mark for mark in first.read.marks if mark[0] != "number")
    signed, nobodys = replace(first.read, marks=others), replace(second.read, marks=numbers)
    drafts = first.thread.drafts
    place = drafts.index(first)
    drafts[place], drafts[place + 1] = second, first
    first.read = replace(signed, start=spans[1][0], end=spans[1][1])
    second.read = replace(nobodys, start=spans[0][0], end=spans[0][1])


def _retext_all(sheet: Sheet, drafts: tuple[Draft, ...]) -> None:
    for draft in drafts:
        sheet.retext(draft)


def one_before(draft: Draft) -> Draft:
    """Return the post that stands before another in the file."""
    if draft.read.kind == "entry":
        raise ImpossibleError("The entry cannot become part of a comment.", code="is_entry")
    ordered = sorted(draft.thread.drafts, key=lambda one: one.span)
    for before, one in pairwise(ordered):
        if one is draft:
            if before.read.end > draft.read.start:
                break
            return before
    raise ImpossibleError("No post stands before this one.", code="nothing_before")


def _answers(draft: Draft, other: Draft) -> bool:
    """Say whether a post answers another, at once or through others."""
    above = draft.parent
    while above is not None and above is not other:
        above = above.parent
    return above is other


def _replace(thread: Sheaf, old: list[Draft], new: Draft) -> None:
    place = min(thread.drafts.index(one) for one in old)
    thread.drafts = [one for one in thread.drafts if one not in old]
    thread.drafts.insert(place, new)


def adopt(sheet: Sheet, gone: Draft, parent: Draft | None) -> None:
    """Let what answers one post answer another."""
    for draft in sheet.drafts():
        if draft.parent is gone and draft is not parent:
            draft.parent = parent


def resolve(sheet: Sheet, start: int, end: int, reason: str | None) -> int:
    """Settle what failed inside a span: it was left out, or (no reason) it is a post now.

    Returns whether one became the post itself.
    """
    for place, one in enumerate(sheet.failures):
        inside = one.start is not None and one.end is not None and one.count == 1
        if place in sheet.fates or not inside or not _covers(start, end, one):
            continue
        told = Skipped(reason or "", one.item, one.start, one.end, LEFT_OUT)
        sheet.fates[place] = None if reason is None else told
        if reason is None:
            return 1
    return 0


def _covers(start: int, end: int, one: Failed) -> bool:
    return start <= (one.start or 0) and (one.end or 0) <= end
