"""Writes to the codebook: create, change, archive codes. The tree's arithmetic is `codebook`."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from annotations.codebook import next_pigment, subtree
from annotations.models import Annotation, Code
from corpus import events
from corpus.errors import ConflictError, ImpossibleError
from corpus.events import Change
from corpus.models import Corpus, User
from corpus.written import stamp

FIELDS = (
    "name", "colour", "definition", "include", "exclude", "examples", "key", "levels", "position",
    "archived", "locked",
)  # fmt: skip
# Who reads these differently than before codes differently.
DEFINING = ("definition", "include", "exclude")


@transaction.atomic
def create_code(*, corpus: Corpus, actor: User, parent: int | None, **fields: Any) -> Code:
    """Add a code to the codebook; without a colour it gets its parent's, or the next pigment.

    Raises:
        ImpossibleError: `foreign_code`, the parent is not in this codebook or archived;
            `foreign_annotation`, an example is not in this corpus.
        ConflictError: `duplicate_code`, a sibling has that name.
    """
    codes = Code.objects.filter(corpus=corpus, archived=False, deleted_at=None)
    above = _parent(corpus, parent)
    if not fields.get("colour"):
        roots = codes.filter(parent=None).values_list("colour", flat=True)
        fields["colour"] = above.colour if above else next_pigment(roots)
    if fields.get("position") is None:
        fields["position"] = codes.filter(parent=above).count()
    _check_examples(corpus, fields.get("examples", []))
    now = timezone.now()
    code = Code(corpus=corpus, parent=above, created_by=actor, defined_at=now, **fields)
    _save(code)
    change = Change("code.created", "code", code.pk, None, shown(code))
    events.append(corpus.pk, actor.pk, [change], codes=int(not code.archived))
    return code


@transaction.atomic
def change_code(code: Code, *, actor: User, changes: dict[str, Any]) -> Code:
    """Set some fields of a code. The caller holds its row and checked its version.

    Archiving takes all below it out of use too; bringing back brings back this one only.

    Raises:
        ImpossibleError: `foreign_code` or `codebook_cycle` for the parent, `parent_archived`,
            `foreign_annotation` for an example.
        ConflictError: `duplicate_code`; `code_locked`, unless this unlocks it.
    """
    if changes.get("locked") is not False:
        refuse_locked(code)
    before = shown(code)
    was_archived = code.archived
    if "parent" in changes:
        code.parent = _parent(code.corpus, changes["parent"])
        _refuse_cycle(code)
    _check_examples(code.corpus, changes.get("examples", []))
    if any(changes.get(field, before[field]) != before[field] for field in DEFINING):
        code.defined_at = timezone.now()
    for field in FIELDS:
        if field in changes:
            setattr(code, field, changes[field])
    if was_archived and not code.archived:
        _bring_back(code)
    code.version += 1
    _save(code)
    told = [Change("code.changed", "code", code.pk, before, shown(code))]
    tally = int(was_archived) - int(code.archived)
    if code.archived and not was_archived:
        below = _archive_below(code)
        told, tally = told + below, tally - len(below)
    events.append(code.corpus_id, actor.pk, told, codes=tally)
    return code


@transaction.atomic
def archive_code(code: Code, *, actor: User) -> None:
    """Take a code and all below it out of use. What they coded stays and can be exported.

    Raises:
        ConflictError: `code_locked`, it or one below it.
    """
    changes = _archive_below(code)
    if changes:
        events.append(code.corpus_id, actor.pk, changes, codes=-len(changes))


def hold_codebook(corpus_id: int) -> dict[int, Code]:
    """Lock all codes of a corpus, in the order of their ids, until the transaction ends.

    Who changes one code holds all: two moves at once could close a circle unseen, and locks
    taken one by one would meet each other.
    """
    rows = Code.objects.select_for_update(no_key=True).filter(corpus=corpus_id, deleted_at=None)
    return {code.pk: code for code in rows.order_by("id")}


def refuse_locked(*codes: Code) -> None:
    """Refuse to change codes of which one is locked.

    Raises:
        ConflictError: `code_locked`, naming the first.
    """
    for code in codes:
        if code.locked:
            raise ConflictError(
                f"“{code.name}” is locked: a manager can unlock it first.", code="code_locked"
            )


def _bring_back(code: Code) -> None:
    if code.parent and code.parent.archived:
        raise ImpossibleError(
            f"“{code.parent.name}”, above it, is archived: bring that back first.",
            code="parent_archived",
        )
    code.merged_into = None


def _archive_below(code: Code) -> list[Change]:
    """Archive what is not yet archived of a code and all below it."""
    every = hold_codebook(code.corpus_id)
    below = subtree(code.pk, {one.pk: one.parent_id for one in every.values()})
    going = [one for one in every.values() if one.pk in below and not one.archived]
    refuse_locked(*going)
    return [amended(one, archived=True) for one in going]


def amended(code: Code, **fields: Any) -> Change:
    """Set fields of a code that is held, as its next version; returns what is to be told."""
    before = shown(code)
    for name, value in fields.items():
        setattr(code, name, value)
    code.version += 1
    _save(code)
    return Change("code.changed", "code", code.pk, before, shown(code))


def shown(code: Code) -> dict[str, Any]:
    """Return what the log of changes keeps of a code."""
    kept = {field: getattr(code, field) for field in FIELDS}
    return {
        "id": code.pk,
        "parent": code.parent_id,
        **kept,
        "merged_into": code.merged_into_id,
        "defined_at": stamp(code.defined_at),
        "version": code.version,
    }


def _parent(corpus: Corpus, parent: int | None) -> Code | None:
    if parent is None:
        return None
    codes = Code.objects.filter(corpus=corpus, archived=False, deleted_at=None)
    found = codes.filter(pk=parent).first()
    if found is None:
        raise ImpossibleError(
            f"Code {parent} is not in this codebook, or archived.",
            code="foreign_code",
            fields=[("parent", "foreign_code", "Choose a code of this codebook.")],
        )
    return found


def _refuse_cycle(code: Code) -> None:
    parents = {one.pk: one.parent_id for one in hold_codebook(code.corpus_id).values()}
    if code.parent_id in subtree(code.pk, parents):
        raise ImpossibleError(
            f"“{code.name}” cannot stand below itself.",
            code="codebook_cycle",
            fields=[("parent", "codebook_cycle", "Choose a code outside of its own subtree.")],
        )


def _check_examples(corpus: Corpus, examples: Sequence[UUID]) -> None:
    known = Annotation.objects.filter(corpus=corpus, pk__in=examples, deleted_at=None)
    if known.count() != len(set(examples)):
        raise ImpossibleError(
            "An example is no annotation of this corpus.",
            code="foreign_annotation",
            fields=[("examples", "foreign_annotation", "Choose annotations of this corpus.")],
        )


def _save(code: Code) -> None:
    try:
        with transaction.atomic():
            code.save()
    except IntegrityError as error:
        where = f"below “{code.parent.name}”" if code.parent else "at the top"
        raise ConflictError(
            f"There is a code “{code.name}” {where} already.",
            code="duplicate_code",
            fields=[("name", "duplicate_code", "Choose another name.")],
        ) from error
