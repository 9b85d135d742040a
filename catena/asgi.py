"""The ASGI application of one web process: `/live/` runs on the event loop, all else in threads."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from catena.bridge import WsgiBridge
from catena.wsgi import application as django

# Comes after `catena.wsgi`, which sets Django up.
from django.conf import settings  # isort: skip

from api import live

if TYPE_CHECKING:
    from catena.bridge import Receive, Scope, Send

THREADS = int(os.environ.get("CATENA_WEB_THREADS") or "4")
BODY_LIMIT = settings.UPLOAD_LIMIT + 1024 * 1024
"""The longest request in bytes: one upload and the form around it."""


def _is_fed(scope: Scope) -> bool:
    """Say whether a body is taken in while it comes: a piece of a resumable upload."""
    return bool(scope["method"] == "PATCH" and scope["path"].startswith("/api/v1/tus/"))


bridge = WsgiBridge(django, threads=THREADS, limit=BODY_LIMIT, feeds=_is_fed)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Send a request to the one of the two that answers it; there are no web sockets."""
    if scope["type"] != "http":
        await send({"type": "websocket.close"})
    elif scope["path"].startswith("/live/"):
        await live.application(scope, receive, send)
    else:
        await bridge(scope, receive, send)
