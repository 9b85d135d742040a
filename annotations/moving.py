"""A code's place in the codebook: below which other, and before or behind which siblings."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction

from annotations.codebook import subtree
from annotations.codes import (
    amended,
    below_in_use,
    hold_codebook,
    refuse_locked,
    refuse_twins,
)
from annotations.models import Annotation, Code, Memo
from annotations.recoding import Touched
from corpus import events
from corpus.errors import ImpossibleError
from corpus.models import User


@transaction.atomic
def move_code(
    code: Code, *, parent: int | None, position: int | None, actor: User, dry_run: bool = False
) -> tuple[Touched, int | None]:
    """Put a code with all below it at a place among its siblings: 0 is the first, None the last.

    Siblings behind it move on as far as they must. Returns what moves along, and the number of the
    batch; None if it stands there already, or `dry_run`.

    Raises:
        ImpossibleError: `foreign_code`, `code_archived`, `codebook_cycle`.
        ConflictError: `code_locked`, `duplicate_code`.
    """
    codes = hold_codebook(code.corpus_id)
    code = codes[code.pk]
    refuse_archived(code)
    refuse_locked(code)
    above = found(codes, parent, field="parent")
    below = subtree(code.pk, {one.pk: one.parent_id for one in codes.values()})
    if parent in below:
        raise circle(f"“{code.name}” cannot stand below itself.", field="parent")
    siblings = [one for one in children(codes, parent) if one.pk != code.pk]
    refuse_twins(above, [code.name], siblings)
    reached = reach(code.corpus_id, below, children=len(below) - 1)
    if dry_run:
        return reached, None
    at = len(siblings) if position is None else min(position, len(siblings))
    ordered = [*siblings[:at], code, *siblings[at:]]
    if code.parent_id == parent and ordered == children(codes, parent):
        return reached, None
    wanted = places(ordered, new=[code])
    wanted = {code: {**wanted.pop(code), "parent": above}, **wanted}
    return reached, events.append_sweep(code.corpus_id, actor.pk, amended(wanted)).first


@transaction.atomic
def preview_archiving(code: Code) -> Touched:
    """Say what goes out of use with a code: `children` are all codes below it.

    Raises:
        ConflictError: `code_locked`, it or one below it.
    """
    going = below_in_use(code)
    refuse_locked(*going)
    ids = [one.pk for one in going]
    memos = Memo.objects.filter(
        corpus=code.corpus_id, target_type="code", target_id__in=map(str, ids), deleted_at=None
    )
    return reach(code.corpus_id, ids, children=max(0, len(ids) - 1), memos=memos.count())


def children(codes: Mapping[int, Code], parent: int | None) -> list[Code]:
    """Return the codes in use right below one, or at the top, in their order."""
    below = [one for one in codes.values() if one.parent_id == parent and not one.archived]
    return sorted(below, key=lambda one: (one.position, one.pk))


def places(ordered: Iterable[Code], *, new: Collection[Code]) -> dict[Code, dict[str, Any]]:
    """Return the positions to set so that siblings stand in this order.

    All `new` ones get one; of the others those that are in the way.
    """
    wanted: dict[Code, dict[str, Any]] = {}
    last = -1
    for code in ordered:
        if code in new or code.position <= last:
            wanted[code] = {"position": last + 1}
            last += 1
        else:
            last = code.position
    return wanted


def found(codes: Mapping[int, Code], wanted: int | None, *, field: str) -> Code | None:
    """Return a code in use by its id; None for the top.

    Raises:
        ImpossibleError: `foreign_code`.
    """
    if wanted is None:
        return None
    code = codes.get(wanted)
    if code is None or code.archived:
        raise ImpossibleError(
            f"Code {wanted} is not in this codebook, or archived.",
            code="foreign_code",
            fields=[(field, "foreign_code", "Choose a code of this codebook.")],
        )
    return code


def refuse_archived(code: Code) -> None:
    """Refuse to rearrange what is out of use.

    Raises:
        ImpossibleError: `code_archived`.
    """
    if code.archived:
        raise ImpossibleError(
            f"“{code.name}” is archived: bring it back first.", code="code_archived"
        )


def circle(message: str, *, field: str) -> ImpossibleError:
    """Return the refusal of a change after which a code would stand below itself."""
    return ImpossibleError(
        message,
        code="codebook_cycle",
        fields=[(field, "codebook_cycle", "Choose a code outside of its own subtree.")],
    )


def reach(corpus_id: int, codes: Iterable[int], *, children: int, memos: int = 0) -> Touched:
    """Count what some codes coded: annotations, threads, coders."""
    coded = Annotation.objects.filter(
        corpus=corpus_id, code__in=list(codes), deleted_at=None, thread__deleted_at=None
    )
    people = User.objects.filter(pk__in=coded.values("coder")).order_by("username")
    return Touched(
        annotations=coded.count(),
        children=children,
        memos=memos,
        threads=coded.values("thread").distinct().count(),
        coders=tuple(people.values("id", "username", "name")),
    )
