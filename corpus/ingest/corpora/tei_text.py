"""Elements of TEI as lxml reads them, broken or not, and their text with its paragraphs.

White space is folded unless the encoder says that it is preserved; what an editor added is left
out, what the author wrote is kept.
"""

import re
from collections.abc import Iterator
from typing import Literal

from lxml import etree
from lxml.etree import _Element as Element

from corpus.ingest.xml_names import Names

_PARSER = etree.XMLParser(
    recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True,
    remove_comments=True, remove_pis=True,
)  # fmt: skip
_SPACE_KEPT = "{http://www.w3.org/XML/1998/namespace}space"
_CONTROLS = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# No document type is read, so what XML itself does not define stays as it is written.
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([^\W\d]\w*);")
_CONTROLS_ASCII = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NUMBER = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));")
_SPACES = re.compile(r"[ \t\r\n]+")
_LINES = re.compile(r"[ \t]*\n[ \t]*")
_BLOCKS = frozenset({
    "p", "ab", "head", "opener", "closer", "trailer", "quote", "cit", "figure", "figDesc", "list",
    "lg", "table", "div", "signed", "salute", "postscript", "epigraph", "posting", "post", "bibl",
})  # fmt: skip
_LINED = frozenset({"l", "item", "row", "label"})
# Added or corrected by an editor; of a `choice` the author's own words stand beside it.
_EDITED = frozenset({"note", "reg", "corr", "expan", "fw", "interp", "interpGrp", "fs", "linkGrp"})
_QUOTED = frozenset({"quote", "cit", "bibl"})
_TOKENS = frozenset({"w", "pc"})
_GAP = "[…]"


class Found:
    """An element by the well-known names of its document."""

    def __init__(self, element: Element, names: Names) -> None:
        self.element, self._names = element, names
        self._said = {
            names.of_attribute(str(key)): str(value) for key, value in element.attrib.items()
        }

    @property
    def name(self) -> str:
        """What it is called."""
        return self._names.of_tag[str(self.element.tag)]

    def get(self, key: str) -> str | None:
        """Return the value of an attribute, None where it is empty."""
        return self._said.get(key, "").strip() or None

    def children(self) -> Iterator["Found"]:
        """Yield the elements in it."""
        for child in self.element:
            if isinstance(child.tag, str):
                yield Found(child, self._names)

    def all(self, name: str) -> list["Found"]:
        """List the elements of a name anywhere in it."""
        return [
            Found(one, self._names)
            for one in self.element.iter()
            if isinstance(one.tag, str) and self._names.of_tag[one.tag] == name
        ]

    def find(self, name: str) -> "Found | None":
        """Return the first element of a name anywhere in it."""
        return next(iter(self.all(name)), None)

    def text(self) -> str:
        """Return its text: a blank line between paragraphs, lines as they are marked."""
        plain = self._plain()
        return _Writer(self._names).written(self.element) if plain is None else plain

    def _plain(self) -> str | None:
        """Return the text of paragraphs without anything in them; None where there is more."""
        paragraphs = []
        for child in self.element:
            if not isinstance(child.tag, str) or self._names.of_tag[child.tag] != "p":
                return None
            text = child.text or ""
            if len(child) or (child.tail or "").strip():
                return None
            kept = child.get(_SPACE_KEPT) == "preserve"
            paragraphs.append(text if kept else _SPACES.sub(" ", text).strip())
        if (self.element.text or "").strip() or self.element.get(_SPACE_KEPT):
            return None
        return "\n\n".join(filter(None, paragraphs))


def parsed(raw: bytes, names: Names, faults: list[str] | None = None) -> Found | None:
    """Read an element; None where not even one stands there. `faults` takes what was mended."""
    if b"&" in raw or not raw.isascii() or _CONTROLS_ASCII.search(raw):
        text = _CONTROLS.sub("\ufffd", raw.decode("utf-8", "replace").replace("\0", ""))
        raw = _NUMBER.sub(_referred, _ENTITY.sub(r"&amp;\1;", text)).encode()
    root = etree.fromstring(b"".join((names.wrapper, raw, b"</x>")), _PARSER)
    if faults is not None:
        faults += [
            one.message for one in _PARSER.error_log if one.domain != etree.ErrorDomains.NAMESPACE
        ]
    first = next((one for one in root if isinstance(one.tag, str)), None)
    return None if first is None else Found(first, names)


