"""Movable Type exports: every entry, comment and ping comes in, whoever wrote the file."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.ingest import registry
from corpus.ingest.events import Checkpoint, Found, Noted, PostRead
from corpus.ingest.exports import movable_type
from tests.corpus.ingest.exports.reading import Reading, read_with

ENTRY = """\
AUTHOR: Lamp Keeper
TITLE: Of oil &amp; wicks
BASENAME: of_oil
STATUS: Publish
ALLOW COMMENTS: 1
CONVERT BREAKS: __default__
ALLOW PINGS: 1
PRIMARY CATEGORY: Oil
CATEGORY: Oil
CATEGORY: Wicks

DATE: 01/31/2002 03:31:05 PM
TAGS: "long nights",oil
-----
BODY:
The oil came <em>late</em>.
We waited.

A second paragraph.
-----
EXTENDED BODY:
Below the fold.
-----
EXCERPT:
In short.
-----
KEYWORDS:
oil, wick
-----

COMMENT:
AUTHOR: Ada
EMAIL: ada@lamp.example
IP: 192.0.2.7
URL: http://ada.example/
DATE: 02/01/2002 12:00:00 AM
First!

Second paragraph.
-----
COMMENT:
AUTHOR: Lamp Keeper
EMAIL:
IP:
URL:
DATE: 02/01/2002 14:05:00
Thanks.
-----

PING:
TITLE: On wicks
URL: http://wick.example/1
IP: 192.0.2.8
BLOG NAME: Wick Weekly
DATE: 02/02/2002 08:00:00 AM
He writes about oil ...
-----

