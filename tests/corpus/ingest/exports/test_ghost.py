"""Ghost: posts of every state, with authors, tags and, where a backup has them, comments."""

import json
from typing import Any

import pytest

from corpus.ingest.exports import ghost
from tests.corpus.ingest.exports import json_samples as samples
from tests.corpus.ingest.exports.reading import Reading, read_with


def read(**tables: Any) -> Reading:
    return read_with(ghost.read, json.dumps(samples.ghost(**tables)).encode())


def post(**fields: Any) -> dict[str, Any]:
    return {"id": "p9", "title": "Fog", "status": "published", "featured": 0, **fields}


def test_a_post_is_read_whole() -> None:
    oil = read().threads[0]
    assert (oil.title, oil.author, oil.external_id) == ("Of oil", "Lamp Keeper, Mate", "p1")
    assert oil.posts[0].text == "The oil came late.\n\nWe waited."
    assert oil.written.at
    assert oil.written.at.isoformat() == "2022-08-31T08:00:00+00:00"
    assert oil.categories == ("Oil",)
    assert oil.attributes == {"slug": "of-oil"}


def test_drafts_scheduled_posts_and_pages_come_in() -> None:
    _, about, soon = read().threads
    assert (about.posts[0].status, soon.posts[0].status) == ("draft", "draft")
    assert about.attributes == {"slug": "about", "type": "page", "visibility": "members"}
    assert soon.attributes["scheduled"] is True
    assert (about.author, soon.author) == ("Mate", "Lamp Keeper")
    assert about.written.raw == "2022-08-30T08:00:00.000Z"


def test_comments_come_with_their_members_answers_and_states() -> None:
    first, second, third = read().comments
    assert (first.author, first.author_email, first.author_account) == (
        "Ada",
        "ada@lamp.example",
        "m1",
    )
    assert first.text == "Well lit.\n\nReally."
    assert [one.depth for one in (first, second, third)] == [0, 1, 2]
    assert [one.status for one in (first, second, third)] == ["approved", "trash", "deleted"]
    assert second.flags == ("hidden",)
    assert (third.author, third.text) == (None, "")
    assert third.written.at
    assert third.written.at.isoformat() == "2022-09-01T10:06:00+00:00"


def test_the_order_of_the_tables_does_not_matter() -> None:
    whole = samples.ghost()
    data = whole["db"][0]["data"]
    whole["db"][0]["data"] = dict(reversed(data.items()))
    turned = read_with(ghost.read, json.dumps(whole).encode())
    assert {one.text for one in turned.posts} == {one.text for one in read().posts}
    assert turned.account.sure


def test_an_export_of_ghost_itself_has_no_comments() -> None:
    reading = read(comments=None, members=None)
    assert [len(thread.posts) for thread in reading.threads] == [1, 1, 1]
    assert reading.account.sure


def test_an_export_without_the_outer_list_is_read() -> None:
    bare = samples.ghost()["db"][0]
    reading = read_with(ghost.read, json.dumps(bare).encode())
    assert len(reading.threads) == 3
    assert reading.account.sure
    assert ghost.sniff(json.dumps(bare).encode(), "").confidence > 0.9


LEXICAL = {"root": {"type": "root", "children": [
    {"type": "paragraph", "children": [
        {"type": "text", "text": "Fog "}, {"type": "link", "children": [
            {"type": "text", "text": "all day."}]}, {"type": "linebreak"},
        {"type": "text", "text": "No boat."}]},
    {"type": "html", "html": "<p>A <b>card</b>.</p>"},
    {"type": "heading", "children": [{"type": "text", "text": "Night"}]}]}}  # fmt: skip
MOBILEDOC = {"version": "0.3.1", "atoms": [["soft-return", "", {}]], "cards": [
    ["markdown", {"markdown": "Some *words*."}], ["html", {"html": "<p>A <b>card</b>.</p>"}]],
    "markups": [["em"]], "sections": [
    [10, 0], [1, "p", [[0, [], 0, "Fog "], [0, [0], 1, "all day."]]],
    [3, "ul", [[[0, [], 0, "one"]], [[0, [], 0, "two"]]]], [10, 1], [10, 7], 5]}  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"html": "<p>Fog.</p>", "plaintext": "x"}, "Fog."),
        ({"html": None, "plaintext": "Fog.\n\nNight."}, "Fog.\n\nNight."),
        ({"markdown": "Fog *all* day."}, "Fog *all* day."),
        ({"lexical": json.dumps(LEXICAL)}, "Fog all day.\nNo boat.\n\nA card.\n\nNight"),
        (
            {"mobiledoc": json.dumps(MOBILEDOC)},
            "Some *words*.\n\nFog all day.\n\none\ntwo\n\nA card.",
        ),
    ],
)
def test_a_body_is_read_in_whatever_form_it_stands(fields: dict[str, Any], text: str) -> None:
    assert read(posts=[post(**fields)], comments=[]).posts[0].text == text


@pytest.mark.parametrize("value", ["{", "[]", "7", '{"sections": 5, "cards": {}}', "[[[", 5, {}])
@pytest.mark.parametrize("key", ["lexical", "mobiledoc"])
def test_a_body_that_cannot_be_read_is_an_empty_post(key: str, value: Any) -> None:
    reading = read(posts=[post(**{key: value})], comments=[])
    assert reading.codes == ["empty_item"]
    assert reading.account.accounted


def test_times_of_old_exports_are_read() -> None:
    at = read(posts=[post(html="x", published_at=1388318400000)], comments=[]).posts[0].written.at
    assert at
    assert at.isoformat() == "2013-12-29T12:00:00+00:00"


def test_comments_of_a_post_that_is_missing_make_a_thread_that_says_so() -> None:
    reading = read(posts=[])
    assert reading.codes == ["thread_missing"]
    (thread,) = reading.threads
    assert (thread.title, thread.external_id, len(thread.posts)) == ("(post missing)", "p1", 4)
    assert thread.posts[0].flags == ("no_entry_text",)
    assert reading.account.accounted


def test_a_post_that_stands_there_twice_is_skipped_once() -> None:
    reading = read(posts=samples.ghost()["db"][0]["data"]["posts"] * 2)
    assert reading.codes == ["duplicate_thread"] * 3
    assert len(reading.threads) == 3
    assert reading.account.accounted
