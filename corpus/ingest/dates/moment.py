"""What a printed date says, as plain data. How it is read lives in `reading` and `matching`."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time, tzinfo
from typing import Literal

Order = Literal["dmy", "mdy", "ymd"]
ORDERS: tuple[Order, ...] = ("dmy", "mdy", "ymd")


@dataclass(frozen=True, slots=True)
class Moment:
    """What a printed date says: a day, a time of day, both, or only how long ago it was.

    `month_day` is a month and a day whose year is not printed. `choices` are the days that a date
    can mean whose parts cannot be told apart ("04/05/2017", keyed by order) or whose month's name
    means two months ("listopad", keyed by language), or that counts years as the Thai calendar does
    ("buddhist"); `day` is None then. `orders` are those by which a date of figures is a day at all:
    what it tells about its page. `zone` is set only where the offset is printed and sure.
    """

    day: date | None = None
    clock: time | None = None
    seconds: bool = False
    relative: bool = False
    zone: tzinfo | None = None
    month_day: tuple[int, int] | None = None
    choices: Mapping[str, date] = field(default_factory=dict, hash=False)
    orders: tuple[Order, ...] = ()

    @property
    def dated(self) -> bool:
        """Whether it is a date at all, known or not, and more than a time of day."""
        return bool(self.day or self.relative or self.month_day or self.choices)

    def settled(self, key: str | None) -> "Moment":
        """Return the moment with its day chosen by an order or a language; itself if neither."""
        if self.day or not key or key not in self.choices:
            return self
        return replace(self, day=self.choices[key], choices={})
