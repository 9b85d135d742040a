"""brat standoff: a ZIP with pairs of `.txt` and `.ann`; positions are code points."""

import re

from annotations.projects.model import CodeIn, MemoIn, ProjectIn, SelectionIn, SourceIn
from annotations.projects.package import Package
from corpus.ingest.encoding import mark_of

_TEXT_BOUND = re.compile(r"(T\S+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)\t(.*)")
_ATTRIBUTE = re.compile(r"[AM]\S+\t(\S+) (\S+)(?: (.*))?")
_NOTE = re.compile(r"#\S*\t\S+ (\S+)\t(.*)")


def pairs(package: Package) -> list[tuple[str, str]]:
    """Return the texts of a package that have annotations beside them, with these."""
    return sorted(
        (text, name)
        for name in package.names
        if name.endswith(".ann") and (text := package.find(f"{name[:-4]}.txt")) is not None
    )


def read(package: Package) -> ProjectIn:
    """Read all pairs of a package; raises as `Package`."""
    project = ProjectIn("brat", "brat")
    codes: set[str] = set()
    for text, annotations in pairs(package):
        raw = _decoded(package.read(text))
        project.sources.append(SourceIn(text, text[:-4].rpartition("/")[2], raw))
        lines = _decoded(package.read(annotations)).splitlines()
        _read(project, codes, text, lines)
    return project


def _decoded(data: bytes) -> str:
    mark, encoding = mark_of(data) or (b"", "utf-8")
    return data[len(mark) :].decode(encoding, "replace")


def _read(project: ProjectIn, codes: set[str], source: str, lines: list[str]) -> None:
    for line in lines:
        if found := _TEXT_BOUND.fullmatch(line):
            _passage(project, codes, source, found)
    for line in lines:
        if found := _ATTRIBUTE.fullmatch(line):
            name, on, value = found.groups()
            text = f"{name}: {value}" if value else name
            project.memos.append(MemoIn("selection", f"{source} {on}", text))
        elif found := _NOTE.fullmatch(line):
            project.memos.append(MemoIn("selection", f"{source} {found[1]}", found[2]))
        elif line[:1] in ("R", "E", "*"):
            project.lose("relations", "Relations and events are left out.")
        elif line[:1] == "N":
            project.lose("normalisations", "Links to entries of other databases are left out.")


def _passage(project: ProjectIn, codes: set[str], source: str, found: re.Match[str]) -> None:
    key, code, spans, name = found.groups()
    if code not in codes:
        codes.add(code)
        project.codes.append(CodeIn(code, (code,)))
    parts = [tuple(map(int, part.split())) for part in spans.split(";")]
    if len(parts) > 1:
        project.lose("in_parts", "Passages in several parts: each part is one of its own.")
    for start, end in parts:
        project.selections.append(
            SelectionIn(
                source,
                code,
                start,
                end,
                name=name if len(parts) == 1 else "",
                key=f"{source} {key}",
            )
        )
