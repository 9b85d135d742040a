"""The XML of REFI-QDA, read without entities, network or trust in its namespace."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from corpus.errors import UnreadableError

Node = Any


def parse(data: bytes) -> Node:
    """Return the root of an XML file.

    Raises:
        UnreadableError: `unreadable_project`, it is no XML; `xml_entities`, it defines entities,
            which no program's project does.
    """
    try:
        parser: etree.XMLParser[Any] = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        root: Node = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError(
            f"The project's XML cannot be read: {error}.", code="unreadable_project"
        ) from None
    kind = root.getroottree().docinfo.internalDTD
    if kind is not None and next(iter(kind.iterentities()), None) is not None:
        raise UnreadableError(
            "The project's XML defines entities. No program writes that; nothing was taken in.",
            code="xml_entities",
        )
    return root


def name_of(node: Node) -> str:
    """Return an element's name without its namespace."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def kids(node: Node, name: str) -> Iterator[Node]:
    """Yield the children with a name."""
    return (one for one in node if name_of(one) == name)


def first(node: Node, name: str) -> Node | None:
    """Return the first child with a name."""
    return next(kids(node, name), None)


def words(node: Node | None) -> str:
    """Return an element's text."""
    return "" if node is None else "".join(node.itertext()).strip()


def key_of(node: Node) -> str:
    """Return an element's id, whatever its case; one without gets one by its place."""
    given = node.get("guid", "").strip("{} ").casefold()
    return given or str(node.getroottree().getpath(node))


def stamp(given: str | None) -> datetime | None:
    """Return an instant (UTC where the file names no zone); None when it is not understood."""
    try:
        at = datetime.fromisoformat((given or "").strip())
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
