"""What a person corrects in a reading: boundaries, authors, dates, answers, what is left out.

All names and words are invented.
"""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import ImpossibleError, MalformedError
from corpus.ingest.accounting import Account, account
from corpus.ingest.capture import page_cut
from corpus.ingest.corrections import Replay, apply, check
from corpus.ingest.events import (
    Checkpoint,
    Event,
    Failed,
    Found,
    Length,
    Noted,
    PostRead,
    ReadOptions,
    ThreadRead,
    Tile,
)
from corpus.ingest.operations import parse
from corpus.ingest.source import Source
from corpus.ingest.wordpress_classic import read

PAGE = """The Lighthouse Log

March 2, 2011

On lamps

Filed under: Lamps,#Oil — keeper @ 8:15 am

The lamp was lit again.

It burned all night.



  1. A first remark. It has two sentences.

    Comment by Ada Quill — March 2, 2011 @ 9:00 am

  2. A second remark.

    With two paragraphs.

    Comment by keeper — March 2, 2011 @ 9:30 am

  3. A third.

    Comment by Bo Reed — March 3, 2011 @ 12:05 am

RSS feed for comments on this post. TrackBack URI

Leave a Reply

Blog at WordPress.com.
"""
SOURCE = Source.from_bytes(PAGE.encode())
EVENTS = list(read(SOURCE, ReadOptions(), None))
CUT = page_cut(SOURCE, ReadOptions())


def at(words: str) -> int:
    assert PAGE.count(words) == 1, words
    return PAGE.index(words)


def corrected(*operations: dict[str, Any], events: Iterable[Event] = EVENTS) -> list[Event]:
    """Do operations on the page; the reading must add up afterwards, too."""
    numbered = [(number, parse(one)) for number, one in enumerate(operations, 1)]
    after = list(apply(events, numbered, CUT))
    assert account(after).faults() == []
    return after


def posts(events: Iterable[Event]) -> list[PostRead]:
    (thread,) = [event for event in events if isinstance(event, ThreadRead)]
    assert [post.number for post in thread.posts] == list(range(len(thread.posts)))
    return list(thread.posts)


def texts(events: Iterable[Event]) -> list[str]:
    return [post.text for post in posts(events)]


def codes(events: Iterable[Event]) -> dict[str, int]:
    return dict(account(events).codes)


def alike(events: Iterable[Event]) -> tuple[Any, ...]:
    """Return what matters of a reading; who corrects a post is sure of it."""
    events = list(events)
    figures = account(events)
    threads = [
        replace(one, posts=tuple(replace(post, confidence=1.0) for post in one.posts))
        for one in events
        if isinstance(one, ThreadRead)
    ]
    tiles = [(one.kind, one.start, one.end) for one in events if isinstance(one, Tile)]
    return threads, tiles, figures.counts()


def test_a_reading_without_corrections_is_left_as_it_is() -> None:
    assert corrected() == EVENTS


def test_splitting_a_comment_makes_two_and_the_half_with_the_author_line_keeps_the_author() -> None:
    after = posts(corrected({"op": "split", "at": at("With two")}))
    assert [post.text for post in after[2:4]] == ["A second remark.", "With two paragraphs."]
    assert {"keeper", None} == {after[2].author, after[3].author}
    assert len(after) == 5
    assert after[2].confidence == after[3].confidence == 1.0


def test_splitting_adds_one_to_what_was_found() -> None:
    before, after = account(EVENTS), account(corrected({"op": "split", "at": at("With two")}))
    assert (after.found, after.imported) == (before.found + 1, before.imported + 1)


def test_joining_takes_the_line_between_two_comments_as_text() -> None:
    after = posts(corrected({"op": "join", "at": at("A third")}))
    assert len(after) == 3
    assert after[2].text.startswith("A second remark.")
    assert "Comment by keeper" in after[2].text
    assert after[2].text.endswith("A third.")


def test_splitting_and_joining_again_changes_nothing() -> None:
    place = at("With two")
    for name in (place, at("paragraphs")):
        both = corrected({"op": "split", "at": place}, {"op": "join", "at": name})
        assert alike(both) == alike(EVENTS)


def test_the_end_of_the_entry_can_become_a_comment() -> None:
    after = posts(corrected({"op": "split", "at": at("It burned")}))
    assert (after[0].kind, after[0].text) == ("entry", "The lamp was lit again.")
    assert (after[1].kind, after[1].text, after[1].author) == (
        "comment", "It burned all night.", None,
    )  # fmt: skip


