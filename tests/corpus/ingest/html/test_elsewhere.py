"""A page that does not hold its comments says so; a forum's first post is the entry."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.ingest.accounting import account
from corpus.ingest.events import Noted, ReadOptions, ThreadRead
from corpus.ingest.html.reader import read
from corpus.ingest.source import Source
from tests.corpus.ingest.html.builders import FORUMS, TREES
from tests.corpus.ingest.html.threads import THREAD, page


def events(source: str):
    return list(read(Source.from_bytes(source.encode()), ReadOptions(), None))


def noted(source: str) -> list[str]:
    return [event.code for event in events(source) if isinstance(event, Noted)]


def thread(source: str) -> ThreadRead:
    return next(event for event in events(source) if isinstance(event, ThreadRead))


@pytest.mark.parametrize(
    "embed",
    [
        "<a href='#disqus_thread'>12 Comments</a><div id='disqus_thread'></div>",
        "<div class='fb-comments' data-href='https://reeds.example.org/pond'></div>",
        "<div id='commento'></div>",
        "<script src='https://utteranc.es/client.js' repo='reed/notes'></script>",
        "<section id='isso-thread'></section>",
    ],
)
def test_a_page_that_only_embeds_a_service_says_where_the_comments_are(embed: str) -> None:
    told = [one for one in events(page(embed)) if isinstance(one, Noted)]
    counted = "12" in embed
    code = "no_comments_found" if counted else "comments_elsewhere"
    assert code in [one.code for one in told]
    if counted:
        assert any("12 comments are kept by Disqus" in one.message for one in told)


def test_a_service_without_comments_is_not_worth_a_word() -> None:
    assert "comments_elsewhere" not in noted(
        page("<a href='#disqus_thread'>0 Comments</a><div id='disqus_thread'></div>")
    )


def test_comments_that_are_in_the_page_are_not_elsewhere() -> None:
    assert "comments_elsewhere" not in noted(page(TREES["Disqus"](THREAD)))


def test_a_page_that_counts_comments_but_shows_none_asks_for_a_look() -> None:
    source = page("<span class='comment-count'>7</span>")
    assert "no_comments_found" in account(events(source)).doubts()


@pytest.mark.parametrize("system", FORUMS)
def test_a_forum_thread_has_its_first_post_as_entry(system: str) -> None:
    source = page(FORUMS[system](THREAD))
    read_thread = thread(source)
    assert [(post.kind, post.author, post.text) for post in read_thread.posts] == [
        ("entry" if place == 0 else "comment", one.name, one.text)
        for place, one in enumerate(THREAD)
    ]
    assert account(events(source)).accounted


def test_on_a_later_page_of_a_forum_all_posts_are_comments() -> None:
    head = "<link rel='canonical' href='https://reeds.example.org/viewtopic.php?t=9&amp;start=15'>"
    read_thread = thread(page(FORUMS["phpBB"](THREAD), head=head))
    assert [post.kind for post in read_thread.posts] == ["entry", *["comment"] * len(THREAD)]
    assert read_thread.posts[0].flags == ("no_entry_text",)


@given(
    system=st.sampled_from(["Disqus", "Drupal 9", "LiveJournal", "isso"]),
    cut=st.integers(min_value=0, max_value=7000),
)
@settings(max_examples=60, deadline=None)
def test_a_page_that_ends_anywhere_keeps_what_stands_before(*, system: str, cut: int) -> None:
    source = page(TREES[system](THREAD))
    whole = [one.paragraphs for one in THREAD if source.find(one.paragraphs) + 500 < cut]
    told = events(source[:cut] or " ")
    assert account(told).accounted
    texts = [post.text for one in told if isinstance(one, ThreadRead) for post in one.posts]
    for paragraphs in whole:
        text = paragraphs.removeprefix("<p>").removesuffix("</p>").replace("</p><p>", "\n\n")
        assert any(one.endswith(text) for one in texts)


def test_an_item_that_the_description_misses_is_noticed() -> None:
    source = page(
        TREES["Disqus"](THREAD).replace("<li class='post' id='post-903'", "<p id='post-903'")
    )
    assert account(events(source)).faults()


@pytest.mark.parametrize("system", TREES)
def test_every_character_of_a_page_is_accounted_for(system: str) -> None:
    assert account(events(page(TREES[system](THREAD)))).accounted
