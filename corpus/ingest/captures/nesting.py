"""Who answers whom, where the capture shows it: nested lists of text browsers, "NAME → NAME".

Nothing is inferred from words. Takes comments as `finish` returns them.
"""

from collections.abc import Sequence

from corpus.ingest.captures.ground import Ground
from corpus.ingest.captures.lines import bullet
from corpus.ingest.captures.names import fold_name
from corpus.ingest.captures.parts import Comment
from corpus.ingest.events import ParentHow


def parents_of(
    ground: Ground, comments: Sequence[Comment]
) -> tuple[list[int | None], list[ParentHow | None]]:
    """Return for each comment the place of the one it answers, and how that is known."""
    parents, hows = _by_lists(ground, comments)
    last_by: dict[str, int] = {}
    for place, comment in enumerate(comments):
        if comment.reply_to and parents[place] is None:
            above = last_by.get(fold_name(comment.reply_to))
            if above is not None:
                parents[place], hows[place] = above, "markup"
        if comment.item.named:
            last_by[fold_name(comment.item.named.name)] = place
    return parents, hows


def _by_lists(
    ground: Ground, comments: Sequence[Comment]
) -> tuple[list[int | None], list[ParentHow | None]]:
    """Read the nesting of list marks, if every comment has one and they stand in columns."""
    count = len(comments)
    flat: tuple[list[int | None], list[ParentHow | None]] = ([None] * count, [None] * count)
    columns = [_column(ground, comment) for comment in comments]
    known = [column for column in columns if column is not None]
    if count < 2 or len(known) < count or len(set(known)) < 2 or known[0] != min(known):
        return flat
    if len(set(known)) > max(4, count // 2):
        return flat
    parents, hows = flat
    stack: list[tuple[int, int]] = []
    for place, column in enumerate(known):
        while stack and stack[-1][0] >= column:
            stack.pop()
        if stack:
            parents[place], hows[place] = stack[-1][1], "indent"
        stack.append((column, place))
    return parents, hows


def _column(ground: Ground, comment: Comment) -> int | None:
    """Return the column in which a comment's list mark ends, on its first line or right above."""
    page = ground.page
    head = comment.item.head
    mark = bullet(page.texts[head])
    if mark:
        return page.indent(head) + len(page.texts[head][:mark].rstrip())
    for line in range(head - 1, max(-1, head - 3), -1):
        text = page.texts[line]
        if bullet(text) == len(text) and text:
            return page.indent(line) + len(text)
        if not ground.idle(line):
            return None
    return None
