"""The codebook rearranged: codes are moved, merged, split, each seen before it is done.

What is done is one batch of events that tell the whole of it.
"""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection

from tests.api.caller import Caller, every, refused, said
from tests.api.conftest import Team
from tests.factories import load, thread_line

pytestmark = pytest.mark.django_db


def shown(team: Team, code: int) -> dict:
    return said(team.owner.get(f"codes/{code}/"))


def do(team: Team, way: str, code: int, *, status: int = 200, **body):
    reply = team.owner.post(f"codes/{code}/{way}/", body, match=shown(team, code)["version"])
    return said(reply, status)


def names(team: Team, **query) -> list[str]:
    return [" > ".join(one["path"]) for one in every(team.owner, f"{team.path}codes/", query)]


def annotations(team: Team) -> dict[str, dict]:
    return {one["id"]: one for one in every(team.owner, f"{team.path}annotations/")}


def told(team: Team, batch: int) -> list[dict]:
    return [one for one in team.events() if one["batch"] == batch]


def family(team: Team, *siblings: str, parent: int | None = None) -> list[int]:
    return [team.new_code(name=name, parent=parent)["id"] for name in siblings]


class TestMove:
    def test_a_code_goes_where_it_is_put_among_its_siblings(self, team):
        a, _, c = family(team, "A", "B", "C")
        do(team, "move", c, parent=None, position=0)
        assert names(team) == ["C", "A", "B"]
        do(team, "move", a, parent=None, position=2)
        assert names(team) == ["C", "B", "A"]
        do(team, "move", a, parent=c, position=None)
        assert names(team) == ["C", "C > A", "B"]
        do(team, "move", a, parent=None, position=99)
        assert names(team) == ["C", "B", "A"]

    def test_siblings_make_room_only_as_far_as_they_must(self, team):
        _, b, c = family(team, "A", "B", "C")
        said(team.owner.patch(f"codes/{c}/", {"position": 7}, match=1))
        d = family(team, "D")[0]
        done = do(team, "move", d, parent=None, position=2)
        assert names(team) == ["A", "B", "D", "C"]
        assert [one["target"]["id"] for one in told(team, done["batch"])] == [d]
        done = do(team, "move", d, parent=None, position=1)
        assert [one["target"]["id"] for one in told(team, done["batch"])] == [d, b]
        assert names(team) == ["A", "D", "B", "C"]

    def test_what_stands_there_already_is_no_change(self, team, unchanged):
        a, b = family(team, "A", "B")
        check = (team.counts(), team.events())
        assert do(team, "move", b, parent=None, position=1)["batch"] is None
        assert do(team, "move", a, parent=None, position=0)["code"]["version"] == 1
        assert (team.counts(), team.events()) == check

    def test_a_preview_says_what_moves_along(self, team):
        a, b = family(team, "A", "B")
        below = family(team, "Below", parent=a)[0]
        team.annotate(code=below)
        said_before = do(team, "move", a, parent=b, dry_run=True)
        assert (said_before["annotations"], said_before["children"]) == (1, 1)
        assert "code" not in said_before
        assert names(team) == ["A", "A > Below", "B"]

    def test_what_cannot_be_is_refused(self, team):
        a, b = family(team, "A", "B")
        below = family(team, "B", parent=a)[0]
        assert do(team, "move", a, parent=below, status=422)["code"] == "codebook_cycle"
        assert do(team, "move", a, parent=a, status=422)["code"] == "codebook_cycle"
        assert do(team, "move", a, parent=2**40, status=422)["code"] == "foreign_code"
        assert do(team, "move", b, parent=a, status=409)["code"] == "duplicate_code"
        said(team.owner.delete(f"codes/{b}/", match=1), 204)
        assert do(team, "move", b, parent=None, status=422)["code"] == "code_archived"
        assert do(team, "move", a, parent=b, status=422)["code"] == "foreign_code"
        body = {"parent": None}
        refused(team.owner.post(f"codes/{a}/move/", body), 428)
        refused(team.owner.post(f"codes/{a}/move/", body, match=9), 412, "stale")


