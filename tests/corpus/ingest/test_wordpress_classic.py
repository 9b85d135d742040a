"""Text captures of classic WordPress pages. All names and words are invented."""

import json
import re
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.ingest import wordpress_classic
from corpus.ingest.accounting import Account, account
from corpus.ingest.events import Event, Failed, Noted, ReadOptions, ThreadRead, Tile
from corpus.ingest.source import Source

DATA = Path(__file__).parents[2] / "data"

HEAD = """The Lighthouse Log

March 2, 2011

On lamps

Filed under: Lamps,#Oil — keeper @ 8:15 am

The lamp was lit again.

It burned all night.



"""
TAIL = """
RSS feed for comments on this post. TrackBack URI

Leave a Reply

Blog at WordPress.com.
"""
COMMENTS = """  1. A first remark.

    Comment by Ada Quill — March 2, 2011 @ 9:00 am

  2. A second remark.

    With two paragraphs.

    Comment by keeper — March 2, 2011 @ 9:30 am

  3. A third.

    Comment by Bo Reed — March 3, 2011 @ 12:05 am
"""


def read(text: str | bytes, **options: str) -> list[Event]:
    data = text.encode() if isinstance(text, str) else text
    events = list(wordpress_classic.read(Source.from_bytes(data), ReadOptions(**options), None))
    assert account(events).faults() == []
    return events


def thread_of(text: str | bytes, **options: str) -> ThreadRead:
    return next(e for e in read(text, **options) if isinstance(e, ThreadRead))


def total_of(text: str | bytes) -> Account:
    return account(read(text))


def codes(events: list[Event]) -> set[str]:
    return {e.code for e in events if isinstance(e, Noted | Failed)}


def comments(thread: ThreadRead) -> list[tuple[str | None, str]]:
    return [(post.author, post.text) for post in thread.posts[1:]]


class TestTheSample:
    """A whole page as a browser copies it, with the traps of a real one."""

    def setup_method(self) -> None:
        self.data = (DATA / "wordpress-classic-text.txt").read_bytes()
        self.expected = json.loads((DATA / "wordpress-classic-text.expected.json").read_text())
        self.thread = thread_of(self.data)

    def test_its_header_is_read(self) -> None:
        thread, expected = self.thread, self.expected
        assert thread.site == expected["site"]
        assert thread.title == expected["title"]
        assert thread.author == expected["author"]
        assert list(thread.categories) == expected["categories"]
        assert thread.written.at == datetime.fromisoformat(expected["written_at"])
        assert thread.written.precision == "minute"
        assert thread.written.at.tzinfo is None

    def test_every_comment_is_read_as_expected(self) -> None:
        posts = self.thread.posts[1:]
        assert len(posts) == len(self.expected["comments"])
        for post, expected in zip(posts, self.expected["comments"], strict=True):
            assert post.number == expected["number"]
            assert post.author == expected["author"]
            assert post.written.at == datetime.fromisoformat(expected["written_at"])
            assert len(re.split(r"\n[^\S\n]*\n\s*", post.text)) == expected["paragraphs"]
            words = post.text.split()
            assert words[:4] == expected["first"].split()[:4]
            assert " ".join(words).endswith(" ".join(expected["last"].split()))

    def test_the_list_inside_the_first_comment_stays_in_it(self) -> None:
        text = self.thread.posts[1].text
        assert "\n\n“1. A young grower" in text
        assert "\n\n6. Nothing was then read out" in text

    def test_the_list_inside_the_entry_keeps_its_indent(self) -> None:
        assert "\n\n    • We wrote at once" in self.thread.posts[0].text

    def test_the_entry_author_is_known_in_the_comments(self) -> None:
        own = [post.number for post in self.thread.posts if post.is_entry_author]
        assert own == [0, 3, 6, 7, 10]

    def test_a_signature_stays_in_the_body(self) -> None:
        assert self.thread.posts[8].text.endswith("\n\nKit Harrowgate\nNorthwood, Middx")

    def test_what_was_lost_in_copying_is_flagged(self) -> None:
        flagged = [post.number for post in self.thread.posts if "stripped_embed" in post.flags]
        assert flagged == [7, 11]

    def test_it_can_be_loaded_without_asking(self) -> None:
        total = total_of(self.data)
        assert total.sure
        assert (total.entries, total.comments, total.found) == (1, 15, 16)

    def test_the_tiles_give_the_file_back(self) -> None:
        text = self.data.decode()
        tiles = [event for event in read(self.data) if isinstance(event, Tile)]
        assert "".join(text[tile.start : tile.end] for tile in tiles) == text
        spans = {(tile.start, tile.end) for tile in tiles if tile.kind == "comment"}
        assert {(post.start, post.end) for post in self.thread.posts[1:]} == spans

    def test_furniture_is_kept_as_furniture(self) -> None:
        text = self.data.decode()
        last = [event for event in read(self.data) if isinstance(event, Tile)][-1]
        assert last.kind == "furniture"
        assert text[last.start :].startswith("RSS feed")

    @pytest.mark.parametrize("ends", ["\r\n", "\r"])
    def test_other_line_ends_change_nothing_but_positions(self, ends: str) -> None:
        other = thread_of(self.data.replace(b"\n", ends.encode()))
        assert [post.text for post in other.posts] == [post.text for post in self.thread.posts]

    def test_a_byte_order_mark_counts_for_nothing(self) -> None:
        assert thread_of(b"\xef\xbb\xbf" + self.data) == self.thread

    def test_utf_16_is_read_the_same(self) -> None:
        assert thread_of(b"\xff\xfe" + self.data.decode().encode("utf-16-le")) == self.thread


