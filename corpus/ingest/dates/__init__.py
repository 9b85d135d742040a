"""Reads the dates that blogs print, in 38 languages: names and shapes from a table, no guessing.

Dates that need the whole page to be understood are settled by `numeric_order`.
"""

from corpus.ingest.dates.moment import Moment, Order
from corpus.ingest.dates.order import numeric_order
from corpus.ingest.dates.reading import (
    DATE_CHARACTERS,
    date_at_end,
    find_dates,
    read_moment,
    written,
)

__all__ = [
    "DATE_CHARACTERS",
    "Moment",
    "Order",
    "date_at_end",
    "find_dates",
    "numeric_order",
    "read_moment",
    "written",
]
