"""Undo and redo: a person's own last step in a corpus taken back, without limit, as new events.

Whatever else happened to a target since is never overwritten: then the step is refused, with who
did what. Which step is next is found by `annotations/steps.py`, how targets are turned round by
`annotations/reverting/`.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Literal

from django.db import IntegrityError, connection, transaction

from annotations.models import Undone
from annotations.reverting import KINDS
from annotations.reverting.annotations import Annotations
from annotations.reverting.turns import BlockedError, Reverting, Step, Told
from annotations.steps import Shown, stack
from annotations.told_since import built_upon
from corpus import events
from corpus.errors import ConflictError, ForbiddenError
from corpus.events import Batch, Sweep
from corpus.models import Corpus, User
from corpus.rules import Action, Role, require


@dataclass(frozen=True, slots=True)
class Actor:
    """Whose steps they are, and as what of which corpus; `scopes` of their token, if it is one."""

    corpus: Corpus
    user: User
    role: Role
    scopes: frozenset[str] | None = None


@transaction.atomic
def turn_back(actor: Actor, way: Literal["undo", "redo"], *, batch: int | None = None) -> str:
    """Undo or redo a person's last step; returns the API's reply as JSON.

    `batch` is the step that the person means.

    Raises:
        ConflictError: `nothing_to_undo`, `nothing_to_redo`; `not_the_last`, another step is next;
            `built_upon`, with what happened since.
        ForbiddenError: the role does not allow these changes any more, or the token never did.
    """
    corpus_id, user = actor.corpus.pk, actor.user
    one_at_a_time(corpus_id, user.pk)
    ends = stack(corpus_id=corpus_id, actor_id=user.pk)
    shown = _wanted(ends.undo if way == "undo" else ends.redo, way, batch)
    step = Step(corpus_id, user, actor.role, shown.batch, way, shown.since)
    try:
        done = turned(step, actor, json.loads(shown.text)["actions"])
    except BlockedError as error:
        raise built_upon(step, error) from error
    mark = {"corpus_id": corpus_id, "actor_id": user.pk, "batch": shown.batch}
    if way == "undo":
        Undone.objects.create(**mark, seq=done.first)
    else:
        Undone.objects.filter(**mark).delete()
    after = stack(corpus_id=corpus_id, actor_id=user.pk)
    return f'{{"batch":{done.first},"seq":{done.last},"step":{shown.text},{after.json()}}}'


def one_at_a_time(corpus_id: int, user_id: int) -> None:
    """Let a person's undo wait for their other one, e.g. of a second tab."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"undo {corpus_id} {user_id}"]
        )


def _wanted(shown: Shown | None, way: str, batch: int | None) -> Shown:
    if shown is None:
        raise _nothing(way)
    if batch is not None and batch != shown.batch:
        raise ConflictError(
            "Another change is next now: look again what it is.",
            code="not_the_last",
            extra={"current": json.loads(shown.text)},
        )
    return shown


def _nothing(way: str) -> ConflictError:
    if way == "undo":
        return ConflictError("You have changed nothing here that is left.", code="nothing_to_undo")
    return ConflictError("Nothing that you undid is left to redo.", code="nothing_to_redo")


_NEEDED = {
    "annotation": Action.CODE,
    "memo": Action.CODE,
    "code": Action.EDIT_CODEBOOK,
    "thread": Action.UPLOAD,
    "attribute": Action.UPLOAD,
    "post": Action.UPLOAD,
    "participant": Action.MANAGE_CORPUS,
}


def turned(step: Step, actor: Actor, actions: Collection[str]) -> Batch:
    """Turn a step round and tell of it; `actions` are those of its events.

    Raises:
        BlockedError: something stands in the way; the caller's transaction must end.
        ForbiddenError: the role or the token does not allow it.
    """
    _require(actor, actions)
    concerned = {action.split(".")[0] for action in actions}
    kinds = [kind(step) for name, kind in KINDS.items() if name in concerned]
    for kind in kinds:
        kind.check()
    told = Told()
    for kind in kinds:
        part = kind.write()
        told.changes += part.changes
        told.tallies.update(part.tallies)
        told.sweep = part.sweep or told.sweep
    return _append(step, told, kinds)


def _require(actor: Actor, actions: Collection[str]) -> None:
    coding = all(action.split(".")[0] in ("annotation", "memo") for action in actions)
    scope = "annotate" if coding else "manage"
    if actor.scopes is not None and scope not in actor.scopes:
        raise ForbiddenError(f"This token lacks the scope “{scope}”.", code="scope_missing")
    for action in sorted(actions):
        needed = _NEEDED[action.split(".")[0]]
        if action == "code.created":
            needed = Action.CREATE_CODE
        free = actor.corpus.coders_create_codes
        require(needed, role=actor.role, coders_create_codes=free)


def _append(step: Step, told: Told, kinds: list[Reverting]) -> Batch:
    if told.sweep is None and not told.changes:
        raise ConflictError("It is so already.", code="already_so")
    try:
        return _appended(step, told, told.sweep)
    except IntegrityError as error:
        _raise_unless_said_twice(error)
    (annotations,) = [kind for kind in kinds if isinstance(kind, Annotations)]
    if told.sweep is None:
        raise annotations.said_again()
    try:
        return _appended(step, told, annotations.step_aside(told.sweep))
    except IntegrityError as error:
        _raise_unless_said_twice(error)
        raise annotations.said_again() from error


def _raise_unless_said_twice(error: IntegrityError) -> None:
    """Let only the one failure pass that is expected: a claim would stand twice."""
    name: Any = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    if name != "claim_once":
        raise error


def _appended(step: Step, told: Told, sweep: Sweep | None) -> Batch:
    with transaction.atomic():
        return events.append_sweep(
            step.corpus,
            step.actor.pk,
            told.changes,
            sweep=sweep,
            undoes=step.batch if step.way == "undo" else None,
            redoes=step.batch if step.way == "redo" else None,
            **told.tallies,
        )
