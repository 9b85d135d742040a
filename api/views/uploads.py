"""Uploads: send files or a paste, watch them being read, confirm, cancel, delete."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import TooManyFilesSent
from django.http import FileResponse, HttpResponse
from rest_framework import serializers
from rest_framework.exceptions import ParseError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.withdrawal import delete_upload
from api.access import Access, to_corpus, to_upload
from api.base import View, once
from api.docs import IDEMPOTENCY, PAGING, endpoint
from api.fields import ExactText, Progress, Stamp, page_of
from api.pages import page_reply, raw_json
from api.parsers import StrictJSONParser, strict_json
from api.previews import FoundProblem, MemberCounts, Preview, UploadFigures, UploadProblems
from api.views.accounts import valid
from corpus import blobs
from corpus.errors import MalformedError, TooLargeError
from corpus.ingest.dates.elapsed import moment_of
from corpus.models import UPLOAD_STATUSES
from corpus.previewing import preview
from corpus.queries import list_problems, list_uploads, upload_json
from corpus.rules import Action
from corpus.services import uploads

# A multipart envelope is a little larger than the files inside.
ENVELOPE = 1024 * 1024
MOST_FILES = 100


class UploadFormat(serializers.Serializer[Any]):
    """What the file was taken for, how surely, and why."""

    name = serializers.CharField()
    confidence = serializers.FloatField(allow_null=True)
    reason = serializers.CharField()


class UploadOptions(serializers.Serializer[Any]):
    """What the person who uploads knows of the file."""

    format = serializers.CharField(required=False, max_length=40)
    timezone = serializers.CharField(required=False, max_length=64)
    url = serializers.URLField(required=False, max_length=2000)
    title = serializers.CharField(required=False, max_length=1000)
    confirm = serializers.ChoiceField(["auto", "ask"], required=False, default="auto")
    mapping = serializers.DictField(required=False)
    captured = serializers.CharField(required=False, max_length=40)

    def validate_captured(self, value: str) -> str:
        """Take an ISO 8601 instant only: dates are counted from it."""
        if moment_of(value) is None:
            raise serializers.ValidationError("Write the moment as 2026-11-30T18:30:00Z.")
        return value


class UploadShown(serializers.Serializer[Any]):
    """One file as received, and how far its import has come.

    `archive`: the upload that it came in. `members`, of an archive only: what became of its files.
    """

    id = serializers.UUIDField()
    corpus = serializers.IntegerField()
    name = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    status = serializers.ChoiceField(UPLOAD_STATUSES)
    progress = Progress()
    format = UploadFormat()
    encoding = serializers.CharField()
    options = UploadOptions()
    counts = UploadFigures()
    problems = UploadProblems()
    accounted = serializers.BooleanField()
    duplicate_of = serializers.UUIDField(allow_null=True)
    archive = serializers.UUIDField(allow_null=True)
    members = MemberCounts(allow_null=True)
    created_at = Stamp()
    finished_at = Stamp(allow_null=True)

    class Meta:
        ref_name = "Upload"


class UploadFilters(serializers.Serializer[Any]):
    """Whose members to list."""

    archive = serializers.UUIDField(required=False)


class Uploaded(serializers.Serializer[Any]):
    """The uploads that a request made, in the order of its parts."""

    results = UploadShown(many=True)


class Paste(serializers.Serializer[Any]):
    """Pasted text as an upload."""

    name = serializers.CharField(max_length=255, required=False, default="pasted text")
    text = ExactText(allow_blank=True)
    options = UploadOptions(required=False)


class Files(serializers.Serializer[Any]):
    """Files as an upload: one or more parts `file`, and `options` as JSON."""

    file = serializers.ListField(child=serializers.FileField(allow_empty_file=True))
    options = serializers.CharField(required=False)


class UploadsView(View):
    """The uploads of a corpus."""

    parser_classes = (StrictJSONParser, MultiPartParser)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse what is too large before a byte of it is parsed."""
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        if length > settings.UPLOAD_LIMIT + ENVELOPE:
            raise TooLargeError(
                f"The limit for one upload is {settings.UPLOAD_LIMIT:,} bytes; this is {length:,}."
            )
        super().initial(request, *args, **kwargs)

    @endpoint(
        "uploads", answers={200: page_of(UploadShown, "Upload")}, refuses=(400, 404),
        parameters=[*PAGING, UploadFilters],
    )  # fmt: skip
    def get(self, request: Request, corpus: int) -> HttpResponse:
        """List them, newest first; with `archive` the members of one, in their order."""
        to_corpus(request, corpus)
        archive = valid(UploadFilters(data=request.query_params.dict())).get("archive")
        return page_reply(
            request,
            lambda place, size: list_uploads(
                corpus_id=corpus, archive=archive, place=place, size=size
            ),
        )

    @endpoint(
        "upload", answers={202: Uploaded},
        body={"multipart/form-data": Files, "application/json": Paste},
        refuses=(400, 403, 404, 409, 413, 415, 422, 507), parameters=[IDEMPOTENCY],
    )  # fmt: skip
    def post(self, request: Request, corpus: int) -> Any:
        """Keep the files; workers read them."""
        access = to_corpus(request, corpus, Action.UPLOAD)
        return once(request, lambda: _received(request, access))


