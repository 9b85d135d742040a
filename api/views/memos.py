"""Memos: write under the client's own id (idempotent PUT), read, change, remove, list."""

import json
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from annotations import memos
from annotations.memo_queries import list_memos, memo_json
from annotations.models import MEMO_TARGETS, Memo
from api.access import Access, to_corpus
from api.auth import signed_in
from api.base import View
from api.docs import IF_MATCH, PAGING, endpoint
from api.fields import BIGGEST_ID, ExactText, Person, page_of
from api.pages import page_reply, raw_json, require_match
from api.views.accounts import valid
from api.views.history import TargetId
from corpus.errors import NotFoundError
from corpus.rules import Action

MOST_TEXT = 100_000
_LINK = r"^(corpus|thread|post|code|participant):[1-9][0-9]{0,17}$|^annotation:[0-9a-f-]{36}$"


class MemoTarget(serializers.Serializer[Any]):
    """What a memo is about: the id is a number, or an annotation's UUID."""

    type = serializers.ChoiceField(MEMO_TARGETS)
    id = TargetId()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Check the id by its type."""
        if attrs["type"] == "annotation":
            field: serializers.Field[Any, Any, Any, Any] = serializers.UUIDField()
        else:
            field = serializers.IntegerField(min_value=1, max_value=BIGGEST_ID)
        try:
            return {**attrs, "id": str(field.run_validation(attrs["id"]))}
        except serializers.ValidationError as error:
            raise serializers.ValidationError({"id": error.detail}) from error


class MemoChanges(serializers.Serializer[Any]):
    """What may be said anew."""

    text = ExactText(required=False, allow_blank=True, max_length=MOST_TEXT)
    kind = serializers.CharField(
        required=False, allow_blank=True, max_length=20,
        help_text="A word of your own, e.g. `analytic`, `method`, `question`, `todo`.",
    )  # fmt: skip


class NewMemo(MemoChanges):
    """A memo in Markdown; `[words](catena:code/12)` links to something of the corpus."""

    target = MemoTarget()
    text = ExactText(allow_blank=True, max_length=MOST_TEXT)


class MemoTargetShown(serializers.Serializer[Any]):
    """What a memo is about; `label` says it too when the thing was deleted."""

    type = serializers.ChoiceField(MEMO_TARGETS)
    id = TargetId()
    label = serializers.CharField()  # type: ignore[assignment]  # the contract's name
    thread = serializers.IntegerField(allow_null=True)
    deleted = serializers.BooleanField()


class MemoLinkShown(serializers.Serializer[Any]):
    """What a memo links to."""

    type = serializers.ChoiceField(MEMO_TARGETS)
    id = TargetId()
    label = serializers.CharField()  # type: ignore[assignment]  # the contract's name
    deleted = serializers.BooleanField()


class MemoShown(serializers.Serializer[Any]):
    """A note in Markdown on something of a corpus."""

    id = serializers.UUIDField()
    corpus = serializers.IntegerField()
    target = MemoTargetShown()
    kind = serializers.CharField()
    text = serializers.CharField()
    author = Person()
    links = MemoLinkShown(many=True)
    version = serializers.IntegerField()
    created_at = serializers.CharField()
    updated_at = serializers.CharField()

    class Meta:
        ref_name = "Memo"


class MemoFilters(serializers.Serializer[Any]):
    """The filters of the list; `links_to` is a type and an id, `code:12`."""

    target_type = serializers.ChoiceField(MEMO_TARGETS, required=False)
    target = serializers.CharField(required=False, max_length=36)
    author = serializers.IntegerField(required=False, max_value=BIGGEST_ID)
    kind = serializers.CharField(required=False, max_length=20)
    links_to = serializers.RegexField(_LINK, required=False)
    q = serializers.CharField(required=False, max_length=200)


class MemosView(View):
    """The memos of a corpus."""

    @endpoint(
        "memos", answers={200: page_of(MemoShown, "Memo")}, refuses=(400, 404),
        parameters=[*PAGING, MemoFilters],
    )  # fmt: skip
    def get(self, request: Request, corpus: int) -> HttpResponse:
        """List them, last changed first."""
        to_corpus(request, corpus)
        filters = valid(MemoFilters(data=request.query_params.dict()))
        return page_reply(
            request,
            lambda place, size: list_memos(
                corpus_id=corpus, filters=filters, place=place, size=size
            ),
        )


class MemoOfCorpusView(View):
    """PUT: write a memo under the client's own id."""

    write_scope = "annotate"

    @endpoint(
        "put_memo", body=NewMemo, answers={200: MemoShown, 201: MemoShown},
        refuses=(400, 403, 404, 409, 422),
    )  # fmt: skip
    def put(self, request: Request, corpus: int, memo: UUID) -> HttpResponse:
        """Write it; the same again answers 200 with its current state."""
        access = to_corpus(request, corpus, Action.CODE)
        body = valid(NewMemo(data=request.data))
        target = body["target"]
        note = memos.Note(corpus, target["type"], target["id"], body["text"], body.get("kind", ""))
        text, new = memos.create_memo(note, memo_id=memo, author=access.user)
        version = json.loads(text)["version"]
        return raw_json(text, status=201 if new else 200, version=version)


class MemoView(View):
    """One memo."""

    write_scope = "annotate"

    @endpoint("memo", answers={200: MemoShown}, refuses=(404,))
    def get(self, request: Request, memo: UUID) -> HttpResponse:
        """Show it."""
        found = _visible(request).filter(pk=memo).first()
        if found is None:
            raise _unknown(memo)
        return raw_json(memo_json(found.pk), version=found.version)

    @endpoint(
        "change_memo", body=MemoChanges, answers={200: MemoShown},
        refuses=(400, 403, 404, 412, 428), parameters=[IF_MATCH],
    )  # fmt: skip
    @transaction.atomic
    def patch(self, request: Request, memo: UUID) -> HttpResponse:
        """Change its text or kind."""
        found, access = self._matching(request, memo)
        changes = valid(MemoChanges(data=request.data))
        after = memos.change_memo(found, actor=access.user, role=access.role, changes=changes)
        return raw_json(after, version=found.version)

    @endpoint(
        "remove_memo", answers={204: None}, refuses=(403, 404, 412, 428), parameters=[IF_MATCH]
    )
    @transaction.atomic
    def delete(self, request: Request, memo: UUID) -> Response:
        """Take it away; its history stays."""
        found, access = self._matching(request, memo)
        memos.remove_memo(found, actor=access.user, role=access.role)
        return Response(status=204)

    def _matching(self, request: Request, memo: UUID) -> tuple[Memo, Access]:
        rows = _visible(request).select_for_update(no_key=True, of=("self",))
        found = rows.filter(pk=memo).first()
        if found is None:
            raise _unknown(memo)
        access = to_corpus(request, found.corpus_id, Action.CODE)
        require_match(
            request, version=found.version, current=lambda: json.loads(memo_json(found.pk))
        )
        return found, access


def _visible(request: Request) -> Any:
    return Memo.objects.filter(
        deleted_at=None,
        corpus__deleted_at=None,
        corpus__memberships__user=signed_in(request),
    )


def _unknown(memo: UUID) -> NotFoundError:
    return NotFoundError(f"There is no memo {memo} in your corpora.")
