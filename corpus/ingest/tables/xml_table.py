"""XML of unknown structure as a table: which elements repeat, and what each of them says.

Elements are cut out and mended as those of known exports are; then they are records like those of
JSON, with attributes as "@name".
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from corpus.ingest.events import Noted
from corpus.ingest.exports.opening import Export
from corpus.ingest.source import Source
from corpus.ingest.tables import records
from corpus.ingest.tables.choosing import likest
from corpus.ingest.tables.mapping import Fault, Shape, refusal
from corpus.ingest.tables.records import Nest, Path, Record
from corpus.ingest.tables.table import Getter, Unit
from corpus.ingest.xml_names import Names
from corpus.ingest.xml_text import opened
from corpus.ingest.xml_tree import Node, parse, tolerant

HEAD_BYTES = 1 << 20
_SAMPLE = 300
_DEEPEST = 12
_MOST_LEVELS = 200
# What namespaces are called that no reader knows.
_OTHER = "other:"


def record_of(node: Node, names: Names, depth: int = 0) -> Record | str:
    """Return an element as a record; one with neither attributes nor children is its text.

    What is nested deeper than a person would write is left out.
    """
    made: Record = {f"@{_local(key)}": value for key, value in node.attrib.items()}
    for child in node if depth < _MOST_LEVELS else ():
        if not isinstance(child.tag, str):
            continue
        name, value = names_of(child, names), record_of(child, names, depth + 1)
        if name not in made:
            made[name] = value
        elif isinstance(made[name], list):
            made[name].append(value)
        else:
            made[name] = [made[name], value]
    text = (node.text or "").strip()
    if not made:
        return text
    if text:
        made[records.TEXT] = text
    return made


def _read(raw: bytes, names: Names) -> tuple[Record | str, str]:
    """Read an element, and say what may not be as it was meant."""
    try:
        node, faults = parse(raw, names, {})
        value = record_of(node, names)
    except UnicodeDecodeError:
        node, faults = parse(_clean(raw), names, {})
        value = record_of(node, names)
    return value, "Its XML is broken; what could be read of it was mended." if faults else ""


def _clean(raw: bytes) -> bytes:
    return raw if raw.isascii() else raw.decode("utf-8", "replace").encode()


def names_of(node: Node, names: Names) -> str:
    """Return what an element is called, without the prefix of a namespace that is not known."""
    return names.of_tag[node.tag].removeprefix(_OTHER)


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def places_of(root: Record) -> Counter[Path]:
    """Count the elements that are more than text by the path of their names below the root."""
    counts: Counter[Path] = Counter()
    stack: list[tuple[Path, object]] = [((), root)]
    while stack:
        path, value = stack.pop()
        if not isinstance(value, dict) or len(path) > _DEEPEST:
            continue
        if path:
            counts[path] += 1
        for key, one in value.items():
            stack += [((*path, key), each) for each in (one if isinstance(one, list) else [one])]
    return counts


class XmlTable:
    """The records of an XML file.

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
        with opened(source) as text:
            export = Export.of(text)
            begin = text.base + (export.root.begin if export.root else 0)
            head = tolerant(_clean(text.bytes_at(begin, begin + HEAD_BYTES)))
            self.noted: tuple[Noted, ...] = tuple(export.notes())
        self._name = names_of(head, export.names) if head is not None else ""
        found = record_of(head, export.names) if head is not None else {}
        self._root: Record = found if isinstance(found, dict) else {}
        places = places_of(self._root)
        path = self._chosen(places, shape)
        nested = records.nested_in([nest.record for nest in self._sample(path, None)])
        self.nested: str | None = shape.nested_or(nested)
        self._path = path
        self._nested = tuple(self.nested.split(".")) if self.nested else None
        self.records: str | None = self._written(path)
        self.record_paths: Sequence[tuple[str, int]] = [
            (self._written(one), count)
            for one, count in sorted(places.items(), key=lambda each: (-each[1], each[0]))
            if not (self.nested and records.is_repeated(one, path, self.nested))
        ]
        cuts = [at for at in range(1, len(path) + 1) if places[path[:at]] > 1]
        self._outer = path[: cuts[0]] if cuts else path
        self._around = self._outside()
        self.columns: Sequence[str] = records.columns_of(
            self._sample(path, self._nested), self.nested
        )

    def _written(self, path: Path) -> str:
        return "/".join((self._name, *path))

    def _chosen(self, places: Counter[Path], shape: Shape) -> Path:
        if shape.records is None:
            return likest(places, lambda one: self._sample(one, None))
        path = tuple(shape.records.strip("/").split("/"))[1:]
        if path not in places:
            message = f"There are no elements at {shape.records!r}."
            raise refusal([Fault("records", "unknown_records", message)])
        return path

    def _sample(self, path: Path, nested: Path | None) -> list[Nest]:
        found: list[Nest] = []
        for nest in records.walk(self._root, (*path, "*"), nested, ()):
            found.append(nest)
            if len(found) >= _SAMPLE:
                break
        return found

    def _outside(self) -> tuple[Record, ...]:
        """Return the elements around those that are cut out, as far as the head shows them."""
        found: list[Record] = []
        value: object = self._root
        for key in self._outer:
            if isinstance(value, list):
                value = value[0]
            if not isinstance(value, dict):
                break
            found.insert(0, {name: one for name, one in value.items() if name != key})
            value = value.get(key)
        return tuple(found)

    def getter(self, column: str) -> Getter:
        """Return what takes the value at a path."""
        return records.getter(column)

    def units(self) -> Iterator[Unit]:
        """Yield the records in the order of the file."""
        inner = self._path[len(self._outer) :]
        number = group = 0
        with opened(self._source) as text:
            export = Export.of(text)
            names = (self._outer[-1:] or (self._name,)) * 2
            wanted = (names[0], f"{_OTHER}{names[1]}")
            for element in export.splitter(export.start(), names=wanted):
                if element.raw is None:
                    fault = "It is longer than can be read."
                    yield Unit(None, f"line {element.line + 1}", element.start, element.end, fault)
                    continue
                value, doubt = _read(element.raw, export.names)
                made: object = value if isinstance(value, dict) else {records.TEXT: value}
                group += 1
                path = (*inner, "*") if inner else ()
                for nest in records.walk(made, path, self._nested, self._around):
                    number += 1
                    yield Unit(
                        nest, f"record {number}", element.start, element.end, doubt=doubt,
                        group=group if inner else -1, above=nest.above,
                    )  # fmt: skip

    def count(self) -> int:
        """Count the start tags of the records in a scan of its own."""
        named = self._path[-1:] + (self._nested[-1:] if self._nested else ())
        names = [*named, *(f"{_OTHER}{name}" for name in named)]
        with opened(self._source) as text:
            export = Export.of(text)
            return export.census(export.start().position, names=names).count_rest()
