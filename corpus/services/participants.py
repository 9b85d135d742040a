"""Participants: which names are one person's. Only on somebody's word, and reversibly.

Posts keep the name under which they were written; a merged name is shown as the one it belongs to.
"""

from collections.abc import Collection

from django.db import transaction

from corpus import events
from corpus.errors import ImpossibleError
from corpus.events import Change
from corpus.models import Corpus, Participant, User


@transaction.atomic
def merge(corpus: Corpus, *, actor: User, into: int, participants: Collection[int]) -> Participant:
    """Say that names are one person's, who goes by `into` from now on.

    Names that were merged into one of them come along. Repeated, it changes nothing.

    Raises:
        ImpossibleError: `foreign_participant`; `already_merged`, `into` goes by another name.
    """
    wanted = {*participants, into}
    known = {one.pk: one for one in _locked(corpus, wanted)}
    if foreign := sorted(wanted - set(known)):
        raise ImpossibleError(
            f"There is no participant {foreign[0]} in this corpus.", code="foreign_participant"
        )
    target = known[into]
    if target.merged_into_id is not None:
        raise ImpossibleError(
            f"{target.name} goes by another name already: merge into that one, or separate it.",
            code="already_merged",
        )
    rest = [one for one in known.values() if one is not target]
    rest += _locked(corpus, (), of=[one.pk for one in rest])
    changed = [one for one in rest if one.merged_into_id != target.pk]
    changes = [set_merged(one, target.pk) for one in changed]
    if changes:
        events.append(corpus.pk, actor.pk, changes)
    return target


@transaction.atomic
def separate(participant: Participant, *, actor: User) -> Participant:
    """Take a name out of the person it was merged into. Twice is once."""
    (held,) = _locked(participant.corpus, {participant.pk})
    if held.merged_into_id is not None:
        events.append(held.corpus_id, actor.pk, [set_merged(held, None)])
    return held


def _locked(corpus: Corpus, ids: Collection[int], *, of: Collection[int] = ()) -> list[Participant]:
    """Return participants by their ids, or those merged into others, locked in one order."""
    rows = Participant.objects.select_for_update(no_key=True).filter(corpus=corpus)
    chosen = rows.filter(merged_into__in=of) if of else rows.filter(pk__in=ids)
    return list(chosen.order_by("pk"))


def set_merged(participant: Participant, target: int | None) -> Change:
    """Say as whom a participant who is held goes, None: by their own name; returns the change."""
    before = shown(participant)
    participant.merged_into_id = target
    participant.version += 1
    participant.save(update_fields=["merged_into", "version"])
    action = "participant.merged" if target else "participant.separated"
    return Change(action, "participant", participant.pk, before, shown(participant))


def shown(participant: Participant) -> dict[str, object]:
    """Return what the log of changes keeps of a participant."""
    return {
        "id": participant.pk,
        "name": participant.name,
        "merged_into": participant.merged_into_id,
    }
