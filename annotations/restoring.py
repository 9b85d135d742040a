"""One change of the history taken back, or made again: a new change, whatever came between."""

from typing import Literal

from django.db import transaction

from annotations.reverting import KINDS
from annotations.reverting.turns import BlockedError, Step, differs
from annotations.steps import stack
from annotations.told_since import built_upon
from annotations.undoing import Actor, one_at_a_time, turned
from corpus.errors import ConflictError, NotFoundError
from corpus.models import Event

# What changes with every change, or with its coder's name.
_NO_CONTENT = frozenset({"version", "updated_at", "coder", "author", "reanchored", "links"})


@transaction.atomic
def restore(actor: Actor, *, seq: int, state: Literal["before", "after"]) -> str:
    """Put an event's target into the state before or after it; returns the API's reply as JSON.

    Raises:
        NotFoundError: the corpus has no such event.
        ConflictError: `cannot_restore`, with the reason; `already_so`.
        ForbiddenError: the role does not allow it.
    """
    corpus_id = actor.corpus.pk
    one_at_a_time(corpus_id, actor.user.pk)
    event = Event.objects.filter(corpus=corpus_id, seq=seq).first()
    if event is None:
        raise NotFoundError(f"This corpus has no change {seq}.")
    _refuse_unless_by_hand(event)
    _refuse_if_so(event, state)
    step = Step(corpus_id, actor.user, actor.role, event.batch, state, seq, seq=seq)
    try:
        done = turned(step, actor, [event.action])
    except BlockedError as error:
        raise built_upon(step, error, code="cannot_restore") from error
    after = stack(corpus_id=corpus_id, actor_id=actor.user.pk)
    return f'{{"batch":{done.first},"seq":{done.last},{after.json()}}}'


def _refuse_unless_by_hand(event: Event) -> None:
    if event.target_type not in KINDS or "upload" in (event.after or {}):
        raise ConflictError(
            f"A change like {event.action} cannot be taken back here.", code="cannot_restore"
        )


def _refuse_if_so(event: Event, state: str) -> None:
    target = {"corpus": event.corpus_id, "target_type": event.target_type}
    last = Event.objects.filter(**target, target_id=event.target_id).order_by("-seq")[0]
    goal = event.before if state == "before" else event.after
    if not differs(last.after, goal, ignoring=_NO_CONTENT):
        raise ConflictError("It is so already.", code="already_so")
