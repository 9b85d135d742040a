"""What each line of a capture is, as marks for `capture.tiles`: what nobody wrote is furniture."""

from collections.abc import Iterator, Sequence

from corpus.ingest.captures.entry import Entry
from corpus.ingest.captures.lines import Page
from corpus.ingest.captures.parts import Comment
from corpus.ingest.events import TileKind

Span = tuple[int, int, TileKind]


def marks_of_lines(
    page: Page, entry: Entry, heading: int | None, comments: Sequence[Comment]
) -> list[tuple[int, TileKind]]:
    """Return where a tile of another kind begins, as positions of the file."""
    spans: list[Span] = list(_spans_of_entry(entry))
    if heading is not None:
        spans.append((heading, heading + 1, "header"))
    for comment in comments:
        spans += _spans_of_comment(comment)
    furniture: TileKind = "furniture"
    kinds = {end: furniture for _, end, _ in spans} | {start: kind for start, _, kind in spans}
    marks: list[tuple[int, TileKind]] = [(0, "furniture")]
    marks += [
        (page.bol(line), kind)
        for line, kind in sorted(kinds.items())
        if page.bol(line) < len(page.flat)
    ]
    return marks


def _spans_of_entry(entry: Entry) -> Iterator[Span]:
    for line in entry.head:
        yield line, line + 1, "header"
    if entry.begin < entry.end:
        yield entry.begin, entry.end, "entry"


def _spans_of_comment(comment: Comment) -> Iterator[Span]:
    """Yield a comment's author lines and words; in some styles the words stand between the two."""
    item, begin, end = comment.item, comment.begin, comment.end
    if begin >= end:
        yield item.head, item.foot + 1, "header"
        return
    if item.head < begin <= item.foot:
        yield item.head, begin, "header"
        yield end, item.foot + 1, "header"
    elif item.head <= item.foot:
        yield item.head, item.foot + 1, "header"
    if comment.subject is not None:
        yield comment.subject, comment.subject + 1, "comment"
    yield begin, end, "comment"
