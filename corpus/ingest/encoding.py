"""Turns the bytes of a file into text, strictly: by mark, declaration, as UTF-8, or by a guess.

A guess is reported, a byte that cannot be decoded is named. Streams are the matter of `source`.
"""

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes as guess_encodings

from corpus.errors import UnreadableError
from corpus.ingest.code_pages import likely_code_page
from corpus.ingest.events import Noted

SAMPLE_BYTES = 65_536
_GUESS_BYTES = 131_072

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive (unpack it with `zstd -d --long=31`)"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"SQLite format 3\0", "an SQLite database"),
)
_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,80}?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})"""
    rb"""|<meta[^>]{0,200}?charset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""",
    re.IGNORECASE,
)
_CONTROLS = bytes(set(range(32)) - {0, 9, 10, 11, 12, 13, 27})
_WESTERN = {"cp1252", "latin_1", "iso8859_1", "iso8859_15"}


@dataclass(frozen=True, slots=True)
class Page:
    """A whole file as text (byte order mark dropped), the encoding used, and what to report."""

    text: str
    encoding: str
    noted: tuple[Noted, ...] = ()


def decode(data: bytes) -> Page:
    """Decode bytes by mark, declaration, as UTF-8, or by a guess that is reported."""
    if not data:
        raise _empty()
    if marked := mark_of(data):
        mark, encoding = marked
        return Page(_strictly(data[len(mark) :], encoding, len(mark)), encoding)
    refuse_binary(data)
    wide = _wide(data[:SAMPLE_BYTES])
    if wide:
        return Page(_strictly(data, wide, 0), wide, (_guess_noted(wide),))
    noted: tuple[Noted, ...] = ()
    declared = _declared(data)
    if declared and declared != "utf-8":
        try:
            return Page(data.decode(declared), declared)
        except (LookupError, UnicodeDecodeError):
            noted = (_wrongly_declared(declared),)
    try:
        return Page(data.decode("utf-8"), "utf-8", noted)
    except UnicodeDecodeError as error:
        return _guessed(data, noted, error)


def decode_head(head: bytes) -> str:
    """Decode the first bytes of a file for a look at it; a line cut at their end is left out.

    Raises UnreadableError as `decode` does.
    """
    mark, encoding = mark_of(head) or (b"", _wide(head[:SAMPLE_BYTES]))
    if encoding and encoding != "utf-8":
        decoder = codecs.getincrementaldecoder(encoding)("replace")
        return decoder.decode(head[len(mark) :])
    return decode(head[: head.rfind(b"\n") + 1] or head).text


def mark_of(data: bytes) -> tuple[bytes, str] | None:
    """Return the byte order mark with which a file begins, and what encoding it says."""
    return next(((mark, name) for mark, name in MARKS if data.startswith(mark)), None)


def refuse_empty_or_binary(head: bytes) -> None:
    """Raise UnreadableError `empty_file` or `binary_file` for what begins like no text."""
    if not head:
        raise _empty()
    if mark_of(head) is None:
        refuse_binary(head)


def refuse_binary(data: bytes) -> None:
    """Raise UnreadableError `binary_file` for bytes that are no text, whatever their name."""
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise _binary(f"This is {what}, not a text.")
    sample = data[:SAMPLE_BYTES]
    allowed = max(4, len(sample) // 50)
    zeros = sample.count(0)
    if zeros > allowed and not _wide(sample):
        raise _binary(f"This is no text: {zeros:,} of its first {len(sample):,} bytes are zero.")
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls > allowed:
        raise _binary(
            f"This is no text: {controls:,} of its first {len(sample):,} bytes are control codes."
        )


def _empty() -> UnreadableError:
    return UnreadableError("The file is empty.", code="empty_file")


def _binary(message: str) -> UnreadableError:
    return UnreadableError(
        message,
        code="binary_file",
        hint="Upload a text, a saved page or an export; unpack archives first.",
    )


def _wide(sample: bytes) -> str | None:
    """Name UTF-16 without a mark, told by zeros that all stand at even or all at odd places."""
    half = len(sample) // 2
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if half > 7 and odd > half * 0.6 and even < half * 0.05:
        return "utf-16-le"
    if half > 7 and even > half * 0.6 and odd < half * 0.05:
        return "utf-16-be"
    return None


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data, 0, 2048)
    if not found:
        return None
    name = (found[1] or found[2]).decode("ascii")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return name


def _strictly(data: bytes, encoding: str, offset: int) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise undecodable(encoding, error.start + offset) from None


def undecodable(encoding: str, position: int) -> UnreadableError:
    """Return the error for a byte (counted from 0) that does not fit the encoding."""
    return UnreadableError(
        f"Byte {position:,} (counted from 0) cannot be read as {encoding}.",
        code="undecodable",
        hint="Save the file as UTF-8 and upload it again.",
        position=position,
    )


def _wrongly_declared(declared: str) -> Noted:
    return Noted(
        code="wrong_encoding_declared",
        severity="warning",
        message=f"The file says that it is {declared}, but it cannot be read as that.",
        hint="Look for odd characters in the preview before you load it.",
    )


def _guess_noted(encoding: str, position: int | None = None) -> Noted:
    at = "" if position is None else f" (see byte {position:,})"
    return Noted(
        code="encoding_guessed",
        severity="warning",
        message=f"The file is not UTF-8{at}; it was read as {encoding}.",
        hint="Look for odd characters in the preview; else save the file as UTF-8.",
    )


def _guessed(data: bytes, noted: tuple[Noted, ...], fault: UnicodeDecodeError) -> Page:
    encoding = _guess(data)
    if encoding is None:
        raise undecodable("utf-8", fault.start)
    text = _strictly(data, encoding, 0)
    return Page(text, encoding, (*noted, _guess_noted(encoding, fault.start)))


def _guess(data: bytes) -> str | None:
    """Guess from the lines around the first byte that is not ASCII."""
    first = next((i for i in range(len(data)) if data[i] > 127), 0)
    begin = data.rfind(b"\n", 0, max(0, first - _GUESS_BYTES // 2)) + 1
    stop = data.rfind(b"\n", first, begin + _GUESS_BYTES)
    sample = data[begin : stop if stop > first else begin + _GUESS_BYTES]
    page = likely_code_page(sample)
    if page and _decodes(data, page):
        return page
    matches = guess_encodings(sample)
    best = matches.best()
    if best is None:
        return None
    # Latin code pages are told apart by a handful of bytes: of equals, take the common one.
    for match in matches:
        western = sorted(_WESTERN.intersection(match.could_be_from_charset))
        if western and match.chaos <= best.chaos:
            return "cp1252" if _decodes(data, "cp1252") else western[0]
    return best.encoding


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
