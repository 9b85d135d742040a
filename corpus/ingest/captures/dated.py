"""Where dates stand in a line, as captures glue them to names and to one another."""

import re
from typing import NamedTuple

from corpus.ingest.dates import Moment
from corpus.ingest.dates import find_dates as _find

_HINT = re.compile(
    r"\d|ago|just now|yester|today|gestern|heute|vorgestern|hier|ayer|hoy|ieri|oggi|ontem|hoje|"
    r"gister|vandaag|"
    r"wczoraj|dzisiaj|včera|dnes|вчера|сегодня|вчора|сьогодні|igår|idag|i går|i dag|eilen|tänään|"
    r"dün|bugün|"
    r"昨日|今日|昨天|今天|어제|오늘|أمس|اليوم|אתמול|היום|now|jetzt|vor ein|il y a|hace|há um|fa\b",
    re.IGNORECASE,
)


class Dated(NamedTuple):
    """A date in a line: its span, its own words, what they say."""

    start: int
    end: int
    raw: str
    moment: Moment


def find_dates(line: str) -> list[Dated]:
    """Find the dates of a line, from left to right, parts of one date joined."""
    if not _HINT.search(line):
        return []
    return [Dated(start, end, line[start:end], moment) for start, end, moment in _find(line)]
