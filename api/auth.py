"""Who is calling: browser sessions with CSRF, or bearer tokens with scopes."""

import contextlib
from datetime import timedelta
from typing import Any

from django.contrib.auth import authenticate as check
from django.core.cache import cache
from django.db import connection
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import authentication, exceptions
from rest_framework.request import Request

from corpus.errors import ConflictError, NotSignedInError, TooOftenError
from corpus.models import ApiToken, User
from corpus.services.accounts import digest_of

# A token's last use is noted at most this often: a read must not become a write each time.
USE_NOTED_EVERY = timedelta(minutes=1)
# Failed sign-ins per user name and address, then a pause.
MOST_FAILURES = 10
PAUSE_SECONDS = 60


def signed_in(request: Request) -> User:
    """Return the caller. Views that allow anybody must not ask."""
    if not isinstance(request.user, User):
        raise exceptions.NotAuthenticated
    return request.user


# Asked with every request of a script: the ORM would take four times as long to write it.
# Preferences are left for who needs them: as raw JSON they would arrive as text.
_USER = [f.attname for f in User._meta.concrete_fields if f.attname != "preferences"]
_TOKEN = [field.attname for field in ApiToken._meta.concrete_fields]
_FIND = f"""
SELECT {", ".join(f"t.{name}" for name in _TOKEN)}, {", ".join(f"u.{name}" for name in _USER)}
FROM corpus_apitoken t JOIN corpus_user u ON u.id = t.user_id
WHERE t.digest = %s AND t.revoked_at IS NULL AND u.is_active
    AND (t.expires_at IS NULL OR t.expires_at > clock_timestamp())
"""


def _token(digest: str) -> ApiToken | None:
    """Return the live token with this digest, its user at hand."""
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [digest])
        row = cursor.fetchone()
    if row is None:
        return None
    token = ApiToken.from_db("default", _TOKEN, row[: len(_TOKEN)])
    token.user = User.from_db("default", _USER, row[len(_TOKEN) :])
    return token


class BearerAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer TOKEN`."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """Find the live token behind the header; None without one.

        Raises:
            AuthenticationFailed: `token_invalid`, unknown, revoked or expired.
        """
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = _token(digest_of(key.strip()))
        if token is None:
            raise exceptions.AuthenticationFailed(
                "The token is unknown, revoked or expired.", "token_invalid"
            )
        now = timezone.now()
        if token.last_used_at is None or now - token.last_used_at > USE_NOTED_EVERY:
            ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """Say in a 401 how to sign in."""
        return 'Bearer realm="catena"'


class SessionAuthentication(authentication.SessionAuthentication):
    """The browser's session; every unsafe request shows the CSRF token."""

    def authenticate(self, request: Request) -> Any:
        """Return who is signed in; `X-Catena-User` says who is meant.

        A browser that kept changes for later must not send them in another person's name.

        Raises:
            ConflictError: `other_user`, the header names somebody else's id.
        """
        found = super().authenticate(request)
        meant = request.headers.get("X-Catena-User")
        if found is not None and meant is not None and meant != str(found[0].pk):
            raise ConflictError("Somebody else is signed in by now.", code="other_user")
        return found


def sign_in(request: Any, *, username: str, password: str) -> User:
    """Return the user whose name and password these are; slow down who guesses.

    Raises:
        TooOftenError: too many failures for this name from this address.
        NotSignedInError: `wrong_credentials`.
    """
    address = request.META.get("REMOTE_ADDR", "")
    counter = f"failures:{digest_of(f'{address} {username.lower()}')}"
    if int(cache.get(counter, 0)) >= MOST_FAILURES:
        raise TooOftenError(
            "Too many tries with this name. Wait a minute.", retry_after=PAUSE_SECONDS
        )
    stored = User.objects.filter(username__iexact=username.strip()).first()
    user = check(request, username=stored.username if stored else username, password=password)
    if not isinstance(user, User):
        if not cache.add(counter, 1, PAUSE_SECONDS):
            # The pause may end between the two calls.
            with contextlib.suppress(ValueError):
                cache.incr(counter)
        raise NotSignedInError("User name and password do not fit.", code="wrong_credentials")
    return user


class BearerScheme(OpenApiAuthenticationExtension):
    """How the OpenAPI document names bearer tokens."""

    target_class = "api.auth.BearerAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Return the security scheme."""
        return {"type": "http", "scheme": "bearer"}


class SessionScheme(OpenApiAuthenticationExtension):
    """How the OpenAPI document names the browser's session."""

    target_class = "api.auth.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Return the security scheme."""
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}
