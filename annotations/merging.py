"""Two codes become one: what the first coded, its children, examples and memos go to the second."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from annotations import recoding
from annotations.codebook import subtree
from annotations.codes import amended, hold_codebook, refuse_locked, refuse_twins
from annotations.memo_queries import memos_json
from annotations.memos import told
from annotations.models import Code, Memo
from annotations.moving import children, circle, found, places, refuse_archived
from annotations.recoding import Recoding, Touched
from corpus import events
from corpus.errors import ImpossibleError
from corpus.events import Change
from corpus.models import User

MOST_EXAMPLES = 1000


@transaction.atomic
def merge_code(
    code: Code, *, into: int, actor: User, dry_run: bool = False
) -> tuple[Touched, int | None]:
    """Have `into` stand for all that a code said; the code is archived and says where it went.

    Who coded the same with both keeps one annotation, with both memos. Returns what is touched,
    and the number of the batch; None if `dry_run`.

    Raises:
        ImpossibleError: `foreign_code`, `code_archived`, `codebook_cycle` (into itself or below
            it), `level_not_allowed`.
        ConflictError: `code_locked` (either, or a child), `duplicate_code` (a child's name).
    """
    codes = hold_codebook(code.corpus_id)
    code, target = codes[code.pk], _target(codes, code, into)
    # What was archived below it before comes along too, out of use as it is.
    below = [one for one in codes.values() if one.parent_id == code.pk]
    coming = children(codes, code.pk)
    refuse_locked(code, target, *coming)
    there = [one for one in children(codes, target.pk) if one.pk != code.pk]
    refuse_twins(target, [one.name for one in coming], there)
    going = Recoding(code.pk, whole=target.pk)
    recoding.refuse_levels(going)
    if not dry_run:
        recoding.hold(going)
    memos = _memos(code)
    touched = recoding.touched(going, children=len(coming), memos=len(memos))
    if dry_run:
        return touched, None
    changes = amended({code: {"archived": True, "merged_into": target}})
    changes += _with_examples(target, code, going)
    wanted = places([*there, *coming], new=coming)
    changes += amended({one: {**wanted.get(one, {}), "parent": target} for one in below})
    changes += _retargeted(memos, target)
    batch = events.append_sweep(
        code.corpus_id, actor.pk, changes, sweep=recoding.sweep(going), codes=-1
    )
    return touched, batch.first


def _target(codes: Mapping[int, Code], code: Code, into: int) -> Code:
    refuse_archived(code)
    target = found(codes, into, field="into")
    if target is None:
        raise ImpossibleError("Say which code it goes into.", code="foreign_code")
    parents = {one.pk: one.parent_id for one in codes.values()}
    if target.pk == code.pk:
        raise circle(f"“{code.name}” cannot be merged into itself.", field="into")
    if target.pk in subtree(code.pk, parents):
        raise circle(
            f"“{target.name}” is below “{code.name}”: move it out first, or merge it into that.",
            field="into",
        )
    return target


def _memos(code: Code) -> list[UUID]:
    about = {"corpus": code.corpus_id, "target_type": "code", "target_id": str(code.pk)}
    rows = Memo.objects.select_for_update(no_key=True).filter(**about, deleted_at=None)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _retargeted(memos: Sequence[UUID], target: Code) -> list[Change]:
    """Have memos be about the target from now on."""
    if not memos:
        return []
    before = memos_json(memos)
    Memo.objects.filter(pk__in=memos).update(
        target_id=str(target.pk), version=F("version") + 1, updated_at=timezone.now()
    )
    after = memos_json(memos)
    return [told(one, before[one], after[one]) for one in memos]


def _with_examples(target: Code, code: Code, going: Recoding) -> list[Change]:
    """Pin the merged code's examples to the target, behind its own."""
    own = target.examples
    more = [one for one in recoding.kept(going, code.examples) if one not in own]
    if not more:
        return []
    return amended({target: {"examples": [*own, *dict.fromkeys(more)][:MOST_EXAMPLES]}})