class UploadView(View):
    """One upload."""

    @endpoint("get_upload", answers={200: UploadShown}, refuses=(404,))
    def get(self, request: Request, corpus: int, upload: UUID) -> HttpResponse:
        """Show it."""
        return raw_json(upload_json(to_upload(to_corpus(request, corpus), upload).pk))

    @endpoint("delete_upload", answers={204: None}, refuses=(403, 404, 409))
    def delete(self, request: Request, corpus: int, upload: UUID) -> Response:
        """Hide it with its threads and what was coded in them."""
        access = to_corpus(request, corpus, Action.UPLOAD)
        delete_upload(to_upload(access, upload).pk, actor=access.user)
        return Response(status=204)


class UploadProblemsView(View):
    """What an import noticed."""

    @endpoint(
        "upload_problems", answers={200: page_of(FoundProblem, "UploadProblem")},
        refuses=(404,), parameters=PAGING,
    )  # fmt: skip
    def get(self, request: Request, corpus: int, upload: UUID) -> HttpResponse:
        """List it in the order of the file."""
        found = to_upload(to_corpus(request, corpus), upload)
        return page_reply(
            request, lambda place, size: list_problems(upload_id=found.pk, place=place, size=size)
        )


class UploadRawView(View):
    """The file as it was received."""

    @endpoint("upload_raw", answers={(200, "application/octet-stream"): bytes}, refuses=(403, 404))
    def get(self, request: Request, corpus: int, upload: UUID) -> FileResponse:
        """Send its bytes, unchanged."""
        found = to_upload(to_corpus(request, corpus, Action.UPLOAD), upload)
        return FileResponse(
            blobs.open_blob(found.sha256),
            as_attachment=True,
            filename=blobs.label(found.name),
            content_type="application/octet-stream",
        )


class UploadPreviewView(View):
    """What was found, before it is loaded."""

    @endpoint("upload_preview", answers={200: Preview}, refuses=(403, 404, 415, 422))
    def get(self, request: Request, corpus: int, upload: UUID) -> Response:
        """Show the first threads, the problems and, of a page's text, every span."""
        access = to_corpus(request, corpus, Action.UPLOAD)
        return Response(preview(to_upload(access, upload)))


class UploadConfirmView(View):
    """POST: load what was found."""

    @endpoint("confirm_upload", answers={202: UploadShown}, refuses=(403, 404, 409))
    def post(self, request: Request, corpus: int, upload: UUID) -> HttpResponse:
        """Go on from `review`."""
        access = to_corpus(request, corpus, Action.UPLOAD)
        uploads.confirm(to_upload(access, upload).pk, actor=access.user)
        return raw_json(upload_json(upload), status=202)


class UploadCancelView(View):
    """POST: leave it out."""

    @endpoint("cancel_upload", answers={200: UploadShown}, refuses=(403, 404, 409))
    def post(self, request: Request, corpus: int, upload: UUID) -> HttpResponse:
        """Stop before anything is loaded; the file is kept."""
        access = to_corpus(request, corpus, Action.UPLOAD)
        uploads.cancel(to_upload(access, upload).pk, actor=access.user)
        return raw_json(upload_json(upload))


def _received(request: Request, access: Access) -> HttpResponse:
    """Keep each part as an upload of its own, all or none."""
    parts, options = _parts(request)
    made = uploads.receive_all(access.corpus, actor=access.user, files=parts, options=options)
    return raw_json(f'{{"results":[{",".join(upload_json(u.pk) for u in made)}]}}', status=202)


def _parts(request: Request) -> tuple[list[tuple[str, Iterable[bytes]]], dict[str, Any]]:
    if request.content_type.startswith("application/json"):
        body = valid(Paste(data=request.data))
        return [(body["name"], [body["text"].encode()])], dict(body.get("options", {}))
    try:
        files = request.FILES.getlist("file")
    except TooManyFilesSent as error:
        raise _too_many("These are more") from error
    if not files:
        raise MalformedError(
            "Send the file as a part named file.",
            fields=[("file", "required", "Send the file as a part named file.")],
        )
    if len(files) > MOST_FILES:
        raise _too_many(f"These are {len(files):,} files")
    try:
        given = strict_json((request.POST.get("options") or "{}").encode())
    except ParseError as error:
        raise MalformedError(
            "options is not JSON.", fields=[("options", "invalid", "Write it as a JSON object.")]
        ) from error
    options = valid(UploadOptions(data=given))
    return [(file.name or "", file.chunks()) for file in files], options


def _too_many(sent: str) -> MalformedError:
    message = f"{sent}; one request takes {MOST_FILES}. Send the others in further requests."
    return MalformedError(message, fields=[("file", "too_many", message)])
