"""Recognises dates that only say how long ago: "2 weeks ago", "vor 3 Tagen", "2日前", "3y".

They are kept as relative: no day is ever made up from them.
"""

import re

from corpus.ingest.dates.surroundings import is_idle
from corpus.ingest.dates.tokens import tokens

# Beginnings of the words for second, minute, hour, day, week, month and year, by language.
_UNITS = """
second|sec|minute|min|hour|hr|day|week|wk|month|mo|year|yr
sekunde|stunde|std|tag|woche|monat|jahr
seconde|heure|jour|semaine|mois|ans?|année
segundo|minuto|hora|día|dia|semana|mes|año
secondo|or[ae]|giorn|settiman|mes[ei]|ann[oi]
mês|ano
minuut|uur|uren|dag|weken|maand|jaar
sekund|minut|time|uge|måned|år|minutt|døgn|uke|timm|veck|månad
sekunt|minuut|tunti|päiv|viikko|kuukau|vuo
godzin|dzień|dni|tydzień|tygodn|miesi|rok|lat
hodin|dn[ey]|dní|týd|měsíc|let
minút|dňom|dňami|týžd|mesiac
másodperc|perc|ór|nap|hét|hónap|év
secund|oră|ore|zi|săptămân|lun
sat|ur[aeio]?|dan|tjed|tedn|nedelj|mjesec|mesec|godin
секунд|минут|сат|дан|недељ|месец|годин
час|день|дн|недел|месяц|год|лет
хвилин|годин|тижд|тижн|місяц|рік|рок
ден|седмиц
δευτερόλεπτ|λεπτ|ώρ|ημέρ|μέρ|εβδομάδ|μήν|έτ|χρόν
saniye|dakika|saat|gün|hafta|ay|yıl
detik|menit|jam|hari|minggu|bulan|tahun
giây|phút|giờ|ngày|tuần|tháng|năm
segon|setman|any|dies|hores
minutu|ordu|egun|aste|hilabete|urte
שני|דק|שע|יו|ימ|שבוע|חודש|שנ
ثانیه|دقیقه|ساعت|روز|هفته|ماه|سال
सेकंड|मिनट|घंट|दिन|सप्ताह|हफ्त|माह|महीन|वर्ष|साल
วินาที|นาที|ชั่วโมง|วัน|สัปดาห์|เดือน|ปี
ثاني|ثوان|دقيق|دقائق|ساع|يوم|أيام|أسبوع|أسابيع|شهر|أشهر|سنة|سنت|سنوات
"""
_CJK_UNIT = (
    r"(?:秒[钟鐘]?|分[钟鐘]?|小[时時]|時間|天|日|周|週[间間]?|[个個箇か\u30f6\u30ab\u30f5ヶ]月|年"
    r"|초|분|시간|일|주일?|개월|달|년)"
)
_AGO = (
    "ago|fa|geleden|atrás|atras|siden|sedan|sitten|temu|ezelőtt|în urmă|назад|тому|önce|"
    "yang lalu|lalu|trước|पहले|پیش|قبل|enne"
)
_BEFORE = (
    "vor|il y a|hace|há|ha|acum|prije|pre|пре|pred|před|преди|πριν|πριν από|fa|duela|hai|לפני|"
    "منذ|قبل"
)
_ONE = (
    "an?|one|einem|einer|un|une|una|uno|um|uma|een|en|ett|et|yhden|jeden|jedną|один|одну|една|един|"
    "bir|a few|several|einigen|wenigen|quelques|unos|unas|poche|alcuni|alguns|enkele|שתי|שני"
)
_DAYS = (
    "just now|yesterday|today|a moment ago|gerade eben|gestern|heute|à l'instant|hier|"
    "aujourd[’']hui|ayer|hoy|ahora mismo|ieri|oggi|adesso|ontem|hoje|gisteren|vandaag|zojuist|"
    "i går|i dag|igår|idag|eilen|tänään|wczoraj|dzisiaj|dziś|včera|dnes|dneska|tegnap|ma|azi|"
    "jučer|danas|juče|јуче|данас|včeraj|danes|вчера|сегодня|только что|вчора|учора|сьогодні|днес|"
    "χθες|χτες|σήμερα|dün|bugün|az önce|kemarin|hari ini|baru saja|hôm qua|hôm nay|vừa xong|ahir|"
    "avui|atzo|gaur|onte|hoxe|אתמול|היום|أمس|اليوم|دیروز|امروز|कल|आज|เมื่อวาน|วันนี้|昨天|今天|刚刚|"
    "剛剛|昨日|今日|たった今|어제|오늘|방금|last (?:week|month|year)|"
    "letzte(?:n|s)? (?:woche|monat|jahr)"
)
_UNIT = "|".join(sorted("|".join(_UNITS.split()).split("|"), key=len, reverse=True))
_NUMBER = rf"(?:\d{{1,4}}\+?|{_ONE})"
# Vowel signs are no word characters to `re`.
_END = r"[\w\u064b-\u0652\u0900-\u0903\u093a-\u094f]{0,6}"
_COUNT = rf"{_NUMBER}\s?(?:de\s)?(?:{_UNIT}){_END}"
_ABOUT = r"(?:(?:about|almost|over|around|less than|more than|etwa|circa|environ)\s)?"
_PATTERN = re.compile(
    rf"(?<!\w)(?:(?:for|för)\s)?{_ABOUT}{_COUNT}\.?(?:,?\s\d{{1,2}}\s(?:{_UNIT}){_END})?\s?"
    rf"(?:{_AGO})(?!\w)"
    rf"|(?<!\w)(?:{_BEFORE})\s(?:από\s)?{_ABOUT}(?:{_COUNT}|(?:שנ|שע|דק|שבוע|חודש|יו){_END}"
    rf"|(?:ثاني|ثوان|دقيق|ساع|يوم|أسبوع|شهر|سنة|سنت){_END})(?:\s(?:واحدة?|אחד|אחת))?(?!\w)"
    r"|(?<!\w)(?:vor|il y a|hace|há|om)\s\d{1,3}\s?(?:j|mon|tg|wo|min|mo|sem|std|d|h|w)\b\.?(?!\w)"
    rf"|(?<!\w)\d{{1,4}}\s?{_CJK_UNIT}\s?(?:以?前|전)"
    r"|(?<!\w)\d{1,4}\s?(?:วินาที|นาที|ชั่วโมง|วัน|สัปดาห์|เดือน|ปี)\s?(?:ที่ผ่านมา|ที่แล้ว|ก่อน)"
)
_DAY = re.compile(rf"(?<!\w)(?:{_DAYS})(?!\w)")
_CLOCK_NEAR = re.compile(r"(?:\s|,|@|\w{1,8}\s){0,3}\d{1,2}[:.h]\d\d")
# Medium, Substack, Discourse and Disqus on a telephone.
_SHORT = re.compile(
    r"(?:\A|(?<=[·•|—–])|(?<=[·•|—–]\s))\s*(\d{1,3}\s?(?:mos?|min|mins|hr|hrs|yr|yrs|[smhdwy]|"
    r"sem|std|tg|j|t|u|godz|дн|г|ч|мес)(?:\sago)?)\s*(?=\Z|[·•|(]|edited)"
)
_GLUED = re.compile("[前전今昨刚剛]|ที่|ก่อน|เมื่อ|어제|오늘|방금")