class TestMerge:
    def test_what_it_coded_carries_the_other_code(self, team):
        rain, snow = family(team, "Rain", "Snow")
        mine = team.annotate(code=snow, memo="cold")
        theirs = team.annotate(team.adjudicator, code=snow, start=20, end=24)
        before = do(team, "merge", snow, into=rain, dry_run=True)
        assert annotations(team)[mine["id"]] == mine
        done = do(team, "merge", snow, into=rain)
        assert {name: done[name] for name in before} == before
        assert (before["annotations"], before["duplicates"], before["threads"]) == (2, 0, 1)
        assert {one["id"] for one in before["coders"]} == {team.coder.id, team.adjudicator.id}
        after = annotations(team)
        assert {one["code"] for one in after.values()} == {rain}
        kept = {**mine, "code": rain, "version": 2}
        assert {**after[mine["id"]], "updated_at": mine["updated_at"]} == kept
        assert after[theirs["id"]]["coder"] == theirs["coder"]
        gone = shown(team, snow)
        assert (gone["archived"], gone["merged_into"], gone["counts"]["own"]) == (True, rain, 0)
        assert names(team) == ["Rain"]
        assert team.counts()["codes"] == 1

    def test_who_coded_the_same_with_both_keeps_one_with_both_memos(self, team):
        rain, snow = family(team, "Rain", "Snow")
        kept = team.annotate(code=rain, memo="wet")
        double = team.annotate(code=snow, memo="cold")
        other = team.annotate(team.adjudicator, code=snow)
        whole = {"post": team.posts[1], "code": rain}
        same = said(team.coder.post(f"{team.path}annotations/", whole), 201)
        said(team.coder.post(f"{team.path}annotations/", {**whole, "code": snow}), 201)
        done = do(team, "merge", snow, into=rain)
        assert (done["annotations"], done["duplicates"]) == (3, 2)
        after = annotations(team)
        assert set(after) == {kept["id"], other["id"], same["id"]}
        assert after[kept["id"]]["memo"] == "wet\n\ncold"
        assert after[same["id"]]["version"] == 1
        assert team.counts()["annotations"] == 3
        gone = [one for one in told(team, done["batch"]) if one["action"] == "annotation.deleted"]
        assert gone[0]["before"] == double
        assert gone[0]["after"] is None

    def test_one_batch_tells_the_whole_of_it_as_it_is_now(self, team):
        rain, snow = family(team, "Rain", "Snow")
        family(team, "Drift", parent=snow)
        was = team.annotate(code=snow)
        team.annotate(code=rain, start=20, end=24)
        done = do(team, "merge", snow, into=rain)
        every_one = told(team, done["batch"])
        assert every_one[0]["seq"] == done["batch"]
        assert [one["action"] for one in every_one] == ["code.changed"] * 2 + ["annotation.changed"]
        assert every_one[0]["after"]["merged_into"] == rain
        assert every_one[0]["before"]["merged_into"] is None
        assert every_one[2]["before"] == was
        assert every_one[2]["after"] == annotations(team)[was["id"]]

    def test_its_children_and_examples_go_along(self, team):
        rain, snow = family(team, "Rain", "Snow")
        family(team, "Drizzle", parent=rain)
        drift = family(team, "Drift", parent=snow)[0]
        pinned, kept = team.annotate(code=snow), team.annotate(code=rain, start=20, end=24)
        double = team.annotate(code=snow, start=20, end=24)
        pins = {"examples": [pinned["id"], double["id"]]}
        said(team.owner.patch(f"codes/{snow}/", pins, match=1))
        assert do(team, "merge", snow, into=rain)["children"] == 1
        assert names(team) == ["Rain", "Rain > Drizzle", "Rain > Drift"]
        assert shown(team, drift)["parent"] == rain
        assert shown(team, rain)["examples"] == [pinned["id"], kept["id"]]

    def test_its_memos_are_about_the_other_code_then(self, team):
        rain, snow = family(team, "Rain", "Snow")
        path = f"{team.path}memos/{uuid4()}/"
        note = {"target": {"type": "code", "id": snow}, "text": "Also sleet?"}
        memo = said(team.coder.put(path, note), 201)
        done = do(team, "merge", snow, into=rain)
        assert done["memos"] == 1
        after = said(team.owner.get(f"memos/{memo['id']}/"))
        assert (after["target"]["id"], after["text"], after["version"]) == (rain, "Also sleet?", 2)
        change = told(team, done["batch"])[-1]
        assert change["action"] == "memo.changed"
        assert [change[name]["target"]["id"] for name in ("before", "after")] == [snow, rain]

    def test_a_code_may_be_merged_into_the_one_above_it(self, team):
        rain = family(team, "Rain")[0]
        snow = family(team, "Snow", parent=rain)[0]
        family(team, "Snow", parent=snow)
        do(team, "merge", snow, into=rain)
        assert names(team) == ["Rain", "Rain > Snow"]

    def test_hidden_threads_follow_and_are_not_counted(self, team):
        rain, snow = family(team, "Rain", "Snow")
        for code in (rain, snow):
            team.annotate(code=code)
        said(team.owner.delete(f"threads/{team.thread}/", match=1), 204)
        assert do(team, "merge", snow, into=rain)["annotations"] == 0
        assert team.counts()["annotations"] == 0
        said(team.owner.post(f"threads/{team.thread}/restore/"))
        assert team.counts()["annotations"] == len(annotations(team)) == 1

    def test_what_cannot_be_is_refused_and_changes_nothing(self, team):
        rain, snow = family(team, "Rain", "Snow")
        below = family(team, "Drift", parent=snow)[0]
        family(team, "Drift", parent=rain)
        team.annotate(code=below)
        before = (team.counts(), team.events())
        assert do(team, "merge", snow, into=snow, status=422)["code"] == "codebook_cycle"
        problem = do(team, "merge", snow, into=below, status=422)
        assert problem["code"] == "codebook_cycle"
        assert "“Drift” is below “Snow”" in problem["detail"]
        assert do(team, "merge", snow, into=2**40, status=422)["code"] == "foreign_code"
        for dry_run in (True, False):
            problem = do(team, "merge", snow, into=rain, dry_run=dry_run, status=409)
            assert problem["code"] == "duplicate_code"
        assert (team.counts(), team.events()) == before

    def test_a_code_that_is_not_for_comments_takes_none(self, team):
        rain = team.new_code(name="Rain", levels=["passage"])["id"]
        snow = family(team, "Snow")[0]
        whole = {"post": team.posts[1], "code": snow}
        said(team.coder.post(f"{team.path}annotations/", whole), 201)
        assert do(team, "merge", snow, into=rain, status=422)["code"] == "level_not_allowed"

    @pytest.mark.parametrize("which", ["it", "target", "child"])
    def test_locked_codes_are_not_merged(self, team, which):
        rain, snow = family(team, "Rain", "Snow")
        child = family(team, "Drift", parent=snow)[0]
        locked = {"it": snow, "target": rain, "child": child}[which]
        said(team.owner.patch(f"codes/{locked}/", {"locked": True}, match=1))
        assert do(team, "merge", snow, into=rain, status=409)["code"] == "code_locked"

    def test_it_can_be_brought_back_as_a_code_of_its_own(self, team):
        rain, snow = family(team, "Rain", "Snow")
        do(team, "merge", snow, into=rain)
        back = said(team.owner.patch(f"codes/{snow}/", {"archived": False}, match=2))
        assert (back["archived"], back["merged_into"]) == (False, None)


