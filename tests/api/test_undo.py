"""Undo and redo: a person's own changes taken back step by step, never over somebody else's."""

import json
from typing import Any
from uuid import uuid4

import pytest

from annotations.models import Annotation
from corpus.models import Event, Twin
from tests.api.caller import Caller, every, refused, said
from tests.api.conftest import ENTRY, Team
from tests.api.test_history import counted
from tests.factories import load, thread_line

pytestmark = pytest.mark.django_db


def undo(team: Team, caller: Caller, **body: Any) -> dict[str, Any]:
    return said(caller.post(f"{team.path}undo/", body or None))


def redo(team: Team, caller: Caller, **body: Any) -> dict[str, Any]:
    return said(caller.post(f"{team.path}redo/", body or None))


def ends(team: Team, caller: Caller) -> dict[str, Any]:
    return said(caller.get(f"{team.path}undo/"))


def content(annotation: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value for name, value in annotation.items() if name not in ("version", "updated_at")
    }


def annotations(team: Team) -> list[dict[str, Any]]:
    return [content(one) for one in every(team.owner, f"{team.path}annotations/")]


def bulk(team: Team, caller: Caller, *operations: dict[str, Any]) -> None:
    body = {"operations": list(operations)}
    results = said(caller.post(f"{team.path}annotations/bulk/", body))["results"]
    assert not [one for one in results if one["error"]]


class TestAnnotations:
    def test_it_says_first_what_would_be_undone(self, team):
        assert ends(team, team.coder) == {"undo": None, "redo": None}
        made = team.annotate()
        step = ends(team, team.coder)["undo"]
        assert (step["action"], step["count"], step["actions"]) == (
            "annotation.created", 1, {"annotation.created": 1},
        )  # fmt: skip
        assert (step["target"], step["thread"]) == (
            {"type": "annotation", "id": made["id"]}, team.thread,
        )  # fmt: skip
        assert (step["before"], step["after"]) == (None, made)
        assert step["batch"] == team.events()[-1]["seq"]

    def test_what_was_made_goes_and_comes_back_under_its_id(self, team):
        made = team.annotate(memo="why")
        reply = undo(team, team.coder)
        assert reply["step"]["target"]["id"] == made["id"]
        assert (reply["undo"], reply["redo"]["batch"]) == (None, reply["step"]["batch"])
        refused(team.coder.get(f"annotations/{made['id']}/"), 404)
        event = team.events()[-1]
        assert (event["action"], event["seq"]) == ("annotation.deleted", reply["seq"])
        assert (event["undoes"], event["redoes"]) == (reply["step"]["batch"], None)
        assert team.counts() == counted(team.corpus)
        again = redo(team, team.coder)
        assert again["redo"] is None
        assert content(said(team.coder.get(f"annotations/{made['id']}/"))) == content(made)
        assert team.events()[-1]["redoes"] == reply["step"]["batch"]
        assert team.counts() == counted(team.corpus)

    def test_steps_go_back_one_by_one_and_forth_again(self, team):
        other = team.new_code(name="Other")["id"]
        made = team.annotate()
        path = f"annotations/{made['id']}/"
        states = [[], annotations(team)]
        for version, change in enumerate(
            [{"memo": "a"}, {"code": other}, {"start": 4, "end": 6, "quote": "be"}], 1
        ):
            said(team.coder.patch(path, change, match=version))
            states.append(annotations(team))
        said(team.coder.delete(path, match=4), 204)
        states.append(annotations(team))
        for state in states[-2::-1]:
            undo(team, team.coder)
            assert annotations(team) == state
        refused(team.coder.post(f"{team.path}undo/"), 409, "nothing_to_undo")
        for state in states[1:]:
            redo(team, team.coder)
            assert annotations(team) == state
        refused(team.coder.post(f"{team.path}redo/"), 409, "nothing_to_redo")
        assert team.counts() == counted(team.corpus)

    def test_a_new_change_ends_what_could_be_redone(self, team):
        team.annotate()
        undo(team, team.coder)
        team.annotate(start=0, end=3)
        assert ends(team, team.coder)["redo"] is None
        refused(team.coder.post(f"{team.path}redo/"), 409, "nothing_to_redo")

    def test_everybody_undoes_their_own(self, team):
        mine = team.annotate()
        theirs = team.annotate(team.owner)
        undo(team, team.coder)
        assert [one["id"] for one in annotations(team)] == [theirs["id"]]
        assert mine["id"] != theirs["id"]

    def test_who_names_another_step_than_the_last_is_told_which_it_is(self, team):
        team.annotate()
        first = ends(team, team.coder)["undo"]["batch"]
        team.annotate(start=0, end=3)
        problem = refused(team.coder.post(f"{team.path}undo/", {"batch": first}), 409)
        assert problem["code"] == "not_the_last"
        assert problem["current"]["batch"] == ends(team, team.coder)["undo"]["batch"]
        undo(team, team.coder, batch=problem["current"]["batch"])
        undo(team, team.coder, batch=first)
        assert annotations(team) == []

    def test_a_repeated_request_with_its_key_undoes_once(self, team):
        team.annotate()
        team.annotate(start=0, end=3)
        path = f"{team.path}undo/"
        first = said(team.coder.post(path, key="k"))
        assert said(team.coder.post(path, key="k")) == first
        assert len(annotations(team)) == 1

    def test_a_bulk_request_is_one_step(self, team):
        other = team.new_code(name="Other")["id"]
        kept = [team.annotate(start=at, end=at + 2)["id"] for at in range(5)]
        before = annotations(team)
        bulk(
            team, team.coder,
            *({"op": "patch", "id": one, "if_match": 1, "code": other} for one in kept[:3]),
            {"op": "delete", "id": kept[4], "if_match": 1},
            {"op": "put", "id": str(uuid4()), **team.passage(start=20, end=23)},
        )  # fmt: skip
        after = annotations(team)
        step = undo(team, team.coder)["step"]
        assert (step["count"], step["actions"]["annotation.changed"]) == (5, 3)
        assert annotations(team) == before
        redo(team, team.coder)
        assert annotations(team) == after
        assert team.counts() == counted(team.corpus)

    def test_two_that_exchanged_their_codes_exchange_them_back(self, team):
        other = team.new_code(name="Other")["id"]
        one, two = team.annotate()["id"], team.annotate(code=other)["id"]
        third = team.new_code(name="Third")["id"]
        before = annotations(team)
        bulk(
            team, team.coder,
            {"op": "patch", "id": one, "if_match": 1, "code": third},
            {"op": "patch", "id": two, "if_match": 1, "code": team.code},
            {"op": "patch", "id": one, "if_match": 2, "code": other},
        )  # fmt: skip
        after = annotations(team)
        undo(team, team.coder)
        assert annotations(team) == before
        assert team.events()[-1]["before"]["state"] == "live"
        redo(team, team.coder)
        assert annotations(team) == after


