"""The commonest shapes of a date at one glance; whatever else there is, `matching` reads.

Only speed: every string that is read here is read the same way there (a test holds both together).
"""

import re

from corpus.ingest.dates.moment import Moment
from corpus.ingest.dates.numeric import a_day
from corpus.ingest.dates.tokens import clock_of
from corpus.ingest.dates.words import WORDS

_CLOCK = (
    r"(?:,?\s(?:(?:at|um|@|à|o|в|о|om|kl\.?|alle|às|la|u|v|kell)\s)?"
    r"(\d{1,2}):(\d\d)(?::(\d\d))?(?:\s?([ap])\.?m\.?)?)?\Z"
)
_NAMED = re.compile(
    r"(?:([^\W\d_]{3,12})\.?\s(\d{1,2})(?:st|nd|rd|th)?,?"
    r"|(\d{1,2})(?:st|nd|rd|th|\.)?\s(?:de\s)?([^\W\d_]{3,12})\.?,?(?:\sde)?)\s(\d{4})" + _CLOCK
)
_FIGURES = re.compile(r"(?:(\d{4})([-/.])(\d\d)\2(\d\d)|(\d\d)\.(\d\d)\.(\d{4}))" + _CLOCK)


def common_shape(low: str) -> Moment | None:
    """Read a folded string of one of the commonest shapes; None for any other."""
    found = _NAMED.match(low)
    if found:
        name, day, other_day, other_name, year = found.group(1, 2, 3, 4, 5)
        word = WORDS.get(name or other_name)
        if word is None or not word.month or word.rivals:
            return None
        return _moment(found, 5, int(year), word.month, int(day or other_day))
    found = _FIGURES.match(low)
    if found is None:
        return None
    if found[1]:
        return _moment(found, 7, int(found[1]), int(found[3]), int(found[4]))
    return _moment(found, 7, int(found[7]), int(found[6]), int(found[5]))


def _moment(found: re.Match[str], place: int, year: int, month: int, day: int) -> Moment | None:
    known = a_day(year, month, day)
    if known is None:
        return None
    hour, minute, second, half = found.group(place + 1, place + 2, place + 3, place + 4)
    if hour is None:
        return Moment(known)
    clock = clock_of((int(hour), int(minute), int(second or 0)), half or "")
    return Moment(known, clock, seconds=second is not None) if clock else None
