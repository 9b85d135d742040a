"""The codebook as a tree, in pure Python: paths, subtree counts, cycles, the next pigment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# Named after pigments; the interface and the exports know their tones (design/README.md).
PIGMENTS = (
    "kermes", "minium", "ochre", "orpiment", "sap", "malachite", "verdigris", "azurite", "lapis",
    "woad", "folium", "orchil",
)  # fmt: skip
# New top-level codes take the pigments in this order: the largest distance to those before.
_ORDER = (9, 4, 1, 6, 11, 3, 2, 5, 12, 7, 10, 8)


@dataclass(frozen=True, slots=True)
class Node:
    """What the tree needs to know of a code; `own` counts its annotations."""

    id: int
    parent: int | None
    name: str
    own: int = 0


def paths(nodes: Iterable[Node]) -> dict[int, list[str]]:
    """Return each code's names from the root down to its own."""
    by_id = {node.id: node for node in nodes}
    found: dict[int, list[str]] = {}
    for node in by_id.values():
        chain, at = [], node
        while True:
            if at.id in found:
                chain.append(found[at.id])
                break
            chain.append([at.name])
            if at.parent is None or at.parent not in by_id:
                break
            at = by_id[at.parent]
        found[node.id] = [name for part in reversed(chain) for name in part]
    return found


def in_order(nodes: Iterable[Node]) -> list[Node]:
    """Return the codes as a codebook prints them: each before those below it, siblings as given."""
    every = list(nodes)
    known = {node.id for node in every}
    below: dict[int | None, list[Node]] = {}
    for node in every:
        below.setdefault(node.parent if node.parent in known else None, []).append(node)
    found: list[Node] = []
    waiting = list(reversed(below.get(None, [])))
    while waiting:
        at = waiting.pop()
        found.append(at)
        waiting.extend(reversed(below.get(at.id, [])))
    return found


def subtree_counts(nodes: Iterable[Node]) -> dict[int, int]:
    """Return for each code the annotations of itself and everything below it."""
    by_id = {node.id: node for node in nodes}
    totals = {node.id: node.own for node in by_id.values()}
    for node in by_id.values():
        at = node.parent
        while at is not None and at in by_id:
            totals[at] += node.own
            at = by_id[at].parent
    return totals


def subtree(root: int, parents: Mapping[int, int | None]) -> set[int]:
    """Return `root` and all codes below it; `parents` maps each code to its parent."""
    children: dict[int | None, list[int]] = {}
    for child, parent in parents.items():
        children.setdefault(parent, []).append(child)
    found, waiting = set(), [root]
    while waiting:
        at = waiting.pop()
        if at not in found:
            found.add(at)
            waiting.extend(children.get(at, ()))
    return found


def next_pigment(taken: Iterable[str]) -> str:
    """Return the pigment for a new top-level code: the least used, earliest in the order."""
    used = list(taken)
    order = [PIGMENTS[number - 1] for number in _ORDER]
    return min(order, key=lambda pigment: (used.count(pigment), order.index(pigment)))


def joined(path: Iterable[str]) -> str:
    """Write a path as one cell: ` > ` between names, a `>` inside a name doubled."""
    return " > ".join(name.replace(">", ">>") for name in path)