class TestBuiltUpon:
    def test_what_a_colleague_changed_since_is_not_undone(self, team):
        made = team.annotate()
        adjudicator = team.adjudicator
        said(adjudicator.patch(f"annotations/{made['id']}/", {"memo": "no"}, match=1))
        before = (annotations(team), team.events())
        problem = refused(team.coder.post(f"{team.path}undo/"), 409, "built_upon")
        name = said(adjudicator.get("me/"))["name"]
        assert name in problem["detail"]
        (current,) = problem["current"]
        assert current["target"] == {"type": "annotation", "id": made["id"]}
        assert current["event"]["action"] == "annotation.changed"
        assert (annotations(team), team.events()) == before
        undo(team, adjudicator)
        undo(team, team.coder)
        assert annotations(team) == []

    def test_what_a_colleague_changed_since_is_not_redone(self, team):
        made = team.annotate()
        said(team.coder.patch(f"annotations/{made['id']}/", {"memo": "a"}, match=1))
        undo(team, team.coder)
        said(team.adjudicator.patch(f"annotations/{made['id']}/", {"memo": "b"}, match=3))
        refused(team.coder.post(f"{team.path}redo/"), 409, "built_upon")
        assert annotations(team)[0]["memo"] == "b"

    def test_the_same_claim_made_again_stands_in_the_way(self, team):
        made = team.annotate()
        said(team.adjudicator.delete(f"annotations/{made['id']}/", match=1), 204)
        team.annotate()
        problem = refused(team.adjudicator.post(f"{team.path}undo/"), 409, "built_upon")
        assert problem["current"][0]["target"]["id"] == made["id"]
        assert len(annotations(team)) == 1

    def test_a_hidden_thread_stands_in_the_way(self, team):
        team.annotate()
        said(team.manager.delete(f"threads/{team.thread}/", match="*"), 204)
        problem = refused(team.coder.post(f"{team.path}undo/"), 409, "built_upon")
        assert problem["current"][0]["target"] == {"type": "thread", "id": team.thread}
        assert team.counts() == counted(team.corpus)

    def test_who_lost_the_role_undoes_no_more(self, team):
        made = team.annotate()
        boss = team.adjudicator
        said(boss.patch(f"annotations/{made['id']}/", {"memo": "x"}, match=1))
        path = f"{team.path}members/{boss.id}/"
        said(team.owner.patch(path, {"role": "coder"}, match=1))
        refused(boss.post(f"{team.path}undo/"), 403, "not_your_annotation")
        said(team.owner.patch(path, {"role": "reader"}, match=2))
        refused(boss.post(f"{team.path}undo/"), 403, "forbidden")


