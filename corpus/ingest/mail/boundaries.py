"""Where the messages of a mail file lie: found in its bytes, in constant memory.

What a message says is read elsewhere. Formats: mbox (RFC 4155 and its looser kin), or one message.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from corpus.ingest.source import Source

HEAD_BYTES = 131_072
_CHUNK = 4 * 1024**2
# So much of what follows a line "From …" must be seen to know what it is.
_AHEAD = 8192
_CANDIDATE = re.compile(rb"From [^\n]{0,2000}\n(?:>From [^\n]{0,2000}\n)?([!-9;-~]{1,100}):")
_HEADER = re.compile(rb"([!-9;-~]{1,100}):")
_CLOCK = re.compile(rb"\b\d{1,2}:\d\d\b")
_YEAR = re.compile(rb"\b(?:19|20)\d\d\b")
# What follows a line "From …" that names no time must be one of these.
_USUAL = frozenset(
    b"from to cc date subject received return-path message-id delivered-to mime-version status "
    b"x-status x-mozilla-status envelope-to newsgroups path sender reply-to content-type "
    b"x-original-to x-gm-thrid".split()
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A message in its file: the `number`-th (from 1), `position` and `size` in bytes.

    `start` and `end` in code points. `head` are its first bytes, its header lines among them.
    """

    number: int
    position: int
    size: int
    start: int
    end: int
    head: bytes


def is_postmark(line: bytes, before: bytes, header: bytes) -> bool:
    """Say whether a line "From …" begins a message: by its time, else by what is around it.

    `before` are the bytes before it, `header` is the name of the header line that follows.
    """
    if _CLOCK.search(line) and _YEAR.search(line):
        return True
    blank = not before.strip() or before.endswith((b"\n\n", b"\n\r\n"))
    return blank and header.lower() in _USUAL


def is_mbox(head: bytes) -> bool:
    """Say whether a file's first bytes are those of an mbox."""
    found = _CANDIDATE.match(head.lstrip())
    return found is not None and is_postmark(found[0].split(b"\n")[0], b"", found[1])


def stretches(source: Source) -> Iterator[Stretch]:
    """Yield the messages of a file, which is one itself when it is no mbox."""
    walk = _Walk()
    mbox = is_mbox(source.head())
    with source.open() as stream:
        buffer = b""
        while True:
            chunk = stream.read(_CHUNK)
            buffer += chunk
            safe = len(buffer) if not chunk else max(0, len(buffer) - _AHEAD)
            at = 0
            for found in _candidates(buffer, walk.tail) if mbox else ():
                if found.start() >= safe:
                    break
                before = (walk.tail + buffer[max(at, found.start() - 3) : found.start()])[-3:]
                line = found[0][: found[0].index(b"\n")]
                if not is_postmark(line, before, found[1]):
                    continue
                walk.take(buffer[at : found.start()])
                yield from walk.finished()
                at = found.start()
            walk.take(buffer[at:safe])
            buffer = buffer[safe:]
            if not chunk:
                break
    yield from walk.finished()


def _candidates(buffer: bytes, before: bytes) -> Iterator[re.Match[bytes]]:
    """Yield what may begin messages: "From …" at the beginning of a line, a header line below."""
    at = 0 if not before or before.endswith(b"\n") else buffer.find(b"\nFrom ") + 1
    while at or not before or before.endswith(b"\n"):
        found = _CANDIDATE.match(buffer, at)
        if found:
            yield found
        at = buffer.find(b"\nFrom ", at) + 1
        if not at:
            return


class _Walk:
    """The message that is being gone through."""

    def __init__(self) -> None:
        self.tail = b""
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        self._position = self._size = self._start = self._end = self._number = 0
        self._head = b""

    def take(self, data: bytes) -> None:
        """Go on through the message."""
        if not data:
            return
        self._size += len(data)
        self._end += len(self._decoder.decode(data))
        self.tail = (self.tail + data[-3:])[-3:]
        if len(self._head) < HEAD_BYTES:
            self._head += data[: HEAD_BYTES - len(self._head)]

    def finished(self) -> Iterator[Stretch]:
        """Yield the message, unless there is nothing of it."""
        if self._head.strip():
            self._number += 1
            yield Stretch(
                self._number, self._position, self._size, self._start, self._end, self._head
            )
        self._position, self._start = self._position + self._size, self._end
        self._size, self._head = 0, b""


def count_messages(source: Source) -> int:
    """Count the messages of a file line by line: a scan that shares no walk with `stretches`."""
    if not is_mbox(source.head()):
        return 1
    count = 0
    before, pending, waiting = b"", b"", b""
    with source.open() as stream:
        for line in iter(partial(stream.readline, 65_536), b""):
            if pending and line.startswith(b">From ") and pending.count(b"\n") < 2:
                pending += line
            elif pending:
                found = _HEADER.match(line)
                count += bool(found and is_postmark(pending.split(b"\n")[0], waiting, found[1]))
                pending = b""
            if line.startswith(b"From ") and (not before or before.endswith(b"\n")):
                pending, waiting = line, before
            before = (before + line[-3:])[-3:]
    return count