def test_a_boundary_is_moved_by_bounding_both_posts() -> None:
    place, end = at("It has two"), at("    Comment by Ada")
    after = corrected({"op": "bound", "at": at("A first"), "start": at("  1. A"), "end": place})
    assert posts(after)[1].text == "A first remark."
    left = [
        (one.start, one.end) for one in after if isinstance(one, Tile) and one.kind == "unassigned"
    ]
    assert left
    assert left[0][0] == place
    assert "unassigned_text" in account(after).doubts()
    assert left[0][1] <= end


def test_bounds_may_not_reach_into_another_post() -> None:
    with pytest.raises(ImpossibleError) as refused:
        refuse(
            {
                "op": "bound",
                "at": at("A first"),
                "start": at("  1. A"),
                "end": at("remark.\n\n    With"),
            }
        )
    assert refused.value.code == "overlaps_post"


def test_a_whole_comment_marked_as_furniture_is_skipped_with_a_reason() -> None:
    start = posts(EVENTS)[1].start
    after = corrected(
        {"op": "leave", "start": start, "end": at("    Comment by Ada"), "as": "furniture"}
    )
    assert texts(after)[1].startswith("A second")
    assert account(after).skipped == account(EVENTS).skipped + 1
    assert codes(after)["left_out"] == 1


def test_a_line_inside_a_comment_can_be_left_out() -> None:
    start = at("It has two")
    after = corrected({"op": "leave", "start": start, "end": start + 21, "as": "furniture"})
    assert texts(after)[1] == "A first remark."


def test_what_was_left_out_can_become_a_comment() -> None:
    start = at("Leave a Reply")
    after = corrected(
        {"op": "post", "start": start, "end": start + 13, "kind": "comment", "author": "Cy",
         "written_at": "2011-03-04"}
    )  # fmt: skip
    last = posts(after)[-1]
    assert (last.text, last.author, last.written.precision) == ("Leave a Reply", "Cy", "day")
    assert account(after).found == account(EVENTS).found + 1


def test_an_entry_left_out_leaves_a_thread_without_entry_text() -> None:
    entry = posts(EVENTS)[0]
    after = posts(
        corrected({"op": "leave", "start": entry.start, "end": entry.end, "as": "header"})
    )
    assert (after[0].kind, after[0].text, after[0].flags) == ("entry", "", ("no_entry_text",))
    start = at("Leave a Reply")
    back = posts(corrected(
        {"op": "leave", "start": entry.start, "end": entry.end, "as": "header"},
        {"op": "post", "start": start, "end": start + 13, "kind": "entry"},
    ))  # fmt: skip
    assert (back[0].text, back[0].flags, back[0].author) == ("Leave a Reply", (), "keeper")


def test_an_authors_name_is_set_and_compared_with_the_entrys() -> None:
    after = posts(corrected({"op": "author", "at": at("A first"), "name": " KEEPER "}))
    assert (after[1].author, after[1].is_entry_author) == ("KEEPER", True)
    after = posts(corrected({"op": "author", "at": at("The lamp"), "name": "Ada Quill"}))
    assert [post.is_entry_author for post in after] == [True, True, False, False]
    after = posts(corrected({"op": "author", "at": at("A third"), "name": None}))
    assert after[3].author is None


@pytest.mark.parametrize(
    ("given", "shown", "precision"),
    [
        ("2012-01-02", "2012-01-02T00:00:00", "day"),
        ("2012-01-02T03:04", "2012-01-02T03:04:00", "minute"),
        ("2012-01-02 03:04:05", "2012-01-02T03:04:05", "second"),
        ("2012-01-02T03:04:05+01:00", "2012-01-02T03:04:05+01:00", "second"),
    ],
)
def test_a_date_is_as_precise_as_it_is_written(given: str, shown: str, precision: str) -> None:
    post = posts(corrected({"op": "date", "at": at("A third"), "written_at": given}))[3]
    assert post.written.at is not None
    assert (post.written.at.isoformat(), post.written.precision) == (shown, precision)
    assert post.written.raw == "March 3, 2011 @ 12:05 am"


def test_a_date_that_nobody_knows_keeps_the_sources_words() -> None:
    post = posts(corrected({"op": "date", "at": at("A third"), "written_at": None}))[3]
    assert (post.written.at, post.written.precision) == (None, "none")
    assert post.written.raw


def test_answers_are_put_into_reading_order() -> None:
    after = posts(corrected({"op": "parent", "at": at("A third"), "parent": at("A first")}))
    assert [post.text[:8] for post in after[1:]] == ["A first ", "A third.", "A second"]
    assert [(post.parent, post.depth) for post in after[1:]] == [(None, 0), (1, 1), (None, 0)]
    assert after[2].parent_how == "manual"
    back = posts(corrected(
        {"op": "parent", "at": at("A third"), "parent": at("A first")},
        {"op": "parent", "at": at("A third"), "parent": at("The lamp")},
    ))  # fmt: skip
    assert [post.parent for post in back] == [None] * 4


