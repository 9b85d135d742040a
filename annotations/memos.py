"""Writes of memos: notes in Markdown on anything of a corpus, with links to more of it."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from annotations.memo_links import links
from annotations.memo_queries import memo_json
from annotations.models import Annotation, Code, Memo, MemoLink
from corpus import events
from corpus.errors import ConflictError, ForbiddenError, ImpossibleError
from corpus.events import Change
from corpus.models import Corpus, Participant, Post, Thread, User
from corpus.rules import Action, Role, allowed

# Where a memo's target is looked for: what is visible of a corpus.
_TARGETS: dict[str, Callable[[int], QuerySet[Any]]] = {
    "corpus": lambda corpus: Corpus.objects.filter(pk=corpus),
    "thread": lambda corpus: Thread.objects.filter(corpus=corpus, deleted_at=None),
    "post": lambda corpus: Post.objects.filter(corpus=corpus, thread__deleted_at=None),
    "annotation": lambda corpus: Annotation.objects.filter(
        corpus=corpus, deleted_at=None, thread__deleted_at=None
    ),
    "code": lambda corpus: Code.objects.filter(corpus=corpus, deleted_at=None),
    "participant": lambda corpus: Participant.objects.filter(corpus=corpus),
}


@dataclass(frozen=True, slots=True)
class Note:
    """What a memo says before it is one: on what, of which kind, in Markdown."""

    corpus: int
    target_type: str
    target_id: str
    text: str
    kind: str = ""

    def digest(self, author_id: int) -> str:
        """Return by what a repeated PUT is recognised: SHA-256 of the note and its author."""
        said = [self.corpus, self.target_type, self.target_id, self.text, self.kind, author_id]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


@transaction.atomic
def create_memo(note: Note, *, memo_id: UUID, author: User) -> tuple[str, bool]:
    """Keep a memo under the client's id; returns it as JSON, and whether it is new.

    The same note under the same id again is no error: its current state is returned.

    Raises:
        ImpossibleError: `foreign_target`, it is about nothing of this corpus.
        ConflictError: `id_taken`, `deleted`.
    """
    digest = note.digest(author.pk)
    if (known := Memo.objects.filter(pk=memo_id).first()) is not None:
        return _repeated(known, note, digest), False
    if not _TARGETS[note.target_type](note.corpus).filter(pk=note.target_id).exists():
        raise ImpossibleError(
            f"There is no {note.target_type} {note.target_id} in this corpus.",
            code="foreign_target",
            fields=[("target", "foreign_target", "Choose something of this corpus.")],
        )
    memo = Memo(
        id=memo_id, corpus_id=note.corpus, target_type=note.target_type,
        target_id=note.target_id, kind=note.kind, text=note.text, author=author,
        created_as=digest, created_at=timezone.now(), updated_at=timezone.now(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            memo.save(force_insert=True)
    except IntegrityError:
        return _repeated(Memo.objects.get(pk=memo_id), note, digest), False
    link([memo])
    shown = memo_json(memo_id)
    events.append(note.corpus, author.pk, [told(memo_id, None, shown)])
    return shown, True


def _repeated(memo: Memo, note: Note, digest: str) -> str:
    if memo.corpus_id == note.corpus and memo.deleted_at is not None:
        raise ConflictError("This memo was removed; make a new id.", code="deleted")
    if memo.corpus_id != note.corpus or memo.created_as != digest:
        raise ConflictError(
            f"The id {memo.pk} belongs to another memo: make a new one.", code="id_taken"
        )
    return memo_json(memo.pk)


@transaction.atomic
def change_memo(memo: Memo, *, actor: User, role: Role, changes: Mapping[str, Any]) -> str:
    """Set text or kind; returns the memo as JSON. The caller holds the row, its version checked.

    Raises:
        ForbiddenError: `not_your_memo`, it is another's, and the actor does not adjudicate.
    """
    _require_own(memo, actor=actor, role=role)
    before = memo_json(memo.pk)
    memo.text = changes.get("text", memo.text)
    memo.kind = changes.get("kind", memo.kind)
    memo.version += 1
    memo.updated_at = timezone.now()
    memo.save()
    link([memo])
    after = memo_json(memo.pk)
    events.append(memo.corpus_id, actor.pk, [told(memo.pk, before, after)])
    return after


@transaction.atomic
def remove_memo(memo: Memo, *, actor: User, role: Role) -> None:
    """Take a memo away; its history stays. As `change_memo`."""
    _require_own(memo, actor=actor, role=role)
    before = memo_json(memo.pk)
    memo.deleted_at = memo.updated_at = timezone.now()
    memo.version += 1
    memo.save(update_fields=["deleted_at", "updated_at", "version"])
    events.append(memo.corpus_id, actor.pk, [told(memo.pk, before, None)])


def link(memos: Sequence[Memo]) -> None:
    """Note what the texts of memos link to."""
    MemoLink.objects.filter(memo__in=[one.pk for one in memos]).delete()
    MemoLink.objects.bulk_create(
        MemoLink(memo=one, target_type=kind, target_id=target)
        for one in memos
        for kind, target in links(one.text)
    )


def told(memo_id: UUID, before: str | None, after: str | None) -> Change:
    """Return what the log keeps of a memo that was made, changed or removed."""
    action = "memo.changed"
    if before is None:
        action = "memo.created"
    elif after is None:
        action = "memo.deleted"
    states = [json.loads(one) if one else None for one in (before, after)]
    return Change(action, "memo", str(memo_id), *states)


def refuse_others(*, actor: User, role: Role, authors: set[int]) -> None:
    """Refuse to change others' memos unless the role adjudicates.

    Raises:
        ForbiddenError: `not_your_memo`.
    """
    if authors - {actor.pk} and Action.ADJUDICATE not in allowed(role, coders_create_codes=False):
        raise ForbiddenError(
            "This memo is another person's; changing it takes at least the role adjudicator.",
            code="not_your_memo",
        )


def _require_own(memo: Memo, *, actor: User, role: Role) -> None:
    refuse_others(actor=actor, role=role, authors={memo.author_id})
