"""What every view shares: scopes, and POSTs that may be repeated by an `Idempotency-Key`."""

import hashlib
import json
from typing import Any, ClassVar, cast

from django.db import IntegrityError, transaction
from django.http import HttpResponse
from rest_framework import exceptions, permissions
from rest_framework.negotiation import BaseContentNegotiation, DefaultContentNegotiation
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.auth import signed_in
from api.problems import MEDIA_TYPE
from api.rates import count_request, count_stranger
from corpus.errors import ConflictError, MalformedError
from corpus.models import ApiToken, IdempotentReply, User


class HasScope(permissions.BasePermission):
    """A token may do what its scopes say; a browser session all that its user may."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Compare the view's scope for this method with the token's.

        Raises:
            PermissionDenied: `scope_missing`.
        """
        if not isinstance(request.auth, ApiToken):
            return True
        needed = scope_of(view, request.method or "GET")
        if needed in request.auth.scopes:
            return True
        raise exceptions.PermissionDenied(
            f"This token lacks the scope “{needed}”.", "scope_missing"
        )


def scope_of(view: APIView, method: str) -> str:
    """Return the scope that a method of a view asks for."""
    reading = method in permissions.SAFE_METHODS
    named = getattr(view, "read_scope" if reading else "write_scope", None)
    return cast("str", named or ("read" if reading else "manage"))


class AsItIs(BaseContentNegotiation):
    """Each address has one form, so `Accept` is not asked: who wants CSV calls the CSV."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        """Choose by `Content-Type`, as REST framework does."""
        return DefaultContentNegotiation().select_parser(request, parsers)

    def select_renderer(self, request: Request, renderers: Any, format_suffix: Any = None) -> Any:
        """Take the one there is."""
        return renderers[0], renderers[0].media_type


class View(APIView):
    """A view for signed-in callers whose token has the scope."""

    content_negotiation_class = AsItIs
    permission_classes: tuple[type[permissions.BasePermission], ...] = (IsAuthenticated, HasScope)
    read_scope: ClassVar[str | None] = None
    write_scope: ClassVar[str | None] = None

    def perform_authentication(self, request: Request) -> None:
        """Find out who asks, and whether they ask too often; who guesses tokens is counted, too.

        Raises:
            TooOftenError: too many requests in this minute.
        """
        try:
            super().perform_authentication(request)
        except exceptions.AuthenticationFailed:
            count_stranger(request)
            raise
        count_request(request)


def once(request: Request, answer: Any) -> Any:
    """Answer a POST; with an `Idempotency-Key` only once, and the same again afterwards.

    Raises:
        ConflictError: `idempotency_key_reused` for another request, or `in_progress`.
    """
    key = request.headers.get("Idempotency-Key", "").strip()
    if not key:
        return answer()
    if len(key) > 200:
        raise MalformedError("An Idempotency-Key has at most 200 characters.")
    user = signed_in(request)
    digest = _digest(request)
    if (reply := _known(user, key, digest)) is not None:
        return reply
    with transaction.atomic():
        try:
            with transaction.atomic():
                row = IdempotentReply.objects.create(user=user, key=key, request=digest)
        except IntegrityError:
            return _known(user, key, digest)
        response = answer()
        row.status, row.body = (
            response.status_code,
            json.loads(json.dumps(_data(response), default=str)),
        )
        row.save()
    return response


def _known(user: User, key: str, digest: str) -> Response | None:
    row = IdempotentReply.objects.filter(user=user, key=key).first()
    if row is None:
        return None
    if row.request != digest:
        raise ConflictError(
            "This Idempotency-Key was used for another request.", code="idempotency_key_reused"
        )
    media = MEDIA_TYPE if (row.status or 200) >= 400 else None
    return Response(row.body, status=row.status, content_type=media)


def _digest(request: Request) -> str:
    """Tell requests apart by method, path and what was sent."""
    said = f"{request.method} {request.path} {json.dumps(_sent(request), sort_keys=True)}"
    return hashlib.sha256(said.encode()).hexdigest()


def _sent(request: Request) -> Any:
    files = [
        (file.name, hashlib.file_digest(file.file, "sha256").hexdigest())
        for name in request.FILES
        for file in request.FILES.getlist(name)
    ]
    return [request.data if not files else request.POST.dict(), files]


def _data(response: Response | HttpResponse) -> Any:
    return response.data if isinstance(response, Response) else json.loads(response.content)