def test_answers_to_a_comment_that_was_left_out_answer_what_it_answered() -> None:
    first = posts(EVENTS)[1]
    after = posts(corrected(
        {"op": "parent", "at": at("A third"), "parent": at("A first")},
        {"op": "leave", "start": first.start, "end": first.end, "as": "furniture"},
    ))  # fmt: skip
    assert [post.parent for post in after] == [None] * 3


def test_a_comment_can_be_the_entry_and_the_entry_a_comment() -> None:
    after = posts(corrected({"op": "kind", "at": at("A first"), "kind": "entry"}))
    assert [post.kind for post in after] == ["entry", "comment", "comment", "comment"]
    assert after[0].text.startswith("A first")
    assert after[1].text.startswith("The lamp")
    assert after[0].is_entry_author
    after = posts(corrected({"op": "kind", "at": at("A first"), "kind": "pingback"}))
    assert after[1].kind == "pingback"


def test_a_thread_gets_another_title() -> None:
    (thread,) = [
        one
        for one in corrected({"op": "title", "title": " On  oil "})
        if isinstance(one, ThreadRead)
    ]
    assert thread.title == "On oil"


def refuse(*operations: dict[str, Any], events: Iterable[Event] = EVENTS) -> None:
    *made, new = [(number, parse(one)) for number, one in enumerate(operations, 1)]
    check(events, made, new, CUT)