def test_date_line_and_time_are_joined() -> None:
    written = thread_of(HEAD + COMMENTS + TAIL).written
    assert written.at == datetime.fromisoformat("2011-03-02T08:15")
    assert written.raw == "March 2, 2011 @ 8:15 am"


def test_an_upload_may_name_the_time_zone() -> None:
    thread = thread_of(HEAD + COMMENTS + TAIL, timezone="Europe/Berlin")
    assert thread.written.at.isoformat() == "2011-03-02T08:15:00+01:00"
    assert thread.posts[1].written.at.isoformat() == "2011-03-02T09:00:00+01:00"


def test_categories_without_blanks_keep_their_marks() -> None:
    assert thread_of(HEAD + COMMENTS + TAIL).categories == ("Lamps", "#Oil")


def test_the_author_line_belongs_to_the_text_before_it() -> None:
    assert comments(thread_of(HEAD + COMMENTS + TAIL)) == [
        ("Ada Quill", "A first remark."),
        ("keeper", "A second remark.\n\nWith two paragraphs."),
        ("Bo Reed", "A third."),
    ]


@pytest.mark.parametrize(
    "name",
    [
        "J. R. Vane Jr",
        "the one who waits",
        "Ann — of the Moor",
        "Comment by night",
        "Ø. Bø-Lund",
        "@ 9",
    ],
)
def test_a_name_may_hold_stops_dashes_and_anchors(name: str) -> None:
    line = f"  1. Well.\n\n    Comment by {name} — March 2, 2011 @ 9:00 am\n"
    assert comments(thread_of(HEAD + line + TAIL)) == [(name, "Well.")]


@pytest.mark.parametrize(
    ("line", "at", "precision"),
    [
        ("Comment by Ada — 17.07, 2011 @ 13:04", "2011-07-17T13:04:00", "minute"),
        ("Comment by Ada — Wednesday, March 2, 2011 @ 9:00 am", "2011-03-02T09:00:00", "minute"),
        ("Comment by Ada — May 19, 2007 #", "2007-05-19T00:00:00", "day"),
        ("Comment by Ada — 2011-03-02 @ 09:00:07", "2011-03-02T09:00:07", "second"),
        ("Comment by Ada — March 2, 2011 @ 9:00\u202fam | Reply", "2011-03-02T09:00:00", "minute"),
        ("Kommentar von Ada — 2. März 2011 @ 9:00", "2011-03-02T09:00:00", "minute"),
        ("Commentaire par Ada — 2 mars 2011 @ 9 h 00 min", "2011-03-02T09:00:00", "minute"),
        ("Commentaire par Ada — 1er août 2011 @ 21:05", "2011-08-01T21:05:00", "minute"),
        ("Comentario por Ada — 2 de marzo de 2011 @ 9:00", "2011-03-02T09:00:00", "minute"),
        ("Commento di Ada — 2 marzo 2011 @ 9:00", "2011-03-02T09:00:00", "minute"),
        ("Reactie door Ada — 2 maart 2011 @ 9:00", "2011-03-02T09:00:00", "minute"),
        ("Comment by Ada – 12 October 2011 at 12:00 am", "2011-10-12T00:00:00", "minute"),
        ("Comment by Ada — 3 days ago", None, "relative"),
        ("Comment by Ada — Smarch 32, 2011 @ 9:00 am", None, "none"),
        ("Comment by Ada — 04/05/2011 @ 9:00 am", None, "none"),
    ],
)
def test_dates_as_blogs_print_them(line: str, at: str | None, precision: str) -> None:
    events = read(HEAD + f"  1. Well.\n\n    {line}\n" + TAIL)
    thread = next(e for e in events if isinstance(e, ThreadRead))
    post = thread.posts[1]
    assert post.author == "Ada"
    assert (post.written.at.isoformat() if post.written.at else None) == at
    assert post.written.precision == precision
    assert post.written.raw
    assert ("bad_date" in codes(events)) == (precision == "none")


