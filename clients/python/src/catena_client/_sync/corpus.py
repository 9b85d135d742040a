# Made from catena_client/_async by scripts/make_sync.py: change it there.
"""A corpus and its parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from catena_client import types
from catena_client._sync.annotations import Annotations
from catena_client._sync.events import events
from catena_client._sync.exports import Exports, Snapshots
from catena_client._sync.texts import Codes, Memos, Posts, Threads
from catena_client._sync.transport import Transport
from catena_client._sync.uploads import Uploads


class Corpus:
    """A team's workspace; `shown` is what the server says of it."""

    def __init__(self, transport: Transport, shown: types.Corpus) -> None:
        """Take what the server shows of the corpus."""
        self.transport = transport
        self.shown = shown
        self.id = shown["id"]
        self.path = f"/corpora/{self.id}"
        self.uploads = Uploads(transport, self.path)
        self.threads = Threads(transport, self.path)
        self.posts = Posts(transport, self.path)
        self.codes = Codes(transport, self.path)
        self.annotations = Annotations(transport, self.path)
        self.memos = Memos(transport, self.path)
        self.exports = Exports(transport, self.path)
        self.snapshots = Snapshots(transport, self.path)

    def __repr__(self) -> str:
        """Show number and title."""
        return f"<Corpus {self.id}: {self.shown['title']}>"

    def reload(self) -> types.Corpus:
        """Ask again what the corpus holds now."""
        self.shown = self.transport.ask("GET", f"{self.path}/")
        return self.shown

    def change(self, **fields: Any) -> types.Corpus:
        """Change title, description, languages and the like.

        Raises:
            Stale: somebody changed it since it was read; `reload` and look.
        """
        self.shown = self.transport.ask(
            "PATCH", f"{self.path}/", body=fields, version=self.shown["version"]
        )
        return self.shown

    def search(self, q: str, **filters: Any) -> Iterator[types.Hit]:
        """Yield hits in context: words, "phrases", -not, OR, prefix*."""
        for hit in self.transport.pages(f"{self.path}/search/", {"q": q, **filters}):
            yield hit

    def history(self, **filters: Any) -> Iterator[dict[str, Any]]:
        """Yield all changes, newest first; filters: `actor, action, target_type, thread, …`."""
        for event in self.transport.pages(f"{self.path}/history/", filters):
            yield event

    def events(self, after: int | None = None) -> Iterator[types.Event]:
        """Yield what happens from now on (or after event `after`), for as long as one listens.

        When the line breaks it is opened again where it broke: no numbered event is missed or
        told twice.
        """
        for event in events(self.transport, self.id, after):
            yield event