def _triggers() -> frozenset[str]:
    words = {phrase.split()[-1] for phrase in f"{_AGO}|{_BEFORE}".split("|")}
    words |= {phrase.split()[0] for phrase in _DAYS.replace("[’']", "’").split("|")}
    words |= {"il", "în", "aujourd'hui", "letzte", "letzten", "letztes"}
    ends = ("", ".", ",", ":", ")", ";", "•", "·", "|")
    return frozenset(start + word + end for word in words for start in ("", "(") for end in ends)


_TRIGGERS = _triggers()
_ASCII_TRIGGERS = frozenset(word for word in _TRIGGERS if word.isascii())


def may_be_relative(low: str) -> bool:
    """Say cheaply whether a folded line holds any word of a relative date."""
    triggers = _ASCII_TRIGGERS if low.isascii() else _TRIGGERS
    if not triggers.isdisjoint(low.rstrip(" *").split()):
        return True
    if not low.isascii() and _GLUED.search(low):
        return True
    return _SHORT.search(low) is not None


def is_relative(low: str) -> bool:
    """Say whether a folded string is a relative date and nothing else."""
    spans = relative_spans(low)
    if not spans:
        return False
    start, end = spans[0][0], spans[-1][1]
    outside = [*tokens(low[:start]), *tokens(low[end:])]
    return all(
        is_idle(token) or token.kind in {"clock", "zone"} or bool(token.word and token.word.half)
        for token in outside
    )


def relative_spans(low: str) -> list[tuple[int, int]]:
    """Find the relative dates of a folded line; linear in its length."""
    spans = [found.span() for found in _PATTERN.finditer(low)]
    if not spans:
        short = _SHORT.search(low)
        spans = [short.span(1)] if short else []
    if not spans:
        spans = [found.span() for found in _DAY.finditer(low) if _stands_out(low, *found.span())]
    return spans


def _stands_out(low: str, start: int, end: int) -> bool:
    """Say whether "yesterday" is a date, not a word: alone, before a time, or behind a stroke."""
    if not low[:start].strip(" ,(") and not low[end:].strip(" .,)"):
        return True
    if _CLOCK_NEAR.match(low, end):
        return True
    return low[:start].rstrip().endswith(("•", "·", "|", "—", "–")) and not low[end:].strip(" .,)")