def test_comments_without_numbers_begin_after_the_blank_lines() -> None:
    bare = re.sub(r"(?m)^  \d\. |^    ", "", COMMENTS)
    thread = thread_of(HEAD + bare + TAIL)
    assert comments(thread) == comments(thread_of(HEAD + COMMENTS + TAIL))
    assert thread.posts[0].text == "The lamp was lit again.\n\nIt burned all night."


def test_a_comment_boundary_that_nothing_marks_waits_for_a_person() -> None:
    bare = re.sub(r"(?m)^  \d\. |^    ", "", COMMENTS)
    text = HEAD.rstrip("\n") + "\n\n" + bare + TAIL
    assert "uncertain_boundary" in codes(read(text))
    assert not total_of(text).sure


def test_right_aligned_numbers_of_a_text_browser() -> None:
    items = "".join(
        f"{number:>5}. Remark {number}.\n       It goes on.\n\n"
        f"       Comment by Ada — March {number}, 2011 @ 9:00 am\n\n"
        for number in range(1, 13)
    )
    thread = thread_of(HEAD.replace("\nThe lamp", "\n   The lamp") + items + TAIL)
    assert len(thread.posts) == 13
    assert thread.posts[12].text == "Remark 12.\nIt goes on."


@pytest.mark.parametrize(
    "line",
    [
        "RSS feed for comments on this post. TrackBack URI",
        "RSS-Feed für Kommentare zu diesem Beitrag. TrackBack-URL",
        "Flux RSS des commentaires de cet article. URI de rétrolien",
        "Feed RSS de los comentarios de esta entrada. URI para TrackBack",
    ],
)
def test_the_feed_line_may_stand_before_the_comments(line: str) -> None:
    feed = f"{line}\n\n"
    text = HEAD + feed + COMMENTS
    thread = thread_of(text)
    assert comments(thread) == comments(thread_of(HEAD + COMMENTS + TAIL))
    assert thread.posts[0].text.endswith("It burned all night.")
    bare = re.sub(r"(?m)^  \d\. |^    ", "", COMMENTS)
    assert comments(thread_of(HEAD.rstrip() + "\n\n" + feed + bare)) == comments(thread)


def test_a_page_without_comments_is_an_entry_alone_and_says_so() -> None:
    events = read(HEAD + TAIL)
    thread = next(e for e in events if isinstance(e, ThreadRead))
    assert len(thread.posts) == 1
    assert thread.posts[0].text.endswith("It burned all night.")
    assert codes(events) == {"no_comments"}
    assert account(events).sure


def test_a_capture_cut_inside_the_last_comment_keeps_its_words_without_an_author() -> None:
    text = HEAD + COMMENTS + "\n  4. A fourth remark that breaks off in the mid"
    events = read(text)
    total = account(events)
    assert (total.comments, total.failed, total.found) == (4, 0, 5)
    assert {"cut_comment", "uncertain_boundary"} <= codes(events)
    assert not total.sure
    last = next(e for e in events if isinstance(e, ThreadRead)).posts[-1]
    assert (last.author, last.flags) == (None, ("no_author",))
    assert last.text == "A fourth remark that breaks off in the mid"
    assert last.written.at is None


def test_a_capture_cut_inside_the_first_comment_leaves_it_unassigned() -> None:
    events = read(HEAD + "  1. A first remark that breaks o")
    thread = next(e for e in events if isinstance(e, ThreadRead))
    assert thread.posts[0].text.endswith("It burned all night.")
    assert not account(events).sure


def test_a_comment_in_the_middle_that_lost_its_author_line_is_not_given_to_the_next() -> None:
    text = HEAD + COMMENTS.replace("    Comment by keeper — March 2, 2011 @ 9:30 am\n\n", "") + TAIL
    events = read(text)
    thread = next(e for e in events if isinstance(e, ThreadRead))
    assert comments(thread) == [
        ("Ada Quill", "A first remark."),
        (None, "A second remark.\n\nWith two paragraphs."),
        ("Bo Reed", "A third."),
    ]
    assert thread.posts[2].flags == ("no_author",)
    assert not account(events).sure


