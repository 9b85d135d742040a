"""JSON and JSON lines of unknown structure as a table: where the records are, and each of them."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Literal

from corpus.ingest.events import Noted
from corpus.ingest.exports.decoding import chunks, decoding_of
from corpus.ingest.json_count import count_objects
from corpus.ingest.json_items import Element, JsonItems
from corpus.ingest.source import Source
from corpus.ingest.tables import records
from corpus.ingest.tables.choosing import likest
from corpus.ingest.tables.mapping import Fault, Shape, refusal
from corpus.ingest.tables.records import Nest, Path, Record
from corpus.ingest.tables.table import Getter, Unit

HEAD_CHARACTERS = 1 << 20
_SAMPLE = 300
_DEEPEST = 500
_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],]', re.DOTALL)


def values_of(head: str, *, whole: bool) -> tuple[list[Any], bool]:
    """Return the values in a text's head, the last as far as it goes; whether several follow."""
    decode = json.JSONDecoder(strict=False).raw_decode
    found: list[Any] = []
    at = _next(head, 0)
    while at < len(head):
        try:
            value, at = decode(head, at)
        except (ValueError, RecursionError):
            break
        found.append(value)
        at = _next(head, at)
    if not found and at < len(head):
        found = _as_far_as_it_goes(head[at:])
        return found, False
    return found, len(found) > 1 or (not whole and bool(found))


def _next(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n,\ufeff\x1e":
        at += 1
    return at


def _as_far_as_it_goes(text: str) -> list[Any]:
    """Read a value that is cut: up to its last comma, closed by hand."""
    stack: list[str] = []
    cut, closing = 0, ""
    for token in _TOKENS.finditer(text):
        sign = token[0]
        if sign in "{[":
            stack.append("}" if sign == "{" else "]")
            cut, closing = token.end(), "".join(reversed(stack))
        elif sign in "}]":
            if stack:
                stack.pop()
            cut, closing = token.end(), "".join(reversed(stack))
        elif sign == ",":
            cut, closing = token.start(), "".join(reversed(stack))
        if len(stack) > _DEEPEST:
            return []
    try:
        return [json.loads(text[:cut] + closing, strict=False)]
    except (ValueError, RecursionError):
        return []


class JsonTable:
    """The records of a JSON file.

    Raises:
        UnreadableError: `empty_file`, `binary_file`.
        ImpossibleError: `bad_mapping`, there are no records where `shape` says.
    """

    sheets: Sequence[str] = ()
    sheet: str | None = None
    header: bool | None = None
    delimiter: str | None = None
    exact = False

    def __init__(self, source: Source, shape: Shape) -> None:
        self._source = source
        self._decoding = decoding_of(source)
        head = next(chunks(source, self._decoding, self._decoding.mark), "")
        whole = source.size <= len(head.encode(self._decoding.encoding, "replace")) + 4
        self._head, self._several = values_of(head[:HEAD_CHARACTERS], whole=whole)
        places = records.places_of(self._head)
        if not self._several and len(places) > 1:
            places.pop((), None)
        path, nested = self._chosen(places, shape)
        self.records: str | None = ".".join(path)
        self.nested: str | None = nested
        self._path = path
        self._nested = tuple(nested.split(".")) if nested else None
        self.record_paths: Sequence[tuple[str, int]] = [
            (".".join(one), count)
            for one, count in sorted(places.items(), key=lambda each: (-each[1], each[0]))
            if not (nested and records.is_repeated(one, path, nested))
        ]
        self._outer, self._inner = self._parted(path)
        self._around = self._outside()
        self.columns: Sequence[str] = records.columns_of(self._sample(path, self._nested), nested)

    def _chosen(self, places: Counter[Path], shape: Shape) -> tuple[Path, str | None]:
        """Return where the records are, and in which of their fields their answers."""
        if shape.records is not None:
            path = tuple(shape.records.split(".")) if shape.records else ()
            if path not in places:
                message = f"There are no records at {shape.records!r}."
                raise refusal([Fault("records", "unknown_records", message)])
        else:
            path = likest(places, lambda one: self._sample(one, None))
        found = records.nested_in([nest.record for nest in self._sample(path, None)])
        return path, shape.nested_or(found)

    def _sample(self, path: Path, nested: Path | None) -> list[Nest]:
        found: list[Nest] = []
        for value in self._head:
            for nest in records.walk(value, path, nested, ()):
                found.append(nest)
                if len(found) >= _SAMPLE:
                    return found
        return found

    def _parted(self, path: Path) -> tuple[Path, Path]:
        """Part a path into what is taken from the file, and where in that the records are."""
        if self._several or "*" not in path:
            return (), path
        cut = path.index("*") + 1
        return path[:cut], path[cut:]

    def _outside(self) -> tuple[Record, ...]:
        """Return the objects around what is taken, as far as the file's head shows them."""
        found: list[Record] = []
        value = self._head[0] if self._head else None
        for key in self._outer[:-1]:
            if not isinstance(value, dict):
                break
            found.insert(0, {k: v for k, v in value.items() if k != key})
            value = value.get(key)
        return tuple(found)

    @property
    def noted(self) -> tuple[Noted, ...]:
        """What there is to say about the encoding."""
        return self._decoding.noted

    def getter(self, column: str) -> Getter:
        """Return what takes the value at a path."""
        return records.getter(column)

    def _wanted(self, path: Path) -> Literal["take", "enter", "skip"]:
        if path == self._outer:
            return "take"
        return "enter" if self._outer[: len(path)] == path else "skip"

    def units(self) -> Iterator[Unit]:
        """Yield the records in the order of the file."""
        pieces = chunks(self._source, self._decoding, self._decoding.mark)
        number = group = 0
        for element in JsonItems(pieces, self._wanted):
            if element.fault or not isinstance(element.value, (dict, list)):
                yield _broken(element)
                continue
            owner: object = None
            for nest in records.walk(element.value, self._inner, self._nested, self._around):
                number += 1
                if self._inner and nest.around and nest.around[0] is not owner:
                    owner, group = nest.around[0], group + 1
                yield Unit(
                    nest, f"record {number}", element.start, element.end,
                    group=group if self._inner else -1, above=nest.above,
                )  # fmt: skip

    def count(self) -> int:
        """Count the objects at the records' place, with no JSON parser."""
        escaped = tuple(key if key == "*" else re.escape(key) for key in self._path)
        nested = (*map(re.escape, self._nested), "*") if self._nested else ()
        names = {key for key in (*escaped, *nested) if key != "*"}
        pieces = chunks(self._source, self._decoding, self._decoding.mark)
        deepest = _DEEPEST if nested else len(escaped) + 2
        counted = count_objects(pieces, sorted(names), deepest=deepest)
        return sum(
            count for place, count in counted.items() if _is_place(place, ("", *escaped), nested)
        )


def _is_place(place: Path, records_at: Path, nested: Path) -> bool:
    """Say whether objects here are records: at their place, or so many answers below it."""
    rest = place[len(records_at) :]
    if place[: len(records_at)] != records_at:
        return False
    return not rest or (
        bool(nested)
        and len(rest) % len(nested) == 0
        and rest == nested * (len(rest) // len(nested))
    )


def _broken(element: Element) -> Unit:
    fault = element.fault or "It is no object."
    name = ".".join(part for part in element.path if part != "*") or "the file"
    return Unit(None, name, element.start, element.end, fault)
