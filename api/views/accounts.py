"""First run, signing in and out, passwords, one's own account."""

import json
from typing import Any

from django.contrib.auth import login, logout, update_session_auth_hash
from django.middleware.csrf import get_token
from rest_framework import serializers
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from api import presence
from api.auth import sign_in, signed_in
from api.base import View
from api.docs import endpoint
from api.fields import ExactText
from corpus.models import User
from corpus.services import accounts

MOST_PREFERENCES = 50_000


class Preferences(serializers.Serializer[Any]):
    """How the interface looks and listens; further keys are kept as they are.

    `keys` are by action, `bindings` codes' ids by corpus and figure. Each given key replaces what
    was kept under it.
    """

    language = serializers.CharField(required=False, max_length=35)
    theme = serializers.ChoiceField(["system", "light", "dark"], required=False)
    keys = serializers.DictField(child=serializers.CharField(max_length=40), required=False)
    single_keys = serializers.BooleanField(required=False)
    snap = serializers.ChoiceField(["grapheme", "word", "sentence"], required=False)
    colour_by = serializers.ChoiceField(["code", "top", "coder"], required=False)
    renderer = serializers.ChoiceField(["highlights", "marks"], required=False)
    presence = serializers.BooleanField(required=False)
    bindings = serializers.DictField(
        child=serializers.DictField(child=serializers.IntegerField(allow_null=True)),
        required=False,
    )

    def to_internal_value(self, data: Any) -> Any:
        """Check what is known, keep the rest."""
        known = super().to_internal_value(data)
        checked = {**data, **known}
        if len(json.dumps(checked)) > MOST_PREFERENCES:
            raise serializers.ValidationError(f"All together {MOST_PREFERENCES:,} characters.")
        return checked

    def to_representation(self, instance: Any) -> Any:
        """Show all that is kept."""
        return instance


class CorpusOfMine(serializers.Serializer[Any]):
    """A corpus in which one takes part."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    role = serializers.CharField()


class Me(serializers.Serializer[Any]):
    """One's own account."""

    id = serializers.IntegerField(read_only=True)
    username = serializers.CharField(read_only=True)
    name = serializers.CharField(max_length=200, required=False)
    email = serializers.EmailField(allow_blank=True, required=False)
    preferences = Preferences(required=False)
    corpora = CorpusOfMine(many=True, read_only=True)


class Session(serializers.Serializer[Any]):
    """Who is signed in; `setup_needed` as long as there is no account at all."""

    user = Me(allow_null=True)
    setup_needed = serializers.BooleanField()


class Credentials(serializers.Serializer[Any]):
    """User name and password."""

    username = serializers.CharField(max_length=150)
    password = ExactText(max_length=1000)


class SetUp(Credentials):
    """The first account, with the key that the terminal shows."""

    key = serializers.CharField(max_length=200)
    name = serializers.CharField(max_length=200)
    email = serializers.EmailField(required=False, allow_blank=True, default="")


class PasswordChange(serializers.Serializer[Any]):
    """The old and the new password."""

    old_password = ExactText(max_length=1000)
    password = ExactText(max_length=1000)


class PasswordReset(serializers.Serializer[Any]):
    """A reset link's key and the new password."""

    key = serializers.CharField(max_length=200)
    password = ExactText(max_length=1000)


def shown(user: User) -> dict[str, Any]:
    """Return an account with the corpora in which it takes part."""
    members = user.memberships.select_related("corpus").filter(corpus__deleted_at=None)
    return {
        "id": user.pk,
        "username": user.username,
        "name": user.name,
        "email": user.email,
        "preferences": user.preferences,
        "corpora": [
            {"id": m.corpus_id, "title": m.corpus.title, "role": m.role}
            for m in members.order_by("corpus_id")
        ],
    }


def valid(serializer: serializers.Serializer[Any]) -> dict[str, Any]:
    """Return the checked body of a request; raises ValidationError (400)."""
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


class OpenView(View):
    """A view for people who are not signed in yet."""

    permission_classes: tuple[type[BasePermission], ...] = ()


class SetUpView(OpenView):
    """POST: make the first account and sign in."""

    @endpoint("set_up", body=SetUp, answers={201: Session}, refuses=(400, 403, 409))
    def post(self, request: Request) -> Response:
        """Answer with the new session."""
        user = accounts.set_up(**valid(SetUp(data=request.data)))
        return _signed_in(request, user, status=201)


class SessionView(OpenView):
    """The browser's session."""

    @endpoint("session", answers={200: Session})
    def get(self, request: Request) -> Response:
        """Say who is signed in and hand out the CSRF cookie."""
        get_token(request)
        user = request.user if isinstance(request.user, User) else None
        needed = user is None and not User.objects.exists()
        return Response({"user": shown(user) if user else None, "setup_needed": needed})

    @endpoint("sign_in", body=Credentials, answers={200: Session}, refuses=(400, 429))
    def post(self, request: Request) -> Response:
        """Sign in."""
        return _signed_in(request, sign_in(request, **valid(Credentials(data=request.data))))

    @endpoint("sign_out", answers={204: None})
    def delete(self, request: Request) -> Response:
        """Sign out."""
        logout(request)
        return Response(status=204)


class MeView(View):
    """One's own account."""

    @endpoint("me", answers={200: Me})
    def get(self, request: Request) -> Response:
        """Show it."""
        return Response(shown(signed_in(request)))

    @endpoint("change_me", body=Me, answers={200: Me}, refuses=(400,))
    def patch(self, request: Request) -> Response:
        """Change name, e-mail or single preferences."""
        changes = valid(Me(data=request.data, partial=True))
        user = accounts.change_own_account(signed_in(request), changes=changes)
        if changes.get("preferences", {}).get("presence") is False:
            for corpus in user.memberships.values_list("corpus_id", flat=True):
                presence.tell(corpus, user)
        return Response(shown(user))


class PasswordView(View):
    """POST: change one's own password."""

    @endpoint("change_password", body=PasswordChange, answers={204: None}, refuses=(400, 422))
    def post(self, request: Request) -> Response:
        """Stay signed in here; other sessions end."""
        body = valid(PasswordChange(data=request.data))
        user = signed_in(request)
        accounts.change_password(user, old=body["old_password"], new=body["password"])
        update_session_auth_hash(request, user)
        return Response(status=204)


class PasswordResetView(OpenView):
    """POST: set a new password with a reset link."""

    @endpoint("reset_password", body=PasswordReset, answers={200: Session}, refuses=(400, 403))
    def post(self, request: Request) -> Response:
        """Sign in with the new password at once."""
        return _signed_in(
            request, accounts.reset_password(**valid(PasswordReset(data=request.data)))
        )


def _signed_in(request: Request, user: User, *, status: int = 200) -> Response:
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    get_token(request)
    return Response({"user": shown(user), "setup_needed": False}, status=status)
