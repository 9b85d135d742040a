"""The text of a post: made canonical once, at import; measured and quoted in code points.

Nothing here knows where a text came from. Sentences and words to search live elsewhere.
"""

import hashlib
import re
from dataclasses import dataclass

_SURROGATE = re.compile("[\ud800-\udfff]")
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff]"
)


@dataclass(frozen=True, slots=True)
class Changes:
    """How many characters `canonical` changed, by kind. False when it changed none."""

    line_ends: int = 0
    nuls: int = 0
    surrogates: int = 0

    def __bool__(self) -> bool:
        return bool(self.line_ends or self.nuls or self.surrogates)


UNCHANGED = Changes()


def canonical(text: str) -> tuple[str, Changes]:
    """Return the text as it is stored, and what was changed.

    CRLF and CR become LF, NUL is dropped, a lone surrogate becomes U+FFFD; nothing else is touched.
    """
    line_ends = nuls = surrogates = 0
    if "\r" in text:
        pairs = text.count("\r\n")
        line_ends = text.count("\r")
        if pairs:
            text = text.replace("\r\n", "\n")
        if line_ends > pairs:
            text = text.replace("\r", "\n")
    if "\0" in text:
        nuls = text.count("\0")
        text = text.replace("\0", "")
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            text, surrogates = _SURROGATE.subn("\ufffd", text)
    if line_ends or nuls or surrogates:
        return text, Changes(line_ends, nuls, surrogates)
    return text, UNCHANGED


def sha256(text: str) -> str:
    """Return the SHA-256 of a canonical text's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def word_count(text: str) -> int:
    """Count words: runs between white space; where a script sets no spaces, its characters."""
    if text.isascii() or _is_latin(text):
        return len(text.split())
    spaced, unspaced = _UNSPACED.subn(" ", text)
    return len(spaced.split()) + unspaced


def _is_latin(text: str) -> bool:
    """Tell most western texts apart, five times faster than a look at each character."""
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True


def span_fits(text: str, start: int, end: int) -> bool:
    """Say whether `start` and `end` (code points, half-open) bound a passage of the text."""
    return 0 <= start < end <= len(text)


def quote_fits(text: str, start: int, end: int, quote: str) -> bool:
    """Say whether the passage from `start` to `end` reads exactly as `quote`."""
    return span_fits(text, start, end) and text[start:end] == quote
