"""API tokens: made, listed, revoked."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.auth import sign_in, signed_in
from api.base import View
from api.docs import endpoint
from api.fields import ExactText, Stamp
from api.views.accounts import valid
from corpus.errors import MalformedError, NotFoundError
from corpus.models import ApiToken, User
from corpus.services import accounts


class Token(serializers.Serializer[Any]):
    """A token without its secret."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    scopes = serializers.ListField(child=serializers.CharField())
    created_at = Stamp()
    expires_at = Stamp(allow_null=True)
    last_used_at = Stamp(allow_null=True)


class NewToken(Token):
    """A token just made; `token` is shown this once."""

    token = serializers.CharField()


class TokenRequest(serializers.Serializer[Any]):
    """What the token is for. User name and password unless signed in."""

    username = serializers.CharField(max_length=150, required=False)
    password = ExactText(max_length=1000, required=False)
    name = serializers.CharField(max_length=200, required=False, default="token")
    scopes = serializers.ListField(
        child=serializers.ChoiceField(accounts.SCOPES), required=False, allow_empty=False
    )
    expires_at = serializers.DateTimeField(required=False, allow_null=True)


class Tokens(serializers.Serializer[Any]):
    """All tokens of the caller that were not revoked."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = Token(many=True)


class TokensView(View):
    """The caller's tokens."""

    write_scope = "manage"

    def get_permissions(self) -> list[Any]:
        """Let a POST bring user name and password instead of a sign-in."""
        return [] if self.request.method == "POST" else list(super().get_permissions())

    @endpoint("tokens", answers={200: Tokens})
    def get(self, request: Request) -> Response:
        """List them, newest first."""
        mine = signed_in(request).tokens.filter(revoked_at=None).order_by("-id")[:1000]
        return Response({"next": None, "previous": None, "results": Token(mine, many=True).data})

    @endpoint("create_token", body=TokenRequest, answers={201: NewToken}, refuses=(400, 403, 429))
    def post(self, request: Request) -> Response:
        """Make one; the answer is the only place where the token itself is shown."""
        body = valid(TokenRequest(data=request.data))
        user = self._owner(request, body)
        token, key = accounts.create_token(
            user=user,
            name=body["name"],
            scopes=body.get("scopes"),
            expires_at=body.get("expires_at"),
        )
        token.refresh_from_db()
        return Response({**Token(token).data, "token": key}, status=201)

    def _owner(self, request: Request, body: dict[str, Any]) -> User:
        if "username" in body or "password" in body:
            if "username" not in body or "password" not in body:
                raise MalformedError("Give both username and password.")
            return sign_in(request, username=body["username"], password=body["password"])
        user = signed_in(request)
        for permission in super().get_permissions():
            permission.has_permission(request, self)
        return user


class TokenView(View):
    """One of the caller's tokens."""

    @endpoint("revoke_token", answers={204: None}, refuses=(404,))
    def delete(self, request: Request, pk: int) -> Response:
        """Revoke it."""
        token = ApiToken.objects.filter(pk=pk, user=signed_in(request), revoked_at=None).first()
        if token is None:
            raise NotFoundError(f"There is no token {pk} among yours.")
        accounts.revoke_token(token)
        return Response(status=204)
