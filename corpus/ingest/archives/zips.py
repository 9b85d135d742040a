"""The entries of a ZIP archive, by its directory; without one, by walking from its beginning.

Names are data here. What an entry is good for is decided in `walk`.
"""

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from typing import BinaryIO, cast

from corpus.errors import UnreadableError
from corpus.ingest.archives.kinds import decoded_name
from corpus.ingest.archives.parts import Entry, EntryKind, Limits
from corpus.ingest.archives.streams import CHUNK

DIRECTORY_BYTES = 64 * 1024**2
_UTF8, _ENCRYPTED, _SIZES_AFTER = 0x800, 0x2041, 0x8
_METHODS = {6: "implode", 9: "Deflate64", 12: "bzip2", 14: "LZMA", 93: "Zstandard", 95: "xz"}
_UNIX = 3


def entries(raw: BinaryIO, limits: Limits) -> Iterator[Entry]:
    """Yield the entries of a ZIP archive in the order of its directory.

    An archive that lost its directory (it was cut) is read from its beginning as far as it goes;
    then UnreadableError `damaged_archive` is raised. `archive_limit` for too long a directory.
    """
    _check_directory(raw, limits)
    try:
        archive = zipfile.ZipFile(raw)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error) as error:
        yield from _from_beginning(raw)
        raise UnreadableError(
            f"The archive has no readable directory ({str(error).rstrip('.')}): it was cut or "
            "damaged. Its files were read from its beginning as far as they go.",
            code="damaged_archive",
            hint="Compare with the original, or make the archive again.",
        ) from None
    with archive:
        for info in archive.infolist():
            yield _entry(raw, info)


def _check_directory(raw: BinaryIO, limits: Limits) -> None:
    """Refuse a directory that would fill the memory before its entries could be counted."""
    size = raw.seek(0, 2)
    raw.seek(max(0, size - 66_000))
    tail = raw.read()
    at = tail.rfind(b"PK\x05\x06")
    length = int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else 0
    wide = tail.rfind(b"PK\x06\x06", 0, max(at, 0))
    if wide >= 0:
        length = max(
            length if length < 0xFFFF_FFFF else 0,
            int.from_bytes(tail[wide + 40 : wide + 48], "little"),
        )
    length = min(length, size)
    count = 0
    if length <= DIRECTORY_BYTES:
        raw.seek(max(0, size - len(tail) + (wide if wide >= 0 else max(at, 0)) - length))
        while length > 0 and (data := raw.read(min(CHUNK, length))):
            count += data.count(b"PK\x01\x02")
            length -= len(data)
    raw.seek(0)
    if length > DIRECTORY_BYTES or count > limits.entries:
        raise UnreadableError(
            f"The archive has more than {limits.entries:,} entries.",
            code="archive_limit",
            hint="Split it into several archives.",
        )


def _entry(raw: BinaryIO, info: zipfile.ZipInfo) -> Entry:
    name = info.filename
    if not info.flag_bits & _UTF8:
        # zipfile decoded it as code page 437; macOS and many others write UTF-8 and do not say so.
        name = decoded_name(info.orig_filename.encode("cp437", "replace"), "cp437")
    fault, reason = _fault(info.flag_bits, info.compress_type)
    return Entry(
        name=name,
        kind=_kind(name, info),
        size=info.file_size,
        packed=info.compress_size,
        open=lambda: _open(raw, info),
        fault=fault,
        reason=reason,
    )


def _open(raw: BinaryIO, info: zipfile.ZipInfo) -> BinaryIO:
    """Open the data behind an entry of the directory; the name before it may differ."""
    header = b""
    if 0 <= info.header_offset < raw.seek(0, 2):
        raw.seek(info.header_offset)
        header = raw.read(30)
    if len(header) < 30 or header[:4] != b"PK\x03\x04":
        raise UnreadableError(
            "The archive is damaged here: no file begins where its directory says.",
            code="damaged_member",
        )
    at = info.header_offset + 30 + sum(struct.unpack_from("<HH", header, 26))
    return cast("BinaryIO", _Inflating(raw, at, info.compress_type, info.compress_size, info.CRC))


def _kind(name: str, info: zipfile.ZipInfo) -> EntryKind:
    if name.endswith("/"):
        return "directory"
    mode = info.external_attr >> 16 if info.create_system == _UNIX else 0
    if stat.S_ISLNK(mode):
        return "link"
    special = stat.S_ISCHR(mode) or stat.S_ISBLK(mode) or stat.S_ISFIFO(mode)
    return "device" if special else "file"


