"""The door: a site, its corpora, the token."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from types import TracebackType
from typing import Any

from catena_client import types
from catena_client._async.corpus import AsyncCorpus
from catena_client._async.transport import AsyncTransport


class AsyncCatena:
    """A Catena site, as the owner of `token` sees it.

    `token` is the secret that the account page or `catena token create` shows once. Use it as a
    context, or call `aclose()` when done.
    """

    def __init__(
        self, base_url: str, token: str, *, attempts: int = 5, seconds: float = 60.0
    ) -> None:
        """Take the site's address, e.g. `http://127.0.0.1:8000`."""
        self.transport = AsyncTransport(base_url, token, attempts=attempts, seconds=seconds)

    async def __aenter__(self) -> AsyncCatena:
        """Use it as a context."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connections."""
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections."""
        await self.transport.aclose()

    async def health(self) -> dict[str, Any]:
        """Return how the site is: `{"status": "ok" | "degraded", …}`."""
        answer: dict[str, Any] = await self.transport.ask("GET", "/health/")
        return answer

    async def me(self) -> dict[str, Any]:
        """Return whose token this is."""
        answer: dict[str, Any] = await self.transport.ask("GET", "/me/")
        return answer

    async def corpora(self) -> AsyncIterator[AsyncCorpus]:
        """Yield the corpora that can be seen."""
        async for shown in self.transport.pages("/corpora/"):
            yield AsyncCorpus(self.transport, shown)

    async def corpus(self, corpus: int) -> AsyncCorpus:
        """Return one corpus."""
        return AsyncCorpus(self.transport, await self.transport.ask("GET", f"/corpora/{corpus}/"))

    async def make_corpus(
        self, title: str, *, languages: Sequence[str] = (), **fields: Any
    ) -> AsyncCorpus:
        """Make a corpus; the token's owner owns it."""
        body = {"title": title, "languages": list(languages), **fields}
        shown: types.Corpus = await self.transport.ask("POST", "/corpora/", body=body)
        return AsyncCorpus(self.transport, shown)
