"""List numbers that open the words of comments whose author lines stand below them.

"1. WORDS … Comment by NAME": the numbers follow each other from comment to comment, whatever lists
the comments hold themselves. Numbers beside names are `names`' and `labels`' matter.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from corpus.ingest.captures.ground import Ground
from corpus.ingest.captures.parts import Item

_LEAST = 3
_SURE = 0.8
_NEAR = 3
_ABOVE = 400
_NUMBER = re.compile(r"(\d{1,6})[.)](?:\s+|\Z)")


def opens_words(ground: Ground, items: Sequence[Item]) -> bool:
    """Say whether numbers that follow each other open the words of nearly all items."""
    if len(items) < _LEAST:
        return False
    numbers = [_number(ground, item) for item in items]
    known = [number for number in numbers[1:] if number is not None]
    if len(known) < _SURE * (len(items) - 1):
        return False
    steps = Counter(other - one for one, other in pairwise(known))
    return max(steps[1], steps[-1]) >= _SURE * (len(known) - 1) and len(known) > 1


def begin_first(ground: Ground, items: Sequence[Item]) -> None:
    """Begin the first item that no heading opens at the number before the second's."""
    if not opens_words(ground, items):
        return
    first, second, third = (_number(ground, item) for item in items[:3])
    line = _numbered_line(ground, items[1])
    if second is None or third is None or line is None or first == 2 * second - third:
        return
    indent = ground.page.indent(line)
    for above in range(items[0].head - 1, max(-1, items[0].head - _ABOVE), -1):
        found = _NUMBER.match(ground.page.texts[above])
        if found and int(found[1]) == 2 * second - third and ground.page.indent(above) == indent:
            items[0].begin = above
            return


def take_number(ground: Ground, item: Item, line: int) -> int:
    """Give an item the number that opens its words at a line; return the characters to skip."""
    found = _NUMBER.match(ground.page.opening(line))
    if found is None:
        return 0
    if item.named and item.named.number is None:
        item.named = item.named._replace(number=int(found[1]))
    return found.end()


def _number(ground: Ground, item: Item) -> int | None:
    line = _numbered_line(ground, item)
    found = _NUMBER.match(ground.page.opening(line)) if line is not None else None
    return int(found[1]) if found else None


def _numbered_line(ground: Ground, item: Item) -> int | None:
    """Return the line with an item's number: its first, or one right behind buttons."""
    for line in range(item.begin, min(item.end, item.begin + _NEAR)):
        if _NUMBER.match(ground.page.opening(line)):
            return line
        if not ground.idle(line):
            return None
    return None
