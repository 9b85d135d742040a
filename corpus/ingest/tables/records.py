"""Records with fields in fields, whether of JSON or of XML: found, walked, and taken apart.

A path leads from a record to a value ("user.name"); "../title" to one of the object around it.
How records come out of a file is the matter of `json_table` and `xml_table`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from corpus.ingest.tables.table import Getter

UP = "../"
TEXT = "#text"
_DEEPEST = 12
_MOST_COLUMNS = 400
_ALIKE = 0.5

Record = dict[str, Any]
Path = tuple[str, ...]


class Nest(NamedTuple):
    """A record, the objects around it from the inside out, and the record that it answers."""

    record: Record
    around: tuple[Record, ...]
    above: "Nest | None" = None


def walk(value: Any, path: Path, nested: Path | None, around: tuple[Record, ...]) -> Iterator[Nest]:
    """Yield the records at `path` in a value, each before those that it holds as its answers.

    "*" in a path stands for the places of a list; one that is not there is a list of one.
    """
    if not path or (path == ("*",) and isinstance(value, dict)):
        if isinstance(value, dict):
            yield from _with_answers(Nest(value, around), nested)
    elif path[0] == "*":
        for one in value if isinstance(value, list) else ():
            yield from walk(one, path[1:], nested, around)
    elif isinstance(value, dict):
        beside = {key: one for key, one in value.items() if key != path[0]}
        yield from walk(value.get(path[0]), path[1:], nested, (beside, *around))
    elif isinstance(value, list):
        for one in value:
            yield from walk(one, path, nested, around)


def _with_answers(nest: Nest, nested: Path | None) -> Iterator[Nest]:
    if nested is None:
        yield nest
        return
    stack = [nest]
    while stack:
        one = stack.pop()
        yield one
        answers = _at(one.record, nested)
        inner = [Nest(each, one.around, one) for each in _listed(answers) if isinstance(each, dict)]
        stack.extend(reversed(inner))


def _listed(value: Any) -> Sequence[Any]:
    if isinstance(value, list):
        return value
    return () if value is None else (value,)


def getter(column: str) -> Getter:
    """Return what takes the value at a path out of a Nest; None where nothing is."""
    ups = 0
    while column.startswith(UP):
        column, ups = column[len(UP) :], ups + 1
    parts = tuple(column.split("."))

    def take(nest: Nest) -> object:
        if not ups:
            return plain_at(nest.record, column, parts)
        if ups > len(nest.around):
            return None
        return plain_at(nest.around[ups - 1], column, parts)

    return take


def plain_at(record: Record, column: str, parts: Path) -> object:
    """Return the value at a path: a key that looks like one, else the fields in fields."""
    if column in record:
        value = record[column]
    elif len(parts) > 1:
        value = _at(record, parts)
    else:
        return None
    return value.get(TEXT) if isinstance(value, dict) else value


def _at(record: Any, parts: Path) -> Any:
    for part in parts:
        if not isinstance(record, dict):
            return None
        record = record.get(part)
    return record


def columns_of(nests: Iterable[Nest], nested: str | None) -> list[str]:
    """Name the paths of the records' values in their order, and then those around them."""
    own: dict[str, None] = {}
    around: dict[str, None] = {}
    for nest in nests:
        _flat(nest.record, "", own, nested)
        for height, one in enumerate(nest.around, 1):
            _flat(one, UP * height, around, None)
    return [*own, *around][:_MOST_COLUMNS]


def _flat(record: Record, before: str, found: dict[str, None], skip: str | None) -> None:
    """Note the paths of values; lists of objects are no values."""
    stack = [(before, record)]
    while stack:
        start, one = stack.pop()
        for key, value in one.items():
            name = f"{start}{key}"
            if name == skip or len(name) > _DEEPEST * 40:
                continue
            if isinstance(value, dict):
                if TEXT in value:
                    found.setdefault(name)
                if name.count(".") < _DEEPEST:
                    stack.append((f"{name}.", value))
            elif (key != TEXT or name == TEXT) and not (
                isinstance(value, list) and any(isinstance(each, dict) for each in value)
            ):
                found.setdefault(name)


def places_of(values: Iterable[Any]) -> Counter[Path]:
    """Count the objects in lists by the path of their list; values themselves at ()."""
    counts: Counter[Path] = Counter()
    stack: list[tuple[Path, Any]] = [((), value) for value in values]
    while stack:
        path, value = stack.pop()
        if len(path) > _DEEPEST:
            continue
        if isinstance(value, dict):
            if path[-1:] == ("*",) or not path:
                counts[path] += 1
            stack.extend(((*path, key), one) for key, one in reversed(list(value.items())))
        elif isinstance(value, list):
            stack.extend(((*path, "*"), one) for one in reversed(value))
    return counts


def nested_in(records: Sequence[Record]) -> str | None:
    """Name the path in records at which they hold others of their kind, None if there is none."""
    for record in records[:200]:
        for path, value in _inner(record):
            inner = [one for one in _listed(value) if isinstance(one, dict)]
            key = path.partition(".")[0]
            if inner and _are_alike(record.keys() - {key}, inner[0].keys() - {key}):
                return path
    return None


def _inner(record: Record) -> Iterator[tuple[str, Any]]:
    """Yield the values of a record that may hold others, also those one object deeper."""
    for key, value in record.items():
        if isinstance(value, (list, dict)):
            yield key, value
        if isinstance(value, dict):
            yield from ((f"{key}.{name}", one) for name, one in value.items())


def _are_alike(some: set[str], others: set[str]) -> bool:
    common = len(some & others)
    return common >= 2 and common >= _ALIKE * len(some | others)


def is_repeated(path: Path, shorter: Path, nested: str) -> bool:
    """Say whether a path only leads from records to their answers."""
    rest = path[len(shorter) :]
    steps = {key for key in rest if key != "*"}
    return path[: len(shorter)] == shorter and bool(rest) and steps == set(nested.split("."))
