"""The names of months and days of the week in 38 languages, as blogs print them.

Names follow the Unicode CLDR (full, inflected and short forms) and the word lists of blog software
where they differ. Words for clock times and what stands between the parts live in `words`.
"""

import unicodedata

# One line per form of a language, January to December; "-" where a form is left out on purpose.
_MONTHS = (
    # en
    "january february march april may june july august september october november december",
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "- - - - - june july - sept - - -",
    # de
    "januar februar märz april mai juni juli august september oktober november dezember",
    "jän feb mär apr mai jun jul aug sept okt nov dez",
    "jänner feber maerz - - - - - - - - -",
    # fr
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "janv févr mars avr mai juin juil août sept oct nov déc",
    "jan fév mar - - - jui aoû sep - - -",
    "- - - - - - juill - - - - -",
    # es
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "ene feb mar abr may jun jul ago sept oct nov dic",
    "- - - - - - - - setiembre - - -",
    # it
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "gen feb mar apr mag giu lug ago set ott nov dic",
    # pt
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "jan fev mar abr mai jun jul ago set out nov dez",
    # nl
    "januari februari maart april mei juni juli augustus september oktober november december",
    "jan feb mrt apr mei jun jul aug sep okt nov dec",
    # da, sv, no
    "januar februar marts april maj juni juli august september oktober november december",
    "januari februari mars april maj juni juli augusti september oktober november december",
    "januar februar mars april mai juni juli august september oktober november desember",
    "jan feb mar apr maj jun jul aug sep okt nov des",
    # fi
    "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta "
    "syyskuuta lokakuuta marraskuuta joulukuuta",
    "tammikuun helmikuun maaliskuun huhtikuun toukokuun kesäkuun heinäkuun elokuun "
    "syyskuun lokakuun marraskuun joulukuun",
    "tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu "
    "marraskuu joulukuu",
    "tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu",
    # pl
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada "
    "grudnia",
    "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad "
    "grudzień",
    "sty lut mar kwi maj cze lip sie wrz paź lis gru",
    # cs
    "ledna února března dubna května června července srpna září října listopadu prosince",
    "leden únor březen duben květen červen červenec srpen září říjen listopad prosinec",
    "led úno bře dub kvě čvn čvc srp zář říj lis pro",
    # sk
    "januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra",
    "január február marec apríl máj jún júl august september október november december",
    # hu
    "január február március április május június július augusztus szeptember október november "
    "december",
    "jan febr márc ápr máj jún júl aug szept okt nov dec",
    # ro
    "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie "
    "decembrie",
    "ian feb mar apr mai iun iul aug sept oct nov dec",
    "- - mart - - - - - - - noi -",
    # hr
    "siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenoga "
    "prosinca",
    "siječanj veljača ožujak travanj svibanj lipanj srpanj kolovoz rujan listopad studeni prosinac",
    "sij velj ožu tra svi lip srp kol ruj lis stu pro",
    "- velja - - - - - - - - studenog -",
    # sr, and sl
    "јануар фебруар март април мај јун јул август септембар октобар новембар децембар",
    "јануара фебруара марта априла маја јуна јула августа септембра октобра новембра децембра",
    "јан феб мар апр мај јун јул авг сеп окт нов дец",
    "januar februar mart april maj jun jul avgust septembar oktobar novembar decembar",
    "januara februara marta aprila maja juna jula avgusta septembra oktobra novembra decembra",
    "januar februar marec april maj junij julij avgust september oktober november december",
    "januarja februarja marca aprila maja junija julija avgusta septembra oktobra novembra "
    "decembra",
    "jan feb mar apr maj jun jul avg sep okt nov dec",
    # ru
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "янв фев мар апр май июн июл авг сен окт ноя дек",
    "- февр - - - - - - сент - нояб -",
    # uk
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "січень лютий березень квітень травень червень липень серпень вересень жовтень листопад "
    "грудень",
    "січ лют бер квіт трав черв лип серп вер жовт лист груд",
    "- - - кві тра чер - сер - жов лис гру",
    # bg
    "януари февруари март април май юни юли август септември октомври ноември декември",
    "ян февр мар апр май юни юли авг септ окт ноем дек",
    # el
    "ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου "
    "οκτωβρίου νοεμβρίου δεκεμβρίου",
    "ιανουάριος φεβρουάριος μάρτιος απρίλιος μάιος ιούνιος ιούλιος αύγουστος σεπτέμβριος "
    "οκτώβριος νοέμβριος δεκέμβριος",
    "ιαν φεβ μαρ απρ μαΐ ιουν ιουλ αυγ σεπ οκτ νοε δεκ",
    "- - μάρ - μάι ιούν ιούλ αύγ σεπτ - νοέ -",
    # tr
    "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "oca şub mar nis may haz tem ağu eyl eki kas ara",
    # id
    "januari februari maret april mei juni juli agustus september oktober november desember",
    "jan feb mar apr mei jun jul agu sep okt nov des",
    "- pebruari - - - - - agt - - nop -",
    # vi
    "tháng_1 tháng_2 tháng_3 tháng_4 tháng_5 tháng_6 tháng_7 tháng_8 tháng_9 tháng_10 tháng_11 "
    "tháng_12",
    "tháng_một tháng_hai tháng_ba tháng_tư tháng_năm tháng_sáu tháng_bảy tháng_tám tháng_chín "
    "tháng_mười tháng_mười_một tháng_mười_hai",
    "th1 th2 th3 th4 th5 th6 th7 th8 th9 th10 th11 th12",
    "thg_1 thg_2 thg_3 thg_4 thg_5 thg_6 thg_7 thg_8 thg_9 thg_10 thg_11 thg_12",
    "tháng_01 tháng_02 tháng_03 tháng_04 tháng_05 tháng_06 tháng_07 tháng_08 tháng_09 tháng_giêng "
    "- tháng_chạp",
    # ca
    "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre",
    "gen febr març abr maig juny jul ag set oct nov des",
    # eu
    "urtarrila otsaila martxoa apirila maiatza ekaina uztaila abuztua iraila urria azaroa abendua",
    "urtarrilaren otsailaren martxoaren apirilaren maiatzaren ekainaren uztailaren abuztuaren "
    "irailaren urriaren azaroaren abenduaren",
    "urtarrilak otsailak martxoak apirilak maiatzak ekainak uztailak abuztuak irailak urriak "
    "azaroak abenduak",
    "urt ots mar api mai eka uzt abu ira urr aza abe",
    # gl
    "xaneiro febreiro marzo abril maio xuño xullo agosto setembro outubro novembro decembro",
    "xan feb mar abr mai xuñ xul ago set out nov dec",
    # he, and with the preposition
    "ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר",
    "בינואר בפברואר במרץ באפריל במאי ביוני ביולי באוגוסט בספטמבר באוקטובר בנובמבר בדצמבר",
    "ינו פבר מרס אפר - - - אוג ספט אוק נוב דצמ",
    "בינו בפבר במרס באפר - - - באוג בספט באוק בנוב בדצמ",
    # fa
    "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر",
    "ژانویهٔ فوریهٔ - - می - ژوئیهٔ آگوست - - - -",
    "- - - - مهٔ - جولای - - - - -",
    # hi
    "जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
    "- फरवरी - - - - - - सितम्बर अक्तूबर नवम्बर दिसम्बर",
    "जन फ़र - - - - जुल अग सित अक्टू नव दिस",
    # th
    "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม",
    "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.",
    # ar: Egypt and the Gulf, the Levant, the Maghreb
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول",
    "جانفي فيفري - أفريل ماي جوان جويلية أوت - - - -",
    "- - - ابريل ماي - يوليوز اغسطس - اكتوبر - دجنبر",
    "- - - إبريل - - - غشت شتنبر - نونبر -",
    # zh
    "一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月",
)

