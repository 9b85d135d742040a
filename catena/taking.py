"""Feeds a request's body to Django while it comes (`api.taking`), from the event loop.

Bytes are written in threads of their own, the database is asked in those of Django; between two
blocks a slow client holds neither.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from django.db import close_old_connections

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    from django.http import HttpResponse

    from api.taking import BodyAnswer

    Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
    Run = Callable[..., asyncio.Future[Any]]

BLOCK = 256 * 1024
SILENCE = 30.0
"""Seconds for which a client may send nothing before its line counts as broken."""


class Feeder:
    """Feeds all bodies of a process; `stop` ends them early, with what has come so far."""

    def __init__(self) -> None:
        # An event of asyncio belongs to a loop at its first wait; a process has one.
        self._stopping = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def stop(self) -> None:
        """Take no more bytes; callable from a signal handler or any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._stopping.set)

    async def feed(self, answer: BodyAnswer, receive: Receive, run: Run) -> HttpResponse:
        """Feed one body to its end and return the answer; `run` calls in a thread of Django's."""
        self._loop = asyncio.get_running_loop()
        whole = False
        try:
            whole = await self._feed(answer, receive, run)
        finally:
            final: HttpResponse = await _to_its_end(run(_end, answer, whole))
        return final

    async def _feed(self, answer: BodyAnswer, receive: Receive, run: Run) -> bool:
        """Feed until the body ends (True), breaks off, or is refused (False)."""
        loop = asyncio.get_running_loop()
        more = True
        while more and not answer.is_refused:
            blocks: list[bytes] = []
            size, broken = 0, False
            while more and not broken and size < BLOCK:
                message = await self._next(receive)
                broken = message is None or message["type"] == "http.disconnect"
                if message is not None and not broken:
                    blocks.append(message.get("body", b""))
                    size += len(blocks[-1])
                    more = message.get("more_body", False)
            if size:
                await _to_its_end(loop.run_in_executor(None, answer.take, b"".join(blocks)))
            if broken:
                return False
            if answer.is_due() and not answer.is_refused:
                await _to_its_end(run(_note, answer))
        return not answer.is_refused

    async def _next(self, receive: Receive) -> MutableMapping[str, Any] | None:
        """Return the next message; None after a long silence, or when the server stops."""
        asking = asyncio.ensure_future(receive())
        stopping = asyncio.ensure_future(self._stopping.wait())
        try:
            await asyncio.wait(
                {asking, stopping}, timeout=SILENCE, return_when=asyncio.FIRST_COMPLETED
            )
            return asking.result() if asking.done() else None
        finally:
            asking.cancel()
            stopping.cancel()


def _note(answer: BodyAnswer) -> None:
    close_old_connections()
    answer.note()


def _end(answer: BodyAnswer, whole: bool) -> HttpResponse:  # noqa: FBT001 - an executor's arguments
    close_old_connections()
    return answer.end(whole=whole)


async def _to_its_end(work: asyncio.Future[Any]) -> Any:
    """Wait for a thread even when this task is cancelled meanwhile: nobody else may begin."""
    try:
        return await asyncio.shield(work)
    except asyncio.CancelledError:
        await asyncio.wait({work})
        raise
