"""Finds the values in a JSON file of any size that a reader asks for, each with its exact span.

Objects and arrays on the way are walked through, what nobody wants is skipped, a broken value
costs itself only. Several values one after another (JSON lines) are read as such. What the values
mean is the readers' matter.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

Path = tuple[str, ...]
Wanted = Callable[[Path], Literal["take", "enter", "frame", "skip"]]

VALUE_CHARACTERS = 64 * 1024**2

_SPACE = re.compile(r"[\s\ufeff]*")
_OUTSIDE = re.compile(r'["{}\[\]]')
_INSIDE = re.compile(r'\\.|"|\\\Z', re.DOTALL)
_SCALAR = re.compile(r"[^\s,\]}]+")
_FIRST_KEY = re.compile(r'\{\s*"((?:[^"\\]|\\.)*)"\s*:')
_NEXT = re.compile(r"[\]},{\[\n]")
_DEEPER = {"{": 1, "[": 1, "}": -1, "]": -1}
_ALIKE = 0.6
_MOST_PATHS = 1_000
_PATIENCE = 4 * 1024**2


@dataclass(frozen=True, slots=True)
class Element:
    """A value that was asked for; "*" in its path stands for a place in an array.

    `start` and `end` are code points of the decoded file. `fault` says why there is no `value`.
    `mark` tells that an object only begins or ends here.
    """

    path: Path
    value: Any
    start: int
    end: int
    fault: str = ""
    mark: Literal["", "begin", "end"] = ""


class JsonItems:
    """A walk through a JSON text that comes in pieces; iterate once.

    `wanted` says of each path whether its value is taken, entered (if it is an object or array) or
    skipped. A "frame" is an object that is entered, its begin and end told as elements of their
    own; an array there is entered, anything else taken. `begin` is the code point of the first
    piece's begin. `inside` are the paths of the arrays around it, for a walk that is taken up in
    their midst.
    """

    def __init__(
        self,
        pieces: Iterator[str],
        wanted: Wanted,
        *,
        begin: int = 0,
        inside: tuple[Path, ...] = (),
    ) -> None:
        self._pieces = pieces
        self._wanted = wanted
        self._text = ""
        self._at = 0
        self._patience = _PATIENCE
        self._base = begin
        self._stack: list[tuple[str, Path]] = [("[", path) for path in inside]
        self._frames: list[int] = []
        self._alike: dict[Path, tuple[str, frozenset[str]]] = {}
        self._decode = json.JSONDecoder(strict=False).raw_decode

    @property
    def place(self) -> int:
        """The code point up to which everything was read."""
        return self._base + self._at

    def raw(self, element: Element) -> str:
        """Return the text of the element that was just given."""
        return self._text[element.start - self._base : element.end - self._base]

    def __iter__(self) -> Iterator[Element]:
        """Yield the values that were asked for, in the order of the file."""
        while char := self._peek():
            kind, path = self._stack[-1] if self._stack else ("", ())
            if char == "," and kind:
                self._at += 1
            elif char == {"[": "]", "{": "}"}.get(kind):
                yield from self._closed(path)
            elif char in ",]}:" or (kind == "{" and char != '"'):
                yield self._garbage(path)
            elif kind == "{":
                key = self._key()
                if key is None:
                    yield self._garbage(path)
                else:
                    yield from self._value((*path, key))
            else:
                yield from self._value((*path, "*") if kind else path)
        if self._stack:
            yield Element(self._stack[-1][1], None, self.place, self.place, "The file ends early.")

    def _closed(self, path: Path) -> Iterator[Element]:
        self._stack.pop()
        self._at += 1
        if self._frames and self._frames[-1] == len(self._stack):
            self._frames.pop()
            yield Element(path, None, self.place, self.place, mark="end")

    def _value(self, path: Path) -> Iterator[Element]:
        action = self._wanted(path)
        char = self._peek()
        if char and char in ",]}:":
            yield self._garbage(path)
        elif action in {"enter", "frame"} and char and char in "[{":
            if action == "frame" and char == "{":
                self._frames.append(len(self._stack))
                yield Element(path, None, self.place, self.place, mark="begin")
            self._stack.append((char, path))
            self._at += 1
        elif action in {"take", "frame"} and char:
            yield self._taken(path)
        elif char:
            self._at = self._end(None) or len(self._text)

    def _taken(self, path: Path) -> Element:
        start = self.place
        self._patience = _PATIENCE
        found = self._decoded()
        if found is None:
            stop = self._end(path)
            found = self._decoded()
            if found is None:
                return self._broken(path, start, stop)
        value, self._at = found
        # An object may have millions of keys, each of which is a path of its own.
        if isinstance(value, dict) and value and len(self._alike) < _MOST_PATHS:
            self._alike[path] = (next(iter(value)), frozenset(value))
        return Element(path, value, start, self.place)

    def _decoded(self) -> tuple[Any, int] | None:
        # Only of numbers and words it is not seen that more of them may come.
        stop = None if self._text[self._at] in '"{[' else self._scalar_end()
        try:
            value, end = self._decode(self._text, self._at)
        except (ValueError, RecursionError):
            return None
        return (value, end) if stop in {None, end} else None

    def _broken(self, path: Path, start: int, stop: int | None) -> Element:
        """Give up a value: up to the next one that looks like its siblings, else to its end."""
        sibling = self._sibling(path, stop)
        if sibling is not None:
            stop = sibling
        elif stop is None:
            stop = len(self._text)
        fault = "It is nested too deeply."
        if self.place > start:
            fault = f"It has more than {VALUE_CHARACTERS:,} characters."
        else:
            try:
                self._decode(self._text[self._at : stop])
            except ValueError as error:
                fault = f"No JSON: {error}"
            except RecursionError:
                pass
        self._at = stop
        return Element(path, None, start, self.place, fault)

    def _sibling(self, path: Path, end: int | None) -> int | None:
        """Find the begin of a value with the keys that the last good one at `path` had."""
        key, keys = self._alike.get(path, ("", frozenset[str]()))
        stop = len(self._text) if end is None else end
        for found in _FIRST_KEY.finditer(self._text, self._at + 1, stop):
            if found[1] != key:
                continue
            try:
                value, _ = self._decode(self._text, found.start())
            except (ValueError, RecursionError):
                continue
            if len(keys & value.keys()) >= _ALIKE * len(keys | value.keys()):
                return found.start()
        return None

    def _garbage(self, path: Path) -> Element:
        """Pass over what cannot stand here."""
        start = self.place
        found = _NEXT.search(self._text, self._at + 1)
        self._at = found.start() if found else len(self._text)
        return Element(path, None, start, self.place, "Something here is no JSON.")

    def _key(self) -> str | None:
        end = self._end(())
        if end is None:
            return None
        try:
            key, _ = self._decode(self._text[self._at : end])
        except ValueError:
            return None
        self._at = end
        if self._peek() != ":":
            return None
        self._at += 1
        return str(key)

    def _peek(self) -> str:
        """Return the next character that is no white space, "" at the end."""
        while True:
            found = _SPACE.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def _more(self) -> bool:
        """Read the next piece; what was passed is dropped."""
        piece = next(self._pieces, None)
        if piece is None:
            return False
        self._base += self._at
        self._text, self._at = self._text[self._at :] + piece, 0
        return True

    def _end(self, path: Path | None) -> int | None:
        """Find where the value here ends, by quotes and brackets alone; None when it does not.

        It is kept for its `path`; without one, or past the limit, what was passed is dropped. A
        value that goes on and on while the next one can be seen has lost a quote: None.
        """
        if self._text[self._at] not in '"{[':
            return self._scalar_end()
        passed, depth, quoted = 0, 0, False
        while True:
            found = (_INSIDE if quoted else _OUTSIDE).search(self._text, self._at + passed)
            if found is None or found[0] == "\\":
                # A backslash at the end of what is there belongs to what comes.
                passed = len(self._text) - self._at - (found is not None)
                if self._given_up(path, passed):
                    return None
                if path is None or passed > VALUE_CHARACTERS:
                    self._at, passed = self._at + passed, 0
                if not self._more():
                    return None
                continue
            passed = found.end() - self._at
            # An escaped character inside a string changes nothing.
            quoted ^= found[0] == '"'
            depth += _DEEPER.get(found[0], 0)
            if depth <= 0 and not quoted:
                return found.end()

    def _given_up(self, path: Path | None, passed: int) -> bool:
        """Say whether a long value goes on while the next one can be seen; seldom looks."""
        if path is None or passed < self._patience:
            return False
        self._patience *= 4
        return self._sibling(path, None) is not None

    def _scalar_end(self) -> int:
        while True:
            found = _SCALAR.match(self._text, self._at)
            end = found.end() if found else self._at + 1
            if end < len(self._text) or not self._more():
                return end
