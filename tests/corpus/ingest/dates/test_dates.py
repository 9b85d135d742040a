"""Dates as blogs print them are read as what they say, or left unread: never as another day."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.ingest.dates import date_at_end, find_dates, numeric_order, read_moment, written
from corpus.ingest.dates.names import MONTHS, WEEKDAYS
from corpus.ingest.dates.reading import _any_shape
from corpus.ingest.dates.shapes import common_shape

# By language: the twelve months as a date has them, and the shapes that blogs give to dates.
# D day, DD two figures, M month's name, MM and N its number, Y year, T 14:33, K 2:33, H 2:33 p.m.
LANGUAGES = {
    "en": (
        "January February March April May June July August September October November December",
        [
            "M D, Y at H",
            "D M Y @ T",
            "M Dth, Y H",
            "T on D M Y",
            "M D, Y • T",
            "Posted M D, Y at T",
        ],
    ),
    "en short": ("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec", ["M D, Y, T", "D-M-Y T"]),
    "de": (
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        ["D. M Y um T", "D. M Y um T Uhr", "M D, Y um H", "am D. M Y, T"],
    ),
    "fr": (
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        ["D M Y à T", "le D M Y à Th", "D M Y à T h"],
    ),
    "es": (
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        ["D de M de Y a las T", "M D, Y a las T", "D M Y, T"],
    ),
    "it": (
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre "
        "dicembre",
        ["D M Y alle T", "D M Y alle ore T", "D M Y alle T."],
    ),
    "pt": (
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        ["D de M de Y às T", "M D, Y às T"],
    ),
    "nl": (
        "januari februari maart april mei juni juli augustus september oktober november december",
        ["D M Y om T", "D M Y om T uur"],
    ),
    "da": (
        "januar februar marts april maj juni juli august september oktober november december",
        ["D. M Y kl. T", "D. M Y kl. T."],
    ),
    "sv": (
        "januari februari mars april maj juni juli augusti september oktober november december",
        ["D M, Y kl. T", "D M Y T"],
    ),
    "nb": (
        "januar februar mars april mai juni juli august september oktober november desember",
        ["D. M Y kl. T", "D. M Y, T"],
    ),
    "fi": (
        "tammikuun helmikuun maaliskuun huhtikuun toukokuun kesäkuun heinäkuun elokuun syyskuun "
        "lokakuun marraskuun joulukuun",
        ["D M, Y klo T", "D. M Y klo T."],
    ),
    "pl": (
        "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października - "
        "grudnia",
        ["D M Y o T", "D M Y, T"],
    ),
    "cs": (
        "ledna února března dubna května června července srpna září října listopadu prosince",
        ["D. M Y v T", "D. M Y (T)"],
    ),
    "sk": (
        "januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra",
        ["D. M Y o T"],
    ),
    "hu": (
        "január február március április május június július augusztus szeptember október november "
        "december",
        ["Y. M D. T", "Y. M D., T"],
    ),
    "ro": (
        "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie "
        "decembrie",
        ["D M Y la T", "D M Y, T"],
    ),
    "hr": (
        "siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna - studenoga prosinca",
        ["D. M Y. u T"],
    ),
    "sr": (
        "јануар фебруар март април мај јун јул август септембар октобар новембар децембар",
        ["D. M Y. у T", "D. M Y. T"],
    ),
    "sl": (
        "januarja februarja marca aprila maja junija julija avgusta septembra oktobra novembra "
        "decembra",
        ["D. M Y ob T"],
    ),
    "ru": (
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
        ["D M Y в T", "D M Y г. в T", "M D, Y в T"],
    ),
    "uk": (
        "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
        ["D M, Y о T", "D M Y р. о T"],
    ),
    "bg": (
        "януари февруари март април май юни юли август септември октомври ноември декември",
        ["D M Y в T", "D M Y г. в T ч."],
    ),
    "el": (
        "Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου Ιουλίου Αυγούστου Σεπτεμβρίου "
        "Οκτωβρίου Νοεμβρίου Δεκεμβρίου",
        ["D M Y στις T", "D M Y, Kμμ"],
    ),
    "tr": (
        "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
        ["D M Y, T", "D M Y saat T"],
    ),
    "id": (
        "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
        ["D M Y pukul T.", "M D, Y pada T"],
    ),
    "vi": (
        "Tháng_Một Tháng_Hai Tháng_Ba Tháng_Tư Tháng_Năm Tháng_Sáu Tháng_Bảy Tháng_Tám Tháng_Chín "
        "Tháng_Mười Tháng_Mười_Một Tháng_Mười_Hai",
        ["M D, Y lúc T", "D M, Y lúc T"],
    ),
    "ca": (
        "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre",
        ["D de M de Y a les T", "D M, Y a les T"],
    ),
    "eu": (
        "urtarrilaren otsailaren martxoaren apirilaren maiatzaren ekainaren uztailaren abuztuaren "
        "irailaren urriaren azaroaren abenduaren",
        ["Y(e)ko M D(a) T", "Y-ko M D(a), T"],
    ),
    "gl": (
        "xaneiro febreiro marzo abril maio xuño xullo agosto setembro outubro novembro decembro",
        ["D de M de Y ás T"],
    ),
    "he": (
        "ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר",
        ["D בM Y בשעה T", "D M, Y ב-T"],
    ),
    "ar": (
        "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
        ["D M، Y عند T", "D M Y الساعة T"],
    ),
    "fa": (
        "ژانویه فوریه مارس آوریل می ژوئن جولای آگوست سپتامبر اکتبر نوامبر دسامبر",
        ["D M Y ساعت T", "M D, Y در T"],
    ),
    "hi": (
        "जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितम्बर अक्टूबर नवम्बर दिसम्बर",
        ["D M Y को T बजे", "M D, Y को T"],
    ),
    "th": (
        "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม",
        ["D M Y เวลา T น.", "M D, Y ที่ T"],
    ),
    "zh": (
        "一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月",
        ["Y年N月D日 T", "Y年N月D日 J", "M D, Y T", "Y 年 N 月 D 日 T"],
    ),
    "ja": ("- - - - - - - - - - - -", ["Y年N月D日 T", "Y年N月D日(火) T", "Y/MM/DD T", "Y.MM.DD T"]),
    "ko": ("- - - - - - - - - - - -", ["Y년 N월 D일 T", "Y년 N월 D일 오전 T", "Y. N. D. T"]),
    "figures": ("- - - - - - - - - - - -", ["DD.MM.Y um T Uhr", "D.N.Y klo T.", "Y-MM-DD T"]),
}


def clock(*parts):
    """Return a time without a zone, as blogs print it."""
    return datetime(*parts, tzinfo=UTC).replace(tzinfo=None)


SHAPES = [(language, shape) for language, (_, shapes) in LANGUAGES.items() for shape in shapes]
DAYTIMES = st.datetimes(clock(1990, 1, 1), clock(2090, 1, 1)).map(
    lambda at: at.replace(second=0, microsecond=0)
)


def printed(at, language, shape):
    """Print a time in a shape; None where a language's month would be ambiguous."""
    name = LANGUAGES[language][0].split()[at.month - 1].replace("_", " ")
    if "M" in shape.replace("MM", "") and name == "-":
        return None
    half = "am" if at.hour < 12 else "pm"
    twelve = f"{at.hour % 12 or 12}:{at:%M}"
    parts = {
        "DD": f"{at:%d}",
        "MM": f"{at:%m}",
        "Th": f"{at.hour}h{at:%M}",
        "T.": f"{at:%H.%M}",
        "Kμμ": f"{twelve} {'πμ' if half == 'am' else 'μμ'}",
        "J": f"{'上午' if half == 'am' else '下午'}{twelve}",
        "D": str(at.day),
        "M": name,
        "N": str(at.month),
        "Y": str(at.year),
        "T": f"{at:%H:%M}",
        "H": f"{twelve} {half}",
    }
    out, rest = "", shape
    while rest:
        key = next((k for k in parts if rest.startswith(k)), None)
        # "Dth", "Posted": letters inside words are letters.
        if key is None or (out[-1:].isalpha() and out[-1:].isascii() and key.isalpha()):
            out, rest = out + rest[0], rest[1:]
        else:
            out, rest = out + parts[key], rest[len(key) :]
    return out


