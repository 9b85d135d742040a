"""Reads the generic JSON of isso: a list of threads, each with its comments; streamed.

Format: isso's documentation, "Advanced Migration". The entries' texts are not in it.
"""

import re
from collections.abc import Iterator
from typing import Any, Literal
from zoneinfo import ZoneInfo

from corpus.ingest.events import (
    Checkpoint,
    Detection,
    Event,
    Failed,
    Noted,
    PostStatus,
    ReadOptions,
    Skipped,
)
from corpus.ingest.exports.assemble import Draft, Frame
from corpus.ingest.exports.decoding import Pieces, decoding_of
from corpus.ingest.exports.json_fields import Record, head_text, string, when
from corpus.ingest.exports.json_grouped import balanced, fault_of
from corpus.ingest.exports.storable import storable_thread
from corpus.ingest.json_count import count_objects
from corpus.ingest.json_items import Element, JsonItems, Path
from corpus.ingest.source import Source

FORMAT = "isso-json"
CHECKPOINT_BYTES = 4 * 1024**2
CHECKPOINT_THREADS = 200

_THREAD = re.compile(r'\[\s*\{\s*"(?:id|title|comments|uri)"\s*:')
_UNKNOWN_ADDRESS = ".".join("0000")
_MODES: dict[str | None, PostStatus] = {
    None: "approved", "1": "approved", "2": "pending", "4": "deleted",
}  # fmt: skip


def sniff(head: bytes, name: str) -> Detection:
    """Tell by a list of objects with comments that have a remote_addr."""
    del name
    text = head_text(head)
    if not _THREAD.match(text) or '"comments"' not in text:
        return Detection(FORMAT, 0.0, "It is no list of threads with comments.")
    if '"remote_addr"' in text:
        return Detection(FORMAT, 0.97, "A list of threads whose comments have a remote_addr.")
    if '"created"' in text and '"author"' in text:
        return Detection(FORMAT, 0.8, "A list of threads whose comments have author and created.")
    return Detection(FORMAT, 0.4, "A list of objects with comments.")


def read(source: Source, options: ReadOptions, resume: Checkpoint | None) -> Iterator[Event]:
    """Yield the events of an export, from `resume` on; its `line` counts threads here.

    A Checkpoint follows about every 4 MiB or 200 threads. Raises UnreadableError for a file that
    is empty or no text.
    """
    decoding = decoding_of(source)
    if resume is None:
        yield from decoding.noted
    at = resume or Checkpoint(decoding.mark, 0, 0)
    pieces = Pieces(source, decoding, at.position, at.characters)
    inside: tuple[Path, ...] = ((),) if resume else ()
    items = JsonItems(iter(pieces), _threads, begin=at.characters, inside=inside)
    zone = ZoneInfo(options.timezone) if options.timezone else None
    count = at.line
    for element in items:
        if not element.path or element.end == element.start:
            yield fault_of(element, is_item=False)
            continue
        count += 1
        yield from _thread(element, items.raw(element), f"thread {count}", zone)
        far = items.place - at.characters >= CHECKPOINT_BYTES
        position = pieces.position(items.place)
        if (far or count - at.line >= CHECKPOINT_THREADS) and position is not None:
            at = Checkpoint(position, items.place, count)
            yield at
    if not count:
        yield Noted("no_threads", "error", "The file holds no thread.")


def _threads(path: Path) -> Literal["take", "enter", "skip"]:
    return "take" if path == ("*",) else "enter" if not path else "skip"


def _parts(path: Path) -> Literal["take", "enter", "skip"]:
    if path in {("id",), ("uri",), ("title",), ("comments", "*")}:
        return "take"
    return "enter" if path in {(), ("comments",)} else "skip"


def _thread(element: Element, raw: str, name: str, zone: ZoneInfo | None) -> Iterator[Event]:
    """Yield the thread in a stretch of the file, whole or broken."""
    fields: dict[str, Any] = {}
    comments: list[Draft] = []
    lost, broken = 0, bool(element.fault)
    for part in JsonItems(iter([raw]), _parts, begin=element.start):
        if not part.fault and part.path != ("comments", "*"):
            fields[part.path[0]] = part.value
        elif not part.fault and isinstance(part.value, dict):
            item = f"{name}, comment {len(comments) + lost + 1}"
            comments.append(_comment(part, item, zone))
        else:
            fault = fault_of(part, is_item=part.path == ("comments", "*"))
            lost, broken = lost + isinstance(fault, Failed), True
            yield fault
    counted = count_objects([raw], ("comments",))
    here = sum(counted[place] for place in (("",), ("", "comments", "*")))
    if not comments and not fields:
        reason = element.fault or "It is no thread."
        yield from balanced(here, 0, lost + 1, broken=True)
        yield Failed(reason, name, element.start, element.end, "broken_item")
        return
    yield from balanced(here, 1 + len(comments), lost, broken=broken)
    if not comments:
        reason = "The thread has no comments, and isso keeps no texts of entries."
        yield Skipped(reason, name, element.start, element.end, "empty_item")
        return
    uri = string(fields, "uri") or string(fields, "id")
    title = string(fields, "title") or uri or ""
    entry = Draft(name, element.start, element.end, kind="entry", external_id=uri, url=uri)
    yield from storable_thread(entry, _in_order(comments), Frame(title))


def _in_order(comments: list[Draft]) -> list[Draft]:
    """Return comments by their ids, where all have one: by the format, ids give the order."""
    ids = [one.external_id or "" for one in comments]
    if len(set(ids)) < len(ids) or not all(one.isdecimal() for one in ids):
        return comments
    return sorted(comments, key=lambda one: _in_figures(one.external_id or ""))


def _in_figures(number: str) -> tuple[int, str]:
    """Return by what numbers of any length are put in order."""
    plain = number.lstrip("0")
    return len(plain), plain


def _comment(part: Element, item: str, zone: ZoneInfo | None) -> Draft:
    record: Record = part.value
    address = string(record, "remote_addr")
    return Draft(
        item,
        part.start,
        part.end,
        text=(string(record, "text") or "").strip("\r\n"),
        external_id=string(record, "id"),
        parent=string(record, "parent"),
        author=string(record, "author"),
        written=when(record, "created", zone),
        status=_MODES.get(string(record, "mode"), "approved"),
        author_url=string(record, "website"),
        email=string(record, "email"),
        ip=None if address == _UNKNOWN_ADDRESS else address,
    )
