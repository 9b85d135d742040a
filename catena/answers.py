"""What Django said to one request, before the event loop sends it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

    from django.http import HttpResponse

    from api.taking import BodyAnswer

    ExcInfo = (
        tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None] | None
    )

BLOCK = 64 * 1024


class FileAnswer:
    """What Django wraps a file in (`wsgi.file_wrapper`): the event loop sends it by itself."""

    def __init__(self, file: IO[bytes], size: int = BLOCK) -> None:
        self.file = file
        self.size = size

    def __iter__(self) -> Iterator[bytes]:
        return iter(lambda: self.file.read(self.size), b"")

    def close(self) -> None:
        """Close the file, and with it what Django hung on it."""
        self.file.close()


@dataclass
class Answer:
    """What the application said: `rest` is a file, or None when `body` is all of it.

    `taker` is who takes the request's body in before there is an answer.
    """

    status: int = 500
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""
    rest: FileAnswer | None = None
    taker: BodyAnswer | None = None
    sent: bool = False

    def start_response(
        self, status: str, headers: list[tuple[str, str]], exc_info: ExcInfo = None
    ) -> Callable[[bytes], object]:
        """Take status and headers, as WSGI has it; the old `write` callable is not offered."""
        if exc_info and exc_info[1] and self.sent:
            raise exc_info[1]
        self.status = int(status.split(" ", 1)[0])
        self.headers = [
            (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers
        ]
        return _no_write

    def complete(self, body: bytes) -> None:
        """Take a whole body and give it the length that Django left out."""
        self.body = body
        names = {name for name, _ in self.headers}
        has_body = self.status >= 200 and self.status not in {204, 304}
        if has_body and b"content-length" not in names:
            self.headers.append((b"content-length", str(len(body)).encode()))

    def replace(self, by: HttpResponse) -> None:
        """Take another answer instead of this one."""
        self.status = by.status_code
        self.headers = [(n.lower().encode(), v.encode("latin-1")) for n, v in by.items()]
        self.complete(by.content)

    @property
    def start(self) -> dict[str, Any]:
        """The message that an answer begins with."""
        return {"type": "http.response.start", "status": self.status, "headers": self.headers}


def _no_write(_: bytes) -> object:
    raise NotImplementedError("WSGI's write() is not offered; return the body instead.")