@pytest.mark.parametrize(("language", "shape"), SHAPES)
@given(at=DAYTIMES)
@example(at=clock(2012, 2, 29, 0, 0))
@example(at=clock(2013, 12, 31, 12, 30))
@example(at=clock(2013, 5, 4, 1, 59))
def test_any_date_in_any_language_is_read_as_it_was_printed(language, shape, at):
    if "오전" in shape:
        at = at.replace(hour=at.hour % 12 or 1)
    raw = printed(at, language, shape)
    if raw is None:
        return
    assert written(raw, None).at == at, raw
    assert written(raw, None).precision == "minute"


@given(
    at=st.datetimes(clock(1990, 1, 1), clock(2090, 1, 1)),
    minutes=st.integers(-14 * 60, 14 * 60),
)
def test_a_printed_offset_is_kept_to_the_second(at, minutes):
    at = at.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    assert written(at.isoformat(), UTC).at == at
    assert written(at.isoformat(), UTC).precision == "second"
    mail = f"{at:%a, %d %b %Y %H:%M:%S %z}"
    assert written(mail, None).at == at


@pytest.mark.parametrize(
    ("raw", "hours"),
    [
        ("July 30, 2013 14:33 UTC", 0),
        ("July 30, 2013 at 2:33 pm GMT", 0),
        ("30. Juli 2013, 14:33 (CEST)", 2),
        ("30 July 2013 14:33 UTC+3", 3),
        ("2013-07-30 14:33 +0530", 5.5),
        ("Tue, 30 Jul 2013 14:33:00 EST", -5),
    ],
)
def test_a_sure_zone_makes_a_time_sure(raw, hours):
    assert written(raw, None).at.utcoffset() == timedelta(hours=hours)


