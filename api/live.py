"""`/live/corpora/{id}/`: a corpus' events as server-sent events, in plain ASGI.

Reads the request, shows the hub the credential and writes the hub's bytes; what is sent to whom
and in which order is the hub's business (hub.py).
"""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from contextlib import aclosing, suppress
from typing import Any
from urllib.parse import parse_qs
from weakref import WeakKeyDictionary

import psycopg
from django.conf import settings
from django.http import parse_cookie

from api.hub import Hub, RefusedError, Stream
from api.hub_queries import Credential

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_PATH = re.compile(r"/live/corpora/([0-9]{1,18})/")
_POSITION = re.compile(r"[0-9]{1,18}")
_LAST_CHANCE_SECONDS = 0.2

_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-cache"),
    # nginx holds answers back otherwise.
    (b"x-accel-buffering", b"no"),
]

# status, code, title, further headers
_Refusal = tuple[int, str, str, list[tuple[bytes, bytes]]]
_REFUSALS: dict[str, _Refusal] = {
    "malformed": (400, "malformed", "The position to start after is no number.", []),
    "signed_out": (401, "not_authenticated", "Sign in first.", [(b"www-authenticate", b"Bearer")]),
    "no_scope": (403, "scope_missing", "The token lacks the scope “read”.", []),
    "foreign": (404, "not_found", "There is no such corpus.", []),
    "method": (405, "method_not_allowed", "Streams are read by GET.", [(b"allow", b"GET")]),
    "away": (503, "database_away", "The database does not answer.", [(b"retry-after", b"1")]),
    "closing": (503, "closing", "The server is about to stop.", [(b"retry-after", b"1")]),
}

# One hub per event loop, which is one per process (several only in tests).
_hubs: "WeakKeyDictionary[asyncio.AbstractEventLoop, Hub]" = WeakKeyDictionary()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one stream until its client leaves, loses the right to listen, or the server stops."""
    if scope["type"] != "http":
        return
    hub = _current_hub()
    try:
        corpus, credential, after = _request(scope)
        stream = await hub.join(corpus, credential, after)
    except RefusedError as refusal:
        await _refuse(send, _REFUSALS[refusal.verdict])
        return
    except psycopg.Error:
        await _refuse(send, _REFUSALS["away"])
        return
    try:
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        await _serve(hub, corpus, stream, receive=receive, send=send)
    finally:
        hub.leave(corpus, stream)


def close_streams() -> None:
    """End all streams of this process at once; callable from a signal handler or any thread.

    Afterwards no stream is opened any more: clients are told to come back (503, Retry-After).
    """
    for loop, hub in list(_hubs.items()):
        if not loop.is_closed():
            loop.call_soon_threadsafe(hub.close)


def _current_hub() -> Hub:
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub(loop)
    return _hubs[loop]


def _request(scope: Scope) -> tuple[int, Credential, int | None]:
    """Return the corpus, the credential and the position to start after, or raise RefusedError."""
    match = _PATH.fullmatch(scope["path"])
    if match is None:
        raise RefusedError("foreign")
    if scope["method"] != "GET":
        raise RefusedError("method")
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    credential = _credential(headers)
    if credential is None:
        raise RefusedError("signed_out")
    query = parse_qs(scope["query_string"].decode("latin-1"))
    # A browser that returns repeats the address it began with, so the header is the newer one.
    after = headers.get("last-event-id") or query.get("after", [""])[-1]
    if after and not _POSITION.fullmatch(after):
        raise RefusedError("malformed")
    return int(match[1]), credential, int(after) if after else None


def _credential(headers: Mapping[str, str]) -> Credential | None:
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return Credential.of_token(token.strip())
    key = parse_cookie(headers.get("cookie", "")).get(settings.SESSION_COOKIE_NAME)
    return Credential("session", key) if key else None


async def _serve(hub: Hub, corpus: int, stream: Stream, *, receive: Receive, send: Send) -> None:
    """Send until the client is gone or the stream closed, also when the client reads nothing."""
    sending = asyncio.ensure_future(_send_all(hub, corpus, stream, send))
    gone = asyncio.ensure_future(_until_gone(receive))
    closed = asyncio.ensure_future(stream.closed.wait())
    tasks = {sending, gone, closed}
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        client_left = gone.done()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    if not client_left:
        with suppress(TimeoutError):
            async with asyncio.timeout(_LAST_CHANCE_SECONDS):
                await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _send_all(hub: Hub, corpus: int, stream: Stream, send: Send) -> None:
    await send(_body(b"retry: 1000\n\n"))
    # A database that goes away during the replay ends the stream; the client returns.
    with suppress(psycopg.Error):
        async with aclosing(hub.chunks(corpus, stream)) as chunks:
            async for chunk in chunks:
                await send(_body(chunk))


def _body(chunk: bytes) -> Message:
    return {"type": "http.response.body", "body": chunk, "more_body": True}


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _refuse(send: Send, refusal: _Refusal) -> None:
    status, code, title, headers = refusal
    problem = {"type": "about:blank", "title": title, "status": status, "detail": title}
    body = json.dumps(problem | {"code": code, "errors": []}, ensure_ascii=False).encode()
    headers = [(b"content-type", b"application/problem+json"), *headers]
    headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
