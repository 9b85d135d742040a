"""Corpora and who belongs to them: create, change, delete, members, invitations."""

import secrets
from datetime import timedelta
from typing import Any
from zoneinfo import available_timezones

from django.db import IntegrityError, transaction
from django.utils import timezone

from corpus import events, privacy
from corpus.errors import ConflictError, ForbiddenError, ImpossibleError, NotFoundError
from corpus.events import Change
from corpus.models import (
    Corpus,
    CorpusCounter,
    Invitation,
    Membership,
    RestingMembership,
    User,
)
from corpus.rules import Role, require_above
from corpus.services.accounts import create_user, digest_of

INVITATION_LIVES = timedelta(days=14)
FIELDS = (
    "title", "description", "languages", "timezone", "licence", "ethics_note",
    "coders_create_codes", "load_without_asking", "keep_emails", "keep_ips",
)  # fmt: skip
OF_CONTACTS = ("keep_emails", "keep_ips")


@transaction.atomic
def create_corpus(*, owner: User, **fields: Any) -> Corpus:
    """Make a corpus whose owner is `owner`.

    Raises:
        ImpossibleError: `unknown_timezone`.
    """
    check_timezone(fields.get("timezone", ""))
    corpus = Corpus.objects.create(**fields)
    CorpusCounter.objects.create(corpus=corpus)
    Membership.objects.create(corpus=corpus, user=owner, role=Role.OWNER)
    events.append(
        corpus.pk,
        owner.pk,
        [
            Change("corpus.created", "corpus", corpus.pk, None, _shown(corpus)),
            Change("member.added", "member", owner.pk, None, _member(owner, Role.OWNER)),
        ],
    )
    return corpus


@transaction.atomic
def change_corpus(
    corpus: Corpus, *, actor: User, actor_role: Role, changes: dict[str, Any]
) -> Corpus:
    """Set some of the corpus' own fields. The caller holds its row lock and checked its version.

    What `keep_emails` and `keep_ips` let in is erased when they are taken back.

    Raises:
        ForbiddenError: contact data are for an owner to decide on.
        ImpossibleError: `unknown_timezone`.
    """
    check_timezone(changes.get("timezone", ""))
    _require_owner_for_contacts(corpus, actor_role, changes)
    before = _shown(corpus)
    for field, value in changes.items():
        setattr(corpus, field, value)
    corpus.version += 1
    corpus.save(update_fields=[*changes, "version"])
    if any(before[name] and not getattr(corpus, name) for name in OF_CONTACTS):
        privacy.forget(corpus)
    events.append(
        corpus.pk,
        actor.pk,
        [Change("corpus.changed", "corpus", corpus.pk, before, _shown(corpus))],
    )
    return corpus


@transaction.atomic
def delete_corpus(corpus: Corpus, *, actor: User) -> None:
    """Hide the corpus from everybody. Its rows stay, so that an operator can bring it back."""
    corpus.deleted_at = timezone.now()
    corpus.version += 1
    corpus.save(update_fields=["deleted_at", "version"])
    events.append(
        corpus.pk, actor.pk, [Change("corpus.deleted", "corpus", corpus.pk, _shown(corpus), None)]
    )


@transaction.atomic
def add_member(corpus: Corpus, *, actor: User, actor_role: Role, user: User, role: Role) -> None:
    """Let `user` take part as `role`.

    Raises:
        ForbiddenError: `role` ranks above the actor's own.
        ConflictError: `already_member`.
    """
    require_above(actor=actor_role, other=role)
    RestingMembership.objects.filter(corpus=corpus, user=user).delete()
    try:
        with transaction.atomic():
            Membership.objects.create(corpus=corpus, user=user, role=role)
    except IntegrityError as error:
        raise ConflictError(
            f"{user.username} is a member already.", code="already_member"
        ) from error
    events.append(
        corpus.pk, actor.pk, [Change("member.added", "member", user.pk, None, _member(user, role))]
    )


@transaction.atomic
def change_member(member: Membership, *, actor: User, actor_role: Role, role: Role) -> Membership:
    """Give a member another role. The caller holds the corpus' membership rows.

    Raises:
        ForbiddenError: the old or the new role ranks above the actor's own.
        ImpossibleError: `last_owner`.
    """
    before = Role(member.role)
    for other in (before, role):
        require_above(actor=actor_role, other=other)
    if before is Role.OWNER and role is not Role.OWNER:
        keep_an_owner(member)
    member.role = role
    member.version += 1
    member.save(update_fields=["role", "version"])
    change = Change(
        "member.changed", "member", member.user_id,
        _member(member.user, before), _member(member.user, role),
    )  # fmt: skip
    events.append(member.corpus_id, actor.pk, [change])
    return member


