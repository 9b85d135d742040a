"""More themes, written after the reader was finished with those of `themes`: none was tuned to."""

from tests.corpus.ingest.captures.pages import box, bullets, head, image, line, numbers, para
from tests.corpus.ingest.captures.themes import SITE, Theme, body, flat, listed, top, wordpress
from tests.corpus.ingest.captures.tongues import EN, TONGUES

DE, RU, ES, FR = TONGUES["de"], TONGUES["ru"], TONGUES["es"], TONGUES["fr"]


def habari(thread, tongue):
    def item(c, n):
        return [
            line(f"{n} {c.author}"),
            line(f"{c.at:%b} {c.at.day}, {c.at.year} {EN.clock(c.at)}"),
            *body(c.paragraphs),
        ]

    return [
        head(SITE, 1),
        *top(thread, EN),
        head(f"{len(thread.in_order())} Responses to {thread.title}", 4),
        *flat(thread, item),
        head("Leave a Reply"),
        line("Powered by Habari"),
    ]


def vigilance(c, n, t):
    return [
        image("avatar"),
        line(c.author),
        line(f"Posted {t.date(c.at)} at {t.clock(c.at)} | Permalink"),
        *body(c.paragraphs),
    ]


def b2evolution(thread, tongue):
    def item(c, _):
        return [
            line(f"Comment from: {c.author} [Visitor]"),
            *body(c.paragraphs),
            line(f"{c.at:%Y-%m-%d} @ {c.at:%H:%M}"),
        ]

    return [
        head(SITE, 1),
        *top(thread, EN),
        head(f"{len(thread.in_order())} comments", 4),
        *flat(thread, item),
        line("Form is loading..."),
    ]


def nucleus(thread, tongue):
    def item(c, _):
        return [
            line(f"{c.author} wrote:"),
            *body(c.paragraphs),
            line(f"{c.at.day:02} {c.at:%B %Y} - {c.at:%H:%M}"),
        ]

    return [
        head(SITE, 1),
        *top(thread, EN),
        head("Comments", 3),
        *flat(thread, item),
        head("Add Comment", 3),
    ]


def tumblr_like(thread, tongue):
    def item(c, _):
        return [line(f"{c.author} — {c.at:%d.%m.%Y %H:%M}"), *body(c.paragraphs)]

    return [
        head(thread.title, 1),
        *body(thread.paragraphs),
        line(f"{thread.at:%d.%m.%Y}"),
        head("Kommentare", 2),
        *flat(thread, item),
    ]


def stack(thread, tongue):
    def item(c, _):
        return [
            *body(c.paragraphs),
            line(f"– {c.author} {c.at:%b} {c.at.day}, {c.at.year} at {c.at:%H:%M}"),
        ]

    return [
        head(SITE, 1),
        *top(thread, EN),
        head(f"{len(thread.in_order())} Comments", 3),
        *flat(thread, item),
        line("Add a comment"),
    ]


def hacker(thread, tongue):
    def item(c, _):
        return [
            line(f"{c.author} on {c.at:%B} {c.at.day}, {c.at.year} | next [–]"),
            *body(c.paragraphs),
            line("reply"),
        ]

    return [
        line("Harbour News"),
        head(thread.title, 2),
        line(
            f"7 points by {thread.author} on {thread.at:%B} {thread.at.day}, {thread.at.year} "
            f"| hide | past | favorite | {len(thread.in_order())} comments"
        ),
        *body(thread.paragraphs),
        *flat(thread, item),
        line("Guidelines | FAQ | Lists | API"),
    ]


def slashdot(thread, tongue):
    def item(c, _):
        return [
            line("Re:Ropes (Score:2)"),
            line(
                f"by {c.author} ( 1234567 ) on {c.at:%A} {c.at:%B} {c.at.day}, {c.at.year} "
                f"@{c.at:%I:%M%p} (#{c.at:%H%M%S}7)"
            ),
            *body(c.paragraphs),
            line("Reply to This Parent Share"),
        ]

    return [
        head(SITE, 1),
        *top(thread, EN),
        line(f"{len(thread.in_order())} comments"),
        *listed(thread, item, bullets),
        line("Slashdot"),
    ]


