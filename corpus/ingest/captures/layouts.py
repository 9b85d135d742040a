"""Proposes the ways in which a page's author lines can part it into comments.

For every family of dated lines of one shape, each place where name and words could stand. Which
proposal is right, `judge` decides.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.ingest.captures.anchors import Anchor
from corpus.ingest.captures.families import families
from corpus.ingest.captures.furniture import is_reply_button
from corpus.ingest.captures.ground import Ground
from corpus.ingest.captures.labels import without_labels
from corpus.ingest.captures.names import Named
from corpus.ingest.captures.numbering import begin_first
from corpus.ingest.captures.parts import Item, Parting, Style

_REACH = 5
_WINDOW = 30


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The dated lines of one family between a heading and the furniture."""

    members: Sequence[Anchor]
    heading: int | None
    declared: int | None
    stop: int
    shape: str


def proposals(ground: Ground) -> Iterator[Parting]:
    """Yield every way of parting a page by its dates that is worth comparing."""
    for shape, family in families(ground.anchors):
        for stretch in _stretches(ground, family, shape):
            yield from _styles(ground, stretch)


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
    if stretch.members[0].side != "none":
        yield build(ground, stretch, "inline-header", sample=True)
        yield build(ground, stretch, "inline-footer", sample=True)
        return
    for find, header, footer in _BESIDE:
        names = [find(ground, stretch, place) for place in _sampled(len(stretch.members))]
        if sum(name is not None for name in names) * 3 < len(names) * 2:
            continue
        yield build(ground, stretch, header, sample=True)
        if footer != "below-footer" or names[-1] is not None:
            yield build(ground, stretch, footer, sample=True)
    split = _split(ground, stretch, sample=True)
    if split:
        yield split


def complete(ground: Ground, parting: Parting) -> Parting:
    """Return a parting with all its comments, where it was judged by a sample of them."""
    stretch = parting.source
    if not isinstance(stretch, _Stretch) or len(parting.items) == parting.count:
        return parting
    if parting.style == "split":
        whole = _split(ground, stretch, sample=False)
    else:
        whole = build(ground, stretch, parting.style, sample=False)
    if whole is None:
        return parting
    whole.evidence, whole.score, whole.direction = (
        parting.evidence,
        parting.score,
        parting.direction,
    )
    return whole


def without_items(ground: Ground, parting: Parting, places: Sequence[int]) -> Parting:
    """Return a parting whose items at some places were taken for words of those before them."""
    stretch = parting.source
    if not isinstance(stretch, _Stretch) or len(parting.items) != len(stretch.members):
        return parting
    left = set(places)
    members = [one for place, one in enumerate(stretch.members) if place not in left]
    inner = [one for place, one in enumerate(stretch.members) if place in left]
    fewer = build(ground, replace(stretch, members=members), parting.style, sample=False)
    fewer.evidence, fewer.score, fewer.direction = (
        parting.evidence,
        parting.score,
        parting.direction,
    )
    fewer.inner = [one for one in inner if one.line > fewer.items[0].head]
    return fewer


def _sampled(count: int) -> Sequence[int]:
    """Return the places of items that a long page is judged by: at its ends and in the middle."""
    if count <= 3 * _WINDOW:
        return range(count)
    middle = count // 2
    return [
        *range(_WINDOW),
        *range(middle, middle + _WINDOW),
        *range(count - _WINDOW, count),
    ]


def build(ground: Ground, stretch: _Stretch, style: Style, *, sample: bool) -> Parting:
    """Give each comment the lines of its words, up to its neighbour's author line."""
    count = len(stretch.members)
    places = _sampled(count) if sample else range(count)
    items = [_item(ground, stretch, style, place) for place in places]
    parting = _parting(stretch, style, items)
    if parting.footed:
        for place, item in zip(places, items, strict=True):
            if place:
                item.begin = _item(ground, stretch, style, place - 1).foot + 1
            elif stretch.heading is not None:
                item.begin = stretch.heading + 1
            else:
                item.begin = _opening(ground, item)
            item.end = max(item.begin, item.head)
        if stretch.heading is None:
            begin_first(ground, items)
        return parting
    for place, item in zip(places, items, strict=True):
        last = place + 1 == count
        following = stretch.stop if last else _item(ground, stretch, style, place + 1).head
        item.end = max(item.begin, following)
    return parting


