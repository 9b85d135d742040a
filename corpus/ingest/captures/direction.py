"""Tells whether words stand above or below the author line: votes of gaps, buttons, colons, ends.

Each vote is a pair: from -1 (speaks against the style) to 1 (for it), and its weight.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import islice

from corpus.ingest.captures.edges import look
from corpus.ingest.captures.furniture import is_closing_button, is_marks, is_reply_button
from corpus.ingest.captures.ground import Ground
from corpus.ingest.captures.numbering import opens_words
from corpus.ingest.captures.parts import Item, Parting
from corpus.ingest.captures.words import COMMENT_BY, PROSE_END

Vote = tuple[float, float]
_NEAR = 6
_ENOUGH = 1.5
_ENTRY_LINES = 60
_TITLE_LINES = 2
_LABEL = 60
_SHORT = 40


def direction(ground: Ground, parting: Parting, sample: Sequence[Item]) -> float:
    """Say from -1 to 1 how well the place of the words fits a parting's style."""
    if parting.style == "undated":
        return 0.2
    votes = [*_vote_of_first(ground, parting), _vote_of_last(ground, parting)]
    if parting.evidence["colons"] > 0.5:
        votes.append((-1.0 if parting.footed else 1.0, 1.5))
    if parting.style == "split":
        votes += _votes_of_split(ground, parting)
        votes += _parted_votes(ground, sample, 1.0)
    else:
        votes += _gap_votes(ground, sample, footed=parting.footed)
        if parting.style.startswith("below"):
            votes += _parted_votes(ground, sample, -1.0)
        votes += _button_votes(ground, sample, footed=parting.footed)
        votes += _number_votes(sample, footed=parting.footed)
        votes += _lead_votes(sample, footed=parting.footed)
        if opens_words(ground, sample):
            votes.append((1.0 if parting.footed else -1.0, 3.0))
    weight = sum(one for _, one in votes)
    # One weak vote alone makes nothing certain.
    return sum(vote * one for vote, one in votes) / max(weight, _ENOUGH) if weight else 0.0


def _vote_of_first(ground: Ground, parting: Parting) -> list[Vote]:
    """Vote by what stands between the comments' heading and the first author line."""
    heading = _opened_at(ground, parting)
    if heading is None:
        return []
    first = parting.items[0]
    texts = ground.page.texts
    words = [
        line
        for line in range(heading + 1, min(first.head, heading + 50))
        if not ground.idle(line) and not ground.is_ending(line)
    ]
    if not words and any(is_marks(texts[line]) for line in range(heading + 1, first.head)):
        # "..." may be a rule, or all that somebody wrote.
        return []
    if not words:
        return [(-1.0 if parting.footed else 1.0, 1.0)]
    if len(words) == 1 and texts[words[0]] and not PROSE_END.search(texts[words[0]]):
        return [(0.1 if parting.footed else -0.1, 0.5)]
    if parting.style == "below-footer" and ground.likeness(words[0]) >= 0.6:
        return [(-0.6, 1.0)]
    prose = any(PROSE_END.search(texts[line]) or not texts[line] for line in words)
    labels = len(words) > 1 and not prose and max(len(texts[line]) for line in words) < _SHORT
    return [(1.0 if parting.footed else -1.0, 0.2 if labels else 1.0)]


def _opened_at(ground: Ground, parting: Parting) -> int | None:
    """Return the heading that opens the comments, also one that the parting makes no use of.

    Above that one the entry's words have to stand: else it may be a link in a menu.
    """
    if parting.heading is not None:
        return parting.heading
    first = parting.items[0].head
    page = ground.page
    for line, _ in reversed(ground.headings):
        if line < first:
            above = range(max(0, line - _ENTRY_LINES), line)
            return line if any(PROSE_END.search(page.raw(one)[-4:]) for one in above) else None
    return None


def _vote_of_last(ground: Ground, parting: Parting) -> Vote:
    """Vote by whether words follow the last author line."""
    edge = parting.items[-1].foot + 1
    after = ground.next_words(edge, parting.stop) < parting.stop
    surely = parting.stop < len(ground.page) or edge >= len(ground.page)
    closed = parting.footed or parting.style == "split"
    weight = 1.0 if surely and not _is_label(ground, edge, parting.stop) else 0.5
    return (1.0 if after != closed else -1.0), weight