@pytest.mark.parametrize(
    ("operation", "code"),
    [
        ({"op": "split", "at": len(PAGE) + 5}, "no_post_there"),
        ({"op": "split", "at": PAGE.index("Leave a Reply")}, "no_post_there"),
        ({"op": "split", "at": PAGE.index("1. A first")}, "empty_post"),
        ({"op": "join", "at": PAGE.index("The lamp")}, "is_entry"),
        ({"op": "bound", "at": PAGE.index("A third"), "start": 9, "end": 9}, "empty_span"),
        ({"op": "bound", "at": PAGE.index("A third"), "start": 9, "end": 10**6},
         "position_outside"),
        ({"op": "leave", "start": 9, "end": 3, "as": "header"}, "empty_span"),
        ({"op": "post", "start": PAGE.index("A third"), "end": len(PAGE), "kind": "comment"},
         "overlaps_post"),
        ({"op": "post", "start": len(PAGE) - 1, "end": len(PAGE), "kind": "comment"},
         "empty_post"),
        ({"op": "post", "start": 0, "end": 5, "kind": "entry"}, "second_entry"),
        ({"op": "parent", "at": PAGE.index("A third"), "parent": PAGE.index("A third")},
         "own_parent"),
        ({"op": "parent", "at": PAGE.index("The lamp"), "parent": None}, "is_entry"),
        ({"op": "kind", "at": PAGE.index("The lamp"), "kind": "comment"}, "needs_entry"),
        ({"op": "settle", "code": "uncertain_boundary", "at": 3}, "no_such_doubt"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_a_reason(operation: dict[str, Any], code: str) -> None:
    with pytest.raises(ImpossibleError) as refused:
        refuse(operation)
    assert refused.value.code == code


def test_a_circle_of_answers_is_refused() -> None:
    with pytest.raises(ImpossibleError) as refused:
        refuse(
            {"op": "parent", "at": at("A third"), "parent": at("A first")},
            {"op": "parent", "at": at("A first"), "parent": at("A third")},
        )
    assert refused.value.code == "cyclic_parent"


@pytest.mark.parametrize(
    "wrong",
    [
        None, [], {}, {"op": "melt"}, {"op": "split"}, {"op": "split", "at": -1},
        {"op": "split", "at": "3"}, {"op": "split", "at": True}, {"op": "split", "at": 1, "to": 2},
        {"op": "date", "at": 1, "written_at": "soon"},
        {"op": "date", "at": 1, "written_at": "2011-02-30"},
        {"op": "kind", "at": 1, "kind": "poem"}, {"op": "leave", "start": 1, "end": 2, "as": "art"},
        {"op": "title", "title": " "}, {"op": "author", "at": 1, "name": 7}, {"op": ["split"]},
        {"op": "author", "at": 1, "name": "x" * 2_000},
    ],
)  # fmt: skip
def test_what_is_no_operation_is_malformed(wrong: Any) -> None:
    with pytest.raises(MalformedError):
        parse(wrong)


def test_a_correction_that_fits_no_more_is_told_and_the_others_are_done() -> None:
    after = corrected(
        {"op": "split", "at": len(PAGE) + 5}, {"op": "author", "at": at("A third"), "name": "Cy"}
    )
    (lost,) = [one for one in after if isinstance(one, Noted) and one.code == "correction_lost"]
    assert lost.item == "correction 1"
    assert posts(after)[3].author == "Cy"
    assert account(after).doubts() == ["correction_lost"]


# --- Doubts -------------------------------------------------------------------------------------

DOUBT = Noted("uncertain_boundary", "warning", "Does a comment begin here?", "", "",
              at("With two"), at("With two"))  # fmt: skip


def test_a_doubt_is_settled_by_splitting_there_by_joining_there_or_by_a_word() -> None:
    doubted = [DOUBT, *EVENTS]
    assert account(doubted).doubts() == ["uncertain_boundary"]
    for answer in (
        {"op": "split", "at": at("With two")},
        {"op": "settle", "code": "uncertain_boundary", "at": at("With two")},
    ):
        after = corrected(answer, events=doubted)
        assert account(after).sure
        assert codes(after)["settled"] == 1
    second = replace(DOUBT, start=at("  2. A"), end=at("  2. A"))
    # Two comments that become one are no longer the three that the page's numbers tell.
    after = account(corrected({"op": "join", "at": at("A second")}, events=[second, *EVENTS]))
    assert "uncertain_boundary" not in after.codes


def test_a_doubt_elsewhere_stays() -> None:
    after = corrected({"op": "split", "at": at("It has two")}, events=[DOUBT, *EVENTS])
    assert account(after).doubts() == ["uncertain_boundary"]
    after = corrected({"op": "author", "at": at("A third"), "name": "Cy"}, events=[DOUBT, *EVENTS])
    assert account(after).doubts() == ["uncertain_boundary"]


def test_a_doubt_about_the_whole_file_is_settled_without_a_place() -> None:
    note = Noted("close_second", "warning", "It could be something else.")
    after = corrected({"op": "settle", "code": "close_second", "at": None}, events=[note, *EVENTS])
    assert account(after).sure


def test_text_that_belonged_to_nothing_is_settled_as_furniture() -> None:
    shorter = {"op": "bound", "at": at("A first"), "start": at("  1. A"), "end": at("It has two")}
    settle = {"op": "settle", "code": "unassigned_text", "at": at("It has two")}
    after = corrected(shorter, settle)
    assert account(after).sure


def test_a_count_that_agrees_after_the_correction_is_no_doubt_and_one_that_does_not_is() -> None:
    declared = [replace(one, declared=4) if isinstance(one, ThreadRead) else one for one in EVENTS]
    note = Noted("declared_differs", "warning", "The page says 4; 3 were found.")
    after = corrected({"op": "split", "at": at("With two")}, events=[note, *declared])
    assert account(after).sure
    right = [replace(one, declared=3) if isinstance(one, ThreadRead) else one for one in EVENTS]
    after = corrected({"op": "split", "at": at("With two")}, events=right)
    assert account(after).doubts() == ["declared_differs"]


def test_a_comment_that_failed_can_be_made_or_left_out_by_hand() -> None:
    start, end = at("Leave a Reply"), at("Leave a Reply") + 13
    lost = Failed("Its author line is missing.", "comment 4", start, end, "cut_comment")
    failed = [
        lost,
        *(replace(one, count=one.count + 1) if isinstance(one, Found) else one for one in EVENTS),
    ]
    made = account(
        corrected({"op": "post", "start": start, "end": end, "kind": "comment"}, events=failed)
    )
    assert (made.failed, made.imported) == (0, account(EVENTS).imported + 1)
    left = account(corrected({"op": "leave", "start": start, "end": end}, events=failed))
    assert (left.failed, left.skipped) == (0, 1)


# --- Exports ------------------------------------------------------------------------------------


def export(*threads: int) -> list[Event]:
    """Threads of so many comments, one after the other, ten characters each post."""
    events: list[Event] = []
    place = 0
    for count in threads:
        found = [
            PostRead(number, "comment" if number else "entry", f"text {number}",
                     place + 10 * number, place + 10 * number + 10, author=f"Name {number}")
            for number in range(count + 1)
        ]  # fmt: skip
        end = place + 10 * (count + 1)
        events += [
            Found(count + 1),
            ThreadRead("T", tuple(found), place, end),
            Checkpoint(end, end, 0),
        ]
        place = end
    return events


def streamed(*operations: dict[str, Any], events: list[Event]) -> list[Event]:
    numbered = [(number, parse(one)) for number, one in enumerate(operations, 1)]
    after = list(apply(events, numbered, None))
    assert account(after).faults() == []
    return after


def test_an_export_takes_corrections_of_authors_answers_kinds_and_what_is_left_out() -> None:
    after = streamed(
        {"op": "author", "at": 55, "name": "Dee"},
        {"op": "parent", "at": 25, "parent": 15},
        {"op": "leave", "start": 40, "end": 60, "as": "furniture"},
        {"op": "title", "title": "First", "at": 5},
        events=export(2, 3),
    )
    one, two = [event for event in after if isinstance(event, ThreadRead)]
    assert one.title == "First"
    assert one.posts[2].parent == 1
    assert [post.text for post in two.posts] == ["text 0", "text 3"]
    assert account(after).skipped == 2


def test_of_an_export_no_bounds_can_be_moved_and_no_half_post_left_out() -> None:
    for wrong in ({"op": "split", "at": 15}, {"op": "leave", "start": 12, "end": 17}):
        after = streamed(wrong, events=export(2))
        assert codes(after) == {"correction_lost": 1}


def test_an_export_read_in_stretches_remembers_which_corrections_found_their_post() -> None:
    operations = [(1, parse({"op": "author", "at": 15, "name": "Dee"}))]
    events = export(2, 2)
    first = Replay(operations, None)
    stream = first.events(events)
    for event in stream:
        if isinstance(event, Checkpoint):
            break
    rest = Replay(operations, None, set(first.used))
    assert codes(rest.events(events[3:])) == {}


# --- Whatever is done ----------------------------------------------------------------------------

PLACES = st.integers(0, len(PAGE))
ONE_OF = st.sampled_from


def shaped(name: str, /, **members: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"op": st.just(name), **members})


OPERATIONS = st.one_of(
    shaped("split", at=PLACES),
    shaped("join", at=PLACES),
    shaped("bound", at=PLACES, start=PLACES, end=PLACES),
    shaped("parent", at=PLACES, parent=st.none() | PLACES),
    shaped("author", at=PLACES, name=ONE_OF(["Cy", None])),
    shaped("kind", at=PLACES, kind=ONE_OF(["entry", "comment", "pingback"])),
    shaped("leave", start=PLACES, end=PLACES, **{"as": ONE_OF(["furniture", "header"])}),
    shaped("post", start=PLACES, end=PLACES, kind=ONE_OF(["entry", "comment"])),
)


def holds(events: list[Event]) -> None:
    """Assert what is true of every reading: it adds up, covers the page, and is a tree."""
    figures: Account = account(events)
    assert figures.faults() == []
    assert figures.length == len(PAGE)
    tiles = [one for one in events if isinstance(one, Tile)]
    for thread in (one for one in events if isinstance(one, ThreadRead)):
        entry, *others = thread.posts
        assert entry.kind == "entry"
        for number, post in enumerate(others, 1):
            assert post.kind != "entry"
            assert post.number == number
            assert post.text.strip()
            assert post.parent is None or 0 < post.parent < number
            assert 0 <= post.start < post.end <= len(PAGE)
        spans = sorted((post.start, post.end) for post in thread.posts if post.text)
        assert all(one[1] <= other[0] for one, other in pairwise(spans))
        for start, _ in spans:
            assert any(tile.start <= start < tile.end for tile in tiles)
    kinds = {tile.kind for tile in tiles if tile.kind in {"entry", "comment"}}
    assert kinds or figures.imported <= 1


@settings(max_examples=150, deadline=None)
@given(st.lists(OPERATIONS, max_size=8))
def test_whatever_is_corrected_the_page_stays_covered_and_the_figures_add_up(
    operations: list[dict[str, Any]],
) -> None:
    holds(corrected(*operations))


@settings(max_examples=80, deadline=None)
@given(st.lists(OPERATIONS, max_size=5), PLACES)
def test_a_split_is_undone_by_a_join_whatever_was_done_before(
    operations: list[dict[str, Any]], place: int
) -> None:
    before = corrected(*operations)
    split = corrected(*operations, {"op": "split", "at": place})
    if codes(split).get("correction_lost", 0) > codes(before).get("correction_lost", 0):
        return
    again = corrected(*operations, {"op": "split", "at": place}, {"op": "join", "at": place})
    assert alike(again)[0] == alike(before)[0]
    assert alike(again)[2] == alike(before)[2]


def test_the_page_has_a_length_that_is_told_once() -> None:
    after = corrected({"op": "split", "at": at("With two")})
    assert [one.characters for one in after if isinstance(one, Length)] == [len(PAGE)]
