"""XML as text: what it cannot hold, what must be escaped, GUIDs. Pure Python."""

import hashlib
import re
from uuid import UUID, uuid5

PROJECT = "urn:QDA-XML:project:1.0"
CODEBOOK = "urn:QDA-XML:codebook:1.0"
DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REPLACEMENT = "\ufffd"
_CATENA = UUID("0c0de5aa-7e57-5a1a-9c0d-1e5ca7e7a000")
_VARIANTS = "89AB"


def allowed(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the text as XML 1.0 can hold it, and what was replaced: (position, character).

    One U+FFFD stands for each character that it forbids, so no position moves.
    """
    replaced = [(found.start(), ord(found[0])) for found in _FORBIDDEN.finditer(text)]
    return (_FORBIDDEN.sub(_REPLACEMENT, text) if replaced else text), replaced


def content(text: str) -> str:
    """Escape text between tags."""
    plain = _FORBIDDEN.sub(_REPLACEMENT, text)
    plain = plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return plain.replace("\r", "&#13;")


def value(text: str) -> str:
    """Escape an attribute's value so that a parser gives back every blank and line end."""
    plain = content(text).replace('"', "&quot;")
    return plain.replace("\n", "&#10;").replace("\t", "&#9;")


class Guids:
    """Makes the GUIDs of a corpus: always the same for the same thing, by the corpus' own key."""

    def __init__(self, key: str, *, lower: bool = False) -> None:
        self._space = hashlib.sha1(uuid5(_CATENA, key).bytes, usedforsecurity=False)
        self._lower = lower

    def of(self, kind: str, name: object = "") -> str:
        """Return the GUID of a thing by its kind and our id of it: a UUID of version 5."""
        digest = self._space.copy()
        digest.update(f"{kind}:{name}".encode())
        h = digest.hexdigest()
        variant = _VARIANTS[int(h[16], 16) & 3]
        return self.same(f"{h[:8]}-{h[8:12]}-5{h[13:16]}-{variant}{h[17:20]}-{h[20:32]}")

    def same(self, uuid: object) -> str:
        """Return an id of ours that is a UUID already."""
        return str(uuid).lower() if self._lower else str(uuid).upper()
