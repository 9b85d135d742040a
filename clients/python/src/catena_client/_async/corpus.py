"""A corpus and its parts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from catena_client import types
from catena_client._async.annotations import AsyncAnnotations
from catena_client._async.events import events
from catena_client._async.exports import AsyncExports, AsyncSnapshots
from catena_client._async.texts import AsyncCodes, AsyncMemos, AsyncPosts, AsyncThreads
from catena_client._async.transport import AsyncTransport
from catena_client._async.uploads import AsyncUploads


class AsyncCorpus:
    """A team's workspace; `shown` is what the server says of it."""

    def __init__(self, transport: AsyncTransport, shown: types.Corpus) -> None:
        """Take what the server shows of the corpus."""
        self.transport = transport
        self.shown = shown
        self.id = shown["id"]
        self.path = f"/corpora/{self.id}"
        self.uploads = AsyncUploads(transport, self.path)
        self.threads = AsyncThreads(transport, self.path)
        self.posts = AsyncPosts(transport, self.path)
        self.codes = AsyncCodes(transport, self.path)
        self.annotations = AsyncAnnotations(transport, self.path)
        self.memos = AsyncMemos(transport, self.path)
        self.exports = AsyncExports(transport, self.path)
        self.snapshots = AsyncSnapshots(transport, self.path)

    def __repr__(self) -> str:
        """Show number and title."""
        return f"<Corpus {self.id}: {self.shown['title']}>"

    async def reload(self) -> types.Corpus:
        """Ask again what the corpus holds now."""
        self.shown = await self.transport.ask("GET", f"{self.path}/")
        return self.shown

    async def change(self, **fields: Any) -> types.Corpus:
        """Change title, description, languages and the like.

        Raises:
            Stale: somebody changed it since it was read; `reload` and look.
        """
        self.shown = await self.transport.ask(
            "PATCH", f"{self.path}/", body=fields, version=self.shown["version"]
        )
        return self.shown

    async def search(self, q: str, **filters: Any) -> AsyncIterator[types.Hit]:
        """Yield hits in context: words, "phrases", -not, OR, prefix*."""
        async for hit in self.transport.pages(f"{self.path}/search/", {"q": q, **filters}):
            yield hit

    async def history(self, **filters: Any) -> AsyncIterator[dict[str, Any]]:
        """Yield all changes, newest first; filters: `actor, action, target_type, thread, …`."""
        async for event in self.transport.pages(f"{self.path}/history/", filters):
            yield event

    async def events(self, after: int | None = None) -> AsyncIterator[types.Event]:
        """Yield what happens from now on (or after event `after`), for as long as one listens.

        When the line breaks it is opened again where it broke: no numbered event is missed or
        told twice.
        """
        async for event in events(self.transport, self.id, after):
            yield event
