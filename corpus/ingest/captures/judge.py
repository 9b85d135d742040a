"""Compares the ways of parting a page: which holds together best, and how sure that is.

Declared counts, number series, the order of dates, words where words must be, names that look like
names. The weights were set on invented pages; no single sign decides.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from math import log

from corpus.ingest.captures.direction import direction
from corpus.ingest.captures.families import are_labels, is_bare
from corpus.ingest.captures.furniture import is_marks, is_reply_button
from corpus.ingest.captures.ground import Ground
from corpus.ingest.captures.lines import bullet
from corpus.ingest.captures.parts import Item, Parting
from corpus.ingest.captures.words import VERB_LINE

_SAMPLE = 400
_ABOVE = 200
_SERIES = 0.8
# How far names are believed that are the same words throughout, or roles.
_LABEL_WORTH = 0.6


def judge(ground: Ground, parting: Parting) -> Parting:
    """Fill a parting's evidence and score."""
    seen = parting.evidence
    items = parting.items
    sample = items if len(items) <= _SAMPLE else items[: _SAMPLE // 2] + items[-_SAMPLE // 2 :]
    seen["named"] = sum(_name_worth(ground, item) for item in sample) / len(sample)
    seen["words"] = sum(_has_words(ground, item) for item in sample) / len(sample)
    seen["verbs"] = sum(_has_verb(item) for item in sample) / len(sample)
    seen["named"] *= _LABEL_WORTH if _has_labels(parting) else 1.0
    seen["colons"] = sum(_has_colon(ground, item) for item in sample) / len(sample)
    shapes = Counter(item.anchor.shape for item in sample if item.anchor)
    seen["alike"] = shapes.most_common(1)[0][1] / len(sample) if shapes else 0.5
    seen["order"] = _order(items)
    seen["series"] = _series(items)
    seen["declared"] = _declared(parting)
    seen["grade"] = _grade(sample)
    seen["inside"] = _headings_inside(ground, parting)
    seen["left"] = _left_above(ground, parting)
    parting.direction = direction(ground, parting, sample)
    parting.score = (
        1.5 * log(1 + parting.count)
        + 2.5 * seen["named"]
        + 2.5 * seen["words"]
        + seen["alike"]
        + seen["order"]
        + 3.0 * seen["declared"]
        + 1.5 * seen["series"]
        + 1.5 * seen["verbs"]
        + seen["grade"]
        - 3.0 * seen["inside"]
        - 2.0 * seen["left"]
        + _odd_first(ground, parting)
        + 2.5 * parting.direction
        + (0.5 if parting.heading is not None else 0.0)
        + (1.0 if is_bare(parting.shape) else 0.0)
    )
    return parting


def _has_labels(parting: Parting) -> bool:
    """Say whether what stands beside the dates is no name: always the same, without a verb."""
    names = [item.named.name for item in parting.items if item.named and item.named.name]
    beside = parting.style.startswith("inline")
    return beside and parting.evidence.get("verbs", 0.0) < 0.5 and are_labels(names)


def _name_worth(ground: Ground, item: Item) -> float:
    if item.named is None or not item.named.name:
        return 0.0
    if item.name_line is None:
        words = len(item.named.name.split())
        return 1.0 if words <= 4 or item.named.lead or item.named.verb else 0.6
    return ground.likeness(item.name_line)


def _has_words(ground: Ground, item: Item) -> float:
    """Return 1 for words, less for nothing but marks: "?" and "👍" are comments too."""
    begin = ground.next_words(item.begin, item.end)
    if begin < item.end:
        return 1.0
    texts = ground.page.texts
    marks = any(is_marks(texts[line]) for line in range(item.begin, item.end) if texts[line])
    return 0.7 if marks else 0.0


def _has_verb(item: Item) -> bool:
    verb = item.named is not None and (item.named.verb or bool(item.named.lead))
    return verb or (item.anchor is not None and item.anchor.verb_after)


def _has_colon(ground: Ground, item: Item) -> bool:
    """Say whether the words that name the author lead on to what follows: "NAME says:"."""
    if item.name_line is not None:
        return ground.leads_on(item.name_line)
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
    count = parting.count
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


def _headings_inside(ground: Ground, parting: Parting) -> float:
    """Return 1 if a heading with the comments' number stands among them, where none can be.

    0.5 for a heading without a number: somebody may have written that word alone in a line. 0 where
    the number above the comments is exactly theirs: then the other one is a reader's remark.
    """
    opening = parting.items[:2]
    if parting.heading is not None and parting.declared == parting.count:
        # "5 comments" in a row of buttons, and above the comments once more.
        until = opening[-1].head if len(opening) > 1 else opening[0].foot
        return 0.3 * any(
            parting.heading < line < until and heading.declared == parting.declared
            for line, heading in ground.headings
        )
    if len(opening) > 1 and any(
        opening[0].foot < line < (opening[1].foot if parting.footed else opening[1].head)
        for line, _ in ground.headings
    ):
        # The first author line stands above the heading: it is the entry's.
        return 1.0
    first, stop = parting.items[0].head, parting.stop
    inside = [
        heading
        for line, heading in ground.headings
        if first < line < stop and not ground.idle(line)
    ]
    if not inside:
        return 0.0
    return 0.5 if all(heading.bare for heading in inside) else 1.0


def _left_above(ground: Ground, parting: Parting) -> float:
    """Return how many author lines of the same shape stand above a parting, as part of all.

    One is left out: the entry's own may look the same. Numbers that begin at 2 miss the first.
    """
    first = parting.items[0].head
    named = parting.items[0].named
    if named and named.number == 2 and parting.evidence["series"] > _SERIES:
        return 1.0
    shapes = {item.anchor.shape for item in parting.items if item.anchor}
    above = sum(one.line < first and one.shape in shapes for one in ground.anchors)
    if _verb_left_above(ground, parting) or _is_below_another(ground, parting):
        return 1.0
    return max(0, above - 1) / (parting.count + above)


def _is_below_another(ground: Ground, parting: Parting) -> bool:
    """Say whether dates of the same kind stand between a heading with a number and this one."""
    if parting.heading is None or parting.items[0].anchor is None:
        return False
    above = [
        line for line, one in ground.headings if line < (parting.heading or 0) and one.declared
    ]
    if not above:
        return False
    kind = parting.items[0].anchor.side, parting.items[0].anchor.grade
    between = (one for one in ground.anchors if above[0] < one.line < (parting.heading or 0))
    return sum((one.side, one.grade) == kind for one in between) > 1


def _verb_left_above(ground: Ground, parting: Parting) -> bool:
    """Say whether "NAME said..." stands above the first of comments that are all named so."""
    if parting.style != "below-header" or parting.evidence["verbs"] <= 0.5:
        return False
    texts, first = ground.page.texts, parting.items[0]
    verb = texts[first.name_line].split()[-1] if first.name_line is not None else ""
    above = range(max(0, first.head - _ABOVE), first.head)
    return any(texts[line].endswith(verb) and VERB_LINE.search(texts[line]) for line in above)


def _odd_first(ground: Ground, parting: Parting) -> float:
    """Speak against a first item unlike all others: the entry's own date line may look alike."""
    items = parting.items
    if len(items) < 2 or parting.heading is not None:
        return 0.0
    signs = [
        [_has_verb(item) for item in items],
        [_is_closed(ground, item) for item in items],
        [bool(item.named and item.named.number is not None) for item in items],
        [bullet(ground.page.texts[item.head]) > 0 for item in items],
    ]
    odd = any(not sign[0] and sum(sign[1:]) * 5 >= len(sign[1:]) * 4 for sign in signs)
    return -2.5 if odd else 0.0


def _is_closed(ground: Ground, item: Item) -> bool:
    """Say whether a button ends an item's words."""
    for line in range(item.end - 1, max(item.begin, item.end - 5) - 1, -1):
        if is_reply_button(ground.page.texts[line]):
            return True
    return False
