"""What two versions of a text have in common: equal runs in the same order. Pure Python.

Time grows with the texts' length, not with its square: first what stands once in both (patience
diff: lines, then samples), and only between those, where little is left, an exact
comparison of words. Positions are code points.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

# Where no blanks part the words, each character is one.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff"
TOKEN = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+|\s+|[^\w\s]")
WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
# Some words (and, where no blanks part them, characters), always the same ones: those that begin
# with every eighth character. From each, so many code points are looked up in the other text.
_CHARACTERS = [
    "".join(re.escape(chr(code)) for code in range(0x21, 0xD800) if code % 8 == rest)
    for rest in (1, 4, 7)
]
_SAMPLES = [
    re.compile(rf"(?<![^\s{_UNSPACED}])[{some}]|(?=[{_UNSPACED}])[{some}]") for some in _CHARACTERS
]
_SHINGLE = 32
# Of two gaps between common runs at most so many pairs of words are compared: some 50 ms.
_MOST_PAIRS = 100_000_000
# Two stretches of 10,000 code points: compared word by word at once.
_SMALL = 100_000_000
_CHUNK = 4096


@dataclass(frozen=True, slots=True)
class Block:
    """The old text from `old` reads as the new one from `new`, for `length` code points."""

    old: int
    new: int
    length: int


@dataclass(frozen=True, slots=True)
class _Gap:
    """A stretch of both texts that is still to be compared, and how finely."""

    old: int
    old_end: int
    new: int
    new_end: int
    level: int


def common(old: str, new: str) -> list[Block]:
    """Return the runs that both texts have, in order; neighbours are joined."""
    found: list[Block] = []
    stack = [_Gap(0, len(old), 0, len(new), 0)]
    while stack:
        gap = stack.pop()
        gap = _trimmed(old, new, gap, found)
        if gap.old == gap.old_end or gap.new == gap.new_end:
            continue
        size = (gap.old_end - gap.old) * (gap.new_end - gap.new)
        if gap.level > len(_SAMPLES) or size <= _SMALL:
            found += _words(old, new, gap)
            continue
        anchors = _anchors(old, new, gap)
        found += anchors
        stack += _between(gap, anchors)
    return _joined(found)


def _trimmed(old: str, new: str, gap: _Gap, found: list[Block]) -> _Gap:
    """Take off what both stretches begin and end with."""
    head = _prefix(old, gap.old, gap.old_end, new, gap.new, gap.new_end)
    if head:
        found.append(Block(gap.old, gap.new, head))
    start, new_start = gap.old + head, gap.new + head
    tail = _suffix(old, start, gap.old_end, new, new_start, gap.new_end)
    if tail:
        found.append(Block(gap.old_end - tail, gap.new_end - tail, tail))
    return _Gap(start, gap.old_end - tail, new_start, gap.new_end - tail, gap.level)


def _prefix(old: str, start: int, end: int, new: str, other: int, other_end: int) -> int:
    most = min(end - start, other_end - other)
    done = 0
    while done < most and (
        old[start + done : start + min(done + _CHUNK, most)]
        == new[other + done : other + min(done + _CHUNK, most)]
    ):
        done = min(done + _CHUNK, most)
    while done < most and old[start + done] == new[other + done]:
        done += 1
    return done


def _suffix(old: str, start: int, end: int, new: str, other: int, other_end: int) -> int:
    most = min(end - start, other_end - other)
    done = 0
    while done < most and (
        old[end - min(done + _CHUNK, most) : end - done]
        == new[other_end - min(done + _CHUNK, most) : other_end - done]
    ):
        done = min(done + _CHUNK, most)
    while done < most and old[end - done - 1] == new[other_end - done - 1]:
        done += 1
    return done


def _anchors(old: str, new: str, gap: _Gap) -> list[Block]:
    """Return what stands once in both stretches, as far as it keeps its order."""
    first = _once(_units(old, gap.old, gap.old_end, gap.level))
    second = _once(_units(new, gap.new, gap.new_end, gap.level))
    pairs = [
        (place, second[unit], len(unit))
        for unit, place in first.items()
        if place >= 0 and second.get(unit, -1) >= 0
    ]
    pairs.sort()
    kept: list[Block] = []
    for place in _longest_rise([other for _, other, _ in pairs]):
        at, other, length = pairs[place]
        # Samples overlap: the next one adds what it has more.
        past = max(0, kept[-1].old + kept[-1].length - at, kept[-1].new + kept[-1].length - other) \
            if kept else 0  # fmt: skip
        if past < length:
            kept.append(Block(at + past, other + past, length - past))
    return kept


def _units(text: str, start: int, end: int, level: int) -> Iterator[tuple[str, int]]:
    """Yield lines (level 0) or samples (from level 1 on) with their places."""
    if level == 0:
        place = start
        for line in text[start:end].splitlines(keepends=True):
            if line.strip():
                yield line, place
            place += len(line)
        return
    for match in _SAMPLES[level - 1].finditer(text, start, end - _SHINGLE + 1):
        place = match.start()
        yield text[place : place + _SHINGLE], place


def _once(units: Iterator[tuple[str, int]]) -> dict[str, int]:
    """Return where each unit stands, -1 if in several places."""
    places: dict[str, int] = {}
    for unit, place in units:
        places[unit] = -1 if unit in places else place
    return places


def _longest_rise(values: Sequence[int]) -> list[int]:
    """Return the places of a longest strictly rising subsequence (patience sorting)."""
    ends: list[int] = []
    tops: list[int] = []
    before: list[int] = []
    for place, value in enumerate(values):
        pile = bisect_left(ends, value)
        before.append(tops[pile - 1] if pile else -1)
        if pile == len(ends):
            ends.append(value)
            tops.append(place)
        else:
            ends[pile] = value
            tops[pile] = place
    rise: list[int] = []
    at = tops[-1] if tops else -1
    while at >= 0:
        rise.append(at)
        at = before[at]
    return rise[::-1]


def _between(gap: _Gap, anchors: list[Block]) -> Iterator[_Gap]:
    old, new = gap.old, gap.new
    for block in [*anchors, Block(gap.old_end, gap.new_end, 0)]:
        if old < block.old and new < block.new:
            yield _Gap(old, block.old, new, block.new, gap.level + 1)
        old, new = block.old + block.length, block.new + block.length


def _words(old: str, new: str, gap: _Gap) -> Iterator[Block]:
    """Compare word by word (Indel distance), as long as that stays quick."""
    first = [match.span() for match in TOKEN.finditer(old, gap.old, gap.old_end)]
    second = [match.span() for match in TOKEN.finditer(new, gap.new, gap.new_end)]
    if len(first) * len(second) > _MOST_PAIRS:
        return
    steps = Indel.opcodes(
        [old[start:end] for start, end in first], [new[start:end] for start, end in second]
    )
    for step in steps:
        if step.tag == "equal":
            start, end = first[step.src_start][0], first[step.src_end - 1][1]
            yield Block(start, second[step.dest_start][0], end - start)


def _joined(blocks: list[Block]) -> list[Block]:
    joined: list[Block] = []
    for block in sorted(blocks, key=lambda one: one.old):
        last = joined[-1] if joined else None
        if last and (last.old + last.length, last.new + last.length) == (block.old, block.new):
            joined[-1] = Block(last.old, last.new, last.length + block.length)
        else:
            joined.append(block)
    return joined
