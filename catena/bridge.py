"""Runs a WSGI application (Django) in a few threads behind an ASGI server.

The event loop does all waiting for the network: it collects a request's body before a thread is
taken and sends files by itself, so that slow clients do not hold threads. Only answers that are
made while they are sent (direct exports) keep their thread until the end.
"""

from __future__ import annotations

import asyncio
import io
import logging
import tempfile
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, cast

from api.taking import FEEDS
from catena.answers import BLOCK, Answer, FileAnswer
from catena.environ import environ_of
from catena.refusing import FULL, TOO_LARGE, is_full, refuse
from catena.taking import Feeder

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping
    from wsgiref.types import WSGIApplication

    from api.taking import BodyAnswer

    Message = MutableMapping[str, Any]
    Scope = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
    Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

IN_MEMORY = 1024 * 1024
"""Bytes of a request's body that stay in memory; what is longer lies in a temporary file."""

PATIENCE = 60.0
"""Seconds for which a client may take nothing of an answer before it counts as gone."""

log = logging.getLogger("catena.bridge")


class ClientGoneError(Exception):
    """The client left, or takes nothing any more."""


class TooLargeError(Exception):
    """The request's body is longer than the bridge takes."""


class WsgiBridge:
    """An ASGI application (http only) that hands each request to `application` in a thread.

    `limit` is the longest body in bytes; what is longer gets 413. `feeds` says whose bodies the
    application takes in while they come (`catena.taking`).
    """

    def __init__(
        self,
        application: WSGIApplication,
        *,
        threads: int,
        limit: int,
        feeds: Callable[[Scope], bool] = lambda _: False,
    ) -> None:
        self.application = application
        self.limit = limit
        self.feeds = feeds
        self.feeder = Feeder()
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="web")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if self.feeds(scope):
            await self._feed(scope, receive, send)
            return
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as body:
            try:
                await self._collect(scope, receive, into=body)
            except ClientGoneError:
                return
            except TooLargeError:
                await refuse(send, TOO_LARGE)
                return
            except OSError as error:
                if not is_full(error):
                    raise
                with suppress(OSError):
                    body.close()
                await refuse(send, FULL)
                return
            body.seek(0)
            await self._answer(scope, receive, send, body=body)

    async def _feed(self, scope: Scope, receive: Receive, send: Send) -> None:
        loop = asyncio.get_running_loop()
        environ = environ_of(scope, io.BytesIO()) | {FEEDS: True}
        run = partial(loop.run_in_executor, self.threads)
        answer = await run(self._run, environ, Client(send, loop))
        if answer.taker is not None:
            answer.replace(await self.feeder.feed(answer.taker, receive, run))
        await send(answer.start)
        await send({"type": "http.response.body", "body": answer.body})

    async def _collect(
        self, scope: Scope, receive: Receive, *, into: tempfile.SpooledTemporaryFile[bytes]
    ) -> None:
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if declared.isdigit() and int(declared) > self.limit:
            raise TooLargeError
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ClientGoneError
            into.write(message.get("body", b""))
            if into.tell() > self.limit:
                raise TooLargeError
            more = message.get("more_body", False)

    async def _answer(
        self,
        scope: Scope,
        receive: Receive,
        send: Send,
        *,
        body: tempfile.SpooledTemporaryFile[bytes],
    ) -> None:
        loop = asyncio.get_running_loop()
        client = Client(send, loop)
        environ = environ_of(scope, body)
        environ["wsgi.file_wrapper"] = FileAnswer
        leaving = asyncio.ensure_future(_watch(receive, client))
        try:
            answer = await loop.run_in_executor(self.threads, self._run, environ, client)
            if not answer.sent:
                await send(answer.start)
            if answer.rest is not None:
                await _send_file(answer.rest, client)
            await send({"type": "http.response.body", "body": answer.body})
        except ClientGoneError:
            # Closing without the last message tells the server that the answer is cut short.
            log.info("%s %s: the client left", scope["method"], scope["path"])
        finally:
            leaving.cancel()
            with suppress(asyncio.CancelledError):
                await leaving

    def _run(self, environ: dict[str, Any], client: Client) -> Answer:
        """Run the application in this thread, to the end unless what remains is a file.

        A whole answer in one piece, as nearly all are, goes back with a single change of thread.
        """
        answer = Answer()
        result = self.application(environ, answer.start_response)
        if environ["REQUEST_METHOD"] == "HEAD":
            return _only_headers(answer, result)
        if isinstance(result, FileAnswer):
            answer.rest = result
            return answer
        if environ.get(FEEDS) and hasattr(result, "take"):
            answer.taker = cast("BodyAnswer", result)
        try:
            self._send_pieces(answer, result, client)
        finally:
            _close(result)
        return answer

    @staticmethod
    def _send_pieces(answer: Answer, result: Iterable[bytes], client: Client) -> None:
        pieces = (piece for piece in result if piece)
        first = next(pieces, b"")
        # What is made while it is sent shows its beginning at once; the rest may take a while.
        second = b"" if first and getattr(result, "streaming", False) else next(pieces, None)
        if second is None:
            answer.complete(first)
            return
        answer.sent = True
        client.wait_for(answer.start)
        for block in chain((first,), _blocks(chain((second,), pieces))):
            client.wait_for({"type": "http.response.body", "body": block, "more_body": True})


class Client:
    """The one who asked, as a thread sees them: takes messages at their own speed, may leave."""

    def __init__(self, send: Send, loop: asyncio.AbstractEventLoop) -> None:
        self.send = send
        self.loop = loop
        self.gone = False

    def wait_for(self, message: Message) -> None:
        """Send from a thread and return when the client took it; raises `ClientGoneError`."""
        if self.gone:
            raise ClientGoneError
        sending: Future[None] = asyncio.run_coroutine_threadsafe(self._give(message), self.loop)
        try:
            sending.result(PATIENCE)
        except TimeoutError as error:
            sending.cancel()
            raise ClientGoneError from error

    async def _give(self, message: Message) -> None:
        await self.send(message)


async def _watch(receive: Receive, client: Client) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    client.gone = True


async def _send_file(rest: FileAnswer, client: Client) -> None:
    """Send a file from the event loop; reading happens in a thread of its own pool."""
    try:
        while block := await asyncio.to_thread(rest.file.read, BLOCK):
            if client.gone:
                raise ClientGoneError
            message = {"type": "http.response.body", "body": block, "more_body": True}
            async with asyncio.timeout(PATIENCE):
                await client.send(message)
    except TimeoutError as error:
        raise ClientGoneError from error
    finally:
        await asyncio.to_thread(rest.close)


def _only_headers(answer: Answer, result: Iterable[bytes]) -> Answer:
    """Answer HEAD: the length of a body in one piece is told, nothing is sent of it."""
    try:
        if isinstance(result, list) or not getattr(result, "streaming", True):
            answer.complete(b"".join(result))
    finally:
        _close(result)
    answer.body = b""
    return answer


def _blocks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Join small pieces to blocks, as each one costs two changes of thread."""
    gathered = io.BytesIO()
    for piece in pieces:
        gathered.write(piece)
        if gathered.tell() >= BLOCK:
            yield gathered.getvalue()
            gathered = io.BytesIO()
    if gathered.tell():
        yield gathered.getvalue()


def _close(result: Iterable[bytes]) -> None:
    """End the request in the thread that ran it: Django then lets go of its database work."""
    close = getattr(result, "close", None)
    if close is not None:
        close()
