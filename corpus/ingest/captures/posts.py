"""Makes the posts of a thread out of an entry and comments as they were read."""

from collections.abc import Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from corpus.ingest.captures.anchors import position
from corpus.ingest.captures.bodies import words_of
from corpus.ingest.captures.entry import Entry
from corpus.ingest.captures.ground import Ground
from corpus.ingest.captures.names import fold_name
from corpus.ingest.captures.nesting import parents_of
from corpus.ingest.captures.parts import Comment
from corpus.ingest.dates import Moment, Order, read_moment, written
from corpus.ingest.events import UNDATED, MarkKind, ParentHow, PostRead, Written
from corpus.ingest.tree import arrange
from corpus.text import word_count


def zone_of(name: str | None) -> ZoneInfo | None:
    """Return the time zone of an IANA name."""
    return ZoneInfo(name) if name else None


def entry_post(
    ground: Ground, entry: Entry, *, zone: ZoneInfo | None, order: Order | None, url: str | None
) -> PostRead:
    """Return the entry as post 0."""
    page = ground.page
    text, joined = words_of(page, entry.begin, entry.end)
    filled = entry.begin < entry.end
    flags = [] if text else ["no_entry_text"]
    if joined:
        flags.append("unwrapped")
    marks: list[tuple[MarkKind, int, int]] = []
    if entry.author_span:
        marks.append(("author", *entry.author_span))
    if entry.date_span:
        marks.append(("date", *entry.date_span))
    start = page.bol(entry.begin)
    return PostRead(
        number=0,
        kind="entry",
        text=text,
        start=start,
        end=page.ends[entry.end - 1] if filled else start,
        author=entry.author,
        is_entry_author=entry.author is not None,
        written=written(entry.raw_when, zone, order=order) if entry.raw_when else UNDATED,
        url=url,
        flags=tuple(flags),
        words=word_count(text),
        marks=tuple(sorted(marks, key=lambda mark: mark[1])),
        confidence=0.9 if entry.sure and text else 0.5,
    )


def comment_posts(
    ground: Ground,
    comments: Sequence[Comment],
    entry: PostRead,
    *,
    zone: ZoneInfo | None,
    order: Order | None,
    confidence: float,
) -> list[PostRead]:
    """Return the comments as posts in reading order, numbered from 1."""
    parents, hows = parents_of(ground, comments)
    names = [str(place) for place in range(len(comments))]
    tree = arrange(names, [None if above is None else str(above) for above in parents])
    numbers = {place: number for number, place in enumerate(tree.order, 1)}
    day = read_moment(entry.written.raw) if entry.written.raw else None
    posts: list[PostRead] = []
    for place in tree.order:
        moment = _written(comments[place], zone, order, day)
        above = tree.parent[place]
        seat = _Seat(
            place + 1,
            numbers[place],
            numbers[above] if above is not None else None,
            hows[place] if above is not None else None,
            tree.depth[place],
            confidence,
        )
        posts.append(_post(ground, comments[place], entry, seat, moment))
    return posts


class _Seat(NamedTuple):
    """Where a comment stands: on the page, in reading order, below which; how sure the page is."""

    place: int
    number: int
    parent: int | None
    how: ParentHow | None
    depth: int
    confidence: float


def _number_flag(comment: Comment, place: int) -> tuple[str, ...]:
    named = comment.item.named
    number = named.number if named else None
    return () if number in {None, place} else (f"number:{number}",)


def _post(
    ground: Ground,
    comment: Comment,
    entry: PostRead,
    seat: _Seat,
    moment: Written,
) -> PostRead:
    page = ground.page
    named = comment.item.named
    author = " ".join(named.name.split()) if named and named.name else None
    filled = comment.begin < comment.end
    start = page.starts[comment.begin] + comment.skip if comment.skip else page.bol(comment.begin)
    flags = list(comment.flags)
    sure = 0.4 if author is None or comment.doubts else 1.0
    if author is None and "no_author" not in flags:
        flags.append("no_author")
    if comment.subject is not None:
        start = page.bol(comment.subject)
    return PostRead(
        number=seat.number,
        kind=comment.item.kind,
        text=comment.text,
        start=start,
        end=page.ends[comment.end - 1] if filled else max(start, page.bol(comment.item.begin)),
        author=author,
        parent=seat.parent,
        parent_how=seat.how,
        depth=seat.depth,
        is_entry_author=bool(author and entry.author)
        and fold_name(author or "") == fold_name(entry.author or ""),
        written=moment,
        status=comment.status,
        flags=(*_number_flag(comment, seat.place), *flags),
        words=word_count(comment.text),
        marks=marks_of(ground, comment),
        confidence=round(min(seat.confidence, sure), 2),
    )


def _written(
    comment: Comment, zone: ZoneInfo | None, order: Order | None, day: Moment | None
) -> Written:
    anchor = comment.item.anchor
    if anchor is None:
        return UNDATED
    moment = anchor.dated.moment
    fallback = day if moment.month_day and day and day.day else None
    return written(anchor.dated.raw, zone, order=order, fallback=fallback)


def marks_of(ground: Ground, comment: Comment) -> tuple[tuple[MarkKind, int, int], ...]:
    """Return where a comment's number, author and date stand in the file."""
    page, item = ground.page, comment.item
    marks: list[tuple[MarkKind, int, int]] = []
    named, anchor = item.named, item.anchor
    inline = item.name_line is None and anchor is not None

    def at(offset: int) -> int:
        if inline and anchor:
            return position(page, anchor, offset)
        line = item.name_line if item.name_line is not None else item.head
        return page.starts[line] + offset

    if named and named.number_span:
        marks.append(("number", at(named.number_span[0]), at(named.number_span[1])))
    if named and named.name:
        marks.append(("author", at(named.start), at(named.end)))
    if anchor:
        marks.append(
            (
                "date",
                position(page, anchor, anchor.dated.start),
                position(page, anchor, anchor.dated.end),
            )
        )
    return tuple(sorted(marks, key=lambda mark: mark[1]))
