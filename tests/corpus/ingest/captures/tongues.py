"""What blog software prints around comments, in several languages."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tongue:
    """The phrases of a language. `%s` is the name, `%d` the number, in `many` and `one`."""

    code: str
    says: str
    at: str
    months: str
    day: str
    reply: str
    many: str
    one: str
    leave: str
    by: str
    filed: str
    rss: str
    recent: str
    home: str
    half_day: bool = False

    def date(self, at):
        return (
            self.day.replace("{d}", str(at.day))
            .replace("{m}", self.months.split()[at.month - 1])
            .replace("{n}", str(at.month))
            .replace("{y}", str(at.year))
        )

    def clock(self, at):
        if self.half_day:
            return f"{at.hour % 12 or 12}:{at:%M} {'am' if at.hour < 12 else 'pm'}"
        return f"{at.hour}:{at:%M}"

    def when(self, at):
        return f"{self.date(at)}{self.at}{self.clock(at)}"

    def counted(self, number, title):
        phrase = self.one if number == 1 else self.many
        return phrase.replace("%d", str(number)).replace("%t", title)


EN = Tongue(
    "en", "%s says:", " at ",
    "January February March April May June July August September October November December",
    "{m} {d}, {y}", "Reply", "%d thoughts on “%t”", "One thought on “%t”", "Leave a Reply",
    "Comment by %s — ", "Filed under: ", "RSS feed for comments on this post. TrackBack URI",
    "Recent Comments", "Home", half_day=True,
)  # fmt: skip
DE = Tongue(
    "de", "%s sagt:", " um ",
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "{d}. {m} {y}", "Antworten", "%d Gedanken zu „%t“", "Ein Gedanke zu „%t“",
    "Schreibe einen Kommentar", "Kommentar von %s — ", "Abgelegt unter: ",
    "RSS Feed für Kommentare zu diesem Artikel. TrackBack URI", "Neueste Kommentare", "Startseite",
)  # fmt: skip
FR = Tongue(
    "fr", "%s dit :", " à ",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "{d} {m} {y}", "Répondre", "%d réflexions sur « %t »", "Une réflexion sur « %t »",
    "Laisser un commentaire", "Commentaire par %s — ", "Classé dans : ",
    "Flux RSS des commentaires de cet article. URI de trackback", "Commentaires récents", "Accueil",
)  # fmt: skip
ES = Tongue(
    "es", "%s dijo:", " a las ",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "{d} {m}, {y}", "Responder", "%d pensamientos en “%t”", "Un pensamiento en “%t”",
    "Deja una respuesta", "Comentario por %s — ", "Archivado en: ",
    "Canal RSS de los comentarios de la entrada. URI para TrackBack.", "Comentarios recientes",
    "Inicio",
)  # fmt: skip
IT = Tongue(
    "it", "%s scrive:", " alle ",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "{d} {m} {y}", "Rispondi", "%d pensieri su “%t”", "Un pensiero su “%t”", "Lascia un commento",
    "Commento di %s — ", "Archiviato in: ", "Feed RSS dei commenti a questo post. TrackBack URI",
    "Commenti recenti", "Home",
)  # fmt: skip
PT = Tongue(
    "pt", "%s disse:", " às ",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "{d} de {m} de {y}", "Responder", "%d comentários sobre “%t”", "Um comentário sobre “%t”",
    "Deixe um comentário", "Comentário por %s — ", "Arquivado em: ",
    "Feed RSS dos comentários deste post. URI de trackback", "Comentários recentes", "Início",
)  # fmt: skip
NL = Tongue(
    "nl", "%s schreef:", " om ",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "{d} {m} {y}", "Beantwoorden", "%d gedachten over “%t”", "Eén gedachte over “%t”",
    "Geef een reactie", "Reactie door %s — ", "Opgeslagen onder: ",
    "RSS-feed voor reacties op dit bericht. TrackBack URI", "Recente reacties", "Home",
)  # fmt: skip
RU = Tongue(
    "ru", "%s говорит:", " в ",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "{d} {m} {y}", "Ответить", "%d комментариев к «%t»", "Один комментарий к «%t»",
    "Добавить комментарий", "Комментарий от %s — ", "Рубрика: ",
    "RSS-лента комментариев к записи. Адрес для трекбека", "Свежие комментарии", "Главная",
)  # fmt: skip
PL = Tongue(
    "pl", "%s pisze:", " o ",
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada "
    "grudnia",
    "{d} {m} {y}", "Odpowiedz", "%d myśli na temat “%t”", "Jedna myśl na temat “%t”",
    "Dodaj komentarz", "Komentarz od %s — ", "Zapisane w: ",
    "Kanał RSS komentarzy do tego wpisu. Adres TrackBack", "Najnowsze komentarze", "Start",
)  # fmt: skip
JA = Tongue(
    "ja", "%s より:", " ", "1 2 3 4 5 6 7 8 9 10 11 12",
    "{y}年{n}月{d}日", "返信", "“%t” への%d件のフィードバック", "“%t” への1件のフィードバック",
    "コメントを残す", "コメント by %s — ", "カテゴリー: ", "このコメントのRSS",
    "最近のコメント", "ホーム",
)  # fmt: skip
AR = Tongue(
    "ar", "%s يقول:", " الساعة ",
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "{d} {m}، {y}", "رد", "%d تعليقات على “%t”", "تعليق واحد على “%t”", "اترك تعليقاً",
    "تعليق بواسطة %s — ", "مصنف تحت: ", "خلاصات التعليقات", "أحدث التعليقات", "الرئيسية",
)  # fmt: skip
SV = Tongue(
    "sv", "%s skriver:", " kl. ",
    "januari februari mars april maj juni juli augusti september oktober november december",
    "{d} {m}, {y}", "Svara", "%d tankar om ”%t”", "En tanke om ”%t”", "Lämna ett svar",
    "Kommentar av %s — ", "Sparat under: ", "RSS-flöde för kommentarer", "Senaste kommentarer",
    "Hem",
)  # fmt: skip
TONGUES = {each.code: each for each in (EN, DE, FR, ES, IT, PT, NL, RU, PL, JA, AR, SV)}
