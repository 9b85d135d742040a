"""Families of dated lines that could be a page's author lines: those of one shape, or of one kind.

Also lines beside whose dates something stands that is nobody's name: a role, the alternative text
of an icon.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence

from corpus.ingest.captures.anchors import Anchor
from corpus.ingest.captures.furniture import is_badge

_MOST_FAMILIES = 14
_MOST_SINGLES = 30
_LEAST = 3
_BARE = "bare"

Family = tuple[str, list[Anchor]]


def families(anchors: Sequence[Anchor]) -> list[Family]:
    """Group dated lines by shape, then by more and more lenient likeness; the largest first."""
    groups: defaultdict[str, list[Anchor]] = defaultdict(list)
    for anchor in anchors:
        groups[f"={anchor.side} {anchor.shape}"].append(anchor)
        groups[f"~{anchor.side} {anchor.grade}"].append(anchor)
        groups[f"*{anchor.side}"].append(anchor)
    seen: set[tuple[int, ...]] = set()
    several: list[Family] = []
    single: list[Family] = []
    for shape, family in groups.items():
        key = tuple(anchor.line for anchor in family)
        if key not in seen:
            seen.add(key)
            (several if len(family) > 1 else single).append((shape, family))
    several.sort(key=lambda one: -len(one[1]))
    return several[:_MOST_FAMILIES] + single[:_MOST_SINGLES] + _labelled(anchors)


def is_bare(shape: str) -> bool:
    """Say whether a family is one of lines whose names were taken for labels."""
    return shape.startswith(_BARE)


def _labelled(anchors: Sequence[Anchor]) -> list[Family]:
    """Return the lines of one kind of date whose names are labels, as lines without names."""
    kinds: defaultdict[str, list[Anchor]] = defaultdict(list)
    for anchor in anchors:
        kinds[anchor.grade].append(anchor)
    found: list[Family] = []
    for grade, members in kinds.items():
        names = [one.named.name for one in members if one.named and one.named.name]
        if len(members) >= _LEAST and are_labels(names):
            bare = [one._replace(side="none", named=None, shape=grade) for one in members]
            found.append((f"{_BARE} {grade}", bare))
    return found


def are_labels(names: Sequence[str]) -> bool:
    """Say whether most names beside dates are one and the same word, or roles."""
    if not names:
        return False
    most = Counter(names).most_common(1)[0][1]
    roles = sum(is_badge(name) for name in names)
    return (most == len(names) and most >= _LEAST) or roles * 2 >= len(names)