def antville(thread, tongue):
    def item(c, _):
        return [line(f"{c.author}, {c.at:%d.%m.%Y, %H:%M}"), *body(c.paragraphs), line("antworten")]

    return [
        head(SITE, 1),
        head(thread.title, 2),
        *body(thread.paragraphs),
        line(f"von {thread.author}, {thread.at:%d.%m.%Y, %H:%M}"),
        line(f"{len(thread.in_order())} Kommentare"),
        *listed(thread, item, lambda *i: box(*(box(*x) for x in i))),
    ]


def zeit(thread, tongue):
    def item(c, n):
        return [
            line(c.author),
            line(f"#{n}  —  {DE.date(c.at)}, {c.at:%H:%M} Uhr"),
            *body(c.paragraphs),
            line("Antworten Melden Empfehlen"),
        ]

    return [
        head(SITE, 1),
        head(thread.title, 1),
        line(f"Von {thread.author}"),
        line(f"{DE.date(thread.at)}, {thread.at:%H:%M} Uhr"),
        *body(thread.paragraphs),
        line(f"{len(thread.in_order())} Kommentare"),
        line("Seite 1 von 1"),
        *flat(thread, item),
        line("Impressum Datenschutz AGB"),
    ]


def elpais(thread, tongue):
    def item(c, _):
        return [line(f"Publicado por: {c.author} | {c.at:%d/%m/%Y %H:%M:%S}"), *body(c.paragraphs)]

    return [
        head(SITE, 1),
        head(thread.title, 2),
        line(f"Por: {thread.author} | {ES.date(thread.at)}"),
        *body(thread.paragraphs),
        head("Comentarios", 3),
        *flat(thread, item),
        head("Publicar un comentario", 3),
    ]


def overblog(thread, tongue):
    def item(c, _):
        return [
            line(c.author[0]),
            line(f"{c.author} {c.at:%d/%m/%Y %H:%M}"),
            *body(c.paragraphs),
            line("Répondre"),
        ]

    return [
        head(SITE, 1),
        head(thread.title, 2),
        line(f"{FR.date(thread.at)}"),
        line(f"Rédigé par {thread.author}"),
        *body(thread.paragraphs),
        line("Partager cet article"),
        head("Commenter cet article", 3),
        *flat(thread, item),
    ]


def seesaa(thread, tongue):
    def item(c, _):
        return [
            *body(c.paragraphs),
            line(f"Posted by {c.author} at {c.at:%Y年%m月%d日 %H:%M}"),
        ]

    return [
        head(SITE, 1),
        line(f"{thread.at.year}年{thread.at.month:02}月{thread.at.day:02}日"),
        head(thread.title, 2),
        *body(thread.paragraphs),
        line(f"posted by {thread.author} at {thread.at:%H:%M}| Comment({len(thread.in_order())})"),
        head("この記事へのコメント", 3),
        *flat(thread, item),
        head("コメントを書く", 3),
    ]


def livedoor(thread, tongue):
    def item(c, n):
        return [
            line(f"{n}. Posted by {c.author}  {c.at:%Y年%m月%d日 %H:%M}"),
            *body(c.paragraphs),
        ]

    return [
        head(SITE, 1),
        line(f"{thread.at.year}年{thread.at.month:02}月{thread.at.day:02}日 {thread.at:%H:%M}"),
        head(thread.title, 2),
        *body(thread.paragraphs),
        head("コメント一覧", 3),
        *flat(thread, item),
        head("コメントする", 3),
    ]


