"""What a TEI document says around its posts: headers, people, moments, replies that were inferred.

Gathered on a first walk, for people may be listed after their posts.
"""

import json
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from corpus.ingest.corpora.tei_text import Found, content, parsed
from corpus.ingest.elements import ELEMENT_BYTES, Splitter, Tags
from corpus.ingest.events import Event, Noted, PersonRead
from corpus.ingest.exports.json_grouped import Gathered
from corpus.ingest.exports.opening import Export
from corpus.ingest.exports.storable import line
from corpus.ingest.jsonl_fields import clean_value

_AROUND = ("fileDesc", "idsHeader", "person", "when", "language", "link", "annotation")
_NAMES = ("persName", "name", "addName")
_CONTACT = frozenset({"email", "address", "idno"})
_TYPED = frozenset({"note", "trait", "state", "event"})
_VALUED = ("value", "when", "when-iso", "key", "from")
_INFERRED = frozenset({"indent", "manual"})


@dataclass(frozen=True, slots=True)
class Header:
    """What a text's own header says of it."""

    title: str = ""
    site: str | None = None
    url: str | None = None
    language: str | None = None
    categories: tuple[str, ...] = ()
    attributes: dict[str, object] | None = None


class Around:
    """Gathers what stands around the posts of one document, and answers for them."""

    def __init__(self, export: Export, gathered: Gathered) -> None:
        self._export, self._gathered = export, gathered
        self._places = array("Q")
        self._names: dict[str, str | None] = {}

    def gather(self) -> None:
        """Walk through the document and keep what is there."""
        export, header, annotations = self._export, 0, 0
        written = export.names.written
        tags = Tags(written(_AROUND), (), written(("teiHeader", "TEI", "body")))
        for element in Splitter(export.text.cursor(), export.start(), tags, limit=ELEMENT_BYTES):
            kind = export.names.of_written(element.name)
            annotations += kind == "annotation"
            node = parsed(element.raw, export.names) if element.raw else None
            if node is None or kind == "annotation":
                continue
            match kind:
                case "fileDesc" | "idsHeader":
                    header = element.position
                    self._gathered.know("header", str(header), _header(node))
                case "language":
                    ident = node.get("ident") or content(node)
                    self._gathered.know("language", str(header), ident)
                case "person":
                    self._gathered.know("person", _id(node), _person(node))
                case "when":
                    self._gathered.know("when", _id(node), node.get("absolute"))
                case _:
                    self._link(node)
        self._gathered.know("annotations", "", annotations)
        self._gathered.ready()

    def ready(self) -> None:
        """Take up what was gathered."""
        self._places = array("Q", (int(key) for key, _ in self._gathered.each("header")))

    def events(self) -> Iterator[Event]:
        """Yield what is said of people, once for each site on which they are known; and a loss."""
        count = self._gathered.known("annotations", "")[0]
        if count:
            message = f"{count:,} annotations in the document are not read."
            hint = "Catena's own come in with its archive."
            yield Noted("annotations_left_out", "info", message, hint)
        for key, told in self._gathered.each("person"):
            if told["attributes"]:
                for site in told["sites"] or [None]:
                    name = told["name"] or line(key)
                    if name:
                        yield PersonRead(name, told["attributes"], line(site))

    def name(self, pointer: str | None) -> str | None:
        """Return whose pointer it is: the name of the person, else what the pointer says."""
        key = pointed(pointer)
        if key is None:
            return None
        if key not in self._names:
            if len(self._names) > 20_000:
                self._names.clear()
            known = self._gathered.known("person", key)
            self._names[key] = known[-1]["name"] if known else line(key)
        return self._names[key]

    def moment(self, pointer: str | None) -> str | None:
        """Return the moment of a point of the timeline."""
        known = self._gathered.known("when", pointed(pointer))
        return known[0] if known and isinstance(known[0], str) else None

    def inferred(self, own: str | None) -> tuple[str, str] | None:
        """Return which post one answers, and how somebody concluded it."""
        known = self._gathered.known("reply", own) if own else []
        return (known[0][0], known[0][1]) if known else None

    def header(self, position: int) -> Header:
        """Return the header of the text in which a place stands."""
        place = bisect_right(self._places, position) - 1
        if place < 0:
            return Header()
        key = str(self._places[place])
        told: dict[str, Any] = self._gathered.known("header", key)[0]
        languages = set(self._gathered.known("language", key))
        return Header(
            told["title"], told["site"], told["url"],
            next(iter(languages)) if len(languages) == 1 else None,
            tuple(told["categories"]), told["attributes"],
        )  # fmt: skip

    def _link(self, node: Found) -> None:
        """Know a reply that Catena's export calls inferred."""
        ends = (node.get("target") or "").split()
        how = node.get("subtype")
        if node.get("type") == "reply" and how in _INFERRED and len(ends) == 2:
            source, target = pointed(ends[0]), pointed(ends[1])
            self._gathered.know("reply", source or "", [target, how])


def pointed(pointer: str | None) -> str | None:
    """Return the id to which the first of some pointers leads."""
    first = (pointer or "").split()[:1]
    return line(first[0].rpartition("#")[2]) if first else None


def _id(node: Found) -> str:
    return line(node.get("xml:id")) or ""


def _header(node: Found) -> dict[str, Any]:
    source = node.find("sourceDesc")
    bibl = source.find("bibl") if source is not None else None
    notes = bibl.all("note") if bibl is not None else []
    told = [content(one) for one in notes if one.get("type") == "attributes"]
    url = site = None
    if bibl is not None:
        ref, publisher = bibl.find("ref"), bibl.find("publisher")
        url = (ref.get("target") or content(ref)) if ref is not None else None
        site = content(publisher) if publisher is not None else None
    title = node.find("title") or node.find("t.title")
    return {
        "title": line(content(title)) if title is not None else "",
        "site": line(site),
        "url": line(url),
        "categories": [content(one) for one in notes if one.get("type") == "category"],
        "attributes": _attributes(told[0]) if told else None,
    }


def _person(node: Found) -> dict[str, Any]:
    """Return the name, the sites and the attributes of a person."""
    name: str | None = None
    sites: list[str] = []
    attributes: dict[str, object] = {}
    for child in node.children():
        kind = child.get("type")
        value = content(child) or next(filter(None, map(child.get, _VALUED)), "")
        if child.name in _NAMES:
            name = name or line(value)
        elif child.name == "note" and kind == "site":
            sites.append(value)
        elif child.name == "note" and kind == "attributes":
            attributes |= _attributes(value) or {}
        elif value and child.name not in _CONTACT:
            key = line(kind) if child.name in _TYPED else None
            attributes.setdefault(key or child.name, value)
    for key in ("sex", "age", "role"):
        if node.get(key):
            attributes.setdefault(key, node.get(key))
    return {"name": name, "sites": sites, "attributes": attributes}


def _attributes(text: str) -> dict[str, object] | None:
    """Return the attributes that Catena's export wrote as JSON."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict):
        return None
    clean_value(value, skip="")
    return value
