"""People and their keys: accounts, passwords, API tokens, one-time links."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from corpus.errors import ConflictError, ForbiddenError, ImpossibleError, MalformedError
from corpus.people import ApiToken, OneTimeKey, User

SCOPES = ("read", "annotate", "export", "manage")
RESET_LIVES = timedelta(days=7)


def digest_of(key: str) -> str:
    """Return the form in which a key is stored: SHA-256, hex."""
    return hashlib.sha256(key.encode()).hexdigest()


def create_user(*, username: str, password: str, name: str = "", email: str = "") -> User:
    """Make an account.

    Raises:
        MalformedError: the name is empty or the password too weak.
        ConflictError: `username_taken`, whatever the case of its letters.
    """
    username = username.strip()
    if not username or any(c.isspace() or c in "/\\" for c in username):
        raise MalformedError(
            "A user name has no blanks and no slashes.",
            fields=[("username", "invalid", "Write a name without blanks or slashes.")],
        )
    user = User(username=username, name=name.strip() or username, email=email.strip())
    check_password(password, user=user)
    user.set_password(password)
    with transaction.atomic():
        # Serialises the check with other sign-ups; accounts are made rarely.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('catena.username'))")
        if User.objects.filter(username__iexact=username).exists():
            raise ConflictError(
                f"The user name {username} is taken.",
                code="username_taken",
                fields=[("username", "username_taken", "Choose another name.")],
            )
        user.save(force_insert=True)
    return user


def check_password(password: str, *, user: User) -> None:
    """Refuse a weak password.

    Raises:
        MalformedError: `weak_password`, with a reason for people.
    """
    try:
        password_validation.validate_password(password, user)
    except ValidationError as error:
        raise MalformedError(
            " ".join(error.messages),
            code="weak_password",
            fields=[("password", "weak_password", message) for message in error.messages],
        ) from error


@transaction.atomic
def new_setup_key() -> str | None:
    """Make the one-time key for the first account; None when there is an account already.

    An earlier key stops working.
    """
    OneTimeKey.objects.filter(purpose="setup").delete()
    if User.objects.exists():
        return None
    key = secrets.token_urlsafe(24)
    OneTimeKey.objects.create(purpose="setup", digest=digest_of(key))
    return key


@transaction.atomic
def set_up(*, key: str, username: str, password: str, name: str, email: str = "") -> User:
    """Make the first account with the key that the terminal shows.

    Raises:
        ForbiddenError: `setup_key_invalid`, wrong or used.
    """
    _claim_first()
    known = OneTimeKey.objects.select_for_update(no_key=True).filter(
        purpose="setup", digest=digest_of(key)
    )
    if User.objects.exists() or not known.exists():
        raise ForbiddenError(
            "This set-up link is not valid any more. The terminal that runs Catena shows the "
            "current one until the first account is made.",
            code="setup_key_invalid",
        )
    user = create_user(username=username, password=password, name=name, email=email)
    OneTimeKey.objects.filter(purpose="setup").delete()
    return user


@transaction.atomic
def create_first_account(*, username: str, password: str, name: str = "") -> User | None:
    """Make the first account without a key, for scripts on this machine; None if there is one."""
    _claim_first()
    if User.objects.exists():
        return None
    return create_user(username=username, password=password, name=name)


def _claim_first() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('catena.first-account'))")


def create_token(
    *,
    user: User,
    name: str,
    scopes: Sequence[str] | None = None,
    expires_at: datetime | None = None,
) -> tuple[ApiToken, str]:
    """Make a token; returns its row and the key itself, which is kept nowhere.

    Raises:
        MalformedError: an unknown scope, or an expiry in the past.
    """
    chosen = list(SCOPES) if scopes is None else list(dict.fromkeys(scopes))
    if not chosen or set(chosen) - set(SCOPES):
        raise MalformedError(
            f"Scopes are {', '.join(SCOPES)}.",
            fields=[("scopes", "invalid_choice", f"Choose among {', '.join(SCOPES)}.")],
        )
    if expires_at is not None and expires_at <= timezone.now():
        raise MalformedError(
            "The token would expire before it is made.",
            fields=[("expires_at", "past", "Give a time to come.")],
        )
    key = f"catena_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        user=user, name=name, digest=digest_of(key), scopes=chosen, expires_at=expires_at
    )
    return token, key


def revoke_token(token: ApiToken) -> None:
    """Make the token useless from now on."""
    token.revoked_at = timezone.now()
    token.save(update_fields=["revoked_at"])


def change_own_account(user: User, *, changes: dict[str, Any]) -> User:
    """Set `name`, `email` or single `preferences` of one's own account."""
    for field in ("name", "email"):
        if field in changes:
            setattr(user, field, changes[field])
    if "preferences" in changes:
        user.preferences = {**user.preferences, **changes["preferences"]}
    user.save(update_fields=["name", "email", "preferences"])
    return user


def change_password(user: User, *, old: str, new: str) -> None:
    """Set a new password; whoever changes it knows the old one.

    Raises:
        ImpossibleError: `wrong_password`.
        MalformedError: `weak_password`.
    """
    if not user.check_password(old):
        raise ImpossibleError(
            "The old password is not right.",
            code="wrong_password",
            fields=[("old_password", "wrong_password", "This is not your password.")],
        )
    _set_password(user, new)


def new_reset_key(user: User) -> str:
    """Make a one-time key with which `user` sets a new password within seven days."""
    OneTimeKey.objects.filter(purpose="reset", user=user).delete()
    key = secrets.token_urlsafe(24)
    OneTimeKey.objects.create(
        purpose="reset",
        user=user,
        digest=digest_of(key),
        expires_at=timezone.now() + RESET_LIVES,
    )
    return key


@transaction.atomic
def reset_password(*, key: str, password: str) -> User:
    """Set a new password with a reset link.

    Raises:
        ForbiddenError: `reset_key_invalid`, wrong, used or too old.
    """
    known = (
        OneTimeKey.objects.select_for_update(no_key=True, of=("self",))
        .select_related("user")
        .filter(purpose="reset", digest=digest_of(key), expires_at__gt=timezone.now())
        .first()
    )
    if known is None or known.user is None or not known.user.is_active:
        raise ForbiddenError(
            "This link is not valid any more. Ask whoever runs this Catena for a new one.",
            code="reset_key_invalid",
        )
    _set_password(known.user, password)
    known.delete()
    return known.user


def deactivate(user: User) -> None:
    """Let nobody sign in as `user` any more; what they coded stays theirs."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    user.tokens.filter(revoked_at=None).update(revoked_at=timezone.now())


def _set_password(user: User, password: str) -> None:
    check_password(password, user=user)
    user.set_password(password)
    user.save(update_fields=["password"])
