"""Resumable uploads: tus 1.0 with creation, termination, expiration and checksum.

Headers and answers are here; the bytes are `api.receiving`'s, what becomes of them
`corpus.services.partials`' matter.
"""

import base64
import binascii
import hashlib
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.utils.http import http_date
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ParseError
from rest_framework.request import Request
from rest_framework.response import Response

from api.access import to_corpus
from api.auth import signed_in
from api.base import View
from api.docs import endpoint
from api.fields import BIGGEST_ID
from api.parsers import strict_json
from api.receiving import Incoming
from api.taking import FEEDS, BodyAnswer, fed
from api.views.accounts import valid
from api.views.uploads import UploadOptions
from corpus import drafts
from corpus.errors import (
    ConflictError,
    MalformedError,
    NotFoundError,
    StaleError,
    TooLargeError,
    UnsupportedError,
)
from corpus.models import PartialUpload
from corpus.rules import Action
from corpus.services import partials

VERSION = "1.0.0"
ALGORITHMS = ("sha1", "sha256")
MEDIA = "application/offset+octet-stream"
_TO_ALL = {"Tus-Resumable": VERSION, "Cache-Control": "no-store"}


def _header(name: str, description: str, *, required: bool = True) -> OpenApiParameter:
    return OpenApiParameter(
        name, OpenApiTypes.STR, OpenApiParameter.HEADER, required=required, description=description
    )


_TUS = _header("Tus-Resumable", "1.0.0")


class TusView(View):
    """What both addresses share: the version and the headers of every answer."""

    def get_permissions(self) -> Any:
        """Let anybody ask what this server can do."""
        return [] if self.request.method == "OPTIONS" else super().get_permissions()

    def perform_authentication(self, request: Request) -> None:
        """Find out who asks, unless it is for nothing of anybody's."""
        if request.method != "OPTIONS":
            super().perform_authentication(request)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse who speaks another version before anything is looked at.

        Raises:
            StaleError: `tus_version`.
        """
        if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
            raise StaleError(f"Say Tus-Resumable: {VERSION}.", code="tus_version")
        super().initial(request, *args, **kwargs)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Add the headers of every answer."""
        for name, value in _TO_ALL.items():
            response.headers[name] = value
        if response.status_code == 412:
            response.headers["Tus-Version"] = VERSION
        return super().finalize_response(request, response, *args, **kwargs)

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """Say what this server can do."""
        return Response(
            status=204,
            headers={
                "Tus-Version": VERSION,
                "Tus-Extension": "creation,termination,expiration,checksum",
                "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
                "Tus-Max-Size": str(settings.UPLOAD_LIMIT),
            },
        )


