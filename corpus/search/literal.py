"""Finds words as they stand in a text, without regard to case, diacritics and kinds of blank.

Letters are folded as in `tokens`, but a needle may begin and end inside of words.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import accumulate

from corpus.search.tokens import SPECIAL, is_accent

Span = tuple[int, int]

_BLANKS = "\t\n\r\v\f\u2028\u2029"


class Needle:
    """What is looked for; made once, asked of many texts."""

    def __init__(self, words: str) -> None:
        self.folded = _folded(words.strip())
        self._pattern = re.compile(re.escape(self.folded))

    def hits(self, text: str) -> list[Span]:
        """Return where the needle stands in a text: code points, half-open, none overlapping.

        A hit takes in whole characters with their marks: "e" finds all of "é", also when that is
        written as two code points. A needle of marks alone is found nowhere.
        """
        folded = _folded(text)
        if not self.folded or self.folded not in folded:
            return []
        spans = [found.span() for found in self._pattern.finditer(folded)]
        if text.isascii():
            return spans
        return _widened(text, [span for span in spans if not _spells_on(folded, span[1])])


def _spells_on(folded: str, at: int) -> bool:
    """Say whether a mark follows that makes another letter: "は" is not found in "ば"."""
    return at < len(folded) and unicodedata.combining(folded[at]) > 0


def _widened(text: str, spans: list[Span]) -> list[Span]:
    """Return the spans of `text` whose folded forms contain these spans of its folded form."""
    ends = list(accumulate(_width(one) for one in text))
    found: list[Span] = []
    for start, end in spans:
        first, last = bisect_right(ends, start), bisect_left(ends, end)
        # What folds to nothing belongs to the character before it.
        last = bisect_right(ends, ends[last]) - 1
        if not found or first >= found[-1][1]:
            found.append((first, last + 1))
    return found


@lru_cache(maxsize=10_000)
def _width(character: str) -> int:
    return len(_folded(character))


def _folded(text: str) -> str:
    """Fold a text; each character folds by itself, whatever stands beside it.

    Everything here runs in C over the whole text: a thread may have 25 MB of them.
    """
    plain = text.lower()
    if not text.isascii():
        plain = unicodedata.normalize("NFKD", text).casefold()
        for one in set(plain):
            if one > "\x7f" and (fold := _fold_of(one)) != one:
                plain = plain.replace(one, fold)
        plain = unicodedata.normalize("NFKD", plain)
    for blank in _BLANKS:
        plain = plain.replace(blank, " ")
    return plain


@lru_cache(maxsize=10_000)
def _fold_of(character: str) -> str:
    special = SPECIAL.get(ord(character), character)
    return "" if is_accent(character) else str(special)
