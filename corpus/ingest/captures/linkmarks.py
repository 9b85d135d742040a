"""The numbers in brackets with which lynx marks links ("[12]Reply"), and its list of addresses.

They are no part of the page: blanked out, position by position, before its lines are looked at.
"""

import re
from itertools import pairwise

# White space to every expression and to `str.strip`, but printed by no program.
BLANK = "\x1f"
_MARK = re.compile(r"\[(\d{1,4})\]")
_LIST = re.compile(
    r"^References\n\n(?:[^\S\n]+Visible links:?\n)?[^\S\n]+1\. "
    r"(?:https?|ftp|file|mailto|javascript):",
    re.MULTILINE,
)
_LEAST = 3


def without_links(flat: str) -> str:
    """Return a page of the same length in which lynx' marks of links are blanks."""
    if "References\n" not in flat:
        return flat
    lists = [found.start() for found in _LIST.finditer(flat)]
    if not lists:
        return flat
    body = flat[: lists[-1]]
    numbers = [int(mark[1]) for mark in _MARK.finditer(body)]
    rising = sum(later == earlier + 1 for earlier, later in pairwise(numbers))
    if len(numbers) < _LEAST or rising * 2 < len(numbers) - 1:
        return flat
    return _MARK.sub(lambda mark: BLANK * len(mark[0]), body) + flat[lists[-1] :]
