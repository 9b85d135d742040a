"""Which program wrote a project, by its content; its name says nothing."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

from annotations.projects import brat, cas, json_tasks, refi, taguette
from annotations.projects.model import ProjectIn
from annotations.projects.package import LIMITS, Package
from annotations.projects.tidying import tidy
from corpus.errors import UnreadableError

_BLANK = b" \t\r\n\xef\xbb\xbf"
_LONGEST_LINE = 100_000_000


@dataclass(frozen=True, slots=True)
class ProjectFormat:
    """A format: `says` for people; `fits` looks at a file, `read` reads one that fits."""

    name: str
    says: str
    fits: Callable[[BinaryIO], bool]
    read: Callable[[BinaryIO], ProjectIn]


def _is_zip(file: BinaryIO) -> bool:
    return _head(file, 4) in (b"PK\x03\x04", b"PK\x05\x06")


def _head(file: BinaryIO, size: int) -> bytes:
    file.seek(0)
    return file.read(size)


def _all(file: BinaryIO) -> bytes:
    """Return a whole file that is read in memory.

    Raises:
        UnreadableError: `too_large`.
    """
    data = _head(file, LIMITS.member + 1)
    if len(data) > LIMITS.member:
        raise UnreadableError(
            f"A project of this kind has at most {LIMITS.member:,} bytes.", code="too_large"
        )
    return data


def _json(file: BinaryIO) -> Any:
    """Return what a JSON file says; None: it is none."""
    if _head(file, 400).lstrip(_BLANK)[:1] not in (b"[", b"{"):
        return None
    try:
        return json.loads(_all(file))
    except (ValueError, RecursionError):
        return None


def _first_line(file: BinaryIO) -> Any:
    if _head(file, 400).lstrip(_BLANK)[:1] != b"{":
        return None
    file.seek(0)
    try:
        return json.loads(file.readline(_LONGEST_LINE).removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError):
        return None


def _has(look: Callable[[Package], object]) -> Callable[[BinaryIO], bool]:
    """Ask a package, where the file is one."""
    return lambda file: _is_zip(file) and bool(look(Package(file)))


def _lines_of_coders(package: Package) -> list[str]:
    return sorted(name for name in package.names if name.casefold().endswith(".jsonl"))


def _doccano(file: BinaryIO) -> ProjectIn:
    if not _is_zip(file):
        return json_tasks.read_doccano([("", _all(file))])
    package = Package(file)
    names = _lines_of_coders(package)
    # One file is everybody's; several are named as their coders.
    coders = {one: one.rpartition("/")[2].rpartition(".")[0] for one in names}
    if len(names) == 1:
        coders = dict.fromkeys(names, "")
    return json_tasks.read_doccano((coders[name], package.read(name)) for name in names)


FORMATS = {
    one.name: one
    for one in (
        ProjectFormat(
            "qdpx", "REFI-QDA project", _has(refi.project_file),
            lambda file: refi.read(Package(file)),
        ),
        ProjectFormat(
            "taguette", "Taguette project", lambda file: _head(file, 16) == taguette.MAGIC,
            lambda file: taguette.read(_all(file)),
        ),
        ProjectFormat(
            "brat", "brat standoff (ZIP)", _has(brat.pairs), lambda file: brat.read(Package(file))
        ),
        ProjectFormat(
            "cas", "UIMA CAS of INCEpTION",
            lambda file: _has(cas.is_packed)(file) or cas.is_cas_json(_json(file)),
            lambda file: cas.read_packed(Package(file)) if _is_zip(file)
            else cas.read_json(_all(file)),
        ),
        ProjectFormat(
            "label-studio", "Label Studio JSON",
            lambda file: json_tasks.is_label_studio(_json(file)),
            lambda file: json_tasks.read_label_studio(_json(file)),
        ),
        ProjectFormat(
            "doccano", "doccano JSONL",
            lambda file: _has(_lines_of_coders)(file)
            or json_tasks.is_doccano(_first_line(file)),
            _doccano,
        ),
    )
}  # fmt: skip


def recognised(file: BinaryIO) -> ProjectFormat:
    """Return the format of a file.

    Raises:
        UnreadableError: `unknown_project`; and as `Package`.
    """
    for one in FORMATS.values():
        file.seek(0)
        if one.fits(file):
            return one
    raise UnreadableError(
        "This is no coded project that can be read here. There are: "
        f"{', '.join(one.says for one in FORMATS.values())}.",
        code="unknown_project",
        hint="Texts without codes are brought in as uploads.",
    )


def read_project(file: BinaryIO) -> tuple[ProjectFormat, ProjectIn]:
    """Read a coded project of any program, made to fit.

    Raises:
        UnreadableError: as `recognised` and the reader.
    """
    found = recognised(file)
    file.seek(0)
    return found, tidy(found.read(file))
