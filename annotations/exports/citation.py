"""How a snapshot is described and cited: Frictionless, CFF, DataCite, and a note on methods.

All follow from `about` (see `annotations/snapshots.py`) alone.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from annotations.exports.table_schema import schema

About = Mapping[str, Any]
CFF_VERSION = "1.2.0"
# CFF and Frictionless take identifiers of SPDX only; anything else is told in words.
_SPDX = {
    "CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "CC-BY-ND-4.0",
    "CC-BY-NC-ND-4.0", "ODbL-1.0", "ODC-By-1.0", "PDDL-1.0", "MIT", "Apache-2.0",
}  # fmt: skip
_COUNTED = {
    "threads": "threads",
    "posts": "posts, entries included",
    "participants": "names of participants",
    "codes": "codes",
    "annotations": "annotations",
    "memos": "memos",
    "orphans": "annotations whose passage was lost when its text was corrected",
}
_UNREADABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_TITLES = {
    "annotations": "One row per annotation: what was coded, by whom, where it stands",
    "posts": "All entries and comments, uncoded ones too",
    "threads": "The threads: an entry with its comments",
    "participants": "The names under which people wrote",
    "codebook": "The codes with their definitions",
}


def datapackage(about: About, files: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return `datapackage.json` (Frictionless Data Package v1) for the CSV `files`."""
    package: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": _slug(f"{about['title']} {about.get('name', '')}"),
        "id": about.get("doi") or about.get("id", ""),
        "title": about["title"],
        "description": about.get("description", ""),
        "version": about.get("name", ""),
        "created": about.get("made_at", ""),
        "keywords": list(about.get("keywords", [])),
        "contributors": [
            {
                "title": one["name"],
                "role": "author",
                **({"path": _orcid(one)} if one.get("orcid") else {}),
                **({"organization": one["affiliation"]} if one.get("affiliation") else {}),
            }
            for one in about["creators"]
        ],
        "licenses": _licences(about.get("licence", "")),
        "resources": [_resource(one) for one in files],
    }
    return {name: value for name, value in package.items() if value not in ("", [])}


def _resource(file: Mapping[str, Any]) -> dict[str, Any]:
    what = file["what"]
    return {
        "profile": "tabular-data-resource",
        "name": what,
        "title": _TITLES.get(what, what),
        "path": f"{what}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file["bytes"],
        "hash": f"sha256:{file['sha256']}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "doubleQuote": True},
        "schema": schema(what, file["columns"]),
    }


def _licences(licence: str) -> list[dict[str, str]]:
    if not licence:
        return []
    if licence.startswith(("http://", "https://")):
        return [{"path": licence}]
    if re.fullmatch(r"[-a-zA-Z0-9._]+", licence):
        return [{"name": licence}]
    return [{"name": "other", "title": licence}]


def cff(about: About) -> str:
    """Return `CITATION.cff` (Citation File Format 1.2.0)."""
    lines = [
        f"cff-version: {CFF_VERSION}",
        "message: " + _quoted("If you use these data, please cite them as below."),
        "type: dataset",
        "title: " + _quoted(about["title"]),
        "authors:",
    ]
    for one in about["creators"]:
        named = {**_cff_name(one["name"])}
        if one.get("affiliation"):
            named["affiliation"] = one["affiliation"]
        if one.get("orcid"):
            named["orcid"] = _orcid(one)
        for number, (key, value) in enumerate(named.items()):
            lines.append(f"{'  - ' if number == 0 else '    '}{key}: {_quoted(value)}")
    licence = about.get("licence", "")
    more = {
        "version": about.get("name", ""),
        "date-released": str(about.get("made_at", ""))[:10],
        "doi": about.get("doi", ""),
        "abstract": about.get("description", ""),
        "license": licence if licence in _SPDX else "",
        "license-url": licence if licence.startswith(("http://", "https://")) else "",
    }
    lines += [f"{key}: {_quoted(value)}" for key, value in more.items() if value]
    if about.get("keywords"):
        lines += ["keywords:", *(f"  - {_quoted(word)}" for word in about["keywords"])]
    return "\n".join(lines) + "\n"


