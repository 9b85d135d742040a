"""Themes of blogs and forums as pages of blocks: what a reader of captures meets in the world.

Modelled on the templates of the software named; all words and names are invented. Written by a hand
that had not seen the reader, so that the reader is tried on pages it was not made for.
"""

from dataclasses import dataclass

from tests.corpus.ingest.captures.pages import (
    box,
    bullets,
    entry,
    head,
    image,
    line,
    numbers,
    para,
)
from tests.corpus.ingest.captures.tongues import EN, TONGUES, Tongue

SITE = "The Tidal Bench"


@dataclass(frozen=True)
class Theme:
    """How a theme prints: `page` makes the blocks, `precision` is what its dates can tell.

    `subject` is the title above each comment; `figures`: days and months cannot always be told.
    """

    name: str
    page: object
    tongues: tuple[Tongue, ...] = (EN,)
    precision: str = "minute"
    nested: bool = True
    subject: str = ""
    figures: bool = False


def body(paragraphs):
    return [para(each) for each in paragraphs]


def opening(thread, tongue):
    return [
        head(SITE, 1),
        line("Notes from a small harbour"),
        bullets([line(tongue.home)], [line("About")]),
    ]


def sidebar(thread, tongue):
    """A column with archives and the last comments of other entries: numbers, names, dates."""
    return [
        head(tongue.recent),
        bullets([line("Edda Moss on Ropes")], [line("Tam Oke on The long pier")]),
        head("Archives"),
        bullets(
            *(
                [line(f"{month} 2012 (1{place})")]
                for place, month in enumerate(EN.months.split()[:4])
            )
        ),
        head("Meta"),
        bullets([line("Log in")], [line("Entries RSS")], [line("Comments RSS")]),
    ]


def form(tongue):
    return [
        head(tongue.leave),
        para("Your email address will not be published. Required fields are marked *"),
        entry("Comment"),
        entry("Name *"),
        entry("Email *"),
        entry("Website"),
    ]


FOOT = [para("Proudly powered by WordPress")]


def top(thread, tongue, *, meta=None):
    """The entry with its title and a line of who and when."""
    told = meta or f"Posted on {tongue.when(thread.at)} by {thread.author}"
    return [head(thread.title, 2), line(told), *body(thread.paragraphs)]


def listed(thread, item, make=numbers):
    """Comments as a list, answers as lists within."""

    def one(comment, counter):
        counter[0] += 1
        blocks = item(comment, counter[0])
        answers = [one(each, counter) for each in comment.answers]
        return [*blocks, make(*answers)] if answers else blocks

    counter = [0]
    return [make(*(one(each, counter) for each in thread.comments))] if thread.comments else []


def flat(thread, item, make=None):
    """Comments one after another in reading order."""
    items = [item(comment, number) for number, comment in enumerate(thread.in_order(), 1)]
    if make:
        return [make(*items)] if items else []
    return [box(*each) for each in items]


def wordpress(item, *, many=None, make=numbers, nested=True, aside=True):
    """A WordPress page around comments: heading with their number, list, form, footer."""

    def page(thread, tongue):
        count = len(thread.in_order())
        heading = many(thread, count) if many else tongue.counted(count, thread.title)
        comments = (listed if nested else flat)(thread, lambda c, n: item(c, n, tongue), make)
        return [
            *opening(thread, tongue),
            *top(thread, tongue),
            *([head(heading)] if count else []),
            *comments,
            *form(tongue),
            *(sidebar(thread, tongue) if aside else []),
            *FOOT,
        ]

    return page


def kubrick(c, n, t):
    at = c.at
    mark = "th" if 10 < at.day < 20 else {1: "st", 2: "nd", 3: "rd"}.get(at.day % 10, "th")
    when = f"{EN.months.split()[at.month - 1]} {at.day}{mark}, {at.year} at {EN.clock(at)}"
    return [line(f"{c.author} Says:"), line(when), *body(c.paragraphs)]


def responses(thread, count):
    said = {1: "One Response"}.get(count, f"{count} Responses")
    return f"{said} to “{thread.title}”"


def plain_responses(thread, count):
    return responses(thread, count).replace("“", "").replace("”", "")


def twenty_ten(c, n, t):
    return [
        image("avatar"),
        line(t.says % c.author),
        line(t.when(c.at)),
        *body(c.paragraphs),
        line(t.reply),
    ]