@pytest.mark.parametrize("name", ["EST", "CST", "IST", "BST", "PST"])
def test_a_zone_name_with_two_meanings_is_not_believed(name):
    assert written(f"July 30, 2013 2:33 pm {name}", None).at == clock(2013, 7, 30, 14, 33)


@given(day=st.integers(1, 12), month=st.integers(1, 12), year=st.integers(1990, 2090))
def test_figures_that_can_mean_two_days_are_left_unread(day, month, year):
    raw = f"{day:02}/{month:02}/{year} 9:52"
    sure = day == month
    assert (written(raw, None).at is not None) == sure
    assert read_moment(raw).dated
    assert written(raw, None).raw == raw
    assert written(raw, None, order="dmy").at.date() == date(year, month, day)
    assert written(raw, None, order="mdy").at.date() == date(year, day, month)


def slashed(days, shape):
    return [f"{day:{shape}}" for day in days]


@given(
    days=st.lists(st.dates(date(1990, 1, 1), date(2080, 1, 1)), min_size=1, max_size=8),
    shape=st.sampled_from([("%d/%m/%Y", "dmy"), ("%m/%d/%Y", "mdy"), ("%d-%m-%Y", "dmy")]),
)
def test_the_order_of_a_page_is_never_told_wrong_by_its_figures(days, shape):
    # In document order days may stand anyhow; only what cannot be otherwise decides.
    form, order = shape
    told = numeric_order(slashed(sorted(days), form))
    unclear = all(day.day <= 12 for day in days)
    assert told in ({order, None} if unclear else {order})


