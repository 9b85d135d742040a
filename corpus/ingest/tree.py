"""Puts the posts of a thread into reading order: who answers whom, how deep, what comes when.

Knows external ids only, no texts. Any depth of nesting: nothing here recurses.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Fault = Literal["duplicate_id", "dangling_parent", "self_parent", "cyclic_parent"]


@dataclass(frozen=True, slots=True)
class Tree:
    """Comments in reading order. All lists but `order` are indexed by place in the source.

    `order` holds places in the source, depth first, siblings as the source has them. `parent` is
    the place of the comment answered, None at the top level. `faults` are (place, what is wrong);
    an item whose parent cannot be used stands at the top level.
    """

    order: list[int]
    parent: list[int | None]
    depth: list[int]
    faults: list[tuple[int, Fault]]


def arrange(ids: Sequence[str | None], parents: Sequence[str | None]) -> Tree:
    """Arrange comments by their external `ids` and the ids that they answer."""
    count = len(ids)
    faults: list[tuple[int, Fault]] = []
    places = _places(ids, faults)
    if not any(parents):
        return Tree(list(range(count)), [None] * count, [0] * count, faults)
    parent = [_resolve(place, ids, parents, places, faults) for place in range(count)]
    _cut_cycles(parent, faults)
    children: dict[int | None, list[int]] = {}
    for place, above in enumerate(parent):
        children.setdefault(above, []).append(place)
    depth = [0] * count
    order: list[int] = []
    stack = children.get(None, [])[::-1]
    while stack:
        place = stack.pop()
        order.append(place)
        below = children.get(place)
        if below:
            for child in below:
                depth[child] = depth[place] + 1
            stack.extend(reversed(below))
    return Tree(order, parent, depth, faults)


def _places(ids: Sequence[str | None], faults: list[tuple[int, Fault]]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, external in enumerate(ids):
        if external is not None and places.setdefault(external, place) != place:
            faults.append((place, "duplicate_id"))
    return places


def _resolve(
    place: int,
    ids: Sequence[str | None],
    parents: Sequence[str | None],
    places: dict[str, int],
    faults: list[tuple[int, Fault]],
) -> int | None:
    wanted = parents[place]
    if wanted is None:
        return None
    found = places.get(wanted)
    if wanted == ids[place]:
        faults.append((place, "self_parent"))
        return None
    if found is None:
        faults.append((place, "dangling_parent"))
    return found


def _cut_cycles(parent: list[int | None], faults: list[tuple[int, Fault]]) -> None:
    """Set the first item of each cycle (in source order) to the top level."""
    reached = [0] * len(parent)
    for start in range(len(parent)):
        walk = start + 1
        at: int | None = start
        while at is not None and not reached[at]:
            reached[at] = walk
            at = parent[at]
        if at is not None and reached[at] == walk:
            first = at
            step = parent[at]
            while step is not None and step != at:
                first = min(first, step)
                step = parent[step]
            parent[first] = None
            faults.append((first, "cyclic_parent"))
