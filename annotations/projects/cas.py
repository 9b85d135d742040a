"""UIMA CAS as INCEpTION writes it: JSON, or XMI with its type system, one file or many in a ZIP."""

import io
import json
from collections.abc import Iterator
from typing import Any

from cassis import Cas, load_cas_from_json, load_cas_from_xmi, load_typesystem
from cassis.typesystem import TypeNotFoundError
from lxml.etree import LxmlError

from annotations.projects.met_codes import MetCodes
from annotations.projects.model import ProjectIn, SelectionIn, SourceIn
from annotations.projects.package import Package
from annotations.projects.refi_xml import parse
from corpus.errors import UnreadableError

# What a file raises that is none, or none that hangs together.
FAULTS = (
    LookupError, ValueError, TypeError, AttributeError, ArithmeticError, RuntimeError,
    AssertionError, LxmlError, TypeNotFoundError,
)  # fmt: skip
_ANNOTATION = "uima.tcas.Annotation"
# What programs compute of every text; nobody coded it.
_COMPUTED = (
    "uima.tcas.DocumentAnnotation", "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.",
    "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.",
    "de.tudarmstadt.ukp.clarin.webanno.api.type.",
)  # fmt: skip
_OWN = frozenset(("sofa", "begin", "end", "order", "uiOrder"))


def is_cas_json(said: Any) -> bool:
    """Say whether a JSON file is a CAS."""
    return isinstance(said, dict) and "%FEATURE_STRUCTURES" in said


def xmi_files(package: Package) -> list[str]:
    """Return the CAS files of a package: XMI, or JSON in INCEpTION's folders."""
    return sorted(name for name in package.names if name.casefold().endswith((".xmi", ".json")))


def read_json(data: bytes) -> ProjectIn:
    """Read one CAS in JSON."""
    return _project([("Text", None, _json(data))])


def is_packed(package: Package) -> bool:
    """Say whether a package holds CAS files."""
    files = xmi_files(package)
    if any(name.casefold().endswith(".xmi") for name in files):
        return True
    return bool(files) and is_cas_json(_said(package.read(files[0])))


def read_packed(package: Package) -> ProjectIn:
    """Read all CAS files of a package. In `annotation/TEXT/CODER.…` the coder is named so."""
    return _project(_of_package(package))


def _said(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _of_package(package: Package) -> Iterator[tuple[str, str | None, Cas]]:
    types = [name for name in package.names if name.casefold().endswith("typesystem.xml")]
    for name in xmi_files(package):
        parts = name.split("/")
        stem = parts[-1].rpartition(".")[0]
        title, coder = (parts[-2], stem) if len(parts) > 1 else (stem, None)
        data = package.read(name)
        if name.casefold().endswith(".xmi"):
            if not types:
                raise UnreadableError(
                    "The type system (TypeSystem.xml) is missing beside the XMI.",
                    code="unreadable_project",
                )
            near = min(types, key=lambda one: not one.startswith(name.rpartition("/")[0]))
            yield title, coder, _xmi(data, package.read(near))
        elif is_cas_json(_said(data)):
            yield title, coder, _json(data)


def _json(data: bytes) -> Cas:
    try:
        return load_cas_from_json(io.BytesIO(data))
    except FAULTS as error:
        raise _unreadable(error) from None


def _xmi(data: bytes, types: bytes) -> Cas:
    # Entities are refused before anything else looks at the files.
    parse(data)
    parse(types)
    try:
        return load_cas_from_xmi(io.BytesIO(data), typesystem=load_typesystem(io.BytesIO(types)))
    except FAULTS as error:
        raise _unreadable(error) from None


def _unreadable(error: Exception) -> UnreadableError:
    return UnreadableError(f"The CAS cannot be read: {error}.", code="unreadable_project")


def _project(found: Any) -> ProjectIn:
    project = ProjectIn("INCEpTION", "UIMA CAS", fixed=True)
    codes = MetCodes(project)
    sources: dict[tuple[str, str], str] = {}
    for title, coder, cas in found:
        text = cas.sofa_string or ""
        if (title, text) not in sources:
            sources[title, text] = f"text {len(sources)}"
            name = _title(cas) or title
            project.sources.append(SourceIn(sources[title, text], name, text))
        if coder:
            project.coders[coder] = coder
        _annotations(project, codes, cas, sources[title, text], coder)
    return project


def _title(cas: Cas) -> str:
    for one in cas.select_all_annotations():
        if one.type.name.endswith(".DocumentMetaData"):
            return str(getattr(one, "documentTitle", None) or "")
    return ""


def _annotations(
    project: ProjectIn, codes: MetCodes, cas: Cas, source: str, coder: str | None
) -> None:
    base = cas.typesystem.get_type(_ANNOTATION)
    for one in cas.select_all_annotations():
        kind = one.type.name
        if kind.startswith(_COMPUTED) or not cas.typesystem.subsumes(base, one.type):
            continue
        values = [
            value
            for feature in one.type.all_features
            if feature.name not in _OWN
            and isinstance(value := getattr(one, feature.name, None), str)
            and value
        ]
        if len(values) > 1:
            project.lose("more_features", "Further features of an annotation, beside the first.")
        layer = kind.rpartition(".")[2]
        project.selections.append(
            SelectionIn(
                source,
                codes.key((layer, *values[:1])),
                one.begin,
                one.end,
                coder,
                name=one.get_covered_text(),
            )
        )
