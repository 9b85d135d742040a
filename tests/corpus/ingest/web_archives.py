"""Builds invented web archives with an independent library (warcio), for the tests."""

import gzip
import io

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

ADDRESS = "https://lamp.example/"
DATE = "2026-11-30T18:30:00Z"


def page(text: str) -> bytes:
    """Return an HTML page with a text."""
    return f"<!DOCTYPE html><html><body><p>{text}</p></body></html>".encode()


def chunked(data: bytes, size: int = 7) -> bytes:
    """Return data as the chunks of an HTTP response."""
    parts = [data[at : at + size] for at in range(0, len(data), size)]
    said = [f"{len(part):x};note\r\n".encode() + part + b"\r\n" for part in parts]
    return b"".join([*said, b"0\r\n\r\n"])


class _Writer(WARCWriter):
    """Keeps in memory what the library would leave in files that nobody closes."""

    @classmethod
    def _create_temp_file(cls) -> io.BytesIO:
        return io.BytesIO()


class Crawl:
    """A web archive that grows record by record."""

    def __init__(self, *, packed: bool = False) -> None:
        self._file = io.BytesIO()
        self._writer = _Writer(self._file, gzip=packed)
        self._writer.write_record(self._writer.create_warcinfo_record("a.warc", {"by": "test"}))

    def add(
        self, path: str, data: bytes, *, status: str = "200 OK", kind: str = "text/html",
        record: str = "response", date: str = DATE, digest: bool = True, lines: dict | None = None,
        **headers: str,
    ) -> "Crawl":  # fmt: skip
        """Add a record of a page or of anything else; `lines` are WARC headers."""
        said = [("Content-Type", kind)]
        said += [(name.replace("_", "-"), value) for name, value in headers.items()]
        extra = {"WARC-Date": date} | (lines or {})
        if not digest:
            extra["WARC-Payload-Digest"] = ""
        made = self._writer.create_warc_record(
            ADDRESS + path, record, payload=io.BytesIO(data),
            http_headers=StatusAndHeaders(status, said, protocol="HTTP/1.1"),
            warc_headers_dict=extra,
        )  # fmt: skip
        self._writer.write_record(made)
        return self

    @property
    def data(self) -> bytes:
        """The archive's bytes."""
        return self._file.getvalue()


def crawl(*, packed: bool = False) -> bytes:
    """Return an archive with four pages and one of everything that is none."""
    made = Crawl(packed=packed)
    made.add("one", page("The first."))
    made.add("one", b"GET /one", record="request")
    made.add("two", chunked(page("The second.")), Transfer_Encoding="chunked")
    made.add("three.html?look=a.png", gzip.compress(page("The third.")), Content_Encoding="gzip")
    made.add("lamp.png", b"\x89PNG\r\n", kind="image/png")
    made.add("gone", page("Not here."), status="404 Not Found")
    made.add("old", b"", status="301 Moved", Location="/one")
    made.add("again", page("The first."))
    made.add("one", b"", record="revisit", lines={"WARC-Profile": "x"})
    made.add("four", page("The fourth."), kind='Text/HTML; charset="utf-8"')
    return made.data
