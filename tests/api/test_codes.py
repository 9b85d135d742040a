"""The codebook: a tree of codes that can be moved, archived and brought back."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from annotations.models import Code
from tests.api.caller import Caller, every, refused, said
from tests.api.conftest import Team

pytestmark = pytest.mark.django_db
# The order in which new top-level codes take the pigments (design/README.md).
PIGMENTS = ["lapis", "orpiment", "kermes", "malachite"]


def tree(team: Team) -> dict[str, int]:
    """Weather > Frost > Late frost, and Soil beside."""
    weather = team.new_code(name="Weather")["id"]
    frost = team.new_code(name="Frost", parent=weather)["id"]
    late = team.new_code(name="Late frost", parent=frost)["id"]
    return {
        "weather": weather,
        "frost": frost,
        "late": late,
        "soil": team.new_code(name="Soil")["id"],
    }


def shown(team: Team, code: int) -> dict:
    return said(team.owner.get(f"codes/{code}/"))


def names(team: Team, **query: str) -> list[str]:
    return [one["name"] for one in every(team.owner, f"{team.path}codes/", query)]


class TestTree:
    def test_codes_are_listed_as_a_codebook_prints_them(self, team):
        tree(team)
        team.new_code(name="First of all", position=-0)
        rows = every(team.owner, f"{team.path}codes/")
        assert [one["path"] for one in rows] == [
            ["Weather"], ["Weather", "Frost"], ["Weather", "Frost", "Late frost"],
            ["First of all"], ["Soil"],
        ]  # fmt: skip

    def test_a_new_code_stands_behind_its_siblings(self, team):
        codes = tree(team)
        assert [shown(team, codes[name])["position"] for name in ("weather", "soil")] == [0, 1]

    def test_position_orders_siblings(self, team):
        codes = tree(team)
        said(team.owner.patch(f"codes/{codes['weather']}/", {"position": 5}, match=1))
        assert names(team) == ["Soil", "Weather", "Frost", "Late frost"]

    def test_a_moved_code_takes_its_subtree_along(self, team):
        codes = tree(team)
        after = said(
            team.owner.patch(f"codes/{codes['frost']}/", {"parent": codes["soil"]}, match=1)
        )
        assert (after["path"], after["version"]) == (["Soil", "Frost"], 2)
        assert shown(team, codes["late"])["path"] == ["Soil", "Frost", "Late frost"]
        top = said(team.owner.patch(f"codes/{codes['frost']}/", {"parent": None}, match=2))
        assert (top["path"], top["parent"]) == (["Frost"], None)

    @pytest.mark.parametrize("below", ["weather", "frost", "late"])
    def test_no_code_stands_below_itself(self, team, below):
        codes = tree(team)
        reply = team.owner.patch(f"codes/{codes['weather']}/", {"parent": codes[below]}, match=1)
        refused(reply, 422, "codebook_cycle")
        assert shown(team, codes["weather"])["parent"] is None

    def test_siblings_have_different_names_cousins_may_not(self, team):
        codes = tree(team)
        path = f"{team.path}codes/"
        body = {"name": " Frost ", "parent": codes["weather"]}
        refused(team.owner.post(path, body), 409, "duplicate_code")
        team.new_code(name="Frost", parent=codes["soil"])
        reply = team.owner.patch(f"codes/{codes['frost']}/", {"parent": codes["soil"]}, match=1)
        refused(reply, 409, "duplicate_code")

    def test_counts_are_of_a_code_and_of_all_below_it(self, team):
        codes = tree(team)
        for name, start in (("weather", 0), ("late", 4), ("late", 10)):
            team.annotate(code=codes[name], start=start, end=start + 2)
        gone = team.annotate(code=codes["frost"], start=20, end=22)
        said(team.coder.delete(f"annotations/{gone['id']}/", match=1), 204)
        counts = {name: shown(team, code)["counts"] for name, code in codes.items()}
        assert {name: (one["own"], one["subtree"]) for name, one in counts.items()} == {
            "weather": (1, 3), "frost": (0, 2), "late": (2, 2), "soil": (0, 0),
        }  # fmt: skip


class TestFields:
    def test_a_code_keeps_all_that_its_definition_says(self, team):
        fields = {
            "name": "Frost > cold", "colour": "#A0b1C2", "definition": "Below zero.\n\nAt night.",
            "include": "hoar", "exclude": "sleet", "key": "f", "levels": ["passage", "post"],
            "examples": [team.annotate()["id"]],
        }  # fmt: skip
        made = team.new_code(**fields)
        assert {name: made[name] for name in fields} == fields
        assert shown(team, made["id"]) == made
        assert team.events()[-1]["after"].items() <= made.items()

    def test_top_level_codes_take_pigments_in_turn_those_below_their_parents(self, team):
        made = [team.new_code(name=f"Code {n}") for n in range(13)]
        colours = [one["colour"] for one in made]
        assert colours[:4] == PIGMENTS
        assert len(set(colours[:12])) == 12
        assert colours[12] == colours[0]
        assert team.new_code(name="Below", parent=made[2]["id"])["colour"] == colours[2]

    @pytest.mark.parametrize(
        "fields",
        [
            {"name": ""},
            {"name": "   "},
            {"name": "x" * 201},
            {"name": "a", "colour": "mauve"},
            {"name": "a", "colour": "#fff"},
            {"name": "a", "levels": []},
            {"name": "a", "levels": ["word"]},
            {"name": "a", "position": -1},
            {"name": "a", "examples": ["one"]},
            {"name": "a", "parent": "top"},
            {},
        ],
    )
    def test_what_is_no_code_is_malformed(self, team, fields):
        refused(team.owner.post(f"{team.path}codes/", fields), 400)
        assert team.counts()["codes"] == 0


class TestArchive:
    def archived(self, team: Team, code: int, way: str, version: int = 1) -> None:
        if way == "delete":
            said(team.owner.delete(f"codes/{code}/", match=version), 204)
        else:
            said(team.owner.patch(f"codes/{code}/", {"archived": True}, match=version))

    @pytest.mark.parametrize("way", ["delete", "patch"])
    def test_a_code_goes_with_all_below_it_and_what_it_coded_stays(self, team, way):
        codes = tree(team)
        made = team.annotate(code=codes["late"])
        self.archived(team, codes["weather"], way)
        assert names(team) == ["Soil"]
        assert names(team, archived="true") == ["Weather", "Frost", "Late frost", "Soil"]
        assert team.counts()["codes"] == 1
        assert said(team.owner.get(f"{team.path}annotations/"))["results"] == [made]
        told = [one["target"]["id"] for one in team.events()[-3:]]
        assert sorted(told) == sorted(codes[name] for name in ("weather", "frost", "late"))

    @pytest.mark.parametrize("way", ["delete", "patch"])
    def test_it_comes_back_one_by_one_from_the_top(self, team, way):
        codes = tree(team)
        self.archived(team, codes["weather"], way)
        back = {"archived": False}
        refused(team.owner.patch(f"codes/{codes['frost']}/", back, match=2), 422, "parent_archived")
        said(team.owner.patch(f"codes/{codes['weather']}/", back, match=2))
        said(team.owner.patch(f"codes/{codes['frost']}/", back, match=2))
        assert names(team) == ["Weather", "Frost", "Soil"]
        assert team.counts()["codes"] == 3

    def test_it_does_not_come_back_beside_one_that_took_its_name(self, team):
        codes = tree(team)
        self.archived(team, codes["soil"], "delete")
        team.new_code(name="Soil")
        reply = team.owner.patch(f"codes/{codes['soil']}/", {"archived": False}, match=2)
        refused(reply, 409, "duplicate_code")

    def test_nothing_new_stands_below_an_archived_code(self, team):
        codes = tree(team)
        self.archived(team, codes["soil"], "delete")
        body = {"name": "Clay", "parent": codes["soil"]}
        refused(team.owner.post(f"{team.path}codes/", body), 422, "foreign_code")

    def test_totals_count_the_codes_in_use_also_when_made_archived(self, team):
        code = team.new_code(name="Old", archived=True)
        assert team.counts()["codes"] == 0
        said(team.owner.patch(f"codes/{code['id']}/", {"archived": False}, match=1))
        assert team.counts()["codes"] == Code.objects.filter(archived=False).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_close_no_circle(team):
    codes = tree(team)
    moves = [(codes["weather"], codes["soil"]), (codes["soil"], codes["weather"])]

    def move(way: tuple[int, int]) -> int:
        try:
            caller = Caller.of(team.owner.user)
            return caller.patch(f"codes/{way[0]}/", {"parent": way[1]}, match=1).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(move, moves)) == [200, 422]
