"""Where a text may be cut without breaking what a reader sees as one character. Pure Python.

The rules of Unicode's UAX #29 that matter for passages: marks, joiners, skin tones, flags, Hangul.
"""

import unicodedata

_JOINER = "\u200d"
_EXTENDING = {"Mn", "Me", "Mc"}


def boundary(text: str, place: int) -> bool:
    """Say whether a grapheme cluster begins or ends at `place` (code points)."""
    if place <= 0 or place >= len(text):
        return True
    before, after = text[place - 1], text[place]
    if after < "\u0300" and before < "\u0300":
        return True
    if _extends(after) or before == _JOINER:
        return False
    if _is_flag_half(before) and _is_flag_half(after):
        return _halves_before(text, place) % 2 == 0
    return not _is_one_syllable(before, after)


def _extends(character: str) -> bool:
    """Marks, the joiner, variation selectors, skin tones and tags belong to what stands before."""
    return (
        character == _JOINER
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or "\U000e0020" <= character <= "\U000e007f"
        or unicodedata.category(character) in _EXTENDING
    )


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _halves_before(text: str, place: int) -> int:
    count = 0
    while count < place and _is_flag_half(text[place - count - 1]):
        count += 1
    return count


def _is_one_syllable(before: str, after: str) -> bool:
    """Hangul: a leading consonant takes a vowel, both (or a syllable) a closing consonant."""
    leading = "\u1100" <= before <= "\u115f"
    vowel_or_open = "\u1160" <= before <= "\u11a7" or (
        "\uac00" <= before <= "\ud7a3" and (ord(before) - 0xAC00) % 28 == 0
    )
    closed = "\u11a8" <= before <= "\u11ff" or "\uac00" <= before <= "\ud7a3"
    if leading:
        return "\u1100" <= after <= "\u11a7" or "\uac00" <= after <= "\ud7a3"
    if vowel_or_open and "\u1160" <= after <= "\u11ff":
        return True
    return closed and "\u11a8" <= after <= "\u11ff"
