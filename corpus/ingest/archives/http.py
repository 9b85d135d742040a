"""HTTP responses as crawlers keep them: what they are, and their bytes unchunked and unpacked.

Bounded memory. Which of them are pages to read is decided in `warcs`.
"""

import re
import zlib
from dataclasses import dataclass

from corpus.ingest.archives.streams import CHUNK, Readable

HEAD_BYTES = 65_536
_STATUS = re.compile(rb"(?:HTTP/\d(?:\.\d)?|ICY)[ \t]+(\d{3})\b")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_SIZE = re.compile(rb"\s*([0-9A-Fa-f]{1,12})[^\n]{0,4096}?\r?\n")
_LINE_BYTES = 8192
_PLAIN = frozenset({"", "identity", "none", "utf-8"})
_PACKED = frozenset({"gzip", "x-gzip", "deflate"})


@dataclass(frozen=True, slots=True)
class Response:
    """What the head of a response says: status, type (lower-case), content encoding, chunks."""

    status: int
    kind: str
    encoding: str
    chunked: bool

    @property
    def is_known(self) -> bool:
        """Whether its encoding can be undone here."""
        return self.encoding in _PLAIN | _PACKED


def response_of(stream: Readable) -> tuple[Response, bytes] | None:
    """Read the head of a response; return it and what was read beyond it, None if it is none."""
    data = b""
    end = None
    while end is None and len(data) < HEAD_BYTES:
        more = stream.read(4096)
        if not more:
            break
        data += more
        end = _HEAD_END.search(data)
    status = _STATUS.match(data)
    if status is None:
        return None
    head = data[: end.start()] if end else data
    lines: dict[str, str] = {}
    for raw in head.split(b"\n")[1:]:
        name, colon, value = raw.partition(b":")
        if colon:
            key = name.strip().decode("latin-1").lower()
            lines.setdefault(key, value.strip().decode("latin-1").lower())
    response = Response(
        int(status[1]),
        lines.get("content-type", "").partition(";")[0].strip(),
        lines.get("content-encoding", "").strip(),
        chunked="chunked" in lines.get("transfer-encoding", ""),
    )
    return response, data[end.end() :] if end else b""


def payload_of(response: Response, ahead: bytes, stream: Readable) -> Readable:
    """Return the bytes of what a response carries; `ahead` are those that were read already."""
    body: Readable = _Ahead(ahead, stream)
    if response.chunked:
        body = _Unchunked(_Ahead(b"", body))
    if response.encoding in _PACKED:
        body = _Inflated(body)
    return body


class _Ahead:
    """A stream with bytes that were read from it put back."""

    def __init__(self, ahead: bytes, stream: Readable) -> None:
        self._ahead, self._stream = ahead, stream

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes."""
        if self._ahead:
            data, self._ahead = self._ahead[:size], self._ahead[size:]
            return data
        return self._stream.read(size)

    def peeked(self, size: int) -> bytes:
        """Return the next bytes without taking them, fewer at the end."""
        while len(self._ahead) < size and (more := self._stream.read(size - len(self._ahead))):
            self._ahead += more
        return self._ahead[:size]


class _Unchunked:
    """The data of a chunked body; of one that was unchunked but still says so, itself."""

    def __init__(self, stream: _Ahead) -> None:
        self._stream = stream
        self._left = 0
        self._plain = self._over = self._begun = False

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes; raises EOFError where it ends inside a chunk."""
        if not self._left and not self._plain and not self._over:
            self._next()
        if self._over:
            return b""
        if self._plain:
            return self._stream.read(size)
        data = self._stream.read(min(size, self._left))
        if not data:
            raise EOFError
        self._left -= len(data)
        return data

    def _next(self) -> None:
        """Read the line before a chunk."""
        line = self._stream.peeked(_LINE_BYTES)
        if self._begun:
            break_ = 2 if line.startswith(b"\r\n") else 1 if line.startswith(b"\n") else 0
            self._stream.read(break_) if break_ else None
            line = line[break_:]
        found = _SIZE.match(line)
        if found is None:
            # At the beginning: it is not chunked. Later: it was cut, or ends without a last chunk.
            self._plain, self._over = not self._begun, self._begun
            return
        self._begun = True
        self._stream.read(found.end())
        self._left = int(found[1], 16)
        self._over = not self._left


class _Inflated:
    """What comes out of gzip or deflate; of what is neither, itself."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self._waiting = b""
        self._inflater: zlib._Decompress | None = None
        self._plain = False

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes; raises EOFError or zlib.error where it is damaged."""
        if self._inflater is None and not self._plain:
            self._begin()
        if self._plain or self._inflater is None:
            data, self._waiting = self._waiting[:size], self._waiting[size:]
            return data or self._stream.read(size)
        while not self._inflater.eof:
            fed = self._waiting or self._stream.read(CHUNK)
            if not fed:
                raise EOFError
            data = self._inflater.decompress(fed, size)
            self._waiting = self._inflater.unconsumed_tail
            if data:
                return data
        return b""

    def _begin(self) -> None:
        head = self._stream.read(CHUNK)
        self._waiting = head
        if head.startswith(b"\x1f\x8b"):
            self._inflater = zlib.decompressobj(16 + zlib.MAX_WBITS)
        elif head[:1] in {b"\x08", b"\x18", b"\x28", b"\x38", b"\x48", b"\x58", b"\x68", b"\x78"}:
            self._inflater = zlib.decompressobj()
        elif head.lstrip()[:1] == b"<" or not head:
            self._plain = True
        else:
            self._inflater = zlib.decompressobj(-zlib.MAX_WBITS)
