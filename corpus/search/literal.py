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
        try:
            self._bytes: bytes | None = self.folded.encode("latin-1")
        except UnicodeEncodeError:
            self._bytes = None

    def hits(self, text: str) -> list[Span]:
        """Return where the needle stands in a text: code points, half-open, none overlapping.

        A hit takes in whole characters with their marks: "e" finds all of "é", also when that is
        written as two code points. A needle of marks alone is found nowhere.
        """
        spans = self._spans(text)
        return spans if text.isascii() or not spans else _widened(text, spans)

    def count(self, text: str) -> int:
        """Return how many hits there are, sooner than `hits` could show them."""
        known = self._quick_count(text)
        return len(self._spans(text)) if known is None else known

    def _spans(self, text: str) -> list[Span]:
        """Return where the needle stands in the folded text."""
        if not self.folded or self._quick_count(text) == 0:
            return []
        folded = _folded(text)
        if self.folded not in folded:
            return []
        spans = [found.span() for found in self._pattern.finditer(folded)]
        # A mark that spells makes another letter: "は" is not found in "ば".
        return [span for span in spans if text.isascii() or not _spells_on(folded, span[1])]

    def _quick_count(self, text: str) -> int | None:
        """Return how often the needle stands in a western text; None when that takes longer."""
        if not self._bytes:
            return None
        for mark, plain in _TYPOGRAPHY:
            text = text.replace(mark, plain)
        try:
            folded = text.encode("latin-1").translate(_LATIN, b"\xad")
        except UnicodeEncodeError:
            return None
        if b"\xb5" in folded:
            return None
        for letter, letters in _LATIN_LONG:
            folded = folded.replace(letter, letters)
        return folded.count(self._bytes)


def _spells_on(folded: str, at: int) -> bool:
    """Say whether a mark that is no accent follows."""
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
    # The stroke of "½", which decomposes to three characters.
    special = SPECIAL.get(ord(character), "/" if character == "\u2044" else character)
    return "" if is_accent(character) else str(special)


# Letters of one byte that fold to one byte, and those that fold to several. The micro sign folds
# to a Greek letter: a text that has it is folded in the long way.
_FOLDS = {point: _folded(chr(point)) for point in range(256) if point not in (0xAD, 0xB5)}
_LATIN = bytes(ord(_FOLDS[p]) if len(_FOLDS.get(p, "")) == 1 else p for p in range(256))
_LATIN_LONG = [
    (bytes([point]), fold.encode("latin-1")) for point, fold in _FOLDS.items() if len(fold) > 1
]
# Marks that are common in western texts and in no needle that is one of bytes.
_TYPOGRAPHY = [("’", "'"), ("…", "...")] + [(mark, "\x7f") for mark in "‘“”„–—•€"]
