"""Streams that unpack with bounded memory, count what comes out, and stop at the limits.

Knows nothing of archive formats beyond their compression.
"""

import gzip
import io
import lzma
import tempfile
import zipfile
import zlib
from bz2 import BZ2File
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from corpus.errors import UnreadableError
from corpus.ingest.archives.parts import Limits

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

CHUNK = 65_536
XZ_MEMORY = 128 * 1024**2
_DAMAGE = (EOFError, zlib.error, zipfile.BadZipFile, lzma.LZMAError, gzip.BadGzipFile)


class Readable(Protocol):
    """Anything that gives up to `size` bytes at a time and b"" at its end."""

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes."""
        ...


class Budget:
    """What may still come out of one upload; `fault` says why no more may."""

    def __init__(self, limits: Limits, packed: int, spent: int = 0) -> None:
        self.limits = limits
        self.fault = ""
        self._packed = packed
        self._spent = spent

    def spend(self, count: int) -> None:
        """Count unpacked bytes; raises UnreadableError `archive_limit` past a limit."""
        self._spent += count
        limits = self.limits
        if self._spent > limits.total:
            self.fault = f"More than {limits.total:,} bytes come out of this archive."
        elif self._spent > max(limits.ratio_from, limits.ratio * self._packed):
            self.fault = f"More than {limits.ratio} times its size comes out of this archive."
        if self.fault:
            raise UnreadableError(
                self.fault, code="archive_limit", hint="Unpack it yourself and upload its files."
            )


class Opened(io.RawIOBase):
    """One entry while it is unpacked: counts, keeps to the limits, names damage as such.

    `packed` are the entry's packed bytes; None when its unpacking is counted elsewhere. `limit`
    is the most that may come out, that of a member unless given.
    """

    def __init__(
        self, inner: Readable, budget: Budget, packed: int | None, *, limit: int = 0
    ) -> None:
        super().__init__()
        self._limit = limit or budget.limits.member
        self._inner = inner
        self._budget = budget
        self._packed = packed
        self._read = 0
        self._ahead = b""

    def head(self, size: int) -> bytes:
        """Return the first `size` bytes without taking them, fewer at the end or before damage."""
        while len(self._ahead) < size:
            try:
                data = self._take(size - len(self._ahead))
            except UnreadableError:
                # Reading on will raise it again, after what can be read.
                if not self._ahead:
                    raise
                break
            if not data:
                break
            self._ahead += data
        return self._ahead[:size]

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Fill a buffer; see `Member` for the errors."""
        view = memoryview(buffer).cast("B")
        data, self._ahead = self._ahead[: len(view)], self._ahead[len(view) :]
        data = data or self._take(min(len(view), CHUNK))
        view[: len(data)] = data
        return len(data)

    def _take(self, size: int) -> bytes:
        try:
            data = self._inner.read(size)
        except _DAMAGE as error:
            raise damaged(error) from None
        except OSError as error:
            # Decompressors report bad data without a number, a failing disk has one.
            if error.errno is not None:
                raise
            raise damaged(error) from None
        self._read += len(data)
        limits = self._budget.limits
        if self._read > self._limit:
            raise UnreadableError(
                f"The file has more than {self._limit:,} bytes.", code="too_large", hint="Split it."
            )
        if self._packed is not None:
            self._budget.spend(len(data))
            if self._read > max(limits.ratio_from, limits.ratio * self._packed):
                raise UnreadableError(
                    f"More than {limits.ratio} times its packed size comes out of this file.",
                    code="archive_limit",
                    hint="Unpack it yourself and upload it, if it is what it should be.",
                )
        return data


def damaged(error: Exception | str) -> UnreadableError:
    """Return the error for an entry whose bytes are not what its archive says."""
    return UnreadableError(
        f"The archive is damaged here: {str(error).rstrip('.') or 'it ends too early'}.",
        code="damaged_member",
        hint="Make the archive again, or upload the file by itself.",
    )


def unpacking(raw: BinaryIO, kind: str) -> Readable:
    """Return what comes out of a gzip, bzip2 or xz stream, in bounded memory."""
    if kind == "gzip":
        return _Piecewise(gzip.GzipFile(fileobj=raw))
    if kind == "bzip2":
        return _Piecewise(BZ2File(raw))
    return _Xz(raw)


class _Piecewise:
    """Gives what comes out next; the file itself would lose what precedes damage."""

    def __init__(self, file: gzip.GzipFile | BZ2File) -> None:
        self._file = file

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes."""
        return self._file.read1(size)


class _Xz:
    """An xz stream whose decoder may not take more than XZ_MEMORY, as `lzma.open` lets it."""

    def __init__(self, raw: Readable) -> None:
        self._raw = raw
        self._waiting = b""
        self._decoder = self._new()

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes."""
        while True:
            if self._decoder.eof:
                rest = self._decoder.unused_data.lstrip(b"\0") or self._raw.read(CHUNK)
                if not rest:
                    return b""
                self._waiting, self._decoder = rest, self._new()
            fed = b""
            if self._decoder.needs_input:
                fed, self._waiting = self._waiting or self._raw.read(CHUNK), b""
                if not fed:
                    raise EOFError
            data = self._decoder.decompress(fed, size)
            if data:
                return data

    @staticmethod
    def _new() -> lzma.LZMADecompressor:
        return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=XZ_MEMORY)


class Section:
    """The next `size` bytes of a stream that cannot go back."""

    def __init__(self, stream: Readable, size: int) -> None:
        self._stream = stream
        self._left = size

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes; raises EOFError when the stream ends before the section."""
        data = self._stream.read(min(size, self._left))
        self._left -= len(data)
        if not data and self._left and size:
            raise EOFError
        return data

    def skip(self) -> None:
        """Go to the end of the section."""
        while self._left:
            self.read(CHUNK)


def spooled(stream: Readable, folder: Path | None) -> BinaryIO:
    """Copy a stream to a nameless temporary file and return that, at its beginning."""
    file: BinaryIO = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - the caller closes it
    try:
        while data := stream.read(CHUNK):
            file.write(data)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file
