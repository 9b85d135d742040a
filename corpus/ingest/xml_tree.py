"""Reads one element of an export, cut out by `elements`: well-formed by lxml, else by own rules.

Whatever is wrong inside an element costs at most a field of it, and is said. No entity is ever
resolved, no document type read, nothing fetched.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any, NamedTuple, Protocol, Self, cast

from lxml import etree

from corpus.ingest.xml_names import Names

_PARSER = etree.XMLParser(
    recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True,
    remove_comments=True, remove_pis=True,
)  # fmt: skip
_TOGETHER = 50
_TOKEN = re.compile(
    r"<!--(?:[^-]|-(?!->))*+(?:-->|\Z)|<!\[CDATA\[(?P<data>(?:[^\]]|\](?!\]>))*+)(?:\]\]>|\Z)"
    r"|<\?[^?<>]*+\?>|</(?P<shut>[^\s<>/]++)[^<>]*+>"
    r"|<(?P<name>[^\W\d][\w.:-]*+)(?=[\s/>])(?P<attributes>(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)>"
)
_ATTRIBUTE = re.compile(r"""([^\s"'=/]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""")
_REFERENCE = re.compile(
    r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos)|(\w{1,64}));"
)
_PREDEFINED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_FORBIDDEN = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Node(Protocol):
    """What the readers need of an element: lxml's, or one of our own."""

    @property
    def tag(self) -> str:
        """Its name, by lxml with the namespace's address; see `Names.of_tag`."""

    @property
    def text(self) -> str | None:
        """What stands before its first child."""

    @property
    def attrib(self) -> Mapping[str, str]:
        """Its attributes."""

    def __iter__(self) -> Iterator[Self]: ...
    def __len__(self) -> int: ...


@dataclass(slots=True, eq=False)
class Mended:
    """An element put together from broken markup; `inside` is where its content stands there."""

    tag: str
    attrib: dict[str, str] = field(default_factory=dict)
    text: str = ""
    source: str = ""
    inside: tuple[int, int] = (0, 0)
    children: list["Mended"] = field(default_factory=list)
    complete: bool = False

    def __iter__(self) -> Iterator["Mended"]:
        return iter(self.children)

    def __len__(self) -> int:
        return len(self.children)


@dataclass(slots=True)
class Faults:
    """What was wrong in an element, each kind with its number; `first` describes the first tag."""

    tags: int = 0
    entities: int = 0
    controls: int = 0
    bytes: int = 0
    first: str = ""

    def tag(self, what: str) -> None:
        """Count a tag that does not fit."""
        self.tags += 1
        self.first = self.first or what


class Parsed(NamedTuple):
    """An element and what was wrong in it; `faults` is None when nothing was."""

    node: Node
    faults: Faults | None = None


def parse(raw: bytes, names: Names, parents: Mapping[str, str]) -> Parsed:
    """Read an element cut out by `elements`.

    `parents` names, for each element that the format knows, the one it stands in: by that broken
    markup is mended. Tags of other elements inside a text are text.
    """
    wrapped = b"".join((names.wrapper, raw, b"</x>"))
    root = etree.fromstring(wrapped, _PARSER)
    log = _PARSER.error_log
    if len(root) == 1 and all(one.domain == etree.ErrorDomains.NAMESPACE for one in log):
        return Parsed(cast("Node", root[0]))
    faults = Faults()
    return Parsed(_Mender(names, parents, faults).mend(_decoded(raw, faults)), faults)


def parse_all(raws: Sequence[bytes], names: Names, parents: Mapping[str, str]) -> Iterator[Parsed]:
    """Read several small elements, as many at once as are well-formed together."""
    for at in range(0, len(raws), _TOGETHER):
        some = raws[at : at + _TOGETHER]
        root = etree.fromstring(b"".join((names.wrapper, *some, b"</x>")), _PARSER)
        if len(root) == len(some) and not len(_PARSER.error_log):
            for node in root:
                yield Parsed(cast("Node", node))
        else:
            yield from (parse(raw, names, parents) for raw in some)


def inner(node: Node) -> str:
    """Return what stands in an element: its text, or its markup where it holds elements."""
    if not len(node):
        return node.text or ""
    if isinstance(node, Mended):
        return node.source[slice(*node.inside)]
    parts = [escape(node.text or "", quote=False)]
    parts += [etree.tostring(child, encoding="unicode") for child in cast("Any", node)]
    return "".join(parts)


def attribute(node: Node, wanted: str, names: Names) -> str:
    """Return the value of an attribute without outer blanks, empty when there is none."""
    for key, value in node.attrib.items():
        if names.of_attribute(key) == wanted:
            return value.strip()
    return ""


def tolerant(raw: bytes) -> Node | None:
    """Read markup as far as it can be read, though elements at its end are still open."""
    try:
        root: Any = etree.fromstring(raw, _PARSER)
    except etree.XMLSyntaxError:
        # Not even one element stands there.
        return None
    return None if root is None else cast("Node", root)


