"""Cuts a line into the parts that dates are made of: numbers, clock times, words, marks.

What the parts say together is found in `matching`.
"""

import re
import unicodedata
from datetime import time, timezone
from typing import Literal, NamedTuple

from corpus.ingest.dates.words import WORDS, Word, offset

Kind = Literal["number", "numeric", "clock", "dotted", "word", "mark", "zone"]

_SPACES = (
    "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
_UNSEEN = "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u061c"
_ZEROS = "\u0660\u06f0\u0966\u0e50\uff10"
# One character for one, so that places in the line stay what they are.
_FOLDED = {ord(mark): " " for mark in _SPACES + _UNSEEN}
_FOLDED |= {ord(zero) + figure: str(figure) for zero in _ZEROS for figure in range(10)}
_FOLDED |= {ord("："): ":", ord("／"): "/", ord("．"): ".", ord("，"): ",", ord("İ"): "i"}
_FOLDED |= {ord(dash): "-" for dash in "‐‑−"}

_CJK = r"\u3040-\u30ff\u3400-\u9fff"
_LETTERS = rf"[^\W\d_{_CJK}]+"
_JOINTS = r"[\u0300-\u036f\u064b-\u0652\u0670\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e4e\u200c]"
_WORD = rf"{_LETTERS}(?:{_JOINTS}+(?:{_LETTERS})?)*"
_PLAIN_WORD = re.compile(_WORD)


def _phrases(*, ascii_only: bool) -> str:
    """Build the pattern for names of several words, or with marks inside, longest first."""
    by_first: dict[str, list[str]] = {}
    for phrase in sorted(WORDS, key=lambda word: (-len(word), word)):
        if len(phrase) == 1 or _PLAIN_WORD.fullmatch(phrase):
            continue
        if ascii_only and not phrase.isascii():
            continue
        rest = re.escape(phrase[1:]).replace(r"\.", r"\.\s?").replace(r"\ ", r"\s+")
        rest = re.sub(r"\\s\?\Z", "", rest)
        fence = r"(?![^\W\d_])" if phrase[-1].isalpha() and phrase[-1] < "\u3000" else ""
        fence = r"(?!\d)" if phrase[-1].isdigit() else fence
        by_first.setdefault(phrase[0], []).append(rest + fence)
    groups = (f"{re.escape(first)}(?:{'|'.join(rests)})" for first, rests in by_first.items())
    return "|".join(groups)


def _pattern(*, ascii_only: bool) -> re.Pattern[str]:
    return re.compile(
        # 2013-07-30T14:33:00.000+02:00 (ISO 8601)
        r"(?P<iso>(?<!\d)(\d{4})-(\d\d)-(\d\d)t(?=\d\d:\d\d))"
        # 2013-07-30, 2013. 7. 30.
        r"|(?P<ymd>(?<![\d.])(\d{4})\s{0,2}([-/.])\s{0,2}(\d{1,2})\s{0,2}[-/.]\s{0,2}(\d{1,2})"
        r"(?!\d|[-/.]\d))"
        # 30/07/2013, 30. 7. 2013, 17.07, 2011
        r"|(?P<dmy>(?<!\w)(?<!\d[-/.])(\d{1,2})\s{0,2}([-/.])\s{0,2}(\d{1,2})\s{0,2}(?:[-/.]|,)"
        r"\s{0,2}(\d{4})(?!\d|[-/.]\d))"
        # 30/07/13, and 14.33.05, a time of day
        r"|(?P<short>(?<!\w)(?<!\d[-/.])(\d{1,2})([-/.])(\d{1,2})[-/.](\d{2})(?!\d|[-/.:]\d))"
        # 2013年7月30日, 2013년 7월 30일, 7月30日
        r"|(?P<cjk>(?<![\d年년])(?<![年년]\s)(?:(\d{4})\s?[年년]\s?)?(\d{1,2})\s?[月월]\s?(\d{1,2})"
        r"(?:\s?[日號号일])?(?!\d|\s?[前전]))"
        # 14:33:05
        r"|(?P<clock>(?<![\d:])(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?(?!\d|:\d))"
        # 14h05, 14 h 05
        r"|(?P<hclock>(?<![\d:])(\d{1,2})\s?h\s?(\d{2})(?:\s?m(?:in)?\b)?(?!\w))"
        # 14時5分, 오후 2시 33분
        r"|(?P<cclock>(?<![\d:])(\d{1,2})\s?[時时點点시](?![間间간])\s?(?:(\d{1,2})\s?[分분])?"
        r"(?:\s?(\d{1,2})\s?[秒초])?)"
        # 14 Uhr, 9h
        r"|(?P<hour>(?<![\d:])(\d{1,2})\s?(?:uhr|h)(?!\w))"
        # 14.05 may be a time of day; what stands before it tells
        r"|(?P<dotted>(?<![\d.])(\d{1,2})\.(\d{2})(?!\d|\.\d))"
        r"|(?P<number>\d+)"
        r"|(?P<zone>(?:utc|gmt)\s?[+-]\d{1,2}(?::?\d{2})?(?!\d)"
        r"|(?:(?<=:\d\d)|(?<=[.,]\d{3})|(?<=\s))[+-]\d{2}:?\d{2}(?!\d))"
        rf"|(?P<phrase>{_phrases(ascii_only=ascii_only)})"
        rf"|(?P<han>[{_CJK}])"
        rf"|(?P<word>{_WORD})"
        r"|(?P<mark>\S)"
    )


_ANY = _pattern(ascii_only=False)
_ASCII = _pattern(ascii_only=True)


class Token(NamedTuple):
    """A part of a line: its kind, where it stands, and what it says (by kind).

    `word` is None for a word that belongs to no date. `parts` are the figures of a numeric date or
    a clock time, `mark` is what parts them (or the mark itself).
    """

    kind: Kind
    start: int
    end: int
    text: str
    word: Word | None = None
    parts: tuple[int, ...] = ()
    mark: str = ""
    zone: timezone | None = None


def folded(line: str) -> str:
    """Return the line in small letters with plain blanks and figures, of the same length."""
    return line.lower() if line.isascii() else line.translate(_FOLDED).lower()


def tokens(low: str) -> list[Token]:
    """Cut a folded line into tokens, blanks left out; linear in its length."""
    pattern = _ASCII if low.isascii() else _ANY
    return [_token(found) for found in pattern.finditer(low)]


def _token(found: re.Match[str]) -> Token:
    kind = found.lastgroup or ""
    text = found[0]
    start, end = found.span()
    if kind in _WORDY:
        word = WORDS.get(text) or (None if kind == "word" and text.isascii() else _spelt(text))
        return _MAKE(Token, ("word", start, end, text, word, (), "", None))
    if kind == "mark":
        return _MAKE(Token, ("mark", start, end, text, None, (), text, None))
    if kind == "number":
        value = (int(text) if len(text) < 6 else -1,)
        return _MAKE(Token, ("number", start, end, text, None, value, "", None))
    return _figures(found, kind, start, end)


_WORDY = frozenset(("word", "han", "phrase"))
# A third of the time of building a named tuple by its name; lines are full of words.
_MAKE = tuple.__new__


def _spelt(text: str) -> Word | None:
    """Look up a word that is spelt with other blanks, joints or composed letters."""
    plain = unicodedata.normalize("NFC", text).replace("\u200c", "")
    return (
        WORDS.get(plain) or WORDS.get(" ".join(plain.split())) or WORDS.get(plain.replace(" ", ""))
    )


def _figures(found: re.Match[str], kind: str, start: int, end: int) -> Token:
    """Read a token of several figures; which groups matched depends on the kind."""
    text = found[0]
    if kind == "zone":
        return _zone(text, start, end)
    first = found.re.groupindex[kind] + 1
    groups = [found[first + place] for place in range(_GROUPS[kind])]
    parts = tuple(int(group) if group and group.isdecimal() else 0 for group in groups)
    if kind in {"iso", "cjk"}:
        return Token("numeric", start, end, text, parts=parts, mark=kind)
    if kind in {"ymd", "dmy", "short"}:
        mark = next(group for group in groups if group in {"-", "/", "."})
        figures = tuple(int(group) for group in groups if group != mark)
        return Token("numeric", start, end, text, parts=figures, mark=f"{kind}{mark}")
    shape: Kind = "dotted" if kind == "dotted" else "clock"
    seconds = len(groups) > 2 and groups[2] is not None
    return Token(shape, start, end, text, parts=parts, mark="s" if seconds else "")


_GROUPS = {"iso": 3, "cjk": 3, "ymd": 4, "dmy": 4, "short": 4}
_GROUPS |= {"clock": 3, "hclock": 2, "cclock": 3, "hour": 1, "dotted": 2}


def _zone(text: str, start: int, end: int) -> Token:
    sign = max(text.rfind("+"), text.rfind("-"))
    digits = text[sign + 1 :].replace(":", "")
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    if hours > 14 or minutes > 59:
        return Token("number", start + 1, end, digits, parts=(int(digits),))
    total = hours * 60 + minutes
    return Token("zone", start, end, text, zone=offset(-total if text[sign] == "-" else total))


def clock_of(parts: tuple[int, ...], half: str) -> time | None:
    """Return the time of day of "2:33" in a half of the day; None if there is no such time.

    `half` is "a" or "p" for a.m. and p.m., "n" for around noon, "e" for the evening (of whose 12
    nobody knows which), "" for none. The half of an hour above 12 is idle.
    """
    hour, minute, second = (*parts, 0, 0)[:3]
    if half == "e":
        half, hour = "p", 99 if hour == 12 else hour
    if half == "n":
        half = "p" if hour < 10 else ""
    if half == "p" and hour < 12:
        hour += 12
    elif half == "a" and hour == 12:
        hour = 0
    try:
        return time(hour, minute, second)
    except ValueError:
        return None
