"""The traps of saved pages. All names and words are invented."""

import re
from collections.abc import Sequence
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import UnreadableError
from corpus.ingest.accounting import account
from corpus.ingest.events import Event, Noted, PostRead, ReadOptions, Skipped, Tile
from corpus.ingest.html import reader
from corpus.ingest.source import Source
from tests.corpus.ingest.html import blogger_pages
from tests.corpus.ingest.html.test_document import markup
from tests.corpus.ingest.html.test_wordpress import events_of, thread_of
from tests.corpus.ingest.html.wordpress_pages import THREAD, Theme, flat, page
from tests.corpus.ingest.html.wordpress_themes import CLASSIC, core, html5

CORE, HTML5, KUBRICK = CLASSIC[1], CLASSIC[2], CLASSIC[0]


def comment(
    number: int, inner: str, *, classes: str = "comment depth-1", author: str = "Ann"
) -> str:
    """One list item as the newer themes write it."""
    return f"""<li id="comment-{number}" class="{classes}"><article class="comment-body">
<b class="fn">{author}</b> <time datetime="2015-01-{number:02}T10:00:00+00:00">x</time>
<div class="comment-content">{inner}</div></article>"""


def listed(*items: str, heading: str = "", after: str = "") -> str:
    """A page around list items that are closed here."""
    closed = "</li>".join(items) + "</li>"
    return f"""<html><body><h1 class="entry-title">T</h1><div class="entry-content">Text.</div>
<div id="comments">{heading}<ol class="comment-list">{closed}</ol>{after}</div></body></html>"""


def posts_of(html: str) -> Sequence[PostRead]:
    return thread_of(events_of(html)).posts[1:]


def codes(events: Sequence[Event]) -> set[str]:
    return {event.code for event in events if isinstance(event, Noted | Skipped)}


@settings(deadline=None)
@given(markup)
def test_any_text_is_tiled_and_adds_up(text: str) -> None:
    if not text.encode("utf-8", "replace"):
        return
    try:
        events = events_of(text.encode("utf-8", "replace").decode())
    except UnreadableError:
        return
    assert account(events).faults() == []


@settings(deadline=None)
@given(st.binary(min_size=1, max_size=300))
def test_any_bytes_are_read_or_refused_in_words(data: bytes) -> None:
    try:
        events = list(reader.read(Source.from_bytes(data), ReadOptions(), None))
    except UnreadableError:
        return
    assert account(events).faults() == []


@pytest.mark.parametrize("whole", [page(CORE), page(HTML5), blogger_pages.threaded_page()])
def test_a_page_cut_anywhere_keeps_what_stands_before(whole: str) -> None:
    before: list[str | None] = []
    for cut in range(1, len(whole), 41):
        events = events_of(whole[:cut])
        assert account(events).faults() == []
        ids = [post.external_id for post in thread_of(events).posts[1:]]
        assert ids[: len(before)] == before
        before = ids
    assert len(before) == 5


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_a_page_with_damage_anywhere_still_adds_up(data: st.DataObject) -> None:
    whole = page(CORE)
    at = data.draw(st.integers(0, len(whole)))
    damage = data.draw(markup)
    events = events_of((whole[:at] + damage + whole[at:]).encode("utf-8", "replace").decode())
    tiles = [event for event in events if isinstance(event, Tile)]
    assert tiles[0].start == 0
    assert not any("cover" in fault for fault in account(events).faults())


def test_ids_that_stand_twice_on_one_comment_make_one_comment() -> None:
    assert len(posts_of(page(CLASSIC[3]))) == 5


def test_two_comments_of_one_id_are_both_kept() -> None:
    events = events_of(listed(comment(3, "<p>one</p>"), comment(3, "<p>two</p>")))
    assert [post.text for post in thread_of(events).posts[1:]] == ["one", "two"]
    assert "duplicate_id" in codes(events)


def test_replies_that_only_their_classes_show_are_told_by_depth() -> None:
    items = [
        comment(1, "a"),
        comment(2, "b", classes="comment depth-2"),
        comment(3, "c", classes="comment depth-3"),
        comment(4, "d", classes="comment depth-2"),
        comment(5, "e"),
    ]
    posts = posts_of(listed(*items))
    assert [post.parent for post in posts] == [None, 1, 2, 1, None]
    assert {post.parent_how for post in posts if post.parent} == {"indent"}


def test_newest_first_stays_in_the_order_of_the_page() -> None:
    posts = posts_of(listed(comment(9, "late"), comment(2, "early")))
    assert [post.text for post in posts] == ["late", "early"]


def test_a_reply_whose_comment_was_removed_is_marked_for_a_look() -> None:
    events = events_of(listed(comment(7, "x", classes="comment depth-2"), comment(8, "y")))
    assert [post.parent for post in thread_of(events).posts] == [None, None, None]
    assert not account(events).sure


