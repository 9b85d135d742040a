"""Saved pages of WordPress themes. All names and words are invented."""

from datetime import UTC

import pytest

from corpus.ingest.accounting import account
from corpus.ingest.events import Event, PostRead, ReadOptions, ThreadRead
from corpus.ingest.html import reader
from corpus.ingest.source import Source
from tests.corpus.ingest.html.modern_themes import MODERN
from tests.corpus.ingest.html.plain_themes import PLAIN
from tests.corpus.ingest.html.wordpress_pages import MARA, THREAD, Theme, flat, page
from tests.corpus.ingest.html.wordpress_themes import CLASSIC

THEMES = [pytest.param(theme, id=theme.name) for theme in (*CLASSIC, *MODERN, *PLAIN)]


def events_of(html: str) -> list[Event]:
    return list(reader.read(Source.from_bytes(html.encode()), ReadOptions(), None))


def thread_of(events: list[Event]) -> ThreadRead:
    return next(event for event in events if isinstance(event, ThreadRead))


def moment(post: PostRead, *, day_only: bool) -> object:
    at = post.written.at
    assert at is not None, post.written
    if at.tzinfo not in {None, UTC}:
        assert at.utcoffset() is not None
    return at.date() if day_only else at.replace(tzinfo=None)


@pytest.mark.parametrize("theme", THEMES)
def test_a_theme_gives_each_comment_with_author_date_and_text(theme: Theme) -> None:
    events = events_of(page(theme))
    thread = thread_of(events)
    written = flat(THREAD)
    comments = thread.posts[1:]
    assert [post.text for post in comments] == [one.text for one in written]
    assert [post.author for post in comments] == [one.author for one in written]
    assert [post.external_id for post in comments] == [str(one.number) for one in written]
    assert [moment(post, day_only=theme.day_only) for post in comments] == [
        one.at.date() if theme.day_only else one.at for one in written
    ]
    assert [post.author_url for post in comments] == [one.url or None for one in written]
    assert [post.is_entry_author for post in comments] == [one.author == MARA for one in written]


@pytest.mark.parametrize("theme", THEMES)
def test_a_theme_that_nests_tells_who_answers_whom(theme: Theme) -> None:
    posts = thread_of(events_of(page(theme))).posts
    ids = {post.number: post.external_id for post in posts}
    expected = {None: None} | {
        str(answer.number): str(one.number) for one in flat(THREAD) for answer in one.answers
    }
    for post in posts[1:]:
        parent = None if post.parent is None else ids[post.parent]
        assert parent == (expected.get(post.external_id) if theme.nested or "depth-" in page(theme)
                          else None)  # fmt: skip


@pytest.mark.parametrize("theme", THEMES)
def test_a_page_adds_up_without_a_doubt(theme: Theme) -> None:
    total = account(events_of(page(theme)))
    assert total.faults() == []
    assert total.doubts() == []
    assert (total.entries, total.comments, total.declared) == (1, 5, 5)


@pytest.mark.parametrize("theme", THEMES)
def test_positions_hold_what_they_say(theme: Theme) -> None:
    html = page(theme)
    for post in thread_of(events_of(html)).posts[1:]:
        source = html[post.start : post.end]
        assert source.split()[0].strip("<>&;").split("<")[0] in html
        for kind, start, end in post.marks:
            if kind == "author":
                assert (post.author or "").split()[-1] in html[start:end].replace("&nbsp;", " ")


def test_the_entry_has_title_author_date_text_and_terms() -> None:
    thread = thread_of(events_of(page(CLASSIC[1])))
    entry = thread.posts[0]
    assert (thread.title, thread.site, thread.author) == ("On soup", "Pots & Pans", MARA)
    assert thread.url == "http://pots.example/2011/03/on-soup/"
    assert entry.text == "Soup is easy.\n\nHeat water; add what you have."
    assert str(thread.written.at) == "2011-03-02 00:00:00"
    assert (thread.language, thread.categories) == ("en-GB", ("Soup",))
