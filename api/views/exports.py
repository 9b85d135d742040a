"""Exports: files that workers write, with a manifest."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from annotations import exporting
from annotations.exporting import Wanted
from annotations.exports.formats import FORMATS
from annotations.models import LEVELS, WHATS, Export
from annotations.queries import export_json, list_exports
from api.access import Access, to_corpus
from api.base import View, once
from api.docs import IDEMPOTENCY, PAGING, RANGES, endpoint
from api.downloads import Sent, send
from api.fields import IdField, Person, Progress, Stamp, Strict, page_of
from api.pages import page_reply, raw_json
from api.views.accounts import valid
from corpus.errors import ConflictError, NotFoundError
from corpus.rules import Action, require

_MEDIA_TYPES = sorted({one.media_type.split(";")[0] for one in FORMATS.values()})


class Scope(Strict):
    """Which annotations; what is not given is not restricted."""

    threads = serializers.ListField(child=IdField(), required=False, allow_empty=False)
    codes = serializers.ListField(child=IdField(), required=False, allow_empty=False)
    subtree = IdField(required=False)
    coders = serializers.ListField(child=IdField(), required=False, allow_empty=False)
    levels = serializers.ListField(
        child=serializers.ChoiceField(LEVELS), required=False, allow_empty=False
    )
    created_after = serializers.DateTimeField(required=False)
    created_before = serializers.DateTimeField(required=False)


class ExportOptions(Strict):
    """How the file is written; what a format cannot do it leaves alone."""

    offset_unit = serializers.ChoiceField(["codepoint", "utf16"], required=False)
    bom = serializers.BooleanField(required=False)
    neutralise_formulas = serializers.BooleanField(required=False)
    pseudonymise = serializers.BooleanField(
        required=False, help_text="Pseudonyms for the names of those who wrote."
    )
    texts = serializers.BooleanField(
        required=False, help_text="false: stand-off only, without quotes and posts' texts."
    )
    hidden = serializers.BooleanField(
        required=False, help_text="Also posts that the site hides and nobody coded."
    )
    attributes = serializers.BooleanField(
        required=False,
        help_text="Attributes as columns: of threads and participants unless you say no; of"
        " annotations and posts (those of thread and author), and of snapshots, if you say so.",
    )  # fmt: skip
    limit = serializers.IntegerField(
        required=False, min_value=1, max_value=100_000,
        help_text="So many quotations at most in a report; 10,000 where nothing is said.",
    )  # fmt: skip


class ExportRequest(Strict):
    """What is wanted."""

    format = serializers.CharField(max_length=10)
    profile = serializers.CharField(required=False, max_length=40)
    what = serializers.ChoiceField(WHATS, required=False)
    scope = Scope(required=False)
    options = ExportOptions(required=False)
    snapshot = serializers.UUIDField(required=False, allow_null=True)


class LossShown(serializers.Serializer[Any]):
    """What the format or the program it is for cannot carry."""

    code = serializers.CharField()
    count = serializers.IntegerField()
    message = serializers.CharField()

    class Meta:
        ref_name = "Loss"


class Manifest(serializers.Serializer[Any]):
    """What a file holds, so that anybody can check it."""

    format = serializers.CharField()
    what = serializers.CharField()
    profile = serializers.CharField()
    losses = LossShown(many=True)

    sha256 = serializers.CharField()
    size = serializers.IntegerField()
    rows = serializers.IntegerField()
    columns = serializers.ListField(child=serializers.CharField())
    scope = serializers.DictField()
    options = serializers.DictField()
    as_of_seq = serializers.IntegerField()
    schema_version = serializers.IntegerField()
    software_version = serializers.CharField()
    created_at = serializers.CharField()
    created_by = serializers.CharField(allow_null=True)
    snapshot = serializers.CharField(allow_null=True, help_text="The snapshot's name, if of one.")


class ExportShown(serializers.Serializer[Any]):
    """An export and how far it has come."""

    id = serializers.UUIDField()
    corpus = serializers.IntegerField()
    format = serializers.ChoiceField(list(FORMATS))
    what = serializers.ChoiceField(WHATS)
    profile = serializers.CharField()
    snapshot = serializers.UUIDField(allow_null=True)
    scope = serializers.DictField()
    options = serializers.DictField()
    status = serializers.ChoiceField(["queued", "running", "done", "failed"])
    progress = Progress()
    manifest = Manifest(allow_null=True)
    error = serializers.CharField()
    created_by = Person(allow_null=True)
    created_at = Stamp()
    finished_at = Stamp(allow_null=True)

    class Meta:
        ref_name = "Export"


class ExportsView(View):
    """The exports of a corpus."""

    write_scope = "export"

    @endpoint(
        "exports", answers={200: page_of(ExportShown, "Export")}, refuses=(404,), parameters=PAGING
    )
    def get(self, request: Request, corpus: int) -> HttpResponse:
        """List them, newest first."""
        to_corpus(request, corpus, Action.EXPORT)
        return page_reply(
            request, lambda place, size: list_exports(corpus_id=corpus, place=place, size=size)
        )

    @endpoint(
        "order_export", body=ExportRequest, answers={202: ExportShown},
        refuses=(400, 403, 404, 415, 422), parameters=[IDEMPOTENCY],
    )  # fmt: skip
    def post(self, request: Request, corpus: int) -> Any:
        """Have a worker write a file."""
        access = to_corpus(request, corpus, Action.EXPORT)

        def order() -> HttpResponse:
            body = valid(ExportRequest(data=request.data))
            _require_for(access, body["format"])
            plain = ExportRequest(body).data
            there = FORMATS.get(body["format"])
            wanted = Wanted(
                body["format"],
                what=body.get("what", there.whats[0] if there else "annotations"),
                profile=body.get("profile", ""),
                scope=dict(plain.get("scope", {})),
                options=dict(plain.get("options", {})),
                snapshot=body.get("snapshot"),
            )
            export = exporting.order_export(corpus=access.corpus, actor=access.user, wanted=wanted)
            return raw_json(export_json(export.pk), status=202)

        return once(request, order)


class ExportView(View):
    """One export."""

    write_scope = "export"

    @endpoint("export", answers={200: ExportShown}, refuses=(404,))
    def get(self, request: Request, corpus: int, export: UUID) -> HttpResponse:
        """Show it."""
        found = _find(to_corpus(request, corpus, Action.EXPORT), export)
        return raw_json(export_json(found.pk))

    @endpoint("delete_export", answers={204: None}, refuses=(403, 404))
    def delete(self, request: Request, corpus: int, export: UUID) -> Response:
        """Remove it and its file; stop it if it is being written."""
        found = _find(to_corpus(request, corpus, Action.EXPORT), export)
        exporting.delete_export(found.pk)
        return Response(status=204)


class ExportFileView(View):
    """The file of an export."""

    read_scope = "export"

    @endpoint(
        "export_file",
        answers={
            **{(status, media): bytes for status in (200, 206) for media in _MEDIA_TYPES},
            304: None,
        },
        refuses=(403, 404, 409, 416),
        parameters=RANGES,
    )
    def get(self, request: Request, corpus: int, export: UUID) -> HttpResponseBase:
        """Send it, or from where a download broke off: `Range`, best with `If-Range`."""
        access = to_corpus(request, corpus, Action.EXPORT)
        found = _finished(access, export)
        _require_for(access, found.format)
        there = FORMATS[found.format]
        file = Sent(
            exporting.path_of(found),
            name=f"corpus-{corpus}-{found.what}-{found.created_at:%Y%m%d-%H%M}.{there.extension}",
            media_type=there.media_type,
            sha256=str((found.manifest or {})["sha256"]),
        )
        return send(request, file)


class ExportManifestView(View):
    """The manifest of an export."""

    read_scope = "export"

    @endpoint("export_manifest", answers={200: Manifest}, refuses=(403, 404, 409))
    def get(self, request: Request, corpus: int, export: UUID) -> Response:
        """Show it."""
        found = _finished(to_corpus(request, corpus, Action.EXPORT), export)
        return Response(found.manifest)


def _require_for(access: Access, name: str) -> None:
    """Leave whole corpora, with raw files and history, to those who manage them."""
    if name in FORMATS and FORMATS[name].whole:
        require(Action.MANAGE_CORPUS, role=access.role)


def _find(access: Access, export_id: UUID) -> Export:
    found = Export.objects.filter(pk=export_id, corpus=access.corpus).first()
    if found is None:
        raise NotFoundError(f"There is no export {export_id} in this corpus.")
    return found


def _finished(access: Access, export_id: UUID) -> Export:
    found = _find(access, export_id)
    if found.status != "done":
        raise ConflictError(f"The export is {found.status}: wait for done.", code="not_done")
    return found
