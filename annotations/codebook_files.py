"""A codebook as a file: CSV as spreadsheets write it, or JSON. Pure Python; both ways.

A code is named by its path. In CSV the path is one cell (`codebook.joined`), levels are separated
by blanks or commas. What is wrong is told with the line, in JSON the place in the list from 1.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotations.codebook import PIGMENTS, joined

TEXTS = ("definition", "include", "exclude")
COLUMNS = ("path", "colour", *TEXTS, "key", "levels")
LEVELS = ("passage", "post", "thread")
LONGEST = {"name": 200, "key": 10, **dict.fromkeys(TEXTS, 100_000)}
DEEPEST = 100
_COLOUR = re.compile(rf"{'|'.join(PIGMENTS)}|#[0-9a-fA-F]{{6}}")
# As people head their columns, in lower case.
_NAMES = {
    **{name: name for name in COLUMNS},
    "code": "path", "code path": "path", "name": "path", "color": "colour",
    "description": "definition", "use when": "include", "do not use when": "exclude",
    "level": "levels", "applies to": "levels", "shortcut": "key",
}  # fmt: skip
_LEVELS = {**{one: one for one in LEVELS}, "comment": "post", "comments": "post",
    "passages": "passage", "posts": "post", "threads": "thread"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a line; `error` keeps the file out, else it is only told."""

    line: int
    column: str | None
    code: str
    message: str
    error: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """One code of a file: where it stands, and the fields that the file gives it."""

    line: int
    path: tuple[str, ...]
    fields: Mapping[str, Any]


@dataclass(slots=True)
class Read:
    """What a file says: codes in its order, and what is wrong with it."""

    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def write_csv(codes: Iterable[Mapping[str, Any]]) -> str:
    """Write codes as CSV with header and CRLF (RFC 4180); nothing is changed for spreadsheets."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(COLUMNS)
    for code in codes:
        row = {**code, "path": joined(code["path"]), "levels": " ".join(code["levels"])}
        writer.writerow(row[name] for name in COLUMNS)
    return target.getvalue()


def write_json(codes: Iterable[Mapping[str, Any]]) -> str:
    """Write codes as JSON: `{"codes": [{"path": […], …}]}`."""
    rows = [{name: code[name] for name in COLUMNS} for code in codes]
    return json.dumps({"codes": rows}, ensure_ascii=False, indent=1) + "\n"


def read(text: str, file_format: str) -> Read:
    """Read a codebook; `file_format` is `csv` or `json`."""
    found = Read()
    rows = _json_rows(text, found) if file_format == "json" else _csv_rows(text, found)
    for line, row in rows:
        _take(line, row, found)
    return found


def decoded(data: bytes) -> tuple[str, bool]:
    """Return a file's text, and whether its encoding had to be guessed (Windows-1252)."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace"), False
    try:
        return data.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), True


def split_path(cell: str) -> list[str]:
    """Take a path in one cell apart; what `codebook.joined` wrote comes out as it was."""
    return [name.replace(">>", ">").strip() for name in cell.split(" > ")]


