"""Compares the ways of parting a page: which holds together best, and how sure that is.

Declared counts, number series, the order of dates, words where words must be, names that look like
names. The weights were set on invented pages; no single sign decides.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from math import log

from corpus.ingest.captures.furniture import is_reply_button
from corpus.ingest.captures.ground import Ground
from corpus.ingest.captures.parts import Item, Parting
from corpus.ingest.captures.words import VERB_LINE

_SAMPLE = 400


def judge(ground: Ground, parting: Parting) -> Parting:
    """Fill a parting's evidence and score."""
    seen = parting.evidence
    items = parting.items
    count = len(items)
    sample = items if count <= _SAMPLE else items[: _SAMPLE // 2] + items[-_SAMPLE // 2 :]
    seen["named"] = sum(_name_worth(ground, item) for item in sample) / len(sample)
    seen["words"] = sum(_has_words(ground, item) for item in sample) / len(sample)
    seen["verbs"] = sum(_has_verb(item) for item in sample) / len(sample)
    seen["colons"] = sum(_has_colon(ground, item) for item in sample) / len(sample)
    shapes = Counter(item.anchor.shape for item in sample if item.anchor)
    seen["alike"] = shapes.most_common(1)[0][1] / len(sample) if shapes else 0.5
    seen["order"] = _order(items)
    seen["series"] = _series(items)
    seen["declared"] = _declared(parting)
    seen["grade"] = _grade(sample)
    parting.direction = _direction(ground, parting, sample)
    parting.score = (
        1.5 * log(1 + count)
        + 2.5 * seen["named"]
        + 2.5 * seen["words"]
        + seen["alike"]
        + seen["order"]
        + 3.0 * seen["declared"]
        + 1.5 * seen["series"]
        + 1.5 * seen["verbs"]
        + seen["grade"]
        + 2.5 * parting.direction
        + (0.5 if parting.heading is not None else 0.0)
    )
    return parting


def _name_worth(ground: Ground, item: Item) -> float:
    if item.named is None or not item.named.name:
        return 0.0
    if item.name_line is None:
        words = len(item.named.name.split())
        return 1.0 if words <= 4 or item.named.lead or item.named.verb else 0.6
    return ground.likeness(item.name_line)


def _has_words(ground: Ground, item: Item) -> bool:
    begin = ground.next_words(item.begin, item.end)
    return begin < item.end


def _has_verb(item: Item) -> bool:
    verb = item.named is not None and (item.named.verb or bool(item.named.lead))
    return verb or (item.anchor is not None and item.anchor.verb_after)


def _has_colon(ground: Ground, item: Item) -> bool:
    """Say whether the words that name the author lead on to what follows: "NAME says:"."""
    if item.name_line is not None:
        return bool(VERB_LINE.search(ground.page.texts[item.name_line]))
    text = item.anchor.text.rstrip() if item.anchor else ""
    return text.endswith((":", "：", "..."))


def _order(items: Sequence[Item]) -> float:
    """Return how far the dates rise throughout, or fall throughout; 0.5 where none tell."""
    days = [item.anchor.dated.moment.day for item in items if item.anchor]
    pairs = [(one, other) for one, other in pairwise(days) if one and other]
    if not pairs:
        return 0.5
    rising = sum(one <= other for one, other in pairs)
    falling = sum(one >= other for one, other in pairs)
    return max(rising, falling) / len(pairs)


def _series(items: Sequence[Item]) -> float:
    """Return how far list numbers count up or down by one; 0 without numbers."""
    numbers = [item.named.number for item in items if item.named and item.named.number is not None]
    if len(numbers) * 2 < len(items) or not numbers:
        return 0.0
    if len(numbers) == 1:
        return 0.5
    steps = Counter(other - one for one, other in pairwise(numbers))
    best = max(steps[1], steps[-1])
    return best / (len(numbers) - 1)


def _declared(parting: Parting) -> float:
    if parting.declared is None:
        return 0.0
    count = len(parting.items)
    if parting.declared == count:
        return 1.0
    gap = abs(parting.declared - count)
    if gap == 1 and count > 3:
        return 0.5
    if count < parting.declared:
        return 0.2 if count * 2 >= parting.declared else -0.2
    return -0.3 if count <= parting.declared * 1.3 + 1 else -1.0


def _grade(items: Sequence[Item]) -> float:
    grades = Counter(item.anchor.grade for item in items if item.anchor)
    return (0.6 * grades["full"] + 0.3 * grades["relative"] + 0.1 * grades["day"]) / len(items)


def _direction(ground: Ground, parting: Parting, sample: Sequence[Item]) -> float:
    """Say from -1 to 1 how well the place of the words fits the style."""
    votes: list[tuple[float, float]] = []
    footed = parting.footed
    if parting.style == "undated":
        return 0.2
    first, last = parting.items[0], parting.items[-1]
    if parting.heading is not None:
        before = any(
            not ground.idle(line) and not ground.is_ending(line)
            for line in range(parting.heading + 1, min(first.head, parting.heading + 50))
        )
        votes.append((1.0 if before == footed else -1.0, 1.0))
    edge = last.foot + 1
    after = ground.next_words(edge, parting.stop) < parting.stop
    surely = parting.stop < len(ground.page) or edge >= len(ground.page)
    votes.append(
        (1.0 if after != (footed or parting.style == "split") else -1.0, 1.0 if surely else 0.5)
    )
    verbs = parting.evidence["colons"]
    if verbs > 0.5:
        votes.append((-1.0 if footed else 1.0, 1.5))
    if parting.style == "split":
        opened = parting.heading is not None
        votes.append((1.0 if parting.evidence["verbs"] > 0.6 else -0.3, 1.5))
        votes.append((0.5 if opened else 0.0, 0.5))
        return _mean(votes)
    votes += _gap_votes(ground, sample, footed=footed)
    votes += _button_votes(ground, parting, sample, footed=footed)
    votes += _indent_votes(ground, sample, footed=footed)
    return _mean(votes)


def _mean(votes: Sequence[tuple[float, float]]) -> float:
    weight = sum(one for _, one in votes)
    return sum(vote * one for vote, one in votes) / weight if weight else 0.0


def _gap_votes(
    ground: Ground, sample: Sequence[Item], *, footed: bool
) -> list[tuple[float, float]]:
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


def _button_votes(
    ground: Ground, parting: Parting, sample: Sequence[Item], *, footed: bool
) -> list[tuple[float, float]]:
    """Vote by "Reply": it closes a comment, so no words stand between it and the next one."""
    page = ground.page
    closing = opening = 0
    for item in sample:
        for line in range(item.foot + 1, min(item.foot + 4, len(page))):
            if not ground.idle(line):
                break
            opening += is_reply_button(page.texts[line])
        for line in range(item.head - 1, max(item.head - 5, -1), -1):
            if not ground.idle(line):
                break
            closing += is_reply_button(page.texts[line])
    if closing + opening < len(sample) * 0.5:
        return []
    tilt = (closing - opening) / (closing + opening)
    return [(-tilt if footed else tilt, 1.0)]


def _indent_votes(
    ground: Ground, sample: Sequence[Item], *, footed: bool
) -> list[tuple[float, float]]:
    """Vote by list marks: a number stands where a comment begins."""
    marked = sum(1 for item in sample if item.named and item.named.number is not None)
    if marked * 2 < len(sample):
        return []
    return [(-0.6 if footed else 0.6, 0.6)]
