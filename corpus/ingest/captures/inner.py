"""Author lines inside other people's words: "NAME, DATE" copied into a comment with what was said.

Where a button closes the comments of a page, a comment that nothing closed before the next author
line was not over.
"""

from corpus.ingest.captures.closing import closers, closing_line
from corpus.ingest.captures.ground import Ground
from corpus.ingest.captures.parts import Parting

_LEAST = 3
_USUAL = 0.7


def unclosed(ground: Ground, parting: Parting) -> list[int]:
    """Return the places of items before which no button closed the words, as usual on the page."""
    items = parting.items
    if parting.footed or parting.style in {"split", "undated"} or len(items) < _LEAST:
        return []
    closing = closers(ground, items)
    if not closing:
        return []
    lines = [closing_line(ground, item, closing) for item in items[:-1]]
    open_ = [place for place, line in enumerate(lines, 1) if line is None]
    return open_ if len(lines) - len(open_) >= _USUAL * len(lines) else []
