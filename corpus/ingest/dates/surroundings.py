"""Takes in what stands around a day: its weekday, the time of day, the half of it, the zone.

Which tokens are the day is found in `matching`. Every look has a bounded number of steps.
"""

from dataclasses import dataclass, field
from datetime import date, time, tzinfo

from corpus.ingest.dates.moment import Moment, Order
from corpus.ingest.dates.tokens import Token, clock_of

_REACH = 8
_MARKS = frozenset(",.'’-–—/()[]·•|@؛،、|~:;º°ª\"#॰׳״")
# These belong to the clock or year before them.
_TAILS = "uhr h hs hrs uur г г. р р. น น. ч час часа часов a an kor 日 tarihinde बजे"
_TAIL = frozenset(_TAILS.split())
# Halves of the day that are other words too; only where no number or name follows.
_DOUBTFUL_HALVES = frozenset(("am", "em", "sa", "ap", "fm", "pop", "dop", "de.", "ö"))


# Short names of weekdays that are everyday words elsewhere: they count before a comma or a stop.
_EVERYDAY_NAMES = "per par man mar may"
_EVERYDAY = frozenset(_EVERYDAY_NAMES.split())


@dataclass(slots=True)
class Match:
    """A date found: its first and last token, and what it says so far."""

    first: int
    last: int
    days: dict[str, date] = field(default_factory=dict)
    day: date | None = None
    month_day: tuple[int, int] | None = None
    clock: time | None = None
    seconds: bool = False
    zone: tzinfo | None = None
    orders: tuple[Order, ...] = ()

    def moment(self) -> Moment:
        """Return what the match says as plain data."""
        return Moment(
            day=self.day,
            clock=self.clock,
            seconds=self.seconds,
            zone=self.zone if self.clock else None,
            month_day=self.month_day,
            choices=self.days,
            orders=self.orders,
        )


def match_clock(parts: list[Token]) -> Match | None:
    """Match a time of day alone; None if there is none."""
    for place in range(len(parts)):
        if _is_clock(parts, place, sure=len(parts) <= 5):
            match = Match(place, place)
            if take_clock(parts, match, place):
                return match
    return None


def is_idle(token: Token) -> bool:
    """Say whether a token can stand beside a date without meaning anything."""
    if token.kind == "mark":
        return token.text in _MARKS
    word = token.word
    return bool(word and (word.filler or word.weekday or word.unsure_zone))


def _is_bare_hour(parts: list[Token], place: int) -> bool:
    """Say whether a number is an hour: "2 pm", "下午2"."""
    token = parts[place]
    return (
        token.kind == "number"
        and figure(parts, place, 12)
        and bool(_half_after(parts, place) or _half_before(parts, place))
    )


def _names_day(parts: list[Token], place: int) -> bool:
    name = parts[place].text
    everyday = name in _EVERYDAY or (len(name) < 3 and name.isascii())
    return not everyday or parts[place + 1].text in {",", "."}


def _half_after(parts: list[Token], place: int) -> str:
    following = parts[place + 1] if place + 1 < len(parts) else None
    if following is None or following.word is None or not following.word.half:
        return ""
    if following.text in _DOUBTFUL_HALVES and place + 2 < len(parts):
        beyond = parts[place + 2]
        named = beyond.word and (beyond.word.month or beyond.word.weekday)
        if beyond.kind in {"number", "numeric"} or named:
            return f"?{following.word.half}"
    return following.word.half


def _half_before(parts: list[Token], place: int) -> str:
    word = parts[place - 1].word if place else None
    return word.half if word else ""


def take_clock(parts: list[Token], match: Match, place: int) -> bool:
    """Take the time of day at a token, with its half of the day and its zone."""
    token = parts[place]
    after = _half_after(parts, place)
    before = "" if after else _half_before(parts, place)
    half = after or before
    clock = clock_of(token.parts, half.removeprefix("?"))
    # "12:33 am 30. Juli": noon in German, midnight in English; "2:33 em 30": Portuguese, Swedish.
    unsure = half.startswith("?") and clock != clock_of(token.parts, "")
    if clock is None or unsure:
        return False
    match.clock, match.seconds = clock, token.mark in {"s", "short."}
    match.first = min(match.first, place - 1 if before else place)
    end = place + 1 if after else place
    match.last = max(match.last, end)
    _take_zone(parts, match, end)
    return True


def _take_zone(parts: list[Token], match: Match, place: int) -> None:
    """Take the zone after a clock time; an abbreviation that is unsure is only passed over."""
    following = place + 1
    while following < len(parts) and parts[following].text in {"(", "h", "uhr", "uur", ",", "बजे"}:
        following += 1
    if following >= len(parts):
        return
    token = parts[following]
    if token.kind == "zone":
        match.zone = token.zone
    elif token.word and token.word.zone:
        match.zone = token.word.zone
    elif not (token.word and token.word.unsure_zone):
        return
    match.last = max(match.last, following)


def look_right(parts: list[Token], match: Match) -> None:
    """Take in a weekday and the time of day after the day."""
    place, at = match.last + 1, False
    for _ in range(_REACH):
        if place >= len(parts):
            break
        token = parts[place]
        if match.clock is None and _is_clock(parts, place, sure=at or match.month_day is None):
            if not take_clock(parts, match, place):
                break
            place = match.last + 1
            continue
        half = bool(token.word and token.word.half) and match.clock is None
        if not (is_idle(token) or half):
            break
        at = _leads_to_clock(token, at=at)
        if token.word and token.word.weekday and not token.word.filler:
            match.last = place
        place += 1
    _take_tail(parts, match)


def _leads_to_clock(token: Token, *, at: bool) -> bool:
    if token.kind == "mark":
        return at or token.text == "@"
    return bool(token.word and token.word.at)


def _is_clock(parts: list[Token], place: int, *, sure: bool) -> bool:
    """Say whether a time of day stands here; 14.05 is one only where a clock is due or p.m."""
    token = parts[place]
    if token.kind == "clock" or _is_bare_hour(parts, place):
        return True
    dotted = token.kind == "dotted" or token.mark == "short."
    return dotted and (sure or bool(_half_after(parts, place) or _half_before(parts, place)))


def _take_tail(parts: list[Token], match: Match) -> None:
    """Take in the words that belong to the year or the hour before them ("Uhr", "г.")."""
    place = match.last + 1
    opened = [token.text for token in parts[match.first : place]].count("(")
    closed = [token.text for token in parts[match.first : place]].count(")")
    if opened > closed and place < len(parts) and parts[place].text == ")":
        match.last = place
        place += 1
    while place < len(parts) and place <= match.last + 2:
        if parts[place].text in _TAIL:
            match.last = place
        elif parts[place].text not in {"(", ")", "."}:
            break
        place += 1


def look_left(parts: list[Token], match: Match) -> None:
    """Take in a weekday and the time of day before the day."""
    place = match.first - 1
    for _ in range(_REACH):
        if place < 0:
            break
        token = parts[place]
        clocked = _is_clock(parts, place, sure=False)
        if match.clock is None and clocked:
            if not take_clock(parts, match, place):
                break
            place = match.first - 1
            continue
        half = bool(token.word and token.word.half) and match.clock is None
        zone = bool(token.word and token.word.zone) or token.kind == "zone"
        if not (is_idle(token) or half or zone):
            break
        if token.word and token.word.weekday and _names_day(parts, place):
            match.first = place
        place -= 1


def figure(parts: list[Token], place: int, highest: int) -> bool:
    """Say whether the number at a place has two figures at most and lies in 1 to `highest`."""
    token = parts[place]
    return len(token.text) <= 2 and 1 <= token.parts[0] <= highest