def twenty_eleven(c, n, t):
    return [line(f"{c.author} on {t.when(c.at)} said:"), *body(c.paragraphs), line(f"{t.reply} ↓")]


def twenty_twelve(c, n, t):
    return [
        image(c.author),
        line(c.author),
        line(t.when(c.at)),
        *body(c.paragraphs),
        line(f"{t.reply} ↓"),
    ]


def twenty_fifteen(c, n, t):
    return [line(t.says % c.author), line(t.when(c.at)), *body(c.paragraphs), line(t.reply)]


def twenty_nineteen(c, n, t):
    return [
        line(t.says.replace(":", "") % c.author),
        line(t.when(c.at)),
        *body(c.paragraphs),
        line(t.reply),
    ]


def twenty_four(c, n, t):
    return [image(""), line(c.author), line(t.date(c.at)), *body(c.paragraphs), line(t.reply)]


def comment_by(thread, tongue):
    def item(c, _):
        return [
            *body(c.paragraphs),
            para(tongue.by % c.author + f"{tongue.date(c.at)} @ {tongue.clock(c.at)}"),
        ]

    return [
        head(SITE, 1),
        head(tongue.date(thread.at), 2),
        head(thread.title, 3),
        line(f"{tongue.filed}Ropes,#Tides — {thread.author} @ {tongue.clock(thread.at)}"),
        *body(thread.paragraphs),
        *flat(thread, item, numbers),
        line(tongue.rss),
        head(tongue.leave),
        para("Blog at WordPress.com."),
    ]


def hemingway(c, n, t):
    hour = f"{c.at.hour % 12 or 12}{'am' if c.at.hour < 12 else 'pm'}"
    return [line(f"{c.author} {c.at.month}.{c.at.day}.{c.at:%y} / {hour}"), *body(c.paragraphs)]


def k2(c, n, t):
    return [line(f"{n} {c.author} {t.when(c.at)}"), *body(c.paragraphs), line(t.reply)]


def thesis(c, n, t):
    return [
        image("avatar"),
        line(f"{n} {c.author}"),
        line(t.when(c.at)),
        *body(c.paragraphs),
        line(t.reply),
    ]


def genesis(c, n, t):
    return [
        para(t.says.replace(":", "") % c.author),
        para(t.when(c.at)),
        *body(c.paragraphs),
        line(t.reply),
    ]


def p2(thread, tongue):
    def item(c, _):
        told = f"{c.author} {EN.clock(c.at)} on {EN.date(c.at)} Permalink | Log in to Reply"
        return [line(told), *body(c.paragraphs)]

    told = f"{thread.author} {EN.clock(thread.at)} on {EN.date(thread.at)} Permalink | Reply"
    return [
        head(SITE, 1),
        line(told),
        head(thread.title, 2),
        *body(thread.paragraphs),
        *listed(thread, item, bullets),
        *sidebar(thread, tongue),
    ]


def blogger(thread, tongue):
    def item(c, _):
        clock = f"{c.at.hour % 12 or 12}:{c.at:%M}\u202f{'AM' if c.at.hour < 12 else 'PM'}"
        return [
            line(f"{c.author} said..."),
            *body(c.paragraphs),
            line(f"{EN.date(c.at)} at {clock}"),
        ]

    count = len(thread.in_order())
    return [
        head(SITE, 1),
        head(f"{thread.at:%A}, {EN.date(thread.at)}", 2),
        head(thread.title, 3),
        *body(thread.paragraphs),
        line(f"Posted by {thread.author} at {EN.clock(thread.at).upper()}"),
        head(f"{count} comment{'s' * (count != 1)}:", 4),
        *flat(thread, item),
        para("Post a Comment"),
        line("Newer Post Older Post Home"),
        line("Subscribe to: Post Comments (Atom)"),
        *sidebar(thread, tongue),
    ]


def blogger_threaded(thread, tongue):
    def item(c, _):
        when = f"{EN.date(c.at)} at {EN.clock(c.at).upper()}"
        return [line(f"{c.author}"), line(when), *body(c.paragraphs), line("Reply"), line("Delete")]

    def one(c):
        blocks = item(c, 0)
        if c.answers:
            blocks += [line("Replies"), box(*(b for a in c.answers for b in one(a))), line("Reply")]
        return blocks

    count = len(thread.in_order())
    return [
        head(SITE, 1),
        head(f"{thread.at:%A}, {EN.date(thread.at)}", 2),
        head(thread.title, 3),
        *body(thread.paragraphs),
        line(f"Posted by {thread.author} at {EN.clock(thread.at).upper()}"),
        line("Labels: ropes, tides"),
        head(f"{count} comment{'s' * (count != 1)}:", 4),
        *(bullets(*(one(c) for c in thread.comments)),),
        line("Add comment"),
        line("Load more..."),
        *sidebar(thread, tongue),
    ]