@transaction.atomic
def remove_member(member: Membership, *, actor: User, actor_role: Role) -> None:
    """End a membership; what the member coded stays.

    Raises:
        ForbiddenError: the member ranks above the actor.
        ImpossibleError: `last_owner`.
    """
    role = Role(member.role)
    if member.user_id != actor.pk:
        require_above(actor=actor_role, other=role)
    if role is Role.OWNER:
        keep_an_owner(member)
    change = Change("member.removed", "member", member.user_id, _member(member.user, role), None)
    corpus_id = member.corpus_id
    member.delete()
    events.append(corpus_id, actor.pk, [change])


def hold_members(corpus_id: int) -> dict[int, Membership]:
    """Lock all memberships of a corpus until the transaction ends; returns them by user.

    All, and in one order: two owners who leave at once must see each other, not wait in a circle.
    """
    rows = Membership.objects.select_for_update(no_key=True, of=("self",)).select_related("user")
    return {one.user_id: one for one in rows.filter(corpus=corpus_id).order_by("id")}


def invite(
    corpus: Corpus, *, actor: User, actor_role: Role, role: Role, note: str = ""
) -> tuple[Invitation, str]:
    """Make a link that lets one person join as `role` within fourteen days."""
    require_above(actor=actor_role, other=role)
    key = secrets.token_urlsafe(24)
    invitation = Invitation.objects.create(
        corpus=corpus,
        role=role,
        note=note,
        digest=digest_of(key),
        created_by=actor,
        expires_at=timezone.now() + INVITATION_LIVES,
    )
    return invitation, key


def find_invitation(key: str) -> Invitation:
    """Return the open invitation behind `key`.

    Raises:
        NotFoundError: `invitation_invalid`, wrong, used or too old.
    """
    found = (
        Invitation.objects.select_related("corpus", "created_by")
        .filter(
            digest=digest_of(key),
            accepted_at=None,
            expires_at__gt=timezone.now(),
            corpus__deleted_at=None,
        )
        .first()
    )
    if found is None:
        raise NotFoundError(
            "This invitation is not valid any more. Ask for a new one.", code="invitation_invalid"
        )
    return found


@transaction.atomic
def accept_invitation(
    *, key: str, user: User | None, account: dict[str, str] | None = None
) -> tuple[User, Corpus]:
    """Join a corpus by a link, with an account at hand or a new one.

    Raises:
        NotFoundError: `invitation_invalid`.
        ConflictError: `already_member` or `username_taken`.
    """
    invitation = find_invitation(key)
    locked = Invitation.objects.select_for_update(no_key=True).filter(
        pk=invitation.pk, accepted_at=None
    )
    if not locked.exists():
        raise NotFoundError("This invitation was just used.", code="invitation_invalid")
    if user is None:
        if account is None:
            raise ForbiddenError("Sign in, or give the name and password of a new account.")
        user = create_user(**account)
    add_member(
        invitation.corpus,
        actor=user,
        actor_role=Role.OWNER,
        user=user,
        role=Role(invitation.role),
    )
    locked.update(accepted_by=user, accepted_at=timezone.now())
    return user, invitation.corpus


def _require_owner_for_contacts(corpus: Corpus, role: Role, changes: dict[str, Any]) -> None:
    changed = [n for n in OF_CONTACTS if n in changes and changes[n] != getattr(corpus, n)]
    if changed and role is not Role.OWNER:
        raise ForbiddenError(
            "Whether commenters' e-mail and IP addresses are kept is for an owner to decide. "
            "Without that they are dropped when a file is read; a keyed hash of the e-mail "
            "address alone tells one person's comments from another's."
        )


def keep_an_owner(member: Membership) -> None:
    """Refuse that the last owner goes.

    Raises:
        ImpossibleError: `last_owner`.
    """
    owners = Membership.objects.select_for_update(no_key=True).filter(
        corpus=member.corpus_id, role=Role.OWNER
    )
    if len(owners) < 2:
        raise ImpossibleError(
            "A corpus keeps at least one owner: make somebody else owner first.",
            code="last_owner",
        )


def check_timezone(name: str) -> None:
    """Refuse a time zone that nobody here knows.

    Raises:
        ImpossibleError: `unknown_timezone`.
    """
    if name and name not in available_timezones():
        raise ImpossibleError(
            f"{name} is no time zone that is known here; write it like Europe/Berlin.",
            code="unknown_timezone",
            fields=[("timezone", "unknown_timezone", "Write it like Europe/Berlin.")],
        )


def _shown(corpus: Corpus) -> dict[str, Any]:
    return {"id": corpus.pk, **{field: getattr(corpus, field) for field in FIELDS}}


def _member(user: User, role: Role) -> dict[str, Any]:
    return {
        "user": {"id": user.pk, "username": user.username, "name": user.name},
        "role": role.value,
    }
