"""Turns the bytes of a mail's parts into text by the charset they name, or as best it goes.

Says what had to be guessed or replaced. What the text means is the other modules' matter.
"""

import codecs
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Fault = Literal["", "charset_guessed", "undecodable_bytes"]

# What senders write for what they send: the wider encoding reads both.
_WIDER = {
    "gb2312": "gb18030", "gbk": "gb18030", "iso8859-1": "cp1252", "shift_jis": "cp932",
    "euc_kr": "cp949", "ks_c-5601": "cp949", "ks_c_5601-1987": "cp949", "x-sjis": "cp932",
    "big5": "big5hkscs", "windows-874": "cp874", "iso-8859-8-i": "iso8859-8", "iso8859-9": "cp1254",
    "iso2022_jp": "iso2022_jp_ext", "unicode-1-1-utf-7": "utf-7", "x-euc-jp": "euc_jp",
}  # fmt: skip
# Codecs of Python's own that are no charsets, or slow on purpose.
_NONE = frozenset({
    "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and what was wrong with its bytes."""

    text: str
    fault: Fault = ""


def decoded(data: bytes, charset: str | None) -> Decoded:
    """Decode by the charset named, else as UTF-8, else by the best guess, which is said."""
    if data.isascii() and b"\x1b" not in data and not (charset and "7" in charset):
        return Decoded(data.decode("ascii"))
    named = codec(charset) if charset else None
    for name in dict.fromkeys([named, "utf-8", "iso2022_jp_ext" if b"\x1b$" in data else None]):
        if name is not None and (text := _strictly(data, name)) is not None:
            return Decoded(text)
    if named == "cp1252":
        return Decoded(data.decode("latin-1"))
    if named not in {None, "ascii"}:
        text = data.decode(str(named), "replace")
        # Single faults are faults; where they abound, the charset is another.
        if text.count("\ufffd") * 10 < sum(byte > 127 for byte in data):
            return Decoded(text, "undecodable_bytes")
    text = _strictly(data, "cp1252") or data.decode("latin-1")
    return Decoded(text, "charset_guessed")


@lru_cache(maxsize=512)
def codec(charset: str) -> str | None:
    """Return the codec for a charset's name; None for what is no charset."""
    plain = charset.strip(" \"'").lower()
    try:
        name = codecs.lookup(_WIDER.get(plain, plain)).name
        name = codecs.lookup(_WIDER.get(name, name)).name
        "".encode(name)
    except (LookupError, ValueError, UnicodeError):
        return None
    return None if name.replace("-", "_") in _NONE else name


def _strictly(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeError, ValueError):
        return None