def test_comments_that_were_never_closed_make_no_chain_of_answers() -> None:
    inner = "".join(
        f"<div id='comment-{n}'><cite>Ann {n}</cite> "
        f"<small>May {n}, 2010 at 9:00 am</small><p>w{n}</p>"
        for n in range(1, 13)
    )
    events = events_of(f"<html><body><h1>T</h1><div class='entry'>x</div>{inner}</body></html>")
    posts = thread_of(events).posts[1:]
    assert [post.text for post in posts] == [f"w{n}" for n in range(1, 13)]
    assert {post.parent for post in posts} == {None}
    assert not account(events).sure


@pytest.mark.parametrize(
    "link",
    [
        '<a href="http://x.example/p/comment-page-1/#comments">&larr; Older Comments</a>',
        '<a href="?cpage=2#comments">2</a>',
        "<a href='#'>Ältere Kommentare</a>",
    ],
)
def test_more_pages_explain_a_higher_count(link: str) -> None:
    html = listed(
        comment(1, "a"), comment(2, "b"), heading="<h2>34 Responses to T</h2>", after=link
    )
    events = events_of(html)
    assert "declared_explained" in codes(events)
    assert account(events).sure


def test_a_count_that_nothing_explains_waits_for_a_look() -> None:
    events = events_of(listed(comment(1, "a"), heading="<h3>15 thoughts on &#8220;T&#8221;</h3>"))
    assert "declared_differs" in codes(events)
    assert not account(events).sure


@pytest.mark.parametrize(
    ("heading", "count"),
    [
        ("3 Kommentare", 3), ("Kommentare (3)", 3), ("Comments: 1,234", 1234), ("One Response", 1),
        ("{ 3 comments… read them below or add one }", 3), ("Un commentaire", 1),
        ("3 reacties op ‘T’", 3), ("3 komentarze do T", 3), ("3 комментария", 3), ("评论 3", 3),
        ("3 件のコメント", 3), ("2 Comments and 1 Pingback", 3), ("3 thoughts on “24 hours”", 3),
        ("May 26, 2008 | Ann | Kommentare 3 |", 3), ("Leave a comment", None), ("T 2", None),
    ],
)  # fmt: skip
def test_what_a_heading_declares(heading: str, count: int | None) -> None:
    html = listed(comment(1, "a"), heading=f"<h3>{heading}</h3>")
    assert thread_of(events_of(html)).declared == count


def test_a_widget_of_other_comments_is_furniture() -> None:
    widget = "".join(
        f"<li id='comment-{n}' class='comment depth-1'><cite>Zed</cite> on <a href='/x'>Tea</a>"
        for n in (70, 71)
    )
    html = listed(comment(1, "a")).replace(
        "</body>", f"<div class='sidebar'><ul class='commentlist'>{widget}</ul></div></body>"
    )
    events = events_of(html)
    assert [post.external_id for post in thread_of(events).posts[1:]] == ["1"]
    assert account(events).skipped == 2
    assert account(events).sure
    last = [event for event in events if isinstance(event, Tile)][-1]
    assert last.kind == "furniture"
    assert html.index("Zed") > last.start


@pytest.mark.parametrize(
    ("item", "kind"),
    [
        ('<li class="pingback depth-1" id="comment-5"><div class="comment-body">Pingback: <a '
         'href="http://p.example/" class="url">A page</a></div></li>', "pingback"),
        ('<li class="trackback depth-1" id="comment-5"><cite class="fn"><a class="url" '
         'href="http://p.example/">A page</a></cite> <p>[&#8230;] words [&#8230;]</p>'
         "</li>", "trackback"),
        ('<li class="post pingback"><a name="comment-5"></a><p>Pingback: <a href="http://p.example/"'
         ' class="url">A page</a></p></li>', "pingback"),
        ('<li id="comment-5"><cite><a href="http://p.example/" rel="external nofollow">A page</a>'
         '</cite> <div class="comment-content">[...] words of it [...]</div></li>', "pingback"),
    ],
)  # fmt: skip
def test_pingbacks_are_told_from_comments(item: str, kind: str) -> None:
    events = events_of(listed(comment(1, "a")).replace("</ol>", f"{item}</ol>"))
    ping = thread_of(events).posts[2]
    assert (ping.kind, ping.author, ping.author_url) == (kind, "A page", "http://p.example/")
    assert account(events).faults() == []


def test_pingbacks_in_a_list_of_their_own_belong_to_the_thread() -> None:
    pings = (
        '<h3>Trackbacks</h3><ol class="pinglist"><li id="comment-9"><a href="http://p.example/">\
A page</a></li></ol>'
    )
    posts = posts_of(listed(comment(1, "a"), after=pings))
    assert [post.kind for post in posts] == ["comment", "pingback"]


def test_a_comment_awaiting_moderation_is_pending() -> None:
    waiting = (
        "<p class='comment-awaiting-moderation'>Your comment is awaiting moderation.</p><p>a</p>"
    )
    posts = posts_of(listed(comment(1, waiting), comment(2, "b")))
    assert [(post.status, post.text) for post in posts] == [("pending", "a"), ("approved", "b")]


def test_a_date_that_nobody_understands_is_kept_as_printed() -> None:
    html = page(KUBRICK).replace("March 4, 2011 at 8:05 am", "Stardate 7")
    events = events_of(html)
    post = thread_of(events).posts[1]
    assert (post.written.at, post.written.raw) == (None, "Stardate 7")
    assert "bad_date" in codes(events)