def _referred(found: re.Match[str]) -> str:
    """Return a reference to a character; U+FFFD for one that no text can have."""
    digits, base = (found[1], 16) if found[1] else (found[2], 10)
    code = int(digits, base) if len(digits) < 9 else 0
    known = code in {9, 10, 13} or 0x20 <= code < 0xD800 or 0xE000 <= code < 0x110000
    return found[0] if known and code not in {0xFFFE, 0xFFFF} else "\ufffd"


def content(found: Found) -> str:
    """Return the text of an element as it stands, on one line."""
    return " ".join("".join(found.element.itertext()).split())


class _Writer:
    """Writes the text of one element."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._paragraphs: list[str] = []
        self._parts: list[str] = []
        self._tokens: Literal["as they stand", "apart", "by join"] = "as they stand"
        self._kept = 0

    def written(self, top: Element) -> str:
        """Return the text."""
        self._tokens = self._told_by(top)
        skipped: Element | None = None
        signed = 0
        for event, node in etree.iterwalk(top, events=("start", "end", "comment", "pi")):
            if event in {"comment", "pi"}:
                continue
            name = self._names.of_tag[node.tag] if isinstance(node.tag, str) else ""
            if event == "start":
                if skipped is not None:
                    continue
                if name in _EDITED:
                    skipped = node
                    continue
                signed += name == "signed"
                self._open(node, name, signed=signed > 0)
            elif skipped is None:
                signed -= name == "signed"
                self._close(node, name, top)
            elif node is skipped:
                skipped = None
                self._add(node.tail)
        self._end_paragraph()
        return "\n\n".join(self._paragraphs)

    def _told_by(self, top: Element) -> Literal["as they stand", "apart", "by join"]:
        """Say how the encoder tells which words are one: by `join`, by white space, not at all."""
        tokens = [
            one
            for one in top.iter()
            if isinstance(one.tag, str) and self._names.of_tag[one.tag] in _TOKENS
        ]
        if any(one.get("join") for one in tokens):
            return "by join"
        spaced = not tokens or any((one.tail or "").isspace() for one in tokens)
        return "as they stand" if spaced else "apart"

    def _open(self, node: Element, name: str, *, signed: bool) -> None:
        if self._is_block(node, name):
            self._end_paragraph()
        elif name in _TOKENS and (node.get("join") or "") in {"left", "both"}:
            self._unspace()
        elif name == "lb" or (name in _LINED and self._parts):
            self._parts.append("\n")
        elif name == "gap" and not signed:
            self._parts.append(_GAP)
        elif name == "cell" and self._parts:
            self._parts.append(" ")
        self._kept += node.get(_SPACE_KEPT) == "preserve"
        self._add(node.text)

    def _close(self, node: Element, name: str, top: Element) -> None:
        if self._is_block(node, name):
            self._end_paragraph()
        self._kept -= node.get(_SPACE_KEPT) == "preserve"
        tail = node.tail or ""
        if name in _TOKENS and self._tokens != "as they stand" and not tail.strip():
            tail = "" if (node.get("join") or "") in {"right", "both"} else " "
        if node is not top:
            self._add(tail)

    def _is_block(self, node: Element, name: str) -> bool:
        """Say whether an element is a paragraph by itself; a quotation in one is part of it."""
        if name not in _BLOCKS:
            return False
        above = node.getparent()
        within = self._names.of_tag[str(above.tag)] if above is not None else ""
        return not (name in _QUOTED and within in {"p", "ab", "s"})

    def _unspace(self) -> None:
        """Take back the blank before a word that is one with the last."""
        if self._parts and self._parts[-1] == " ":
            self._parts.pop()

    def _add(self, text: str | None) -> None:
        if text:
            self._parts.append(text if self._kept else _SPACES.sub(" ", text))

    def _end_paragraph(self) -> None:
        text = "".join(self._parts)
        self._parts.clear()
        if not self._kept:
            text = re.sub(" {2,}", " ", _LINES.sub("\n", text)).strip()
        if text:
            self._paragraphs.append(text)