AGO = ("a day ago", "2 weeks ago", "3 months ago", "a year ago", "7 years ago", "11 hours ago")


def ago(c):
    return AGO[c.at.minute % len(AGO)]


def disqus(thread, tongue):
    def item(c, _):
        return [
            image("Avatar"),
            line(f"{c.author} • {ago(c)}"),
            *body(c.paragraphs),
            line(f"{c.at.day} • Reply • Share ›"),
        ]

    count = len(thread.in_order())
    return [
        head(SITE, 1),
        *top(thread, EN),
        line(f"{count} Comments"),
        line("The Tidal Bench"),
        line("Login"),
        line("Recommend 4 Tweet Share"),
        line("Sort by Best"),
        entry("Join the discussion…"),
        *listed(thread, item, bullets),
        line("Subscribe Privacy Do Not Sell My Data"),
    ]


def disqus_answers(thread, tongue):
    names = {}
    for c in thread.in_order():
        for answer in c.answers:
            names[id(answer)] = c.author

    def item(c, _):
        to = f" {names[id(c)]}" if id(c) in names else ""
        return [
            line(f"{c.author}{to and ' ' + to.strip()} • {ago(c)}"),
            *body(c.paragraphs),
            line("• Reply • Share ›"),
        ]

    return [
        head(SITE, 1),
        *top(thread, EN),
        line(f"{len(thread.in_order())} Comments"),
        *listed(thread, item, bullets),
    ]


def substack(thread, tongue):
    short = f"{thread.at:%b} {thread.at.day}, {thread.at.year}"

    def item(c, _):
        when = f"{c.at:%b} {c.at.day}, {c.at.year}"
        return [
            image("Avatar"),
            line(c.author),
            line(when),
            *body(c.paragraphs),
            line("Expand full comment"),
            line("Like (3)"),
            line("Reply"),
            line("Share"),
        ]

    count = len(thread.in_order())
    return [
        line(SITE),
        head(thread.title, 1),
        line(thread.author),
        line(short),
        *body(thread.paragraphs),
        line("Subscribe to The Tidal Bench"),
        line("Share"),
        head(f"{count} Comments", 4),
        *listed(thread, item, bullets),
        line("Top"),
        line("New"),
        line("© 2026 The Tidal Bench"),
        line("Privacy ∙ Terms ∙ Collection notice"),
    ]


def medium(thread, tongue):
    def item(c, _):
        when = f"{c.at:%b} {c.at.day}, {c.at.year}"
        return [
            line(c.author),
            line(when),
            *body(c.paragraphs),
            line("12"),
            line("1 reply"),
            line("Reply"),
        ]

    return [
        head(thread.title, 1),
        line(thread.author),
        line("Follow"),
        line(f"4 min read · {thread.at:%b} {thread.at.day}, {thread.at.year}"),
        *body(thread.paragraphs),
        head(f"Responses ({len(thread.in_order())})", 2),
        line("What are your thoughts?"),
        *flat(thread, item),
        line("See all responses"),
        line("Help Status About Careers Blog Privacy Terms"),
    ]


def livejournal(thread, tongue):
    def item(c, _):
        when = f"{EN.months.split()[c.at.month - 1]} {c.at.day} {c.at.year}, {c.at:%H:%M:%S} UTC"
        return [line(c.author), line(when), *body(c.paragraphs), line("(Reply) (Thread)")]

    return [
        head(SITE, 1),
        head(thread.title, 2),
        line(f"{thread.author} {thread.at:%Y-%m-%d %H:%M}"),
        *body(thread.paragraphs),
        line(f"( {len(thread.in_order())} comments — Leave a comment )"),
        *listed(thread, item, lambda *items: box(*(box(*i) for i in items))),
        line("( Leave a comment )"),
    ]


