"""Sending a finished file: whole, or one range of it, so that a broken download goes on (RFC 9110).

The strong ETag is the file's SHA-256.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from rest_framework.request import Request

from api.problems import problem

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sent:
    """A finished file that never changes, and under which name it is saved."""

    path: Path
    name: str
    media_type: str
    sha256: str


class Part:
    """`length` bytes of a file from `start` on, read like a file."""

    def __init__(self, file: IO[bytes], start: int, length: int) -> None:
        file.seek(start)
        self._file = file
        self._left = length

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, b"" at the end."""
        block = self._file.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(block)
        return block

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def send(request: Request, sent: Sent) -> HttpResponseBase:
    """Answer with the file, with the range that was asked for, or that it is known already.

    More ranges than one, and what is no range, count as none, as RFC 9110 allows.
    """
    etag = f'"{sent.sha256}"'
    known = {"ETag": etag, "Accept-Ranges": "bytes", "Cache-Control": "private, no-cache"}
    if etag in _tags(request.headers.get("If-None-Match", "")):
        return HttpResponse(status=304, headers=known)
    size = sent.path.stat().st_size
    wanted = _wanted(request, etag, size)
    if wanted is not None and wanted[0] >= size:
        detail = f"The file has {size:,} bytes; the range begins behind its end."
        headers = {**known, "Content-Range": f"bytes */{size}"}
        return problem(416, "range_not_satisfiable", detail, headers=headers)
    start, end = wanted or (0, size - 1)
    reply = FileResponse(
        Part(sent.path.open("rb"), start, end - start + 1),
        status=206 if wanted else 200,
        as_attachment=True,
        filename=sent.name,
        content_type=sent.media_type,
        headers={**known, "Content-Length": str(end - start + 1)},
    )
    if wanted:
        reply.headers["Content-Range"] = f"bytes {start}-{end}/{size}"
    return reply


def _wanted(request: Request, etag: str, size: int) -> tuple[int, int] | None:
    """Return first and last byte of the range to send; None: all. First ≥ size: there is none."""
    said = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if said is None or request.method != "GET" or request.headers.get("If-Range", etag) != etag:
        return None
    first, last = said.groups()
    if not first:
        # The last so many bytes.
        return (max(0, size - int(last)) if int(last) else size, size - 1) if last else None
    start, end = int(first), int(last) if last else size - 1
    return None if last and end < start else (start, min(end, size - 1))


def _tags(header: str) -> set[str]:
    return {tag.strip().removeprefix("W/") for tag in header.split(",")}