# Months that mean another month in another language, and the languages of each reading.
# Listopad is October in Croatian and November in Polish and Czech, and so on.
RIVALS: dict[str, dict[str, int]] = {
    "listopada": {"hr": 10, "pl": 11, "cs": 11},
    "listopad": {"hr": 10, "pl": 11, "cs": 11},
    "lis": {"hr": 10, "pl": 11, "cs": 11},
    "lip": {"hr": 6, "pl": 7},
    "srp": {"hr": 7, "cs": 8},
}

_WEEKDAYS = """
monday tuesday wednesday thursday friday saturday sunday mon tue tues wed weds thu thur thurs fri
sat sun
montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so
lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim
lunes martes miércoles jueves viernes sábado domingo mié jue vie sáb dom
lunedì martedì mercoledì giovedì venerdì sabato domenica gio sab
segunda terça quarta quinta sexta feira seg ter qua qui sex
maandag dinsdag woensdag donderdag vrijdag zaterdag zondag ma wo vr za zo
mandag tirsdag onsdag torsdag fredag lørdag søndag man tir tirs ons tor tors fre lør søn
måndag tisdag lördag söndag mån tis lör sön
maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai maanantaina tiistaina
keskiviikkona torstaina perjantaina lauantaina sunnuntaina ti ke to pe la su
poniedziałek wtorek środa czwartek piątek sobota niedziela pon wt śr czw pt sob niedz
pondělí úterý středa čtvrtek pátek neděle po út st čt pá ne
pondelok utorok streda štvrtok piatok nedeľa ut št pi
hétfő kedd szerda csütörtök péntek szombat vasárnap h k sze cs p szo v
luni marți miercuri joi vineri sâmbătă duminică mie vin sâm dum
ponedjeljak utorak srijeda četvrtak petak subota nedjelja uto sri čet pet sub ned
ponedeljak sreda nedelja sre ponedeljek torek četrtek petek
понедељак уторак среда четвртак петак субота недеља пон уто сре чет пет суб нед
понедельник вторник четверг пятница суббота воскресенье пн вт ср чт пт сб вс
понеділок вівторок середа четвер п'ятниця пʼятниця п’ятниця субота неділя нд
понеделник сряда четвъртък петък събота неделя
δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή δευ τρί τετ πέμ παρ σάβ κυρ
pazartesi salı çarşamba perşembe cuma cumartesi pazar pzt sal çar per cum cmt paz
senin selasa rabu kamis jumat sabtu minggu sen sel rab kam jum
dilluns dimarts dimecres dijous divendres dissabte diumenge dl dt dc dj dv ds dg
astelehena asteartea asteazkena osteguna ostirala larunbata igandea al ar az og or lr ig
luns mércores xoves venres mér xov
ראשון שני שלישי רביעי חמישי שישי שבת יום
دوشنبه سه‌شنبه چهارشنبه پنجشنبه جمعه شنبه یکشنبه پنج‌شنبه
सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार सोम मंगल बुध गुरु शुक्र शनि रवि
วันจันทร์ วันอังคาร วันพุธ วันพฤหัสบดี วันศุกร์ วันเสาร์ วันอาทิตย์ วันจันทร์ที่ วันอังคารที่ วันพุธที่
วันพฤหัสบดีที่ วันศุกร์ที่ วันเสาร์ที่ วันอาทิตย์ที่ จันทร์ อังคาร พุธ พฤหัส ศุกร์ เสาร์ อาทิตย์
الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد
thứ_hai thứ_ba thứ_tư thứ_năm thứ_sáu thứ_bảy chủ_nhật thứ_2 thứ_3 thứ_4 thứ_5 thứ_6 thứ_7 cn
星期一 星期二 星期三 星期四 星期五 星期六 星期日 星期天 周一 周二 周三 周四 周五 周六 周日
週一 週二 週三 週四 週五 週六 週日
月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日 火 水 木 金 土
월요일 화요일 수요일 목요일 금요일 토요일 일요일 월 화 수 목 금 토 일
"""


def _plain(name: str) -> str:
    """Drop the marks of Latin letters ("février" → "fevrier"): many blogs do."""
    bare = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return bare if bare.isascii() else name


def _months() -> dict[str, int]:
    table: dict[str, int] = {}
    for names in _MONTHS:
        for number, name in enumerate(names.split(), 1):
            if name != "-":
                table.setdefault(unicodedata.normalize("NFC", name.replace("_", " ")), number)
    for name, number in list(table.items()):
        table.setdefault(_plain(name), number)
    return table


def _weekdays() -> frozenset[str]:
    names = {unicodedata.normalize("NFC", name.replace("_", " ")) for name in _WEEKDAYS.split()}
    return frozenset(names | {_plain(name) for name in names})


MONTHS = _months()
WEEKDAYS = _weekdays()
