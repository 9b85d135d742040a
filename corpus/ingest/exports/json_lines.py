"""Splits JSON lines of any number into their values, each with its exact span, and counts them.

A line that is no JSON costs itself only; several values on a line are read one after another.
"""

from collections.abc import Iterable, Iterator

import orjson

from corpus.ingest.exports.json_fields import head_text
from corpus.ingest.json_count import count_objects
from corpus.ingest.json_items import VALUE_CHARACTERS, Element, JsonItems

_BLANK = " \t\r\n\ufeff"


def holds_lines(head: bytes) -> bool:
    """Say whether a file's first line is a whole object or list and another one follows it."""
    first, _, rest = head_text(head).partition("\n")
    if first[:1] not in {"{", "["} or rest.lstrip()[:1] not in {"{", "["}:
        return False
    try:
        orjson.loads(first)
    except orjson.JSONDecodeError:
        return False
    return True


def line_values(pieces: Iterable[str]) -> Iterator[tuple[Element, str]]:
    """Yield the values of all lines that are not blank, path (), and the text of each.

    A line that is no JSON gives what stands in it as values, or elements with a fault.
    """
    for text, start, length in _lines(pieces):
        if text is None:
            fault = f"It has more than {VALUE_CHARACTERS:,} characters."
            yield Element((), None, start, start + length, fault), ""
            continue
        try:
            value = orjson.loads(text)
        except orjson.JSONDecodeError:
            # orjson refuses NaN, half characters and integers beyond 64 bits.
            if text.strip(_BLANK):
                items = JsonItems(iter([text]), lambda path: "take", begin=start)
                yield from ((one, text[one.start - start : one.end - start]) for one in items)
        else:
            line = text.strip(_BLANK)
            begin = start + len(text) - len(text.lstrip(_BLANK))
            yield Element((), value, begin, begin + len(line)), line


def count_lines(pieces: Iterable[str]) -> int:
    """Count the lines that are not blank; one on which several objects stand by its brackets."""
    count = 0
    for text, _, _ in _lines(pieces):
        if text is None:
            count += 1
        elif "}{" in text or "} {" in text:
            count += max(1, count_objects([text], ())["",])
        else:
            count += bool(text.strip(_BLANK))
    return count


def _lines(pieces: Iterable[str]) -> Iterator[tuple[str | None, int, int]]:
    """Yield the lines with their begin and length; None for one that is far too long."""
    start, length = 0, 0
    held: list[str] = []
    for piece in pieces:
        first, *others = piece.split("\n")
        held.append(first)
        length += len(first)
        for other in others:
            text = held[0] if len(held) == 1 else "".join(held)
            yield (text if length <= VALUE_CHARACTERS else None), start, length
            start += length + 1
            held, length = [other], len(other)
        if length > VALUE_CHARACTERS:
            held = []
    if length:
        yield ("".join(held) if length <= VALUE_CHARACTERS else None), start, length