def _fault(flags: int, method: int) -> tuple[str, str]:
    if flags & _ENCRYPTED:
        return "encrypted", "The file is encrypted; Catena asks for no passwords."
    if method not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        # The standard library unpacks these in blocks of any size: a bomb would fill the memory.
        named = _METHODS.get(method, f"number {method}")
        return "unknown_compression", f"The file is compressed by a method not read here: {named}."
    return "", ""


def _from_beginning(raw: BinaryIO) -> Iterator[Entry]:
    """Yield entries by their local headers, one after another, until one does not follow."""
    raw.seek(0)
    # Some writers set a mark in front of the first header.
    at = max(0, raw.read(CHUNK).find(b"PK\x03\x04"))
    while True:
        raw.seek(at)
        header = raw.read(30)
        if len(header) < 30 or header[:4] != b"PK\x03\x04":
            return
        flags, method, crc, packed, size, name_size, extra_size = struct.unpack_from(
            "<2xHH4xIIIHH", header, 4
        )
        name, extra = raw.read(name_size), raw.read(extra_size)
        at += 30 + name_size + extra_size
        known = not flags & _SIZES_AFTER
        packed, size = _wide_sizes(extra, packed, size)
        content = _Inflating(raw, at, method, packed if known else None, crc if known else None)
        fault, reason = _fault(flags, method)
        plain = decoded_name(name, "cp437")
        yield Entry(
            name=plain,
            kind="directory" if plain.endswith("/") else "file",
            size=size if known else None,
            packed=packed if known else size_left(raw, at),
            open=partial(cast, "BinaryIO", content),
            fault=fault,
            reason=reason,
        )
        if not known and (fault or method == zipfile.ZIP_STORED):
            return
        if known:
            at += packed
            continue
        try:
            at = _after_descriptor(raw, content.finish())
        except (zlib.error, zipfile.BadZipFile):
            # Nobody knows where the next one begins.
            return


def size_left(raw: BinaryIO, at: int) -> int:
    """Return how many bytes follow a position."""
    return raw.seek(0, 2) - at


def _wide_sizes(extra: bytes, packed: int, size: int) -> tuple[int, int]:
    """Return the sizes, from the ZIP64 extra field where the header only points there."""
    at = 0
    while at + 4 <= len(extra):
        tag, length = struct.unpack_from("<HH", extra, at)
        if tag == 1 and length >= 16 and packed == size == 0xFFFF_FFFF:
            size, packed = struct.unpack_from("<QQ", extra.ljust(at + 20, b"\0"), at + 4)
            break
        at += 4 + length
    return packed, size


def _after_descriptor(raw: BinaryIO, at: int) -> int:
    """Return where the next header begins after sizes of 12 to 24 bytes that follow the data."""
    raw.seek(at)
    data = raw.read(28)
    places = (place for place in (16, 12, 24, 20) if data[place : place + 2] == b"PK")
    return at + next(places, 16)


class _Inflating:
    """The data behind a local header; ends with EOFError when the file does so before it."""

    def __init__(
        self, raw: BinaryIO, at: int, method: int, packed: int | None, crc: int | None
    ) -> None:
        self._raw, self._at, self._left, self._wanted = raw, at, packed, crc
        self._inflater = (
            None if method == zipfile.ZIP_STORED else zlib.decompressobj(-zlib.MAX_WBITS)
        )
        self._waiting = b""
        self._crc = 0

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes."""
        if self._inflater is None:
            data = self._packed(size)
        else:
            data = self._inflated(self._inflater, size)
        self._crc = zlib.crc32(data, self._crc)
        if not data and self._wanted not in {None, self._crc}:
            raise zipfile.BadZipFile("its check sum is wrong")
        return data

    def finish(self) -> int:
        """Read to the end of the data; return where that is."""
        while self.read(CHUNK):
            pass
        unused = len(self._inflater.unused_data) if self._inflater else 0
        return self._at - unused

    def close(self) -> None:
        """Do nothing: the file stays open for the entries that follow."""

    def _inflated(self, inflater: "zlib._Decompress", size: int) -> bytes:
        while not inflater.eof:
            waiting = inflater.unconsumed_tail or self._packed(CHUNK)
            if not waiting:
                raise EOFError
            data = inflater.decompress(waiting, size)
            if data:
                return data
        return b""

    def _packed(self, size: int) -> bytes:
        wanted = size if self._left is None else min(size, self._left)
        if not wanted:
            return b""
        self._raw.seek(self._at)
        data = self._raw.read(wanted)
        self._at += len(data)
        if self._left is not None:
            self._left -= len(data)
        if not data:
            raise EOFError
        return data
