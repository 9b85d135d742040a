# Made from catena_client/_async by scripts/make_sync.py: change it there.
"""Files that come out, and frozen states."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx

from catena_client import types
from catena_client._sync.sleeping import sleep
from catena_client._sync.texts import Part
from catena_client._sync.transport import Transport
from catena_client.errors import DamagedError, UnfinishedError
from catena_client.waiting import pause


class Exports(Part):
    """The exports of a corpus."""

    def all(self) -> Iterator[types.Export]:
        """Yield the exports, newest first."""
        for export in self._transport.pages(f"{self._corpus}/exports/"):
            yield export

    def order(self, file_format: str, **wanted: Any) -> types.Export:
        """Have a file written: `what`, `profile`, `scope`, `options`, `snapshot` as in the API."""
        body = {"format": file_format, **wanted}
        shown: types.Export = self._transport.ask("POST", f"{self._corpus}/exports/", body=body)
        return shown

    def wait(self, export: Mapping[str, Any], *, seconds: float = 3600.0) -> types.Export:
        """Wait until the file is written.

        Raises:
            UnfinishedError: it failed, or `seconds` are over.
        """
        shown: types.Export = _settled(
            self._transport, f"{self._corpus}/exports/{export['id']}/", seconds
        )
        return shown

    def download(self, export: Mapping[str, Any], path: str | Path) -> Path:
        """Write a finished export to `path`; a broken download goes on where it broke.

        Raises:
            DamagedError: what came does not have the checksum of the manifest; nothing is left.
            httpx.TransportError: the line is down after all attempts; the same call later goes on.
        """
        target = Path(path)
        address = f"{self._corpus}/exports/{export['id']}/"
        manifest = self._transport.ask("GET", f"{address}manifest/")
        # Named after its content, so that a later call goes on with this file and no other.
        draft = target.with_name(f"{target.name}.{manifest['sha256'][:12]}.part")
        _fetch(self._transport, f"{address}file/", draft, manifest)
        digest = hashlib.sha256()
        with draft.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
        if digest.hexdigest() != manifest["sha256"]:
            draft.unlink()
            raise DamagedError(f"{target.name} is not what its manifest says; download it again.")
        return draft.replace(target)

    def save(self, file_format: str, path: str | Path, **wanted: Any) -> types.Export:
        """Order a file, wait for it and download it to `path`."""
        export = self.wait(self.order(file_format, **wanted))
        self.download(export, path)
        return export


class Snapshots(Part):
    """The frozen states of a corpus."""

    def all(self) -> Iterator[types.Snapshot]:
        """Yield the snapshots, newest first."""
        for snapshot in self._transport.pages(f"{self._corpus}/snapshots/"):
            yield snapshot

    def make(self, name: str, *, note: str = "", seconds: float = 3600.0) -> types.Snapshot:
        """Freeze the corpus as it stands and wait until that is done."""
        body = {"name": name, "note": note}
        made = self._transport.ask("POST", f"{self._corpus}/snapshots/", body=body)
        shown: types.Snapshot = _settled(
            self._transport, f"{self._corpus}/snapshots/{made['id']}/", seconds
        )
        return shown


def _settled(transport: Transport, path: str, seconds: float) -> Any:
    deadline, delay = time.monotonic() + seconds, 0.1
    while True:
        shown = transport.ask("GET", path)
        if shown["status"] == "done":
            return shown
        if shown["status"] in ("failed", "cancelled"):
            raise UnfinishedError(shown.get("error") or f"It {shown['status']}.", shown)
        if time.monotonic() > deadline:
            raise UnfinishedError(f"It is still {shown['status']}.", shown)
        sleep(delay)
        delay = min(delay * 1.5, 2.0)


def _fetch(transport: Transport, path: str, draft: Path, manifest: Mapping[str, Any]) -> None:
    for attempt in range(transport.attempts):
        there = draft.stat().st_size if draft.exists() else 0
        if 0 < manifest["size"] <= there:
            return
        headers = {"Accept-Encoding": "identity"}
        if there:
            # If the file is another one by now, the server sends all of it again.
            headers |= {"Range": f"bytes={there}-", "If-Range": f'"{manifest["sha256"]}"'}
        try:
            _receive(transport.opened(path, headers=headers), draft)
        except httpx.TransportError:
            if attempt + 1 == transport.attempts:
                raise
            sleep(pause(attempt, None))
        else:
            return


def _receive(answer: httpx.Response, draft: Path) -> None:
    try:
        with draft.open("ab" if answer.status_code == 206 else "wb") as file:
            for block in answer.iter_bytes():
                file.write(block)
    finally:
        answer.close()
