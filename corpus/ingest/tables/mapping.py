"""What a mapping says of a table: which column or path is which field, and how values are read.

Plain data, checked here. What a table holds is found in `look`, how records become threads in
`threads`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

from corpus.errors import ImpossibleError

FIELDS = (
    "text", "author", "thread", "id", "parent", "written_at", "title", "url", "site", "kind",
    "status", "language", "number", "account", "author_url", "email", "ip",
    "entry_text", "entry_author", "entry_written_at", "entry_url",
)  # fmt: skip
DATE_FORMATS = ("auto", "iso", "unix", "unix_ms")
TEXT_AS = ("plain", "html")
EntryRule = Literal["where", "first", "own_id", "none", "columns"]
_RULES = ("first", "own_id", "none", "columns")
_OWNERS = ("thread", "participant")
_KEYS = (
    "records", "sheet", "header", "delimiter", "fields", "entry", "nested", "text_as", "dates",
    "attributes",
)  # fmt: skip
_LONGEST = 1000
MOST_ATTRIBUTES = 100


class Fault(NamedTuple):
    """What of a mapping does not fit: the field, a stable code, a sentence."""

    field: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Entry:
    """Which record is the entry of its thread; `where` a column holds one of `values`."""

    rule: EntryRule = "first"
    column: str = ""
    values: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Dates:
    """How dates are written: a known format or a pattern; `day_first` settles 03/04/2020."""

    format: str = "auto"
    day_first: bool | None = None
    timezone: str | None = None


@dataclass(frozen=True, slots=True)
class TableMapping:
    """A whole mapping. `fields` and `attributes` lead from a name to a column or path."""

    records: str | None = None
    sheet: str | None = None
    header: bool | None = None
    delimiter: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    entry: Entry = Entry()
    nested: str | None = None
    text_as: str = "plain"
    dates: Dates = Dates()
    thread_attributes: Mapping[str, str] = field(default_factory=dict)
    participant_attributes: Mapping[str, str] = field(default_factory=dict)

    def columns(self) -> list[tuple[str, str]]:
        """Return every place where a column is named, and the column."""
        named = [(f"fields.{name}", column) for name, column in self.fields.items()]
        for owner, found in zip(
            _OWNERS, (self.thread_attributes, self.participant_attributes), strict=True
        ):
            named += [(f"attributes.{owner}.{name}", column) for name, column in found.items()]
        if self.entry.rule == "where":
            named.append(("entry.where", self.entry.column))
        return named

    def shown(self) -> dict[str, Any]:
        """Return it as the JSON value that `parse` reads."""
        entry: Any = self.entry.rule
        if self.entry.rule == "where":
            entry = {"where": self.entry.column, "is": sorted(self.entry.values)}
        return {
            "records": self.records,
            "sheet": self.sheet,
            "header": self.header,
            "delimiter": self.delimiter,
            "fields": dict(self.fields),
            "entry": entry,
            "nested": self.nested,
            "text_as": self.text_as,
            "dates": {
                "format": self.dates.format,
                "day_first": self.dates.day_first,
                "timezone": self.dates.timezone,
            },
            "attributes": {
                "thread": dict(self.thread_attributes),
                "participant": dict(self.participant_attributes),
            },
        }


def parse(given: Mapping[str, Any]) -> tuple[TableMapping, list[Fault]]:
    """Read a mapping; what is faulty is told and left out.

    `{"text": column, …}` without `fields` is short for `{"fields": {…}}`.
    """
    faults: list[Fault] = []
    if not set(given) & set(_KEYS) and all(isinstance(one, str) for one in given.values()):
        given = {"fields": given}
    faults += [_unknown(str(name), _KEYS) for name in given if name not in _KEYS]
    attributes = _dict(given.get("attributes"), "attributes", faults)
    faults += [_unknown(f"attributes.{one}", _OWNERS) for one in attributes if one not in _OWNERS]
    made = TableMapping(
        records=_string(given.get("records"), "records", faults, empty=True),
        sheet=_string(given.get("sheet"), "sheet", faults),
        header=_truth(given.get("header"), "header", faults),
        delimiter=_string(given.get("delimiter"), "delimiter", faults),
        fields=_fields(given.get("fields"), faults),
        entry=_entry(given.get("entry"), faults),
        nested=_string(given.get("nested"), "nested", faults, empty=True),
        text_as=_choice(given.get("text_as"), "text_as", TEXT_AS, faults),
        dates=_dates(given.get("dates"), faults),
        thread_attributes=_columns(attributes.get("thread"), "attributes.thread", faults),
        participant_attributes=_columns(
            attributes.get("participant"), "attributes.participant", faults
        ),
    )
    if "text" not in made.fields:
        faults.append(Fault("fields.text", "missing_text", "Say which column holds the text."))
    if made.entry.rule == "own_id" and not {"id", "thread"} <= made.fields.keys():
        faults.append(Fault("entry", "invalid", "own_id takes the fields id and thread."))
    return made, faults


@dataclass(frozen=True, slots=True)
class Shape:
    """Where the records of a file are; None: found by itself.

    `nested` is found where `records` are found, or where somebody is only `looking`.
    """

    records: str | None = None
    sheet: str | None = None
    header: bool | None = None
    delimiter: str | None = None
    nested: str | None = None
    looking: bool = False

    def nested_or(self, found: str | None) -> str | None:
        """Return the path to answers inside a record, `found` if it is to be found."""
        if self.nested is None and (self.looking or self.records is None):
            return found
        return self.nested or None


def shape_of(made: TableMapping) -> Shape:
    """Return where a mapping says that the records are."""
    return Shape(made.records, made.sheet, made.header, made.delimiter, made.nested)


def refusal(faults: Sequence[Fault]) -> ImpossibleError:
    """Return the refusal of a mapping that does not fit, with each of its faults."""
    return ImpossibleError(
        " ".join(dict.fromkeys(fault.message for fault in faults[:3])),
        code="bad_mapping",
        fields=[(f"mapping.{one.field}", one.code, one.message) for one in faults],
    )


def unknown_columns(made: TableMapping, there: Iterable[str]) -> list[Fault]:
    """Name the columns of a mapping that a table does not have."""
    known = set(there)
    return [
        Fault(place, "unknown_column", f"The table has no column {column!r}.")
        for place, column in made.columns()
        if column not in known
    ]


def _unknown(name: str, there: Iterable[str]) -> Fault:
    return Fault(name, "unknown_key", f"There is no {name}; there are {', '.join(there)}.")


def _fields(value: Any, faults: list[Fault]) -> dict[str, str]:
    found = _columns(value, "fields", faults)
    faults += [_unknown(f"fields.{name}", FIELDS) for name in found if name not in FIELDS]
    return {name: column for name, column in found.items() if name in FIELDS}


def _columns(value: Any, name: str, faults: list[Fault]) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, column in _dict(value, name, faults).items():
        if column is None:
            continue
        if not isinstance(column, str) or not column or len(column) > _LONGEST:
            faults.append(Fault(f"{name}.{key}", "invalid", "Name a column."))
        elif not key.strip() or len(key) > 200 or not key.isprintable():
            faults.append(Fault(f"{name}.{key}", "invalid", "A name has 1 to 200 characters."))
        else:
            found[key] = column
    if len(found) > MOST_ATTRIBUTES:
        faults.append(Fault(name, "too_many", f"There may be {MOST_ATTRIBUTES} at most."))
    return found


def _entry(value: Any, faults: list[Fault]) -> Entry:
    if value is None:
        return Entry()
    if value in _RULES and isinstance(value, str):
        return Entry(value)  # type: ignore[arg-type]  # one of the rules, as was just seen
    if isinstance(value, Mapping) and set(value) == {"where", "is"}:
        column, among = value["where"], value["is"]
        values = among if isinstance(among, list) else [among]
        if isinstance(column, str) and column and all(isinstance(v, str) for v in values):
            return Entry("where", column, frozenset(values))
    message = 'It is {"where": column, "is": [values]} or one of ' + ", ".join(_RULES) + "."
    faults.append(Fault("entry", "invalid", message))
    return Entry()


def _dates(value: Any, faults: list[Fault]) -> Dates:
    known = ("format", "day_first", "timezone")
    found = _dict(value, "dates", faults)
    faults += [_unknown(f"dates.{name}", known) for name in found if name not in known]
    wanted = _string(found.get("format"), "dates.format", faults) or "auto"
    if wanted not in DATE_FORMATS and not _is_pattern(wanted):
        message = f"It is one of {', '.join(DATE_FORMATS)}, or a pattern like %d.%m.%Y %H:%M."
        faults.append(Fault("dates.format", "invalid", message))
        wanted = "auto"
    zone = _string(found.get("timezone"), "dates.timezone", faults)
    if zone and not _is_zone(zone):
        message = f"There is no time zone {zone!r}; they are called like Europe/Berlin."
        faults.append(Fault("dates.timezone", "unknown_timezone", message))
        zone = None
    return Dates(wanted, _truth(found.get("day_first"), "dates.day_first", faults), zone)


def _is_pattern(pattern: str) -> bool:
    """Say whether a pattern reads back what it writes, and names a year."""
    if not any(sign in pattern for sign in ("%Y", "%y", "%c", "%x", "%s")):
        return False
    try:
        written = datetime(2020, 3, 4, 5, 6, 7, tzinfo=UTC).strftime(pattern)
        datetime.strptime(written, pattern)  # noqa: DTZ007 - only whether it can be read counts
    except ValueError:
        return False
    return True


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _dict(value: Any, name: str, faults: list[Fault]) -> Mapping[str, Any]:
    if value is None:
        return {}
    if isinstance(value, Mapping):
        return value
    faults.append(Fault(name, "invalid", "It is an object: name → column."))
    return {}


def _string(value: Any, name: str, faults: list[Fault], *, empty: bool = False) -> str | None:
    if value is None or (value == "" and not empty):
        return None
    if isinstance(value, str) and len(value) <= _LONGEST:
        return value
    faults.append(Fault(name, "invalid", "It is a string or null."))
    return None


def _truth(value: Any, name: str, faults: list[Fault]) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    faults.append(Fault(name, "invalid", "It is true or false."))
    return None


def _choice(value: Any, name: str, among: tuple[str, ...], faults: list[Fault]) -> str:
    if value is None or value in among:
        return value or among[0]
    faults.append(Fault(name, "invalid", f"It is one of {', '.join(among)}."))
    return among[0]