def sina(thread, tongue):
    def item(c, _):
        return [
            line(c.author),
            *body(c.paragraphs),
            line(f"{c.at.year}-{c.at.month}-{c.at.day} {c.at:%H:%M} 回复(0)"),
        ]

    return [
        head(SITE, 1),
        head(thread.title, 2),
        line(f"({thread.at:%Y-%m-%d %H:%M:%S})"),
        *body(thread.paragraphs),
        line("评论"),
        *flat(thread, item),
        line("发评论"),
    ]


def liveinternet(thread, tongue):
    def item(c, _):
        return [
            line(c.author),
            line(f"{RU.date(c.at)} г. {c.at:%H:%M}"),
            *body(c.paragraphs),
            line("Ответить С цитатой В цитатник"),
        ]

    return [
        head(SITE, 1),
        head(thread.title, 2),
        line(f"{RU.date(thread.at)} г. {thread.at:%H:%M}"),
        *body(thread.paragraphs),
        head("Комментарии:", 3),
        *flat(thread, item),
        line("Добавить комментарий:"),
    ]


def reddit(thread, tongue):
    def item(c, _):
        return [
            line(f"[–]{c.author} 3 points {('a day', '2 years', '5 months')[c.at.minute % 3]} ago"),
            *body(c.paragraphs),
            line("permalink embed save report reply"),
        ]

    return [
        line(f"this post was submitted on {thread.at:%d %b %Y}"),
        head(thread.title, 2),
        line(f"submitted 3 years ago by {thread.author}"),
        *body(thread.paragraphs),
        line(f"{len(thread.in_order())} comments share save hide report"),
        line("sorted by: best"),
        *listed(thread, item, lambda *i: box(*(box(*x) for x in i))),
    ]


def plone(thread, tongue):
    def item(c, _):
        return [
            line(f"{c.author} says:"),
            line(f"{c.at:%b %d, %Y %I:%M %p}"),
            *body(c.paragraphs),
            line("Reply"),
        ]

    return [
        head(SITE, 1),
        head(thread.title, 1),
        line(f"by {thread.author} — last modified {thread.at:%b %d, %Y %I:%M %p}"),
        *body(thread.paragraphs),
        *flat(thread, item),
        head("Add comment"),
    ]


def iso_dates(c, n, t):
    return [line(f"{n}. {c.author} ({c.at:%Y-%m-%dT%H:%M}):"), *body(c.paragraphs)]


def intense(c, n, t):
    return [line(c.author), line(f"· {t.when(c.at)}"), line(f"{t.reply} →"), *body(c.paragraphs)]


def table_like(c, n, t):
    return [para(f"{c.author} | {t.when(c.at)}"), *body(c.paragraphs), para("—")]


ALL = (EN, DE, FR, ES, RU)
MORE = {
    theme.name: theme
    for theme in (
        Theme("habari", habari, nested=False),
        Theme("vigilance", wordpress(vigilance, nested=False), ALL, nested=False),
        Theme("b2evolution", b2evolution, nested=False),
        Theme("nucleus", nucleus, nested=False),
        Theme("dash", tumblr_like, (DE,), nested=False),
        Theme("stack", stack, nested=False),
        Theme("hacker", hacker, precision="day", nested=False),
        Theme("slashdot", slashdot, subject="Re:Ropes (Score:2)"),
        Theme("antville", antville, (DE,)),
        Theme("zeit", zeit, (DE,), nested=False),
        Theme("elpais", elpais, (ES,), nested=False, figures=True),
        Theme("overblog", overblog, (FR,), nested=False, figures=True),
        Theme("seesaa", seesaa, (TONGUES["ja"],), nested=False),
        Theme("livedoor", livedoor, (TONGUES["ja"],), nested=False),
        Theme("sina", sina, nested=False),
        Theme("liveinternet", liveinternet, (RU,), nested=False),
        Theme("reddit", reddit, precision="relative"),
        Theme("plone", plone, nested=False),
        Theme("iso", wordpress(iso_dates, nested=False, make=bullets), ALL, nested=False),
        Theme("intense", wordpress(intense), ALL),
        Theme("table", wordpress(table_like, nested=False, make=numbers), ALL, nested=False),
    )
}
