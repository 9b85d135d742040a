"""Data sets of 4CAT: threads, replies, dates and what each platform writes differently."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.ingest import registry
from corpus.ingest.events import ReadOptions
from corpus.ingest.exports import fourcat, json_grouped
from corpus.ingest.source import Source
from tests.corpus.ingest.exports import table_samples as samples
from tests.corpus.ingest.exports.reading import Reading, read_with

SETS = {
    "reddit": samples.REDDIT,
    "4chan": samples.CHAN,
    "telegram": samples.TELEGRAM,
    "bluesky": samples.BLUESKY,
}
BOTH = {
    **{name: samples.written(rows) for name, rows in SETS.items()},
    **{f"{name}, semicolons": samples.written(rows, ";") for name, rows in SETS.items()},
    **{f"{name}, lines": samples.lines(rows) for name, rows in SETS.items()},
    "tiktok": samples.lines(samples.TIKTOK),
}
each = pytest.mark.parametrize("text", BOTH.values(), ids=BOTH)


def read(data: str | bytes, resume=None, **options) -> Reading:
    data = data if isinstance(data, bytes) else data.encode()
    return read_with(fourcat.read, data, resume, **options)


@each
def test_every_data_set_is_told_by_its_columns_and_accounted_for(text: str) -> None:
    reader, _, close = registry.choose(Source.from_bytes(text.encode()), ReadOptions())
    assert (reader.format, close) == (fourcat.FORMAT, ())
    reading = read(text)
    assert reading.account.sure, (reading.codes, reading.account.faults())


def test_a_thread_of_reddit_keeps_its_replies_its_deleted_comment_and_its_dates() -> None:
    reading = read(BOTH["reddit"])
    (thread,) = reading.threads
    assert (thread.title, thread.external_id) == ("Of the lamp", "t3_abc1")
    assert thread.url == "https://www.reddit.com/comments/abc1"
    assert thread.written.at == datetime(2021, 3, 2, 10, tzinfo=UTC)
    assert thread.attributes["subreddit"] == "lamps"
    assert thread.attributes["score"] == "12"
    told = [(p.external_id, p.parent, p.author, p.status, p.text) for p in thread.posts[1:]]
    assert told == [
        ("c1", None, "Ada", "approved", 'Comment "one", well lit & bright'),
        ("c2", 1, "Keeper", "approved", "Comment two"),
        ("c3", 2, None, "deleted", ""),
    ]
    assert [post.is_entry_author for post in thread.posts] == [True, False, True, False]
    assert thread.posts[0].text == "The lamp was lit.\nIt shone, far and wide."
    assert {post.parent_how for post in thread.posts[2:]} == {"export"}


def test_lines_say_the_same_as_rows() -> None:
    for name, rows in SETS.items():
        one, other = read(BOTH[name]), read(BOTH[f"{name}, lines"])
        assert [(p.external_id, p.parent, p.author, p.text, p.written.at) for p in one.posts] == [
            (p.external_id, p.parent, p.author, p.text, p.written.at) for p in other.posts
        ]
        assert len(one.posts) >= len(rows)


def test_items_of_a_thread_whose_first_post_is_missing_form_a_thread_that_says_so() -> None:
    reading = read(BOTH["4chan"])
    lamps, old = reading.threads
    assert (lamps.title, lamps.attributes["board"]) == ("lamps", "lit")
    assert lamps.posts[1].text == ">>700\nno lamps"
    assert (old.external_id, old.title) == ("650", "(650)")
    assert [post.kind for post in old.posts] == ["entry", "comment"]
    assert reading.codes == ["thread_missing"]
    assert reading.account.found == 4


def test_replies_are_found_by_whatever_a_platform_calls_a_post() -> None:
    (telegram,) = read(BOTH["telegram"]).threads
    assert [(p.author, p.parent) for p in telegram.posts[1:]] == [("Kit Keeper", None), ("ada", 1)]
    assert telegram.posts[1].author_account == "991"
    assert telegram.title == "lamps"
    (bluesky,) = read(BOTH["bluesky"]).threads
    assert [post.parent for post in bluesky.posts] == [None, None, 1]
    assert bluesky.title == "On lamps"


def test_comments_of_tiktok_are_one_thread_a_video() -> None:
    reading = read(BOTH["tiktok"])
    (thread,) = reading.threads
    assert (thread.external_id, thread.title, thread.posts[0].text) == ("77", "My lamp", "My lamp")
    assert [(p.external_id, p.parent) for p in thread.posts[1:]] == [
        ("1", None), ("2", 1), ("3", None),
    ]  # fmt: skip
    assert reading.codes == []
    wrapped = [{"item_id": "1", "source_platform": "tiktok-comments", "data": one}
               for one in samples.TIKTOK]  # fmt: skip
    assert read(samples.lines(wrapped)).threads[0].posts[1:3] != []


def test_a_date_without_seconds_since_1970_stands_as_it_is_or_gets_the_uploads_zone() -> None:
    rows = [{key: row[key] for key in row if key != "unix_timestamp"} for row in samples.REDDIT]
    text = samples.written(rows)
    at = read(text).threads[0].written.at
    assert at is not None
    assert at.isoformat() == "2021-03-02T10:00:00"
    zoned = read(text, timezone="Europe/Berlin").threads[0].written.at
    assert zoned is not None
    assert zoned.isoformat() == "2021-03-02T10:00:00+01:00"


def test_items_that_stand_there_twice_come_once() -> None:
    reading = read(samples.written([*samples.REDDIT, *samples.REDDIT]))
    assert len(reading.posts) == 4
    assert reading.codes == ["same_item"] * 4
    assert reading.account.accounted


def test_a_broken_row_fails_alone_and_is_counted() -> None:
    text = BOTH["reddit"].replace("Comment two", "Comment, two")
    reading = read(text)
    assert len(reading.posts) == 3
    assert "broken_item" in reading.codes
    assert reading.account.accounted, reading.account.faults()
    reading = read(BOTH["reddit"].replace('bright"', "bright"))
    assert reading.account.accounted, reading.account.faults()
    assert "broken_item" in reading.codes


@each
def test_any_size_of_step_gives_the_same(text: str, monkeypatch) -> None:
    monkeypatch.setattr(json_grouped, "STEP_CHARACTERS", 1)
    monkeypatch.setattr(json_grouped, "STEPS", 10**9)
    data = "\ufeff" + text + text.partition("\n")[2].replace("abc1", "abc2").replace("700", "900")
    reading = read(data)
    for stop in reading.checkpoints:
        assert read(data, stop).events == reading.after(stop)


@each
def test_cut_at_any_byte_what_is_whole_survives(text: str) -> None:
    whole = {post.external_id: post.text for post in read(text).posts}
    for stop in range(len(text.partition("\n")[0]) + 2, len(text), 7):
        reading = read(text[:stop])
        found = {post.external_id: post.text for post in reading.posts}
        assert reading.account.accounted, (stop, reading.account.faults())
        assert len(found.keys() - whole.keys()) <= 2


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(BOTH)), st.data())
def test_no_damage_raises_or_is_silent(name: str, draw) -> None:
    data = bytearray(BOTH[name].encode())
    header = data.index(b"\n")
    for _ in range(draw.draw(st.integers(1, 5))):
        place = draw.draw(st.integers(header, len(data) - 1))
        data[place] = draw.draw(st.sampled_from(b'\xff",;\n{}:0'))
    reading = read(bytes(data))
    assert reading.account.accounted or reading.account.faults()
    lost = len(read(BOTH[name]).posts) - len(reading.posts)
    assert lost <= 0 or reading.codes or not reading.account.accounted


def test_each_comment_knows_its_row() -> None:
    text = BOTH["reddit"].replace("Comment", "C\u00e9\U0001f642")
    for post in read("\ufeff" + text).comments:
        (cells,) = csv.reader(io.StringIO(text[post.start : post.end], newline=""))
        assert cells[1] == post.external_id


def test_addresses_of_people_never_become_attributes() -> None:
    (thread,) = read(samples.written(samples.ADDRESSED)).threads
    assert {post.author_email for post in thread.posts} == {"keeper@lamp.example"}
    assert {post.author_ip for post in thread.posts} == {"192.0.2.1"}
    assert "lamp.example" not in repr(thread.attributes)
    assert "192.0.2.1" not in repr(thread.attributes)


def test_json_of_other_platforms_is_left_to_be_mapped() -> None:
    other = json.dumps({"id": 1, "caption": "x", "__import_meta": {"source_platform": "imgur"}})
    assert fourcat.sniff(f"{other}\n{other}\n".encode(), "").confidence < 0.5
    assert fourcat.sniff(b"id,thread_id,text\n1,2,3\n", "").confidence < 0.5
