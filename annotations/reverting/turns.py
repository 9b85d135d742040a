"""What a step did to its targets, turned round: how each must be now, and how it shall become.

A step is a batch of events, or one event that is to be restored. Where a target was no more, or
not yet, its state is None.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from corpus.events import Change, Sweep
from corpus.models import User
from corpus.rules import Role

State = Mapping[str, Any] | None
Way = Literal["undo", "redo", "before", "after"]

# The events that are turned round; `seq` names one of them alone. An undo is no step itself.
OF_STEP = """
    e.corpus_id = %(corpus)s AND e.actor_id = %(actor)s AND e.batch = %(batch)s
    AND e.undoes IS NULL AND e.redoes IS NULL
"""
OF_EVENT = "e.corpus_id = %(corpus)s AND e.seq = %(seq)s"

# Per target its state before the step's first event and after its last one.
ENDS = """
ends AS (
    SELECT e.target_id, min(e.seq) AS first, max(e.seq) AS last FROM corpus_event e
    WHERE {where} AND e.target_type = %(type)s GROUP BY e.target_id
), turns AS (
    SELECT ends.target_id, ends.first AS n, ends.last, {expected} AS expected, {goal} AS goal
    FROM ends
    JOIN corpus_event f ON f.corpus_id = %(corpus)s AND f.seq = ends.first
    JOIN corpus_event l ON l.corpus_id = %(corpus)s AND l.seq = ends.last
)
"""

# The same where no target has two events in the step: no need to look which is the first.
_SINGLE = """
turns AS (
    SELECT e.target_id, e.seq AS n, e.seq AS last, {expected} AS expected, {goal} AS goal
    FROM corpus_event e WHERE {where} AND e.target_type = %(type)s
)
"""


@dataclass(frozen=True, slots=True)
class Turn:
    """One target; `expected` is what nobody may have changed since, `goal` what it shall be."""

    target: str
    expected: State
    goal: State


@dataclass(frozen=True, slots=True)
class Step:
    """A batch to undo or redo, or the one event `seq` to restore the state around it.

    `since` is the number of the event that made it, or undid it. What is restored need not be as
    it was then.
    """

    corpus: int
    actor: User
    role: Role
    batch: int
    way: Way
    since: int
    seq: int | None = None

    @property
    def strict(self) -> bool:
        """Say whether targets must be as the step left them."""
        return self.seq is None

    @property
    def values(self) -> dict[str, Any]:
        """Return what the statements on its events need."""
        return {
            "corpus": self.corpus, "actor": self.actor.pk, "batch": self.batch, "seq": self.seq,
            "since": self.since,
        }  # fmt: skip

    @property
    def where(self) -> str:
        """Return the condition on its events, e."""
        return OF_STEP if self.seq is None else OF_EVENT

    def ends(self, *, single: bool = False) -> str:
        """Return the CTE `turns` of a kind: target_id, n, last, expected, goal.

        `single` says that each target has one event in the step.
        """
        was, became = ("e.before", "e.after") if single else ("f.before", "l.after")
        back = self.way in ("undo", "before")
        return (_SINGLE if single else ENDS).format(
            where=self.where,
            expected=became if back else was,
            goal=was if back else became,
        )

    def turns(self, kind: str) -> list[Turn]:
        """Return a kind's targets in the order of the step."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH {self.ends()} SELECT target_id, expected::text, goal::text FROM turns"
                " ORDER BY n",
                {**self.values, "type": kind},
            )
            return [Turn(one, _read(was), _read(goal)) for one, was, goal in cursor.fetchall()]


def _read(text: str | None) -> State:
    return json.loads(text) if text else None


@dataclass(slots=True)
class Told:
    """What was written: changes for the log, what the totals change by, and a sweep to run."""

    changes: list[Change] = field(default_factory=list)
    tallies: Counter[str] = field(default_factory=Counter)
    sweep: Sweep | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A target that stands in the way, and why if it is not for what happened to itself."""

    kind: str
    target: str
    why: str = ""


class BlockedError(Exception):
    """A step cannot be turned round; carries up to ten reasons and how many targets there are."""

    def __init__(self, blocks: Sequence[Block], count: int | None = None) -> None:
        super().__init__("Something was built upon it.")
        self.blocks = list(blocks[:10])
        self.count = len(blocks) if count is None else count


class Reverting(Protocol):
    """Turns the targets of one kind round: first all kinds are held and checked, then written."""

    def __init__(self, step: Step) -> None: ...

    def check(self) -> None:
        """Hold the rows in their order.

        Raises:
            BlockedError: a target is not as the step left it.
        """

    def write(self) -> Told:
        """Give the targets the states that they shall have.

        Raises:
            BlockedError: that is impossible now.
        """


def plain(state: Mapping[str, Any]) -> dict[str, Any]:
    """Return a state as the log keeps it: ids as text, moments as written."""
    kept: dict[str, Any] = json.loads(json.dumps(state, cls=DjangoJSONEncoder))
    return kept


def differs(now: State, expected: State, *, ignoring: frozenset[str]) -> bool:
    """Say whether a state is another than the log says, but for what is not its content."""
    if now is None or expected is None:
        return now is not expected
    return any(
        now[name] != value
        for name, value in expected.items()
        if name in now and name not in ignoring
    )