def dreamwidth(thread, tongue):
    def item(c, _):
        half = "am" if c.at.hour < 12 else "pm"
        return [
            head("(no subject)", 4),
            line(f"From: {c.author}"),
            line(f"Date: {c.at:%Y-%m-%d} {c.at.hour % 12 or 12:02}:{c.at:%M} {half} (UTC)"),
            *body(c.paragraphs),
            line("(Reply) (Thread) (Link)"),
        ]

    return [
        head(SITE, 1),
        head(thread.title, 2),
        line(thread.author),
        line(f"{thread.at:%Y-%m-%d} {EN.clock(thread.at)}"),
        *body(thread.paragraphs),
        line("(will be screened if not validated)"),
        *listed(thread, item, lambda *items: box(*(box(*i) for i in items))),
        line("(Post a new comment)"),
    ]


def phpbb(thread, tongue):
    def post(author, at, paragraphs, subject):
        return [
            head(subject, 3),
            line(f"by {author} » {at:%a} {at:%b} {at.day}, {at.year} {EN.clock(at)}"),
            *body(paragraphs),
            line(author),
            line("Posts: 231"),
            line("Joined: Sat Mar 03, 2007 9:12 am"),
            line("Top"),
        ]

    return [
        head(SITE, 1),
        head(thread.title, 2),
        line(f"Post a reply {len(thread.in_order()) + 1} posts • Page 1 of 1"),
        *post(thread.author, thread.at, thread.paragraphs, thread.title),
        *(
            b
            for c in thread.in_order()
            for b in post(c.author, c.at, c.paragraphs, f"Re: {thread.title}")
        ),
        line("Return to The Harbour"),
        line("Powered by phpBB® Forum Software © phpBB Limited"),
    ]


def vbulletin(thread, tongue):
    def post(author, at, paragraphs, number):
        return [
            line(f"{at:%m-%d-%Y}, {at:%I:%M %p} #{number}"),
            line(author),
            line("Senior Member"),
            line("Join Date: Jan 2010"),
            line("Posts: 245"),
            *body(paragraphs),
            line("Reply With Quote"),
        ]

    return [
        head(SITE, 1),
        line(f"Thread: {thread.title}"),
        *post(thread.author, thread.at, thread.paragraphs, 1),
        *(
            b
            for n, c in enumerate(thread.in_order(), 2)
            for b in post(c.author, c.at, c.paragraphs, n)
        ),
        line("Quick Navigation The Harbour Top"),
        line("All times are GMT -5. The time now is 03:20 PM."),
        line("Powered by vBulletin® Version 4.2.2"),
    ]


def drupal6(thread, tongue):
    def item(c, _):
        return [
            head("Lamps", 3),
            line(f"Submitted by {c.author} (not verified) on {c.at:%a, %m/%d/%Y - %H:%M}."),
            *body(c.paragraphs),
            bullets([line("reply")]),
        ]

    return [
        head(SITE, 1),
        head(thread.title, 2),
        line(f"Submitted by {thread.author} on {thread.at:%a, %m/%d/%Y - %H:%M}."),
        *body(thread.paragraphs),
        head("Comments", 2),
        *flat(thread, item),
        head("Post new comment", 2),
        entry("Your name:"),
        line("The content of this field is kept private and will not be shown publicly."),
        line("Powered by Drupal"),
    ]


def drupal8(thread, tongue):
    def item(c, _):
        return [
            line(f"{c.author} (not verified)"),
            line(f"{c.at:%a, %d/%m/%Y - %H:%M}"),
            head("Lamps", 3),
            *body(c.paragraphs),
            bullets([line("Reply")]),
        ]

    return [
        head(SITE, 1),
        head(thread.title, 2),
        line(f"Submitted by {thread.author} on {thread.at:%a, %d/%m/%Y - %H:%M}"),
        *body(thread.paragraphs),
        head("Comments", 2),
        *flat(thread, item),
        head("Add new comment", 2),
        entry("Your name"),
    ]


def jcomments(thread, tongue):
    def item(c, n):
        return [line(f"#{n} {c.author} {c.at:%Y-%m-%d %H:%M}"), *body(c.paragraphs), line("Quote")]

    return [
        head(SITE, 1),
        head(thread.title, 2),
        line(f"Written by {thread.author}"),
        line(f"{thread.at:%A, %d %B %Y %H:%M}"),
        *body(thread.paragraphs),
        head("Comments", 4),
        *flat(thread, item),
        line("Refresh comments list"),
        line("RSS feed for comments to this post"),
        head("Add comment", 4),
        line("JComments"),
    ]


