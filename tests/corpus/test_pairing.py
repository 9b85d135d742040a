"""Which post is which in a newer reading, and where those stand that it lacks."""

import random

from hypothesis import given
from hypothesis import strategies as st

from corpus.pairing import Item, pair, plan


def item(number: int, text: str, **fields) -> Item:
    given = {
        "parent": None, "kind": "entry" if number == 0 else "comment", "external_id": "",
        "identity": "", "author": "", "raw": "", "precision": "none", "status": "approved",
    } | fields  # fmt: skip
    return Item(number=number, text=text, sha256=text, **given)


def posts(*texts: str, **fields) -> list[Item]:
    return [item(number, text, **fields) for number, text in enumerate(texts)]


def seen(old: list[Item], new: list[Item]) -> list[tuple[str, str]]:
    """What became of each post, in the new reading order."""
    before = {one.number: one.text for one in old}
    after = {one.number: one.text for one in new}
    return [
        (row.what, after[row.new] if row.new is not None else before[row.old])
        for row in plan(old, new)
    ]


def test_new_ones_stand_between_the_known_ones():
    old, new = posts("Entry", "a", "b"), posts("Entry", "x", "a", "y", "b")
    assert seen(old, new) == [
        ("same", "Entry"), ("new", "x"), ("same", "a"), ("new", "y"), ("same", "b"),
    ]  # fmt: skip


def test_one_that_is_missing_stays_behind_its_elder():
    assert seen(posts("Entry", "a", "b", "c"), posts("Entry", "a", "c", "d")) == [
        ("same", "Entry"), ("same", "a"), ("missing", "b"), ("same", "c"), ("new", "d"),
    ]  # fmt: skip


def test_an_answer_to_a_missing_post_keeps_its_place_if_the_newer_reading_knows_no_answers():
    old = [item(0, "Entry"), item(1, "a"), item(2, "b", parent=1), item(3, "c")]
    rows = plan(old, posts("Entry", "b", "c"))
    assert [(row.what, row.number, row.parent, row.depth) for row in rows] == [
        ("same", 0, None, 0), ("missing", 1, None, 0), ("same", 2, 1, 1), ("same", 3, None, 0),
    ]  # fmt: skip


def test_where_ids_mean_the_same_two_ids_are_two_posts():
    old = [item(0, "Entry"), item(1, "+1", external_id="7"), item(2, "yes", external_id="8")]
    new = [item(0, "Entry"), item(1, "+1", external_id="9"), item(2, "yes", external_id="8")]
    assert pair(old, new) == {0: 0, 2: 2}


def test_ids_of_another_kind_do_not_hide_that_it_is_the_same():
    old = [item(0, "Entry"), item(1, "Hello there", author="Ada", external_id="comment-7")]
    new = [item(0, "Entry"), item(1, "Hello there", author="Ada", external_id="7")]
    assert pair(old, new) == {0: 0, 1: 1}


def test_two_of_one_author_on_one_day_are_not_mistaken_for_each_other():
    day = {"author": "Ada", "raw": "2 March", "precision": "day"}
    old = [item(0, "Entry"), item(1, "Was it the wick?", **day)]
    new = [item(0, "Entry"), item(1, "Something about gulls and tides.", **day)]
    assert pair(old, new) == {0: 0}


def test_a_text_that_a_person_corrected_is_still_the_sources():
    old = [item(0, "Entry"), item(1, "mended", external_id="7", former=frozenset({"typo"}))]
    new = [item(0, "Entry"), item(1, "typo", external_id="7")]
    assert [row.what for row in plan(old, new)] == ["same", "same"]


@given(st.integers(0, 2**32))
def test_whatever_changed_the_order_is_depth_first_and_nothing_is_lost(seed: int):
    rng = random.Random(seed)

    def reading(names: list[str]) -> list[Item]:
        made = [item(0, "Entry")]
        path: list[int] = []
        for number, name in enumerate(names, 1):
            path = path[: rng.randint(0, len(path))]
            made.append(item(number, name, external_id=name, parent=path[-1] if path else None))
            path.append(number)
        return made

    names = [f"p{n}" for n in range(rng.randint(0, 12))]
    old = reading(rng.sample(names, rng.randint(0, len(names))))
    new = reading(rng.sample(names, rng.randint(0, len(names))))
    rows = plan(old, new)
    assert [row.number for row in rows] == list(range(len(rows)))
    assert sorted(row.old for row in rows if row.old is not None) == list(range(len(old)))
    assert sorted(row.new for row in rows if row.new is not None) == list(range(len(new)))
    open_ones: list[int] = []
    for row in rows:
        open_ones = open_ones[: row.depth]
        assert row.parent == (open_ones[-1] if open_ones else None)
        open_ones.append(row.number)


def test_where_entries_have_one_id_two_ids_are_two_posts_though_none_is_known():
    old = [item(0, "Entry", external_id="e"), item(1, "Thanks!", external_id="7", author="Ada")]
    new = [item(0, "", external_id="e"), item(1, "Thanks!", external_id="9", author="Ada")]
    assert pair(old, new) == {0: 0}


def test_an_answer_finds_what_it_answers_in_the_other_reading():
    old = [item(0, "Entry", external_id="e"), item(1, "a", external_id="1"), item(2, "b")]
    new = [item(0, "", external_id="e"), item(1, "c", external_id="3", answers="1")]
    rows = plan(old, new)
    assert [(row.number, row.parent, row.depth) for row in rows] == [
        (0, None, 0), (1, None, 0), (2, 1, 1), (3, None, 0),
    ]  # fmt: skip
    assert rows[2].new == 1


def test_what_an_answer_waits_for_may_come_later():
    old = [item(0, "Entry", external_id="e"), item(1, "c", external_id="3", answers="1")]
    new = [item(0, "", external_id="e"), item(1, "a", external_id="1")]
    rows = plan(old, new)
    assert [(row.old, row.new, row.parent) for row in rows] == [
        (0, 0, None), (None, 1, None), (1, None, 1),
    ]  # fmt: skip


@given(st.lists(st.tuples(st.integers(1, 6), st.booleans()), min_size=2, max_size=6))
def test_answers_in_a_circle_lose_no_post(answers):
    old, new = [item(0, "Entry", external_id="e")], [item(0, "", external_id="e")]
    for own, (wanted, is_old) in enumerate(answers, 1):
        side = old if is_old else new
        side.append(item(len(side), f"t{own}", external_id=str(own), answers=str(wanted)))
    rows = plan(old, new)
    assert len(rows) == 1 + len(answers)
    assert [row.number for row in rows] == list(range(len(rows)))
    assert all(row.parent is None or row.parent < row.number for row in rows)
