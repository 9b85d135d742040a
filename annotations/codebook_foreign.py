"""Codebooks of other programs: REFI-QDA (`.qdc`), Taguette's CSV and XLSX. Pure Python.

Taguette's tags are flat; a dot in a name stays in the name.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable

from annotations.codebook_files import Entry, Fault, Read, decoded
from annotations.projects.model import CodeIn, ProjectIn
from annotations.projects.package import Package
from annotations.projects.refi import as_code, codes_below
from annotations.projects.refi_xml import Node, kids, name_of, parse
from annotations.projects.tidying import tidy
from corpus.errors import UnreadableError

_TAG, _DESCRIPTION = ("tag", "tags", "code", "name"), ("description", "definition", "memo")
_CELL = re.compile(r"[A-Z]+")
Rows = Iterable[list[str]]


def recognised(data: bytes) -> str:
    """Return which of the formats here a file is by its content; empty: none of them."""
    if data.startswith(b"PK\x03\x04"):
        return "taguette-xlsx"
    head = decoded(data[:4096])[0].lstrip()
    if head.startswith("<") and "CodeBook" in head:
        return "qdc"
    first = head.partition("\n")[0].split(",")[0].strip().strip('"').lower()
    return "taguette-csv" if first == "tag" else ""


def read_foreign(data: bytes, file_format: str) -> Read:
    """Read a codebook; `file_format` is a key of FOREIGN. What is wrong is told as faults."""
    found = Read()
    project = ProjectIn()
    try:
        project.codes = list(FOREIGN[file_format](data))
        tidy(project)
    except UnreadableError as error:
        found.faults.append(Fault(1, None, "unreadable_codebook", error.detail))
        return found
    for place, code in enumerate(project.codes, 1):
        fields = {"definition": code.description, "colour": code.colour}
        given = {name: value for name, value in fields.items() if value}
        found.entries.append(Entry(place, code.path, given))
    for loss in project.losses.values():
        message = f"{loss.message} ({loss.count:,})"
        found.faults.append(Fault(1, None, loss.code, message, error=False))
    if not found.entries:
        found.faults.append(Fault(1, None, "no_codes", "No code was found in this file."))
    return found


def _qdc(data: bytes) -> Iterable[CodeIn]:
    """Read the codes of any CodeBook element, wherever it stands."""
    root = parse(data)
    books = [one for one in root.iter() if name_of(one) == "CodeBook"]
    return [
        as_code(code, path)
        for book in books
        for codes in kids(book, "Codes")
        for code, path in codes_below(codes, ())
    ]


def _taguette_csv(data: bytes) -> Iterable[CodeIn]:
    try:
        yield from _tags(csv.reader(io.StringIO(decoded(data)[0], newline=""), strict=True))
    except csv.Error as error:
        message = f"This is no CSV: {error}. Is a quotation mark missing?"
        raise UnreadableError(message, code="unreadable_codebook") from None


def _tags(rows: Rows) -> Iterable[CodeIn]:
    every = iter(rows)
    header = [cell.strip().lower() for cell in next(every, [])]
    tag = next((n for n, cell in enumerate(header) if cell in _TAG), 0)
    description = next((n for n, cell in enumerate(header) if cell in _DESCRIPTION), None)
    for number, row in enumerate(every):
        name = row[tag].strip() if tag < len(row) else ""
        said = row[description] if description is not None and description < len(row) else ""
        if name:
            yield CodeIn(str(number), (name,), description=said.strip())


def _taguette_xlsx(data: bytes) -> Iterable[CodeIn]:
    package = Package(io.BytesIO(data))
    sheets = sorted(one for one in package.names if one.startswith("xl/worksheets/sheet"))
    if not sheets:
        raise UnreadableError("This is no spreadsheet.", code="unreadable_codebook")
    shared: list[str] = []
    if (strings := package.find("xl/sharedStrings.xml")) is not None:
        root = parse(package.read(strings))
        shared = [_text(one) for one in kids(root, "si")]
    rows = [one for one in parse(package.read(sheets[0])).iter() if name_of(one) == "row"]
    return _tags([_cells(row, shared) for row in rows])


def _cells(row: Node, shared: list[str]) -> list[str]:
    cells: list[str] = []
    for cell in kids(row, "c"):
        column = _CELL.match(cell.get("r", ""))
        place = _place(column[0]) if column else len(cells)
        value = _text(cell)
        if cell.get("t") == "s":
            value = shared[int(value)] if value.isdigit() and int(value) < len(shared) else ""
        if place < 100:
            cells += [""] * (place + 1 - len(cells))
            cells[place] = value
    return cells


def _place(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _text(node: Node) -> str:
    """Return what a cell says: its value or the text of its runs, never how it is read aloud."""
    return "".join(one.text or "" for one in node.iter() if name_of(one) in ("t", "v"))


FOREIGN: dict[str, Callable[[bytes], Iterable[CodeIn]]] = {
    "qdc": _qdc,
    "taguette-csv": _taguette_csv,
    "taguette-xlsx": _taguette_xlsx,
}