class TestCodes:
    def test_a_code_that_was_made_goes_and_comes_back_with_what_was_coded(self, team):
        code = team.new_code(name="Soil", definition="Earth")
        undo(team, team.owner)
        refused(team.owner.get(f"codes/{code['id']}/"), 404)
        assert team.events()[-1]["action"] == "code.deleted"
        assert team.counts() == counted(team.corpus)
        redo(team, team.owner)
        back = said(team.owner.get(f"codes/{code['id']}/"))
        assert {**back, "version": 1} == code
        assert team.counts() == counted(team.corpus)

    def test_a_code_that_somebody_coded_with_stays(self, team):
        team.annotate()
        problem = refused(team.owner.post(f"{team.path}undo/"), 409, "built_upon")
        assert problem["current"][0]["target"] == {"type": "code", "id": team.code}

    def test_archiving_with_all_below_and_moving_are_single_steps(self, team):
        top = team.new_code(name="Weather")["id"]
        low = team.new_code(name="Frost", parent=top)["id"]
        side = team.new_code(name="Soil")["id"]
        shown = lambda: [  # noqa: E731 - three words that every line below repeats
            {**one, "version": 0}
            for one in every(team.owner, f"{team.path}codes/", {"archived": "true"})
        ]
        states = [shown()]
        said(team.owner.patch(f"codes/{low}/", {"parent": side, "name": "Rime"}, match=1))
        states.append(shown())
        said(team.owner.delete(f"codes/{side}/", match="*"), 204)
        states.append(shown())
        for state in states[-2::-1]:
            undo(team, team.owner)
            assert shown() == state
            assert team.counts() == counted(team.corpus)
        for state in states[1:]:
            redo(team, team.owner)
            assert shown() == state

    def test_a_merge_is_one_step_whoever_coded(self, team):
        other = team.new_code(name="Rime")["id"]
        team.annotate(memo="first")
        team.annotate(code=other, memo="second")
        team.annotate(team.adjudicator, start=0, end=3)
        child = team.new_code(name="Late", parent=team.code)["id"]
        before, codes = annotations(team), every(team.owner, f"{team.path}codes/")
        path = f"codes/{team.code}/merge/"
        said(team.owner.post(path, {"into": other}, match="*"))
        assert {one["code"] for one in annotations(team)} == {other}
        after = annotations(team)
        assert len(after) == 2
        undo(team, team.owner)
        assert annotations(team) == before
        back = every(team.owner, f"{team.path}codes/")
        assert [{**one, "version": 0} for one in back] == [{**one, "version": 0} for one in codes]
        assert team.counts() == counted(team.corpus)
        redo(team, team.owner)
        assert annotations(team) == after
        assert said(team.owner.get(f"codes/{child}/"))["parent"] == other
        assert team.counts() == counted(team.corpus)

    def test_a_merge_that_somebody_coded_after_is_undone_but_what_they_changed_is_not(self, team):
        other = team.new_code(name="Rime")["id"]
        made = team.annotate()
        said(team.owner.post(f"codes/{team.code}/merge/", {"into": other}, match="*"))
        team.annotate(code=other, start=0, end=3)
        said(team.coder.patch(f"annotations/{made['id']}/", {"memo": "new"}, match=2))
        before = annotations(team)
        refused(team.owner.post(f"{team.path}undo/"), 409, "built_upon")
        assert annotations(team) == before
        undo(team, team.coder)
        undo(team, team.owner)
        assert sorted(one["code"] for one in annotations(team)) == sorted([team.code, other])

    def test_a_merge_is_not_redone_over_what_was_coded_since(self, team):
        other = team.new_code(name="Rime")["id"]
        team.annotate()
        said(team.owner.post(f"codes/{team.code}/merge/", {"into": other}, match="*"))
        undo(team, team.owner)
        made = team.annotate(start=0, end=3)
        problem = refused(team.owner.post(f"{team.path}redo/"), 409, "built_upon")
        assert problem["current"][0]["target"] == {"type": "code", "id": team.code}
        said(team.coder.delete(f"annotations/{made['id']}/", match=1), 204)
        redo(team, team.owner)
        assert [one["code"] for one in annotations(team)] == [other]

    def test_what_carried_a_code_that_became_another_does_not_come_back(self, team):
        made = team.annotate()
        said(team.coder.delete(f"annotations/{made['id']}/", match=1), 204)
        other = team.new_code(name="Rime")["id"]
        said(team.owner.post(f"codes/{team.code}/merge/", {"into": other}, match="*"))
        problem = refused(team.coder.post(f"{team.path}undo/"), 409, "built_upon")
        assert problem["current"][0]["target"] == {"type": "code", "id": team.code}
        assert "changed this code since" in problem["detail"]

    def test_a_name_that_was_taken_since_stands_in_the_way(self, team):
        code = team.new_code(name="Soil")["id"]
        said(team.owner.patch(f"codes/{code}/", {"name": "Earth"}, match=1))
        said(team.manager.post(f"{team.path}codes/", {"name": "Soil"}), 201)
        refused(team.owner.post(f"{team.path}undo/"), 409, "built_upon")
        assert said(team.owner.get(f"codes/{code}/"))["name"] == "Earth"


