"""Proposes the ways in which a page's author lines can part it into comments.

For every family of dated lines of one shape, each place where name and words could stand. Which
proposal is right, `judge` decides.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.ingest.captures.anchors import Anchor
from corpus.ingest.captures.ground import Ground
from corpus.ingest.captures.labels import without_labels
from corpus.ingest.captures.names import Named
from corpus.ingest.captures.parts import Item, Parting, Style
from corpus.ingest.captures.words import VERB_LINE

_REACH = 5
_MOST_FAMILIES = 14
_MOST_SINGLES = 30


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The dated lines of one family between a heading and the furniture."""

    members: Sequence[Anchor]
    heading: int | None
    declared: int | None
    stop: int
    shape: str


def proposals(ground: Ground) -> Iterator[Parting]:
    """Yield every way of parting a page into comments that is worth comparing."""
    for shape, family in _families(ground.anchors):
        for stretch in _stretches(ground, family, shape):
            yield from _styles(ground, stretch)
    undated = _undated(ground)
    if undated:
        yield undated


def _families(anchors: Sequence[Anchor]) -> list[tuple[str, list[Anchor]]]:
    """Group dated lines by shape, then by more and more lenient likeness; the largest first."""
    groups: defaultdict[str, list[Anchor]] = defaultdict(list)
    for anchor in anchors:
        groups[f"={anchor.side} {anchor.shape}"].append(anchor)
        groups[f"~{anchor.side} {anchor.grade}"].append(anchor)
        groups[f"*{anchor.side}"].append(anchor)
    seen: set[tuple[int, ...]] = set()
    several: list[tuple[str, list[Anchor]]] = []
    single: list[tuple[str, list[Anchor]]] = []
    for shape, family in groups.items():
        key = tuple(anchor.line for anchor in family)
        if key not in seen:
            seen.add(key)
            (several if len(family) > 1 else single).append((shape, family))
    several.sort(key=lambda one: -len(one[1]))
    return several[:_MOST_FAMILIES] + single[:_MOST_SINGLES]


def _stretches(ground: Ground, family: list[Anchor], shape: str) -> Iterator[_Stretch]:
    """Yield the stretches of a page in which a family could be its comments' author lines."""
    lines = [anchor.line for anchor in family]
    openings: list[tuple[int | None, int | None]] = [(None, None)]
    best: int | None = None
    for line, heading in ground.headings:
        following = len(lines) - bisect_left(lines, line)
        if following * 2 < len(lines):
            break
        if following:
            best = line
            if heading.declared in {following, following - 1, following + 1}:
                openings.append((line, heading.declared))
    if best is not None and all(line != best for line, _ in openings):
        openings.append((best, ground.declared_at(best)))
    for opening, number in openings:
        after = family[bisect_left(lines, opening) :] if opening is not None else family
        yield from _ended(ground, after, opening, number, shape)
        if opening is None and len(after) > 1:
            yield from _ended(ground, after[1:], None, None, shape)


def _ended(
    ground: Ground, members: list[Anchor], heading: int | None, declared: int | None, shape: str
) -> Iterator[_Stretch]:
    first, last = members[0].last, members[-1].last
    stop = ground.first_ending(last + 1)
    yield _Stretch(members, heading, declared, stop, shape)
    form = ground.first_ending(first + 1, form=True)
    if form < last:
        before = [anchor for anchor in members if anchor.last < form]
        yield _Stretch(before, heading, declared, form, shape)
    ending = ground.first_ending(first + 1)
    if ending < last and ending != form:
        before = [anchor for anchor in members if anchor.last < ending]
        yield _Stretch(before, heading, declared, ending, shape)


def _styles(ground: Ground, stretch: _Stretch) -> Iterator[Parting]:
    side = stretch.members[0].side
    if side != "none":
        yield _inline(ground, stretch, "inline-header")
        yield _inline(ground, stretch, "inline-footer")
        return
    above = [_name_above(ground, stretch, place) for place in range(len(stretch.members))]
    below = [_name_below(ground, stretch, place) for place in range(len(stretch.members))]
    yield from _beside(ground, stretch, above, "above-header", "above-footer")
    yield from _beside(ground, stretch, below, "below-header", "below-footer")
    split = _split(ground, stretch)
    if split:
        yield split


def _inline(ground: Ground, stretch: _Stretch, style: Style) -> Parting:
    items = [
        Item(one.line, one.last, one.last + 1, one.last + 1, one, one.named)
        for one in stretch.members
    ]
    return _parting(ground, stretch, style, items)


