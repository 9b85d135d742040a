"""When a relative date was, counted from the moment at which its page was captured.

A table of what units mean, in the languages of `relative`; what it does not settle stays unsettled.
"""

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo

from corpus.ingest.dates.reading import read_moment
from corpus.ingest.dates.relative import is_relative
from corpus.ingest.dates.tokens import folded
from corpus.ingest.events import Event, ThreadRead, Written

# Beginnings of words. "Годин" is an hour in Ukrainian and a year in Serbian and Bulgarian, "m" a
# minute or a month: they are not here.
_STARTS = {
    "seconds": "sec|sek|segundo|segon|saniye|detik|giây|másodperc|sekunt|секунд|δευτερόλεπτ|วินาที"
    "|ثاني|ثوان|ثانیه|सेकंड|秒|초",
    "minutes": "min|perc|минут|хвилин|λεπτ|dakika|menit|phút|דק|دقيق|دقائق|دقیق|मिनट|นาที|分|분",
    "hours": "hour|hr|stunde|std|heure|hor|ora|ore|uur|uren|timer|timm|time|tunti|tuntia|godz|hodin"
    "|óra|órá|oră|sat|ur|час|сат|ώρ|saat|jam|giờ|ordu|שע|ساع|ساعت|घंट|ชั่วโมง|小时|小時|時間|时|時|시간",
    "days": "day|tag|tg|jour|día|dia|dies|giorn|dag|døgn|päiv|dni|dzień|dn|dní|dň|nap|zi|dan|дан"
    "|день|дн|ден|ημέρ|μέρ|gün|hari|ngày|egun|יו|ימ|يوم|أيام|روز|दिन|วัน|天|日|일",
    "weeks": "week|wk|woche|wo|semaine|sem|settiman|setman|weken|uge|uke|veck|viikko|tydz|tygodn"
    "|týd|týžd|hét|hete|săptămân|tjed|tedn|недел|тижд|тижн|седмиц|εβδομάδ|hafta|minggu|tuần|aste"
    "|שבוע|أسبوع|أسابيع|هفته|सप्ताह|हफ्त|สัปดาห์|周|週|주",
    "months": "mo|mes|mês|maand|måned|månad|kuukau|miesi|měsíc|hónap|lun|mjesec|месец|месяц|місяц"
    "|μήν|bulan|tháng|hilabete|חודש|شهر|أشهر|ماه|माह|महीन|เดือน|个月|個月|箇月|か月|ヶ月|カ月|ヵ月|ケ月"
    "|개월|달|месяц",
    "years": "year|yr|jahr|ans|an|ano|año|anno|anni|jaar|år|vuo|rok|lat|let|év|год|лет|рік|рок|έτ"
    "|χρόν|yıl|tahun|năm|any|urte|שנ|سنة|سنت|سنوات|سال|वर्ष|साल|ปี|年|년",
}  # fmt: skip
# One letter stands for one thing only.
_LETTERS = {"s": "seconds", "h": "hours", "d": "days", "j": "days", "w": "weeks", "y": "years"}
_ONE = (
    "an?|one|eine[mr]?|ein|une|una|uno|uma|um|un|een|en|ett|et|yhden|jeden|jedną|одну|один|една"
    "|един|bir"
)
_BEFORE = {
    0: "today|heute|aujourd'hui|aujourd’hui|hoy|oggi|hoje|vandaag|i dag|idag|tänään|dzisiaj|dziś"
    "|dnes|dneska|azi|danas|данас|danes|сегодня|сьогодні|днес|σήμερα|bugün|hari ini|hôm nay|avui"
    "|gaur|hoxe|היום|اليوم|امروز|วันนี้|今天|今日|오늘",
    1: "yesterday|gestern|hier|ayer|ieri|ontem|gisteren|i går|igår|eilen|wczoraj|včera|tegnap"
    "|jučer|juče|јуче|včeraj|вчера|вчора|χθες|χτες|dün|kemarin|hôm qua|ahir|atzo|onte|אתמול|أمس"
    "|دیروز|เมื่อวาน|昨天|昨日|어제",
}
_NOW = re.compile(
    r"just now|a moment ago|gerade eben|à l'instant|ahora mismo|adesso|zojuist|только что"
    r"|az önce|baru saja|vừa xong|刚刚|剛剛|たった今|방금"
)
_PAIR = re.compile(rf"(?<![\w.,])(?:(\d{{1,4}})\+?\s?|(?:{_ONE})\s)(?:de\s)?(?=([^\W\d_]\S*))")
_MARKS = re.compile(r"[\s,;.@]+")
_FIRST_YEAR = 1990


