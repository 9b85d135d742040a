"""Which days a date of figures alone can mean: 30/07/2013, 04/05/2017, 13.07.30.

Which of them a page means is decided by its other dates, in `order`.
"""

from datetime import date

_BUDDHIST = 543


def a_day(year: int, month: int, day: int) -> date | None:
    """Return the day, or None if the calendar has none or no blog can be that old."""
    if not 1900 <= year <= 2200:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def buddhist(year: int, month: int, day: int) -> dict[str, date]:
    """Return the day of the Thai solar calendar (543 years ahead), as a choice, never as sure."""
    found = a_day(year - _BUDDHIST, month, day) if 2443 <= year <= 2643 else None
    return {"buddhist": found} if found else {}


def numeric_days(
    parts: tuple[int, ...], mark: str, text: str
) -> tuple[dict[str, date], tuple[int, int] | None]:
    """Return the days that figures can mean by order, or the month and day where no year stands."""
    if mark == "cjk" and parts[0] == 0:
        month, day = parts[1], parts[2]
        return {}, ((month, day) if a_day(2000, month, day) else None)
    if mark.startswith("short"):
        return _short(parts, mark, text), None
    if mark.startswith("dmy"):
        day, month, year = parts
        days = _known({"dmy": a_day(year, month, day)})
        if mark != "dmy." or not days:
            # Behind a stop the day comes first wherever it can.
            days |= _known({"mdy": a_day(year, day, month)})
        return days or buddhist(year, month, day), None
    year, month, day = parts
    return _known({"ymd": a_day(year, month, day)}) or buddhist(year, month, day), None


def short_year_days(first: int, month: int, last: int) -> dict[str, date]:
    """Return the days of 30-Jul-13: day or year may come first."""
    choices = {"dmy": a_day(_full(last), month, first), "ymd": a_day(_full(first), month, last)}
    return _known(choices)


def _short(parts: tuple[int, ...], mark: str, text: str) -> dict[str, date]:
    one, two, three = parts
    days = {"dmy": a_day(_full(three), two, one)}
    if text[1].isdecimal():
        days["ymd"] = a_day(_full(one), two, three)
    days["mdy"] = a_day(_full(three), one, two)
    return _known(days)


def _full(year: int) -> int:
    """Return the year that two figures mean, from 1970 to 2069; 0 for anything longer."""
    if year > 99:
        return 0
    return year + (1900 if year >= 70 else 2000)


def _known(days: dict[str, date | None]) -> dict[str, date]:
    return {order: day for order, day in days.items() if day}
