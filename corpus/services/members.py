"""Members who pause, come back, or forgot their password. Joining and leaving is in `corpora`."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from corpus import events
from corpus.errors import ForbiddenError, ImpossibleError
from corpus.events import Change
from corpus.models import Membership, RestingMembership, User
from corpus.rules import RANK, Action, Role, allowed, require_above
from corpus.services.accounts import RESET_LIVES, new_reset_key
from corpus.services.corpora import keep_an_owner

AnyMembership = Membership | RestingMembership


@transaction.atomic
def deactivate(member: Membership, *, actor: User, actor_role: Role) -> None:
    """Take somebody's way in; what they coded stays theirs, under their name.

    Raises:
        ForbiddenError: the member ranks above the actor.
        ImpossibleError: `last_owner`; `own_membership`, which one leaves instead.
    """
    if member.user_id == actor.pk:
        raise ImpossibleError(
            "Your own membership is not yours to deactivate: leave the corpus instead.",
            code="own_membership",
        )
    require_above(actor=actor_role, other=Role(member.role))
    if member.role == Role.OWNER:
        keep_an_owner(member)
    RestingMembership.objects.create(
        corpus_id=member.corpus_id,
        user_id=member.user_id,
        role=member.role,
        created_at=member.created_at,
        version=member.version + 1,
    )
    change = _changed(member, before=True, after=False)
    member.delete()
    events.append(member.corpus_id, actor.pk, [change])


@transaction.atomic
def reactivate(resting: RestingMembership, *, actor: User, actor_role: Role) -> None:
    """Give a deactivated membership back, in its old role.

    Raises:
        ForbiddenError: the role ranks above the actor's own.
    """
    require_above(actor=actor_role, other=Role(resting.role))
    Membership.objects.create(
        corpus_id=resting.corpus_id,
        user_id=resting.user_id,
        role=resting.role,
        created_at=resting.created_at,
        version=resting.version + 1,
    )
    change = _changed(resting, before=False, after=True)
    resting.delete()
    events.append(resting.corpus_id, actor.pk, [change])


@transaction.atomic
def remove_resting(resting: RestingMembership, *, actor: User, actor_role: Role) -> None:
    """End a deactivated membership for good.

    Raises:
        ForbiddenError: the role ranks above the actor's own.
    """
    require_above(actor=actor_role, other=Role(resting.role))
    change = Change("member.removed", "member", resting.user_id, _shown(resting, active=False))
    resting.delete()
    events.append(resting.corpus_id, actor.pk, [change])


def hold_resting(corpus_id: int, user_id: int) -> RestingMembership | None:
    """Lock a deactivated membership until the transaction ends."""
    rows = RestingMembership.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("user").filter(corpus=corpus_id, user=user_id).first()


@transaction.atomic
def reset_key(member: AnyMembership, *, actor: User) -> tuple[str, datetime]:
    """Make a key with which a member sets a new password; returns it and when it ends.

    Whoever makes the link could use it: so it is made only where it opens nothing to its maker
    that was closed before. In every corpus of the person, the maker manages members and has no
    lower role than the person.

    Raises:
        ForbiddenError: `reset_not_allowed`.
        ImpossibleError: `own_password`, which one changes knowing the old one.
    """
    user = member.user
    if user.pk == actor.pk:
        raise ImpossibleError(
            "Your own password is changed under your account, with the old one.",
            code="own_password",
        )
    if not user.is_active or not _holds_all_of(actor, user):
        raise ForbiddenError(
            f"{user.name} also takes part where you do not manage the members, or with a role"
            " above yours. Ask whoever runs this Catena: `catena user reset` makes the link.",
            code="reset_not_allowed",
        )
    key, ends = new_reset_key(user), timezone.now() + RESET_LIVES
    change = Change("member.reset_link", "member", user.pk, None, _shown(member, active=True))
    events.append(member.corpus_id, actor.pk, [change])
    return key, ends


def _holds_all_of(actor: User, user: User) -> bool:
    """Say whether the actor manages the person in every corpus that the person could enter."""
    entered = Membership.objects.filter(corpus__deleted_at=None)
    mine = dict(entered.filter(user=actor).values_list("corpus_id", "role"))
    resting = RestingMembership.objects.filter(corpus__deleted_at=None)
    theirs = [
        *entered.filter(user=user).values_list("corpus_id", "role"),
        *resting.filter(user=user).values_list("corpus_id", "role"),
    ]
    return all(
        corpus in mine
        and Action.MANAGE_MEMBERS in allowed(Role(mine[corpus]), coders_create_codes=False)
        and RANK[Role(role)] <= RANK[Role(mine[corpus])]
        for corpus, role in theirs
    )


def _changed(member: AnyMembership, *, before: bool, after: bool) -> Change:
    return Change(
        "member.changed",
        "member",
        member.user_id,
        _shown(member, active=before),
        _shown(member, active=after),
    )


def _shown(member: AnyMembership, *, active: bool) -> dict[str, object]:
    user = member.user
    person = {"id": user.pk, "username": user.username, "name": user.name}
    return {"user": person, "role": member.role, "active": active}
