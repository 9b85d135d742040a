"""The file behind an upload: read as one page of text or as a stream of lines.

What the text means is the readers' matter; how bytes become text is `encoding`'s.
"""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from corpus.errors import UnreadableError
from corpus.ingest.encoding import (
    Page,
    decode,
    mark_of,
    refuse_empty_or_binary,
    undecodable,
)
from corpus.ingest.events import Checkpoint

HEAD_BYTES = 262_144
PAGE_BYTES = 20 * 1024 * 1024
LINE_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Source:
    """A file as received: its `name` is only a label, `open` gives a fresh stream each time.

    `desk` is a folder in which a reader may leave what it gathered to its next step (see `Desk`).
    """

    name: str
    size: int
    open: Callable[[], BinaryIO]
    desk: Path | None = None

    @classmethod
    def from_bytes(cls, data: bytes, name: str = "") -> "Source":
        """Return a source that holds `data` in memory."""
        return cls(name, len(data), lambda: io.BytesIO(data))

    @classmethod
    def from_path(cls, path: Path, name: str = "", desk: Path | None = None) -> "Source":
        """Return a source that reads the file at `path`."""
        return cls(name or path.name, path.stat().st_size, lambda: path.open("rb"), desk)

    def head(self) -> bytes:
        """Return the first 256 KiB."""
        with self.open() as stream:
            return stream.read(HEAD_BYTES)


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its line feed. `fault` says why `text` is None.

    `number` counts from 1; `start` and `end` are code points of the decoded file, `position` and
    `after` bytes of the file as received: where the line begins, where the next one does.
    """

    number: int
    text: str | None
    start: int
    end: int
    position: int
    after: int
    fault: str = ""
    blank: bool = False


def read_page(source: Source, *, limit: int = PAGE_BYTES) -> Page:
    """Decode a whole file.

    Raises UnreadableError: `too_large` (more than `limit` bytes), `empty_file`, `binary_file`, or
    `undecodable` with the position of the byte.
    """
    if source.size > limit:
        raise UnreadableError(
            f"The file has {source.size:,} bytes; a single page may have {limit:,}.",
            code="too_large",
            hint="Split it, or bring it as threads JSONL, which has no such limit.",
        )
    with source.open() as stream:
        data = stream.read(limit + 1)
    return decode(data)


def encoding_of(source: Source, *, whole_page: bool) -> str:
    """Name the encoding in which `read_page` or `lines` reads a file; raises as `read_page`."""
    if whole_page:
        return read_page(source).encoding
    marked = mark_of(source.head())
    return marked[1] if marked else "utf-8"


def lines(source: Source, resume: Checkpoint | None = None) -> Iterator[Line]:
    """Yield the lines of a file of any size, from `resume` on, in constant memory.

    UTF-8, or what a byte order mark says. A line that cannot be decoded, or is longer than 64 MiB,
    comes with `text` None and a `fault`. Raises UnreadableError: `empty_file`, `binary_file`.
    """
    head = source.head()
    refuse_empty_or_binary(head)
    mark, encoding = mark_of(head) or (b"", "utf-8")
    at = resume or Checkpoint(position=len(mark), characters=0, line=0)
    with source.open() as stream:
        stream.seek(at.position)
        if encoding == "utf-8":
            yield from _byte_lines(stream, at)
        else:
            yield from _text_lines(stream, encoding, at)


def _byte_lines(stream: BinaryIO, at: Checkpoint) -> Iterator[Line]:
    position, characters, number = at.position, at.characters, at.line
    while raw := stream.readline(LINE_BYTES):
        begin, number = position, number + 1
        position += len(raw)
        fault = ""
        text: str | None = None
        if not raw.endswith(b"\n") and len(raw) == LINE_BYTES:
            skipped, extra = _skip_line(stream)
            position += skipped
            width = sum(1 for byte in raw if byte & 0xC0 != 0x80) + extra
            fault = f"The line has more than {LINE_BYTES:,} bytes."
        else:
            try:
                text = raw.decode("utf-8")
                width = len(text)
            except UnicodeDecodeError as error:
                width = len(raw.decode("utf-8", "replace"))
                fault = f"Byte {begin + error.start:,} of the file cannot be read as UTF-8."
        if text is not None:
            text = text.removesuffix("\n")
        end = characters + (len(text) if text is not None else width)
        blank = text is not None and not text.strip()
        yield Line(number, text, characters, end, begin, position, fault, blank)
        characters += width


def _skip_line(stream: BinaryIO) -> tuple[int, int]:
    """Read on to the end of an overlong line; return its (bytes, code points)."""
    skipped = characters = 0
    while chunk := stream.readline(1 << 20):
        skipped += len(chunk)
        characters += sum(1 for byte in chunk if byte & 0xC0 != 0x80)
        if chunk.endswith(b"\n"):
            break
    return skipped, characters


def _text_lines(stream: BinaryIO, encoding: str, at: Checkpoint) -> Iterator[Line]:
    position, characters, number = at.position, at.characters, at.line
    reader = io.TextIOWrapper(stream, encoding=encoding, errors="strict", newline="\n")
    while True:
        try:
            raw = reader.readline()
        except UnicodeDecodeError:
            raise undecodable(encoding, position) from None
        if not raw:
            return
        number += 1
        begin = position
        position += len(raw.encode(encoding))
        text = raw.removesuffix("\n")
        end = characters + len(text)
        yield Line(number, text, characters, end, begin, position, "", not text.strip())
        characters += len(raw)
