"""The words that stand around a date and a time of day: "at", "Uhr", "p.m.", "GMT", "年".

One lookup table for the reader of tokens. Month and weekday names live in `names`.
"""

import unicodedata
from dataclasses import dataclass
from datetime import UTC, timedelta, timezone

from corpus.ingest.dates.names import MONTHS, RIVALS, WEEKDAYS

_FILLERS = """
at on the of um am den der de del el a las la le à alle il op om às uhr uur h hs st nd rd th er º
ª er ª e è dal al alle ore ora di do da das dos as ás o ó á na em no le les l d à klo kl kl. i den
w we o godz godz. v ve o u ob ob v kell à at în la ora lúc ngày năm vào a les dels ko eko an etan
goiz в во о об у на г год года р року ч час часа часов час. στις στο τις στη την σε kl tarihinde
saat pada pukul jam tanggal tgl wib wita wit в. г. р. ב בשעה שעה ב- ל في الساعة عند بتاريخ يوم در
ساعت به
तारीख को बजे समय पर เวลา น น. เมื่อ วันที่ ที่ ค.ศ. ค.ศ
年 月 日 号 號 時 时 點 点 分 秒 년 월 일 시 분 초 に で tháng
edited bearbeitet modifié editado modificato bewerkt redigert redigeret redigerad edytowano
upraveno szerkesztve editat uređeno редактировано изменено змінено редактирано τροποποιήθηκε
düzenlendi diedit updated muokattu updatiert geändert 编辑 編集済み 수정됨
го ви й я ти a. órakor kor posted postet
postato publicado publié geplaatst 投稿
"""

# Words after which a number like 14.05 can only be a time of day.
_AT = """
at um à as às ás alle ore klo kl kl. om o v w u ob la ora lúc в о у στις saat pukul jam בשעה
الساعة ساعت เวลา @ uhr godz
"""

_MORNING = (
    'am|a.m|a.m.|vorm|πμ|π.μ|π.μ.|ص|صباحًا|صباحا|לפנה״צ|לפנה"צ|上午|早上|凌晨|清晨|午前|오전|पूर्वाह्न|sáng|sa|ق.ظ|ق.ظ.|'
    "de.|d.e.|delelőtt|fm|f.m|f.m.|ap|ap.|öö|дп|dop|dop.|dopoledne|prijepodne|преди обяд|rano|"
    "przed południem|v.m|v.m.|пре подне|до полудня|du matin|da manhã|de la mañana|morgens"
)
_EVENING = (
    'pm|p.m|p.m.|nachm|μμ|μ.μ|μ.μ.|م|مساءً|مساء|אחה״צ|אחה"צ|下午|傍晚|午後|오후|अपराह्न|chiều|ch|ب.ظ|ب.ظ.|'
    "du.|d.u.|délután|em|e.m|e.m.|ip|ip.|ös|пп|odp|odp.|odpoledne|poslijepodne|след обяд|"
    "po południu|pop|pop.|n.m|n.m.|по подне|после полудня|de l'après-midi|da tarde|de la tarde|"
    "abends"
)
_NIGHT = "晚上|tối|夜"

# Only abbreviations that mean one offset in the whole world; EST, CST, BST or IST do not.
_ZONES = {
    **dict.fromkeys(("utc", "gmt", "z"), 0),
    **dict.fromkeys(("cet", "mez", "west"), 60),
    **dict.fromkeys(("cest", "mesz", "eet"), 120),
    **dict.fromkeys(("jst", "kst"), 540),
}
_ZONES |= {"eest": 180, "edt": -240, "mdt": -360, "pdt": -420, "akdt": -480}
_ZONES |= {"aest": 600, "aedt": 660, "nzst": 720, "nzdt": 780}
_UNSURE_ZONES = (
    "est cst mst pst bst ist cdt wib wita wit msk sast hkt sgt pht akst hst wet acst awst"
)
# The same abbreviations where RFC 2822 (section 4.3) fixes what they mean: in dates of e-mail.
MAIL_ZONES = {"est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360}
MAIL_ZONES |= {"pst": -480, "pdt": -420, "ut": 0, "gmt": 0, "utc": 0}


@dataclass(frozen=True, slots=True)
class Word:
    """What a word can be in a date; several at once ("mar" is March and Tuesday)."""

    month: int = 0
    rivals: bool = False
    weekday: bool = False
    filler: bool = False
    at: bool = False
    half: str = ""
    zone: timezone | None = None
    unsure_zone: bool = False


def offset(minutes: int) -> timezone:
    """Return a fixed offset from UTC, given in minutes; zero is UTC itself."""
    return timezone(timedelta(minutes=minutes)) if minutes else UTC


def _halves() -> dict[str, str]:
    halves = dict.fromkeys(_MORNING.split("|"), "a") | dict.fromkeys(_EVENING.split("|"), "p")
    halves |= dict.fromkeys(_NIGHT.split("|"), "e") | {"中午": "n"}
    return {unicodedata.normalize("NFC", word): half for word, half in halves.items()}


HALVES = _halves()


def _table() -> dict[str, Word]:
    fillers, at = frozenset(_FILLERS.split()), frozenset(_AT.split())
    unsure = frozenset(_UNSURE_ZONES.split())
    names = {*MONTHS, *WEEKDAYS, *fillers, *at, *HALVES, *_ZONES, *unsure}
    return {
        unicodedata.normalize("NFC", name): Word(
            month=MONTHS.get(name, 0),
            rivals=name in RIVALS,
            weekday=name in WEEKDAYS,
            filler=name in fillers or name in at,
            at=name in at,
            half=HALVES.get(name, ""),
            zone=offset(_ZONES[name]) if name in _ZONES else None,
            unsure_zone=name in unsure,
        )
        for name in names
    }


WORDS = _table()
