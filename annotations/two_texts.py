"""Two versions of a text, and what is asked of them for each passage. Pure Python.

Measures and looks up; what follows from that is decided in `annotations/anchors.py`.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import Indel

from annotations.differences import TOKEN, WORD, Block, common
from annotations.graphemes import boundary

Passage = tuple[int, int]
# So much of the surroundings tells two equal passages apart, and must be so like.
CONTEXT = 32
_LIKE_CONTEXT = 0.6
# From here on a passage needs no surroundings to be told from others.
_LONG = 40
# Longer passages are not compared character by character.
LONGEST = 4_000
# How many of a passage's rarest words are looked for, how often each may stand, how many places
# are looked at closely.
_WORDS, _OFTEN, _PLACES = 8, 40, 4


@dataclass
class TwoTexts:
    """Two versions of a text, and what is found out about them once for all passages."""

    old: str
    new: str

    @cached_property
    def blocks(self) -> list[Block]:
        """What both texts have in common."""
        return common(self.old, self.new)

    @cached_property
    def _starts(self) -> list[int]:
        return [block.old for block in self.blocks]

    @cached_property
    def words(self) -> dict[str, list[int]]:
        """Where each word of the new text stands; of frequent ones only the first places."""
        found: dict[str, list[int]] = {}
        for match in WORD.finditer(self.new):
            places = found.setdefault(match.group(), [])
            if len(places) <= _OFTEN:
                places.append(match.start())
        return found

    def unchanged_until(self, end: int) -> bool:
        """Say whether both texts begin alike at least up to `end`, where no cluster goes on."""
        first = self.blocks[0] if self.blocks else Block(0, 0, 0)
        alike = first.old == first.new == 0 and first.length >= end
        return alike and (boundary(self.new, end) or not boundary(self.old, end))

    def lacks(self, quote: str) -> bool:
        """Say, without reading the text again, that a passage's words stand nowhere in it."""
        words = WORD.findall(quote)[1:-1]
        return any(word not in self.words for word in words)

    def followed(self, span: Passage) -> Passage | None:
        """Return where the passage stands unchanged in a common run that can be trusted."""
        start, end = span
        block = self._block(start)
        if block is None or end > block.old + block.length:
            return None
        other = start - block.old + block.new, end - block.old + block.new
        return other if self._trusted(block, span, other) and not self.cuts(other, span) else None

    def mapped(self, span: Passage) -> tuple[Passage, float] | None:
        """Return what the difference shows in the passage's place, and how like it is."""
        found = [
            self.snapped((start, end), span)
            for start in self._images(span[0], first=True)
            for end in self._images(span[1], first=False)
            if start < end
        ]
        measured = ((other, self._likeness(span, other)) for other in found)
        return max(measured, key=lambda one: one[1], default=None)

    def _likeness(self, span: Passage, other: Passage) -> float:
        longest = max(span[1] - span[0], other[1] - other[0])
        if longest <= LONGEST:
            return self.likeness(span, other)
        return 2 * self._kept(span, other) / (span[1] - span[0] + other[1] - other[0])

    def likeness(self, span: Passage, other: Passage) -> float:
        """Return how like two passages are by their characters, 0 to 1."""
        return Indel.normalized_similarity(self.old[slice(*span)], self.new[slice(*other)])

    def _kept(self, span: Passage, other: Passage) -> int:
        """Count what both passages have in common according to the difference."""
        (start, end), (at, stop) = span, other
        total = 0
        for block in self.blocks[max(0, bisect_right(self._starts, start) - 1) :]:
            if block.old >= end:
                break
            low = max(start, block.old, at - block.new + block.old)
            high = min(end, block.old + block.length, stop - block.new + block.old)
            total += max(0, high - low)
        return total

    def _block(self, place: int) -> Block | None:
        number = bisect_right(self._starts, place) - 1
        if number < 0 or place >= self.blocks[number].old + self.blocks[number].length:
            return None
        return self.blocks[number]

    def _images(self, place: int, *, first: bool) -> set[int]:
        """Return where a passage's edge may stand now: on a changed stretch, at both its ends."""
        number = bisect_right(self._starts, place) - 1
        before = self.blocks[number] if number >= 0 else Block(0, 0, 0)
        if place < before.old + before.length and (first or place > before.old):
            return {place - before.old + before.new}
        if not first and number >= 0 and place == before.old:
            number -= 1
            before = self.blocks[number] if number >= 0 else Block(0, 0, 0)
        after = number + 1
        end = self.blocks[after].new if after < len(self.blocks) else len(self.new)
        return {before.new + before.length, end}

    def _trusted(self, block: Block, span: Passage, other: Passage) -> bool:
        """Say whether a common run is more than a chance: long, whole, or in like surroundings."""
        return block.length >= min(_LONG, len(self.old)) or self.in_context(span, other)

    def in_context(self, span: Passage, other: Passage) -> bool:
        """Say whether two equal passages are one by their length or their surroundings."""
        return span[1] - span[0] >= _LONG or self.beside(span, other)

    def beside(self, span: Passage, other: Passage) -> bool:
        """Say whether what stands before or after two passages is alike."""
        return max(self._sides(span, other)) >= _LIKE_CONTEXT

    def around(self, span: Passage, other: Passage) -> float:
        """Return how like the surroundings of two passages are, 0 to 1."""
        before, after = self._sides(span, other)
        return (before + after) / 2

    def _sides(self, span: Passage, other: Passage) -> tuple[float, float]:
        (start, end), (at, stop) = span, other
        before = Indel.normalized_similarity(
            self.old[max(0, start - CONTEXT) : start], self.new[max(0, at - CONTEXT) : at]
        )
        after = Indel.normalized_similarity(
            self.old[end : end + CONTEXT], self.new[stop : stop + CONTEXT]
        )
        return before, after

    def places(self, quote: str) -> Iterator[Passage]:
        """Yield stretches of the new text that share rare words with the passage, likest first."""
        words = [match for match in WORD.finditer(quote) if match.group() in self.words]
        words.sort(key=lambda match: (len(self.words[match.group()]), -len(match.group())))
        grain = max(4, len(quote) // 4)
        votes: Counter[int] = Counter()
        for match in words[:_WORDS]:
            places = self.words[match.group()]
            if len(places) <= _OFTEN:
                votes.update({(place - match.start()) // grain for place in places})
        taken: list[int] = []
        for spot, _ in votes.most_common(_PLACES * 3):
            if len(taken) < _PLACES and all(abs(spot - one) > 1 for one in taken):
                taken.append(spot)
                low = max(0, (spot - 1) * grain)
                yield low, min(len(self.new), (spot + 2) * grain + len(quote))

    def at_words(self, other: Passage, span: Passage, window: Passage) -> Passage:
        """Move the edges of a likest stretch to where words begin and end, if that is liker."""
        edges = sorted(
            {edge for match in TOKEN.finditer(self.new, *window) for edge in match.span()}
        )
        reach = max(8, (span[1] - span[0]) // 4)
        for _ in range(2):
            starts = [edge for edge in edges if abs(edge - other[0]) <= reach and edge < other[1]]
            best = max(starts, key=lambda edge: self.likeness(span, (edge, other[1])), default=None)
            other = other[0] if best is None else best, other[1]
            ends = [edge for edge in edges if abs(edge - other[1]) <= reach and edge > other[0]]
            best = max(ends, key=lambda edge: self.likeness(span, (other[0], edge)), default=None)
            other = other[0], other[1] if best is None else best
        return other

    def snapped(self, other: Passage, span: Passage) -> Passage:
        """Widen a passage that would cut a grapheme cluster, unless the old one did, too."""
        at, stop = other
        if boundary(self.old, span[0]):
            while not boundary(self.new, at):
                at -= 1
        if boundary(self.old, span[1]):
            while not boundary(self.new, stop):
                stop += 1
        return at, stop

    def cuts(self, other: Passage, span: Passage) -> bool:
        """Say whether a passage would cut a grapheme cluster that the old one did not."""
        return self.snapped(other, span) != other