def test_a_numbered_list_in_a_comment_opens_no_comment() -> None:
    listed = (
        "  1. My reasons:\n\n    1. Oil\n    2. Wick\n\n    3. Glass\n\n    So there.\n\n"
        "    Comment by Ada — March 2, 2011 @ 9:00 am\n\n"
        "  2. No.\n\n    Comment by Bo — March 2, 2011 @ 9:10 am\n"
    )
    assert comments(thread_of(HEAD + listed + TAIL)) == [
        ("Ada", "My reasons:\n\n1. Oil\n2. Wick\n\n3. Glass\n\nSo there."),
        ("Bo", "No."),
    ]


def test_a_numbered_list_in_the_entry_opens_no_comment() -> None:
    entry = "\nThree things:\n\n  1. Oil\n\n  2. Wick\n\nThat is all.\n\n\n\n"
    thread = thread_of(HEAD.rstrip() + "\n" + entry + COMMENTS + TAIL)
    assert thread.posts[0].text.endswith("1. Oil\n\n  2. Wick\n\nThat is all.")
    assert len(thread.posts) == 4


def test_a_body_that_speaks_of_a_comment_is_no_author_line() -> None:
    prose = "  1. Hm.\n\n    Comment by the editor: see line 3.\n\n"
    text = prose + "    Comment by Ada — May 1, 2011 @ 9:00 am\n"
    events = read(HEAD + text + TAIL)
    thread = next(e for e in events if isinstance(e, ThreadRead))
    assert comments(thread) == [("Ada", "Hm.\n\nComment by the editor: see line 3.")]
    assert not account(events).sure


def test_an_author_line_wrapped_by_a_text_browser_is_joined() -> None:
    wrapped = "Comment by Somebody With A Very Long Name Indeed —\n    May 1, 2011 @ 9:00 am"
    text = f"  1. Hm.\n\n    {wrapped}\n"
    assert comments(thread_of(HEAD + text + TAIL)) == [
        ("Somebody With A Very Long Name Indeed", "Hm.")
    ]


def test_pings_are_told_from_comments() -> None:
    text = (
        COMMENTS
        + "\n  4. […] says more […]\n\n    Pingback by Elsewhere — March 4, 2011 @ 1:00 pm\n"
    )
    thread = thread_of(HEAD + text + TAIL)
    assert thread.posts[4].kind == "pingback"
    assert total_of(HEAD + text + TAIL).other == 1


def test_a_comment_without_words_is_still_a_comment() -> None:
    text = COMMENTS + "\n  4. Comment by Zed — March 4, 2011 @ 1:00 pm\n"
    thread = thread_of(HEAD + text + TAIL)
    assert (thread.posts[4].author, thread.posts[4].text) == ("Zed", "")


def test_buttons_belong_to_nobody() -> None:
    text = COMMENTS.replace("am\n\n", "am\n\n    Reply\n\n")
    assert comments(thread_of(HEAD + text + TAIL)) == comments(thread_of(HEAD + COMMENTS + TAIL))


def test_the_number_that_the_page_declares_is_compared() -> None:
    heading = "3 Responses to “On lamps”\n\n"
    assert thread_of(HEAD + heading + COMMENTS + TAIL).declared == 3
    assert total_of(HEAD + heading + COMMENTS + TAIL).sure
    events = read(HEAD + heading.replace("3", "5") + COMMENTS + TAIL)
    assert "declared_differs" in codes(events)
    assert "Responses" not in next(e for e in events if isinstance(e, ThreadRead)).posts[0].text


def test_newest_first_is_kept_as_the_page_has_it() -> None:
    items = [item for item in re.split(r"(?m)^(?=  \d\. )", COMMENTS) if item.strip()]
    thread = thread_of(HEAD + "\n".join(reversed(items)) + TAIL)
    assert [post.author for post in thread.posts[1:]] == ["Bo Reed", "keeper", "Ada Quill"]
    assert [post.flags for post in thread.posts[1:]] == [("number:3",), (), ("number:1",)]


def test_a_number_that_is_missing_from_the_series_waits_for_a_person() -> None:
    text = COMMENTS.replace("  3. ", "  7. ")
    assert not total_of(HEAD + text + TAIL).sure


