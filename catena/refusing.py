"""How a request is refused before Django sees it: its body is too long, or there is no room for it.

Other refusals are `api/problems.py`'s.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from corpus.blobs import FULL as NO_ROOM
from corpus.blobs import is_full

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

__all__ = ["FULL", "TOO_LARGE", "is_full", "refuse"]

Refusal = tuple[HTTPStatus, str, str]
TOO_LARGE: Refusal = (
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "too_large",
    "The request is longer than this server takes.",
)
FULL: Refusal = (HTTPStatus.INSUFFICIENT_STORAGE, "disk_full", NO_ROOM)


async def refuse(send: Send, why: Refusal) -> None:
    """Answer with a problem document and hang up."""
    status, code, detail = why
    problem: dict[str, Any] = {
        "type": f"urn:catena:problem:{code}",
        "title": status.phrase,
        "status": status.value,
        "detail": detail,
        "code": code,
        "errors": [],
    }
    body = json.dumps(problem).encode()
    headers = [
        (b"content-type", b"application/problem+json"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status.value, "headers": headers})
    await send({"type": "http.response.body", "body": body})
