"""What on a page speaks against the ends of its comments as they were read: doubts, in sentences.

Changes nothing but the comments' doubts.
"""

from corpus.ingest.captures.edges import look
from corpus.ingest.captures.ground import Ground
from corpus.ingest.captures.parts import Comment
from corpus.ingest.captures.words import PROSE_END

_LABEL = 60


def doubt_joined(ground: Ground, comments: list[Comment], closing: set[str]) -> None:
    """Doubt words in the midst of which a comment is closed: two may have been taken for one."""
    for comment in comments:
        inside = range(comment.begin, comment.end)
        if any(look(ground.page.texts[line]) in closing and ground.idle(line) for line in inside):
            comment.doubts.append("A button that ends comments stands inside this one.")


def doubt_first(ground: Ground, comments: list[Comment]) -> None:
    """Doubt where the first comment begins that nothing but a gap parts from the entry."""
    page, first = ground.page, comments[0]
    usual = max((page.blanks[line] for line in range(first.begin + 1, comments[-1].end)), default=1)
    if first.begin and page.blanks[first.begin] <= usual:
        first.doubts.append("Where the first comment begins is not sure: no heading opens it.")


def doubt_tail(ground: Ground, comments: list[Comment], closing: set[str]) -> None:
    """Doubt the end of the last comment where nothing marks it and its last lines look foreign."""
    last = comments[-1]
    if closing or last.end - last.begin < 2:
        return
    page = ground.page
    if _is_foreign(ground, last):
        last.doubts.append("Where the last comment ends is not sure: its last lines are no prose.")
        return
    usual = max(
        (page.blanks[line] for one in comments[:-1] for line in range(one.begin + 1, one.end)),
        default=1,
    )
    wide = any(page.blanks[line] > usual for line in range(last.begin + 1, last.end))
    if wide:
        last.doubts.append("Where the last comment ends is not sure: a wide gap stands in it.")


def _is_foreign(ground: Ground, last: Comment) -> bool:
    """Say whether two short lines without a stop follow words that end with one, behind a gap."""
    page = ground.page
    tail = range(last.end - 2, last.end)
    if last.end - last.begin < 3 or any(
        PROSE_END.search(page.texts[line]) or len(page.texts[line]) > _LABEL for line in tail
    ):
        return False
    above = (line for line in range(last.begin, last.end - 2) if page.blanks[line + 1])
    return any(PROSE_END.search(page.texts[line]) for line in above)