class TestThreadsAndPosts:
    def test_a_thread_renamed_hidden_and_brought_back(self, team):
        path = f"threads/{team.thread}/"
        team.annotate(team.manager)
        first = said(team.manager.get(path))["title"]
        said(team.manager.patch(path, {"title": "New"}, match="*"))
        said(team.manager.delete(path, match="*"), 204)
        undo(team, team.manager)
        assert said(team.manager.get(path))["title"] == "New"
        assert team.counts() == counted(team.corpus)
        undo(team, team.manager)
        assert said(team.manager.get(path))["title"] == first
        redo(team, team.manager)
        redo(team, team.manager)
        refused(team.manager.get(path), 404)
        assert team.counts() == counted(team.corpus)

    def test_a_thread_typed_in_goes_and_comes_back(self, team):
        body = {"title": "Slugs", "text": "They came.", "comments": [{"text": "Beer."}]}
        made = said(team.manager.post(f"{team.path}threads/", body), 201)
        undo(team, team.manager)
        refused(team.manager.get(f"threads/{made['id']}/"), 404)
        assert team.counts() == counted(team.corpus)
        redo(team, team.manager)
        claim = {"thread": made["id"], "code": team.code}
        said(team.coder.post(f"{team.path}annotations/", claim), 201)
        refused(team.manager.post(f"{team.path}undo/"), 409, "built_upon")

    def test_a_corrected_text_comes_back_with_its_passages(self, team):
        made = team.annotate(start=27, end=31)
        manager, post = team.manager, team.posts[0]
        text = "Oh. " + ENTRY.replace("did not", "did, did not")
        said(manager.patch(f"posts/{post}/", {"text": text}, match="*"))
        moved = annotations(team)
        undo(team, manager)
        assert said(manager.get(f"posts/{post}/"))["text"] == ENTRY
        (back,) = annotations(team)
        assert (back["start"], back["quote"], back["state"]) == (27, made["quote"], "live")
        redo(team, manager)
        assert said(manager.get(f"posts/{post}/"))["text"] == text
        assert annotations(team)[0]["start"] == moved[0]["start"]
        undo(team, manager)
        undo(team, team.coder)
        assert annotations(team) == []

    def test_a_restored_passage_stands_where_its_words_are_now(self, team):
        made = team.annotate(start=27, end=31)
        said(team.coder.delete(f"annotations/{made['id']}/", match=1), 204)
        text = "Oh. " + ENTRY
        said(team.manager.patch(f"posts/{team.posts[0]}/", {"text": text}, match="*"))
        undo(team, team.coder)
        (back,) = annotations(team)
        assert (back["start"], back["end"], back["quote"]) == (31, 35, made["quote"])
        assert text[31:35] == made["quote"]

    def test_names_of_one_person_are_parted_again(self, team):
        assert team.thread
        people = every(team.owner, f"{team.path}participants/")
        one, two, three = [each["id"] for each in people[:3]]
        path = f"{team.path}participants/merge/"
        said(team.owner.post(path, {"into": one, "participants": [two]}))
        said(team.owner.post(path, {"into": three, "participants": [one]}))
        goes_by = lambda: [  # noqa: E731 - read three times below
            said(team.owner.get(f"participants/{each}/"))["merged_into"] for each in (one, two)
        ]
        assert goes_by() == [three, three]
        undo(team, team.owner)
        assert goes_by() == [None, one]
        redo(team, team.owner)
        assert goes_by() == [three, three]

    def test_threads_that_were_made_one_are_two_again(self, team):
        other = load(team.corpus, thread_line(ENTRY, "Ours froze too.")).threads[0]
        twin = Twin.objects.create(
            corpus=team.corpus, thread_id=team.thread, other_id=other, likeness=1
        )
        claim = {"thread": other, "code": team.code}
        said(team.coder.post(f"{team.path}annotations/", claim), 201)
        before = annotations(team)
        said(team.manager.post(f"twins/{twin.pk}/", {"state": "one"}))
        undo(team, team.manager)
        assert annotations(team) == before
        assert team.counts() == counted(team.corpus)
        redo(team, team.manager)
        assert annotations(team)[0]["thread"] == team.thread
        assert team.counts() == counted(team.corpus)


