"""The encoding of an export of any size, and its text: every byte keeps its place.

A byte that does not fit becomes a lone surrogate (PEP 383), so positions in bytes can be reckoned
back exactly; readers turn it into U+FFFD. What the text means is the readers' matter.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.errors import UnreadableError
from corpus.ingest.encoding import decode, mark_of, refuse_empty_or_binary
from corpus.ingest.events import Noted
from corpus.ingest.source import Source

SCANNED_BYTES = 32 * 1024**2
CHUNK = 1 << 20
_WINDOW = 65_536
_ASCII = re.compile(r"[\x00-\x7f]")
_ESCAPED = re.compile("[\udc80-\udcff]")
_KANA = re.compile("[\u3041-\u30fe]")


@dataclass(frozen=True, slots=True)
class Decoding:
    """How a file's bytes become text: the length of its mark, its encoding, what to report."""

    mark: int
    encoding: str
    noted: tuple[Noted, ...] = ()

    @property
    def errors(self) -> str:
        """How a byte that does not fit is treated; UTF-16 and UTF-32 know no single bytes."""
        return "replace" if self.encoding.startswith(("utf-16", "utf-32")) else "surrogateescape"

    def text(self, raw: bytes) -> str:
        """Decode a stretch that ends where a character does."""
        return raw.decode(self.encoding, self.errors)

    def size(self, text: str) -> int:
        """Return the bytes of which a decoded stretch was made."""
        if self.encoding == "utf-8" and text.isascii():
            return len(text)
        return len(text.encode(self.encoding, self.errors))


def decoding_of(source: Source) -> Decoding:
    """Find a file's encoding: its mark, else UTF-8, else a guess by what is around the first fault.

    Looks at the first 32 MiB. Raises UnreadableError `empty_file`, `binary_file`.
    """
    head = source.head()
    refuse_empty_or_binary(head)
    marked = mark_of(head)
    if marked:
        return Decoding(len(marked[0]), marked[1])
    fault = _first_fault(source)
    if fault is None:
        return Decoding(0, "utf-8")
    with source.open() as stream:
        stream.seek(max(0, fault - _WINDOW))
        sample = stream.read(2 * _WINDOW)
    # Whole lines, lest the cut through a character be taken for a fault.
    begin = sample.find(b"\n") + 1 if fault > _WINDOW else 0
    end = sample.rfind(b"\n", fault - max(0, fault - _WINDOW)) + 1 or len(sample)
    sample = sample[begin:end]
    encoding = _japanese(sample) or _guessed(sample)
    if encoding == "utf-8":
        return Decoding(0, "utf-8")
    message = f"The file is not UTF-8 (see byte {fault:,}); it was read as {encoding}."
    hint = "Look for odd characters in the preview; else save the file as UTF-8."
    return Decoding(0, encoding, (Noted("encoding_guessed", "warning", message, hint),))


def _guessed(sample: bytes) -> str:
    """Guess an encoding; UTF-8 where faults are few or no encoding fits."""
    if _is_mostly_utf8(sample):
        return "utf-8"
    try:
        return decode(sample).encoding
    except UnreadableError:
        return "utf-8"


def _is_mostly_utf8(sample: bytes) -> bool:
    """Say whether more characters are good UTF-8 than bytes are not: then the faults are faults."""
    text = sample.decode("utf-8", "surrogateescape")
    faults = len(_ESCAPED.findall(text))
    return len(text) - faults - len(_ASCII.findall(text)) > faults


def _japanese(sample: bytes) -> str | None:
    """Name the Japanese encoding in which a sample makes kana; guessers mix it up with Chinese."""
    for encoding in ("euc_jp", "cp932"):
        try:
            text = sample.decode(encoding)
        except UnicodeDecodeError:
            continue
        kana, others = len(_KANA.findall(text)), len(text) - len(_ASCII.findall(text))
        if kana > others * 0.3:
            return encoding
    return None


def _first_fault(source: Source) -> int | None:
    """Return the place of the first byte that is not UTF-8, None if there is none to be seen."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    place = 0
    with source.open() as stream:
        while place < SCANNED_BYTES and (chunk := stream.read(CHUNK)):
            waiting = len(decoder.getstate()[0])
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                return place - waiting + error.start
            place += len(chunk)
    return None


class Pieces:
    """The text of a file from a byte on, in pieces, that knows the byte of each character read."""

    def __init__(self, source: Source, decoding: Decoding, position: int, characters: int) -> None:
        self._pieces = chunks(source, decoding, position)
        self._decoding = decoding
        self._known = [(characters, max(position, decoding.mark), "")]

    def __iter__(self) -> Iterator[str]:
        """Yield the pieces."""
        for piece in self._pieces:
            start, position, before = self._known[-1]
            begin = (start + len(before), position + self._decoding.size(before), piece)
            self._known = [*self._known[-2:], begin]
            yield piece

    def position(self, place: int) -> int | None:
        """Return the byte of a code point; None where its piece has been forgotten."""
        for start, position, piece in reversed(self._known):
            if start <= place:
                return position + self._decoding.size(piece[: place - start])
        return None


def chunks(source: Source, decoding: Decoding, position: int) -> Iterator[str]:
    """Yield the text from a byte on in pieces of about 1 Mi characters."""
    decoder = codecs.getincrementaldecoder(decoding.encoding)(decoding.errors)
    with source.open() as stream:
        stream.seek(max(position, decoding.mark))
        while chunk := stream.read(CHUNK):
            if text := decoder.decode(chunk):
                yield text
        if text := decoder.decode(b"", final=True):
            yield text
