"""A number by which the same text is known again, however it was wrapped, spaced or punctuated."""

import unicodedata
from hashlib import blake2b

# Shorter texts ("Thanks!") are everybody's.
SHORTEST = 40


def fingerprint(text: str) -> int | None:
    """Return 63 bits of BLAKE2b over the letters and digits of a text, case folded (NFKC).

    None for texts with fewer than forty of them. Equal for renderings of one text that differ in
    white space, line breaks, quotation marks or bullets.
    """
    folded = text if text.isascii() else unicodedata.normalize("NFKC", text)
    letters = "".join(filter(str.isalnum, folded.casefold()))
    if len(letters) < SHORTEST:
        return None
    digest = blake2b(letters.encode(), digest_size=8).digest()
    return int.from_bytes(digest) >> 1
