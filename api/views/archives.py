"""Archives of whole corpora: one that comes in becomes a new corpus of whoever sends it."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request

from annotations.archive.receiving import receive, received
from annotations.archive.shown import archive_json
from annotations.exchange import PROJECT_STATUSES
from api.auth import signed_in
from api.base import View, once
from api.docs import IDEMPOTENCY, endpoint
from api.fields import Progress, Stamp
from api.pages import raw_json
from api.views.uploads import ENVELOPE
from corpus.errors import MalformedError, TooLargeError


class ArchiveUpload(serializers.Serializer[Any]):
    """The part `file`: a file of the export `catena`."""

    file = serializers.FileField()


class ArchiveOrigin(serializers.Serializer[Any]):
    """What the archive says of itself; empty until it is in."""

    archive = serializers.CharField(required=False, help_text="Its SHA-256.")
    title = serializers.CharField(required=False)
    as_of_seq = serializers.IntegerField(required=False, allow_null=True)
    made_at = serializers.CharField(required=False, allow_null=True)
    software_version = serializers.CharField(required=False, allow_null=True)


class ArchiveShown(serializers.Serializer[Any]):
    """An archive and how far it has come in; `corpus` is the new corpus once all of it is there.

    `rows` are those of each table.
    """

    id = serializers.UUIDField()
    name = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    status = serializers.ChoiceField(PROJECT_STATUSES)
    progress = Progress()
    corpus = serializers.IntegerField(allow_null=True)
    origin = ArchiveOrigin()
    rows = serializers.DictField(child=serializers.IntegerField())
    error = serializers.CharField(allow_blank=True)
    created_at = Stamp()
    finished_at = Stamp(allow_null=True)

    class Meta:
        ref_name = "Archive"


class ArchivesView(View):
    """Archives that come in."""

    parser_classes = (MultiPartParser,)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse what is too large before a byte of it is parsed."""
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        if length > settings.UPLOAD_LIMIT + ENVELOPE:
            raise TooLargeError(
                f"The limit for one upload is {settings.UPLOAD_LIMIT:,} bytes; this is {length:,}. "
                "Whoever runs this Catena can use: catena import-archive"
            )
        super().initial(request, *args, **kwargs)

    @endpoint(
        "import_archive", answers={202: ArchiveShown}, body={"multipart/form-data": ArchiveUpload},
        refuses=(400, 413, 415, 422, 507), parameters=[IDEMPOTENCY],
    )  # fmt: skip
    def post(self, request: Request) -> Any:
        """Keep the file and have a worker make a new corpus of it; the caller becomes its owner."""

        def take() -> HttpResponse:
            file = request.FILES.get("file")
            if file is None:
                message = "Send the archive as a file in the part “file”."
                raise MalformedError(message, fields=[("file", "required", message)])
            project = receive(actor=signed_in(request), name=file.name or "", chunks=file.chunks())
            return raw_json(archive_json(project.pk), status=202)

        return once(request, take)


class ArchiveView(View):
    """One archive that came in."""

    @endpoint("imported_archive", answers={200: ArchiveShown}, refuses=(404,))
    def get(self, request: Request, archive: UUID) -> HttpResponse:
        """Show how far it is, to whoever brought it in."""
        return raw_json(archive_json(received(archive, by=signed_in(request)).pk))
