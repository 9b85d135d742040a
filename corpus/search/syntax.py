"""The search language: words, "phrases", -not, OR, prefix*, parentheses; and its tsquery.

Parsing only. `to_tsquery` gives candidates (never too few); which of them truly match, and where,
is `hits`' matter.
"""

import re
from dataclasses import dataclass
from typing import Never

from corpus.errors import MalformedError
from corpus.search.tokens import (
    LEXEME_CHARACTERS,
    POSITIONS_LEFT_OUT,
    WORDS_LEFT_OUT,
    quote,
    words,
)

MOST_CHARACTERS = 1_000
DEEPEST = 20

_QUOTES = '"“”„«»'
_TERM = re.compile(rf"[^\s(){_QUOTES}]+")


@dataclass(frozen=True, slots=True)
class Word:
    """One folded word; with `prefix` any word that begins so."""

    text: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow each other."""

    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """A text in which `query` does not match."""

    query: "Query"


@dataclass(frozen=True, slots=True)
class And:
    """A text in which all of `queries` match."""

    queries: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """A text in which at least one of `queries` matches."""

    queries: tuple["Query", ...]


Query = Word | Phrase | Not | And | Or


class QueryError(MalformedError):
    """A query that cannot be understood. `position` is the place, in code points from 0."""

    default_code = "bad_query"

    def __init__(self, detail: str, *, code: str, position: int) -> None:
        super().__init__(
            detail, code=code, fields=[("q", code, detail)], extra={"position": position}
        )
        self.position = position


def parse(query: str) -> Query:
    """Parse a query.

    Raises QueryError: `empty_query`, `query_too_long`, `only_negative`, `unclosed_quote`,
    `unbalanced_parenthesis`, `dangling_operator`, `no_word`, `query_too_deep`.
    """
    if len(query) > MOST_CHARACTERS:
        _refuse(f"A query may have {MOST_CHARACTERS:,} characters.", "query_too_long", 0)
    if not query.strip():
        _refuse("The query is empty.", "empty_query", 0)
    parser = _Parser(query)
    parsed = parser.either(0)
    if parser.at < len(query):
        _refuse("This parenthesis closes nothing.", "unbalanced_parenthesis", parser.at)
    if not _finds(parsed):
        _refuse(
            "The query only says what must not occur; add a word that must.", "only_negative", 0
        )
    return parsed


def to_tsquery(query: Query) -> str:
    """Return a tsquery that every matching text's vector satisfies (and perhaps others)."""
    return f"({_tsquery(query)}) | {quote(WORDS_LEFT_OUT)}"


def _refuse(detail: str, code: str, position: int) -> Never:
    raise QueryError(f"{detail} (At character {position + 1}.)", code=code, position=position)


def _finds(query: Query) -> bool:
    """Say whether every match of a query has a word to show."""
    match query:
        case Not():
            return False
        case And():
            return any(_finds(one) for one in query.queries)
        case Or():
            return all(_finds(one) for one in query.queries)
        case _:
            return True


class _Parser:
    """Recursive descent over a query; `at` is where it stands."""

    def __init__(self, query: str) -> None:
        self.query = query
        self.at = 0
        self._skip()

    def _skip(self) -> None:
        while self.at < len(self.query) and self.query[self.at].isspace():
            self.at += 1

    def _peek(self) -> str:
        return self.query[self.at : self.at + 1]

    def _is_or(self) -> bool:
        found = _TERM.match(self.query, self.at)
        return found is not None and found[0] == "OR"

    def either(self, depth: int) -> Query:
        """Parse alternatives up to a closing parenthesis or the end."""
        if depth > DEEPEST:
            _refuse("The parentheses are nested too deep.", "query_too_deep", self.at)
        options = [self._all(depth)]
        while self._is_or():
            self.at += len("OR")
            self._skip()
            options.append(self._all(depth))
        return options[0] if len(options) == 1 else Or(tuple(options))

    def _all(self, depth: int) -> Query:
        begin = self.at
        parts: list[Query] = []
        while self._peek() not in {"", ")"} and not self._is_or():
            parts.append(self._one(depth))
            self._skip()
        if not parts:
            what = (
                "An OR needs a word on both sides."
                if self._near_or(begin)
                else "A word is missing."
            )
            _refuse(what, "dangling_operator", min(begin, len(self.query) - 1))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _near_or(self, begin: int) -> bool:
        return self._is_or() or self.query[:begin].rstrip().endswith("OR")

    def _one(self, depth: int) -> Query:
        following = self.query[self.at + 1 : self.at + 2]
        if self._peek() == "-" and following and not following.isspace():
            self.at += 1
            return Not(self._atom(depth))
        return self._atom(depth)

    def _atom(self, depth: int) -> Query:
        begin = self.at
        if self._peek() == "(":
            self.at += 1
            self._skip()
            inner = self.either(depth + 1)
            if self._peek() != ")":
                _refuse("This parenthesis is not closed.", "unbalanced_parenthesis", begin)
            self.at += 1
            return inner
        if self._peek() in _QUOTES:
            return self._phrase()
        found = _TERM.match(self.query, begin)
        if found is None:
            _refuse("A word is missing.", "dangling_operator", begin)
        self.at = found.end()
        return _term([found[0]], begin)

    def _phrase(self) -> Query:
        begin = self.at
        end = next((i for i in range(begin + 1, len(self.query)) if self.query[i] in _QUOTES), None)
        if end is None:
            _refuse("This quotation mark is not closed.", "unclosed_quote", begin)
        self.at = end + 1
        return _term(self.query[begin + 1 : end].split(), begin)


def _term(pieces: list[str], position: int) -> Query:
    """Make a word, or a phrase where the pieces hold several."""
    found: list[Word] = []
    for piece in pieces:
        cut = [Word(word) for word in words(piece)]
        if cut and piece.endswith("*"):
            cut[-1] = Word(cut[-1].text, prefix=True)
        found += cut
    if not found:
        shown = " ".join(pieces)
        _refuse(f"“{shown}” holds no word that could be searched for.", "no_word", position)
    return found[0] if len(found) == 1 else Phrase(tuple(found))


def _tsquery(query: Query) -> str:
    match query:
        case Word():
            return _lexeme(query)
        case Phrase():
            lexemes = [_lexeme(word) for word in query.words]
            # Where positions were left out of a vector, the words alone have to do.
            near, plain = " <-> ".join(lexemes), " & ".join(lexemes)
            return f"(({near}) | ({plain} & {quote(POSITIONS_LEFT_OUT)}))"
        case Not():
            # Only the absence of a whole word shows in a vector.
            inner = query.query
            sure = isinstance(inner, Word) and len(inner.text) < LEXEME_CHARACTERS
            return f"!{_lexeme(inner)}" if isinstance(inner, Word) and sure else ""
        case And():
            parts = [part for part in map(_tsquery, query.queries) if part]
            return f"({' & '.join(parts)})" if parts else ""
        case Or():
            options = [_tsquery(one) for one in query.queries]
            return f"({' | '.join(options)})" if all(options) else ""


def _lexeme(word: Word) -> str:
    return quote(word.text) + (":*" if word.prefix else "")
