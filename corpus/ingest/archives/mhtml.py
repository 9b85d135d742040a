"""A page that a browser saved with its pictures in one file (MHTML, RFC 2557): the page in it.

Line by line; only the page itself is held in memory.
"""

import io
import re
from collections.abc import Iterator
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import BinaryIO

from corpus.ingest.archives.parts import Entry
from corpus.ingest.mail.mime import kind_of, unpacked
from corpus.ingest.mail.words import Headers, headers, parameters

PAGE_BYTES = 64 * 1024**2
_LINE_BYTES = 65_536
_HEAD_LINES = 200
_ADDRESS = re.compile(r"https?://\S{1,1990}\Z")
_PAGES = frozenset({"text/html", "application/xhtml+xml"})


def entries(stream: BinaryIO) -> Iterator[Entry]:
    """Yield the page, and what was saved with it by its kind; each once.

    Raises EOFError where the file ends before the page does.
    """
    head = _head(stream)
    boundary = parameters(head.get("content-type", "")).get("boundary", "")
    mark = b"--" + boundary.encode("utf-8", "surrogateescape")
    found = _skip(stream, mark)
    page: Entry | None = None
    while found:
        part = _head(stream)
        address = part.get("content-location", "")
        if page is None and kind_of(part) in _PAGES:
            body, found = _body(stream, mark)
            page = _page(head, part, body)
            yield page
            if not found:
                raise EOFError
        else:
            yield Entry(address or "part", "saved_with", None, None, io.BytesIO)
            found = _skip(stream, mark)


def _head(stream: BinaryIO) -> Headers:
    lines: list[bytes] = []
    while len(lines) < _HEAD_LINES and (line := stream.readline(_LINE_BYTES)).strip():
        lines.append(line)
    return headers(b"".join(lines))


def _skip(stream: BinaryIO, mark: bytes) -> bool:
    """Go past the next boundary; False at the last one, or at the end of the file."""
    while line := stream.readline(_LINE_BYTES):
        if line.startswith(mark):
            return not line.startswith(mark + b"--")
    return False


def _body(stream: BinaryIO, mark: bytes) -> tuple[bytes, bool]:
    """Return the lines up to the next boundary, and whether there is one."""
    lines: list[bytes] = []
    size = 0
    while line := stream.readline(_LINE_BYTES):
        if line.startswith(mark):
            return b"".join(lines), True
        if size < PAGE_BYTES:
            lines.append(line)
            size += len(line)
    return b"".join(lines), False


def _page(head: Headers, part: Headers, body: bytes) -> Entry:
    data, _ = unpacked(body, part.get("content-transfer-encoding", "").strip().lower())
    said = {"captured": _moment(head.get("date", ""))}
    for address in (head.get("snapshot-content-location", ""), part.get("content-location", "")):
        if _ADDRESS.match(address):
            said.setdefault("url", address)
    said = {name: value for name, value in said.items() if value}
    name = said.get("url", "page.html")
    return Entry(name, "file", None, len(body), lambda: io.BytesIO(data), said=said)


def _moment(raw: str) -> str:
    """Return when a page was saved as ISO 8601; empty where it is not told with its zone."""
    try:
        at = parsedate_to_datetime(raw[:200])
    except (ValueError, TypeError, OverflowError, IndexError):
        return ""
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC) if raw.rstrip().endswith("-0000") else at
    return at.isoformat() if at.tzinfo else ""
