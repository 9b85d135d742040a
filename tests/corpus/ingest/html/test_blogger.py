"""Saved pages of Blogger. All names and words are invented."""

from collections.abc import Callable

import pytest

from corpus.ingest.accounting import account
from tests.corpus.ingest.html import blogger_pages as blogger
from tests.corpus.ingest.html.test_wordpress import events_of, thread_of
from tests.corpus.ingest.html.wordpress_pages import MARA, THREAD, flat

LAYOUTS = [blogger.flat_page, blogger.threaded_page, blogger.skin_page]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_gives_each_comment_with_author_text_and_exact_time(
    layout: Callable[[], str],
) -> None:
    events = events_of(layout())
    comments = thread_of(events).posts[1:]
    written = flat(THREAD)
    assert [post.text for post in comments] == [one.text for one in written]
    assert [post.author for post in comments] == [one.author for one in written]
    assert [post.written.at for post in comments] == [blogger.at_utc(one) for one in written]
    assert [post.written.precision for post in comments] == ["second"] * 5
    assert [post.url for post in comments] == [blogger.link(one) for one in written]
    assert [post.is_entry_author for post in comments] == [one.author == MARA for one in written]
    assert account(events).faults() == []
    assert account(events).doubts() == []


def test_the_printed_date_is_kept_as_it_was_printed() -> None:
    post = thread_of(events_of(blogger.flat_page())).posts[1]
    assert post.written.raw is not None
    assert " ".join(post.written.raw.split()) == "March 4, 2011 at 8:05 AM"


def test_replies_that_lie_in_a_comment_answer_it() -> None:
    posts = thread_of(events_of(blogger.threaded_page())).posts
    assert [post.parent for post in posts] == [None, None, 1, 2, None, None]
    assert [post.depth for post in posts] == [0, 0, 1, 2, 0, 0]
    assert {post.parent_how for post in posts if post.parent} == {"markup"}


def test_a_flat_page_makes_nobody_a_parent() -> None:
    assert {post.parent for post in thread_of(events_of(blogger.flat_page())).posts} == {None}


def test_a_removed_comment_stays_as_a_stub() -> None:
    events = events_of(blogger.flat_page(removed=12))
    stub = thread_of(events).posts[4]
    assert (stub.status, stub.author) == ("deleted", "Die Köchin")
    assert account(events).sure


def test_the_entry_of_a_blogger_page() -> None:
    thread = thread_of(events_of(blogger.flat_page()))
    assert (thread.title, thread.site, thread.author) == ("On soup", "Pots and Pans", MARA)
    assert thread.posts[0].text == "Soup is easy."
    assert str(thread.written.at) == "2011-03-02 09:30:00+01:00"
    assert thread.categories == ("Soup",)
