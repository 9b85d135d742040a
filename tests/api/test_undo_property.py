"""Any random sequence of changes undone step by step gives back each earlier state, and redone
step by step each later one. A step that a colleague built on is refused, and nothing changes.
"""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st

from corpus.errors import ConflictError
from corpus.rules import Role
from tests.api.conftest import Team
from tests.api.hands import DEEDS, TEXTS, Hand, seq, state
from tests.api.test_history import counted
from tests.factories import load, member, thread_line

pytestmark = pytest.mark.django_db

numbers = st.integers(0, 255)
deeds = st.tuples(st.sampled_from(sorted(DEEDS)), numbers, numbers, numbers)
# The first ones give the others something to work with.
START: list[tuple[Any, ...]] = [
    ("new_code", 0, 0, 0), ("new_code", 1, 0, 0), ("annotate", 0, 0, 2), ("annotate", 1, 0, 2),
    ("annotate", 0, 1, 1), ("note", 0, 0, 1),
]  # fmt: skip
unhurried = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def threads(team: Team) -> list[int]:
    lines = [thread_line(TEXTS[0], "Ours froze too."), thread_line(TEXTS[2], title="Peas")]
    return load(team.corpus, *lines).threads


def hand(team: Team, threads: list[int], role: Role = Role.OWNER) -> Hand:
    return Hand(team.corpus, member(team.corpus, role), role, threads)


@unhurried
@given(st.lists(deeds, min_size=3, max_size=14))
@example([("annotate", 0, 0, 0), ("hide", 0, 0, 0), ("merge", 0, 1, 0)])
def test_what_was_done_is_undone_and_redone_step_by_step(team, threads, sequence):
    with transaction.atomic():
        one = hand(team, threads)
        states = [state(team.corpus)]
        for deed in [*START, *sequence]:
            if one.do(*deed):
                states.append(state(team.corpus))
                event(deed[0])
        for number in range(len(states) - 2, -1, -1):
            one.turn("undo")
            assert state(team.corpus) == states[number]
        assert team.counts() == counted(team.corpus)
        for later in states[1:]:
            one.turn("redo")
            assert state(team.corpus) == later
        assert team.counts() == counted(team.corpus)
        transaction.set_rollback(True)


def refused_turn(who: Hand, way: str) -> str:
    """Undo or redo; the code of the refusal, or nothing."""
    try:
        with transaction.atomic():
            who.turn(way)
    except ConflictError as error:
        return error.code
    return ""


ways = st.sampled_from(["do", "do", "undo", "redo"])


@unhurried
@given(st.lists(st.tuples(st.booleans(), ways, deeds), min_size=6, max_size=20))
def test_nobody_undoes_over_what_a_colleague_did(team, threads, sequence):
    """Two work, undo and redo in turns; totals stay true and a refusal leaves no trace."""
    with transaction.atomic():
        one, two = hand(team, threads), hand(team, threads, Role.MANAGER)
        for deed in START:
            one.do(*deed)
        for first, way, deed in sequence:
            who = one if first else two
            if way == "do":
                who.do(*deed)
                continue
            before = (seq(team.corpus), state(team.corpus))
            refusal = refused_turn(who, way)
            event(refusal or way)
            assert refusal in ("", "built_upon", "nothing_to_undo", "nothing_to_redo")
            assert not refusal or (seq(team.corpus), state(team.corpus)) == before
        assert team.counts() == counted(team.corpus)
        transaction.set_rollback(True)
