"""Pages whose entry is signed as the comments are: forums, and themes with one line for both.

Says whether a parting's first item is the entry. How the rest is read is the same for all pages.
"""

from corpus.ingest.captures.furniture import is_member_field
from corpus.ingest.captures.ground import Ground
from corpus.ingest.captures.parts import Item, Parting
from corpus.ingest.captures.words import PROSE_END

_PROSE = 70
_SENTENCE = 30
_AROUND = 6


def opens_with_entry(ground: Ground, parting: Parting) -> float:
    """Say from 0 to 1 how surely the first item of a parting without a heading is the entry.

    Surely where the comments' heading stands between it and the second, and where a forum describes
    each writer; probably where a title stands above it and nothing names comments; never where
    words stand above it that would be nobody's.
    """
    first, second = parting.items[0], parting.items[1]
    described = sum(_is_described(ground, item) for item in parting.items)
    if described * 2 > len(parting.items) and described > 1:
        return 1.0
    if not parting.footed and _prose_above(ground, first.head):
        return 0.0
    end = second.foot if parting.footed else second.head
    if any(first.foot < line < end for line, _ in ground.headings):
        return 1.0
    titled = any(not ground.idle(line) for line in range(first.head))
    return 0.5 if titled and not parting.footed and not ground.headings else 0.0


def _prose_above(ground: Ground, limit: int) -> bool:
    page = ground.page
    return any(
        len(text) >= _PROSE or (len(text) >= _SENTENCE and PROSE_END.search(text))
        for text in (page.raw(line) for line in range(limit))
    )


def _is_described(ground: Ground, item: Item) -> bool:
    """Say whether a forum's fields stand at either end of an item."""
    texts = ground.page.texts
    lines = {
        *range(item.head, min(item.end, item.foot + 1 + _AROUND)),
        *range(max(item.begin, item.end - _AROUND), item.end),
    }
    return any(is_member_field(texts[line]) for line in lines)