def _units() -> list[tuple[str, str]]:
    found = [(start, unit) for unit, starts in _STARTS.items() for start in starts.split("|")]
    return sorted(found, key=lambda one: -len(one[0]))


_UNITS = _units()
_DAYS = {word: days for days, words in _BEFORE.items() for word in words.split("|")}


def moment_of(captured: str | None) -> datetime | None:
    """Read the ISO 8601 instant at which a page was captured, in UTC where it names no zone."""
    if not captured:
        return None
    try:
        found = datetime.fromisoformat(captured)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def since(raw: str, captured: datetime, zone: tzinfo | None = None) -> datetime | None:
    """Return when something was written that was "2 days ago" when it was captured.

    As exact as the words are: two days, to the minute of the capture. `zone` is where "yesterday"
    began. None for words that do not settle it.
    """
    low = folded(raw).strip(" ,;|#\t\n")
    if not is_relative(low):
        return None
    if _NOW.search(low):
        return captured
    for word, days in _DAYS.items():
        if low.startswith(word):
            return _on_day(low.removeprefix(word), captured.astimezone(zone or UTC), days, zone)
    steps = list(_steps(low))
    if not steps or None in steps:
        return None
    at = captured
    for step in steps:
        if step is not None:
            at = _earlier(at, *step)
    return at if at.year >= _FIRST_YEAR else None


def counted(found: Iterable[Event], captured: str | None, zone: tzinfo | None) -> Iterator[Event]:
    """Yield the events of a page's reading, the relative dates in it counted from its capture."""
    at = moment_of(captured)
    for event in found:
        if at is None or not isinstance(event, ThreadRead):
            yield event
            continue
        posts = tuple(replace(post, written=_settled(post.written, at, zone))
                      for post in event.posts)  # fmt: skip
        yield replace(event, posts=posts, written=_settled(event.written, at, zone))


def _settled(written: Written, captured: datetime, zone: tzinfo | None) -> Written:
    if written.precision != "relative" or written.at is not None or not written.raw:
        return written
    return replace(written, at=since(written.raw, captured, zone))


def _on_day(rest: str, here: datetime, days: int, zone: tzinfo | None) -> datetime | None:
    """Return the time of day that is printed behind "yesterday"; without one the day's noon."""
    day = (here - timedelta(days=days)).date()
    moment = read_moment(_MARKS.sub(" ", rest.replace(":", "\0")).replace("\0", ":").strip())
    if moment is None or moment.clock is None:
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=zone or UTC)
        return min(noon, here)
    return datetime.combine(day, moment.clock, moment.zone or zone)


def _steps(low: str) -> Iterator[tuple[str, int] | None]:
    """Yield the units and their numbers; None for a number of what nobody knows."""
    for number, word in _PAIR.findall(low):
        unit = _LETTERS.get(word.rstrip(".,)")) or next(
            (unit for start, unit in _UNITS if word.startswith(start)), None
        )
        if word.startswith("годин"):
            unit = None
        if number or unit:
            yield (unit, int(number or 1)) if unit else None


def _earlier(at: datetime, unit: str, number: int) -> datetime:
    if unit not in {"months", "years"}:
        return at - timedelta(**{unit: number})
    months = at.year * 12 + at.month - 1 - number * (12 if unit == "years" else 1)
    year, month = divmod(months, 12)
    if year < 1:
        return at.replace(year=1)
    last = calendar.monthrange(year, month + 1)[1]
    return at.replace(year=year, month=month + 1, day=min(at.day, last))
