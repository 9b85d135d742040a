"""The parts of a workbook (XLSX, ODS): their true sizes, and which rows of a sheet hold something.

Shares nothing with the reading of cells: it looks at the XML of the parts as a stream.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, BinaryIO, Literal

from corpus.errors import UnreadableError

Kind = Literal["xlsx", "ods"]

# Cells are held in memory, so more than this cannot be read.
PARTS_BYTES = 256 * 1024**2
_BLOCK = 1 << 20
_LOCAL_HEADER = 30
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*?)/?>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*?)/?>")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?row>)", re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|t)(?:\s[^>]*)?>[^<]")
_ODS_TABLE = re.compile(rb"<table:table\s([^>]*)>")
_ODS_ROW = re.compile(
    rb"<table:table-row\b([^>]*?)(?:/>|>(.*?)</table:table-row>)|<table:table\s([^>]*)>"
    rb"|</table:table>",
    re.DOTALL,
)
_ODS_VALUE = re.compile(rb"<text:p(?:\s[^>]*)?>\s*(?:<text:[^>]*>\s*)*[^<\s]|office:value=")
_REPEATED = re.compile(rb'table:number-rows-repeated="(\d+)"')
_MOST_REPEATED = 1_048_576


def kind_of(head: bytes) -> Kind | None:
    """Say which workbook a ZIP's first bytes may begin, None if they are none's."""
    if not head.startswith(b"PK\x03\x04"):
        return None
    if b"application/vnd.oasis.opendocument.spreadsheet" in head[:200]:
        return "ods"
    return "xlsx" if b"xl/" in head or b"[Content_Types].xml" in head[:200] else None


def refuse_huge(stream: BinaryIO) -> None:
    """Refuse a workbook whose parts are more than can be held, whatever it says of their sizes.

    Raises:
        UnreadableError: `too_large`, `unreadable`.
    """
    left = PARTS_BYTES
    try:
        with zipfile.ZipFile(stream) as parts:
            for info in parts.infolist():
                if info.filename.endswith((".xml", ".rels")):
                    left -= _true_size(stream, info, left)
                    if left < 0:
                        raise _too_large()
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError) as error:
        raise unreadable(error) from error


def _true_size(stream: BinaryIO, info: zipfile.ZipInfo, limit: int) -> int:
    """Unpack a part without keeping it; stops behind the limit."""
    if info.compress_type == zipfile.ZIP_STORED:
        return info.compress_size
    if info.compress_type != zipfile.ZIP_DEFLATED:
        raise UnreadableError("A part of the workbook is packed in a way that is not known.")
    stream.seek(info.header_offset)
    header = stream.read(_LOCAL_HEADER)
    name, extra = (int.from_bytes(header[at : at + 2], "little") for at in (26, 28))
    stream.seek(name + extra, 1)
    unpack, size, left = zlib.decompressobj(-zlib.MAX_WBITS), 0, info.compress_size
    while left > 0 and size <= limit and not unpack.eof:
        block = stream.read(min(_BLOCK, left))
        if not block:
            break
        left -= len(block)
        while block and size <= limit:
            size += len(unpack.decompress(block, _BLOCK))
            block = unpack.unconsumed_tail
    return size


def _too_large() -> UnreadableError:
    return UnreadableError(
        f"The sheets have more than {PARTS_BYTES:,} bytes inside; that is more than can be read.",
        code="too_large",
        hint="Save the sheet as CSV, which may have any size, and upload that.",
    )


def unreadable(error: Exception) -> UnreadableError:
    """Return the refusal of a workbook that cannot be opened."""
    return UnreadableError(
        f"The workbook cannot be opened: {error}",
        code="unreadable",
        hint="Open it in a spreadsheet program, save it again, or save the sheet as CSV.",
    )


def filled_rows(stream: BinaryIO, kind: Kind, sheet: str) -> Iterator[int]:
    """Yield the numbers (from 1) of a sheet's rows in which a cell holds something.

    Raises:
        UnreadableError: `unreadable`.
    """
    try:
        with zipfile.ZipFile(stream) as parts:
            if kind == "ods":
                with parts.open("content.xml") as part:
                    yield from _ods_rows(part, sheet)
            else:
                with parts.open(_part_of(parts, sheet)) as part:
                    yield from _xlsx_rows(part)
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError) as error:
        raise unreadable(error) from error


def _part_of(parts: zipfile.ZipFile, sheet: str) -> str:
    """Return the part that holds a sheet."""
    targets = {}
    for found in _RELATION.finditer(parts.read("xl/_rels/workbook.xml.rels")):
        said = dict(_ATTRIBUTE.findall(found[1]))
        targets[said.get(b"Id")] = said.get(b"Target", b"").decode()
    for found in _SHEET.finditer(parts.read("xl/workbook.xml")):
        said = dict(_ATTRIBUTE.findall(found[1]))
        if _unescaped(said.get(b"name", b"")) == sheet:
            target = targets[said.get(b"r:id")]
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    raise KeyError(sheet)


def _unescaped(raw: bytes) -> str:
    text = raw.decode("utf-8", "replace")
    for sign, name in (("<", "lt"), (">", "gt"), ('"', "quot"), ("'", "apos"), ("&", "amp")):
        text = text.replace(f"&{name};", sign)
    return text


def _xlsx_rows(part: IO[bytes]) -> Iterator[int]:
    number = 0
    for found in _matches(part, _ROW, b"</"):
        said = dict(_ATTRIBUTE.findall(found[1] or b""))
        number = int(said.get(b"r", number + 1))
        if found[2] and _VALUE.search(found[2]):
            yield number


def _ods_rows(part: IO[bytes], sheet: str) -> Iterator[int]:
    number, here = 0, False
    for found in _matches(part, _ODS_ROW, b"</table:"):
        if found[0].startswith(b"</table:table>"):
            here = False
        elif found[3] is not None:
            said = dict(_ATTRIBUTE.findall(found[3]))
            here, number = _unescaped(said.get(b"table:name", b"")) == sheet, 0
        elif here:
            repeated = _REPEATED.search(found[1] or b"")
            times = min(int(repeated[1]), _MOST_REPEATED) if repeated else 1
            if found[2] and _ODS_VALUE.search(found[2]):
                yield from range(number + 1, number + times + 1)
            number += times


def _matches(
    part: IO[bytes], pattern: re.Pattern[bytes], closing: bytes
) -> Iterator[re.Match[bytes]]:
    """Yield the matches of a pattern in a stream; what may go on waits for the next block."""
    rest = b""
    while block := part.read(_BLOCK):
        text = rest + block
        end = text.rfind(closing)
        last = 0
        for found in pattern.finditer(text, 0, max(end, 0) or len(text)):
            yield found
            last = found.end()
        rest = text[last:] if len(text) - last < PARTS_BYTES else b""
    yield from pattern.finditer(rest)
