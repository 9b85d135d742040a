"""The formats that are read and written, and reading a file as another one."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.exports.formats import FORMATS
from annotations.models import WHATS
from api.access import to_corpus, to_upload
from api.auth import signed_in
from api.base import View
from api.docs import endpoint
from api.pages import raw_json
from api.views.accounts import valid
from api.views.uploads import UploadShown
from corpus.ingest.registry import READERS
from corpus.queries import upload_json
from corpus.rules import Action
from corpus.services.formats import read_as


class FormatShown(serializers.Serializer[Any]):
    """A format by its name; `boundaries`: where posts begin and end can be corrected."""

    name = serializers.CharField()
    boundaries = serializers.BooleanField()

    class Meta:
        ref_name = "Format"


class ReadAsRequest(serializers.Serializer[Any]):
    """As what to read it; null: as it seems to be."""

    format = serializers.CharField(max_length=40, allow_null=True)


class FormatsView(View):
    """The formats."""

    @endpoint("formats", answers={200: FormatShown(many=True)}, refuses=())
    def get(self, request: Request) -> Response:
        """List what is read."""
        signed_in(request)
        rows = [{"name": one.format, "boundaries": one.cut is not None} for one in READERS.values()]
        return Response(rows)


class ReadAsView(View):
    """POST: read a file as another format."""

    @endpoint(
        "read_as", body=ReadAsRequest, answers={202: UploadShown},
        refuses=(400, 403, 404, 409, 415),
    )  # fmt: skip
    def post(self, request: Request, corpus: int, upload: UUID) -> HttpResponse:
        """Read it again from its beginning; nothing of it may be loaded yet."""
        access = to_corpus(request, corpus, Action.UPLOAD)
        found = to_upload(access, upload)
        name = valid(ReadAsRequest(data=request.data))["format"]
        read_as(found.pk, name=name, actor=access.user)
        return raw_json(upload_json(found.pk), status=202)


class FormatOut(serializers.Serializer[Any]):
    """A way out, with what it can hold and the programs it has dialects for.

    `of_snapshots`: made of a snapshot only; `neutralises`: what a spreadsheet might run gets an
    apostrophe unless `neutralise_formulas` says no; `whole`: for those who manage the corpus.
    """

    name = serializers.CharField()
    says = serializers.CharField()
    extension = serializers.CharField()
    media_type = serializers.CharField()
    whats = serializers.ListField(child=serializers.ChoiceField(WHATS))
    profiles = serializers.ListField(child=serializers.CharField())
    utf16 = serializers.BooleanField()
    of_snapshots = serializers.BooleanField()
    neutralises = serializers.BooleanField()
    whole = serializers.BooleanField()


class FormatsOutView(View):
    """The formats in which coded data leave."""

    @endpoint("formats_out", answers={200: FormatOut(many=True)}, refuses=(404,))
    def get(self, request: Request, corpus: int) -> Response:
        """List them; the first profile is what is taken when none is named."""
        to_corpus(request, corpus, Action.EXPORT)
        return Response([FormatOut(one).data for one in FORMATS.values()])