--------
"""
SECOND = """\
AUTHOR: Lamp Keeper
TITLE: Fog
BASENAME: fog
STATUS: Draft
DATE: 02/03/2002 12:00:00 PM
-----
BODY:
<p>Fog <br>all day.</p>
-----
--------
"""


def read(text: str | bytes, resume: Checkpoint | None = None, **options) -> Reading:
    data = text.encode() if isinstance(text, str) else text
    return read_with(movable_type.read, data, resume, **options)


def when(post: PostRead) -> str:
    return post.written.at.isoformat() if post.written.at else ""


def test_an_entry_is_read_whole_with_its_comments_and_pings() -> None:
    reading = read(ENTRY)
    (thread,) = reading.threads
    assert (thread.title, thread.author, thread.external_id) == (
        "Of oil & wicks",
        "Lamp Keeper",
        "of_oil",
    )
    assert thread.categories == ("Oil", "Wicks")
    assert thread.attributes == {
        "excerpt": "In short.",
        "keywords": "oil, wick",
        "tags": ["long nights", "oil"],
        "basename": "of_oil",
    }
    entry, ada, keeper, ping = thread.posts
    assert entry.text == (
        "The oil came late.\nWe waited.\n\nA second paragraph.\n\nBelow the fold."
    )
    assert when(entry) == "2002-01-31T15:31:05"
    assert (ada.author, ada.text) == ("Ada", "First!\n\nSecond paragraph.")
    assert (ada.author_email, ada.author_ip) == ("ada@lamp.example", "192.0.2.7")
    assert ada.author_url == "http://ada.example/"
    assert when(ada) == "2002-02-01T00:00:00"
    assert when(keeper) == "2002-02-01T14:05:00"
    assert [post.is_entry_author for post in thread.posts] == [True, False, True, False]
    assert (keeper.author_email, keeper.author_url) == (None, None)
    assert (ping.kind, ping.author) == ("trackback", "Wick Weekly")
    assert ping.text == "On wicks\n\nHe writes about oil ..."
    assert reading.codes == []
    assert reading.account.sure
    assert reading.account.found == 4


def test_each_post_knows_where_it_stands() -> None:
    text = "\ufeff" + SECOND + ENTRY.replace("Ada", "Ad\u00e4\U0001f642")
    plain = text.removeprefix("\ufeff")
    for post in read(text).comments:
        piece = plain[post.start : post.end]
        assert piece.startswith(("COMMENT:", "PING:"))
        assert str(post.author) in piece
        assert post.text.split("\n")[-1] in piece


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_line_ends_of_any_machine_are_read(ends: str) -> None:
    texts = [post.text for post in read((ENTRY + SECOND).replace("\n", ends)).posts]
    assert texts == [post.text for post in read(ENTRY + SECOND).posts]


@pytest.mark.parametrize(
    ("status", "read_as"),
    [("Publish", "approved"), ("Draft", "draft"), ("Future", "draft"), ("Review", "pending"),
     ("Spam", "spam"), ("draft", "draft"), ("", "approved")],
)  # fmt: skip
def test_no_status_is_dropped(status: str, read_as: str) -> None:
    reading = read(SECOND.replace("STATUS: Draft", f"STATUS: {status}"))
    assert [post.status for post in reading.posts] == [read_as]


def test_an_unknown_status_is_said() -> None:
    reading = read(SECOND.replace("STATUS: Draft", "STATUS: Burnt"))
    assert [post.status for post in reading.posts] == ["approved"]
    assert reading.codes == ["unknown_value"]


@pytest.mark.parametrize(
    ("raw", "at", "precision"),
    [
        ("01/31/2002 03:31:05 PM", "2002-01-31T15:31:05", "second"),
        ("01/31/2002 12:31:05 AM", "2002-01-31T00:31:05", "second"),
        ("01/31/2002 15:31:05", "2002-01-31T15:31:05", "second"),
        ("1/2/2002 3:31 pm", "2002-01-02T15:31:00", "minute"),
        ("04/05/2002", "2002-04-05T00:00:00", "day"),
        ("2002-01-31 15:31:05", "2002-01-31T15:31:05", "second"),
        ("2002/01/31 15:31:05", "2002-01-31T15:31:05", "second"),
        ("31 Jan 2002", None, "none"),
        ("02/30/2002 03:31:05 PM", None, "none"),
    ],
)
def test_the_month_stands_first(raw: str, at: str | None, precision: str) -> None:
    written = read(SECOND.replace("02/03/2002 12:00:00 PM", raw)).posts[0].written
    said = (written.at and written.at.isoformat(), written.raw, written.precision)
    assert said == (at, raw, precision)


def test_a_zone_stated_or_given_is_kept() -> None:
    offset = read(SECOND.replace("12:00:00 PM", "12:00:00 +0900")).posts[0].written.at
    assert offset
    assert offset.utcoffset() == timedelta(hours=9)
    given_zone = read(SECOND, timezone="Europe/Vienna").posts[0].written.at
    assert given_zone
    assert given_zone.utcoffset() == timedelta(hours=1)


def test_a_bad_date_costs_the_date_only() -> None:
    reading = read(ENTRY.replace("02/01/2002 14:05:00", "the first of February"))
    assert reading.codes == ["bad_date"]
    assert len(reading.posts) == 4


def test_a_file_that_writes_the_day_first_says_so() -> None:
    text = ENTRY.replace("01/31/2002", "31/01/2002").replace("02/02/2002", "03/02/2002")
    reading = read(text)
    assert reading.codes == ["dates_day_first"]
    assert when(reading.posts[0]) == "2002-01-31T15:31:05"
    assert when(reading.posts[3]) == "2002-02-03T08:00:00"


def test_rules_that_are_part_of_a_text_stay_there_and_are_said() -> None:
    text = ENTRY.replace("First!", "First!\n-----\nMy signature").replace(
        "We waited.", "We waited.\n--------\nLong."
    )
    reading = read(text)
    assert reading.comments[0].text == "First!\n-----\nMy signature\n\nSecond paragraph."
    assert "--------\nLong." in reading.posts[0].text
    assert reading.codes == ["uncertain_boundary", "uncertain_boundary"]
    assert reading.account.accounted
    assert reading.account.doubts() == ["uncertain_boundary"]


def test_words_that_look_like_a_field_stay_in_the_comment() -> None:
    text = ENTRY.replace("First!", "NOTE: this is text\nURL: so is this")
    assert read(text).comments[0].text.startswith("NOTE: this is text\nURL: so is this")


def test_a_field_that_a_comment_lacks_leaves_the_rest() -> None:
    text = ENTRY.replace("AUTHOR: Ada\nEMAIL: ada@lamp.example\nIP: 192.0.2.7\n", "")
    (first, *_) = read(text).comments
    assert (first.author, first.author_url) == (None, "http://ada.example/")


def test_comments_without_a_rule_between_are_told_apart_and_it_is_said() -> None:
    text = ENTRY.replace("Second paragraph.\n-----\n", "Second paragraph.\n")
    reading = read(text)
    assert [post.author for post in reading.comments] == ["Ada", "Lamp Keeper", "Wick Weekly"]
    assert reading.codes == ["uncertain_boundary"]
    assert reading.account.accounted


def test_a_body_on_the_line_of_its_name_is_read() -> None:
    reading = read("TITLE: Fog\nDATE: 04/27/2002 08:57:14\n-----\nBODY: Fog all day.\nNo boat.")
    assert reading.posts[0].text == "Fog all day.\nNo boat."
    head = b"TITLE: Fog\nDATE: 04/27/2002 08:57:14\n-----\nBODY: Fog.\n"
    assert registry.detect(head)[0].format == "movable-type"


@pytest.mark.parametrize(
    ("mode", "body", "text"),
    [
        ("0", "<p>One\ntwo</p>", "One two"),
        ("richtext", "<p>One</p>\n<p>two</p>", "One\n\ntwo"),
        ("1", "One\ntwo", "One\ntwo"),
        ("__default__", "One\n\ntwo", "One\n\ntwo"),
        ("markdown", "One *two*\n\n    code <b>", "One *two*\n\n    code <b>"),
        ("", "One\ntwo", "One\ntwo"),
        ("", "<p>One\ntwo</p>", "One two"),
    ],
)
def test_line_breaks_are_read_as_the_entry_says(mode: str, body: str, text: str) -> None:
    written = SECOND.replace("STATUS: Draft", f"CONVERT BREAKS: {mode}")
    assert read(written.replace("<p>Fog <br>all day.</p>", body)).posts[0].text == text


def test_comments_without_their_entry_make_a_thread_that_says_so() -> None:
    text = ENTRY.replace("ALLOW PINGS: 1", "NO ENTRY: 1")
    text = text.replace(text[text.index("BODY:") : text.index("COMMENT:")], "")
    reading = read(text)
    assert [post.kind for post in reading.posts] == ["entry", "comment", "comment", "trackback"]
    assert reading.posts[0].flags == ("no_entry_text",)
    assert reading.codes == ["no_entry"]


def test_an_entry_with_nothing_in_it_is_skipped_and_counted() -> None:
    reading = read(SECOND.replace("<p>Fog <br>all day.</p>", "") + ENTRY)
    assert reading.codes == ["empty_item"]
    assert (reading.account.skipped, reading.account.found) == (1, 5)
    assert reading.account.accounted


def test_a_secret_comment_is_private() -> None:
    text = ENTRY.replace("IP: 192.0.2.7\n", "IP: 192.0.2.7\nSECRET: 1\nPASS: x\n")
    assert [post.status for post in read(text).comments] == ["private", "approved", "approved"]


def test_sections_of_other_writers_are_kept_with_the_entry() -> None:
    reading = read(SECOND.replace("-----\n-----", "-----\nMOOD NOTE:\ncalm\n-----\n-----"))
    text = SECOND.replace("<p>Fog", "<p>Fog").replace(
        "</p>\n-----", "</p>\n-----\nMOOD NOTE:\ncalm\n-----"
    )
    reading = read(text)
    assert reading.threads[0].attributes["mood_note"] == "calm"
    assert reading.codes == ["unknown_section"]


def test_older_encodings_are_guessed_and_it_is_said() -> None:
    text = (ENTRY + SECOND).replace("Fog", "N\u00e9bel \u00fcber \u00c5").replace("Ada", "\u00c5sa")
    reading = read(text.encode("latin-1"))
    assert reading.comments[0].author == "\u00c5sa"
    assert reading.threads[1].title == "N\u00e9bel \u00fcber \u00c5"
    assert reading.codes == ["encoding_guessed"]


def test_japanese_encodings_are_guessed() -> None:
    words = "\u706f\u53f0\u306e\u706f\u308a\u306f\u591c\u3092\u7167\u3089\u3057\u307e\u3059\u3002"
    text = ENTRY.replace("First!", words * 5).replace("We waited.", words * 20)
    for encoding in ("euc_jp", "shift_jis"):
        assert read(text.encode(encoding)).comments[0].text.startswith(words)


def test_one_bad_byte_costs_itself_only() -> None:
    text = (ENTRY + "caf\u00e9 " * 3_000 + "\n").encode() + ENTRY.encode()
    data = text.replace(b"First!", b"Fi\xffrst!", 1)
    reading = read(data)
    assert reading.comments[0].text.startswith("Fi\ufffdrst!")
    assert "undecodable_bytes" in reading.codes


def test_a_file_in_utf_16_is_read() -> None:
    data = b"\xff\xfe" + (ENTRY + SECOND).encode("utf-16-le")
    assert [post.text for post in read(data).posts] == [
        post.text for post in read(ENTRY + SECOND).posts
    ]


def many(count: int) -> str:
    return "".join(
        (ENTRY if number % 3 else SECOND).replace("BASENAME: ", f"BASENAME: n{number}\u00e9_")
        for number in range(count)
    )


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_reading_can_be_taken_up_at_every_checkpoint(mark: bytes) -> None:
    data = mark + many(1_000).encode()
    reading = read(data)
    assert len(reading.checkpoints) == 4
    for stop in reading.checkpoints:
        assert read(data, stop).events == reading.after(stop)


def test_a_rule_cut_in_two_by_the_buffer_is_found() -> None:
    text = many(12_000)
    assert len(text) > 3 * 2**20
    assert len(read(text).threads) == 12_000


@settings(max_examples=80, deadline=None)
@given(st.integers(0, len((ENTRY + SECOND + ENTRY).encode())))
def test_cut_at_any_byte_earlier_entries_survive(stop: int) -> None:
    data = (ENTRY + SECOND + ENTRY).encode()
    if not stop:
        return
    reading = read(data[:stop])
    whole = read(data)
    complete = sum(
        end <= stop for end in (len(ENTRY), len(ENTRY + SECOND), len(ENTRY + SECOND + ENTRY))
    )
    assert reading.threads[:complete] == whole.threads[:complete]
    assert reading.account.accounted


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([
    "-----\n", "--------\n", "COMMENT:\n", "AUTHOR: x\n", "text\n", "\n", "BODY:\n", "PING:\n",
    "TITLE: t\n", "DATE: 01/02/2003\n", "\u00e9\r\n", "\x00", "COMMENT: y\n", "-----", " -----\n",
]), max_size=40))  # fmt: skip
def test_any_order_of_lines_adds_up(lines: list[str]) -> None:
    data = "".join(lines).encode()
    # A file of which every tenth byte is zero is no text.
    reading = read(b"AUTHOR: a\n" * 300 + data)
    assert reading.account.accounted, reading.account.faults()


def test_an_entry_beyond_the_limit_fails_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(movable_type, "ENTRY_CHARACTERS", 2 * 2**20)
    long = ENTRY.replace("We waited.", "We waited.\n" * 400_000)
    reading = read(SECOND + long + SECOND + ENTRY)
    assert len(reading.threads) == 3
    assert reading.account.failed == 4
    assert reading.account.accounted
    failed = next(event for event in reading.events if getattr(event, "code", "") != "")
    assert not isinstance(failed, Noted)


def test_a_file_without_an_entry_says_so() -> None:
    assert read("\n\n").codes == ["no_threads"]
    assert not any(isinstance(event, Found) for event in read("\n").events)


@pytest.mark.parametrize(
    "text",
    ["TITLE: a\nA text about -----\n", "Dear all,\n-----\nBODY: x\n", "{}", "AUTHOR: x\n", "<a/>"],
)
def test_other_texts_are_not_taken_for_it(text: str) -> None:
    assert movable_type.sniff(text.encode(), "export.txt").confidence < 0.5


def test_an_export_is_told_by_its_content() -> None:
    for text in (ENTRY, SECOND, "\ufeff\n" + ENTRY, ENTRY.replace("\n", "\r")):
        assert movable_type.sniff(text.encode(), "x").confidence > 0.9
