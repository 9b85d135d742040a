"""Exports: files that workers write with a manifest, and direct streams for scripts."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from annotations import exporting
from annotations.exporting import Wanted
from annotations.exports.columns import SCOPES
from annotations.exports.formats import FORMATS
from annotations.exports.order import Tally
from annotations.exports.writing import stream
from annotations.models import LEVELS, WHATS, Export
from annotations.queries import export_json, list_exports
from api.access import Access, to_corpus
from api.base import View, once
from api.docs import IDEMPOTENCY, PAGING, endpoint
from api.fields import IdField, Person, Progress, Stamp, page_of
from api.pages import page_reply, raw_json
from api.views.accounts import valid
from corpus.errors import ConflictError, ImpossibleError, NotFoundError
from corpus.rules import Action


class Scope(serializers.Serializer[Any]):
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


class ExportOptions(serializers.Serializer[Any]):
    """How the file is written. Pseudonyms come with a later version and are refused until then."""

    offset_unit = serializers.ChoiceField(["codepoint", "utf16"], required=False)
    bom = serializers.BooleanField(required=False)
    neutralise_formulas = serializers.BooleanField(required=False)
    pseudonymise = serializers.BooleanField(required=False)


class ExportRequest(serializers.Serializer[Any]):
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
            _refuse_unknown(body)
            plain = ExportRequest(body).data
            wanted = Wanted(
                body["format"],
                what=body.get("what", "annotations"),
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
        answers={(200, one.media_type.split(";")[0]): bytes for one in FORMATS.values()},
        refuses=(403, 404, 409),
    )
    def get(self, request: Request, corpus: int, export: UUID) -> FileResponse:
        """Send it."""
        found = _finished(to_corpus(request, corpus, Action.EXPORT), export)
        return FileResponse(
            exporting.path_of(found).open("rb"),
            as_attachment=True,
            filename=f"corpus-{corpus}-annotations-{found.created_at:%Y%m%d-%H%M}"
            f".{FORMATS[found.format].extension}",
            content_type=FORMATS[found.format].media_type,
        )


class ExportManifestView(View):
    """The manifest of an export."""

    read_scope = "export"

    @endpoint("export_manifest", answers={200: Manifest}, refuses=(403, 404, 409))
    def get(self, request: Request, corpus: int, export: UUID) -> Response:
        """Show it."""
        found = _finished(to_corpus(request, corpus, Action.EXPORT), export)
        return Response(found.manifest)


class StreamView(View):
    """Coded data as a direct stream, for `curl`, R and pandas."""

    read_scope = "export"
    format_name = "csv"

    def get(self, request: Request, corpus: int) -> StreamingHttpResponse:
        """Send the rows as PostgreSQL makes them."""
        access = to_corpus(request, corpus, Action.EXPORT)
        query = request.query_params
        given: dict[str, Any] = {
            name: [v for part in query.getlist(name) for v in part.split(",") if v]
            if name in ("threads", "codes", "coders", "levels")
            else query[name]
            for name in SCOPES
            if name in query
        }
        scope = valid(Scope(data=given))
        exporting.check_scope(access.corpus, scope)
        options = valid(ExportOptions(data=query.dict()))
        _refuse_unknown({"options": options})
        wanted = Wanted(self.format_name, scope=scope, options=options)
        exporting.check_wanted(wanted)
        order = exporting.as_order(access.corpus.pk, wanted)
        name = f"corpus-{corpus}-annotations.{self.format_name}"
        return StreamingHttpResponse(
            stream(order, Tally()),
            content_type=FORMATS[self.format_name].media_type,
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


class CsvView(StreamView):
    """`annotations.csv`."""

    @endpoint(
        "annotations_csv", answers={(200, "text/csv"): bytes}, refuses=(404, 422),
        parameters=[Scope, ExportOptions],
    )  # fmt: skip
    def get(self, request: Request, corpus: int) -> StreamingHttpResponse:
        """Send CSV with a header (RFC 4180, UTF-8)."""
        return super().get(request, corpus)


class JsonlView(StreamView):
    """`annotations.jsonl`."""

    format_name = "jsonl"

    @endpoint(
        "annotations_jsonl", answers={(200, "application/x-ndjson"): bytes},
        refuses=(404, 422), parameters=[Scope, ExportOptions],
    )  # fmt: skip
    def get(self, request: Request, corpus: int) -> StreamingHttpResponse:
        """Send one JSON object a line, null where CSV is empty."""
        return super().get(request, corpus)


def _refuse_unknown(body: dict[str, Any]) -> None:
    if body.get("options", {}).get("pseudonymise"):
        raise ImpossibleError(
            "Exports cannot be pseudonymised yet; nothing was written.", code="not_available"
        )


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
