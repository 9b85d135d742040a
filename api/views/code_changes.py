"""Changes of the codebook's shape: move, merge and split codes, each with a preview."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.merging import merge_code
from annotations.models import Code
from annotations.moving import move_code
from annotations.recoding import Touched
from annotations.splitting import split_code
from api.access import Access
from api.base import View, once
from api.docs import IDEMPOTENCY, IF_MATCH, endpoint
from api.fields import BIGGEST_INT, IdField
from api.views.accounts import valid
from api.views.codes import CodeFields, CodeShown, TouchedFields, matching, shown_by_id

MOST_PARTS = 100
MOST_ASSIGNED = 10_000
_REFUSES = (400, 403, 404, 409, 412, 422, 428)


class ChangedCode(TouchedFields):
    """What a change did; a preview has no `code` and no `batch`."""

    code = CodeShown(required=False)
    batch = serializers.IntegerField(
        required=False, allow_null=True, help_text="What to take back; null: nothing changed."
    )


class SplitCode(ChangedCode):
    """What a split did: `codes` are the parts in the order of the request."""

    codes = CodeShown(many=True, required=False)


class Move(serializers.Serializer[Any]):
    """Where a code shall stand: `position` counts its new siblings from 0; null is the end."""

    parent = IdField(allow_null=True)  # type: ignore[assignment]  # api.md names it so
    position = serializers.IntegerField(
        required=False, allow_null=True, min_value=0, max_value=BIGGEST_INT
    )
    dry_run = serializers.BooleanField(required=False, default=False)


class Merge(serializers.Serializer[Any]):
    """The code that shall stand for both."""

    into = IdField()
    dry_run = serializers.BooleanField(required=False, default=False)


class Part(CodeFields):
    """A part of a split: a new code, or one that is there."""

    code = IdField(required=False)
    name = serializers.CharField(max_length=200, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Take either an id or a name, and no place: parts stand behind the code."""
        if ("code" in attrs) == ("name" in attrs):
            raise serializers.ValidationError("Give the name of a new code or the id of one.")
        for name in ("parent", "position", "archived"):
            attrs.pop(name, None)
        return attrs


class Split(serializers.Serializer[Any]):
    """Into what, and which annotations go where: their ids, with places in `into` from 0."""

    into = Part(many=True, allow_empty=False)
    assign = serializers.DictField(child=serializers.IntegerField(), required=False, default=dict)
    dry_run = serializers.BooleanField(required=False, default=False)

    def validate_into(self, value: list[Any]) -> list[Any]:
        """Refuse more parts than anybody can tell apart."""
        if len(value) > MOST_PARTS:
            raise serializers.ValidationError(f"At most {MOST_PARTS}.")
        return value

    def validate_assign(self, value: dict[str, int]) -> dict[Any, int]:
        """Refuse what is no id."""
        uuid = serializers.UUIDField()
        if len(value) > MOST_ASSIGNED:
            raise serializers.ValidationError(f"At most {MOST_ASSIGNED:,} at once.")
        return {uuid.run_validation(one): number for one, number in value.items()}


class MoveView(View):
    """POST: put a code elsewhere."""

    @endpoint(
        "move_code", body=Move, answers={200: ChangedCode}, refuses=_REFUSES,
        parameters=[IF_MATCH, IDEMPOTENCY],
    )  # fmt: skip
    def post(self, request: Request, code: int) -> Any:
        """Move it with all below it; siblings make room."""
        return _change(request, code, Move, _move)


class MergeView(View):
    """POST: let another code stand for this one."""

    @endpoint(
        "merge_code", body=Merge, answers={200: ChangedCode}, refuses=_REFUSES,
        parameters=[IF_MATCH, IDEMPOTENCY],
    )  # fmt: skip
    def post(self, request: Request, code: int) -> Any:
        """Give what it coded, its children, memos and examples to `into`, and archive it."""
        return _change(request, code, Merge, _merge)


class SplitView(View):
    """POST: make several codes of one."""

    @endpoint(
        "split_code", body=Split, answers={200: SplitCode}, refuses=_REFUSES,
        parameters=[IF_MATCH, IDEMPOTENCY],
    )  # fmt: skip
    def post(self, request: Request, code: int) -> Any:
        """Make codes beside it, and recode what `assign` names; the code itself stays."""
        return _change(request, code, Split, _split)


def _change(
    request: Request,
    code: int,
    fields: type[serializers.Serializer[Any]],
    take: Callable[[Code, Access, dict[str, Any]], dict[str, Any]],
) -> Any:
    @transaction.atomic
    def answer() -> Response:
        found, access = matching(request, code)
        return Response(take(found, access, valid(fields(data=request.data))))

    return once(request, answer)


def _move(code: Code, access: Access, body: dict[str, Any]) -> dict[str, Any]:
    touched, batch = move_code(
        code, parent=body["parent"], position=body.get("position"), actor=access.user,
        dry_run=body["dry_run"],
    )  # fmt: skip
    return _told(touched, body, batch, code)


def _merge(code: Code, access: Access, body: dict[str, Any]) -> dict[str, Any]:
    into, dry_run = body["into"], body["dry_run"]
    touched, batch = merge_code(code, into=into, actor=access.user, dry_run=dry_run)
    return _told(touched, body, batch, Code(pk=into, corpus=code.corpus))


def _split(code: Code, access: Access, body: dict[str, Any]) -> dict[str, Any]:
    touched, parts, batch = split_code(
        code, into=body["into"], assign=body["assign"], actor=access.user,
        dry_run=body["dry_run"],
    )  # fmt: skip
    return _told(touched, body, batch, code, codes=parts)


def _told(
    touched: Touched,
    body: Mapping[str, Any],
    batch: int | None,
    code: Code,
    **lists: Sequence[Code],
) -> dict[str, Any]:
    """Say what a change did, with codes as they are now; of a preview, what it would do."""
    if body["dry_run"]:
        return asdict(touched)
    ids = {code.pk, *(one.pk for codes in lists.values() for one in codes)}
    every = shown_by_id(code.corpus_id, ids)
    more = {name: [every[one.pk] for one in codes] for name, codes in lists.items()}
    return {**asdict(touched), "batch": batch, "code": every[code.pk], **more}
