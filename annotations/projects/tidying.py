"""A project made to fit: names that are one of a kind and short enough, colours, no NULs."""

import re
from collections import Counter

from annotations.projects.model import CodeIn, ProjectIn
from corpus.text import canonical

CODE_MISSING = "Codings with a code that is not in the file are left out."
SOURCE_MISSING = "Codings of a text that is not in the file are left out."
LONGEST_NAME, LONGEST_TEXT, DEEPEST = 200, 100_000, 100
_SHORT = re.compile(r"#([0-9a-f])([0-9a-f])([0-9a-f])", re.IGNORECASE)
_FULL = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)


def tidy(project: ProjectIn) -> ProjectIn:
    """Return the project so that its codes and texts can be stored; what it costs is counted.

    Two codes with one path are kept apart by a number. Codings with codes or sources that are
    not in the file are left out.
    """
    _codes(project)
    for memo in project.memos:
        memo.text = canonical(memo.text)[0]
    for source in project.sources:
        source.name = _line(source.name) or "Untitled"
        source.attributes = {
            _line(name): _line(value) if isinstance(value, str) else value
            for name, value in source.attributes.items()
            if _line(name)
        }
    _coders(project)
    _selections(project)
    return project


def _coders(project: ProjectIn) -> None:
    """Make the coders' names one of a kind: two of one name stay two."""
    taken: dict[str, str] = {}
    for key, given in project.coders.items():
        stem = _line(given)[: LONGEST_NAME - 8] or "Unnamed"
        name, number = stem, 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem} ({number})"
        taken[name.casefold()] = project.coders[key] = name


def _codes(project: ProjectIn) -> None:
    taken: set[tuple[str, ...]] = set()
    renamed: dict[tuple[str, ...], tuple[str, ...]] = {}
    keys: set[str] = set()
    kept: list[CodeIn] = []
    for code in project.codes:
        if code.key in keys:
            project.lose("duplicate_code_id", "Codes with an id that another one has: left out.")
            continue
        keys.add(code.key)
        path = tuple(_name(project, one) for one in code.path[-DEEPEST:])
        above = renamed.get(code.path[:-1], path[:-1])
        path = _apart(project, (*above, path[-1]), taken)
        taken.add(path)
        renamed[code.path] = path
        code.path = path
        code.colour = _colour(project, code.colour)
        code.description = canonical(code.description)[0]
        if len(code.description) > LONGEST_TEXT:
            project.lose("description_cut", "Descriptions that were cut to 100,000 characters.")
            code.description = code.description[:LONGEST_TEXT]
        kept.append(code)
    project.codes = kept


def _apart(
    project: ProjectIn, path: tuple[str, ...], taken: set[tuple[str, ...]]
) -> tuple[str, ...]:
    number, name = 1, path[-1]
    while path in taken:
        number += 1
        path = (*path[:-1], f"{name[: LONGEST_NAME - 8]} ({number})")
    if number > 1:
        project.lose(
            "duplicate_code_names",
            f"Codes with one name in one place, such as “{name}”: a number keeps them apart.",
        )
    return path


def _name(project: ProjectIn, given: str) -> str:
    name = _line(given) or "Unnamed"
    if len(name) > LONGEST_NAME:
        project.lose("names_cut", f"Names that were cut to {LONGEST_NAME} characters.")
    return name[:LONGEST_NAME].strip()


def _colour(project: ProjectIn, given: str) -> str:
    if short := _SHORT.fullmatch(given):
        given = "#" + "".join(digit * 2 for digit in short.groups())
    if not given or _FULL.fullmatch(given):
        return given.lower()
    project.lose("colours", "Colours that are none by the standard: new ones were chosen.")
    return ""


def _selections(project: ProjectIn) -> None:
    codes = {code.key for code in project.codes}
    sources = {source.key for source in project.sources}
    kept = [one for one in project.selections if one.code in codes and one.source in sources]
    missing = Counter(
        "code_missing" if one.code not in codes else "source_missing"
        for one in project.selections
        if one.code not in codes or one.source not in sources
    )
    for code, count in missing.items():
        project.lose(code, CODE_MISSING if code == "code_missing" else SOURCE_MISSING, count)
    project.selections = kept


def _line(given: str) -> str:
    return " ".join(canonical(given)[0].split())
