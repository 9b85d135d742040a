"""What can go wrong, as the server says it (RFC 9457) or as the line to it breaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class CatenaError(Exception):
    """A refusal by the server.

    `status` is the HTTP status, `code` the server's stable word for it (docs/api.md lists all),
    `errors` the fields in question, `current` the present state where the server sends it.
    """

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        """Take the answer's status and its body."""
        self.status = status
        self.code: str = str(problem.get("code", ""))
        self.detail: str = str(problem.get("detail") or problem.get("title") or f"HTTP {status}")
        self.errors: Sequence[Mapping[str, Any]] = problem.get("errors") or []
        self.current: Any = problem.get("current")
        self.problem = dict(problem)
        super().__init__(f"{self.detail} ({status} {self.code})")


class NotSignedIn(CatenaError):
    """401: the token is missing, wrong, expired or revoked."""


class Forbidden(CatenaError):
    """403: the role or the token's scope does not reach so far."""


class NotFound(CatenaError):
    """404: there is no such thing, or it belongs to another team."""


class Conflict(CatenaError):
    """409: something else stands in the way; `current` says what."""


class Stale(CatenaError):
    """412: somebody changed it meanwhile; `current` is its present state."""


class Invalid(CatenaError):
    """400 or 422: what was sent is malformed or impossible; `errors` name the fields."""


class TooOften(CatenaError):
    """429, and it stayed so however long the client waited."""


class ServerError(CatenaError):
    """5xx, and it stayed so after all attempts."""


class UnfinishedError(Exception):
    """Long work did not end well: `resource` is its last state."""

    def __init__(self, message: str, resource: Mapping[str, Any]) -> None:
        """Take the reason and the upload, export or snapshot as it stands."""
        self.resource = dict(resource)
        super().__init__(message)


class DamagedError(Exception):
    """A downloaded file does not have the checksum of its manifest."""


_BY_STATUS: dict[int, type[CatenaError]] = {
    400: Invalid,
    401: NotSignedIn,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    412: Stale,
    422: Invalid,
    429: TooOften,
}


def error_of(status: int, problem: Mapping[str, Any]) -> CatenaError:
    """Return the error for an answer that refuses."""
    kind = _BY_STATUS.get(status, ServerError if status >= 500 else CatenaError)
    return kind(status, problem)
