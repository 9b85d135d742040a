"""A person's own changes undone and redone; one change of the history restored."""

from typing import Any

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.permissions import SAFE_METHODS, IsAuthenticated
from rest_framework.request import Request
from rest_framework.views import APIView

from annotations.restoring import restore
from annotations.steps import stack
from annotations.undoing import Actor, turn_back
from api.access import Access, to_corpus
from api.base import HasScope, View, once
from api.docs import IDEMPOTENCY, endpoint
from api.fields import BIGGEST_ID
from api.pages import raw_json
from api.views.accounts import valid
from api.views.history import PlaceShown, Target
from corpus.models import ApiToken
from corpus.rules import Action


class StepShown(serializers.Serializer[Any]):
    """A change or many of one request; `target`, `before` and `after` are those of the first."""

    batch = serializers.IntegerField(help_text="`seq` of its first change.")
    at = serializers.CharField()
    action = serializers.CharField()
    count = serializers.IntegerField()
    actions = serializers.DictField(child=serializers.IntegerField())
    target = Target()
    before = serializers.DictField(allow_null=True)
    after = serializers.DictField(allow_null=True)
    thread = serializers.IntegerField(allow_null=True)
    place = PlaceShown(allow_null=True)

    class Meta:
        ref_name = "Step"


class Stack(serializers.Serializer[Any]):
    """What the caller would undo next, and redo next."""

    undo = StepShown(allow_null=True)
    redo = StepShown(allow_null=True)


class Turned(Stack):
    """What was undone or redone (`step`), as the changes from `batch` to `seq`."""

    batch = serializers.IntegerField()
    seq = serializers.IntegerField()
    step = StepShown()


class Restored(Stack):
    """The changes from `batch` to `seq` that restored something."""

    batch = serializers.IntegerField()
    seq = serializers.IntegerField()


class TurnRequest(serializers.Serializer[Any]):
    """Which step the caller means; without it the last one."""

    batch = serializers.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=BIGGEST_ID
    )


class RestoreRequest(serializers.Serializer[Any]):
    """Which of a change's two states is wanted."""

    state = serializers.ChoiceField(["before", "after"], required=False, default="before")


_TURN: dict[str, Any] = {
    "body": TurnRequest,
    "answers": {200: Turned},
    "refuses": (400, 403, 404, 409),
    "parameters": [IDEMPOTENCY],
}


class MayTurn(HasScope):
    """Coding is undone with `annotate`, all else with `manage`: which it is shows only then."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Let a change in with either scope; what it may change is looked at later.

        Raises:
            PermissionDenied: `scope_missing`.
        """
        either = isinstance(request.auth, ApiToken) and "manage" in request.auth.scopes
        changing = request.method not in SAFE_METHODS
        return (changing and either) or super().has_permission(request, view)


class TurnView(View):
    """What undo, redo and restoring share."""

    permission_classes = (IsAuthenticated, MayTurn)
    write_scope = "annotate"


class UndoView(TurnView):
    """The caller's own last change."""

    @endpoint("next_undo", answers={200: Stack}, refuses=(404,))
    def get(self, request: Request, corpus: int) -> HttpResponse:
        """Say what would be undone and redone."""
        access = to_corpus(request, corpus)
        return raw_json(f"{{{stack(corpus_id=corpus, actor_id=access.user.pk).json()}}}")

    @endpoint("undo", **_TURN)
    def post(self, request: Request, corpus: int) -> Any:
        """Undo it, unless somebody built on it."""
        return once(request, lambda: _turned(request, corpus, "undo"))


class RedoView(TurnView):
    """What the caller undid last."""

    @endpoint("redo", **_TURN)
    def post(self, request: Request, corpus: int) -> Any:
        """Do it again, unless somebody built on it."""
        return once(request, lambda: _turned(request, corpus, "redo"))


class RestoreView(TurnView):
    """One change of the history."""

    @endpoint(
        "restore_change", body=RestoreRequest, answers={200: Restored},
        refuses=(400, 403, 404, 409), parameters=[IDEMPOTENCY],
    )  # fmt: skip
    def post(self, request: Request, corpus: int, seq: int) -> Any:
        """Put its target into the state before it (or after it), whatever came between."""
        access = to_corpus(request, corpus, Action.CODE)
        given = valid(RestoreRequest(data=request.data))
        return once(
            request,
            lambda: raw_json(restore(_actor(request, access), seq=seq, state=given["state"])),
        )


def _turned(request: Request, corpus: int, way: Any) -> HttpResponse:
    access = to_corpus(request, corpus, Action.CODE)
    given = valid(TurnRequest(data=request.data))
    return raw_json(turn_back(_actor(request, access), way, batch=given.get("batch")))


def _actor(request: Request, access: Access) -> Actor:
    scopes = frozenset(request.auth.scopes) if isinstance(request.auth, ApiToken) else None
    return Actor(access.corpus, access.user, access.role, scopes)
