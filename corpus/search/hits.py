"""Finds exactly where a query matches in a text, and shows a hit in its context.

The candidates come from the database; what is said here is the truth about them.
"""

import unicodedata
from collections.abc import Callable

from corpus.search.syntax import And, Not, Or, Phrase, Query, Word
from corpus.search.tokens import tokens

Span = tuple[int, int]
_Token = tuple[str, int, int]


def hits(query: Query, text: str) -> list[Span]:
    """Return the spans (code points) of every word and phrase that makes the text match.

    In order of the text; empty when the text does not satisfy the query. What stands under an
    alternative that is not satisfied, or under a -not, is no hit.
    """
    found = _match(query, _Index(text))
    return sorted(set(found)) if found else []


def matches(query: Query, text: str) -> bool:
    """Say whether a text satisfies a query."""
    return _match(query, _Index(text)) is not None


def context(text: str, start: int, end: int, width: int) -> tuple[str, str, str]:
    """Return what stands left of a hit, the hit, and what stands right of it.

    `width` is the number of code points on either side; a character is not cut from its marks, so
    there may be a few less.
    """
    left = max(0, start - width)
    while 0 < left < start and _clings(text, left):
        left += 1
    right = min(len(text), end + width)
    while end < right < len(text) and _clings(text, right):
        right -= 1
    return text[left:start], text[start:end], text[end:right]


def _clings(text: str, at: int) -> bool:
    """Say whether the character at a place belongs to the one before it."""
    mark = text[at]
    if mark.isascii():
        return False
    joined = mark in "\u200d\ufe0e\ufe0f" or text[at - 1] == "\u200d"
    skin = "\U0001f3fb" <= mark <= "\U0001f3ff"
    return joined or skin or unicodedata.category(mark)[0] == "M"


class _Index:
    """The words of one text, by word; made once per text."""

    def __init__(self, text: str) -> None:
        self.tokens: list[_Token] = tokens(text)
        self._places: dict[str, list[int]] | None = None

    def places(self, word: Word) -> list[int]:
        """Return which of the text's words are `word`."""
        if self._places is None:
            self._places = {}
            for place, token in enumerate(self.tokens):
                self._places.setdefault(token[0], []).append(place)
        if not word.prefix:
            return self._places.get(word.text, [])
        begin = word.text
        return sorted(
            place
            for known, places in self._places.items()
            if known.startswith(begin)
            for place in places
        )


def _match(query: Query, index: _Index) -> list[Span] | None:
    """Return the hits of a query, None when it is not satisfied."""
    match query:
        case Word():
            return [index.tokens[place][1:] for place in index.places(query)] or None
        case Phrase():
            return _match_phrase(query, index)
        case Not():
            return [] if _match(query.query, index) is None else None
        case And():
            return _join([_match(one, index) for one in query.queries], all)
        case Or():
            return _join([_match(one, index) for one in query.queries], any)


def _join(
    found: list[list[Span] | None], enough: Callable[[list[bool]], bool]
) -> list[Span] | None:
    if not enough([spans is not None for spans in found]):
        return None
    return [span for spans in found if spans for span in spans]


def _match_phrase(phrase: Phrase, index: _Index) -> list[Span] | None:
    known = [set(index.places(word)) for word in phrase.words[1:]]
    length = len(phrase.words)
    spans = [
        (index.tokens[place][1], index.tokens[place + length - 1][2])
        for place in index.places(phrase.words[0])
        if all(place + ahead in places for ahead, places in enumerate(known, 1))
    ]
    return spans or None
