"""Definitions that change: locks against it, and a second look at what was coded before."""

import pytest

from tests.api.caller import every, refused, said
from tests.api.conftest import Team

pytestmark = pytest.mark.django_db


def change(team: Team, code: int, **fields) -> dict:
    version = said(team.owner.get(f"codes/{code}/"))["version"]
    return said(team.owner.patch(f"codes/{code}/", fields, match=version))


def listed(team: Team, **query) -> list[str]:
    return [one["id"] for one in every(team.owner, f"{team.path}annotations/", query)]


def outdated(team: Team) -> int:
    return said(team.owner.get(f"codes/{team.code}/"))["counts"]["outdated"]


class TestLock:
    def test_a_locked_code_is_neither_changed_nor_archived_but_coded_with(self, team):
        change(team, team.code, locked=True)
        for reply in (
            team.owner.patch(f"codes/{team.code}/", {"name": "Ice"}, match=2),
            team.owner.patch(f"codes/{team.code}/", {"archived": True}, match=2),
            team.owner.delete(f"codes/{team.code}/", match=2),
        ):
            refused(reply, 409, "code_locked")
        assert team.annotate()["code"] == team.code

    def test_who_may_edit_the_codebook_unlocks_it(self, team):
        change(team, team.code, locked=True)
        refused(team.coder.patch(f"codes/{team.code}/", {"locked": False}, match=2), 403)
        after = change(team, team.code, locked=False)
        assert (after["locked"], after["version"]) == (False, 3)
        assert change(team, team.code, name="Ice")["name"] == "Ice"

    def test_a_family_with_a_locked_code_is_not_archived(self, team, unchanged):
        below = team.new_code(name="Late", parent=team.code)["id"]
        change(team, below, locked=True)
        problem = refused(team.owner.delete(f"codes/{team.code}/", match=1), 409, "code_locked")
        assert "“Late”" in problem["detail"]


class TestSecondLook:
    @pytest.mark.parametrize("field", ["definition", "include", "exclude"])
    def test_what_was_coded_before_a_definition_changed_is_outdated(self, team, field):
        old = team.annotate()["id"]
        assert (outdated(team), listed(team, outdated="true")) == (0, [])
        before = said(team.owner.get(f"codes/{team.code}/"))["defined_at"]
        after = change(team, team.code, **{field: "Only when it is white."})["defined_at"]
        assert after > before
        new = team.annotate(start=20, end=24)["id"]
        assert outdated(team) == 1
        assert (listed(team, outdated="true"), listed(team, outdated="false")) == ([old], [new])

    def test_a_new_name_or_the_same_definition_outdates_nothing(self, team):
        team.annotate()
        before = said(team.owner.get(f"codes/{team.code}/"))["defined_at"]
        after = change(team, team.code, name="Ice", definition="", key="i")
        assert (after["defined_at"], outdated(team)) == (before, 0)

    def test_who_coded_it_lets_it_stand(self, team):
        old = team.annotate()
        change(team, team.code, definition="Below zero.")
        path = f"annotations/{old['id']}/review/"
        after = said(team.coder.post(path))
        assert (after["version"], old["reviewed_at"]) == (2, None)
        assert after["reviewed_at"] == after["updated_at"]
        assert (outdated(team), listed(team, outdated="true")) == (0, [])
        told = team.events()[-1]
        assert (told["action"], told["before"], told["after"]) == ("annotation.changed", old, after)
        change(team, team.code, definition="Well below zero.")
        assert outdated(team) == 1

    def test_nobody_but_adjudicators_looks_in_anothers_place(self, team):
        path = f"annotations/{team.annotate()['id']}/review/"
        refused(team.another().post(path), 403, "not_your_annotation")
        refused(team.reader.post(path), 403)
        said(team.adjudicator.post(path))

    def test_a_look_at_a_version_that_is_gone_is_stale(self, team):
        path = f"annotations/{team.annotate()['id']}/review/"
        said(team.coder.post(path, match=1))
        refused(team.coder.post(path, match=1), 412)

    def test_who_chooses_another_code_has_looked(self, team):
        old = team.annotate()
        other = team.new_code(name="Ice")["id"]
        change(team, other, definition="Frozen water.")
        after = said(team.coder.patch(f"annotations/{old['id']}/", {"code": other}, match=1))
        assert after["reviewed_at"]
        assert listed(team, outdated="true") == []

    def test_many_are_looked_at_in_one_request(self, team):
        old = [team.annotate(start=at, end=at + 2)["id"] for at in (0, 4, 8)]
        change(team, team.code, definition="Below zero.")
        steps = [{"op": "review", "id": one} for one in old]
        steps[2]["if_match"] = 7
        body = {"operations": steps, "atomic": False}
        results = said(team.coder.post(f"{team.path}annotations/bulk/", body))["results"]
        assert [one["result"] for one in results] == ["changed", "changed", "refused"]
        assert listed(team, outdated="true") == old[2:]


class TestFilters:
    def test_what_lies_below_a_code_is_listed_with_it(self, team):
        late = team.new_code(name="Late", parent=team.code)["id"]
        mine, below = team.annotate()["id"], team.annotate(code=late)["id"]
        team.annotate(code=team.new_code(name="Soil")["id"])
        assert listed(team, subtree=team.code) == [mine, below]
        assert listed(team, code=team.code) == [mine]
        assert listed(team, subtree=late) == [below]

    def test_filters_narrow_each_other(self, team):
        mine = team.annotate()["id"]
        theirs = team.annotate(team.adjudicator)["id"]
        change(team, team.code, definition="Below zero.")
        assert listed(team, outdated="true", coder=team.coder.id) == [mine]
        assert listed(team, post=team.posts[0], level="passage", state="live") == [mine, theirs]
        assert listed(team, created_before="2031-01-01T00:00:00Z", level="thread") == []


def test_a_codebook_of_any_size_takes_the_same_queries(team, django_assert_num_queries):
    team.annotate()
    team.owner.get(f"{team.path}codes/")
    with django_assert_num_queries(4):
        said(team.owner.get(f"{team.path}codes/"))
    for number in range(12):
        team.annotate(code=team.new_code(name=f"Code {number}")["id"])
    with django_assert_num_queries(4):
        assert len(said(team.owner.get(f"{team.path}codes/"))["results"]) == 13