@pytest.mark.parametrize(
    ("raws", "language", "order"),
    [
        (["04/05/2017"], None, None),
        (["04/05/2017"], "en", None),
        (["04/05/2017"], "en-GB", "dmy"),
        (["04/05/2017"], "de", "dmy"),
        (["04/05/2017", "30/05/2017"], None, "dmy"),
        (["04/05/2017", "05/30/2017"], "de", "mdy"),
        (["30/05/2017", "05/30/2017", "04/05/2017"], "de", None),
        (["04/11/2017", "05/10/2017", "06/09/2017"], None, None),
        (["04/11/2017", "04/12/2017", "05/03/2017"], None, "mdy"),
        (["04/05/2017", "05/06/2017", "06/05/2017"], None, None),
        (["May 1, 2017", "04/05/2017", "06/05/2017", "02/06/2017"], None, "dmy"),
        (["13/07/02", "13/07/05", "13/08/01"], None, "ymd"),
        (["02.07.13", "05.07.13", "01.08.13"], None, "dmy"),
        ([], "de", None),
        (["nothing", "July 30, 2013"], "de", None),
    ],
)
def test_the_order_of_figures_is_told_by_all_dates_of_the_page(raws, language, order):
    assert numeric_order(raws, language=language) == order


def test_polish_is_told_from_croatian_by_the_stop_behind_the_day():
    assert written("12 listopada 2013 14:33", None).at == clock(2013, 11, 12, 14, 33)
    assert written("12. listopada 2013. u 14:33", None).at is None
    assert written("12 listopada 2013", None, language="hr").at == clock(2013, 10, 12)


@pytest.mark.parametrize("raw", ["12. listopada 2013 14:33", "12. lip 2013", "12 listopad 2013"])
def test_a_month_that_two_languages_call_alike_needs_the_language(raw):
    assert written(raw, None).at is None
    assert written(raw, None, language="pl").at.month in {7, 11}
    assert written(raw, None, language="hr").at.month in {6, 10}


def test_years_of_the_thai_calendar_are_left_unread():
    moment = read_moment("30 กรกฎาคม 2556 เวลา 14:33 น.")
    assert moment.dated
    assert moment.day is None
    assert written("30 กรกฎาคม 2556 เวลา 14:33 น.", None).at is None


def test_a_year_is_never_made_up():
    raw = "Jun 20th at 2:41 am"
    assert written(raw, None).at is None
    assert written(raw, None).precision == "none"
    entry = read_moment("May 1, 2012")
    assert written(raw, None, fallback=entry).at == clock(2012, 6, 20, 2, 41)
    assert written("Feb 29", None, fallback=read_moment("May 1, 2013")).at is None


RELATIVE = """
2 weeks ago|an hour ago|about a year ago|3 years, 2 months ago|a few seconds ago
2 weeks ago (edited)
vor 3 Tagen|vor einem Jahr|vor 2 Std.|gestern um 14:33|hace 2 años|hace un mes|il y a 5 mois
il y a un an|2 giorni fa|há 3 dias|3 meses atrás|2 jaar geleden|for 3 dager siden|för 2 veckor sedan
3 päivää sitten|5 dni temu|před 2 dny|2 héttel ezelőtt|acum 3 luni
prije 2 dana|пре 2 године|3 дня назад|5 хвилин тому|преди 2 седмици|πριν από 3 ημέρες
2 gün önce|3 hari yang lalu
2 ngày trước|fa 2 dies|duela 3 egun|hai 2 anos|לפני 5 ימים|לפני יומיים|قبل 3 أيام|منذ يومين
۲ روز پیش|2 दिन पहले|3 วันที่ผ่านมา|2日前|3 天前|2时前|5분 전|3개월 전|1年前|刚刚|yesterday at 2:33 pm
5mo|3y|12h|2d|just now|Yesterday|1w
"""


@pytest.mark.parametrize(
    "raw", [each for each in RELATIVE.replace("\n", "|").split("|") if each and "时前" not in each]
)
def test_a_relative_date_stays_relative(raw):
    assert written(raw, UTC).precision == "relative"
    assert written(raw, UTC).at is None
    assert written(raw, UTC).raw == raw


