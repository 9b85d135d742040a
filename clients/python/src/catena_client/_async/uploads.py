"""Files that go in."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from catena_client import types
from catena_client._async.sleeping import sleep
from catena_client._async.transport import AsyncTransport
from catena_client.errors import UnfinishedError

MOST_FILES = 100
SETTLED = frozenset({"done", "review", "failed", "cancelled"})


class AsyncUploads:
    """The uploads of a corpus."""

    def __init__(self, transport: AsyncTransport, corpus: str) -> None:
        """Take the corpus' path."""
        self._transport = transport
        self._path = f"{corpus}/uploads/"

    async def add(self, *files: str | Path, **options: Any) -> list[types.Upload]:
        """Send files; of a folder all files in it and below. Returns one upload for each.

        Options are those of the API: `format`, `timezone`, `url`, `title`, `confirm`. A file whose
        bytes are there already makes no second thread (`duplicate_of` says where they are), so it
        does no harm to send a folder again after it broke off.
        """
        found = list(_files(files))
        uploads: list[types.Upload] = []
        for begin in range(0, len(found), MOST_FILES):
            with ExitStack() as opened:
                parts = [
                    ("file", (path.name, opened.enter_context(path.open("rb"))))
                    for path in found[begin : begin + MOST_FILES]
                ]
                data = {"options": json.dumps(options)} if options else {}
                answer = await self._transport.ask("POST", self._path, files=parts, data=data)
            uploads += answer["results"]
        return uploads

    async def paste(self, text: str, *, name: str = "pasted.txt", **options: Any) -> types.Upload:
        """Send a text as a file called `name`."""
        body = {"name": name, "text": text, "options": options}
        answer = await self._transport.ask("POST", self._path, body=body)
        upload: types.Upload = answer["results"][0]
        return upload

    async def all(self) -> AsyncIterator[types.Upload]:
        """Yield the uploads, newest first."""
        async for upload in self._transport.pages(self._path):
            yield upload

    async def get(self, upload: str) -> types.Upload:
        """Return one upload as it stands."""
        shown: types.Upload = await self._transport.ask("GET", f"{self._path}{upload}/")
        return shown

    async def problems(self, upload: str) -> AsyncIterator[dict[str, Any]]:
        """Yield what the reader noticed."""
        async for problem in self._transport.pages(f"{self._path}{upload}/problems/"):
            yield problem

    async def confirm(self, upload: str) -> types.Upload:
        """Load an upload that waits in review."""
        shown: types.Upload = await self._transport.ask("POST", f"{self._path}{upload}/confirm/")
        return shown

    async def wait(
        self,
        uploads: Iterable[Mapping[str, Any]],
        *,
        seconds: float = 3600.0,
        told: Callable[[types.Upload], object] | None = None,
    ) -> list[types.Upload]:
        """Wait until each upload is `done` or waits in `review`, and return them as they are then.

        `told` is called with each state that is new.

        Raises:
            UnfinishedError: one failed or was cancelled, or `seconds` are over.
        """
        deadline = time.monotonic() + seconds
        settled = []
        for upload in uploads:
            shown = await self.get(str(upload["id"]))
            delay, before = 0.1, ""
            while shown["status"] not in SETTLED:
                if time.monotonic() > deadline:
                    raise UnfinishedError(f"{shown['name']} is still {shown['status']}.", shown)
                await sleep(delay)
                delay = min(delay * 1.5, 2.0)
                shown = await self.get(shown["id"])
                state = f"{shown['status']} {shown['progress']['done']}"
                if told is not None and state != before:
                    told(shown)
                before = state
            if shown["status"] in ("failed", "cancelled"):
                raise UnfinishedError(f"{shown['name']} {shown['status']}.", shown)
            settled.append(shown)
        return settled


def _files(given: Iterable[str | Path]) -> Iterable[Path]:
    for one in map(Path, given):
        if one.is_dir():
            inside = (path for path in one.rglob("*") if path.is_file())
            yield from sorted(path for path in inside if not path.name.startswith("."))
        else:
            yield one