def test_a_gap_of_months_ends_nothing() -> None:
    text = COMMENTS + "\n  4. Still here.\n\n    Comment by Cy — March 3, 2019 @ 4:23 am\n"
    assert len(thread_of(HEAD + text + TAIL).posts) == 5


def test_blank_lines_inside_a_comment_are_kept() -> None:
    text = "  1. Look:\n\n\n    Nice.\n\n    Comment by Ada — May 1, 2011 @ 9:00 am\n"
    post = thread_of(HEAD + text + TAIL).posts[1]
    assert post.text == "Look:\n\n\nNice."
    assert post.flags == ("stripped_embed",)


def test_typography_is_not_touched() -> None:
    words = "It´s “so„ – a\u00a0b … ﬁ e\u0301 \U0001f642"
    text = f"  1. {words}\n\n    Comment by Ada — May 1, 2011 @ 9:00 am\n"
    assert thread_of(HEAD + text + TAIL).posts[1].text == words


def test_what_the_person_says_about_the_page_is_taken() -> None:
    thread = thread_of(HEAD + COMMENTS + TAIL, url="https://log.example/lamps", title="Lamps!")
    assert (thread.url, thread.title) == ("https://log.example/lamps", "Lamps!")


def test_the_filed_under_line_may_stand_below_the_entry() -> None:
    head = HEAD.replace("Filed under: Lamps,#Oil — keeper @ 8:15 am\n\n", "").rstrip("\n")
    text = head + "\n\nFiled under: Lamps — keeper @ 8:15 am\n\n\n\n" + COMMENTS + TAIL
    thread = thread_of(text)
    assert thread.title == "On lamps"
    assert thread.author == "keeper"
    assert thread.posts[0].text == "The lamp was lit again.\n\nIt burned all night."
    assert len(thread.posts) == 4


def test_a_nul_in_a_page_is_dropped_and_told() -> None:
    events = read((HEAD + COMMENTS + TAIL).replace("third", "th\0ird"))
    thread = next(e for e in events if isinstance(e, ThreadRead))
    assert thread.posts[3].text == "A third."
    assert "text_changed" in codes(events)


def test_a_long_page_takes_no_more_than_its_length() -> None:
    junk = (" " * 3_000 + "\n") * 50 + "1. a\n\n" * 20_000 + "— " * 100_000 + "\n" + "\n" * 300_000
    text = HEAD + junk + COMMENTS + TAIL
    assert len(thread_of(text).posts) == 4


LINES = st.sampled_from([
    "", "", " ", "Words of a body.", "    Words, indented.", "  1. One.", "  2. Two.",
    "    1. Inner.", "1. Bare.", "March 2, 2011", "Filed under: A,B — keeper @ 8:15 am",
    "Filed under: A", "Reply", "    Comment by Ada — March 2, 2011 @ 9:00 am",
    "Comment by Bo — May 19, 2007 #", "Comment by Cy — 99, 2011", "Comment by",
    "Pingback by X — 2011-03-02 @ 9:00", "3 Responses to “X”", "Comments", "Leave a Reply",
    "RSS feed for comments on this post. TrackBack URI", "\u00a0", "\r",
    "Many words \0" + "and more " * 20,
])  # fmt: skip


@given(st.lists(LINES, max_size=30), st.sampled_from(["\n", "\r\n", "\r"]))
def test_whatever_the_page_no_character_is_lost(page: list[str], ends: str) -> None:
    text = ends.join([*page, "x"])
    events = read(text)
    tiles = [event for event in events if isinstance(event, Tile)]
    assert "".join(text[tile.start : tile.end] for tile in tiles) == text
    assert all(tile.start < tile.end for tile in tiles)
    for thread in (event for event in events if isinstance(event, ThreadRead)):
        assert [post.number for post in thread.posts] == list(range(len(thread.posts)))
        for post in thread.posts:
            source = "".join(text[post.start : post.end].replace("\0", "").split())
            assert "".join(post.text.split()) in source


def test_a_name_that_holds_a_nul_can_be_stored() -> None:
    text = (HEAD + COMMENTS + TAIL).replace("Ada Quill", "Ada\0Quill")
    assert comments(thread_of(text))[0][0] == "Ada Quill"


def test_a_page_of_which_only_the_last_author_line_is_left_has_an_entry_without_words() -> None:
    thread = thread_of("\n\n    Comment by Bo Reed — March 3, 2011 @ 12:05 am\n\nLeave a Reply\n")
    assert thread.posts[0].text == ""
    assert all(post.start <= post.end for post in thread.posts)