def movable_type(thread, tongue):
    def item(c, _):
        return [
            *body(c.paragraphs),
            para(f"Posted by: {c.author} | {EN.date(c.at)} {EN.clock(c.at).upper()}"),
        ]

    return [
        head(SITE, 1),
        head(thread.title, 2),
        line(f"By {thread.author} on {EN.date(thread.at)} {EN.clock(thread.at).upper()}"),
        *body(thread.paragraphs),
        head(f"Comments ({len(thread.in_order())})", 2),
        *flat(thread, item),
        head("Post a comment", 2),
    ]


def movable_type_four(thread, tongue):
    def item(c, _):
        return [
            line(f"{c.author} | {EN.date(c.at)} {EN.clock(c.at).upper()} | Reply"),
            *body(c.paragraphs),
        ]

    count = len(thread.in_order())
    return [
        head(SITE, 1),
        head(thread.title, 1),
        line(
            f"By {thread.author} on {thread.at:%B} {thread.at.day}, {thread.at:%Y %I:%M %p}"
            f" | {count} Comments"
        ),
        *body(thread.paragraphs),
        head(f"{count} Comments", 2),
        *flat(thread, item),
        head("Leave a comment", 2),
        line("Powered by Movable Type 4.1"),
    ]


def typepad(thread, tongue):
    def item(c, _):
        clock = f"{c.at:%I:%M %p}"
        return [*body(c.paragraphs), para(f"Posted by: {c.author} | {EN.date(c.at)} at {clock}")]

    clock = f"{thread.at:%I:%M %p}"
    return [
        head(SITE, 1),
        head(thread.title, 3),
        *body(thread.paragraphs),
        para(f"Posted by {thread.author} on {EN.date(thread.at)} at {clock} | Permalink"),
        head("Comments", 2),
        *flat(thread, item),
        line("The comments to this entry are closed."),
    ]


def serendipity(thread, tongue):
    def item(c, n):
        return [
            line(" ".join(c.paragraphs)),
            line(f"#{n} {c.author} (Link) on {c.at:%Y-%m-%d %H:%M} (Reply)"),
        ]

    return [
        head(SITE, 1),
        head(thread.title, 4),
        *body(thread.paragraphs),
        line(
            f"Posted by {thread.author} in Ropes at {thread.at:%H:%M} | "
            f"Comments ({len(thread.in_order())})"
        ),
        line("Trackbacks"),
        line("No Trackbacks"),
        line("Comments"),
        line("Display comments as (Linear | Threaded)"),
        *flat(thread, item),
        line("Add Comment"),
        line(
            "E-Mail addresses will not be displayed and will only be used for E-Mail notifications."
        ),
    ]


def dotclear(thread, tongue):
    days = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
    fr = TONGUES["fr"]

    def item(c, n):
        when = f"Le {days[c.at.weekday()]} {fr.date(c.at)}, {c.at:%H:%M}"
        return [line(f"{n}. {when} par {c.author}"), *body(c.paragraphs)]

    return [
        head(SITE, 1),
        head(thread.title, 2),
        line(
            f"Par {thread.author} le {days[thread.at.weekday()]} "
            f"{fr.date(thread.at)}, {thread.at:%H:%M}"
        ),
        *body(thread.paragraphs),
        head("Commentaires", 3),
        *flat(thread, item),
        head("Ajouter un commentaire", 3),
        line("Fil des commentaires de ce billet"),
        line("Propulsé par Dotclear"),
    ]


def habr(thread, tongue):
    ru = TONGUES["ru"]

    def item(c, _):
        return [
            line(c.author),
            line(f"{ru.date(c.at)} в {c.at:%H:%M}"),
            line("+3"),
            *body(c.paragraphs),
            line("Ответить"),
        ]

    return [
        line(f"{thread.author} {ru.date(thread.at)} в {thread.at:%H:%M}"),
        head(thread.title, 1),
        *body(thread.paragraphs),
        line("Теги: канаты, приливы"),
        head(f"Комментарии {len(thread.in_order())}", 2),
        *flat(thread, item),
        line("Только полноправные пользователи могут оставлять комментарии. Войдите, пожалуйста."),
    ]


