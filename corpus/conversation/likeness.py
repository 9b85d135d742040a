"""A number by which the same text is known again, however it was wrapped, spaced or punctuated."""

import unicodedata
from hashlib import blake2b

# Shorter texts ("Thanks!") are everybody's.
SHORTEST = 40
_LOWER = bytes(range(256)).lower()
_OTHERS = bytes(point for point in range(128) if not chr(point).isalnum())


def fingerprint(text: str) -> int | None:
    """Return 63 bits of BLAKE2b over the letters and digits of a text, case folded (NFKC).

    None for texts with fewer than forty of them. Equal for renderings of one text that differ in
    white space, line breaks, quotation marks or bullets.
    """
    if text.isascii():
        letters = text.encode().translate(_LOWER, _OTHERS)
        length = len(letters)
    else:
        plain = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))
        letters, length = plain.encode(), len(plain)
    if length < SHORTEST:
        return None
    digest = blake2b(letters, digest_size=8).digest()
    return int.from_bytes(digest) >> 1
