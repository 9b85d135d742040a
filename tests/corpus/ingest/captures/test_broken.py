"""Captures cut anywhere, and files of any characters: nothing is lost, nothing raises."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.ingest.accounting import account
from corpus.ingest.captures import reader
from corpus.ingest.events import Length, ReadOptions, ThreadRead, Tile
from corpus.ingest.source import Source
from tests.corpus.ingest.captures.reading import codes, events_of, page, said, thread_of

DAY = "March {}, 2011 at 9:05 am"
PEOPLE = [
    ("Ada Quill", "I remember that lamp."),
    ("bo", "Thanks!"),
    ("Cy", "For what?\n\nTell me."),
    ("keeper", "Not so fast."),
    ("Zed", "Hm."),
]
HEADED = "".join(
    f"{name} says:\n{DAY.format(n)}\n\n{words}\n\nReply\n"
    for n, (name, words) in enumerate(PEOPLE, 2)
)
FOOTED = "".join(
    f"{words}\n\nPosted by: {name} | {DAY.format(n)}\n\n"
    for n, (name, words) in enumerate(PEOPLE, 2)
)
SPLIT = "".join(
    f"{name} said...\n\n{words}\n\n{DAY.format(n)}\n" for n, (name, words) in enumerate(PEOPLE, 2)
)


def covered(text):
    """Check that the tiles cover a text; returns its events."""
    events = events_of(text)
    tiles = [one for one in events if isinstance(one, Tile)]
    length = next(one.characters for one in events if isinstance(one, Length))
    assert [tile.start for tile in tiles] == [0, *[tile.end for tile in tiles[:-1]]]
    assert tiles[-1].end == length
    assert all(tile.start < tile.end for tile in tiles)
    return events


@pytest.mark.parametrize("comments", [HEADED, FOOTED, SPLIT], ids=["header", "footer", "split"])
def test_a_capture_cut_anywhere_keeps_what_stands_before_the_cut(comments: str) -> None:
    text = page(comments, "5 Comments")
    whole = thread_of(text)
    assert [(post.author, post.text) for post in whole.posts[1:]] == PEOPLE
    for cut in range(len(text) - 1, whole.posts[3].end + 60, -3):
        kept = said(text[:cut])
        complete = [one for one in whole.posts[1:] if one.end + 50 < cut][:-1]
        assert [(one.author, one.text) for one in complete] == kept[: len(complete)]
        covered(text[:cut])


def test_a_capture_cut_before_its_last_author_line_keeps_the_words_without_a_name() -> None:
    text = page(FOOTED, "5 Comments")
    cut = text[: text.index("Posted by: Zed")]
    last = thread_of(cut).posts[-1]
    assert (last.text, last.author, last.flags) == ("Hm.", None, ("no_author", "cut"))
    assert "cut_comment" in codes(cut)


def test_a_capture_cut_before_its_last_date_keeps_the_name() -> None:
    text = page(SPLIT, "5 comments:")
    cut = text[: text.index("Hm.") + 3]
    last = thread_of(cut).posts[-1]
    assert (last.author, last.text, last.flags) == ("Zed", "Hm.", ("cut",))
    assert last.written.at is None


LINES = st.sampled_from([
    "", "", " ", "Words of a body.", "    Words, indented.", "  1. One.", "1.", "March 2, 2011",
    "Ada says:", "bo said...", "keeper", "Ada on March 2, 2011 at 9:05 am said:", "Reply",
    "Like (3)", "March 3, 2011 at 9:05 am", "2 years ago", "Ada • 3 days ago",
    "Posted by bo on May 3, 2011", "3 Comments", "5 thoughts on “X”", "Comments",
    "Leave a Reply", "Pingback: Elsewhere", "+1", "\x1f", "References",
    "   1. https://a.example/", "[1]Ada says:", "\u00a0", "\r", "Older Comments",
    "AdaMarch 3, 2011 at 9:05 am", "Re: X", "\u200b",
    "Many words \0" + "and more " * 20,
])  # fmt: skip


@given(st.lists(LINES, max_size=40), st.sampled_from(["\n", "\r\n", "\r"]))
def test_whatever_the_page_no_character_is_lost(lines: list[str], ends: str) -> None:
    # A few control characters among words are a page; a page of them is refused as no text.
    text = ends.join([*lines, "Words that nobody could take for a program's bytes. " * 5])
    events = covered(text)
    for thread in (one for one in events if isinstance(one, ThreadRead)):
        assert [post.number for post in thread.posts] == list(range(len(thread.posts)))
        for post in thread.posts:
            assert 0 <= post.start <= post.end <= len(text)
            assert post.parent is None or post.parent < post.number
            for _, start, end in post.marks:
                assert 0 <= start < end <= len(text)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]) | st.just("\n"), min_size=1))
def test_any_text_is_covered(text: str) -> None:
    covered(text + "x")


HOSTILE = {
    "one line": "a" * 4_000_000,
    "figures": "1 " * 2_000_000,
    "blank lines": "\n" * 4_000_000,
    "names": "Ada says:\n" * 20_000,
    "buttons": "Reply\n" * 100_000,
    "dates": "May 3, 2011 at 9:05 am\n" * 5_000,
    "headings": "3 Comments\n" * 50_000,
    "brackets": "( " * 1_000_000,
    "arrows": "> " * 50_000 + "\n",
    "prose": ("word " * 12 + "\n") * 20_000,
    "dashes": "- " * 400_000,
    "quotes": "“" * 500_000,
    "numbers": "12 34 56\n" * 30_000,
    "figures behind a date": "Ada\nMon, 05 Jan 2015 10:0" + "9" * 60 + ":00 +01;00\nLit.\n",
    "addresses behind a date": "Ada\n5 Jan 2015 10:00 " + "http://a" * 16 + " <\nLit.\n",
}


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_no_page_takes_longer_than_its_length_allows(hostile: str) -> None:
    source = Source.from_bytes(hostile.encode() + b"x")
    begin = process_time()
    total = account(reader.read(source, ReadOptions(), None))
    assert process_time() - begin < 20
    assert not total.faults() or not total.sure
