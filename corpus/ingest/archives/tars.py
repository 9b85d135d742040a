"""The entries of a tar stream, in one pass, with bounded memory.

The standard library's reader takes extended headers of any size into memory; this one does not.
Format: POSIX.1-2001 pax with the GNU extensions for long names.
"""

import tarfile
from collections.abc import Iterator
from typing import BinaryIO, cast

from corpus.errors import UnreadableError
from corpus.ingest.archives.kinds import decoded_name
from corpus.ingest.archives.parts import Entry, EntryKind
from corpus.ingest.archives.streams import Readable, Section

HEADER_BYTES = 1024**2
_BLOCK = tarfile.BLOCKSIZE
_KINDS: dict[bytes, EntryKind] = {
    tarfile.DIRTYPE: "directory", b"D": "directory", tarfile.LNKTYPE: "link",
    tarfile.SYMTYPE: "link", tarfile.CHRTYPE: "device", tarfile.BLKTYPE: "device",
    tarfile.FIFOTYPE: "device", b"V": "device", b"M": "device",
}  # fmt: skip
_PAX = {tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE}
_LONG = {tarfile.GNUTYPE_LONGNAME: "path", tarfile.GNUTYPE_LONGLINK: "linkpath"}


def entries(stream: Readable) -> Iterator[Entry]:
    """Yield the entries of a tar stream; each must be read before the next is asked for.

    Raises UnreadableError `damaged_archive` where no header follows, EOFError where the stream
    ends inside an entry. A missing end mark is no fault.
    """
    said: dict[str, str] = {}
    zeros = 0
    while zeros < 2 and (block := _block(stream)):
        if not block.strip(b"\0"):
            zeros += 1
            continue
        zeros = 0
        info = _header(block)
        if info.type in _PAX or info.type == tarfile.XGLTYPE or info.type in _LONG:
            payload = _payload(stream, info)
            if info.type in _LONG:
                said[_LONG[info.type]] = decoded_name(payload.rstrip(b"\0"), "cp1252")
            elif info.type in _PAX:
                said.update(_records(payload))
            continue
        yield from _entry(stream, info, block, said)
        said = {}


def _entry(
    stream: Readable, info: tarfile.TarInfo, block: bytes, said: dict[str, str]
) -> Iterator[Entry]:
    size = int(said["size"][:20]) if said.get("size", "").isdecimal() else info.size
    sparse = info.type == tarfile.GNUTYPE_SPARSE
    if sparse:
        _skip_sparse_map(stream, block)
    kind = _KINDS.get(info.type, "file")
    has_data = kind == "file" or info.type in {b"D", b"M"}
    section = Section(stream, size if has_data else 0)
    name = said.get("path") or decoded_name(info.name.encode("utf-8", "surrogateescape"), "cp1252")
    sparse = sparse or any(key.startswith("GNU.sparse") for key in said)
    yield Entry(
        name=name,
        kind="directory" if name.endswith("/") else kind,
        size=size,
        packed=None,
        open=lambda: cast("BinaryIO", section),
        fault="sparse_file" if sparse else "",
        reason="The file was stored with holes (sparse), which is not read here." if sparse else "",
    )
    section.skip()
    if has_data and size % _BLOCK:
        Section(stream, _BLOCK - size % _BLOCK).skip()


def _block(stream: Readable) -> bytes:
    """Return the next block, b"" at the end."""
    block = b""
    while len(block) < _BLOCK:
        data = stream.read(_BLOCK - len(block))
        if not data:
            if block:
                raise EOFError
            return b""
        block += data
    return block


def _header(block: bytes) -> tarfile.TarInfo:
    try:
        return tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except tarfile.HeaderError as error:
        raise UnreadableError(
            f"No entry begins where one should ({error}); the rest of the archive is lost.",
            code="damaged_archive",
            hint="Compare with the original, or make the archive again.",
        ) from None


def _payload(stream: Readable, info: tarfile.TarInfo) -> bytes:
    if info.size > HEADER_BYTES:
        raise UnreadableError(
            f"A header of {info.size:,} bytes is no name; the rest of the archive is not read.",
            code="damaged_archive",
        )
    section = Section(stream, info.size + -info.size % _BLOCK)
    parts: list[bytes] = []
    while data := section.read(HEADER_BYTES):
        parts.append(data)
    return b"".join(parts)[: info.size]


def _records(payload: bytes) -> dict[str, str]:
    """Return the records of a pax header, `LENGTH KEY=VALUE` each; a broken one ends them."""
    said: dict[str, str] = {}
    while payload:
        length, _, _ = payload.partition(b" ")
        if not (length.isdigit() and len(length) < 9 and len(length) < int(length) <= len(payload)):
            break
        record, payload = payload[: int(length)], payload[int(length) :]
        key, _, value = record[len(length) + 1 :].rstrip(b"\n").partition(b"=")
        said[decoded_name(key, "cp1252")] = decoded_name(value, "cp1252")
    return said


def _skip_sparse_map(stream: Readable, block: bytes) -> None:
    """Go past the further blocks of an old GNU sparse file's map of holes."""
    more = block[482]
    while more:
        further = _block(stream)
        more = further[504] if further else 0
