"""Where passages of a text stand in a newer version of it. Pure Python, positions in code points.

In this order: where it stood; through the difference of the two texts; where alone its words
stand; where words like them stand, if nothing else is nearly as like. Else nowhere: an orphan is
better than a passage that was moved to a look-alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.fuzz import partial_ratio_alignment

from annotations.two_texts import LONGEST, Passage, TwoTexts

How = Literal["exact", "moved", "mapped", "fuzzy"]
# A look-alike must be so like, and so much more like than the next one.
FLOOR = 0.8
MARGIN = 0.1
# What the difference maps a passage to must still be like it; two unrelated sentences reach 0.5.
MAPPED_FLOOR = 0.7
# What the surroundings weigh beside the words themselves.
_SURROUNDINGS = 0.3
# From here on (percent) the edges of a look-alike are looked at closely.
_WORTH = 60
# Below this nothing but the very words counts.
_SHORTEST = 8


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a passage stands in the newer text, and how it was found.

    `exact`: where it stood. `moved`: the same words elsewhere. `mapped`: at the place that the
    difference shows, with changed words. `fuzzy`: the likest words. `likeness` is 0 to 1.
    """

    start: int
    end: int
    how: How
    likeness: float = 1.0


def reanchor(old: str, new: str, spans: Sequence[tuple[int, int]]) -> list[Anchor | None]:
    """Return for each passage `[start, end)` of `old` where it stands in `new`; None: nowhere."""
    if not new:
        return [None] * len(spans)
    texts = TwoTexts(old, new)
    known: dict[tuple[int, int], Anchor | None] = {}
    for span in spans:
        if span not in known:
            known[span] = _anchor(texts, span)
    return [known[span] for span in spans]


def _anchor(texts: TwoTexts, span: Passage) -> Anchor | None:
    if texts.unchanged_until(span[1]):
        return Anchor(*span, "exact")
    if (place := texts.followed(span) or _alone(texts, span)) is not None:
        return Anchor(*place, "exact" if place == span else "moved")
    mapped = texts.mapped(span)
    if mapped is not None and mapped[1] >= MAPPED_FLOOR and texts.beside(span, mapped[0]):
        return Anchor(*mapped[0], "mapped", mapped[1])
    return _fuzzy(texts, span)


def _alone(texts: TwoTexts, span: Passage) -> Passage | None:
    """Find the passage where its words stand once in both texts, in like surroundings."""
    quote = texts.old[slice(*span)]
    if texts.lacks(quote):
        return None
    at = texts.new.find(quote)
    if at < 0 or texts.new.find(quote, at + 1) >= 0 or texts.old.count(quote) > 1:
        return None
    place = at, at + len(quote)
    return place if texts.in_context(span, place) and not texts.cuts(place, span) else None


def _fuzzy(texts: TwoTexts, span: Passage) -> Anchor | None:
    """Find the likest words, if they are like enough and no others nearly as like."""
    quote = texts.old[slice(*span)]
    if not _SHORTEST <= len(quote) <= LONGEST:
        return None
    found: list[tuple[float, float, Passage]] = []
    for low, high in texts.places(quote):
        near = partial_ratio_alignment(quote, texts.new[low:high])
        if near is not None and near.dest_start < near.dest_end:
            place = low + near.dest_start, low + near.dest_end
            if near.score >= _WORTH:
                place = texts.at_words(place, span, (low, high))
            place = texts.snapped(place, span)
            likeness = texts.likeness(span, place)
            score = (1 - _SURROUNDINGS) * likeness + _SURROUNDINGS * texts.around(span, place)
            found.append((score, likeness, place))
    if not found:
        return None
    score, likeness, place = max(found)
    others = [one[0] for one in found if one[2][0] >= place[1] or one[2][1] <= place[0]]
    if likeness < FLOOR or score - max(others, default=0.0) < MARGIN:
        return None
    return Anchor(*place, "moved" if texts.new[slice(*place)] == quote else "fuzzy", likeness)
