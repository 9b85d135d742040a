"""Grouping: pieces come back group by group, in order, however they were put."""

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.ingest.desk import Desk
from corpus.ingest.grouping import Grouping


def test_groups_come_as_they_were_named_and_pieces_by_their_order() -> None:
    with Grouping() as grouping:
        for group, order, payload in (
            ("b", 2, b"2"),
            ("a", 1, b"1"),
            ("b", 1, b"1"),
            ("b", 2, b"3"),
        ):
            grouping.put(group, order, payload)
        assert grouping.arrange() == 2
        assert list(grouping.groups()) == [("b", [b"1", b"2", b"3"]), ("a", [b"1"])]
        assert list(grouping.groups(skip=1)) == [("a", [b"1"])]


def test_a_chain_of_answers_comes_to_the_group_in_which_it_began() -> None:
    with Grouping() as grouping:
        for number in range(50, 1, -1):
            grouping.put(str(number - 1), number, str(number).encode(), item=str(number))
        grouping.put("1", 0, b"1", item="1", leads=True)
        grouping.adopt()
        grouping.arrange()
        assert list(grouping.groups()) == [("1", [str(n).encode() for n in range(1, 51)])]


def test_answers_in_a_circle_end_somewhere() -> None:
    with Grouping() as grouping:
        grouping.put("a", 0, b"b", item="b")
        grouping.put("b", 0, b"a", item="a")
        grouping.adopt()
        grouping.arrange()
        assert sorted(one for _, pieces in grouping.groups() for one in pieces) == [b"a", b"b"]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abcde"), st.integers(-3, 3))))
def test_nothing_is_lost_or_doubled(pieces: list[tuple[str, int]]) -> None:
    with Grouping() as grouping:
        for number, (group, order) in enumerate(pieces):
            grouping.put(group, order, str(number).encode())
        count = grouping.arrange()
        found = list(grouping.groups())
    assert count == len({group for group, _ in pieces}) == len(found)
    for name, payloads in found:
        mine = [(order, n) for n, (group, order) in enumerate(pieces) if group == name]
        assert [int(one) for one in payloads] == [n for _, n in sorted(mine)]


def test_what_was_gathered_whole_is_there_for_the_next_step(tmp_path):
    with Desk(tmp_path / "desk") as desk, Grouping(desk) as grouping:
        grouping.put("b", 2, b"b2")
        grouping.put("a", 1, b"a1")
        grouping.put("b", 1, b"b1")
        assert grouping.arrange() == 2
        desk.keep()
        whole = list(grouping.groups())
    with Desk(tmp_path / "desk", resuming=True) as later, Grouping(later) as found:
        assert later.is_laid
        assert found.arrange() == 2
        assert list(found.groups()) == whole
        assert list(found.groups(skip=1)) == whole[1:]


def test_who_ended_before_all_was_gathered_leaves_nothing_to_the_next_step(tmp_path):
    with Desk(tmp_path / "desk") as desk, Grouping(desk) as grouping:
        grouping.put("a", 1, b"a1")
    with Desk(tmp_path / "desk", resuming=True) as later:
        assert not later.is_laid


def test_a_file_that_is_read_from_its_beginning_is_gathered_anew(tmp_path):
    for payload in (b"old", b"new"):
        with Desk(tmp_path / "desk") as desk, Grouping(desk) as grouping:
            grouping.put("a", 1, payload)
            grouping.arrange()
            assert list(grouping.groups()) == [("a", [payload])]
