"""Reading order and reply links, from external ids."""

from hypothesis import given
from hypothesis import strategies as st

from corpus.ingest.tree import arrange


def test_replies_follow_what_they_answer_and_siblings_keep_their_order() -> None:
    tree = arrange(["a", "b", "c", "d", "e"], [None, None, "a", "c", "a"])
    assert tree.order == [0, 2, 3, 4, 1]
    assert tree.depth == [0, 0, 1, 2, 1]
    assert tree.parent == [None, None, 0, 2, 0]
    assert tree.faults == []


def test_an_answer_may_come_before_what_it_answers() -> None:
    assert arrange(["a", "b"], ["b", None]).order == [1, 0]


def test_wrong_links_leave_the_item_at_the_top_level() -> None:
    tree = arrange(["a", "b", "c"], ["nobody", "b", None])
    assert tree.parent == [None, None, None]
    assert tree.faults == [(0, "dangling_parent"), (1, "self_parent")]


def test_a_circle_is_cut_at_its_first_item() -> None:
    tree = arrange(["a", "b", "c", "d"], ["d", "c", "b", "a"])
    assert tree.faults == [(0, "cyclic_parent"), (1, "cyclic_parent")]
    assert tree.parent == [None, None, 1, 0]
    assert sorted(tree.order) == [0, 1, 2, 3]


def test_an_id_that_stands_twice_means_the_first() -> None:
    tree = arrange(["a", "a", "b"], [None, None, "a"])
    assert tree.faults == [(1, "duplicate_id")]
    assert tree.parent[2] == 0


def test_depth_has_no_limit() -> None:
    count = 50_000
    ids = [str(number) for number in range(count)]
    assert arrange(ids, [None, *ids[:-1]]).depth[-1] == count - 1


@given(st.lists(st.tuples(st.integers(0, 12), st.none() | st.integers(0, 12)), max_size=12))
def test_nothing_is_ever_lost(pairs: list[tuple[int, int | None]]) -> None:
    ids = [str(one) for one, _ in pairs]
    parents = [None if above is None else str(above) for _, above in pairs]
    tree = arrange(ids, parents)
    assert sorted(tree.order) == list(range(len(pairs)))
    places = {place: number for number, place in enumerate(tree.order)}
    for place, above in enumerate(tree.parent):
        assert above is None or places[above] < places[place]
        assert tree.depth[place] == (0 if above is None else tree.depth[above] + 1)