class TestSplit:
    def test_new_codes_stand_behind_it_and_take_what_they_are_given(self, team):
        frost, _ = family(team, "Frost", "Soil")
        first, second, third = (team.annotate(code=frost, start=at, end=at + 2) for at in (0, 4, 8))
        done = do(
            team, "split", frost,
            into=[{"name": "Hoar", "definition": "White."}, {"name": "Black frost"}],
            assign={first["id"]: 0, third["id"]: 1},
        )  # fmt: skip
        assert names(team) == ["Frost", "Hoar", "Black frost", "Soil"]
        hoar, black = done["codes"]
        assert (hoar["definition"], hoar["counts"]["own"], done["annotations"]) == ("White.", 1, 2)
        codes = {one: row["code"] for one, row in annotations(team).items()}
        assert codes == {
            first["id"]: hoar["id"], second["id"]: frost, third["id"]: black["id"]
        }  # fmt: skip
        assert [one["action"] for one in told(team, done["batch"])] == (
            ["code.created"] * 2 + ["code.changed"] + ["annotation.changed"] * 2
        )
        assert team.counts()["codes"] == 4

    def test_a_part_may_be_a_code_that_is_there(self, team):
        frost, soil = family(team, "Frost", "Soil")
        kept = team.annotate(code=soil, memo="dry")
        double = team.annotate(code=frost, memo="hard")
        done = do(team, "split", frost, into=[{"code": soil}], assign={double["id"]: 0})
        assert (done["duplicates"], list(annotations(team))) == (1, [kept["id"]])
        assert annotations(team)[kept["id"]]["memo"] == "dry\n\nhard"
        assert team.counts()["annotations"] == 1

    def test_a_preview_makes_nothing(self, team):
        frost = family(team, "Frost")[0]
        one = team.annotate(code=frost)
        before = (team.counts(), team.events())
        answer = do(
            team, "split", frost, into=[{"name": "Hoar"}], assign={one["id"]: 0}, dry_run=True
        )
        assert (answer["annotations"], answer["duplicates"]) == (1, 0)
        assert (team.counts(), team.events()) == before

    def test_what_cannot_be_is_refused(self, team):
        frost, soil = family(team, "Frost", "Soil")
        one, other = team.annotate(code=frost)["id"], team.annotate(code=soil)["id"]
        for into, assign, status, code in (
            ([{"name": "Soil"}], {}, 409, "duplicate_code"),
            ([{"name": "Ice"}, {"name": "Ice"}], {}, 409, "duplicate_code"),
            ([{"code": frost}], {one: 0}, 422, "codebook_cycle"),
            ([{"code": 2**40}], {}, 422, "foreign_code"),
            ([{"name": "Ice"}], {one: 1}, 422, "no_such_part"),
            ([{"name": "Ice"}], {other: 0}, 422, "foreign_annotation"),
            ([{"name": "Ice"}], {str(uuid4()): 0}, 422, "foreign_annotation"),
            ([{"name": "Ice", "code": soil}], {}, 400, "malformed"),
            ([{}], {}, 400, "malformed"),
            ([], {}, 400, "malformed"),
            ([{"name": "Ice"}], {"it": 0}, 400, "malformed"),
        ):
            answer = do(team, "split", frost, into=into, assign=assign, status=status)
            assert answer["code"] == code, (into, assign)
        assert names(team) == ["Frost", "Soil"]


