"""Every failure that is expected: few classes, each with a stable code that is part of the API.

HTTP is decided at the edge (`api/problems.py`), never here.
"""

from collections.abc import Sequence
from typing import Any, ClassVar


class CatenaError(Exception):
    """Base of every expected failure.

    Attributes:
        code: Stable name of the failure; documented, part of the API.
        detail: One sentence for people: what, where, what to do.
        fields: `(field, code, message)` for each faulty field, if any.
        extra: Further members of the problem document, e.g. `current`.

    """

    default_code: ClassVar[str] = "error"

    def __init__(
        self,
        detail: str,
        *,
        code: str | None = None,
        fields: Sequence[tuple[str, str, str]] = (),
        extra: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code or self.default_code
        self.fields = tuple(fields)
        self.extra = extra or {}


class MalformedError(CatenaError):
    """The request cannot be understood: a wrong type, a missing field, a bad cursor."""

    default_code = "malformed"


class NotSignedInError(CatenaError):
    """Nobody is signed in, or name and password do not fit."""

    default_code = "not_authenticated"


class ForbiddenError(CatenaError):
    """The caller's role does not allow the action."""

    default_code = "forbidden"


class NotFoundError(CatenaError):
    """There is no such thing, or it belongs to another team."""

    default_code = "not_found"


class ConflictError(CatenaError):
    """The request contradicts what is stored, e.g. an id that is taken."""

    default_code = "conflict"


class BusyError(CatenaError):
    """Somebody else has it in hand at the moment; trying again in a while helps."""

    default_code = "busy"


class DamagedError(CatenaError):
    """What came is not what was sent; nothing of it was kept."""

    default_code = "checksum_differs"


class ImpossibleError(CatenaError):
    """Well-formed, but it cannot be: a span outside the text, a foreign code, a cycle."""

    default_code = "impossible"


class StaleError(CatenaError):
    """The caller saw an older version than the one stored."""

    default_code = "stale"


class PreconditionMissingError(CatenaError):
    """A change came without saying which version it is meant for."""

    default_code = "precondition_required"


class TooLargeError(CatenaError):
    """More than the limit; the limit is named in the detail."""

    default_code = "too_large"


class StorageFullError(CatenaError):
    """No room is left where files are kept; nothing of the request was stored."""

    default_code = "disk_full"


class UnsupportedError(CatenaError):
    """A format or media type that nothing here reads."""

    default_code = "unsupported_format"


class TooOftenError(CatenaError):
    """Too many tries; `retry_after` seconds must pass first."""

    default_code = "too_often"

    def __init__(self, detail: str, *, retry_after: int) -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class UnreadableError(CatenaError):
    """A file that no reader can read as the format it seems to be.

    Args:
        detail: What is wrong, in one sentence.
        code: Stable name, e.g. `not_text`, `empty_file`.
        hint: What the person can do about it.
        position: Offset in bytes of the place that stopped the reader, if one did.

    """

    default_code = "unreadable"

    def __init__(
        self, detail: str, *, code: str | None = None, hint: str = "", position: int | None = None
    ) -> None:
        super().__init__(detail, code=code)
        self.hint = hint
        self.position = position