class TusUploadsView(TusView):
    """Where files in pieces begin."""

    @endpoint(
        "begin_tus_upload", answers={201: None}, refuses=(400, 404, 412, 413, 415, 422),
        parameters=[
            _TUS, _header("Upload-Length", "Bytes of the whole file."),
            _header("Upload-Metadata", "`corpus`, `filename`, `options` (JSON), `modified`."),
        ],
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """Begin a file; its bytes follow by PATCH at `Location`."""
        said = _metadata(request)
        access = to_corpus(request, _corpus(said), Action.UPLOAD)
        partial = partials.begin(
            access.corpus,
            actor=access.user,
            name=said.get("filename", ""),
            size=_number(request, "Upload-Length"),
            options=_options(said),
            modified=int(said["modified"]) if said.get("modified", "").isdecimal() else None,
        )
        place = {"Location": f"/api/v1/tus/{partial.pk}/", "Upload-Offset": "0"}
        return Response(status=201, headers=place | _expiry(partial))


class TusUploadView(TusView):
    """One file in pieces; only who began it may go on, as long as they may upload."""

    def head(self, request: Request, upload: UUID) -> Response:
        """Say how many bytes are safely there."""
        partial = _mine(request, upload)
        drafts.refuse_if_busy(partial.pk)
        offset = {"Upload-Offset": str(partials.place_of(partial))}
        length = {"Upload-Length": str(partial.size)}
        return Response(headers=offset | length | _expiry(partial))

    @endpoint(
        "send_tus_bytes", answers={204: None}, body={MEDIA: OpenApiTypes.BINARY},
        refuses=(404, 408, 409, 412, 413, 415, 423, 460, 507),
        parameters=[
            _TUS, _header("Upload-Offset", "Where these bytes begin: as HEAD says."),
            _header("Upload-Checksum", "`sha1` or `sha256` and the digest in base64.",
                    required=False),
        ],
    )  # fmt: skip
    def patch(self, request: Request, upload: UUID) -> HttpResponse:
        """Send bytes; the last ones make an upload with the same id."""
        if request.headers.get("Content-Type", "").split(";")[0] != MEDIA:
            raise UnsupportedError(f"Send the bytes as {MEDIA}.", code="unsupported_media_type")
        partial, checksum = _mine(request, upload), _checksum(request)
        there, offset = partials.place_of(partial), _number(request, "Upload-Offset")
        if offset != there:
            raise ConflictError(f"{there:,} bytes are here; go on there.", code="offset_differs")
        if offset + int(request.META.get("CONTENT_LENGTH") or 0) > partial.size:
            raise TooLargeError("More comes than the Upload-Length that was said at first.")
        if partial.upload_id is not None:
            return Response(status=204, headers={"Upload-Offset": str(there)})
        answer = BodyAnswer(Incoming(partial, at=offset, checksum=checksum))
        for name, value in (_TO_ALL | _expiry(partial)).items():
            answer[name] = value
        return answer if FEEDS in request.META else fed(request, answer)

    @endpoint("end_tus_upload", answers={204: None}, refuses=(404, 412), parameters=[_TUS])
    def delete(self, request: Request, upload: UUID) -> Response:
        """Give it up. What became an upload stays one."""
        partials.give_up(_mine(request, upload))
        return Response(status=204)


def _mine(request: Request, upload: UUID) -> PartialUpload:
    partial = PartialUpload.objects.filter(pk=upload, created_by=signed_in(request)).first()
    if partial is None:
        raise NotFoundError(f"There is no unfinished upload {upload} of yours.")
    to_corpus(request, partial.corpus_id, Action.UPLOAD)
    return partial


def _expiry(partial: PartialUpload) -> dict[str, str]:
    if partial.upload_id is not None:
        return {}
    return {"Upload-Expires": http_date(partials.expires_at(partial).timestamp())}


def _number(request: Request, name: str) -> int:
    said = request.headers.get(name, "")
    if not (said.isascii() and said.isdecimal()) or int(said[:20]) > BIGGEST_ID:
        raise MalformedError(f"{name} is missing or no number of bytes.")
    return int(said)


def _metadata(request: Request) -> dict[str, str]:
    said = {}
    for pair in filter(None, request.headers.get("Upload-Metadata", "").split(",")):
        name, _, value = pair.strip().partition(" ")
        try:
            said[name] = base64.b64decode(value, validate=True).decode()
        except ValueError as error:
            raise MalformedError(f"Upload-Metadata: {name} is no UTF-8 in base64.") from error
    return said


def _corpus(said: dict[str, str]) -> int:
    number = said.get("corpus", "")
    if not (number.isascii() and number.isdecimal()) or int(number[:20]) > BIGGEST_ID:
        message = "Name the corpus by its number in Upload-Metadata."
        raise MalformedError(message, fields=[("corpus", "required", message)])
    return int(number)


def _options(said: dict[str, str]) -> dict[str, Any]:
    try:
        return valid(UploadOptions(data=strict_json((said.get("options") or "{}").encode())))
    except ParseError as error:
        message = "Write options as a JSON object."
        raise MalformedError(message, fields=[("options", "invalid", message)]) from error


def _checksum(request: Request) -> tuple[Any, bytes] | None:
    said = request.headers.get("Upload-Checksum")
    if said is None:
        return None
    name, _, digest = said.partition(" ")
    try:
        if name not in ALGORITHMS:
            raise MalformedError(f"Upload-Checksum: there are {' and '.join(ALGORITHMS)}.")
        return hashlib.new(name, usedforsecurity=False), base64.b64decode(digest, validate=True)
    except binascii.Error as error:
        raise MalformedError("Upload-Checksum: the digest is no base64.") from error
