"""Many annotations in one request: in order, all or none, with a result for each."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from annotations.models import Annotation
from tests.api.caller import refused, said
from tests.api.conftest import Team
from tests.factories import load, thread_line

pytestmark = pytest.mark.django_db


def put(team: Team, start: int, **fields: Any) -> dict[str, Any]:
    claim = team.passage(start=start, end=start + 1)
    return {"op": "put", "id": str(uuid4()), **claim, **fields}


def results(team: Team, operations: list[Any], *, atomic: bool = True, status: int = 200) -> Any:
    body = {"operations": operations, "atomic": atomic}
    return said(team.coder.post(f"{team.path}annotations/bulk/", body), status)["results"]


def test_a_thousand_claims_are_recorded_in_their_order(team):
    text = "word " * 400
    thread = load(team.corpus, thread_line(text)).threads[0]
    post = said(team.owner.get(f"threads/{thread}/"))["posts"][0]["id"]
    claim = {"op": "put", "post": post, "code": team.code}
    steps = [
        {**claim, "id": str(uuid4()), "start": at, "end": at + 2, "quote": text[at : at + 2]}
        for at in range(1000)
    ]
    made = results(team, steps)
    assert [one["id"] for one in made] == [step["id"] for step in steps]
    assert {one["result"] for one in made} == {"created"}
    assert [one["annotation"]["start"] for one in made] == list(range(1000))
    assert team.counts()["annotations"] == 1000
    told = [event["target"]["id"] for event in team.events()[-1000:]]
    assert told == [step["id"] for step in steps]
    assert [one["result"] for one in results(team, steps[:3])] == ["unchanged"] * 3
    assert team.counts()["annotations"] == 1000


def test_more_than_a_thousand_or_none_are_refused(team):
    path = f"{team.path}annotations/bulk/"
    steps = [{"op": "delete", "id": str(uuid4()), "if_match": 1}] * 1001
    refused(team.coder.post(path, {"operations": steps}), 400)
    refused(team.coder.post(path, {"operations": []}), 400)


def test_puts_patches_and_deletes_may_be_mixed_and_see_each_other(team):
    old, gone, new = team.annotate(start=0, end=3), team.annotate(), put(team, 5)
    steps = [
        {"op": "patch", "id": old["id"], "if_match": 1, "memo": "first"},
        new,
        {"op": "patch", "id": new["id"], "if_match": 1, "memo": "just made"},
        {"op": "delete", "id": gone["id"], "if_match": 1},
        {"op": "patch", "id": old["id"], "if_match": 2, "memo": "second"},
        {"op": "put", "id": str(uuid4()), **team.passage()},
    ]
    said_of = results(team, steps)
    expected = ["changed", "created", "changed", "deleted", "changed", "created"]
    assert [one["result"] for one in said_of] == expected
    assert said_of[4]["annotation"]["memo"] == "second"
    assert said_of[4]["annotation"]["version"] == 3
    assert (said_of[3]["annotation"], said_of[3]["error"]) == (None, None)
    assert [one["action"].split(".")[1] for one in team.events()[-6:]] == expected
    assert team.counts()["annotations"] == 3
    assert said(team.coder.get(f"annotations/{new['id']}/"))["memo"] == "just made"


def test_all_or_none(team):
    old = team.annotate()
    before = team.counts(), team.events()
    steps = [
        {"op": "patch", "id": old["id"], "if_match": 1, "memo": "lost"},
        put(team, 0),
        put(team, 1, quote="?!"),
        {"op": "delete", "id": old["id"], "if_match": 2},
    ]
    problem = team.coder.post(f"{team.path}annotations/bulk/", {"operations": steps})
    said_of = refused(problem, 422, "bulk_refused")["results"]
    assert [one["result"] for one in said_of] == ["changed", "created", "refused", "deleted"]
    assert said_of[2]["error"]["code"] == "quote_mismatch"
    assert (team.counts(), team.events()) == before
    assert said(team.coder.get(f"annotations/{old['id']}/")) == old


def test_without_atomic_each_step_stands_for_itself(team):
    mine, others = team.annotate(), team.annotate(team.another())
    same = put(team, 0)
    steps = [
        same,
        put(team, 1, quote="?!"),
        {**same, "id": str(uuid4())},
        {"op": "patch", "id": mine["id"], "if_match": 7, "memo": "x"},
        {"op": "patch", "id": mine["id"], "memo": "x"},
        {"op": "delete", "id": others["id"], "if_match": 1},
        {"op": "delete", "id": str(uuid4()), "if_match": 1},
        {"op": "delete", "id": mine["id"], "if_match": "1"},
    ]
    said_of = results(team, steps, atomic=False)
    codes = [one["error"] and one["error"]["code"] for one in said_of]
    assert codes == [
        None, "quote_mismatch", "duplicate_annotation", "stale", "precondition_required",
        "not_your_annotation", "not_found", None,
    ]  # fmt: skip
    assert team.counts()["annotations"] == 2
    assert [one["action"] for one in team.events()[-2:]] == [
        "annotation.created", "annotation.deleted",
    ]  # fmt: skip


def test_of_two_steps_that_contradict_each_other_the_first_holds(team):
    """Whatever the order of their ids."""
    low, high = "00000000-0000-4000-8000-000000000001", "ffffffff-ffff-4fff-bfff-ffffffffffff"
    for first, second, at in ((low, high, 0), (high, low, 1)):
        said_of = results(team, [put(team, at, id=first), put(team, at, id=second)], atomic=False)
        assert [one["result"] for one in said_of] == ["created", "refused"]
        said(team.coder.delete(f"annotations/{first}/", match=1), 204)
    given = str(uuid4())
    said_of = results(team, [put(team, 5, id=given), put(team, 2, id=given)], atomic=False)
    assert [one["result"] for one in said_of] == ["created", "refused"]
    assert Annotation.objects.get(pk=UUID(given)).start == 5


def test_a_repeated_request_with_its_key_is_answered_the_same(team):
    path, body = f"{team.path}annotations/bulk/", {"operations": [put(team, 0)]}
    first = said(team.coder.post(path, body, key="b1"))
    assert said(team.coder.post(path, body, key="b1")) == first
    wrong = {"operations": [put(team, 0, quote="?!")]}
    refused(team.coder.post(path, wrong, key="b2"), 422, "bulk_refused")
    refused(team.coder.post(path, wrong, key="b2"), 422, "bulk_refused")


def test_readers_code_nothing(team):
    body = {"operations": [put(team, 0)]}
    refused(team.reader.post(f"{team.path}annotations/bulk/", body), 403)
    assert team.counts()["annotations"] == 0
