# Made from catena_client/_async by scripts/make_sync.py: change it there.
"""The door: a site, its corpora, the token."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Any

from catena_client import types
from catena_client._sync.corpus import Corpus
from catena_client._sync.transport import Transport


class Catena:
    """A Catena site, as the owner of `token` sees it.

    `token` is the secret that the account page or `catena token create` shows once. Use it as a
    context, or call `close()` when done.
    """

    def __init__(
        self, base_url: str, token: str, *, attempts: int = 5, seconds: float = 60.0
    ) -> None:
        """Take the site's address, e.g. `http://127.0.0.1:8000`."""
        self.transport = Transport(base_url, token, attempts=attempts, seconds=seconds)

    def __enter__(self) -> Catena:
        """Use it as a context."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connections."""
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self.transport.close()

    def health(self) -> dict[str, Any]:
        """Return how the site is: `{"status": "ok" | "degraded", …}`."""
        answer: dict[str, Any] = self.transport.ask("GET", "/health/")
        return answer

    def me(self) -> dict[str, Any]:
        """Return whose token this is."""
        answer: dict[str, Any] = self.transport.ask("GET", "/me/")
        return answer

    def corpora(self) -> Iterator[Corpus]:
        """Yield the corpora that can be seen."""
        for shown in self.transport.pages("/corpora/"):
            yield Corpus(self.transport, shown)

    def corpus(self, corpus: int) -> Corpus:
        """Return one corpus."""
        return Corpus(self.transport, self.transport.ask("GET", f"/corpora/{corpus}/"))

    def make_corpus(self, title: str, *, languages: Sequence[str] = (), **fields: Any) -> Corpus:
        """Make a corpus; the token's owner owns it."""
        body = {"title": title, "languages": list(languages), **fields}
        shown: types.Corpus = self.transport.ask("POST", "/corpora/", body=body)
        return Corpus(self.transport, shown)