def _item(ground: Ground, stretch: _Stretch, style: Style, place: int) -> Item:
    one = stretch.members[place]
    if style.startswith("inline"):
        return Item(one.line, one.last, one.last + 1, one.last + 1, one, one.named)
    find = _name_above if style.startswith("above") else _name_below
    name = find(ground, stretch, place)
    head = min(one.line, name) if name is not None else one.line
    foot = max(one.last, name) if name is not None else one.last
    named = _numbered(ground.named(name), one.named) if name is not None else None
    return Item(head, foot, foot + 1, foot + 1, one, named, name)


def _numbered(named: Named | None, beside: Named | None) -> Named | None:
    """Return a name with the number that stands beside its date, if it has none of its own."""
    if named is None or beside is None or named.number is not None:
        return named
    return named._replace(number=beside.number)


def _name_above(ground: Ground, stretch: _Stretch, place: int) -> int | None:
    """Find the line with the name above a date, past badges and avatars."""
    anchor = stretch.members[place]
    floor = stretch.members[place - 1].last + 1 if place else 0
    if stretch.heading is not None:
        floor = max(floor, stretch.heading + 1)
    badge: int | None = None
    for line in range(anchor.line - 1, max(floor, anchor.line - _REACH) - 1, -1):
        if badge is not None and is_reply_button(ground.page.texts[line]):
            return badge
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


_BESIDE: tuple[tuple[Callable[[Ground, _Stretch, int], int | None], Style, Style], ...] = (
    (_name_above, "above-header", "above-footer"),
    (_name_below, "below-header", "below-footer"),
)


def _split(ground: Ground, stretch: _Stretch, *, sample: bool) -> Parting | None:
    """Propose that the name opens the words and the date closes them."""
    count = len(stretch.members)
    items: list[Item] = []
    verbs = 0
    for place in _sampled(count) if sample else range(count):
        anchor = stretch.members[place]
        floor = stretch.members[place - 1].last + 1 if place else None
        if floor is None and stretch.heading is not None:
            floor = stretch.heading + 1
        name = None if floor is None else ground.next_words(floor, anchor.line)
        if name is None or name >= anchor.line or ground.named(name) is None:
            name = _verb_line_above(ground, anchor.line, floor or 0)
        if name is None and floor is None:
            name = _first_below_ending(ground, anchor.line)
        if name is None:
            return None
        named = ground.named(name)
        verbs += bool(named and named.verb)
        items.append(Item(name, anchor.last, name + 1, anchor.line, anchor, named, name))
    parting = _parting(stretch, "split", items)
    parting.evidence["verbs"] = verbs / len(items)
    return parting


def _verb_line_above(ground: Ground, line: int, floor: int) -> int | None:
    for at in range(line - 1, max(floor, line - 300) - 1, -1):
        if ground.leads_on(at) and ground.named(at):
            return at
    return None


def _first_below_ending(ground: Ground, line: int) -> int | None:
    """Return the first line of words below the form or button that stands nearest above a date."""
    for at in range(line - 1, max(0, line - _WINDOW), -1):
        if ground.is_ending(at):
            name = ground.next_words(at + 1, line)
            return name if name < line and ground.named(name) else None
    return None


def _parting(stretch: _Stretch, style: Style, items: list[Item]) -> Parting:
    for item, named in zip(items, without_labels([item.named for item in items]), strict=True):
        item.named = named
    return Parting(
        style,
        items,
        stretch.heading,
        stretch.declared,
        stretch.stop,
        stretch.members,
        stretch,
        stretch.shape,
    )


def _opening(ground: Ground, item: Item) -> int:
    """Guess where the first comment begins that no heading opens: after the widest gap."""
    page = ground.page
    floor = max(0, item.head - 200)
    widest, at = 0, item.head
    for line in range(item.head - 1, floor, -1):
        if page.blanks[line] > widest:
            widest, at = page.blanks[line], line
    return at