def _is_label(ground: Ground, begin: int, stop: int) -> bool:
    """Say whether only one short line stands there: a link of the theme as well as a comment."""
    lines = list(islice((line for line in range(begin, stop) if not ground.idle(line)), 2))
    text = ground.page.texts[lines[0]] if len(lines) == 1 else ""
    return 0 < len(text) < _LABEL and not PROSE_END.search(text)


def _votes_of_split(ground: Ground, parting: Parting) -> list[Vote]:
    """Vote by how surely the first line of each comment names its author."""
    if parting.evidence["verbs"] > 0.6:
        return [(1.0, 2.0)]
    names = [
        ground.likeness(item.name_line) for item in parting.items if item.name_line is not None
    ]
    alike = sum(names) / len(parting.items)
    opened = parting.heading is not None
    return [(0.8 if alike > 0.55 and opened else -0.3, 1.5)]


def _gap_votes(ground: Ground, sample: Sequence[Item], *, footed: bool) -> list[Vote]:
    """Vote by blank lines: words keep closer to their own author line than to the next."""
    page = ground.page
    before = after = 0
    for item in sample[1:]:
        head = ground.last_words(item.head, 0)
        gap = sum(page.blanks[line] for line in range(head, item.head + 1))
        before += min(gap, 4)
    for item in sample[:-1]:
        foot = ground.next_words(item.foot + 1, len(page))
        gap = sum(page.blanks[line] for line in range(item.foot + 1, min(foot + 1, len(page))))
        after += min(gap, 4)
    if before == after or len(sample) < 2:
        return []
    tilt = (before - after) / max(before, after, 1)
    return [(-tilt if footed else tilt, 0.8)]


def _button_votes(ground: Ground, sample: Sequence[Item], *, footed: bool) -> list[Vote]:
    """Vote by "Reply": it closes a comment; a title at most stands between it and the next."""
    after = [_button_after(ground, item.foot + 1) for item in sample]
    before = [_button_before(ground, item.head - 1) for item in sample]
    usual = {text for text, times in Counter([*after, *before]).items() if times * 2 >= len(sample)}
    opening = sum(text is not None and text in usual for text in after)
    closing = sum(
        text is not None and text in usual and after[place] is None
        for place, text in enumerate(before)
    )
    if closing + opening < len(sample) * 0.5:
        return []
    tilt = (closing - opening) / (closing + opening)
    return [(-tilt if footed else tilt, 1.0)]


def _parted_votes(ground: Ground, sample: Sequence[Item], vote: float) -> list[Vote]:
    """Vote by "Reply" right below dates: the name below that one is the next comment's."""
    texts = ground.page.texts
    dates = [item.anchor.last for item in sample if item.anchor]
    closed = 0
    for line in dates:
        near = range(line + 1, min(line + 3, len(texts)))
        closed += any(is_reply_button(texts[at]) for at in near if ground.idle(line + 1))
    return [(vote, 1.5)] if closed * 5 >= len(sample) * 4 else []


def _button_after(ground: Ground, line: int) -> str | None:
    for at in range(line, min(line + _NEAR, len(ground.page))):
        if not ground.idle(at):
            return None
        if is_closing_button(ground.page.texts[at]):
            return look(ground.page.texts[at])
    return None


def _button_before(ground: Ground, line: int) -> str | None:
    words = 0
    for at in range(line, max(line - _NEAR, -1), -1):
        text = ground.page.texts[at]
        if ground.idle(at):
            if is_closing_button(text):
                return look(text)
        elif not text or PROSE_END.search(text) or words == _TITLE_LINES:
            return None
        else:
            words += 1
    return None


def _lead_votes(sample: Sequence[Item], *, footed: bool) -> list[Vote]:
    """Vote by "Comment by NAME", which classic themes print below the words."""
    signed = sum(bool(item.named and COMMENT_BY.match(item.named.lead)) for item in sample)
    return [(1.0 if footed else -1.0, 0.7)] if signed * 2 > len(sample) else []


def _number_votes(sample: Sequence[Item], *, footed: bool) -> list[Vote]:
    """Vote by list numbers: they stand where a comment begins."""
    marked = sum(1 for item in sample if item.named and item.named.number is not None)
    return [(-0.6 if footed else 0.6, 0.6)] if marked * 2 >= len(sample) else []
