"""Many annotations in one transaction: runs of new claims are one statement, events one append."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from annotations.claims import Claim
from annotations.models import Annotation
from annotations.queries import ANNOTATION_COLUMNS
from annotations.refusals import refuse_or_repeat
from annotations.services import (
    CODED,
    INSERT,
    LOCKED,
    MAY_CODE,
    TARGETS,
    changed,
    removed,
    reviewed,
)
from corpus import events
from corpus.errors import CatenaError, NotFoundError, PreconditionMissingError, StaleError
from corpus.events import Change
from corpus.models import User
from corpus.rules import Role

MOST_OPERATIONS = 1000


@dataclass(frozen=True, slots=True)
class Operation:
    """One step: `put` a claim, `patch` some fields, `delete`, or `review`: let it stand.

    To patch and to delete take the version that is meant; to review may.
    """

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
    steps = _Steps(corpus_id, actor, role)
    outcomes: list[Outcome] = []
    with transaction.atomic():
        steps.hold(operations)
        for op, run in groupby(operations, key=lambda operation: operation.op):
            take = steps.create if op == "put" else steps.one_by_one
            outcomes += take(list(run))
        if atomic and any(outcome.error for outcome in outcomes):
            raise RefusedError(outcomes)
        steps.tell()
    return outcomes


_CREATE_MANY = f"""
WITH n AS (
    SELECT DISTINCT ON (id) * FROM jsonb_to_recordset(%(rows)s::jsonb) AS r(
        place int, id uuid, post bigint, thread bigint, code bigint, level text, start int,
        "end" int, quote text, memo text, created_as text)
    ORDER BY id, place
), locked AS MATERIALIZED ({LOCKED}), coded AS MATERIALIZED ({CODED}), made AS (
    {INSERT} FROM n JOIN ({MAY_CODE}) AS member ON true {TARGETS} ORDER BY n.place
    ON CONFLICT DO NOTHING
    RETURNING *
)
SELECT a.id, row_to_json(r)::text FROM (SELECT * FROM made) AS a
JOIN corpus_user u ON u.id = a.coder_id,
LATERAL (SELECT {ANNOTATION_COLUMNS}) AS r
"""


@dataclass(slots=True)
class _Steps:
    """The steps of one request, and what is to be told of them: once, and last."""

    corpus_id: int
    actor: User
    role: Role
    told: list[Change] = field(default_factory=list)
    more: int = 0

    def hold(self, operations: Sequence[Operation]) -> None:
        """Lock what will change in the order of the ids, so that two requests never cross."""
        wanted = [step.id for step in operations if step.op != "put"]
        rows = Annotation.objects.select_for_update(no_key=True).order_by("id")
        list(rows.filter(pk__in=wanted, corpus=self.corpus_id).values_list("pk"))

    def tell(self) -> None:
        """Append all changes to the log and adjust the corpus' total."""
        if self.told:
            events.append(self.corpus_id, self.actor.pk, self.told, annotations=self.more)

    def create(self, steps: Sequence[Operation]) -> Iterator[Outcome]:
        """Record new claims in one statement; explain those that were not recorded."""
        rows = [
            {
                **step.claim.fields(),
                "place": place,
                "id": str(step.id),
                "level": step.claim.level,
                "created_as": step.claim.digest(self.actor.pk),
            }
            for place, step in enumerate(steps)
            if step.claim is not None
        ]
        corpus, coder = self.corpus_id, self.actor.pk
        with connection.cursor() as cursor:
            cursor.execute(
                _CREATE_MANY, {"corpus": corpus, "coder": coder, "rows": json.dumps(rows)}
            )
            made = dict(cursor.fetchall())
        for step in steps:
            annotation = made.pop(step.id, None)
            if annotation is None:
                yield _explained(step, self.actor)
                continue
            after = json.loads(annotation)
            self.told.append(Change("annotation.created", "annotation", str(step.id), None, after))
            self.more += 1
            yield Outcome(step.id, "created", annotation)

    def one_by_one(self, steps: Sequence[Operation]) -> Iterator[Outcome]:
        """Change or remove; a refused step leaves nothing behind."""
        for step in steps:
            try:
                with transaction.atomic():
                    outcome = self._take(step)
            except CatenaError as error:
                outcome = Outcome(step.id, "refused", error=error)
            yield outcome

    def _take(self, step: Operation) -> Outcome:
        annotation = _locked(step, self.corpus_id)
        if step.op == "delete":
            change = removed(annotation, actor=self.actor, role=self.role)
            outcome = Outcome(step.id, "deleted")
            self.more -= 1
        elif step.op == "review":
            after, change = reviewed(annotation, actor=self.actor, role=self.role)
            outcome = Outcome(step.id, "changed", after)
        else:
            after, change = changed(
                annotation, actor=self.actor, role=self.role, changes=step.changes
            )
            outcome = Outcome(step.id, "changed", after)
        self.told.append(change)
        return outcome


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


def _locked(step: Operation, corpus_id: int) -> Annotation:
    found = (
        # Its thread's row is left alone: who corrects a text holds that one first.
        Annotation.objects.select_for_update(no_key=True, of=("self",))
        .filter(pk=step.id, corpus=corpus_id, deleted_at=None, thread__deleted_at=None)
        .first()
    )
    if found is None:
        raise NotFoundError(f"There is no annotation {step.id} in this corpus.")
    if step.if_match is None and step.op == "review":
        return found
    if step.if_match is None:
        raise PreconditionMissingError("Say with if_match which version you mean.")
    if step.if_match != found.version:
        raise StaleError(f"It is at version {found.version} now, not {step.if_match}.")
    return found
