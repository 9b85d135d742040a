"""One code becomes several: new ones stand beside it, and what it coded is given to them."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from annotations import recoding
from annotations.codes import add_code, amended, created, hold_codebook, refuse_locked, refuse_twins
from annotations.models import Annotation, Code
from annotations.moving import children, circle, found, places, refuse_archived
from annotations.recoding import Recoding, Touched
from corpus import events
from corpus.errors import ImpossibleError
from corpus.events import Change
from corpus.models import User

# The fields of a new code each, or the id of one that is there: `{"code": id}`.
Parts = Sequence[Mapping[str, Any]]
# Annotations and the place in the parts of the code that they go to.
Assignment = Mapping[UUID, int]


@transaction.atomic
def split_code(
    code: Code, *, into: Parts, assign: Assignment, actor: User, dry_run: bool = False
) -> tuple[Touched, list[Code], int | None]:
    """Make new codes behind a code, and recode some of its annotations with them.

    What `assign` does not name stays with the code, to be recoded one by one. Returns what is
    recoded, the codes as `into` names them, and the number of the batch; None if `dry_run` or
    nothing changed.

    Raises:
        ImpossibleError: `foreign_code`, `code_archived`, `codebook_cycle` (into itself),
            `foreign_annotation`, `no_such_part`, `level_not_allowed`.
        ConflictError: `code_locked`, `duplicate_code`.
    """
    codes = hold_codebook(code.corpus_id)
    code = codes[code.pk]
    refuse_archived(code)
    refuse_locked(code)
    parts = {n: _known(codes, code, part) for n, part in enumerate(into) if "code" in part}
    fresh = {n: part for n, part in enumerate(into) if n not in parts}
    siblings = children(codes, code.parent_id)
    refuse_twins(code.parent, [part["name"] for part in fresh.values()], siblings)
    _check_assigned(code, assign, parts=len(into))
    if dry_run:
        return recoding.touched(_recoding(code, assign, parts)), list(parts.values()), None
    made = {n: _made(code, part, actor=actor) for n, part in fresh.items()}
    parts |= made
    told = _standing_behind(code, list(made.values()), siblings)
    going = _recoding(code, assign, parts)
    recoding.refuse_levels(going)
    recoding.hold(going)
    touched = recoding.touched(going)
    ordered = [parts[number] for number in range(len(into))]
    if not told and not assign:
        return touched, ordered, None
    sweep = recoding.sweep(going)
    batch = events.append_sweep(code.corpus_id, actor.pk, told, sweep=sweep, codes=len(made))
    return touched, ordered, batch.first


def _known(codes: Mapping[int, Code], code: Code, part: Mapping[str, Any]) -> Code:
    there = found(codes, part["code"], field="into")
    if there is None or there.pk == code.pk:
        raise circle(f"“{code.name}” cannot be split into itself.", field="into")
    return there


def _made(code: Code, part: Mapping[str, Any], *, actor: User) -> Code:
    fields = {"levels": code.levels, **part, "position": None, "archived": False}
    return add_code(code.corpus, actor=actor, above=code.parent, fields=fields)


def _standing_behind(code: Code, made: list[Code], siblings: list[Code]) -> list[Change]:
    """Place new codes right behind one; returns what is to be told of them and their siblings."""
    if not made:
        return []
    at = siblings.index(code) + 1
    wanted = places([*siblings[:at], *made, *siblings[at:]], new=made)
    for one in made:
        one.position = wanted.pop(one)["position"]
    Code.objects.bulk_update(made, ["position"])
    return [*map(created, made), *amended(wanted)]


def _check_assigned(code: Code, assign: Assignment, *, parts: int) -> None:
    if any(not 0 <= number < parts for number in assign.values()):
        raise ImpossibleError(
            f"`assign` counts the {parts} parts of `into` from 0.",
            code="no_such_part",
            fields=[("assign", "no_such_part", f"Give a number from 0 to {parts - 1}.")],
        )
    own = Annotation.objects.filter(pk__in=list(assign), code=code, deleted_at=None)
    if own.count() != len(assign):
        raise ImpossibleError(
            f"`assign` names what is no annotation of “{code.name}”.",
            code="foreign_annotation",
            fields=[("assign", "foreign_annotation", "Choose annotations of this code.")],
        )


def _recoding(code: Code, assign: Assignment, parts: Mapping[int, Code]) -> Recoding:
    """Say where annotations go; to a code that is not made yet, as no code has: to 0."""
    goals = {number: part.pk for number, part in parts.items()}
    return Recoding(code.pk, some={one: goals.get(n, 0) for one, n in assign.items()})
