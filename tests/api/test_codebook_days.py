"""Any day's work on a codebook, move by move: it stays a tree, its counts are right, its log whole.

The log is read as a newcomer would: from its events alone comes the codebook that there is.
"""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations.models import Code
from tests.api.caller import content, every, said
from tests.api.conftest import Team, new_team

pytestmark = pytest.mark.django_db
PICK = st.integers(0, 40)
STEP = st.one_of(
    st.tuples(st.just("move"), PICK, PICK, st.integers(0, 5)),
    st.tuples(st.just("merge"), PICK, PICK),
    st.tuples(st.just("split"), PICK, PICK, st.booleans()),
    st.tuples(st.just("archive"), PICK),
    st.tuples(st.just("bring back"), PICK),
    st.tuples(st.just("lock"), PICK, st.booleans()),
    st.tuples(st.just("code"), PICK, st.integers(0, 9)),
)
FORMATS = ("csv", "json")


def codes(team: Team) -> list[dict[str, Any]]:
    return every(team.owner, f"{team.path}codes/", {"archived": "true"})


def annotations(team: Team) -> list[dict[str, Any]]:
    return every(team.owner, f"{team.path}annotations/")


def take(team: Team, step: tuple[Any, ...], number: int) -> None:
    """Ask for a step; what cannot be is refused, and never with a server's error."""
    there = codes(team)
    kind, one = step[0], there[step[1] % len(there)]
    path, match = f"codes/{one['id']}/", one["version"]
    other = there[step[2] % len(there)]["id"] if len(step) > 2 else None
    if kind == "move":
        parent = None if step[2] % 4 == 0 else other
        reply = team.owner.post(
            f"{path}move/", {"parent": parent, "position": step[3]}, match=match
        )
    elif kind == "merge":
        reply = team.owner.post(f"{path}merge/", {"into": other}, match=match)
    elif kind == "split":
        own = [row["id"] for row in annotations(team) if row["code"] == one["id"]]
        into = [{"name": f"Part {number}"}, *([{"code": other}] if step[3] else [])]
        assign = {row: place % len(into) for place, row in enumerate(own[:3])}
        reply = team.owner.post(f"{path}split/", {"into": into, "assign": assign}, match=match)
    elif kind == "archive":
        reply = team.owner.delete(path, match=match)
    elif kind == "bring back":
        reply = team.owner.patch(path, {"archived": False}, match=match)
    elif kind == "lock":
        reply = team.owner.patch(path, {"locked": step[2]}, match=match)
    else:
        claim = team.passage(code=one["id"], start=step[2], end=step[2] + 3, memo=f"Note {number}")
        reply = team.coder.post(f"{team.path}annotations/", claim)
    assert reply.status_code in (200, 201, 204, 409, 422), content(reply)


def check_the_tree(team: Team) -> None:
    """Each code in use stands once, right below its parent's path, and no siblings share a name."""
    there = {one["id"]: one for one in codes(team)}
    assert len(there) == Code.objects.filter(corpus=team.corpus).count()
    in_use = [one for one in there.values() if not one["archived"]]
    assert len({tuple(one["path"]) for one in in_use}) == len(in_use)
    for one in there.values():
        above = there.get(one["parent"])
        assert one["path"] == [*(above["path"] if above else []), one["name"]]
        assert one["archived"] or not above or not above["archived"]
    assert team.counts()["codes"] == len(in_use)


def check_the_counts(team: Team) -> None:
    rows, there = annotations(team), codes(team)
    assert team.counts()["annotations"] == len(rows)
    merged = {one["id"] for one in there if one["merged_into"]}
    for one in there:
        own = [row for row in rows if row["code"] == one["id"]]
        below = [
            row for row in rows
            if any(row["code"] == k["id"] and k["path"][: len(one["path"])] == one["path"]
                   and is_below(there, k["id"], one["id"]) for k in there)
        ]  # fmt: skip
        assert (one["counts"]["own"], one["counts"]["subtree"]) == (len(own), len(below))
        assert not (own and one["id"] in merged and one["archived"])


def is_below(there: list[dict[str, Any]], code: int | None, root: int) -> bool:
    parents = {one["id"]: one["parent"] for one in there}
    while code is not None and code != root:
        code = parents[code]
    return code == root


def check_the_log(team: Team) -> None:
    """Each event's `before` is what the one before it left, and the last leave what there is."""
    state: dict[tuple[str, str], Any] = {}
    for event in team.events():
        kind, target = event["target"]["type"], str(event["target"]["id"])
        if kind in ("code", "annotation"):
            assert event["before"] == state.get((kind, target)), event
            state[(kind, target)] = event["after"]
    for one in codes(team):
        kept = state.pop(("code", str(one["id"])))
        assert kept.items() <= one.items()
    left = {target: after for (_, target), after in state.items() if after}
    assert left == {row["id"]: row for row in annotations(team)}


@settings(
    max_examples=15, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(steps=st.lists(STEP, min_size=3, max_size=14))
def test_any_day_leaves_a_tree_right_counts_and_a_whole_log(db, steps):
    team = new_team("Allotments")
    weather = team.new_code(name="Weather")["id"]
    for name in ("Frost", "Rain"):
        code = team.new_code(name=name, parent=weather)["id"]
        for start in (0, 4):
            team.annotate(code=code, start=start, end=start + 3, memo=name)
    team.new_code(name="Soil")
    for number, step in enumerate(steps):
        take(team, step, number)
    check_the_tree(team)
    check_the_counts(team)
    check_the_log(team)
    others = new_team("Others")
    for file_format in FORMATS:
        text = content(team.owner.get(f"{team.path}codebook/", {"as": file_format})).decode()
        body = {"format": file_format, "text": text}
        said(others.owner.post(f"{others.path}codebook/import/", body))
        there = every(others.owner, f"{others.path}codes/")
        assert [one["path"] for one in there] == [
            one["path"] for one in codes(team) if not one["archived"]
        ]  # fmt: skip
