# Made from catena_client/_async by scripts/make_sync.py: change it there.
"""Threads, posts, the codebook and memos."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from catena_client import frames, types
from catena_client._sync.transport import Transport
from catena_client.ids import uuid7

if TYPE_CHECKING:
    import pandas
    import polars


class Part:
    """A part of a corpus."""

    def __init__(self, transport: Transport, corpus: str) -> None:
        """Take the corpus' path."""
        self._transport = transport
        self._corpus = corpus


class Threads(Part):
    """The threads of a corpus."""

    def all(self, **filters: Any) -> Iterator[types.Thread]:
        """Yield threads; filters and `sort` are those of the API."""
        for thread in self._transport.pages(f"{self._corpus}/threads/", filters):
            yield thread

    def get(self, thread: int) -> types.ThreadWithPosts:
        """Return a thread with its posts in reading order."""
        shown: types.ThreadWithPosts = self._transport.ask("GET", f"/threads/{thread}/")
        return shown

    def make(self, title: str, text: str, **fields: Any) -> types.Thread:
        """Type a thread in: title, the entry's text, `comments` and further fields."""
        body = {"title": title, "text": text, "comments": [], **fields}
        shown: types.Thread = self._transport.ask("POST", f"{self._corpus}/threads/", body=body)
        return shown


class Posts(Part):
    """The posts of a corpus, coded or not."""

    def all(self) -> Iterator[types.Post]:
        """Yield every post, thread by thread."""
        for thread in self._transport.pages(f"{self._corpus}/threads/"):
            shown = self._transport.ask("GET", f"/threads/{thread['id']}/")
            for post in shown["posts"]:
                yield post

    def to_pandas(self) -> pandas.DataFrame:
        """Return all posts as a pandas DataFrame; its columns are called as in annotations'."""
        return frames.pandas_of([frames.post_row(post) for post in self.all()], frames.POSTS)

    def to_polars(self) -> polars.DataFrame:
        """Return all posts as a polars DataFrame; its columns are called as in annotations'."""
        return frames.polars_of([frames.post_row(post) for post in self.all()], frames.POSTS)


class Codes(Part):
    """The codebook of a corpus."""

    def all(self) -> Iterator[types.Code]:
        """Yield the codes, parents before children."""
        for code in self._transport.pages(f"{self._corpus}/codes/"):
            yield code

    def make(self, name: str, *, parent: int | None = None, **fields: Any) -> types.Code:
        """Make a code."""
        body = {"name": name, "parent": parent, **fields}
        shown: types.Code = self._transport.ask("POST", f"{self._corpus}/codes/", body=body)
        return shown

    def named(self, *path: str) -> types.Code | None:
        """Return the code with these names from the top down, or None."""
        for code in self.all():
            if code["path"] == list(path) and not code["archived"]:
                return code
        return None

    def find_or_make(self, *path: str) -> types.Code:
        """Return the code with these names from the top down; what is missing is made."""
        parent: types.Code | None = None
        for depth in range(1, len(path) + 1):
            code = self.named(*path[:depth])
            parent = code or self.make(path[depth - 1], parent=parent and parent["id"])
        if parent is None:
            raise ValueError("A code needs a name.")
        return parent

    def change(self, code: Mapping[str, Any], **fields: Any) -> types.Code:
        """Change a code that was read before.

        Raises:
            Stale: somebody changed it meanwhile; `current` on the error is its present state.
        """
        shown: types.Code = self._transport.ask(
            "PATCH", f"/codes/{code['id']}/", body=fields, version=code["version"]
        )
        return shown

    def bring_in(self, text: str, *, file_format: str = "csv") -> dict[str, Any]:
        """Read a codebook: csv, json, qdc or taguette-csv. Codes are known by their path."""
        body = {"format": file_format, "text": text}
        answer: dict[str, Any] = self._transport.ask(
            "POST", f"{self._corpus}/codebook/import/", body=body
        )
        return answer


class Memos(Part):
    """The memos of a corpus."""

    def all(self, **filters: Any) -> Iterator[types.Memo]:
        """Yield the memos, newest first."""
        for memo in self._transport.pages(f"{self._corpus}/memos/", filters):
            yield memo

    def write(
        self, target: tuple[str, int | str | UUID], text: str, *, kind: str = ""
    ) -> types.Memo:
        """Write a memo on a target such as `("thread", 12)`, `("code", 3)` or `("corpus", 1)`."""
        body = {"target": {"type": target[0], "id": str(target[1])}, "text": text, "kind": kind}
        path = f"{self._corpus}/memos/{uuid7()}/"
        shown: types.Memo = self._transport.ask("PUT", path, body=body)
        return shown

    def change(self, memo: Mapping[str, Any], **fields: Any) -> types.Memo:
        """Change `text` or `kind` of a memo that was read before.

        Raises:
            Stale: somebody changed it meanwhile; `current` on the error is its present state.
        """
        shown: types.Memo = self._transport.ask(
            "PATCH", f"/memos/{memo['id']}/", body=fields, version=memo["version"]
        )
        return shown

    def remove(self, memo: Mapping[str, Any]) -> None:
        """Remove a memo that was read before; it can be undone."""
        self._transport.ask("DELETE", f"/memos/{memo['id']}/", version=memo["version"])
