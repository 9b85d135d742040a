"""Tells who answers whom from how comments are nested and from the depth their classes state.

Certain cases only: where nesting and depth contradict each other, or a chain is too long to be a
conversation, nobody is made the parent and the page is marked for a look.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.ingest.html.document import Element
from corpus.ingest.html.units import Unit

_CHAIN = 8


@dataclass(frozen=True, slots=True)
class Nesting:
    """For each unit the unit it answers (None at the top level); `doubtful` if that is unsure.

    `staged`: the comments' classes state how deep each is.
    """

    parents: list[Unit | None]
    doubtful: bool = False
    staged: bool = False


def parents(units: Sequence[Unit]) -> Nesting:
    """Find the parents of comments that are in document order."""
    staged = any(unit.depth and unit.depth > 1 for unit in units)
    if staged:
        return _by_depth(units)
    found = [unit.above for unit in units]
    if _is_runaway(units):
        return Nesting([None] * len(units), doubtful=True)
    return Nesting(found)


def _by_depth(units: Sequence[Unit]) -> Nesting:
    """Take the nearest comment around, or else before, that is less deep."""
    last: dict[int, Unit] = {}
    found: list[Unit | None] = []
    doubtful = False
    for unit in units:
        depth = unit.depth
        if depth is None:
            found.append(unit.above)
            continue
        around = unit.above
        while around is not None and around.depth is not None and around.depth >= depth:
            around = around.above
        before = None
        if around is None and depth > 1:
            before = last.get(depth - 1)
            doubtful = doubtful or before is None
        found.append(around or before)
        last = {level: one for level, one in last.items() if level < depth}
        last[depth] = unit
    return Nesting(found, doubtful, staged=True)


def _is_runaway(units: Sequence[Unit]) -> bool:
    """Say whether each comment lies in the one before: markup that was never closed."""
    if len(units) < 3 or any(_in_list(unit.element, unit.above) for unit in units if unit.above):
        return False
    chained = sum(unit.above is before for before, unit in pairwise(units))
    return chained >= min(_CHAIN, len(units) - 1)


def _in_list(element: Element, above: Unit | None) -> bool:
    """Say whether a list, or an element that calls itself the replies, lies between."""
    if above is None:
        return False
    for one in element.iterancestors():
        if one in above.roots:
            return False
        classes = (one.get("class") or "").lower()
        if one.tag in {"ol", "ul"} or "children" in classes or "repl" in classes:
            return True
    return False
