"""Writes to the codebook: create, change, archive codes. The tree's arithmetic is `codebook`."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
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
    code = add_code(corpus, actor=actor, above=_parent(corpus, parent), fields=fields)
    events.append(corpus.pk, actor.pk, [created(code)], codes=int(not code.archived))
    return code


def add_code(corpus: Corpus, *, actor: User, above: Code | None, fields: dict[str, Any]) -> Code:
    """Write a new code's row below `above`, last of its siblings unless `fields` say where."""
    codes = Code.objects.filter(corpus=corpus, archived=False, deleted_at=None)
    if not fields.get("colour"):
        roots = codes.filter(parent=None).values_list("colour", flat=True)
        fields = {**fields, "colour": above.colour if above else next_pigment(roots)}
    if fields.get("position") is None:
        last = codes.filter(parent=above).aggregate(last=Max("position"))["last"]
        fields = {**fields, "position": 0 if last is None else last + 1}
    _check_examples(corpus, fields.get("examples", []))
    now = timezone.now()
    code = Code(corpus=corpus, parent=above, created_by=actor, defined_at=now, **fields)
    _save(code)
    return code


def created(code: Code) -> Change:
    """Return what is to be told of a new code."""
    return Change("code.created", "code", code.pk, None, shown(code))


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


def below_in_use(code: Code) -> list[Code]:
    """Return what archiving a code takes out of use: it and all below it, in use now."""
    every = hold_codebook(code.corpus_id)
    below = subtree(code.pk, {one.pk: one.parent_id for one in every.values()})
    return [one for one in every.values() if one.pk in below and not one.archived]


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
    going = below_in_use(code)
    refuse_locked(*going)
    return amended({one: {"archived": True} for one in going})


def amended(wanted: Mapping[Code, Mapping[str, Any]]) -> list[Change]:
    """Set fields of codes that are held, in one statement; returns what is to be told.

    Raises:
        ConflictError: `duplicate_code`.
    """
    told = []
    for code, fields in wanted.items():
        before = shown(code)
        for name, value in fields.items():
            setattr(code, name, value)
        code.version += 1
        told.append(Change("code.changed", "code", code.pk, before, shown(code)))
    names = {name for fields in wanted.values() for name in fields}
    try:
        with transaction.atomic():
            Code.objects.bulk_update(wanted, [*names, "version"])
    except IntegrityError as error:
        raise _duplicate(next(iter(wanted))) from error
    return told


def refuse_twins(above: Code | None, names: Iterable[str], there: Iterable[Code]) -> None:
    """Refuse names that siblings below `above` have already, or that come twice.

    Raises:
        ConflictError: `duplicate_code`, naming the first.
    """
    taken = {code.name for code in there}
    for name in names:
        if name in taken:
            raise _duplicate(Code(name=name, parent=above))
        taken.add(name)


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
        raise _duplicate(code) from error


def _duplicate(code: Code) -> ConflictError:
    where = f"below “{code.parent.name}”" if code.parent else "at the top"
    return ConflictError(
        f"There is a code “{code.name}” {where} already.",
        code="duplicate_code",
        fields=[("name", "duplicate_code", "Choose another name.")],
    )