def test_numeric_dates_are_settled_by_the_other_dates_of_the_page() -> None:
    def numeric(c: object, _: str) -> str:
        return re.sub(r"[A-Z][a-z]+ \d+, \d{4} at [\d:]+ [ap]m(?=</a>)",
                      f"{c.at:%d/%m/%Y} {c.at:%H:%M}", core(c, ""))  # fmt: skip

    posts = posts_of(page(Theme("n", numeric, nested=False)))
    assert [post.written.at for post in posts] == [one.at for one in flat(THREAD)]


def test_a_toolbar_of_an_archive_is_furniture_and_addresses_are_the_original() -> None:
    wayback = "https://web.archive.org/web/20130101000000/"
    html = page(HTML5).replace('href="http://', f'href="{wayback}http://')
    html = html.replace("href='http://", f"href='{wayback}http://").replace(
        '<body class="single">',
        '<body><div id="wm-ipp-base"><h1 class="title">Captures</h1><p>12 comments</p></div>',
    )
    thread = thread_of(events_of(html))
    assert (thread.title, thread.url) == ("On soup", "http://pots.example/2011/03/on-soup/")
    assert thread.posts[2].author_url == "http://mara.example/"
    assert account(events_of(html)).sure


def test_a_piece_of_a_page_is_read_without_an_entry() -> None:
    piece = "<ol class='commentlist'>" + "".join(html5(one, "") for one in flat(THREAD)) + "</ol>"
    assert reader.sniff(piece.encode(), "").confidence > 0.7
    events = events_of(piece)
    thread = thread_of(events)
    assert len(thread.posts) == 6
    assert thread.posts[0].flags == ("no_entry_text",)
    assert account(events).faults() == []


def test_a_page_without_comments_is_an_entry_alone() -> None:
    events = events_of(page(CORE, []))
    assert len(thread_of(events).posts) == 1
    assert "no_comments" in codes(events)


def test_comments_three_hundred_deep_are_read() -> None:
    depth = 200
    opened = "".join(
        f"<li id='comment-{n}' class='comment depth-{n}'><b class='fn'>A</b>"
        f"<div class='comment-content'>w{n}</div><ul class='children'>" for n in range(1, depth + 1)
    )  # fmt: skip
    posts = posts_of(f"<ol class='comment-list'>{opened}{'</ul></li>' * depth}</ol>")
    assert [post.depth for post in posts] == list(range(depth))


def test_a_comment_in_thousands_of_unclosed_tables_takes_time_by_its_length_only() -> None:
    html = listed(comment(1, "One."), comment(2, "Two."))
    html = html.replace("</time>", "</time> March 1, 2012")
    began = process_time()
    assert len(posts_of(html.replace("<article ", "<table><tr><td>" * 2_000 + "<article "))) == 2
    assert process_time() - began < 5


def test_what_the_person_says_wins() -> None:
    options = ReadOptions(url="http://other.example/", title="Mine", timezone="Europe/Vienna")
    events = list(reader.read(Source.from_bytes(page(KUBRICK).encode()), options, None))
    thread = thread_of(events)
    assert (thread.title, thread.url) == ("Mine", "http://other.example/")
    assert str(thread.posts[1].written.at) == "2011-03-04 08:05:00+01:00"


@pytest.mark.parametrize(
    ("start", "code"),
    [
        ("From: <Saved by a browser>\nSubject: T\nMIME-Version: 1.0\nContent-Type: "
         "multipart/related; boundary=x\n\n<html>", "mhtml"),
        ('<!DOCTYPE html><html><body id="viewsource" class="highlight"><pre>', "view_source"),
    ],
)  # fmt: skip
def test_a_page_wrapped_in_another_format_is_refused_in_words(start: str, code: str) -> None:
    data = (start + page(CORE)).encode()
    assert reader.sniff(data, "").confidence > 0.7
    with pytest.raises(UnreadableError) as refused:
        list(reader.read(Source.from_bytes(data), ReadOptions(), None))
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("<!DOCTYPE html>\n<html><head></head><body><p>x</p></body></html>", 0.85, 1),
        ('<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML"><html><body>x', 0.85, 1),
        ("\n<!-- saved from url=(0019)http://a.example/ -->\n<html><body><p>x</p>", 0.85, 1),
        ("<div><p>a</p><p>b</p></div>", 0.7, 1),
        ('<?xml version="1.0"?><rss version="2.0"><channel><item><description><p><a><p>', 0, 0.1),
        ('`<?xml version="1.0"?><disqus><p><p><p><p><p><p><p><p><p><p><p><p></disqus>', 0, 0.1),
        ('{"text": "<p>a</p><p>b</p><p>c</p><p>d</p><p>e</p><p>f</p>"}', 0, 0.1),
        ("A letter to a friend.", 0, 0.1),
    ],
)
def test_pages_are_told_by_their_content(text: str, least: float, most: float) -> None:
    assert least <= reader.sniff(text.encode(), "page.html").confidence <= most