class TestPreviewOfArchiving:
    def test_it_says_what_goes_out_of_use(self, team):
        frost = family(team, "Frost")[0]
        late = family(team, "Late", parent=frost)[0]
        team.annotate(code=late)
        path = f"codes/{frost}/?dry_run=true"
        said_before = said(team.owner.delete(path, match=1))
        assert (said_before["children"], said_before["annotations"]) == (1, 1)
        assert names(team) == ["Frost", "Frost > Late"]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_coded_with_a_code_while_it_is_merged(team):
    """Ten people code with it in the moment of the merge: each claim is moved, or refused."""
    rain, snow = family(team, "Rain", "Snow")
    text = "word " * 200
    thread = load(team.corpus, thread_line(text)).threads[0]
    post = said(team.owner.get(f"threads/{thread}/"))["posts"][0]["id"]
    coder = team.coder.user

    def code(number: int) -> int:
        try:
            at = number * 5
            claim = {"post": post, "code": snow, "start": at, "end": at + 4, "quote": "word"}
            caller = Caller.of(coder)
            return caller.put(f"{team.path}annotations/{uuid4()}/", claim).status_code
        finally:
            connection.close()

    def merge() -> int:
        try:
            caller = Caller.of(team.owner.user)
            return caller.post(f"codes/{snow}/merge/", {"into": rain}, match=1).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        replies = [pool.submit(code, number) for number in range(15)]
        merged = pool.submit(merge)
        replies += [pool.submit(code, number) for number in range(15, 60)]
        statuses = [one.result() for one in replies]
        assert merged.result() == 200
    assert set(statuses) <= {201, 422}
    found = annotations(team)
    assert {one["code"] for one in found.values()} <= {rain}
    assert len(found) == statuses.count(201) == team.counts()["annotations"]
