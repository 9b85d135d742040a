"""Many annotations in one transaction: runs of new claims are one statement, events one append."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from annotations.claims import Claim
from annotations.models import Annotation
from annotations.queries import ANNOTATION_COLUMNS
from annotations.refusals import refuse_or_repeat
from annotations.services import (
    INSERT,
    MAY_CODE,
    TARGETS,
    change_annotation,
    remove_annotation,
)
from corpus import events
from corpus.errors import CatenaError, NotFoundError, PreconditionMissingError, StaleError
from corpus.events import Change
from corpus.models import User
from corpus.rules import Role

MOST_OPERATIONS = 1000


@dataclass(frozen=True, slots=True)
class Operation:
    """One step: `put` a claim, `patch` some fields, or `delete`; the latter two name a version."""

    op: str
    id: UUID
    claim: Claim | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    if_match: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one operation: `created`, `unchanged`, `changed`, `deleted` or refused."""

    id: UUID
    result: str
    annotation: str | None = None
    error: CatenaError | None = None


class RefusedError(Exception):
    """Rolls an atomic batch back; carries what became of each operation."""

    def __init__(self, outcomes: Sequence[Outcome]) -> None:
        super().__init__("An operation was refused.")
        self.outcomes = outcomes


def apply(
    operations: Sequence[Operation], *, corpus_id: int, actor: User, role: Role, atomic: bool
) -> list[Outcome]:
    """Take the steps in order; with `atomic` all of them or none.

    Raises:
        RefusedError: `atomic`, and at least one was refused; nothing is stored.
    """
    outcomes: list[Outcome] = []
    with transaction.atomic():
        for op, run in groupby(operations, key=lambda operation: operation.op):
            steps = list(run)
            if op == "put":
                outcomes += _create(steps, corpus_id=corpus_id, coder=actor)
            else:
                outcomes += _one_by_one(steps, corpus_id=corpus_id, actor=actor, role=role)
        if atomic and any(outcome.error for outcome in outcomes):
            raise RefusedError(outcomes)
    return outcomes


_CREATE_MANY = f"""
WITH n AS (
    SELECT DISTINCT ON (id) * FROM jsonb_to_recordset(%(rows)s::jsonb) AS r(
        id uuid, post bigint, thread bigint, code bigint, level text, start int, "end" int,
        quote text, memo text, created_as text)
), made AS (
    {INSERT} FROM n JOIN ({MAY_CODE}) AS member ON true {TARGETS}
    ON CONFLICT DO NOTHING
    RETURNING *
)
SELECT a.id, row_to_json(r)::text FROM (SELECT * FROM made) AS a
JOIN corpus_user u ON u.id = a.coder_id,
LATERAL (SELECT {ANNOTATION_COLUMNS}) AS r
"""


def _create(steps: Sequence[Operation], *, corpus_id: int, coder: User) -> Iterator[Outcome]:
    rows = [
        {
            **asdict(step.claim),
            "id": str(step.id),
            "level": step.claim.level,
            "created_as": step.claim.digest(coder.pk),
        }
        for step in steps
        if step.claim is not None
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            _CREATE_MANY, {"corpus": corpus_id, "coder": coder.pk, "rows": json.dumps(rows)}
        )
        made = dict(cursor.fetchall())
    if made:
        changes = [
            Change("annotation.created", "annotation", str(one), None, json.loads(made[one]))
            for one in dict.fromkeys(step.id for step in steps)
            if one in made
        ]
        events.append(corpus_id, coder.pk, changes, annotations=len(changes))
    for step in steps:
        annotation = made.pop(step.id, None)
        if annotation is not None:
            yield Outcome(step.id, "created", annotation)
        else:
            yield _explained(step, coder)


def _explained(step: Operation, coder: User) -> Outcome:
    claim = step.claim
    if claim is None:
        raise TypeError("A put carries a claim.")
    try:
        annotation = refuse_or_repeat(
            claim, annotation_id=step.id, coder=coder, created_as=claim.digest(coder.pk)
        )
    except CatenaError as error:
        return Outcome(step.id, "refused", error=error)
    return Outcome(step.id, "unchanged", annotation)


def _one_by_one(
    steps: Sequence[Operation], *, corpus_id: int, actor: User, role: Role
) -> Iterator[Outcome]:
    for step in steps:
        try:
            with transaction.atomic():
                annotation = _locked(step, corpus_id)
                if step.op == "delete":
                    remove_annotation(annotation, actor=actor, role=role)
                    outcome = Outcome(step.id, "deleted")
                else:
                    after = change_annotation(
                        annotation, actor=actor, role=role, changes=step.changes
                    )
                    outcome = Outcome(step.id, "changed", after)
        except CatenaError as error:
            outcome = Outcome(step.id, "refused", error=error)
        yield outcome


def _locked(step: Operation, corpus_id: int) -> Annotation:
    found = (
        Annotation.objects.select_for_update(no_key=True)
        .filter(pk=step.id, corpus=corpus_id, deleted_at=None, thread__deleted_at=None)
        .first()
    )
    if found is None:
        raise NotFoundError(f"There is no annotation {step.id} in this corpus.")
    if step.if_match is None:
        raise PreconditionMissingError("Say with if_match which version you mean.")
    if step.if_match != found.version:
        raise StaleError(f"It is at version {found.version} now, not {step.if_match}.")
    return found
