"""Hacker News: every interface gives the same threads, and what lacks is said."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.ingest import registry
from corpus.ingest.events import Noted
from corpus.ingest.exports import hacker_news
from corpus.ingest.exports.hacker_news_posts import paragraphs
from corpus.ingest.markup import text_of
from tests.corpus.ingest.exports import news_samples as samples
from tests.corpus.ingest.exports.news_samples import FOG, ITEMS, MIST, answer, item, plain
from tests.corpus.ingest.exports.reading import Reading, read_with


def read(value: Any) -> Reading:
    text = value if isinstance(value, str) else json.dumps(value)
    return read_with(hacker_news.read, text.encode())


def lines(*values: Any) -> str:
    return "".join(json.dumps(value) + "\n" for value in values)


SHAPES = {
    "trees": samples.trees(),
    "trees on lines": json.dumps(samples.trees(), indent=2),
    "trees with sorted keys": json.dumps(samples.trees(), sort_keys=True),
    "a tree a line": lines(*samples.trees()),
    "search": answer(*ITEMS, FOG, MIST),
    "two pages of a search": lines(
        answer(*ITEMS[:3], nbHits=7), answer(*ITEMS[3:], FOG, MIST, nbHits=7, page=1)
    ),
    "hits on lines": lines(*map(samples.hit, (*ITEMS, FOG, MIST))),
    "items on lines": samples.dump(),
    "items as a list": [json.loads(line) for line in samples.dump().splitlines()],
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_every_shape_gives_the_same_threads(shape: Any) -> None:
    reading = read(shape)
    oil, fog = reading.threads
    assert (oil.title, oil.external_id) == ("Of oil & wicks", "40")
    assert oil.url == "https://news.ycombinator.com/item?id=40"
    assert [post.external_id for post in oil.posts] == ["40", "41", "42", "43", "44"]
    assert [post.depth for post in oil.posts] == [0, 0, 1, 2, 0]
    assert [post.author for post in oil.posts] == ["keeper", "Ada", "keeper", None, "Ada"]
    assert oil.posts[1].text == "Comment 41, well lit\n\nI'd say."
    assert [post.text for post in fog.posts][:1] == ["All day."]
    assert reading.codes == []
    assert reading.account.sure


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_every_shape_is_told_from_all_other_formats(shape: Any) -> None:
    text = shape if isinstance(shape, str) else json.dumps(shape)
    best, second = registry.detect(text.encode())[:2]
    assert best.format == hacker_news.FORMAT
    assert best.confidence - second.confidence > registry.CLOSE


def test_a_story_is_read_whole() -> None:
    oil = read(samples.tree()).threads[0]
    assert oil.attributes == {"link": "https://oil.example/7", "points": 41}
    assert oil.written.at
    assert oil.written.at.isoformat() == "2021-03-20T12:40:00+00:00"
    assert oil.posts[0].author_url == "https://news.ycombinator.com/user?id=keeper"
    assert "no_entry_text" in oil.posts[0].flags


def test_a_comment_is_read_whole() -> None:
    first, second, third, _ = read(samples.tree()).comments
    assert first.url == "https://news.ycombinator.com/item?id=41"
    assert (second.is_entry_author, first.is_entry_author) == (True, False)
    assert (third.status, third.text, third.author) == ("deleted", "", None)


def test_dead_comments_come_in_as_trash_and_choices_of_a_poll_are_marked() -> None:
    poll = plain(item(60, type="poll"), descendants=1)
    choice = {"by": "keeper", "id": 61, "poll": 60, "score": 3, "text": "Oil", "time": 1616241600}
    dead = plain(item(62, 60), dead=True)
    reading = read(lines(poll, {**choice, "type": "pollopt"}, dead))
    assert [(post.status, post.flags) for post in reading.comments] == [
        ("approved", ("poll_option",)),
        ("trash", ("dead",)),
    ]
    assert reading.threads[0].attributes["type"] == "poll"


def test_a_dead_story_stands_while_its_comments_do() -> None:
    dead = plain(ITEMS[0], dead=True, descendants=1)
    entry = read(lines(dead, plain(ITEMS[4]))).threads[0].posts[0]
    assert (entry.status, entry.flags) == ("approved", ("dead", "trash", "no_entry_text"))


def test_comments_find_their_story_through_any_number_of_others_in_any_order() -> None:
    chain = [plain(item(40 + n, 39 + n)) for n in range(1, 120)]
    reading = read(lines(*reversed(chain), plain(ITEMS[0], descendants=119)))
    (thread,) = reading.threads
    assert [post.depth for post in thread.posts[1:]] == list(range(119))
    assert reading.account.sure


def test_comments_without_their_story_form_a_thread_that_is_known_again() -> None:
    reading = read(lines(plain(item(41, 40)), plain(item(42, 41))))
    (thread,) = reading.threads
    assert (thread.title, thread.external_id) == ("(story 40 missing)", "40")
    assert [post.depth for post in thread.posts] == [0, 0, 1]
    assert reading.codes == ["thread_missing"]
    assert reading.account.sure


def test_the_title_of_a_missing_story_is_taken_from_its_comments() -> None:
    assert read(answer(*ITEMS[1:])).threads[0].title == "Of oil & wicks"


def test_answers_that_are_named_but_not_there_are_known_to_be_missing() -> None:
    reading = read(lines(plain(ITEMS[0], 41, 44, descendants=30), plain(ITEMS[1], 42)))
    (thread,) = reading.threads
    assert (thread.declared, thread.attributes["comments_missing"]) == (30, 29)
    assert ["replies_missing" in post.flags for post in thread.posts] == [True, True]
    assert reading.codes == ["known_missing"]
    assert reading.account.accounted


def test_a_search_says_how_much_it_found_beyond_the_file() -> None:
    reading = read(answer(*ITEMS, nbHits=900))
    (said,) = (event for event in reading.events if isinstance(event, Noted))
    assert said.code == "known_missing"
    assert "900" in said.message


def test_the_same_items_twice_count_once() -> None:
    reading = read(samples.dump() + samples.dump())
    assert len(reading.posts) == 7
    assert sorted(set(reading.codes)) == ["duplicate_item", "duplicate_thread"]
    assert reading.account.accounted


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                " ",
                "lit",
                "&#x27;",
                "&gt;",
                "&lt;b&gt;",
                "<i>x</i>",
                "\n",
                "&nbsp;",
                "\u00e9",
                "&amp;lt;",
                "&#x2F;",
                "\x00",
                "\ud83d",
                "<",
                "a < b",
                "&#13;",
                "\u200b",
                "<pre><code>  a\n</code></pre>",
            ]
        )
    )
)
def test_plain_paragraphs_read_at_once_are_those_of_their_html(parts: list[str]) -> None:
    html = "".join(parts)
    assert paragraphs(html) in {None, text_of(html)}


def test_a_line_that_is_no_item_fails_alone() -> None:
    reading = read(samples.dump() + 'null\n{"what": "else"}\n{"type": "comment", "id": 7}\n')
    assert reading.codes == ["broken_item"] * 3
    assert len(reading.posts) == 7
    assert reading.account.accounted


def test_an_export_with_numbers_as_strings_is_read() -> None:
    row = {"title": None, "url": None, "text": "lit", "dead": None, "by": "Ada", "score": None,
           "time": "1616241600", "timestamp": "2021-03-20 12:00:00 UTC", "type": "comment",
           "id": "41", "parent": "40", "descendants": None, "deleted": None}  # fmt: skip
    story = row | {"id": "40", "type": "story", "title": "Fog", "parent": None, "descendants": "1"}
    reading = read(lines(story, row))
    assert [post.external_id for post in reading.posts] == ["40", "41"]
    assert reading.comments[0].written.at
    assert reading.codes == []


def test_a_tree_whose_items_do_not_state_their_type_is_read() -> None:
    gone = {"id": 3, "created_at_i": 1616241620, "author": None, "text": None, "parent_id": 2,
            "children": []}  # fmt: skip
    answer = gone | {"id": 2, "author": "Wren", "text": "Oil.", "parent_id": 1, "children": [gone]}
    story = {"id": 1, "created_at_i": 1616241600, "author": "Ada", "title": "Oil or gas?",
             "text": "Which lamp?", "parent_id": None, "children": [answer]}  # fmt: skip
    assert hacker_news.sniff(json.dumps(story).encode(), "").confidence > 0.9
    reading = read(story)
    assert [(post.kind, post.parent, post.status) for post in reading.posts] == [
        ("entry", None, "approved"), ("comment", None, "approved"), ("comment", 1, "deleted"),
    ]  # fmt: skip
    assert reading.account.accounted
