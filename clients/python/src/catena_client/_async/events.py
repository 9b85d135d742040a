"""What happens, as it happens: server-sent events."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import httpx

from catena_client import types
from catena_client._async.sleeping import sleep
from catena_client._async.transport import AsyncTransport, lines
from catena_client.errors import ServerError, TooOften
from catena_client.waiting import pause

# The server says something at least every 20 seconds.
SILENCE_SECONDS = 45.0


async def events(
    transport: AsyncTransport, corpus: int, after: int | None
) -> AsyncIterator[types.Event]:
    """Yield the events of a corpus after number `after`; opens the stream again when it breaks."""
    if after is None:
        newest = await transport.ask("GET", f"/corpora/{corpus}/history/", query={"page_size": 1})
        after = newest["results"][0]["seq"] if newest["results"] else 0
    attempt = 0
    while True:
        try:
            async for event in _listen(transport, corpus, after):
                attempt = 0
                if event["seq"] is not None:
                    if event["seq"] <= after:
                        continue
                    after = event["seq"]
                yield event
        except (httpx.TransportError, ServerError, TooOften):
            attempt += 1
        await sleep(pause(attempt, None))


async def _listen(transport: AsyncTransport, corpus: int, after: int) -> AsyncIterator[types.Event]:
    headers = {"Accept": "text/event-stream", "Last-Event-ID": str(after)}
    address = f"{transport.site}/live/corpora/{corpus}/"
    timeout = httpx.Timeout(SILENCE_SECONDS)
    kind, data = "message", ""
    answer = await transport.opened(address, headers=headers, timeout=timeout)
    try:
        async for line in lines(answer):
            name, _, value = line.decode().partition(": ")
            if name == "event":
                kind = value
            elif name == "data":
                data += value
            elif not line and data:
                told = json.loads(data)
                yield {"event": kind, "seq": told.get("seq"), "data": told}
                kind, data = "message", ""
    finally:
        await answer.aclose()