def tistory(thread, tongue):
    def item(c, _):
        return [
            line(f"{c.author} {c.at:%Y.%m.%d %H:%M} 신고"),
            line("수정/삭제 댓글쓰기"),
            *body(c.paragraphs),
        ]

    return [
        head(SITE, 1),
        head(thread.title, 2),
        line(f"{thread.author} {thread.at:%Y.%m.%d %H:%M}"),
        *body(thread.paragraphs),
        line(f"댓글 {len(thread.in_order())}"),
        *flat(thread, item, numbers),
        line("이름 암호 홈페이지 비밀글"),
    ]


def ameblo(thread, tongue):
    def item(c, n):
        return [
            line(f"{n} ■Re:{thread.title}"),
            *body(c.paragraphs),
            line(f"{c.author} {c.at:%Y-%m-%d %H:%M:%S} 返信する"),
        ]

    return [
        head(SITE, 1),
        line(f"{thread.at:%Y-%m-%d %H:%M:%S}"),
        head(thread.title, 2),
        *body(thread.paragraphs),
        line("AD"),
        head(f"コメント({len(thread.in_order())})", 3),
        *flat(thread, item),
        line("コメントする"),
        line("ブログトップ"),
    ]


def wix(thread, tongue):
    def item(c, _):
        return [
            line(c.author),
            line(f"{c.at:%b} {c.at.day:02}, {c.at.year}"),
            *body(c.paragraphs),
            line("Like"),
            line("Reply"),
        ]

    return [
        line(thread.author),
        line(f"{thread.at:%b} {thread.at.day}, {thread.at.year} 3 min read"),
        head(thread.title, 1),
        *body(thread.paragraphs),
        line("120 views"),
        line(f"{len(thread.in_order())} Comments"),
        line("Write a comment..."),
        *flat(thread, item),
        line("©2026 by The Tidal Bench. Proudly created with Wix.com"),
    ]


def squarespace5(thread, tongue):
    def item(c, _):
        return [*body(c.paragraphs), line(f"{EN.date(c.at)} | Unregistered Commenter {c.author}")]

    return [
        head(SITE, 1),
        head(thread.title, 2),
        line(f"{thread.at:%A}, {EN.date(thread.at)} at {EN.clock(thread.at).upper()}"),
        *body(thread.paragraphs),
        line(f"{thread.author} | {len(thread.in_order())} Comments | Share Article"),
        head(f"Reader Comments ({len(thread.in_order())})", 3),
        *flat(thread, item),
        line("Post a New Comment"),
    ]


def squarespace7(thread, tongue):
    def item(c, _):
        return [line(c.author), line(f"{ago(c)} · 0 Likes"), *body(c.paragraphs)]

    return [
        head(thread.title, 1),
        line(f"{EN.date(thread.at)} {thread.author}"),
        *body(thread.paragraphs),
        line(f"Comments ({len(thread.in_order())})"),
        line("Newest First"),
        line("Preview Post Comment…"),
        *flat(thread, item),
    ]


def ghost(thread, tongue):
    def item(c, _):
        return [
            line(c.author),
            line(f"{c.at.day} {c.at:%b} {c.at.year}"),
            *body(c.paragraphs),
            line("2"),
            line("Reply"),
            line("···"),
        ]

    return [
        head(thread.title, 1),
        line(f"{thread.author} {c_date(thread.at)} — 4 min read"),
        *body(thread.paragraphs),
        line("Member discussion"),
        line(f"{len(thread.in_order())} comments"),
        *listed(thread, item, lambda *items: box(*(box(*i) for i in items))),
        line("Sign up for more like this."),
    ]


def c_date(at):
    return f"{at.day} {at:%b} {at.year}"


def discourse(thread, tongue):
    def post(author, at, paragraphs, number):
        when = f"{EN.date(at)}, {at.hour % 12 or 12}:{at:%M}{'am' if at.hour < 12 else 'pm'}"
        return [line(author), line(when), line(f"#{number}"), *body(paragraphs), line("1 Like")]

    return [
        head(thread.title, 1),
        line("Harbour"),
        *post(thread.author, thread.at, thread.paragraphs, 1),
        *(
            b
            for n, c in enumerate(thread.in_order(), 2)
            for b in post(c.author, c.at, c.paragraphs, n)
        ),
        head("Related topics", 3),
        line("Powered by Discourse, best viewed with JavaScript enabled"),
    ]


def textpattern(thread, tongue):
    def item(c, _):
        return [
            *body(c.paragraphs),
            line(f"— {c.author} · {c.at.day} {c.at:%B %Y}, {c.at:%H:%M} · #"),
        ]

    return [
        head(SITE, 1),
        head(thread.title, 3),
        *body(thread.paragraphs),
        para(f"— {thread.author} · {thread.at.day} {thread.at:%B %Y}, {thread.at:%H:%M}"),
        head("Comment", 3),
        *flat(thread, item, numbers),
        line("Textile help"),
    ]


