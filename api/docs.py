"""Shorthand for describing endpoints in the OpenAPI document."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema

from api.fields import ProblemDocument

Method = TypeVar("Method", bound=Callable[..., Any])

WHY = {
    400: "Malformed",
    401: "Not signed in",
    403: "Role or scope too low",
    404: "Unknown, or another team's",
    408: "The line broke",
    409: "Conflict",
    412: "Stale If-Match",
    413: "Too large",
    415: "Unknown format",
    416: "Beyond the end",
    422: "Well-formed but impossible",
    423: "Somebody is at it",
    428: "If-Match is missing",
    429: "Too often",
    460: "Does not fit its checksum",
    503: "Database away",
    507: "No room on the disk",
}
IF_MATCH = OpenApiParameter(
    "If-Match", OpenApiTypes.STR, OpenApiParameter.HEADER, required=True,
    description="The ETag that you saw.",
)  # fmt: skip
MAY_MATCH = OpenApiParameter(
    "If-Match", OpenApiTypes.STR, OpenApiParameter.HEADER,
    description="The ETag that you saw, if the change is meant for it alone.",
)  # fmt: skip
IDEMPOTENCY = OpenApiParameter(
    "Idempotency-Key", OpenApiTypes.STR, OpenApiParameter.HEADER,
    description="Repeat the request with it and it is carried out once.",
)  # fmt: skip
RANGES = [
    OpenApiParameter(
        "Range", OpenApiTypes.STR, OpenApiParameter.HEADER,
        description="One range of bytes: `bytes=1000-`.",
    ),
    OpenApiParameter(
        "If-Range", OpenApiTypes.STR, OpenApiParameter.HEADER,
        description="The ETag of what you have: the range is sent only of the same file.",
    ),
    OpenApiParameter(
        "If-None-Match", OpenApiTypes.STR, OpenApiParameter.HEADER,
        description="The ETag of what you have: 304 if it is still that.",
    ),
]  # fmt: skip
PAGING = [
    OpenApiParameter("cursor", OpenApiTypes.STR, description="From `next` or `previous`."),
    OpenApiParameter("page_size", OpenApiTypes.INT, description="1 to 1,000, default 100."),
]


def query(name: str, kind: Any = OpenApiTypes.STR, description: str = "") -> OpenApiParameter:
    """Describe a query parameter."""
    return OpenApiParameter(name, kind, description=description)


def endpoint(
    operation_id: str,
    *,
    answers: Mapping[Any, Any],
    body: Any = None,
    refuses: tuple[int, ...] = (),
    parameters: Sequence[Any] = (),
) -> Callable[[Method], Method]:
    """Describe a method: its name for clients, its answers, and what it refuses.

    Besides `refuses` every method may answer 401, 403 (a token without the scope), 429 and 503,
    what takes a body or parameters 400, what takes an Idempotency-Key 409.
    """
    responses: dict[Any, Any] = dict(answers)
    usual = {401, 403, 429, 503} | ({400} if body or parameters else set())
    usual |= {409} if IDEMPOTENCY in parameters else set()
    for status in sorted(usual | {*refuses}):
        responses[(status, "application/problem+json")] = OpenApiResponse(
            ProblemDocument, description=WHY[status]
        )
    describe: Callable[[Method], Method] = extend_schema(
        operation_id=operation_id,
        request=body,
        responses=responses,
        parameters=list(parameters),
    )
    return describe
