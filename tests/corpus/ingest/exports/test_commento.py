"""Commento: comments find their authors and their pages; none is dropped for its state."""

import json
from typing import Any

from corpus.ingest.exports import commento
from tests.corpus.ingest.exports import json_samples as samples
from tests.corpus.ingest.exports.reading import Reading, read_with


def read(**changes: Any) -> Reading:
    return read_with(commento.read, json.dumps(samples.commento(**changes)).encode())


def test_the_comments_of_one_address_are_a_thread() -> None:
    oil, fog = read().threads
    assert (oil.title, oil.site, oil.url) == (
        "/of-oil",
        "log.example",
        "https://log.example/of-oil",
    )
    assert [post.external_id for post in oil.posts] == [None, "hex1", "hex2", "hex4"]
    assert [post.depth for post in oil.posts] == [0, 0, 1, 2]
    assert oil.posts[0].flags == ("no_entry_text",)
    assert [post.external_id for post in fog.posts] == [None, "hex3"]


def test_a_comment_finds_its_commenter() -> None:
    first, second, *_ = read().comments
    assert (first.author, first.author_email) == ("Ada", "ada@lamp.example")
    assert (first.author_url, first.author_account) == ("https://ada.example/", "w1")
    assert first.flags == ("moderator",)
    assert (second.author, second.author_account, second.author_url) == (None, None, None)


def test_markdown_stays_and_html_is_read_where_there_is_no_markdown() -> None:
    texts = {post.external_id: post.text for post in read().comments}
    assert texts == {
        "hex1": "Comment *1*",
        "hex2": "Comment *2*",
        "hex3": "Comment *3*",
        "hex4": "Gone.",
    }


def test_every_state_comes_in() -> None:
    states = {post.external_id: post.status for post in read().comments}
    assert states == {"hex1": "approved", "hex2": "pending", "hex3": "spam", "hex4": "deleted"}


def test_times_of_any_precision_are_read() -> None:
    written = read().comments[0].written
    assert written.at
    assert written.at.isoformat() == "2021-03-12T11:21:56.747721+00:00"


def test_a_commenter_that_is_missing_is_said() -> None:
    reading = read(commenters=[])
    assert reading.codes == ["unknown_author"] * 3
    assert [post.author for post in reading.comments] == [None] * 4


def test_commenters_may_stand_before_the_comments() -> None:
    whole = samples.commento()
    text = json.dumps({key: whole[key] for key in ("version", "commenters", "comments")})
    assert read_with(commento.read, text.encode()).comments[0].author == "Ada"


def test_an_answer_to_what_is_missing_stands_at_the_top() -> None:
    comments = samples.commento()["comments"][1:2]
    reading = read(comments=comments)
    assert reading.codes == ["dangling_parent"]
    assert reading.comments[0].depth == 0


def test_what_is_no_comment_fails_and_is_counted() -> None:
    reading = read(comments=[7, *samples.commento()["comments"]])
    assert reading.codes == ["broken_item"]
    assert reading.account.accounted