@pytest.mark.parametrize(
    "raw",
    [
        "", " ", "5", "1.", "12 cats", "2013", "July", "July 2013", "in May 2013", "May",
        "I like March 3, 2013", "02/30/2013", "Smarch 32, 2011", "July 45, 2013", "25:61",
        "version 1.2.3", "10.12.13.14", "555-1234", "+49 30 123456", "3 weeks", "today we met",
        "vor allem", "1,234,567", "2013-13-45", "1392/05/08", "mar", "so", "Chapter 3",
    ],
)  # fmt: skip
def test_what_is_no_date_is_read_as_none(raw):
    moment = read_moment(raw)
    assert moment is None or not moment.dated


NAMES = ["Ada Quill", "J. R. Vane Jr", "花子", "Ø. Bø-Lund", "Зоя", "נועה", "Mr 17", "may"]


@pytest.mark.parametrize("name", NAMES)
@given(at=DAYTIMES, choice=st.sampled_from([s for s in SHAPES if s[0] in {"en", "de", "ru", "zh"}]))
def test_a_date_is_found_behind_a_name(name, at, choice):
    raw = printed(at, *choice)
    line = f"{name} — {raw}"
    start, end, moment = find_dates(line)[-1]
    assert datetime.combine(moment.day, moment.clock) == at
    assert name in line[:start]
    assert read_moment(line[start:end]) == moment
    assert date_at_end(line) == (start, end, moment)
    assert find_dates(f"{line} | Reply")[-1] == (start, end, moment)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Jane Doe • 2 weeks ago", ["2 weeks ago"]),
        ("Jane Doe · 3y · edited", ["3y"]),
        ("Comment by Ann on 5. July 2013 14:33 #", ["5. July 2013 14:33"]),
        ("Posted by Max at 2:33 PM on July 30, 2013 | Reply", ["2:33 PM on July 30, 2013"]),
        ("12 Responses to July 30, 2013", ["July 30, 2013"]),
        ("Jane Doe Jun 20", ["Jun 20"]),
        ("we met on July 30, 2013 - August 2, 2013", ["July 30, 2013", "August 2, 2013"]),
        ("I bought 3 cats in May 2013 and 12 dogs", []),
        ("in set 2 of the 3 that I may 5 times", []),
        ("see 10.12.13.14 and v1.2.13", []),
        ("5 comments", []),
        ("the village was quiet today", []),
        ("x" * 5000 + " July 30, 2013", []),
    ],
)
def test_dates_are_found_inside_a_line(line, found):
    assert [line[start:end] for start, end, _ in find_dates(line)] == found


@given(st.text(max_size=300))
@example("İ 30 July 2013")
@example("1/1/11/1/11/1")
@example("٣٠ يوليو ٢٠١٣")
def test_no_text_upsets_the_reader(text):
    for start, end, moment in find_dates(text):
        assert 0 <= start < end <= len(text)
        assert moment.dated
    written(text, UTC)
    date_at_end(text)
    numeric_order([text, text[::-1]])


PIECES = (
    "0 1 2 3 4 5 6 7 8 9 . , : / - @ 2013 30 12 14:33 July mar am pm at von ago vor GMT +0200 "
    "年 月 日 下午 th Uhr h Tháng"
)
DATE_LIKE = st.lists(
    st.sampled_from([*PIECES.split(), " ", " "]),
    max_size=14,
).map("".join)


@given(DATE_LIKE | st.lists(DATE_LIKE, max_size=4).map(" ".join))
def test_pieces_of_dates_in_any_order_upset_nobody(text):
    for start, end, moment in find_dates(text):
        assert 0 <= start < end <= len(text)
        assert moment.dated
    common = common_shape(text.lower())
    assert common is None or common == _any_shape(text.lower())


def test_every_name_of_the_tables_is_read():
    for name, month in MONTHS.items():
        moment = read_moment(f"12 {name} 2013")
        assert moment.day == date(2013, month, 12) or len(moment.choices) > 1, name
    for name in WEEKDAYS:
        moment = read_moment(f"{name}, 12 July 2013 14:33")
        assert moment, name
        assert (moment.day, moment.clock) == (date(2013, 7, 12), time(14, 33))