def _csv_rows(text: str, found: Read) -> list[tuple[int, dict[str, Any]]]:
    text, skipped = _without_hint(text.removeprefix("\ufeff"))
    delimiter = max(",;\t", key=lambda one: len(_known(_header(text, one))))
    header = _header(text, delimiter)
    if "path" not in _known(header):
        message = "The first line names the columns; one of them is “path” (or “name”)."
        found.faults.append(Fault(1 + skipped, None, "no_path_column", message))
        return []
    names = [_NAMES.get(one.strip().lower()) for one in header]
    for heading, name in zip(header, names, strict=True):
        if heading.strip() and name is None:
            message = f"The column “{heading.strip()}” is not known and was left out."
            found.faults.append(
                Fault(1 + skipped, heading.strip(), "unknown_column", message, error=False)
            )
    rows: list[tuple[int, dict[str, Any]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if line > 1 and any(cell.strip() for cell in cells):
                pairs = zip(names, cells, strict=False)
                rows.append((line + skipped, {name: cell for name, cell in pairs if name}))
            line = reader.line_num + 1
    except csv.Error as error:
        message = f"From here on it is no CSV: {error}. Is a quotation mark missing?"
        found.faults.append(Fault(line + skipped, None, "unreadable_line", message))
    return rows


def _without_hint(text: str) -> tuple[str, int]:
    """Drop the line `sep=;` that some spreadsheets put before all others."""
    first, _, rest = text.partition("\n")
    return (rest, 1) if first.strip().lower().startswith("sep=") else (text, 0)


def _header(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    except csv.Error:
        return []


def _known(header: Sequence[str]) -> set[str]:
    return {_NAMES[name] for one in header if (name := one.strip().lower()) in _NAMES}


def _json_rows(text: str, found: Read) -> list[tuple[int, dict[str, Any]]]:
    try:
        body = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        message = f"This is not JSON: {error}."
        found.faults.append(Fault(line, None, "unreadable_line", message))
        return []
    codes = body.get("codes") if isinstance(body, dict) else body
    if not isinstance(codes, list):
        message = "A codebook in JSON is {“codes”: [{“path”: [“Weather”, “Frost”], …}]}."
        found.faults.append(Fault(1, None, "no_path_column", message))
        return []
    rows = []
    for place, code in enumerate(codes, 1):
        if isinstance(code, dict):
            rows.append((place, {name: code[name] for name in COLUMNS if name in code}))
        else:
            found.faults.append(Fault(place, None, "unreadable_line", "This is no code."))
    return rows


def _take(line: int, row: Mapping[str, Any], found: Read) -> None:
    """Check one code; what is wrong is told and the code left out."""
    faults = found.faults
    before = len(faults)
    path = _path(line, row.get("path"), faults)
    fields: dict[str, Any] = {}
    for name in (*TEXTS, "key"):
        if name in row:
            fields[name] = _text(line, name, row[name], faults)
    if colour := _text(line, "colour", row.get("colour", ""), faults):
        fields["colour"] = colour
        if not _COLOUR.fullmatch(colour):
            message = f"“{colour}” is neither a pigment ({', '.join(PIGMENTS)}) nor #rrggbb."
            faults.append(Fault(line, "colour", "bad_colour", message))
    if levels := _levels(line, row.get("levels"), faults):
        fields["levels"] = levels
    if len(faults) == before:
        found.entries.append(Entry(line, path, fields))


def _path(line: int, given: Any, faults: list[Fault]) -> tuple[str, ...]:
    names = split_path(given) if isinstance(given, str) else given
    if not isinstance(names, list) or not all(isinstance(one, str) for one in names):
        faults.append(Fault(line, "path", "bad_path", "A path is a list of names."))
        return ()
    path = tuple(_text(line, "path", one, faults, limit="name") for one in names)
    if not path or not all(path) or len(path) > DEEPEST:
        message = "A path names a code and all above it, from the top: “Weather > Frost”."
        faults.append(Fault(line, "path", "bad_path", message))
    return path


def _text(line: int, column: str, given: Any, faults: list[Fault], *, limit: str = "") -> str:
    text = given.strip() if isinstance(given, str) else None
    longest = LONGEST.get(limit or column, 20)
    if text is None or "\0" in text or any("\ud800" <= one <= "\udfff" for one in text):
        faults.append(Fault(line, column, "bad_text", "This is no text that can be kept."))
    elif len(text) > longest:
        message = f"This has {len(text):,} characters; {longest:,} are the most."
        faults.append(Fault(line, column, "too_long", message))
    return text or ""


def _levels(line: int, given: Any, faults: list[Fault]) -> list[str]:
    words = re.split(r"[\s,;|/]+", given.strip()) if isinstance(given, str) else given
    if not isinstance(words, list | None):
        words = [given]
    known = {_LEVELS.get(str(word).lower()) for word in words or () if word != ""}
    if None in known:
        message = f"“{given}” is not of {', '.join(LEVELS)}."
        faults.append(Fault(line, "levels", "bad_level", message))
    return [one for one in LEVELS if one in known]
