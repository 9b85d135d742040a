"""Reads JSON that remembers where each of its strings stands in the text around it.

For JSON inside pages (data blocks, scripts), which also comes as a string of JavaScript. JSON files
are read by `corpus.ingest.json_items`.
"""

import json
import re
from bisect import bisect_right
from dataclasses import dataclass, field

_DEEPEST = 200
_SPACE = re.compile(r"[\s\ufeff\u2028\u2029]*+")
_STRING = re.compile(r'"((?:[^"\\]++|\\.)*+)"', re.DOTALL)
_QUOTED = re.compile(r"'((?:[^'\\]++|\\.)*+)'", re.DOTALL)
_SCALAR = re.compile(r"[^\s,\]}\"]++")
_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}"
    r"|x[0-9a-fA-F]{2}|\r\n|.)",
    re.DOTALL,
)
_SHORT = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}


class Placed(str):
    """A string, and where what is between its quotes stands: code points, half-open."""

    __slots__ = ("end", "start")
    start: int
    end: int


@dataclass(slots=True)
class Ground:
    """The text that is read, and how its places map to those of the file."""

    text: str
    begin: int = 0
    breaks: list[int] = field(default_factory=list)
    shifts: list[int] = field(default_factory=list)

    def place(self, at: int) -> int:
        """Return where a place of the text stands in the file."""
        number = bisect_right(self.breaks, at)
        return self.begin + at + (self.shifts[number - 1] if number else 0)


def read_json(ground: Ground, at: int = 0) -> tuple[object, int]:
    """Return the value that begins at a place, and where it ends.

    Objects are dicts, arrays lists, strings `Placed`. Raises ValueError where it is no JSON, or
    nested more than 200 deep.
    """
    return _Parser(ground).value(at, 0)


def unquoted(ground: Ground, at: int) -> Ground:
    """Return what a quoted string of JavaScript holds, as a ground of its own.

    Raises ValueError if none begins there.
    """
    found = _STRING.match(ground.text, at) or _QUOTED.match(ground.text, at)
    if not found:
        raise ValueError("No string stands here.")
    inner = Ground("", ground.place(found.start(1)))
    pieces: list[str] = []
    raw, last, length = found[1], 0, 0
    for escape in _ESCAPE.finditer(raw):
        pieces.append(raw[last : escape.start()])
        length += escape.start() - last
        said = _escaped(escape[0])
        pieces.append(said)
        length += len(said)
        last = escape.end()
        inner.breaks.append(length)
        inner.shifts.append(last - length)
    inner.text = "".join([*pieces, raw[last:]])
    return inner


def _escaped(escape: str) -> str:
    kind = escape[1]
    if kind == "u":
        return str(json.loads(f'"{escape}"')) if len(escape) > 2 else "u"
    if kind == "x":
        return bytes.fromhex(escape[2:]).decode("latin-1") if len(escape) > 2 else "x"
    return _SHORT.get(kind, escape[1:])


class _Parser:
    """One reading of one value."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.text = ground.text

    def value(self, at: int, depth: int) -> tuple[object, int]:
        at = self._skip(at)
        begin = self.text[at : at + 1]
        if begin == '"':
            return self._string(at)
        if begin in {"{", "["} and depth >= _DEEPEST:
            raise ValueError("It is nested too deeply.")
        if begin == "{":
            return self._object(at + 1, depth + 1)
        if begin == "[":
            return self._array(at + 1, depth + 1)
        found = _SCALAR.match(self.text, at)
        if not found:
            raise ValueError(f"Nothing is to be read at {at}.")
        return json.loads(found[0]), found.end()

    def _skip(self, at: int) -> int:
        found = _SPACE.match(self.text, at)
        return found.end() if found else at

    def _string(self, at: int) -> tuple[Placed, int]:
        found = _STRING.match(self.text, at)
        if not found:
            raise ValueError(f"No string begins at {at}.")
        raw = found[1]
        said = Placed(_ESCAPE.sub(lambda escape: _escaped(escape[0]), raw) if "\\" in raw else raw)
        said.start, said.end = (self.ground.place(found.start(1)), self.ground.place(found.end(1)))
        return said, found.end()

    def _object(self, at: int, depth: int) -> tuple[dict[str, object], int]:
        made: dict[str, object] = {}
        while True:
            at = self._skip(at)
            if self.text[at : at + 1] == "}":
                return made, at + 1
            key, at = self._string(at)
            at = self._skip(at)
            if self.text[at : at + 1] != ":":
                raise ValueError(f"A colon is missing at {at}.")
            made[str(key)], at = self.value(at + 1, depth)
            at = self._after(at, "}")

    def _array(self, at: int, depth: int) -> tuple[list[object], int]:
        made: list[object] = []
        while True:
            at = self._skip(at)
            if self.text[at : at + 1] == "]":
                return made, at + 1
            one, at = self.value(at, depth)
            made.append(one)
            at = self._after(at, "]")

    def _after(self, at: int, end: str) -> int:
        """Pass over the comma between two values; a comma too many does no harm."""
        at = self._skip(at)
        if self.text[at : at + 1] == ",":
            return at + 1
        if self.text[at : at + 1] != end:
            raise ValueError(f"A comma is missing at {at}.")
        return at
