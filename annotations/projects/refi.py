"""REFI-QDA projects (`.qdpx`) as the programs really write them; standard 1.0 and before.

Any `*.qde`, folders in any spelling, any namespace, texts in files or inside the XML. GUIDs are
compared without regard to case and need not be any.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import unquote
from uuid import UUID

from annotations.projects import sidecar
from annotations.projects.model import CodeIn, MemoIn, ProjectIn, SelectionIn, SourceIn
from annotations.projects.package import Package
from annotations.projects.refi_texts import Texts
from annotations.projects.refi_xml import Node, first, key_of, kids, name_of, parse, stamp, words
from annotations.projects.tidying import SOURCE_MISSING
from corpus.errors import UnreadableError

_TEXTS = ("TextSource", "Transcript", "Representation")
_MEDIA = {
    "PictureSource": "Pictures", "AudioSource": "Sound recordings", "VideoSource": "Films",
    "PDFSource": "Pages of PDF files",
}  # fmt: skip
_OTHER_SELECTIONS = (
    "PictureSelection", "PDFSelection", "AudioSelection", "VideoSelection", "TranscriptSelection",
)  # fmt: skip


def project_file(package: Package) -> str | None:
    """Return the project's XML in a package, or None: this is no REFI-QDA project."""
    found = [name for name in package.names if name.casefold().endswith(".qde")]
    return min(found, key=lambda name: (name.count("/"), name), default=None)


def read(package: Package) -> ProjectIn:
    """Read a project.

    Raises:
        UnreadableError: `no_project`, `unreadable_project`, `xml_entities`, and as `Package`.
    """
    name = project_file(package)
    if name is None:
        raise UnreadableError("There is no project file (*.qde) in it.", code="no_project")
    root = parse(package.read(name))
    if name_of(root) != "Project":
        raise UnreadableError(
            f"{name} holds no project but <{name_of(root)[:40]}>.", code="no_project"
        )
    project = _Reading(root, package).project
    beside = name.rpartition("/")[0] + sidecar.NAME
    if (found := package.find(beside)) is not None:
        sidecar.restore(project, package.read(found))
    return project


