"""Reads the dates that blogs print: a table of names in several languages, no guessing.

A string is a date only if every word of it belongs to one. ISO dates of data files are read in
`jsonl_fields`.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo

from corpus.ingest.events import Precision, Written

DATE_CHARACTERS = 80

_MONTHS_BY_LANGUAGE = (
    "january february march april may june july august september october november december",
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "jän feb mär apr mai jun jul aug sept okt nov dez",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "janv févr mar avr mai juin juil aoû sept oct nov déc",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "ene feb mar abr may jun jul ago set oct nov dic",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "gen feb mar apr mag giu lug ago set ott nov dic",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "jan feb mrt apr mei jun jul aug sep okt nov dec",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "jan fev mar abr mai jun jul ago set out nov dez",
)
_MONTHS = {
    name: number for names in _MONTHS_BY_LANGUAGE for number, name in enumerate(names.split(), 1)
} | {"jänner": 1, "feber": 2, "maerz": 3, "fevrier": 2, "aout": 8, "decembre": 12, "marco": 3}
_WEEKDAY_NAMES = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs "
    "fri sat sun montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di "
    "mi do fr sa so lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven "
    "sam dim lunes martes miércoles jueves viernes sábado domingo mié jue vie sáb dom lunedì "
    "martedì mercoledì giovedì venerdì sabato domenica gio sab maandag dinsdag woensdag "
    "donderdag vrijdag zaterdag zondag ma wo vr za zo segunda terça quarta quinta sexta feira"
)
_FILLER_WORDS = (
    "at on the of um am den der de del el a las la le à alle il op om às uhr uur h hs st nd "
    "rd th er º ª"
)
_WEEKDAYS = frozenset(_WEEKDAY_NAMES.split())
_FILLERS = frozenset(_FILLER_WORDS.split())
_RELATIVE = re.compile(
    r"(?:(?:vor|hace|il y a|há)\s+)?(?:\d{1,4}|an?|one|einem|einer|un|une|una|een)\s+"
    r"(?:second|minute|hour|day|week|month|year|sekunde|stunde|tag|woche|monat|jahr|seconde|heure|"
    r"jour|semaine|mois|an|segundo|minuto|hora|día|semana|mes|año|secondo|ora|giorno|settimana|"
    r"mese|anno|minuut|uur|dag|week|maand|jaar)\w{0,3}(?:\s+(?:ago|fa|geleden|atrás))?\Z"
    r"|(?:just now|yesterday|today|gestern|heute|hier|ayer|ieri|gisteren)\Z"
)
_CLOCK = re.compile(
    r"(?<![\d.:])(\d{1,2})(?:\s?[:h]\s?(\d{2})(?::(\d{2}))?)?(?:\s?([ap])\.?\s?m\b\.?)?(?![\d:])"
)
_NUMERIC = re.compile(
    r"(\d{4})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{1,2})(?!\d)"
    r"|(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?[-/.,]\s?(\d{4})(?!\d)"
)
_WORD = re.compile(r"\d+|[^\W\d_]+|[^\w\s]|_")


@dataclass(frozen=True, slots=True)
class Moment:
    """What a printed date says: a day, a time of day, both, or only how long ago it was."""

    day: date | None = None
    clock: time | None = None
    seconds: bool = False
    relative: bool = False


def read_moment(raw: str) -> Moment | None:
    """Read a printed date or time of day; None when the string is anything else."""
    if len(raw) > DATE_CHARACTERS:
        return None
    text = " ".join(raw.casefold().split()).strip(" ,;|#")
    if not text:
        return None
    if _RELATIVE.match(text):
        return Moment(relative=True)
    text, clock, seconds = _take_clock(text)
    if not text.strip(" @,|-–—"):
        return Moment(clock=clock, seconds=seconds) if clock else None
    day = _read_day(text)
    return Moment(day, clock, seconds) if day else None


def written(raw: str, zone: tzinfo | None, *, fallback: Moment | None = None) -> Written:
    """Return when something was written by its printed date.

    `fallback` lends its day where `raw` states only a time of day. `zone` is given to clock times.
    A date that cannot be read leaves `at` None and keeps the raw string.
    """
    moment = read_moment(raw)
    if moment is None:
        return Written(raw=raw)
    if moment.relative:
        return Written(raw=raw, precision="relative")
    day = moment.day or (fallback.day if fallback else None)
    if day is None:
        return Written(raw=raw)
    if moment.clock is None:
        return Written(datetime.combine(day, time()), raw, "day")
    precision: Precision = "second" if moment.seconds else "minute"
    return Written(datetime.combine(day, moment.clock, zone), raw, precision)


def _take_clock(text: str) -> tuple[str, time | None, bool]:
    """Cut the time of day out of a string; the last one that is surely one."""
    for found in reversed(list(_CLOCK.finditer(text))):
        hour, minute, second, half = found[1], found[2], found[3], found[4]
        if minute is None and half is None:
            continue
        clock = _clock(int(hour), int(minute or 0), int(second or 0), half)
        if clock is None:
            return text, None, False
        return text[: found.start()] + " " + text[found.end() :], clock, second is not None
    return text, None, False


def _clock(hour: int, minute: int, second: int, half: str | None) -> time | None:
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


def _read_day(text: str) -> date | None:
    numeric = _NUMERIC.search(text)
    if numeric:
        rest = text[: numeric.start()] + " " + text[numeric.end() :]
        if not all(_is_filler(word) for word in _WORD.findall(rest)):
            return None
        return _numeric_day(numeric)
    return _named_day(_WORD.findall(text))


def _is_filler(word: str) -> bool:
    return word in _FILLERS or word in _WEEKDAYS or word in "@,.-–—|()º'"


def _numeric_day(found: re.Match[str]) -> date | None:
    """Read digits only; 04/05/2017 stays unread, for nobody can say which is the month."""
    if found[1]:
        return _day(int(found[1]), int(found[2]), int(found[3]))
    first, mark, second, year = int(found[4]), found[5], int(found[6]), int(found[7])
    if mark == "." or first > 12 or first == second:
        return _day(year, second, first)
    if second > 12:
        return _day(year, first, second)
    return None


def _named_day(words: list[str]) -> date | None:
    month: str | None = None
    numbers: list[int] = []
    for word in words:
        if word.isdecimal():
            numbers.append(int(word))
        elif word in _MONTHS and (month is None or month in _WEEKDAYS):
            month = word
        elif not _is_filler(word):
            return None
    if month is None or len(numbers) != 2:
        return None
    year, day = (numbers[0], numbers[1]) if numbers[0] > 31 else (numbers[1], numbers[0])
    return _day(year, _MONTHS[month], day)


def _day(year: int, month: int, day: int) -> date | None:
    if not 1900 <= year <= 2200:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
