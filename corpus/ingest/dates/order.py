"""Decides by evidence whether a page writes its days before its months.

04/05/2017 alone says nothing; the other dates of its page may.
"""

from collections.abc import Iterable
from datetime import datetime, time
from itertools import pairwise

from corpus.ingest.dates.moment import ORDERS, Moment, Order
from corpus.ingest.dates.reading import read_moment

_ENOUGH = 3
# Languages whose readers write the day first wherever they live; English has two customs.
_DAY_FIRST_NAMES = (
    "de fr es it pt nl da no nb nn fi pl cs sk ro hr sr sl ru uk bg el tr id vi ca gl he ar hi th "
    "br is lv et mk sq be ka hy"
)
_DAY_FIRST = frozenset(_DAY_FIRST_NAMES.split())
_YEAR_FIRST = ("ja", "zh", "ko", "hu", "lt", "eu", "sv", "fa", "mn")


def numeric_order(raws: Iterable[str], *, language: str | None = None) -> Order | None:
    """Return the order of a page's numeric dates; None where nothing decides it.

    `raws` are all dates of one page in its order, in any form. Evidence, strongest first: a date
    that only one order can mean (a part above 12), a sequence that only one order makes rise or
    fall throughout (from three different days on), years of two figures that agree only in one
    place, and the page's `language` (ISO 639-1; a region may follow, as in en-GB).
    """
    moments = [moment for moment in map(read_moment, raws) if moment and moment.dated]
    open_dates = [moment for moment in moments if _is_open(moment)]
    if not any(moment.orders for moment in moments) and not open_dates:
        return None
    orders = [order for order in ORDERS if all(order in each.choices for each in open_dates)]
    orders = [order for order in orders if not _is_denied(order, moments)]
    if len(orders) > 1:
        orders = _rising(orders, moments) or orders
    if len(orders) > 1:
        orders = _of_one_year(orders, open_dates)
    if len(orders) == 1:
        return orders[0]
    return _by_language(orders, language)


def _is_open(moment: Moment) -> bool:
    return bool(moment.choices) and not moment.choices.keys().isdisjoint(ORDERS)


def _is_denied(order: Order, moments: list[Moment]) -> bool:
    """Say whether a numeric date of the page cannot be read by an order."""
    return any(moment.orders and order not in moment.orders for moment in moments)


def _rising(orders: list[Order], moments: list[Moment]) -> list[Order]:
    """Return the only order by which the dates rise or fall throughout, if they lie closest so.

    Answers below their comments break a true order, and may make a false one rise; a false order
    also scatters the days over the year, so it has to be the closest as well.
    """
    times = {order: _times(order, moments) for order in orders}
    spans = {order: max(each) - min(each) for order, each in times.items()}
    rising = [order for order in orders if _is_monotone(times[order])]
    return rising if len(rising) == 1 and spans[rising[0]] == min(spans.values()) else []


def _times(order: Order, moments: list[Moment]) -> list[datetime]:
    return [
        datetime.combine(day, moment.clock or time())
        for moment in moments
        if (day := moment.settled(order).day)
    ]


def _is_monotone(times: list[datetime]) -> bool:
    if len({each.date() for each in times}) < _ENOUGH:
        return False
    pairs = list(pairwise(times))
    return all(a <= b for a, b in pairs) or all(a >= b for a, b in pairs)


def _of_one_year(orders: list[Order], moments: list[Moment]) -> list[Order]:
    """Keep the orders by which three days or more fall into the same year, if any do."""
    same = [
        order
        for order in orders
        if len({moment.choices[order] for moment in moments if order in moment.choices}) >= _ENOUGH
        and len({moment.choices[order].year for moment in moments}) == 1
    ]
    return same or orders


def _by_language(orders: list[Order], language: str | None) -> Order | None:
    if not language:
        return None
    tongue, _, region = language.replace("_", "-").casefold().partition("-")
    customs: tuple[Order, ...] = ()
    if tongue == "en" and region:
        customs = ("mdy",) if region == "us" else ("dmy",)
    elif tongue in _DAY_FIRST:
        customs = ("dmy",)
    elif tongue in _YEAR_FIRST:
        customs = ("ymd", "dmy") if tongue not in {"ja", "zh", "ko"} else ("ymd",)
    return next((order for order in customs if order in orders), None)