class _Reading:
    """One project while it is read."""

    def __init__(self, root: Node, package: Package) -> None:
        self.project = ProjectIn(name=root.get("name", ""), origin=root.get("origin", ""))
        self.root = root
        self.texts = Texts(package, self.project)
        self.notes: dict[str, Node] = {}
        self.noted: set[str] = set()
        self.variables: dict[str, str] = {}
        self.by_key: dict[str, SourceIn] = {}
        self._people()
        self._codes()
        self._notes_and_variables()
        for sources in kids(root, "Sources"):
            for source in sources:
                self._source(source)
        self._cases_and_sets()
        self._memos(root, "project", "")
        self._loose_notes()
        self._count_the_rest()

    def _people(self) -> None:
        for users in kids(self.root, "Users"):
            for user in kids(users, "User"):
                name = user.get("name") or user.get("id") or "Unnamed"
                self.project.coders[key_of(user)] = name

    def _codes(self) -> None:
        for book in kids(self.root, "CodeBook"):
            for codes in kids(book, "Codes"):
                for code, path in codes_below(codes, ()):
                    self._code(code, path)

    def _code(self, code: Node, path: tuple[str, ...]) -> None:
        key = key_of(code)
        if not is_guid(code.get("guid", "")):
            self.project.lose(
                "invalid_guid", "Codes with ids that are none by the standard: taken all the same."
            )
        self.project.codes.append(as_code(code, path))
        self._memos(code, "code", key)

    def _notes_and_variables(self) -> None:
        for notes in kids(self.root, "Notes"):
            self.notes |= {key_of(note): note for note in notes}
        for variables in kids(self.root, "Variables"):
            for one in kids(variables, "Variable"):
                self.variables[key_of(one)] = one.get("name", "") or "variable"

    def _source(self, node: Node) -> None:
        kind = name_of(node)
        if kind in _TEXTS:
            self._text(node)
            return
        inner = [one for one in node if name_of(one) in _TEXTS]
        if kind in _MEDIA and not inner:
            self.project.lose(
                kind.casefold(), f"{_MEDIA[kind]} are left out: Catena keeps texts only."
            )
        lost = sum(name_of(one) in _OTHER_SELECTIONS for one in node.iter())
        if lost:
            self.project.lose(
                "passages_not_in_text", "Coded parts of pictures, recordings or pages.", lost
            )
        for one in inner:
            self._text(one, name=node.get("name", ""))

    def _text(self, node: Node, name: str = "") -> None:
        found = self.texts.of(node)
        if found is None:
            codings = sum(name_of(one) == "Coding" for one in node.iter())
            if codings:
                self.project.lose("source_missing", SOURCE_MISSING, codings)
            return
        raw, bom = found
        source = SourceIn(key_of(node), name or node.get("name", ""), raw, bom)
        self.project.sources.append(source)
        self.by_key[source.key] = source
        source.attributes |= self._values(node)
        self._memos(node, "source", source.key)
        for child in node:
            if name_of(child) == "Coding":
                self._coding(child, SelectionIn(source.key, "", coder=self._person(node)))
            elif name_of(child) == "PlainTextSelection":
                self._selection(child, source.key)

    def _selection(self, node: Node, source: str) -> None:
        try:
            start = int(float(node.get("startPosition", "")))
            end = int(float(node.get("endPosition", "")))
        except (ValueError, OverflowError):
            self.project.lose("no_position", "Passages without positions are left out.")
            return
        key, codings = key_of(node), list(kids(node, "Coding"))
        if start >= end:
            self.project.lose(
                "empty_passages", "Passages that end where they begin, or before.", len(codings)
            )
            return
        if not codings:
            self.project.lose(
                "passages_without_code",
                "Passages that carry no code. Notes on them come as memos on the text.",
            )
            self._memos(node, "source", source)
            return
        found = SelectionIn(
            source, "", start, end, self._person(node), stamp(node.get("creationDateTime")),
            node.get("name", ""), words(first(node, "Description")), key,
        )  # fmt: skip
        for coding in codings:
            self._coding(coding, found)
        self._memos(node, "selection", key)

    def _coding(self, node: Node, of: SelectionIn) -> None:
        person, created = self._person(node), stamp(node.get("creationDateTime"))
        for ref in kids(node, "CodeRef"):
            self.project.selections.append(
                replace(
                    of,
                    code=target(ref),
                    coder=person or of.coder,
                    created=created or of.created,
                    coding=key_of(node),
                )
            )
        self._memos(node, "selection", key_of(node))

    def _person(self, node: Node) -> str | None:
        given = node.get("creatingUser") or node.get("creatingUserGUID") or ""
        key = given.strip("{} ").casefold()
        return key if key in self.project.coders else None

    def _memos(self, node: Node, on: Any, key: str) -> None:
        for ref in kids(node, "NoteRef"):
            note = self.notes.get(target(ref))
            if note is not None:
                self.noted.add(target(ref))
                self._memo(note, on, key)
        if on in ("project", "source"):
            said = words(first(node, "Description"))
            if said:
                self.project.memos.append(MemoIn(on, key, said, self._person(node)))

    def _memo(self, note: Node, on: Any, key: str) -> None:
        found = self.texts.of(note)
        text = found[0] if found else words(first(note, "Description"))
        title = note.get("name", "").strip()
        if title and not text.lstrip().startswith(title):
            text = f"**{title}**\n\n{text}"
        if text.strip():
            created = stamp(note.get("creationDateTime"))
            self.project.memos.append(MemoIn(on, key, text, self._person(note), created))

    def _loose_notes(self) -> None:
        for key, note in self.notes.items():
            if key not in self.noted:
                self._memo(note, "project", "")

    def _values(self, node: Node) -> dict[str, str]:
        found = {}
        for value in kids(node, "VariableValue"):
            ref = first(value, "VariableRef")
            name = self.variables.get(target(ref)) if ref is not None else None
            said = [words(one) for one in value if name_of(one) != "VariableRef"]
            if name and said and said[0]:
                found[name] = said[0]
        return found

    def _cases_and_sets(self) -> None:
        for cases in kids(self.root, "Cases"):
            for case in kids(cases, "Case"):
                self._case(case)
        for sets in kids(self.root, "Sets"):
            for one in kids(sets, "Set"):
                self._set(one)

    def _case(self, case: Node) -> None:
        self.project.cases += 1
        values, name = self._values(case), case.get("name", "")
        sources = [self.by_key.get(target(ref)) for ref in kids(case, "SourceRef")]
        for source in sources:
            if source is not None:
                source.attributes |= {"case": name, **values} if name else values
        if not any(sources):
            self.project.lose("cases", "Cases that are about no whole text are left out.")

    def _set(self, one: Node) -> None:
        members = [self.by_key.get(target(ref)) for ref in kids(one, "MemberSource")]
        for source in members:
            if source is not None:
                known = source.attributes.get("set")
                name = one.get("name", "")
                source.attributes["set"] = f"{known}; {name}" if known else name
        if not any(members):
            self.project.lose("sets", "Sets of codes or notes are left out.")

    def _count_the_rest(self) -> None:
        for group, what in (("Links", "Links between things"), ("Graphs", "Drawings of networks")):
            for node in kids(self.root, group):
                if len(node):
                    self.project.lose(group.casefold(), f"{what} are left out.", len(node))


def codes_below(node: Node, above: tuple[str, ...]) -> Iterator[tuple[Node, tuple[str, ...]]]:
    """Yield the codes of a tree with their paths, each after the one above it."""
    waiting = [(one, above) for one in reversed(list(kids(node, "Code")))]
    while waiting:
        code, over = waiting.pop()
        path = (*over, (code.get("name") or "").strip() or "Unnamed")
        yield code, path
        waiting += [(one, path) for one in reversed(list(kids(code, "Code")))]


def as_code(code: Node, path: tuple[str, ...]) -> CodeIn:
    """Return a code as the file says it."""
    return CodeIn(
        key_of(code), path, code.get("color", "").strip(), words(first(code, "Description")),
        codable=code.get("isCodable", "true").strip() not in ("false", "0"),
    )  # fmt: skip


def target(ref: Node) -> str:
    """Return what a reference points to."""
    return unquote(ref.get("targetGUID", "")).strip("{} ").casefold()


def is_guid(given: str) -> bool:
    """Say whether an id is a GUID by the standard."""
    try:
        UUID(given)
    except ValueError:
        return False
    return True
