"""Reads Catena's own threads JSONL: one thread a line, any number of lines, in constant memory.

The streaming, the sniffing and the accounting of lines live here; what one line says is read in
`jsonl_thread`.
"""

import json
from collections.abc import Iterator

import orjson

from corpus.ingest.events import (
    Checkpoint,
    Detection,
    Event,
    Failed,
    Found,
    Noted,
    ReadOptions,
)
from corpus.ingest.jsonl_thread import LineReader
from corpus.ingest.source import Line, Source, lines

FORMAT = "threads-jsonl"
CHECKPOINT_BYTES = 4 * 1024 * 1024
CHECKPOINT_LINES = 200


def sniff(head: bytes, name: str) -> Detection:
    """Tell by the first line that is not blank: an object with a text and comments."""
    del name
    first = next((line for line in head.lstrip(b"\xef\xbb\xbf").splitlines() if line.strip()), b"")
    if first[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        encoding = "utf-16"
        first = head.decode(encoding, "replace").partition("\n")[0].encode("utf-8", "replace")
    if not first.lstrip().startswith(b"{"):
        return Detection(FORMAT, 0.0, "The first line is no JSON object.")
    try:
        value = orjson.loads(first)
    except orjson.JSONDecodeError:
        return _sniff_cut_line(first)
    if isinstance(value, dict) and isinstance(value.get("comments"), list) and "text" in value:
        return Detection(FORMAT, 0.98, "Each line is an object with “text” and “comments”.")
    if isinstance(value, dict) and value.keys() <= {"participant", "site", "attributes"}:
        if {"participant", "attributes"} <= value.keys():
            return Detection(FORMAT, 0.9, "The first line says something of a participant.")
    elif isinstance(value, dict) and {"title", "text"} <= value.keys():
        return Detection(FORMAT, 0.8, "Each line is an object with “title” and “text”.")
    return Detection(FORMAT, 0.1, "Lines of JSON, but without “text” and “comments”.")


def _sniff_cut_line(first: bytes) -> Detection:
    """Judge a first line that is broken, or longer than the head."""
    keys = sum(f'"{key}"'.encode() in first for key in ("title", "text", "comments", "author"))
    if keys >= 2:
        return Detection(FORMAT, 0.5 + 0.1 * keys, "The first line has the keys of a thread.")
    return Detection(FORMAT, 0.05, "The first line is no JSON object.")


def read(source: Source, options: ReadOptions, resume: Checkpoint | None) -> Iterator[Event]:
    """Yield the events of a threads JSONL file, from `resume` on.

    A Checkpoint follows about every 4 MiB or 200 lines. A line that cannot be read is Failed with
    its number; the rest goes in. Raises UnreadableError for a file that is empty or no text.
    """
    reader = LineReader(timezone=options.timezone)
    at = resume or Checkpoint(0, 0, 0)
    blank = True
    for line in lines(source, resume):
        if line.position - at.position >= CHECKPOINT_BYTES or (
            line.number - 1 - at.line >= CHECKPOINT_LINES
        ):
            at = Checkpoint(line.position, line.start, line.number - 1)
            yield at
        if not line.blank:
            blank = False
            yield from _read_line(line, reader)
    if blank and resume is None:
        yield Noted("no_threads", "error", "The file has blank lines only; it holds no thread.")


def _read_line(line: Line, reader: LineReader) -> Iterator[Event]:
    item = f"line {line.number}"
    if line.text is None:
        yield Found(1)
        yield Failed(line.fault, item, line.start, line.end, "unreadable_line")
        return
    try:
        value = orjson.loads(line.text)
        clean = "\\u0000" not in line.text
    except (orjson.JSONDecodeError, UnicodeEncodeError):
        # orjson refuses lone surrogates and NaN; the slower parser says whether that is all.
        clean = False
        try:
            value = json.loads(line.text)
        except (ValueError, RecursionError) as error:
            yield Found(1)
            yield Failed(f"No JSON: {error}", item, line.start, line.end, "broken_line")
            return
    yield from reader.read(value, line, clean=clean)
