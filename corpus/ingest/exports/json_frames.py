"""Reads objects that hold others of their kind, any number deep: each by itself, without those.

For trees of comments in which the answers stand inside of what they answer. Needs a walk through
`JsonItems` in which such objects are "frames".
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from corpus.ingest.exports.json_fields import Record
from corpus.ingest.json_items import Element, JsonItems, Path

# The last name in the path of what is broken between the items.
BETWEEN = "between"

_LONGEST = 200


@dataclass(slots=True)
class _Frame:
    """An object that has begun: its own fields so far, and what is broken in it."""

    path: Path
    start: int
    record: Record = field(default_factory=dict)
    broken: Element | None = None


def framed(
    items: JsonItems, is_item: Callable[[Record], bool], inner: frozenset[str]
) -> Iterator[Element]:
    """Yield each frame when it ends, its value its own fields by their path in it, with dots.

    The values of an array inside a frame are a list. One that `is_item` and is broken, or that the
    file's end cuts, has a fault; what is broken elsewhere, or in the arrays that are called by a
    name of `inner` and hold further frames, comes as it is.
    """
    frames: list[_Frame] = []
    for one in items:
        if one.mark == "begin":
            frames.append(_Frame(one.path, one.start))
        elif one.mark == "end":
            yield from _closed(frames.pop(), one.end, is_item)
        elif not frames or one.start == one.end:
            yield one
        elif one.fault:
            yield from _blamed(frames[-1], one, inner)
        else:
            _put(frames[-1], one)
    for frame in reversed(frames):
        cut = Element(frame.path, None, frame.start, items.place, "The file ends inside of it.")
        if is_item(frame.record) or frame.broken:
            yield from _closed(frame, items.place, is_item, cut=cut)


def _closed(
    frame: _Frame, end: int, is_item: Callable[[Record], bool], *, cut: Element | None = None
) -> Iterator[Element]:
    broken = frame.broken or cut
    if broken is None:
        yield Element(frame.path, frame.record, frame.start, end)
    elif is_item(frame.record):
        yield Element(frame.path, None, frame.start, end, broken.fault)
    else:
        yield Element((*frame.path, BETWEEN), None, broken.start, broken.end, broken.fault)


def _blamed(frame: _Frame, one: Element, inner: frozenset[str]) -> Iterator[Element]:
    """Keep what is broken in a frame itself; yield what is between those inside of it."""
    if inner.isdisjoint(one.path[len(frame.path) :]):
        frame.broken = frame.broken or one
    else:
        yield replace(one, path=(*one.path, BETWEEN))


def _put(frame: _Frame, one: Element) -> None:
    inside = one.path[len(frame.path) :]
    if inside[-1] == "*":
        frame.record.setdefault(".".join(inside[:-1]), []).append(one.value)
    else:
        frame.record[".".join(inside)] = one.value


def count_matches(pieces: Iterable[str], pattern: re.Pattern[str]) -> int:
    """Count where a pattern of less than 200 characters occurs in a text."""
    count, text, at = 0, "", 0
    for piece in pieces:
        # What begins near the end may be cut there; the character before it belongs to it, too.
        text = text[max(0, at - 1) :] + piece
        begin, at = min(1, at), max(0, len(text) - _LONGEST)
        for found in pattern.finditer(text, begin):
            if found.start() >= at:
                break
            count += 1
            at = max(at, found.end())
    return count + sum(1 for _ in pattern.finditer(text, at))
