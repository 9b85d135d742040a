"""Drafts: files that arrive in pieces, on disk until their last byte has come.

Which bytes of a draft count is said by its row (`PartialUpload.received`), never by its length:
what a crash left behind them is cut off before anything is added.
"""

import fcntl
import hashlib
import os
import threading
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from uuid import UUID

from corpus import blobs
from corpus.errors import BusyError

_BLOCK = 1 << 20
# Digests of so many drafts are remembered between two requests; a forgotten one is made anew.
_MOST_DIGESTS = 64


def path_of(draft: UUID) -> Path:
    """Return where a draft lies; it need not exist."""
    return blobs.incoming() / f"{draft.hex}.part"


def length_of(draft: UUID) -> int:
    """Return how many bytes lie on disk, 0 for a draft that is not there."""
    path = path_of(draft)
    return path.stat().st_size if path.exists() else 0


def discard(draft: UUID) -> None:
    """Remove a draft. One who is just writing to it finds out by its row."""
    forget(draft)
    path_of(draft).unlink(missing_ok=True)


def refuse_if_busy(draft: UUID) -> None:
    """Refuse while somebody writes to a draft: how long it is will be known at the end of that.

    Raises:
        BusyError: somebody does.
    """
    with suppress(FileNotFoundError), path_of(draft).open("rb") as file:
        _lock(file.fileno(), fcntl.LOCK_SH)


def _lock(handle: int, how: int) -> None:
    # The kernel lets go of a lock when the process ends, however it ends.
    try:
        fcntl.flock(handle, how | fcntl.LOCK_NB)
    except BlockingIOError:
        raise BusyError("Another request is sending this file at the moment.") from None


class OpenDraft:
    """A draft in the hands of one writer, from `position` on. Close it in any case.

    Raises:
        BusyError: somebody else writes to it.
    """

    def __init__(self, draft: UUID, *, at: int) -> None:
        self.draft = draft
        self.path = path_of(draft)
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        self._file = os.fdopen(handle, "r+b", buffering=0)
        try:
            _lock(handle, fcntl.LOCK_EX)
        except BusyError:
            self._file.close()
            raise
        self._go_to(at)
        self._digest = _digest_of(draft, at=at)
        self._digest.pursue(self.path, at)

    def write(self, block: bytes) -> None:
        """Add bytes; raises OSError where there is no room."""
        view = memoryview(block)
        while view:
            view = view[self._file.write(view) :]
        self.position += len(block)
        self._digest.pursue(self.path, self.position)

    def flush(self) -> int:
        """Bring all that was written to the disk; returns how many bytes lie there for sure."""
        os.fsync(self._file.fileno())
        return self.position

    def cut(self, at: int) -> None:
        """Take back what comes after the first `at` bytes."""
        forget(self.draft)
        self._go_to(at)

    def sha256(self) -> str:
        """Return the digest of all bytes; waits until they have been read."""
        return self._digest.finish(self.path, self.position)

    def close(self) -> None:
        """Let others write to it. What was not flushed is cut off by the next writer."""
        self._file.close()

    def _go_to(self, at: int) -> None:
        self._file.truncate(at)
        self._file.seek(at)
        self.position = at


class _Digest:
    """The SHA-256 of a draft, made while it arrives by a thread that reads what was written.

    A process that has not seen the beginning (after a restart, say) catches up in the same way.
    """

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self._position = 0
        self._lock = threading.Lock()
        self._running: Future[None] | None = None

    def is_within(self, end: int) -> bool:
        """Say whether nothing after the first `end` bytes has been read."""
        with self._lock:
            return self._position <= end

    def pursue(self, path: Path, end: int) -> None:
        """Have the bytes up to `end` read, unless a thread is at it: a later call sees to those."""
        if self._running is None or self._running.done():
            self._running = _readers.submit(self._read, path, end)

    def finish(self, path: Path, end: int) -> str:
        """Return the digest of the first `end` bytes, which are all."""
        self._read(path, end)
        return self._hash.hexdigest()

    def _read(self, path: Path, end: int) -> None:
        # A draft may be discarded meanwhile; then nobody asks for its digest.
        with suppress(FileNotFoundError), path.open("rb") as file:
            while True:
                with self._lock:
                    size = min(_BLOCK, end - self._position)
                    block = os.pread(file.fileno(), size, self._position) if size > 0 else b""
                    self._hash.update(block)
                    self._position += len(block)
                if not block:
                    return


_readers = ThreadPoolExecutor(2, thread_name_prefix="digest")
_digests: OrderedDict[UUID, _Digest] = OrderedDict()
_digests_lock = threading.Lock()


def _digest_of(draft: UUID, *, at: int) -> _Digest:
    """Return the digest that this process has made so far, if it is one of the first `at` bytes."""
    with _digests_lock:
        known = _digests.pop(draft, None)
        if known is None or not known.is_within(at):
            known = _Digest()
        _digests[draft] = known
        while len(_digests) > _MOST_DIGESTS:
            _digests.popitem(last=False)
        return known


def forget(draft: UUID) -> None:
    """Make the digest of a draft anew when it is asked for: what was read may not stand."""
    with _digests_lock:
        _digests.pop(draft, None)


def on_disk() -> dict[UUID, Path]:
    """Return all drafts there are."""
    return {UUID(path.stem): path for path in blobs.incoming().glob("*.part")}
