"""The records of a web archive (WARC, ISO 28500), in one pass, with bounded memory.

Each page that a crawler got becomes an entry with its address and the moment of its capture.
What else there is says by its kind why it is none.
"""

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import BinaryIO, cast

from corpus.ingest.archives.http import Response, payload_of, response_of
from corpus.ingest.archives.parts import Entry, EntryKind
from corpus.ingest.archives.streams import Section
from corpus.ingest.events import Noted

HEADER_BYTES = 65_536
HEADER_LINES = 500
_VERSION = re.compile(rb"WARC/\d\.\d{1,2}\s*\Z")
_LINE = re.compile(rb"([!-9;-~]{1,100})[ \t]*:[ \t]*(.*?)\s*\Z", re.DOTALL)
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_DIGEST_CHARACTERS = 120

Record = Mapping[str, str]


def entries(stream: BinaryIO) -> Iterator[Entry]:
    """Yield the records of a WARC; each must be read before the next is asked for.

    Where no record begins that should, what stands there is one Entry with a fault, and reading
    goes on at the next record. Raises EOFError where the stream ends inside a record.
    """
    seen: set[str] = set()
    for record, length in _records(stream):
        if record is None:
            reason = "No record begins here; what stands here up to the next one is lost."
            yield Entry("(between records)", "file", None, None, _nothing, "damaged_record", reason)
            continue
        section = Section(stream, length)
        yield _entry(record, section, length, seen)
        section.skip()


def _nothing() -> BinaryIO:
    raise EOFError


def _records(stream: BinaryIO) -> Iterator[tuple[Record | None, int]]:
    """Yield the header lines of records with the length of what follows; None where damaged."""
    lost = False
    while line := stream.readline(HEADER_BYTES):
        if not line.strip():
            continue
        record = _header(stream) if _VERSION.match(line) else None
        length = record.get("content-length", "") if record is not None else ""
        if record is None or not (length.isascii() and length.isdigit() and len(length) < 16):
            if not lost:
                yield None, 0
            lost = True
            continue
        lost = False
        yield record, int(length)


def _header(stream: BinaryIO) -> Record | None:
    """Return header lines by their lower-case names; None for what has no end."""
    found: dict[str, str] = {}
    last = ""
    for _ in range(HEADER_LINES):
        raw = stream.readline(HEADER_BYTES)
        if not raw:
            raise EOFError
        if not raw.strip():
            return found
        if raw[:1] in b" \t" and last:
            found[last] += " " + raw.decode("utf-8", "replace").strip()
            continue
        match = _LINE.match(raw)
        if match:
            last = match[1].decode("ascii").lower()
            found.setdefault(last, match[2].decode("utf-8", "replace"))
    return None


def _entry(record: Record, section: Section, length: int, seen: set[str]) -> Entry:
    """Return what a record is: a page, or by what reason it is none."""
    kind = record.get("warc-type", "").lower()
    address = record.get("warc-target-uri", "").strip("<> ")
    said = record.get("content-type", "").lower()
    name = address or record.get("warc-record-id", "") or "record"
    left = partial(Entry, name, size=length, packed=None, open=_nothing)
    if kind == "revisit":
        return left("revisit")
    if kind == "resource" and said.partition(";")[0].strip() in _PAGES:
        response = Response(200, said.partition(";")[0].strip(), "", chunked=False)
        ahead = b""
    elif kind == "response" and said.startswith("application/http"):
        found = response_of(section)
        if found is None:
            return left("other_record")
        response, ahead = found
    else:
        return left("other_record")
    reason = _reason(response, record, seen)
    if reason is not None:
        return left(reason)
    fault = "" if response.is_known else "unknown_compression"
    return Entry(
        name=name, kind="file", size=None, packed=length,
        open=lambda: cast("BinaryIO", payload_of(response, ahead, section)), fault=fault,
        reason=f"It is compressed as {response.encoding}, which is not read here." if fault else "",
        said=_said(record, address), notes=_notes(record, name),
    )  # fmt: skip


def _reason(response: Response, record: Record, seen: set[str]) -> EntryKind | None:
    """Say why a response is no page to read, or None."""
    if not 200 <= response.status < 300:
        return "no_success"
    if response.kind not in _PAGES:
        return "not_page"
    digest = record.get("warc-payload-digest", "")[:_DIGEST_CHARACTERS]
    if digest and digest in seen:
        return "duplicate_page"
    if digest:
        seen.add(digest)
    return None


def _said(record: Record, address: str) -> dict[str, str]:
    """Return what the record says of its page, as options of an upload."""
    found = {"captured": record.get("warc-date", "")}
    if address.startswith(("http://", "https://")) and len(address) <= 2000:
        found["url"] = address
    return {name: value for name, value in found.items() if value}


def _notes(record: Record, name: str) -> tuple[Noted, ...]:
    why = record.get("warc-truncated", "")
    if not why:
        return ()
    message = f"The crawler broke the page off ({why[:40]}); its end is missing."
    return (Noted("truncated_record", "warning", message, "Capture it again.", name),)
