"""Cuts texts into the words that are searched for: one tokenisation for index, query and hits.

A word is a run of letters, marks and digits with inner apostrophes; scripts that set no spaces
give one token per character. Case and diacritics are folded away. Nothing here knows of queries.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

# PostgreSQL's limits for a tsvector: positions up to 16383, 256 of them per lexeme, 2 kB per
# lexeme, 1 MB in all.
LAST_POSITION = 16_383
MOST_POSITIONS = 255
LEXEME_CHARACTERS = 500
VECTOR_BYTES = 1_000_000

# Lexemes that no word can be: a text whose positions, or whose words, are not all in its vector.
POSITIONS_LEFT_OUT = "*"
WORDS_LEFT_OUT = "**"

_UNSPACED = (
    "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd-\u0ec6\u1000-\u102a"
    "\u1780-\u17b3\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff"
)
_JOINERS = "\u200c\u200d"
SPECIAL = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe",
     "þ": "th", "’": "'", "ʼ": "'", "＇": "'", "\u00ad": "", "\u200c": "", "\u200d": "",
     "\u034f": ""}
)  # fmt: skip


def _marks() -> str:
    """Return all combining marks as ranges for a character class."""
    ranges: list[list[int]] = []
    for point in (*range(0x300, 0x20000), *range(0xE0100, 0xE01F0)):
        if unicodedata.category(chr(point))[0] == "M":
            if ranges and ranges[-1][1] == point - 1:
                ranges[-1][1] = point
            else:
                ranges.append([point, point])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


_LETTER = "A-Za-z0-9\xaa\xb2\xb3\xb5\xb9\xba\xbc-\xbe\xc0-\xd6\xd8-\xf6\xf8-\xff"
_INNER = "'\xad"
# Most western texts fit into one byte per character once typography is out of the way; that is
# several times faster than the full pattern. Each replacement is one character for one.
_LATIN_WORD = re.compile(f"[{_LETTER}]+(?:[{_INNER}][{_LETTER}]+)*")
_LONE_INNER = re.compile(f"(?<![{_LETTER}])[{_INNER}]|[{_INNER}](?![{_LETTER}])".encode("latin-1"))
_LATIN_TABLE = bytes(
    point if re.match(f"[{_LETTER}{_INNER}]", chr(point)) else 32 for point in range(256)
)
_TYPOGRAPHY = (("’", "'"), ("‘", " "), ("“", " "), ("”", " "), ("„", " "), ("–", " "), ("—", " "),
               ("…", " "), ("•", " "), ("€", " "), ("\u200b", " "))  # fmt: skip


@lru_cache(maxsize=1)
def _any_word() -> re.Pattern[str]:
    marks = _marks()
    letters = f"[^\\W_{_UNSPACED}]+"
    run = f"{letters}(?:[{marks}{_JOINERS}]+(?:{letters})?)*"
    return re.compile(f"[{_UNSPACED}][{marks}]*|{run}(?:['’ʼ＇\xad]{run})*")


class _Folded(dict[str | bytes, str]):
    """Folded forms of the words seen (bytes: Latin-1); emptied when it grows too large."""

    def __missing__(self, word: str | bytes) -> str:
        if len(self) > 200_000:
            self.clear()
        folded = self[word] = _fold(word if isinstance(word, str) else word.decode("latin-1"))
        return folded


class _Quoted(dict[str | bytes, str]):
    """Lexemes of the words seen, quoted for a tsvector; emptied when it grows too large."""

    def __missing__(self, word: str | bytes) -> str:
        if len(self) > 200_000:
            self.clear()
        quoted = self[word] = quote(_FOLDED[word])
        return quoted


def _fold(word: str) -> str:
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word).casefold().translate(SPECIAL)
    plain = unicodedata.normalize("NFKD", plain)
    return unicodedata.normalize("NFC", "".join(one for one in plain if not is_accent(one)))


def is_accent(mark: str) -> bool:
    """Tell accents from the marks that spell: voiced kana, Indic and Thai vowel signs."""
    if mark.isascii():
        return False
    place = unicodedata.combining(mark)
    if place:
        return place == 1 or 10 <= place <= 36 or place >= 200
    return unicodedata.category(mark) == "Me" or "\ufe00" <= mark <= "\ufe0f"


_FIRST = [f":{place}" for place in range(1, 2_001)]
_FURTHER = [f",{place}" for place in range(1, 2_001)]
_FOLDED = _Folded()
_QUOTED = _Quoted()


def fold(word: str) -> str:
    """Return a word without regard to case and diacritics ("Straße" and "STRASSE" are one)."""
    return _FOLDED[word]


def tokens(text: str) -> list[tuple[str, int, int]]:
    """Return the words of a text: (folded, start, end), in code points, half-open."""
    folded = _FOLDED
    plain, pattern = _plain(text)
    return [(folded[found[0]], *found.span()) for found in pattern.finditer(plain)]


def words(text: str) -> list[str]:
    """Return the folded words of a text in order."""
    folded = _FOLDED
    return [folded[word] for word in _surfaces(text)]


def _plain(text: str) -> tuple[str, re.Pattern[str]]:
    """Return a text of the same length and words, and the fastest pattern that finds them."""
    if text.isascii():
        return text, _LATIN_WORD
    for mark, plain in _TYPOGRAPHY:
        text = text.replace(mark, plain)
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return text, _any_word()
    return text, _LATIN_WORD


def _surfaces(text: str) -> list[bytes] | list[str]:
    """Return the words of a text as they stand, as keys of the two tables."""
    plain, pattern = _plain(text)
    if pattern is not _LATIN_WORD:
        return pattern.findall(plain)
    data = plain.encode("latin-1").translate(_LATIN_TABLE)
    if b"'" in data or b"\xad" in data:
        data = _LONE_INNER.sub(b" ", data)
    return data.split()


def quote(word: str) -> str:
    """Quote a folded word as a lexeme of a tsvector or tsquery, shortened to its limit."""
    escaped = word[:LEXEME_CHARACTERS].replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def tsvector_literal(text: str) -> str:
    """Return a text's words with their positions as PostgreSQL reads a tsvector.

    Where PostgreSQL's limits force positions or words out, the vector says so by a lexeme that
    `syntax.to_tsquery` asks for as well: no text is ever missed.
    """
    quoted = _QUOTED
    lexemes = [quoted[word] for word in _surfaces(text)]
    entries: dict[str, str] = {}
    if len(lexemes) <= len(_FIRST) and len(text) <= VECTOR_BYTES // 5:
        for lexeme, first, further in zip(lexemes, _FIRST, _FURTHER, strict=False):
            if lexeme in entries:
                entries[lexeme] += further
            else:
                entries[lexeme] = lexeme + first
        repeated = len(lexemes) - len(entries)
        if repeated < MOST_POSITIONS or max(Counter(lexemes).values()) <= MOST_POSITIONS:
            return " ".join(entries.values())
    return _long_literal(lexemes)


def _long_literal(lexemes: list[str]) -> str:
    """Write a vector that may pass PostgreSQL's limits."""
    places: dict[str, list[int]] = {}
    for position, lexeme in enumerate(lexemes, 1):
        places.setdefault(lexeme, []).append(position)
    size = sum(len(lexeme.encode()) + 2 * min(len(at), 256) + 6 for lexeme, at in places.items())
    if size > VECTOR_BYTES:
        return _bare_literal(places)
    clipped = False
    entries: list[str] = []
    for lexeme, at in places.items():
        kept = at
        if len(at) > MOST_POSITIONS or at[-1] > LAST_POSITION:
            clipped = True
            kept = [position for position in at[:MOST_POSITIONS] if position <= LAST_POSITION]
        entries.append(f"{lexeme}:{','.join(map(str, kept))}" if kept else lexeme)
    if clipped:
        entries.append(quote(POSITIONS_LEFT_OUT))
    return " ".join(entries)


def _bare_literal(places: Iterable[str]) -> str:
    """Write a vector without positions, with as many words as fit."""
    entries = [quote(POSITIONS_LEFT_OUT), quote(WORDS_LEFT_OUT)]
    size = 0
    for lexeme in places:
        size += len(lexeme.encode()) + 6
        if size > VECTOR_BYTES:
            return " ".join(entries)
        entries.append(lexeme)
    entries.remove(quote(WORDS_LEFT_OUT))
    return " ".join(entries)
