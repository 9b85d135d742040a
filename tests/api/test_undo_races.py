"""Undo from two tabs at once, and beside a colleague who changes the same thing."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from tests.api.caller import Caller, every, said
from tests.api.conftest import Team
from tests.api.test_history import counted

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*requests: Callable[[], Any]) -> list[Any]:
    """Send requests at the same moment; returns the replies in their order."""
    start = threading.Barrier(len(requests))

    def send(request: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return request()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(requests)) as pool:
        return list(pool.map(send, requests))


def tabs(team: Team, number: int) -> list[Caller]:
    assert team.coder.user is not None
    return [Caller.of(team.coder.user) for _ in range(number)]


@pytest.mark.parametrize("turn", range(3))
def test_tabs_that_undo_at_once_undo_one_step_each(team, turn):
    for at in range(6):
        team.annotate(start=at, end=at + 2)
    callers = tabs(team, 4)
    replies = at_once(*(lambda one=one: one.post(f"{team.path}undo/") for one in callers))
    undone = [said(reply)["step"]["batch"] for reply in replies]
    assert len(set(undone)) == 4
    assert len(every(team.owner, f"{team.path}annotations/")) == 2
    assert team.counts() == counted(team.corpus)


def test_tabs_that_mean_the_same_step_undo_it_once(team):
    for at in range(3):
        team.annotate(start=at, end=at + 2)
    batch = said(team.coder.get(f"{team.path}undo/"))["undo"]["batch"]
    replies = at_once(
        *(lambda one=one: one.post(f"{team.path}undo/", {"batch": batch}) for one in tabs(team, 3))
    )
    assert sorted(reply.status_code for reply in replies) == [200, 409, 409]
    assert len(every(team.owner, f"{team.path}annotations/")) == 2


@pytest.mark.parametrize("turn", range(3))
def test_beside_a_colleague_either_is_first_and_the_other_is_told(team, turn):
    made = team.annotate()
    path, boss = f"annotations/{made['id']}/", team.adjudicator
    undone, patched = at_once(
        lambda: team.coder.post(f"{team.path}undo/"),
        lambda: boss.patch(path, {"memo": "no"}, match=1),
    )
    outcome = (undone.status_code, patched.status_code)
    assert outcome in {(200, 404), (200, 412), (409, 200)}
    left = every(team.owner, f"{team.path}annotations/")
    assert [one["memo"] for one in left] == (["no"] if outcome == (409, 200) else [])
    assert team.counts() == counted(team.corpus)


def test_undo_beside_bulk_requests_and_corrected_texts_never_waits_for_ever(team):
    kept = [team.annotate(start=at, end=at + 3)["id"] for at in range(6)]
    manager, boss, coder = team.manager, team.adjudicator, team.coder
    text = "Oh. The beans froze. The peas did not, and nobody knows why."

    def patch_all() -> Any:
        steps = [{"op": "patch", "id": one, "if_match": 1, "memo": "m"} for one in kept[::-1]]
        body = {"operations": steps, "atomic": False}
        return boss.post(f"{team.path}annotations/bulk/", body)

    replies = at_once(
        patch_all,
        lambda: manager.patch(f"posts/{team.posts[0]}/", {"text": text}, match="*"),
        lambda: [coder.post(f"{team.path}undo/") for _ in range(6)][-1],
        lambda: [coder.post(f"{team.path}redo/") for _ in range(6)][-1],
    )
    assert {reply.status_code for reply in replies} <= {200, 409}
    assert team.counts() == counted(team.corpus)
