"""Counts the objects of a JSON file by where they stand, with no JSON parser.

The separate scan against which the readers of JSON exports check what they read: it drops all
strings and follows the brackets that are left.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_FIRST_MARKER = 0xE000
_DEEPEST = 8

Place = tuple[str, ...]


def count_objects(
    pieces: Iterable[str], keys: Iterable[str], *, deepest: int = _DEEPEST
) -> Counter[Place]:
    """Count objects by place: for each bracket around, and its own, the key before it.

    Of keys only `keys` are told apart, others are ""; in an array the place is "*". Objects that
    lie deeper than `deepest` brackets are not counted.
    """
    names = tuple(keys)
    counts: Counter[Place] = Counter()
    stack: list[str] = []
    in_array: list[bool] = []
    label = ""
    for sign in _skeleton(pieces, names):
        if sign in "{[":
            stack.append(label or ("*" if in_array and in_array[-1] else ""))
            in_array.append(sign == "[")
            label = ""
            if sign == "{" and len(stack) <= deepest:
                counts[tuple(stack)] += 1
        elif sign in "}]":
            label = ""
            if stack:
                stack.pop()
                in_array.pop()
        else:
            label = names[ord(sign) - _FIRST_MARKER]
    return counts


def count_key(pieces: Iterable[str], key: str) -> int:
    """Count how often a key stands in a text; what looks like it inside a string does not count."""
    written = re.compile(rf'"{key}"(?<!\\"{key}")\s*:')
    count, rest = 0, ""
    for piece in pieces:
        text = rest + piece
        # A key may be cut in two; one counted already ends with its colon.
        cut = text.rfind(",", 0, max(0, len(text) - len(key) - 64)) + 1
        found = [match.end() for match in written.finditer(text)]
        cut = max([cut, *found[-1:]])
        count += len(found)
        rest = text[cut:]
    return count


def _skeleton(pieces: Iterable[str], names: tuple[str, ...]) -> Iterator[str]:
    """Yield the brackets of a text and, for each of the keys, a character of private use."""
    markers = "".join(chr(_FIRST_MARKER + place) for place in range(len(names)))
    others = re.compile(f"[^{{}}\\[\\]{markers}]+")
    written = [re.compile(rf'"{name}"(?<!\\"{name}")\s*:') for name in names]
    rest = ""
    for piece in pieces:
        text = rest + piece
        if text.rstrip().endswith('"'):
            # Whether this is a key is told by what comes.
            rest = text
            continue
        text, rest = _without_strings(text, markers, written)
        yield from others.sub("", text)
    yield from others.sub("", _without_strings(rest, markers, written)[0])


def _without_strings(text: str, markers: str, written: list[re.Pattern[str]]) -> tuple[str, str]:
    """Return a text without its strings, and what begins with one that does not end."""
    for marker, key in zip(markers, written, strict=True):
        text = key.sub(marker, text)
    text = _STRING.sub("", text)
    cut = text.find('"')
    return (text, "") if cut < 0 else (text[:cut], text[cut:])
