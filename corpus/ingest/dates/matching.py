"""Finds a date among the tokens of a line: the day first, then the time of day around it.

Works outwards from a month's name or a numeric date with a bounded number of steps, so that a line
is read in linear time. What tokens are is `tokens`' matter, relative dates are `relative`'s.
"""

from corpus.ingest.dates.moment import ORDERS
from corpus.ingest.dates.names import RIVALS
from corpus.ingest.dates.numeric import a_day, buddhist, numeric_days, short_year_days
from corpus.ingest.dates.surroundings import (
    Match,
    figure,
    is_idle,
    look_left,
    look_right,
    take_clock,
)
from corpus.ingest.dates.tokens import Token

# Those that can part a day, a month and a year.
_INNER_MARKS = frozenset(",.'’-–—/()º°ª،॰׳״")
_GAP = 5


def match_at(parts: list[Token], core: int) -> Match | None:
    """Match a date around the token at `core`; None when there is none."""
    token = parts[core]
    if token.kind == "numeric":
        match = _numeric(token, core)
    elif token.word and token.word.month:
        match = _named(parts, core)
    else:
        return None
    if match is not None:
        for place in range(match.first, match.last):
            if parts[place].kind == "clock":
                take_clock(parts, match, place)
        look_right(parts, match)
        look_left(parts, match)
    return match


def _numeric(token: Token, core: int) -> Match | None:
    days, month_day = numeric_days(token.parts, token.mark, token.text)
    if month_day:
        return Match(core, core, month_day=month_day)
    if not days:
        return None
    telling = token.mark in {"dmy/", "dmy-"} or token.mark.startswith("short")
    orders = tuple(order for order in ORDERS if order in days) if telling else ()
    different = set(days.values())
    if len(different) == 1 and "buddhist" not in days:
        return Match(core, core, day=different.pop(), orders=orders)
    return Match(core, core, days=days, orders=orders)


def _named(parts: list[Token], core: int) -> Match | None:
    """Match a date with a month's name: 30 July 2013, July 30 2013, 2013 July 30, July 30."""
    if _is_weekday_here(parts, core):
        return None
    after = _number(parts, core, 1)
    later = _year_after(parts, after) if after is not None else None
    before = _number(parts, core, -1)
    if after is not None and later is not None and figure(parts, after, 31):
        return _day_match(parts, core, core, later, (later, after))
    if before is not None and after is not None:
        if figure(parts, before, 31) and _is_year(parts, after):
            return _day_match(parts, core, before, after, (after, before))
        if _is_year(parts, before) and figure(parts, after, 31):
            return _day_match(parts, core, before, after, (before, after))
        if short := _short_year(parts, core, before, after):
            return short
    return _without_year(parts, core, before, after)


def _day_match(
    parts: list[Token], core: int, first: int, last: int, year_day: tuple[int, int]
) -> Match | None:
    year, day = (parts[place].parts[0] for place in year_day)
    word = parts[core].word
    if word is None:
        return None
    if word.rivals:
        months = RIVALS[parts[core].text]
        days = {tongue: a_day(year, month, day) for tongue, month in months.items()}
        known = {tongue: value for tongue, value in days.items() if value}
        return Match(first, last, days=known) if known else None
    found = a_day(year, word.month, day)
    if found:
        return Match(first, last, day=found)
    days_of_era = buddhist(year, word.month, day)
    return Match(first, last, days=days_of_era) if days_of_era else None


def _short_year(parts: list[Token], core: int, before: int, after: int) -> Match | None:
    """Match 30-Jul-13, whose year has two figures, when nothing but a stroke parts the three."""
    between = [*parts[before + 1 : core], *parts[core + 1 : after]]
    if len(between) not in {2, 3} or any(token.text not in "-/'’" for token in between):
        return None
    word = parts[core].word
    if word is None or word.rivals or len(parts[after].text) != 2:
        return None
    days = short_year_days(parts[before].parts[0], word.month, parts[after].parts[0])
    if len(days) == 1:
        return Match(before, after, day=next(iter(days.values())))
    return Match(before, after, days=days) if days else None


def _without_year(
    parts: list[Token], core: int, before: int | None, after: int | None
) -> Match | None:
    word = parts[core].word
    if word is None or word.rivals:
        return None
    for place in (after, before):
        if place is None or not figure(parts, place, 31):
            continue
        day = parts[place].parts[0]
        # A leap year, so that 29 February stands.
        if a_day(2000, word.month, day):
            return Match(min(core, place), max(core, place), month_day=(word.month, day))
    return None


def _is_weekday_here(parts: list[Token], core: int) -> bool:
    """Say whether "mar" is Tuesday: another month's name follows."""
    word = parts[core].word
    if word is None or not word.weekday:
        return False
    following = parts[core + 1 : core + 5]
    return any(token.word and token.word.month for token in following)


def _number(parts: list[Token], start: int, step: int) -> int | None:
    """Return the place of the next number on one side, past words and marks that mean nothing."""
    place = start + step
    for _ in range(_GAP):
        if not 0 <= place < len(parts):
            return None
        token = parts[place]
        if token.kind == "number":
            return place
        if not is_idle(token) or (token.kind == "mark" and token.text not in _INNER_MARKS):
            return None
        place += step
    return None


def _year_after(parts: list[Token], day: int) -> int | None:
    """Return the place of the year after "July 30"; a time of day may stand between."""
    place = day + 1
    for _ in range(_GAP):
        if place >= len(parts):
            return None
        token = parts[place]
        if token.kind == "number":
            return place if _is_year(parts, place) else None
        passing = token.kind in {"clock", "zone"} or bool(token.word and token.word.zone)
        if not passing and not is_idle(token):
            return None
        place += 1
    return None


def _is_year(parts: list[Token], place: int) -> bool:
    token = parts[place]
    return len(token.text) == 4 and 1900 <= token.parts[0] <= 2700
