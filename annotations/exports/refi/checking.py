"""Holding what is written against the published schemas while it is written, at flat memory."""

from functools import cache
from pathlib import Path
from typing import IO

from lxml import etree

from annotations.exports.refi.xml import CODEBOOK, PROJECT

_SCHEMAS = Path(__file__).parent.parent / "schemas" / "refi-qda"
_FILES = {PROJECT: "Project.xsd", CODEBOOK: "Codebook.xsd"}
# What of these is closed is forgotten at once: the document may be larger than the memory.
_LONG = ("Cases", "Case", "Sources", "TextSource", "Notes", "Links")
_CHUNK = 256 * 1024


@cache
def schema(namespace: str) -> etree.XMLSchema:
    """Return the schema of projects or codebooks."""
    return etree.XMLSchema(etree.parse(_SCHEMAS / _FILES[namespace]))


class CheckedXml:
    """Takes a document piece by piece, writes it in UTF-8 and checks it on the way.

    Raises:
        lxml.etree.XMLSyntaxError: it is no document of its schema; nothing may offer the file.
    """

    def __init__(self, file: IO[bytes], namespace: str) -> None:
        self._file = file
        self._parts: list[str] = []
        self._size = 0
        self._open: dict[object, etree._Element] = {}
        tags = [f"{{{namespace}}}{name}" for name in _LONG]
        self._parser = etree.XMLPullParser(
            ("start",), tag=tags, schema=schema(namespace), huge_tree=True
        )

    def write(self, part: str) -> None:
        """Take a piece of the document."""
        self._parts.append(part)
        self._size += len(part)
        if self._size >= _CHUNK:
            self._flush()

    def close(self) -> None:
        """Say that the document is whole."""
        self._flush()
        self._parser.close()

    def _flush(self) -> None:
        data = "".join(self._parts).encode()
        self._parts, self._size = [], 0
        self._file.write(data)
        self._parser.feed(data)
        for _, element in self._parser.read_events():
            self._open[element.tag] = element
        for element in self._open.values():
            # The last child may not be closed yet.
            del element[:-1]
