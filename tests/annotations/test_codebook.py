"""The codebook as a tree, without a database."""

from annotations.claims import Claim
from annotations.codebook import (
    PIGMENTS,
    Node,
    in_order,
    joined,
    next_pigment,
    paths,
    subtree,
    subtree_counts,
)

# Weather > Frost > Late frost, and Soil beside; as a database may hand them out.
NODES = [
    Node(4, 3, "Late frost", own=2),
    Node(1, None, "Soil", own=5),
    Node(3, 2, "Frost"),
    Node(2, None, "Weather", own=1),
]
PARENTS = {node.id: node.parent for node in NODES}


def test_a_path_leads_from_the_root_to_the_code():
    assert paths(NODES) == {
        1: ["Soil"],
        2: ["Weather"],
        3: ["Weather", "Frost"],
        4: ["Weather", "Frost", "Late frost"],
    }


def test_a_codebook_prints_each_code_before_those_below_it():
    assert [node.name for node in in_order(NODES)] == ["Soil", "Weather", "Frost", "Late frost"]


def test_a_code_whose_parent_is_not_shown_stands_at_the_top():
    assert [node.name for node in in_order(NODES[:2])] == ["Late frost", "Soil"]
    assert paths(NODES[:2])[4] == ["Late frost"]


def test_a_code_counts_what_it_and_all_below_it_coded():
    assert subtree_counts(NODES) == {1: 5, 2: 3, 3: 2, 4: 2}


def test_a_subtree_holds_its_root_and_ends_even_where_a_circle_slipped_in():
    assert subtree(2, PARENTS) == {2, 3, 4}
    assert subtree(4, PARENTS) == {4}
    assert subtree(1, {1: 2, 2: 1}) == {1, 2}


def test_a_long_chain_is_no_trouble():
    chain = [Node(n, n - 1 if n else None, str(n)) for n in range(1000)]
    assert len(paths(chain)[999]) == 1000
    assert len(in_order(chain)) == len(subtree(0, {n.id: n.parent for n in chain})) == 1000


def test_new_codes_take_the_pigment_that_is_used_least():
    taken: list[str] = []
    for _ in range(12):
        taken.append(next_pigment(taken))
    assert sorted(taken) == sorted(PIGMENTS)
    assert next_pigment(taken) == taken[0]
    assert next_pigment([*taken, taken[0]]) == taken[1]
    assert next_pigment(["#123456"]) == taken[0]


def test_a_path_in_one_cell_can_be_taken_apart_again():
    cell = joined(["a > b", "c", ">"])
    assert cell == "a >> b > c > >>"
    assert joined([]) == ""


def test_a_claim_is_known_by_all_that_it_says_and_by_who_says_it():
    claim = Claim(corpus=1, code=2, post=3, start=4, end=5, quote="x")
    assert claim.digest(7) == Claim(1, 2, 3, None, 4, 5, "x").digest(7)
    others = [
        (claim, 8),
        (Claim(1, 2, 3, None, 4, 5, "x", "memo"), 7),
        (Claim(1, 2, 3, None, 4, 6, "x"), 7),
        (Claim(1, 2, 3), 7),
    ]
    assert claim.digest(7) not in [one.digest(coder) for one, coder in others]


def test_what_a_claim_is_about_is_its_level():
    assert Claim(1, 2, 3, None, 0, 5, "x").level == "passage"
    assert Claim(1, 2, 3).level == "post"
    assert Claim(1, 2, None, 3).level == "thread"
