"""Which program wrote a project, by its content; its name says nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from annotations.projects import refi
from annotations.projects.model import ProjectIn
from annotations.projects.package import Package
from annotations.projects.tidying import tidy
from corpus.errors import UnreadableError


@dataclass(frozen=True, slots=True)
class ProjectFormat:
    """A format: `says` for people; `fits` looks at a file, `read` reads one that fits."""

    name: str
    says: str
    fits: Callable[[BinaryIO], bool]
    read: Callable[[BinaryIO], ProjectIn]


def _is_zip(file: BinaryIO) -> bool:
    file.seek(0)
    return file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")


FORMATS = {
    one.name: one
    for one in (
        ProjectFormat(
            "qdpx",
            "REFI-QDA project",
            lambda file: _is_zip(file) and refi.project_file(Package(file)) is not None,
            lambda file: refi.read(Package(file)),
        ),
    )
}


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
