"""Opens an XML file of any encoding as UTF-8 that can be read from any place, of any size.

Which encoding a page of text or HTML has is `encoding`'s matter; where elements stand, `elements`'.
"""

import codecs
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from corpus.errors import UnreadableError
from corpus.ingest.encoding import decode, mark_of, refuse_empty_or_binary
from corpus.ingest.events import Checkpoint, Noted
from corpus.ingest.source import Source

CHUNK_BYTES = 1 << 20
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_WIDE = ((b"<\0\0\0", "utf-32-le"), (b"\0\0\0<", "utf-32-be"), (b"<\0", "utf-16-le"),
         (b"\0<", "utf-16-be"))  # fmt: skip
# Bytes that Latin-1 leaves to control codes, where Windows has quotation marks and dashes.
_WINDOWS_ONLY = re.compile(rb"[\x80\x82-\x8c\x8e\x91-\x9c\x9e\x9f]")


class Cursor:
    """A reading position of its own in a stream that several share."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._at = stream, 0

    def seek(self, offset: int) -> None:
        """Go to a byte of the stream."""
        self._at = offset

    def read(self, size: int) -> bytes:
        """Read on, `size` bytes at most."""
        self._stream.seek(self._at)
        data = self._stream.read(size)
        self._at += len(data)
        return data


@dataclass(frozen=True, slots=True)
class XmlText:
    """A file as a stream of UTF-8: the file itself, or a copy of it that was transcribed.

    Offsets are bytes of that stream; its first character stands at `base`, after the mark.
    """

    _stream: BinaryIO
    base: int
    size: int
    received: int
    encoding: str
    noted: tuple[Noted, ...]

    def cursor(self) -> Cursor:
        """Return a new reading position."""
        return Cursor(self._stream)

    def bytes_at(self, begin: int, end: int) -> bytes:
        """Return a stretch of the stream."""
        self._stream.seek(begin)
        return self._stream.read(end - begin)

    def start(self, resume: Checkpoint | None) -> Checkpoint:
        """Return where to begin, its position being an offset of the stream."""
        if resume is None:
            return Checkpoint(self.base, 0, 0)
        if self.size == self.received:
            return resume
        return Checkpoint(self._offset(resume.characters), resume.characters, resume.line)

    def checkpoint(self, offset: int, characters: int, line: int) -> Checkpoint:
        """Return a checkpoint whose position is one of the file as received (as near as can be)."""
        if self.size != self.received:
            offset = offset * self.received // max(self.size, 1)
        return Checkpoint(offset, characters, line)

    def _offset(self, characters: int) -> int:
        """Find the offset of a code point in a transcribed copy."""
        cursor, offset = self.cursor(), 0
        decoder = codecs.getincrementaldecoder("utf-8")()
        while chunk := cursor.read(CHUNK_BYTES):
            text = decoder.decode(chunk)
            if len(text) >= characters:
                return offset + len(text[:characters].encode())
            characters -= len(text)
            offset += len(text.encode())
        return offset


@contextmanager
def opened(source: Source) -> Iterator[XmlText]:
    """Open a file; what is no UTF-8 is transcribed into a temporary file first.

    Raises UnreadableError `empty_file` or `binary_file`.
    """
    base, encoding, noted = _judge(source.head())
    with source.open() as stream:
        if encoding == "utf-8":
            yield XmlText(stream, base, source.size, source.size, encoding, noted)
            return
        with tempfile.TemporaryFile(prefix="catena-") as copy:
            stream.seek(base)
            size, lost = _transcribe(stream, copy, encoding)
            # The sizes tell a copy from the file itself, so an equal one is made to differ.
            received = source.size if source.size != size else size + 1
            yield XmlText(copy, 0, size, received, encoding, (*noted, *_lost(lost, encoding)))


def encoding_of(source: Source) -> str:
    """Name the encoding in which `opened` reads a file; raises as it does."""
    return _judge(source.head())[1]


def decoded_head(head: bytes) -> bytes:
    """Return the first bytes of a file in UTF-8, without mark, for a look at them."""
    try:
        base, encoding, _ = _judge(head)
    except UnreadableError:
        return b""
    if encoding == "utf-8":
        return head[base:]
    text = codecs.getincrementaldecoder(encoding)("replace").decode(head[base:])
    return text.encode("utf-8", "replace")


def _judge(head: bytes) -> tuple[int, str, tuple[Noted, ...]]:
    """Return the length of the mark, the encoding, and what to say about it."""
    if marked := mark_of(head):
        return len(marked[0]), marked[1], ()
    for begin, wide in _WIDE:
        if head.startswith(begin):
            return 0, wide, ()
    refuse_empty_or_binary(head)
    declared = _declared(head)
    good, bad = _balance(head)
    if declared is not None and declared != "utf-8":
        return 0, *_as_declared(head, declared, utf_8=good > 2 and not bad)
    if declared is None and bad > good:
        return 0, *_guessed(head)
    return 0, "utf-8", ()


def _as_declared(head: bytes, declared: str, *, utf_8: bool) -> tuple[str, tuple[Noted, ...]]:
    """Take a declared encoding unless the bytes refute it.

    They do when it is unknown, when a declaration that can be read byte by byte speaks of wide
    characters, or when they are whole sequences of UTF-8 (`utf_8`), which no other text has.
    """
    name = _known(declared)
    if name is None or utf_8 or name.startswith(("utf-16", "utf-32", "utf-7")):
        return "utf-8", (_misdeclared(declared, "utf-8"),) if utf_8 or name is None else ()
    if name == "iso8859-1" and _WINDOWS_ONLY.search(head):
        return "cp1252", (_misdeclared(declared, "cp1252"),)
    return "utf-8" if name == "ascii" else name, ()


def _declared(head: bytes) -> str | None:
    found = _DECLARED.search(head, 0, 4096)
    if found is None:
        return None
    name = found[1].decode("ascii").lower()
    return _known(name) or name


def _known(name: str) -> str | None:
    try:
        found = codecs.lookup(name)
        b"".decode(found.name)
    except LookupError:
        return None
    return found.name


def _balance(head: bytes) -> tuple[int, int]:
    """Count characters beyond ASCII that are whole UTF-8, and bytes that are none."""
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(head)
    bad = text.count("\ufffd")
    return len(text) - len(text.encode("ascii", "ignore")) - bad, bad


def _guessed(head: bytes) -> tuple[str, tuple[Noted, ...]]:
    try:
        page = decode(head[: head.rfind(b"\n") + 1] or head)
    except UnreadableError:
        return "utf-8", ()
    return page.encoding, page.noted


def _misdeclared(declared: str, taken: str) -> Noted:
    return Noted(
        "wrong_encoding_declared",
        "warning",
        f"The file says that it is {declared}; its bytes are {taken}, and it was read as that.",
        "Look for odd characters in the preview before you load it.",
    )


def _transcribe(stream: BinaryIO, copy: BinaryIO, encoding: str) -> tuple[int, int]:
    """Write a stream as UTF-8; return how many bytes it has, and how many places were lost."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    size = lost = 0
    while True:
        chunk = stream.read(CHUNK_BYTES)
        text = decoder.decode(chunk, final=not chunk)
        lost += text.count("\ufffd")
        size += copy.write(text.encode("utf-8", "replace"))
        if not chunk:
            copy.seek(0)
            return size, lost


def _lost(count: int, encoding: str) -> tuple[Noted, ...]:
    if not count:
        return ()
    message = f"{count:,} places of the file cannot be read as {encoding}; they became U+FFFD."
    return (Noted("undecodable", "warning", message, "Save the file as UTF-8, upload it again."),)