def _beside(
    ground: Ground, stretch: _Stretch, names: Sequence[int | None], header: Style, footer: Style
) -> Iterator[Parting]:
    """Yield the proposals in which the name stands in a line next to its date."""
    if sum(name is not None for name in names) * 3 < len(names) * 2:
        return
    for style in (header, footer):
        if style == "below-footer" and names[-1] is None:
            continue
        items: list[Item] = []
        for one, name in zip(stretch.members, names, strict=True):
            head = min(one.line, name) if name is not None else one.line
            foot = max(one.last, name) if name is not None else one.last
            named = ground.named(name) if name is not None else None
            items.append(Item(head, foot, foot + 1, foot + 1, one, named, name))
        yield _parting(ground, stretch, style, items)


def _name_above(ground: Ground, stretch: _Stretch, place: int) -> int | None:
    """Find the line with the name above a date, past badges and avatars."""
    anchor = stretch.members[place]
    floor = stretch.members[place - 1].last + 1 if place else 0
    if stretch.heading is not None:
        floor = max(floor, stretch.heading + 1)
    badge: int | None = None
    for line in range(anchor.line - 1, max(floor, anchor.line - _REACH) - 1, -1):
        if not ground.idle(line):
            like = ground.likeness(line)
            apart = badge is not None and ground.page.blanks[badge]
            return badge if badge is not None and (apart or like < 0.2) else line
        if badge is None and " " not in ground.page.texts[line] and ground.likeness(line) >= 0.5:
            badge = line
    return badge


def _name_below(ground: Ground, stretch: _Stretch, place: int) -> int | None:
    anchor = stretch.members[place]
    last = place + 1 == len(stretch.members)
    limit = stretch.stop if last else stretch.members[place + 1].line
    line = ground.next_words(anchor.last + 1, min(limit, anchor.last + _REACH))
    if line >= limit or ground.named(line) is None:
        return None
    return line


def _split(ground: Ground, stretch: _Stretch) -> Parting | None:
    """Propose that the name opens the words and the date closes them."""
    items: list[Item] = []
    floor = stretch.heading + 1 if stretch.heading is not None else None
    verbs = 0
    for anchor in stretch.members:
        if floor is None:
            name = _verb_line_above(ground, anchor.line)
        else:
            name = ground.next_words(floor, anchor.line)
            if name >= anchor.line or ground.named(name) is None:
                name = _verb_line_above(ground, anchor.line, floor)
        if name is None:
            return None
        named = ground.named(name)
        verbs += bool(named and named.verb)
        items.append(Item(name, anchor.last, name + 1, anchor.line, anchor, named, name))
        floor = anchor.last + 1
    parting = _parting(ground, stretch, "split", items)
    parting.evidence["verbs"] = verbs / len(items)
    return parting


def _verb_line_above(ground: Ground, line: int, floor: int = 0) -> int | None:
    for at in range(line - 1, max(floor, line - 300) - 1, -1):
        if VERB_LINE.search(ground.page.texts[at]) and ground.named(at):
            return at
    return None


def _undated(ground: Ground) -> Parting | None:
    """Propose lines that read "NAME says:" as author lines, where no dates were copied."""
    texts = ground.page.texts
    lines = [
        line
        for line, text in enumerate(texts)
        if text
        and len(text) <= 100
        and text[-1] in ":：….،"
        and VERB_LINE.search(text)
        and ground.named(line)
    ]
    lines = lines[:20_000]
    if not lines:
        return None
    heading, declared = None, None
    for at, one in ground.headings:
        if at < lines[0]:
            heading, declared = at, one.declared
    named: list[tuple[int, Named | None]] = [(line, ground.named(line)) for line in lines]
    items = [Item(line, line, line + 1, line + 1, None, one, line) for line, one in named]
    stretch = _Stretch((), heading, declared, ground.first_ending(lines[-1] + 1), "undated")
    return _parting(ground, stretch, "undated", items)


def _parting(ground: Ground, stretch: _Stretch, style: Style, items: list[Item]) -> Parting:
    """Give each comment the lines of its words, up to its neighbour's author line."""
    for item, named in zip(items, without_labels([item.named for item in items]), strict=True):
        item.named = named
    parting = Parting(style, items, stretch.heading, stretch.declared, stretch.stop, stretch.shape)
    if style == "split":
        return parting
    if parting.footed:
        begin = stretch.heading + 1 if stretch.heading is not None else None
        for item in items:
            item.begin = begin if begin is not None else _opening(ground, item)
            item.end = max(item.begin, item.head)
            begin = item.foot + 1
        return parting
    for place, item in enumerate(items):
        following = items[place + 1].head if place + 1 < len(items) else stretch.stop
        item.end = max(item.begin, following)
    return parting


def _opening(ground: Ground, item: Item) -> int:
    """Guess where the first comment begins that no heading opens: after the widest gap."""
    page = ground.page
    floor = max(0, item.head - 200)
    widest, at = 0, item.head
    for line in range(item.head - 1, floor, -1):
        if page.blanks[line] > widest:
            widest, at = page.blanks[line], line
    return at
