"""One shape for every error: problem+json (RFC 9457). Domain errors get their status here."""

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import DataError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response

from corpus import errors
from corpus.blobs import FULL, is_full

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
STATUS: dict[type[errors.CatenaError], int] = {
    errors.MalformedError: 400,
    errors.NotSignedInError: 401,
    errors.ForbiddenError: 403,
    errors.NotFoundError: 404,
    errors.ConflictError: 409,
    errors.BusyError: 423,
    errors.DamagedError: 460,
    errors.StaleError: 412,
    errors.TooLargeError: 413,
    errors.UnsupportedError: 415,
    errors.ImpossibleError: 422,
    errors.UnreadableError: 422,
    errors.PreconditionMissingError: 428,
    errors.TooOftenError: 429,
    errors.StorageFullError: 507,
}
RETRY_SECONDS = 2
# What tus has and HTTP itself does not.
TITLES = {460: "Checksum Mismatch"}


def handler(error: Exception, context: dict[str, Any]) -> HttpResponseBase | None:
    """Turn an expected error into a problem document; leave the rest to Django's 500."""
    if isinstance(error, errors.CatenaError):
        return _of_domain(error)
    if _is_full(error):
        return problem(507, "disk_full", FULL)
    if isinstance(error, OperationalError | InterfaceError):
        return database_away()
    if isinstance(error, RequestDataTooBig):
        return _too_big()
    if isinstance(error, DataError):
        return problem(400, "malformed", "A value is out of range or holds a NUL character.")
    return _of_framework(error)


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    fields: list[dict[str, str]] | None = None,
    extra: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    """Return a problem document as a response."""
    body = document(status, code, detail, fields=fields, extra=extra)
    return Response(body, status=status, content_type=MEDIA_TYPE, headers=headers)


def document(
    status: int,
    code: str,
    detail: str,
    *,
    fields: list[dict[str, str]] | None = None,
    extra: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the members of a problem document; `code` is stable and documented."""
    return {
        "type": f"urn:catena:problem:{code}",
        "title": TITLES.get(status) or HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        "errors": fields or [],
        **(extra or {}),
    }


def described(error: errors.CatenaError) -> dict[str, Any]:
    """Return a domain error as a problem document, e.g. for one item of a bulk reply."""
    fields = [{"field": f, "code": c, "message": m} for f, c, m in error.fields]
    return document(status_of(error), error.code, error.detail, fields=fields, extra=error.extra)


def status_of(error: errors.CatenaError) -> int:
    """Return the HTTP status of a domain error."""
    return next((s for kind, s in STATUS.items() if isinstance(error, kind)), 400)


def database_away() -> Response:
    """Say that the database does not answer, and when to try again."""
    return problem(
        503,
        "database_away",
        "The database does not answer at the moment. Nothing that was saved is lost.",
        headers={"Retry-After": str(RETRY_SECONDS)},
    )


def _is_full(error: Exception) -> bool:
    """Say whether a disk is full: this server's, or the database's (SQLSTATE 53100)."""
    if isinstance(error, OSError):
        return is_full(error)
    cause = error.__cause__ if isinstance(error, OperationalError) else None
    return getattr(cause, "sqlstate", None) == "53100"


def _of_domain(error: errors.CatenaError) -> Response:
    headers = {}
    if isinstance(error, errors.TooOftenError):
        headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, errors.NotSignedInError):
        headers["WWW-Authenticate"] = 'Bearer realm="catena"'
    return Response(
        described(error), status=status_of(error), content_type=MEDIA_TYPE, headers=headers
    )


def _of_framework(error: Exception) -> Response | None:
    """Turn Django's and REST framework's own errors into problem documents."""
    if isinstance(error, Http404):
        return problem(404, "not_found", "There is no such thing.")
    if isinstance(error, PermissionDenied):
        return problem(403, "forbidden", str(error) or "You may not do this.")
    if not isinstance(error, exceptions.APIException):
        return None
    headers = {}
    if header := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = header
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait) + 1)
    if isinstance(error, exceptions.ValidationError):
        fields = _flat(error.get_full_details())
        return problem(400, "malformed", "Some fields are not right.", fields=fields)
    code = str(error.get_codes())
    return problem(
        error.status_code,
        {"parse_error": "malformed"}.get(code, code),
        str(error.detail),
        headers=headers,
    )


def _flat(details: Any, path: str = "") -> list[dict[str, str]]:
    """List REST framework's nested messages as `field` (dotted), `code`, `message`."""
    if isinstance(details, dict) and set(details) == {"message", "code"}:
        return [{"field": path, "code": str(details["code"]), "message": str(details["message"])}]
    if isinstance(details, dict):
        pairs = [
            ("" if name == "non_field_errors" else str(name), d) for name, d in details.items()
        ]
    else:
        pairs = [
            (str(i) if isinstance(d, dict) and set(d) != {"message", "code"} else "", d)
            for i, d in enumerate(details)
        ]
    return [
        row for name, inner in pairs for row in _flat(inner, ".".join(filter(None, (path, name))))
    ]


class DatabaseAwayMiddleware:
    """Answers 503 when the database fails outside of a view, e.g. in the session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn a lost database into a problem document."""
        if not isinstance(error, OperationalError | InterfaceError):
            return None
        return plain(database_away())


def plain(response: Response) -> HttpResponse:
    """Render a problem outside of REST framework."""
    headers = {name: value for name, value in response.items() if name != "Content-Type"}
    return JsonResponse(
        response.data, status=response.status_code, content_type=MEDIA_TYPE, headers=headers
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer what nobody expected, without a word about the inside."""
    return plain(
        problem(500, "server_error", "Something went wrong here; it is in the server's log.")
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what Django refuses before a view sees it: a foreign host, too many parts."""
    if isinstance(exception, RequestDataTooBig):
        return plain(_too_big())
    return plain(problem(400, "malformed", str(exception) or "This request cannot be understood."))


def _too_big() -> Response:
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return problem(413, "too_large", f"A body other than files has at most {limit:,} bytes.")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that does not exist."""
    return plain(problem(404, "not_found", f"There is nothing at {request.path}."))