def datacite(about: About) -> dict[str, Any]:
    """Return the metadata of DataCite's schema 4 as its REST API takes them."""
    made = str(about.get("made_at", ""))[:10]
    homes = [one["affiliation"] for one in about["creators"] if one.get("affiliation")]
    counts = about.get("counts", {})
    said: dict[str, Any] = {
        "doi": about.get("doi", ""),
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Coded text corpus"},
        "creators": [_datacite_creator(one) for one in about["creators"]],
        "titles": [{"title": about["title"]}],
        # DataCite's own word for what is not known yet.
        "publisher": {"name": homes[0] if homes else ":unav"},
        "publicationYear": str(about.get("year") or made[:4]),
        "subjects": [{"subject": word} for word in about.get("keywords", [])],
        "dates": [{"date": made, "dateType": "Created"}] if made else [],
        "version": about.get("name", ""),
        "rightsList": [_rights(about["licence"])] if about.get("licence") else [],
        "descriptions": [
            {"description": text, "descriptionType": kind}
            for text, kind in (
                (about.get("description", ""), "Abstract"),
                (methods(about), "Methods"),
            )
            if text
        ],
        "sizes": [
            f"{counts[name]} {name}" for name in ("threads", "annotations") if name in counts
        ],
        "formats": ["text/csv"],
        "schemaVersion": "http://datacite.org/schema/kernel-4",
    }
    return {name: value for name, value in said.items() if value not in ("", [])}


def _datacite_creator(one: Mapping[str, Any]) -> dict[str, Any]:
    given, family = _split(one["name"])
    creator: dict[str, Any] = {"name": one["name"], "nameType": "Organizational"}
    if family:
        creator = {
            "name": f"{family}, {given}", "nameType": "Personal",
            "givenName": given, "familyName": family,
        }  # fmt: skip
    if one.get("orcid"):
        creator["nameIdentifiers"] = [
            {
                "nameIdentifier": _orcid(one), "nameIdentifierScheme": "ORCID",
                "schemeUri": "https://orcid.org",
            }
        ]  # fmt: skip
    if one.get("affiliation"):
        creator["affiliation"] = [{"name": one["affiliation"]}]
    return creator


def _rights(licence: str) -> dict[str, str]:
    if licence.startswith(("http://", "https://")):
        return {"rights": licence, "rightsUri": licence}
    if licence in _SPDX:
        return {"rights": licence, "rightsIdentifier": licence, "rightsIdentifierScheme": "SPDX"}
    return {"rights": licence}


def methods(about: About, *, offset_unit: str = "codepoint", pseudonymised: bool = False) -> str:
    """Return the note on methods (Markdown) that a paper or an archive asks for."""
    unit = {"utf16": "UTF-16 code units"}.get(offset_unit, "Unicode code points")
    lines = [
        f"# {about['title']}: how the data were made",
        "",
        f"Snapshot “{about.get('name', '')}”, made {str(about.get('made_at', ''))[:10]} "
        f"after change {about.get('seq', 0):,} of the corpus, with Catena "
        f"{about.get('software_version', '')}.",
        "",
        "## What there is",
        "",
        *_counted(about),
        "",
        "## Coding",
        "",
        *(f"- {one['name']}: {one['annotations']:,} annotations" for one in about["coders"]),
        "",
        f"{_days(about)}{_codebook(about)} No rounds of coding were set up.",
        "",
        "## Files",
        "",
        f"Positions are half-open [start, end), counted in {unit} from the beginning of one "
        "post's text. Texts are UTF-8 with line feeds only. Times are UTC. "
        + ("Authors' names are pseudonyms; texts are unchanged. " if pseudonymised else "")
        + "Each file's SHA-256 stands in `SHA256SUMS`; check with `sha256sum -c SHA256SUMS`.",
        "",
    ]
    return "\n".join(lines)


def _counted(about: About) -> list[str]:
    counts = about.get("counts", {})
    return [f"- {counts[name]:,} {words}" for name, words in _COUNTED.items() if name in counts]


def _codebook(about: About) -> str:
    codebook = about.get("codebook", {})
    if codebook.get("version") is None:
        return "The codebook was never frozen as a version."
    name = f" “{codebook['name']}”" if codebook.get("name") else ""
    changed = " and changed since" if codebook.get("changed_since") else ""
    return f"The codebook is version {codebook['version']}{name}{changed}."


def _days(about: About) -> str:
    first, last = about.get("coded_from"), about.get("coded_until")
    return f"Coded from {first} to {last}. " if first else ""


def _cff_name(name: str) -> dict[str, str]:
    given, family = _split(name)
    return {"family-names": family, "given-names": given} if family else {"name": name}


def _split(name: str) -> tuple[str, str]:
    """Return given and family name; no family name where a name is one word."""
    if "," in name:
        family, _, given = name.partition(",")
        return given.strip(), family.strip()
    given, _, family = name.strip().rpartition(" ")
    return (given, family) if given else ("", "")


def _orcid(one: Mapping[str, Any]) -> str:
    return f"https://orcid.org/{one['orcid'].rpartition('/')[2]}"


def _quoted(value: str) -> str:
    """Return a string as YAML: what JSON quotes, YAML reads, but for a few characters."""
    quoted = json.dumps(value, ensure_ascii=False)
    return _UNREADABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


def _slug(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-") or "corpus"
