"""Where a coded passage stands in a newer version of its text, and when it is nowhere any more."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.anchors import Anchor, reanchor
from annotations.differences import common
from annotations.graphemes import boundary

ENTRY = (
    "The lamp went out at nine. The keeper lit it again before the fog came in. "
    "Nobody on the pier had seen it, and nobody asked."
)
TEXTS = st.text(st.sampled_from("abcé 🌱\n.漢字"), max_size=60)
WORDS = st.lists(st.sampled_from(["lamp", "oil", "wick", "keeper", "fog", "tide"]), max_size=40)


def anchor(old: str, new: str, quote: str) -> Anchor | None:
    """Look where the first such passage of the old text stands in the new one."""
    start = old.index(quote)
    return reanchor(old, new, [(start, start + len(quote))])[0]


def now(old: str, new: str, quote: str) -> str | None:
    found = anchor(old, new, quote)
    return None if found is None else new[found.start : found.end]


class TestFound:
    def test_where_it_stood_when_only_what_follows_changed(self):
        found = anchor(ENTRY, f"{ENTRY} We did.", "The keeper lit it again")
        assert found == Anchor(27, 50, "exact")

    def test_further_on_when_something_was_put_before_it(self):
        found = anchor(ENTRY, f"It was March. {ENTRY}", "The keeper lit it again")
        assert found == Anchor(41, 64, "moved")

    def test_with_a_typo_in_it_mended(self):
        new = ENTRY.replace("keeper", "keepers")
        found = anchor(ENTRY, new, "The keeper lit it again")
        assert new[found.start : found.end] == "The keepers lit it again"
        assert found.how == "mapped"

    def test_with_words_put_into_it(self):
        new = ENTRY.replace("lit it again", "lit it once again")
        assert now(ENTRY, new, "keeper lit it again before") == "keeper lit it once again before"

    def test_in_a_paragraph_that_was_moved_to_the_end(self):
        first, second = ENTRY[:75], ENTRY[75:]
        assert now(ENTRY, f"{second}\n\n{first}", "before the fog") == "before the fog"

    def test_in_a_text_that_was_written_anew_around_it(self):
        new = "Nine o'clock: the keeper lit it all again, before the fog came in. So it was."
        found = anchor(ENTRY, new, "The keeper lit it again before the fog came in")
        assert found.how in ("mapped", "fuzzy")
        assert "keeper lit it all again, before the fog came in" in new[found.start : found.end]

    def test_the_right_one_of_two_that_read_the_same(self):
        old = "He said no. She laughed at the gull. He said no. The tide came in."
        second = old.rindex("He said no.")
        new = f"Well. {old}"
        assert reanchor(old, new, [(second, second + 11)]) == [
            Anchor(second + 6, second + 17, "moved")
        ]

    def test_two_passages_that_changed_places(self):
        old = "Ada kept the ledger in the cellar. Bo polished the brass every morning."
        new = "Bo polished the brass every morning. Ada kept the ledger in the cellar."
        for quote in ("Ada kept the ledger", "Bo polished the brass"):
            assert now(old, new, quote) == quote


class TestOrphans:
    @pytest.mark.parametrize("new", ["", " ", "Something else entirely.", "fog"])
    def test_a_passage_whose_words_are_gone_is_nowhere(self, new):
        assert anchor(ENTRY, new, "The keeper lit it again") is None

    def test_a_look_alike_is_not_good_enough(self):
        old = "We had beans. The beans froze in May and nobody knows why."
        new = "We had peas. The geese flew in May and somebody knows why."
        assert anchor(old, new, "The beans froze") is None

    def test_of_two_that_are_as_like_none_is_taken(self):
        old = "In the end the keeper lit the lamp again, as he did each night of that year."
        copies = "Then the keeper lit the lamps again. " * 2
        assert anchor(old, f"Quite new. {copies}", "the keeper lit the lamp again") is None

    def test_a_common_word_is_not_found_somewhere_else(self):
        old = "No. I never said that it was the wick."
        new = "Ask the others, all of them; of the wick I know no more."
        assert anchor(old, new, "No") is None

    def test_of_a_word_that_stood_twice_the_one_that_is_left_may_be_the_other(self):
        old = "no, he said there on the pier, and later in the tower he said that again: no"
        new = "and later in the tower he said that again: no"
        assert anchor(old, new, "no,") is None


class TestCharacters:
    def test_positions_count_code_points(self):
        old = "🌱🌱 The lamp 🌱 went out."
        assert anchor(old, f"🌱{old}", "lamp 🌱 went") == Anchor(8, 19, "moved")

    @pytest.mark.parametrize(
        ("old", "new", "quote", "whole"),
        [
            ("a cafe here", "a cafe\u0301 here", "cafe", "cafe\u0301"),
            (
                "the farmer 👩 and her",
                "the farmer 👩\u200d🌾 and her",
                "farmer 👩",
                "farmer 👩\u200d🌾",
            ),
            ("wave 👋 to them", "wave 👋🏽 to them", "wave 👋", "wave 👋🏽"),
        ],
    )
    def test_no_character_is_cut_in_half(self, old, new, quote, whole):
        assert now(old, new, quote) in (whole, None)

    @pytest.mark.parametrize(
        ("text", "inner"),
        [("e\u0301", 1), ("👩\u200d🌾", 1), ("👩\u200d🌾", 2), ("👋🏽", 1), ("🇫🇷", 1), ("각", 1),
         ("\u1100\u1161", 1), ("\u0915\u093f", 1)],
    )  # fmt: skip
    def test_a_character_of_several_code_points_is_one(self, text, inner):
        if len(text) > inner:
            assert not boundary(text, inner)
        assert boundary(text, 0)
        assert boundary(text, len(text))

    def test_two_flags_are_two_characters(self):
        assert [boundary("🇫🇷🇩🇪", place) for place in range(5)] == [True, False, True, False, True]


@st.composite
def passages(draw, texts=TEXTS):
    text = draw(texts.filter(bool))
    start = draw(st.integers(0, len(text) - 1))
    return text, start, draw(st.integers(start + 1, len(text)))


class TestAlways:
    @given(passages())
    def test_an_unchanged_text_leaves_every_passage_where_it_is(self, case):
        text, start, end = case
        assert reanchor(text, text, [(start, end)]) == [Anchor(start, end, "exact")]

    @given(passages(), TEXTS)
    def test_what_is_found_lies_in_the_new_text_and_cuts_no_character(self, case, new):
        old, start, end = case
        (found,) = reanchor(old, new, [(start, end)])
        if found is not None:
            assert 0 <= found.start < found.end <= len(new)
            assert (
                found.how in ("mapped", "fuzzy") or new[found.start : found.end] == old[start:end]
            )
            assert 0.7 <= found.likeness <= 1

    @given(passages())
    def test_a_text_that_was_emptied_leaves_nothing(self, case):
        old, start, end = case
        assert reanchor(old, "", [(start, end)]) == [None]

    @given(WORDS, WORDS, WORDS, st.sampled_from(["", "x ", "new words here "]))
    def test_a_change_outside_the_passage_leaves_its_words(self, before, inside, after, put):
        quote = f"§{' '.join(inside)}§"
        old = " ".join([*before, quote, *after])
        for new in (put + old, old + put, " ".join([*before, put, quote, *after])):
            assert now(old, new, quote) == quote

    @given(st.text("abc ", max_size=50), st.text("abc ", max_size=50))
    def test_common_runs_are_equal_and_in_order(self, old, new):
        at = other = 0
        for block in common(old, new):
            assert block.old >= at
            assert block.new >= other
            assert old[block.old :][: block.length] == new[block.new :][: block.length]
            at, other = block.old + block.length, block.new + block.length

    @given(WORDS, WORDS, WORDS, TEXTS)
    def test_there_and_back_again_is_the_same_passage(self, before, inside, after, put):
        quote = f"§{' '.join(inside)}§"
        old = " ".join([*before, quote, *after])
        new = put + old
        (there,) = reanchor(old, new, [(old.index(quote), old.index(quote) + len(quote))])
        (back,) = reanchor(new, old, [(there.start, there.end)])
        assert old[back.start : back.end] == quote


def test_a_thousand_passages_of_a_long_text_move_along_in_a_moment():
    """Well under a second on an idle machine; the limit leaves room for a busy one."""
    rng = random.Random(7)
    words = [f"{first}{last}" for first in ("an", "it", "el", "ma", "qu") for last in range(400)]
    old = "".join(f"{rng.choice(words)}{rng.choice(' ,.')} " for _ in range(140_000))
    new = old
    for _ in range(50):
        at = rng.randrange(len(new))
        new = new[:at] + rng.choice(["", "more of it ", "!"]) + new[at + rng.randrange(9) :]
    starts = [rng.randrange(len(old) - 200) for _ in range(1000)]
    begin = time.perf_counter()
    found = reanchor(old, new, [(start, start + 80) for start in starts])
    assert time.perf_counter() - begin < 4
    assert sum(one is not None for one in found) > 990
