"""Corrections of an upload's reading: say what is wrong, take it back."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.access import to_corpus, to_upload
from api.base import View, once
from api.docs import IDEMPOTENCY, PAGING, endpoint
from api.fields import page_of
from api.pages import page_reply, raw_json
from api.previews import CorrectionShown
from api.views.accounts import valid
from api.views.uploads import UploadShown
from corpus import rereading
from corpus.errors import MalformedError
from corpus.ingest.operations import NAMES
from corpus.models import POST_KINDS
from corpus.queries import list_corrections, upload_json
from corpus.replaying import shown
from corpus.rules import Action
from corpus.services import corrections


class CorrectionRequest(serializers.Serializer[Any]):
    """An operation on the decoded file; which members it needs depends on `op`.

    Positions are code points. A post is named by any position `at` inside its span.
    """

    op = serializers.ChoiceField(NAMES)
    at = serializers.IntegerField(required=False, allow_null=True, min_value=0)
    start = serializers.IntegerField(required=False, min_value=0)
    end = serializers.IntegerField(required=False, min_value=0)
    name = serializers.CharField(required=False, allow_null=True)
    author = serializers.CharField(required=False, allow_null=True)
    written_at = serializers.CharField(required=False, allow_null=True)
    parent = serializers.IntegerField(  # type: ignore[assignment]  # as in api.md
        required=False, allow_null=True, min_value=0
    )
    kind = serializers.ChoiceField(POST_KINDS, required=False)
    title = serializers.CharField(required=False)
    code = serializers.CharField(required=False)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Add the member whose name is a word of Python's."""
        fields = super().get_fields()
        fields["as"] = serializers.ChoiceField(["furniture", "header"], required=False)
        return fields


class CorrectionsView(View):
    """The corrections of an upload."""

    @endpoint(
        "corrections", answers={200: page_of(CorrectionShown, "Correction")}, refuses=(403, 404),
        parameters=PAGING,
    )  # fmt: skip
    def get(self, request: Request, corpus: int, upload: UUID) -> HttpResponse:
        """List those that stand, in their order."""
        found = to_upload(to_corpus(request, corpus, Action.UPLOAD), upload)
        return page_reply(
            request,
            lambda place, size: list_corrections(upload_id=found.pk, place=place, size=size),
        )

    @endpoint(
        "correct", body=CorrectionRequest, answers={201: CorrectionShown},
        refuses=(400, 403, 404, 409, 422), parameters=[IDEMPOTENCY],
    )  # fmt: skip
    def post(self, request: Request, corpus: int, upload: UUID) -> Any:
        """Say what is wrong with the reading; the preview shows it corrected."""
        access = to_corpus(request, corpus, Action.UPLOAD)
        found = to_upload(access, upload)

        def correct() -> Response:
            row = corrections.add(found, actor=access.user, given=_operation(request.data))
            return Response(shown(row), status=201)

        return once(request, correct)


class CorrectionView(View):
    """One correction."""

    @endpoint("take_back_correction", answers={204: None}, refuses=(403, 404, 409))
    def delete(self, request: Request, corpus: int, upload: UUID, number: int) -> Response:
        """Take it back; the others stay."""
        access = to_corpus(request, corpus, Action.UPLOAD)
        corrections.take_back(to_upload(access, upload).pk, number, actor=access.user)
        return Response(status=204)


def _operation(sent: Any) -> Any:
    """Return the operation of a request: the body, or its member `operation`."""
    if not isinstance(sent, dict):
        raise MalformedError("An operation is a JSON object with the member op.")
    return sent.get("operation", sent)


class RereadRequest(serializers.Serializer[Any]):
    """Whether to do it, or only to say what it would change."""

    apply = serializers.BooleanField(required=False, default=False)


class DifferenceCounts(serializers.Serializer[Any]):
    """How many stay as they are, change, come in, and are not found again (and stay)."""

    same = serializers.IntegerField()
    changed = serializers.IntegerField()
    new = serializers.IntegerField()
    missing = serializers.IntegerField()


class DifferenceItem(serializers.Serializer[Any]):
    """One change: of a thread's title, or of a post (`number` as newly read, else as loaded)."""

    what = serializers.ChoiceField(["thread", "post"])
    change = serializers.ChoiceField(
        ["text", "author", "date", "parent", "kind", "status", "title", "new", "missing"]
    )
    number = serializers.IntegerField(allow_null=True)
    before = serializers.CharField(allow_blank=True)
    after = serializers.CharField(allow_blank=True)


class DifferenceShown(serializers.Serializer[Any]):
    """What reading a file again would change: totals, and the first 200 changes.

    `excerpt`: of a large export the first 500 threads were compared.
    """

    threads = DifferenceCounts()
    posts = DifferenceCounts()
    items = DifferenceItem(many=True)
    excerpt = serializers.BooleanField()

    class Meta:
        ref_name = "Difference"


class RereadView(View):
    """POST: read a loaded file again."""

    @endpoint(
        "reread", body=RereadRequest, answers={200: DifferenceShown, 202: UploadShown},
        refuses=(400, 403, 404, 409, 422),
    )  # fmt: skip
    def post(self, request: Request, corpus: int, upload: UUID) -> HttpResponse | Response:
        """Say what it would change; with `apply` do it: the upload is read and loaded again."""
        access = to_corpus(request, corpus, Action.UPLOAD)
        found = to_upload(access, upload)
        if valid(RereadRequest(data=request.data))["apply"]:
            rereading.reread(found.pk, actor=access.user)
            return raw_json(upload_json(found.pk), status=202)
        return Response(rereading.difference(found))
