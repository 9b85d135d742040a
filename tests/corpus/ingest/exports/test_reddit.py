"""Reddit: every way of collecting a thread gives the same thread, and what lacks is said."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.ingest import registry
from corpus.ingest.events import Failed, Noted, Skipped
from corpus.ingest.exports import reddit
from corpus.ingest.exports.json_frames import count_matches
from corpus.ingest.exports.json_lines import count_lines, line_values
from corpus.ingest.exports.reddit_posts import bare_id, count_held
from corpus.ingest.exports.reddit_things import ITEM
from tests.corpus.ingest.exports import reddit_samples as samples
from tests.corpus.ingest.exports.reading import Reading, read_with
from tests.corpus.ingest.exports.reddit_samples import (
    COMMENTS,
    RECORDS,
    SUBMISSION,
    comment,
    more,
    thing,
)


def read(value: Any) -> Reading:
    text = value if isinstance(value, str) else json.dumps(value)
    return read_with(reddit.read, text.encode())


TREE = samples.page()
SHAPES = {
    "page": TREE,
    "page on lines": json.dumps(TREE, indent=2),
    "page with sorted keys": json.dumps(TREE, sort_keys=True),
    "dump": samples.dump(),
    "dump without the last line end": samples.dump().rstrip("\n"),
    "dump with Windows line ends": samples.dump().replace("\n", "\r\n\r\n"),
    "dump, newest first": samples.dump(SUBMISSION, *COMMENTS),
    "list": RECORDS,
    "answer": {"data": RECORDS},
    "answer with a word before": {"error": None, "data": RECORDS},
    "tree": {"data": [thing(SUBMISSION), *TREE[1]["data"]["children"]]},
    "things on lines": samples.dump(*map(thing, RECORDS)),
    "a page on a line": json.dumps(TREE) + "\n" + json.dumps(samples.listing()) + "\n",
    "answer for more": {
        "json": {"errors": [], "data": {"things": [thing(one) for one in RECORDS]}}
    },
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_every_shape_gives_the_same_thread(shape: Any) -> None:
    reading = read(shape)
    (thread,) = reading.threads
    assert (thread.title, thread.external_id) == ("Of oil & wicks", "t3_q1")
    assert [post.external_id for post in thread.posts] == ["t3_q1", "c1", "c2", "c3", "c4"]
    assert [post.depth for post in thread.posts] == [0, 0, 1, 2, 0]
    assert [post.author for post in thread.posts] == ["keeper", "Ada", "keeper", None, "Bo"]
    assert reading.codes == []
    assert reading.account.sure


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_every_shape_is_told_from_all_other_formats(shape: Any) -> None:
    text = shape if isinstance(shape, str) else json.dumps(shape)
    best, second = registry.detect(text.encode())[:2]
    assert best.format == reddit.FORMAT
    assert best.confidence - second.confidence > registry.CLOSE


def test_a_submission_is_read_whole() -> None:
    (thread,) = read(samples.dump()).threads
    entry = thread.posts[0]
    assert entry.text == "The oil came late & cold.\n\n> We waited."
    assert thread.url == "https://www.reddit.com/r/lamps/comments/q1/of_oil_wicks/"
    assert thread.declared == 4
    assert thread.attributes == {
        "subreddit": "lamps", "link_flair_text": "Question", "score": 41, "num_comments": 4,
        "upvote_ratio": 0.93, "comments_missing": 0,
    }  # fmt: skip
    assert thread.written.at
    assert thread.written.at.isoformat() == "2021-03-20T11:00:00+00:00"


def test_a_comment_is_read_whole() -> None:
    first, second, third, fourth = read(samples.dump()).comments
    assert first.text == "Comment *1*\n\n> well lit"
    assert (first.author_account, first.author_url) == ("t2_a1", "https://www.reddit.com/user/Ada")
    assert first.url == "https://www.reddit.com/r/lamps/comments/q1/of_oil_wicks/c1/"
    assert (second.is_entry_author, second.flags) == (True, ("edited",))
    assert (third.status, third.text, third.author) == ("deleted", "", None)
    assert fourth.flags == ("moderator", "pinned")


def test_what_moderators_removed_is_a_removed_comment_and_who_left_keeps_his_words() -> None:
    gone = comment(5, body="[removed]")
    left = comment(6, author="[deleted]", author_fullname=None)
    five, six = read(samples.dump(SUBMISSION, gone, left)).comments
    assert (five.status, five.text, five.flags) == ("deleted", "", ("removed",))
    assert (six.status, six.author, six.author_url) == ("approved", None, None)
    assert six.text.startswith("Comment *6*")


def test_a_removed_submission_stands_while_its_comments_do() -> None:
    gone = {**SUBMISSION, "selftext": "[removed]", "author": "[deleted]"}
    entry = read(samples.dump(gone, *COMMENTS)).threads[0].posts[0]
    assert (entry.status, entry.text, entry.author) == ("approved", "", None)
    assert entry.flags == ("removed", "deleted", "no_entry_text")
    assert read(samples.dump(gone)).threads[0].posts[0].status == "deleted"


@pytest.mark.parametrize("stamp", [1616238060, 1616238060.0, "1616238060", "1616238060.0"])
def test_dates_are_seconds_however_they_are_written(stamp: object) -> None:
    (post,) = read(samples.dump(SUBMISSION, comment(1, created_utc=stamp))).comments
    assert post.written.at
    assert post.written.at.isoformat() == "2021-03-20T11:01:00+00:00"


def test_a_date_that_is_none_is_kept_and_said() -> None:
    reading = read(samples.dump(SUBMISSION, comment(1, created_utc="at noon")))
    assert reading.comments[0].written.raw == "at noon"
    assert "bad_date" in reading.codes


def test_a_link_is_an_attribute_and_its_entry_has_no_text() -> None:
    link = {**SUBMISSION, "is_self": False, "selftext": "", "url": "https://wick.example/7"}
    (thread,) = read(samples.dump(link)).threads
    assert thread.attributes["link"] == "https://wick.example/7"
    assert "no_entry_text" in thread.posts[0].flags


def test_comments_held_back_are_known_to_be_missing_at_their_place() -> None:
    stub = more("t1_c4", 120, "c90", "c91")
    last = thing(COMMENTS[3], stub)
    value = [
        samples.listing(thing({**SUBMISSION, "num_comments": 8125})),
        samples.listing(thing(COMMENTS[0]), last, more("t3_q1", 8003, "c92")),
    ]
    reading = read(value)
    (thread,) = reading.threads
    assert thread.declared == 8125
    assert thread.attributes["comments_missing"] == 8123
    assert [post.external_id for post in thread.posts if "replies_missing" in post.flags] == [
        "t3_q1",
        "c4",
    ]
    (said,) = (event for event in reading.events if isinstance(event, Noted))
    assert said.code == "known_missing"
    assert "8,123" in said.message
    assert reading.account.accounted


def test_a_thread_that_goes_on_elsewhere_misses_one_comment_at_least() -> None:
    reading = read(samples.page(more("t1_c3", 0), num_comments=4))
    assert reading.threads[0].attributes["comments_missing"] == 1


def test_what_was_collected_later_is_not_missing_any_more() -> None:
    later = {"json": {"errors": [], "data": {"things": [thing(comment(9, "t1_c4"))]}}}
    text = json.dumps(samples.page(more("t1_c4", 1, "c9"), num_comments=5))
    reading = read(text + "\n" + json.dumps(later))
    assert [post.external_id for post in reading.comments] == ["c1", "c2", "c3", "c4", "c9"]
    assert reading.codes == []


def test_a_list_of_submissions_says_that_their_comments_are_elsewhere() -> None:
    reading = read(samples.listing(thing(SUBMISSION)))
    assert reading.codes == ["known_missing"]
    assert not reading.comments
    assert reading.account.sure


def test_comments_without_their_submission_form_a_thread_that_is_known_again() -> None:
    reading = read(samples.dump(*COMMENTS, comment(7, link_id="t3_q2", link_title="Fog")))
    oil, fog = reading.threads
    assert (oil.title, oil.external_id) == ("(submission q1 missing)", "t3_q1")
    assert oil.url == "https://www.reddit.com/r/lamps/comments/q1/of_oil_wicks/"
    assert oil.attributes == {"subreddit": "lamps"}
    assert fog.url == "https://www.reddit.com/comments/q2"
    assert reading.codes == ["thread_missing"] * 2
    assert reading.account.sure


def test_the_title_of_a_missing_submission_is_taken_from_its_comments() -> None:
    named = comment(7, link_title="Oil &amp; fog", link_permalink="/r/lamps/comments/q1/oil/")
    assert read(samples.dump(named)).threads[0].title == "Oil & fog"


def test_the_same_items_twice_count_once_and_words_win_over_a_stub() -> None:
    stub = comment(1, body="[deleted]", author="[deleted]")
    reading = read(samples.dump(stub, SUBMISSION, *COMMENTS, SUBMISSION, COMMENTS[3]))
    assert [post.external_id for post in reading.comments] == ["c1", "c2", "c3", "c4"]
    assert reading.comments[0].author == "Ada"
    assert sorted(reading.codes) == ["duplicate_item", "duplicate_item", "duplicate_thread"]
    assert reading.account.accounted


def test_ids_in_figures_are_those_in_letters() -> None:
    assert bare_id(int("kx3v1z", 36)) == "kx3v1z"
    top = comment(1, parent_id=int("q1", 36))
    reply = comment(2, parent_id=int("c1", 36))
    assert [post.depth for post in read(samples.dump(SUBMISSION, top, reply)).comments] == [0, 1]


def test_a_line_that_is_neither_fails_alone() -> None:
    lines = samples.dump().splitlines()
    reading = read("\n".join([*lines[:3], '{"what": "else"}', "nonsense", "[7]", *lines[3:]]))
    assert reading.codes == ["broken_item"] * 3
    assert len(reading.comments) == 4
    assert reading.account.accounted


def test_two_dumps_joined_without_a_line_end_lose_nothing() -> None:
    reading = read(samples.dump(SUBMISSION).rstrip("\n") + samples.dump(*COMMENTS))
    assert len(reading.comments) == 4
    assert reading.account.accounted, reading.account.faults()


def test_a_kind_that_is_no_post_is_said() -> None:
    reading = read([*samples.page(), samples.listing({"kind": "t5", "data": {"id": "s1"}})])
    assert reading.codes == ["broken_json"]
    assert len(reading.comments) == 4
    assert reading.account.accounted


def test_replies_as_deep_as_they_like_are_read() -> None:
    text = "".join(
        json.dumps(thing(comment(n, f"t1_c{n - 1}" if n else "t3_q1"))).partition('"replies": "')[0]
        + f'"id": "c{n}", "link_id": "t3_q1", "parent_id": "t1_c{n - 1}", "body": "lit", '
        + '"replies": {"kind": "Listing", "data": {"children": ['
        for n in range(400)
    )
    reading = read("[" + text + "]}}}}" * 400 + "]")
    assert len(reading.comments) == 400
    assert reading.comments[-1].depth == 399
    assert reading.account.accounted, reading.account.faults()


def test_a_reply_whose_comment_is_cut_off_stays() -> None:
    text = json.dumps(samples.page())
    stop = text.index('"author": "Bo"')
    reading = read(text[:stop])
    assert [post.external_id for post in reading.comments] == ["c1", "c2", "c3"]
    assert {event.code for event in reading.events if isinstance(event, Failed)} == {"broken_item"}
    assert reading.account.accounted


def test_skipped_ones_say_where_they_stand() -> None:
    text = samples.dump(SUBMISSION, *COMMENTS, COMMENTS[0])
    (skipped,) = (event for event in read(text).events if isinstance(event, Skipped))
    assert skipped.start is not None
    assert json.loads(text[skipped.start : skipped.end])["id"] == "c1"


STUB = [("q1", 3, ["a", "b"])]


@pytest.mark.parametrize(
    ("there", "missing"),
    [
        ({}, 3),
        ({"a": "q1"}, 2),
        ({"a": "q1", "z": "a"}, 1),
        ({"a": "q1", "b": "q1"}, 0),
        ({"x": "q1"}, 3),
    ],
)
def test_comments_held_back_are_counted_without_those_that_are_there(
    there: dict[str, str], missing: int
) -> None:
    assert count_held(STUB, there) == missing


@given(st.lists(st.sampled_from(['{"a": 1}', "", "  ", "nonsense", '{"b": "\u2028 x"}', "\r"])))
def test_lines_are_counted_as_they_are_read_however_the_text_is_cut(lines: list[str]) -> None:
    text = "\n".join(lines)
    wanted = [line.strip() for line in lines if line.strip(" \r")]
    for size in (1, 2, 3, 7, 1000):
        pieces = [text[at : at + size] for at in range(0, len(text), size)]
        assert count_lines(pieces) == len(wanted)
        found = [text[one.start : one.end] for one, _ in line_values(pieces)]
        assert found == wanted


@given(st.lists(st.sampled_from(['"kind": "t1"', '\\"kind\\": \\"t1\\"', '"kind":"t3"', "x" * 90])))
def test_kinds_are_counted_however_the_text_is_cut(parts: list[str]) -> None:
    text = ",".join(parts)
    wanted = sum(part.startswith('"') for part in parts)
    for size in (1, 2, 5, 31, 1000):
        pieces = [text[at : at + size] for at in range(0, len(text), size)]
        assert count_matches(pieces, ITEM) == wanted