def below(node: Node) -> Iterator[Node]:
    """Yield all elements inside one, in the order of their start tags."""
    stack = [iter(node)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif isinstance(child.tag, str):
            yield child
            stack.append(iter(child))


def _decoded(raw: bytes, faults: Faults) -> str:
    """Decode; stray bytes are taken for Windows-1252, control codes become U+FFFD, NULs go."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("utf-8", "surrogateescape")
        parts = re.split("([\udc80-\udcff]+)", text)
        faults.bytes = sum(map(len, parts[1::2]))
        parts[1::2] = [
            part.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
            for part in parts[1::2]
        ]
        text = "".join(parts)
    if "\0" in text:
        faults.controls += text.count("\0")
        text = text.replace("\0", "")
    text, controls = _FORBIDDEN.subn("\ufffd", text)
    faults.controls += controls
    return text


class _Mender:
    """Puts an element together from tags that do not fit one another."""

    def __init__(self, names: Names, parents: Mapping[str, str], faults: Faults) -> None:
        self._names, self._parents, self._faults = names, parents, faults
        self._containers = frozenset(parents.values())
        self._stack: list[tuple[Mended, int]] = []
        # Where in the stack the open elements of each name are.
        self._places: dict[str, list[int]] = defaultdict(list)
        self._texts: list[list[str]] = []
        self._source = ""
        self._after_data = -1

    def mend(self, source: str) -> Mended:
        """Return the element with which `source` begins."""
        self._source = source
        top = Mended("")
        self._push(top, 0)
        at = 0
        for token in _TOKEN.finditer(source):
            self._text(source[at : token.start()], at)
            at = token.end()
            if token["name"]:
                self._start(token)
            elif token["shut"]:
                self._end(token["shut"], token)
            elif token["data"] is not None:
                self._texts[-1].append(token["data"])
                self._after_data = at
        self._text(source[at:], at)
        while len(self._stack) > 1:
            self._faults.tag(f"<{self._stack[-1][0].tag}> has no end")
            self._pop(len(source))
        self._pop(len(source))
        return top.children[0] if top.children else top

    def _text(self, text: str, at: int) -> None:
        if text:
            if "<" in text:
                self._faults.tag("a “<” that begins no tag")
            if "]]>" in text:
                self._faults.tag("a “]]>” that ends no CDATA")
                if at == self._after_data and text.endswith("]]>"):
                    # Of two ends of one section the first was meant as text.
                    text = "]]>" + text.removesuffix("]]>")
            self._texts[-1].append(self._resolved(text) if "&" in text else text)

    def _resolved(self, text: str) -> str:
        """Resolve what XML itself defines; any other reference stays as it is written."""

        def one(found: re.Match[str]) -> str:
            if found[3]:
                return _PREDEFINED[found[3]]
            if found[4]:
                self._faults.entities += 1
                return found[0]
            code = int(found[1]) if found[1] else int(found[2], 16)
            if code in {9, 10, 13} or 0x20 <= code < 0xD800 or 0xE000 <= code < 0x110000:
                return chr(code)
            self._faults.controls += 1
            return "\ufffd"

        return _REFERENCE.sub(one, text)

    def _start(self, token: re.Match[str]) -> None:
        name = self._names.of_written(token["name"])
        parent = self._parents.get(name)
        if parent is not None:
            self._leave_for(name, parent, token.start())
        attributes: dict[str, str] = {}
        for found in _ATTRIBUTE.finditer(token["attributes"].removesuffix("/")):
            value = found[2] or found[3] or found[4] or ""
            attributes[self._names.of_attribute(found[1])] = self._resolved(value)
            if found[4]:
                self._faults.tag(f"an attribute without quotation marks in <{name}>")
        self._push(Mended(name, attributes), token.end())
        if token["attributes"].endswith("/"):
            self._pop(token.end(), complete=True)

    def _leave_for(self, name: str, parent: str, at: int) -> None:
        """Leave what cannot hold `name`, if its place is known to be open."""
        places = self._places[parent]
        while places and len(self._stack) > places[-1] + 1:
            self._faults.tag(f"<{self._stack[-1][0].tag}> has no end before <{name}>")
            self._pop(at)

    def _end(self, written: str, token: re.Match[str]) -> None:
        name = self._names.of_written(written)
        places = self._places[name]
        if not places or not places[-1]:
            self._faults.tag(f"</{written}> ends nothing")
            return
        while len(self._stack) > places[-1] + 1:
            self._faults.tag(f"<{self._stack[-1][0].tag}> has no end before </{written}>")
            self._pop(token.start())
        self._pop(token.start(), complete=True)

    def _push(self, node: Mended, begin: int) -> None:
        if self._stack:
            self._stack[-1][0].children.append(node)
        self._places[node.tag].append(len(self._stack))
        self._stack.append((node, begin))
        self._texts.append([])

    def _pop(self, end: int, *, complete: bool = False) -> None:
        node, begin = self._stack.pop()
        self._places[node.tag].pop()
        node.text = "".join(self._texts.pop())
        node.complete = complete
        if node.children and node.tag not in self._containers:
            node.source, node.inside = self._source, (begin, end)
