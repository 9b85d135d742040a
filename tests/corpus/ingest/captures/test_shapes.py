"""Pages of many makers: each names its commenters in a shape of its own, all are read."""

import pytest

from tests.corpus.ingest.captures.reading import (
    FORM,
    HEAD,
    account_of,
    codes,
    page,
    said,
    thread_of,
)

DAYS = ("March 2, 2011 at 9:05 am", "March 2, 2011 at 4:18 pm", "March 3, 2011 at 6:44 am")
NAMES = ("Ada Quill", "bo", "Dr. R. T. Marsh Jr")
WORDS = (
    "I remember that lamp. We used to walk past it on the way to the ferry.",
    "Thanks!",
    "Three reasons:\n\n1. Oil is dear.\n2. Wicks are dearer.\n\nSo there.",
)


def filled(template, days=DAYS):
    return "\n".join(
        template.format(name=name, day=day, words=words, n=n)
        for n, (name, day, words) in enumerate(zip(NAMES, days, WORDS, strict=True), 1)
    )


SHAPES = {
    "newer WordPress": ("{name} says:\n{day}\n\n{words}\n\nReply", "3 thoughts on “On lamps”"),
    "one line": ("{name} on {day} said:\n\n{words}\n\nReply ↓", "3 Responses to On lamps"),
    "every item is 1.": ("1. {name} says:\n{day}\n\n{words}\n\nReply", "3 Comments »"),
    "numbered": ("{n}. {name} – {day}\n{words}\n", "3 Comments"),
    "name and date alone": ("{name}\n{day}\n{words}\nReply", "3 Comments"),
    "dt and dd": ("{name} {day}\n{words}\n", "{ 3 comments… read them below or add one }"),
    "date first": ("{day}\n{name}\n{words}\n", "3 Comments"),
    "footer": ("{words}\n\nPosted by: {name} | {day}\n", "Comments"),
    "dash footer": ("{words}\n— {name}, {day}\n", "3 Comments"),
    "said": ("{name} said...\n\n{words}\n\n{day}", "3 comments:"),
    "labels": ("Name: {name}\nDate: {day}\n{words}\n", "3 Comments"),
    "live journal": ("From: {name}\nDate: {day} (UTC)\n(Link)\n{words}\n(Reply) (Thread)\n",
                     "(3 comments | Leave a comment)"),
    "a forum": ("#{n} {name} {day}\n{words}\nQuote\n", "Comments"),
    "avatars": ("{name}'s avatar\n{name}\n{day} · Edit\n\n{words}\n\nLike\nReply", "3 Comments"),
    "wrote": ("{name} wrote on {day}:\n\n{words}\n\nReply", "3 comments on “On lamps”"),
    "no heading": ("{name} says:\n{day}\n\n{words}\n\nReply", ""),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_gives_the_same_thread(shape: str) -> None:
    template, heading = SHAPES[shape]
    text = page(filled(template), heading)
    thread = thread_of(text)
    assert said(text) == list(zip(NAMES, WORDS, strict=True))
    assert [post.written.at.strftime("%d %H:%M") for post in thread.posts[1:]] == [
        "02 09:05", "02 16:18", "03 06:44",
    ]  # fmt: skip
    assert (thread.title, thread.author) == ("On lamps", "keeper")
    assert thread.written.raw == "March 1, 2011"
    assert account_of(text).accounted


@pytest.mark.parametrize("shape", [one for one in SHAPES if SHAPES[one][1][:1] in "{3"])
def test_a_page_that_declares_what_it_holds_needs_nobody(shape: str) -> None:
    template, heading = SHAPES[shape]
    assert account_of(page(filled(template), heading)).sure


TONGUES = {
    "de": ("{name} sagt:", "2. März 2011 um 9:05 Uhr", "Antworten", "3 Gedanken zu „On lamps“"),
    "fr": ("{name} dit :", "2 mars 2011 à 9 h 05 min", "Répondre", "3 réflexions sur « On lamps »"),
    "es": ("{name} dijo:", "2 marzo, 2011 a las 9:05 am", "Responder", "3 comentarios en “On”"),
    "it": ("{name} ha detto:", "2 marzo 2011 alle 9:05", "Rispondi", "3 commenti su “On lamps”"),
    "pt": ("{name} disse:", "2 de março de 2011 às 9:05", "Responder", "3 comentários"),
    "nl": ("{name} schreef:", "2 maart 2011 om 9:05", "Beantwoorden", "3 reacties op “On lamps”"),
    "pl": ("{name} pisze:", "2 marca 2011 o 9:05", "Odpowiedz", "3 komentarze do “On lamps”"),
    "cs": ("{name} napsal:", "2. 3. 2011 v 9:05", "Odpovědět", "3 komentáře"),
    "ru": ("{name}:", "02.03.2011 в 9:05", "Ответить", "On lamps: 3 комментария"),
    "sv": ("{name} skriver:", "2 mars, 2011 kl. 9:05", "Svara", "3 kommentarer till “On lamps”"),
    "tr": ("{name} dedi ki:", "2 Mart 2011, 9:05", "Yanıtla", "“On lamps” üzerine 3 düşünce"),
    "ja": ("{name} より:", "2011年3月2日 9:05", "返信", "「On lamps」への3件のフィードバック"),
    "zh": ("{name}说道：", "2011年3月2日 上午9:05", "回复", "《On lamps》有3个想法"),
    "ko": ("{name} 댓글:", "2011년 3월 2일 9:05 오전", "답글", "댓글 3개"),
}  # fmt: skip


@pytest.mark.parametrize("tongue", TONGUES)
def test_a_theme_is_read_in_any_language(tongue: str) -> None:
    name, day, button, heading = TONGUES[tongue]
    shape = f"{name}\n{{day}}\n\n{{words}}\n\n{button}"
    text = page(filled(shape, (day, day, day)), heading)
    assert said(text) == list(zip(NAMES, WORDS, strict=True))
    assert {post.written.at.strftime("%Y-%m-%d %H:%M") for post in thread_of(text).posts[1:]} == {
        "2011-03-02 09:05"
    }
    assert thread_of(text).declared == 3


RELATIVE = ("3 years ago", "a month ago", "yesterday")


@pytest.mark.parametrize(
    ("shape", "heading"),
    [
        ("{name} • {day}\n\n{words}\n\n{n} △ ▽ • Reply • Share ›\n", "3 Comments Notes Login"),
        ("{name}\n{day}\n{words}\n{n}\nReply\nShare ›\n", "3 Comments"),
        ("{name} · {day}\n{words}\nReply\n", "Comments (3)"),
    ],
)
def test_a_date_relative_to_nothing_stays_relative(shape: str, heading: str) -> None:
    text = page(filled(shape, RELATIVE), heading)
    posts = thread_of(text).posts[1:]
    assert said(text) == list(zip(NAMES, WORDS, strict=True))
    assert [(post.written.at, post.written.raw) for post in posts] == [
        (None, raw) for raw in RELATIVE
    ]
    assert {post.written.precision for post in posts} == {"relative"}


def test_newest_first_is_kept_as_the_page_has_it() -> None:
    template, heading = SHAPES["newer WordPress"]
    items = [item.strip() for item in filled(template).split("Reply") if item.strip()]
    text = page("\n".join(f"{item}\nReply" for item in reversed(items)), heading)
    assert [name for name, _ in said(text)] == list(reversed(NAMES))


def test_a_page_without_any_shape_is_an_entry_alone_that_waits() -> None:
    text = "A letter.\n\nDear all, the lamp was lit again last night, and we were all there."
    assert codes(text) >= {"no_comments_found"}
    assert not account_of(text).sure
    assert thread_of(text).posts[0].text.endswith("we were all there.")


@pytest.mark.parametrize(
    "none", ["No Comments", "0 comments", "Keine Kommentare", "Sin comentarios"]
)
def test_a_page_that_declares_no_comments_needs_nobody(none: str) -> None:
    text = HEAD + none + "\n" + FORM
    assert account_of(text).sure
    assert len(thread_of(text).posts) == 1
