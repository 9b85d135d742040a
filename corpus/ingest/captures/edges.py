"""Where a comment's words begin and end among the buttons, badges and counters around them.

Told by repetition: what stands at the same edge of most comments is the theme's, whatever language
it is in; a line of marks that only one comment has is its writer's.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.ingest.captures.ground import Ground
from corpus.ingest.captures.parts import Item
from corpus.ingest.captures.words import PROSE_END

_REACH = 7
_LABEL = 80
_FEW = 12
_NEARLY_ALL = 0.95
_SAMPLE = 2_000
_REMEMBERED = 8_192
_FIGURES = re.compile(r"[+-]?\d+")
_ENDS = re.compile(r"(?<=[^\W\d_]{3})[^\W\d_]+")
_COUNTER = re.compile(r"(?=.*[\d▲▼△▽♥❤★☆👍👎⚑])[\d\s|•·()\[\]+▲▼△▽♥❤★☆👍👎⚑×−–-]+\Z")
# Rules between comments and the numbers of the next ones: nobody's words.
_RULE = re.compile(r"(?:[•·|−–—\-*_=~]{1,3}|[_=*-]{4,}|#\s?\d{1,6})\Z")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Edges:
    """What opens and closes most comments of a page, as lines without regard to their figures.

    `numbered`: a list number opens their words.
    """

    openers: frozenset[str]
    closers: frozenset[str]
    numbered: bool


def edges_of(ground: Ground, items: Sequence[Item], *, numbered: bool) -> Edges:
    """Find the lines that stand at the same edge of most comments, but are not all they hold."""
    sample = items[:_SAMPLE]
    openers: Counter[str] = Counter()
    closers: Counter[str] = Counter()
    for item in sample:
        openers.update(_looks(ground, item.begin, min(item.end, item.begin + _REACH)))
        closers.update(_looks(ground, max(item.begin, item.end - _REACH), item.end))
    return Edges(
        frozenset(look for look, times in openers.items() if _is_shared(look, times, len(sample))),
        frozenset(
            look for look, times in closers.items() if _is_shared(look, times, len(sample) - 1)
        ),
        numbered,
    )


def _is_shared(text: str, times: int, count: int) -> bool:
    """Say whether a line stands at so many comments' edge that it must be the theme's."""
    if PROSE_END.search(text):
        # The last word of a wrapped sentence, on a page with few comments.
        return count >= _FEW and times >= _NEARLY_ALL * count
    return times >= max(3, (0.8 if count < _FEW else 0.6) * count)


def words_within(ground: Ground, edges: Edges, begin: int, end: int) -> tuple[int, int]:
    """Return the lines of a comment's words; the same line twice if it has none."""
    first, last = begin, end
    while first < end and _is_opener(ground, edges, begin, first):
        first += 1
    while last > first and _is_closer(ground, edges, last - 1, end):
        last -= 1
    return first, last


@lru_cache(maxsize=_REMEMBERED)
def look(text: str) -> str:
    """Return a line without regard to its figures and its case; "1 vote" is like "2 votes"."""
    low = text.casefold()
    plain, figures = _FIGURES.subn("9", low)
    return _ENDS.sub("", plain) if figures else plain


def _looks(ground: Ground, begin: int, end: int) -> set[str]:
    texts = ground.page.texts
    return {look(texts[line]) for line in range(begin, end) if 0 < len(texts[line]) <= _LABEL}


def _is_opener(ground: Ground, edges: Edges, begin: int, line: int) -> bool:
    text = ground.page.texts[line]
    if not text:
        return False
    if look(text) in edges.openers:
        return True
    if not ground.idle(line):
        return False
    if _LETTER.search(text):
        return True
    touches = line == begin or not ground.page.blanks[line]
    return touches and bool(_COUNTER.match(text)) and line > begin


def _is_closer(ground: Ground, edges: Edges, line: int, end: int) -> bool:
    text = ground.page.texts[line]
    if not text:
        return False
    if look(text) in edges.closers:
        return True
    if not ground.idle(line) or (line > 0 and ground.page.broken(line - 1)):
        return False
    if _LETTER.search(text) or _RULE.match(text):
        return True
    # A counter touches the button behind it: "12" above "Reply".
    touches = line + 1 < end and not ground.page.blanks[line + 1]
    return touches and bool(_COUNTER.match(text))