class TestRestore:
    def test_any_change_of_the_history_can_be_taken_back(self, team):
        made = team.annotate()
        path = f"annotations/{made['id']}/"
        said(team.coder.patch(path, {"memo": "a"}, match=1))
        first = team.events()[-1]["seq"]
        said(team.coder.patch(path, {"memo": "b"}, match=2))
        restore = f"{team.path}history/{first}/restore/"
        said(team.coder.post(restore))
        assert annotations(team)[0]["memo"] == ""
        said(team.coder.post(restore, {"state": "after"}))
        assert annotations(team)[0]["memo"] == "a"
        refused(team.coder.post(restore, {"state": "after"}), 409, "already_so")
        undo(team, team.coder)
        undo(team, team.coder)
        assert annotations(team)[0]["memo"] == "b"

    def test_what_was_removed_comes_back_by_its_history(self, team):
        made = team.annotate()
        said(team.adjudicator.delete(f"annotations/{made['id']}/", match=1), 204)
        said(team.coder.post(f"{team.path}history/{team.events()[-1]['seq']}/restore/"))
        assert annotations(team) == [content(made)]

    def test_some_changes_cannot_be_restored(self, team):
        refused(team.owner.post(f"{team.path}history/1/restore/"), 409, "cannot_restore")
        refused(team.owner.post(f"{team.path}history/999/restore/"), 404)

    def test_nobody_restores_what_they_may_not_change(self, team):
        theirs = team.annotate(team.owner)
        said(team.owner.patch(f"annotations/{theirs['id']}/", {"memo": "x"}, match=1))
        path = f"{team.path}history/{team.events()[-1]['seq']}/restore/"
        refused(team.coder.post(path), 403, "not_your_annotation")


def test_steps_take_as_many_queries_for_many_as_for_one(team, django_assert_max_num_queries):
    caller, path = team.coder, f"{team.path}undo/"
    team.annotate()
    bulk(
        team, caller,
        *({"op": "put", "id": str(uuid4()), **team.passage(start=0, end=at)}
          for at in range(1, 40)),
    )  # fmt: skip
    with django_assert_max_num_queries(4):
        caller.get(path)
    with django_assert_max_num_queries(17):
        undo(team, caller)
    with django_assert_max_num_queries(17):
        undo(team, caller)
    assert annotations(team) == []
    assert Annotation.objects.count() == 40
    assert json.dumps(list(Event.objects.values_list("undoes", flat=True)))