def expression_engine(thread, tongue):
    def item(c, _):
        return [
            line(f"Posted by {c.author} on {c.at:%m/%d} at {EN.clock(c.at).upper()}"),
            *body(c.paragraphs),
        ]

    return [head(SITE, 1), *top(thread, EN), head("Comments", 3), *flat(thread, item)]


def numeric_page(c, n, t):
    return [line(f"{c.author} on {c.at:%d/%m/%Y} at {c.at.hour}:{c.at:%M}"), *body(c.paragraphs)]


def wrote_on(c, n, t):
    return [
        line(f"{c.author} wrote:"),
        line(t.when(c.at)),
        *body(c.paragraphs),
        line("Permalink"),
        line("Quote"),
    ]


def newest_first(thread, tongue):
    """A theme that prints the last comment first."""
    page = wordpress(twenty_fifteen, nested=False, make=numbers)
    thread.comments.reverse()
    return page(thread, tongue)


ALL = tuple(TONGUES.values())
THEMES = {
    theme.name: theme
    for theme in (
        Theme("kubrick", wordpress(kubrick, many=responses, nested=False), nested=False),
        Theme("comment by", comment_by, ALL, nested=False),
        Theme("twenty ten", wordpress(twenty_ten, many=plain_responses), ALL),
        Theme("twenty eleven", wordpress(twenty_eleven), (EN,)),
        Theme("twenty twelve", wordpress(twenty_twelve), ALL),
        Theme("twenty fifteen", wordpress(twenty_fifteen), ALL),
        Theme("twenty nineteen", wordpress(twenty_nineteen), (EN, TONGUES["de"], TONGUES["pt"])),
        Theme("twenty twenty-four", wordpress(twenty_four), ALL, "day"),
        Theme(
            "hemingway",
            wordpress(hemingway, nested=False),
            (EN,),
            "hour",
            nested=False,
            figures=True,
        ),
        Theme("k2", wordpress(k2, many=responses, nested=False), nested=False),
        Theme("thesis", wordpress(thesis, make=bullets, nested=False), nested=False),
        Theme("genesis", wordpress(genesis, make=bullets), (EN, TONGUES["de"], TONGUES["es"])),
        Theme("p2", p2),
        Theme("blogger", blogger, nested=False),
        Theme("blogger threaded", blogger_threaded),
        Theme("disqus", disqus, precision="relative"),
        Theme("disqus answers", disqus_answers, precision="relative"),
        Theme("substack", substack, precision="day"),
        Theme("medium", medium, precision="day", nested=False),
        Theme("livejournal", livejournal),
        Theme("dreamwidth", dreamwidth, subject="(no subject)"),
        Theme("phpbb", phpbb, nested=False, subject="Re: %t"),
        Theme("vbulletin", vbulletin, nested=False, figures=True),
        Theme("drupal 6", drupal6, nested=False, subject="Lamps", figures=True),
        Theme("drupal 8", drupal8, nested=False, subject="Lamps", figures=True),
        Theme("jcomments", jcomments, nested=False),
        Theme("movable type", movable_type, nested=False),
        Theme("movable type 4", movable_type_four, nested=False),
        Theme("typepad", typepad, nested=False),
        Theme("serendipity", serendipity, nested=False),
        Theme("dotclear", dotclear, (TONGUES["fr"],), nested=False),
        Theme("habr", habr, (TONGUES["ru"],), nested=False),
        Theme("tistory", tistory, nested=False),
        Theme("ameblo", ameblo, (TONGUES["ja"],), nested=False),
        Theme("wix", wix, precision="day", nested=False),
        Theme("squarespace 5", squarespace5, precision="day", nested=False),
        Theme("squarespace 7", squarespace7, precision="relative", nested=False),
        Theme("ghost", ghost, precision="day"),
        Theme("discourse", discourse, nested=False),
        Theme("textpattern", textpattern, nested=False),
        Theme("expression engine", expression_engine, precision="none", nested=False),
        Theme("numeric", wordpress(numeric_page, nested=False), nested=False, figures=True),
        Theme("wrote", wordpress(wrote_on, make=bullets, nested=False), nested=False),
    )
}
