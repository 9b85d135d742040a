"""Guesses what columns mean: by their names in several languages, and by what stands in them.

A guess is shown to a person and never loads anything by itself.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from corpus.ingest.tables.dating import is_date
from corpus.ingest.tables.field_names import BY_NAME
from corpus.ingest.tables.mapping import Dates, Entry, TableMapping

_WORDS = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_TAG = re.compile(r"</?(?:p|br|a|div|em|strong|i|b|blockquote|ul|li|span)\b[^>]*>", re.IGNORECASE)
_URL = re.compile(r"https?://\S+\Z")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}\Z")
_IP = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}\Z|[0-9a-fA-F:]*:[0-9a-fA-F:]+:[0-9a-fA-F:]*\Z")
# Which entry values of a column that tells kinds apart.
_ENTRY_WORDS = frozenset({
    "post", "entry", "article", "story", "submission", "question", "thread", "topic", "op",
    "beitrag", "artikel", "frage", "entrada", "artículo", "pregunta", "billet",
})  # fmt: skip
_ABOVE_FIELDS = {"text": "entry_text", "author": "entry_author", "written_at": "entry_written_at",
                 "title": "title", "url": "entry_url", "id": "thread", "thread": "thread",
                 "site": "site", "language": "language"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the first rows show it: its name, all its values there."""

    name: str
    values: Sequence[str]

    @property
    def filled(self) -> list[str]:
        """The values that are not empty."""
        return [value for value in self.values if value.strip()]


def guess(columns: Sequence[Column]) -> dict[str, str]:
    """Return field → column, as far as names and values tell."""
    ranked: list[tuple[int, int, str, str]] = []
    for place, column in enumerate(columns):
        for field, rank in _named(column.name):
            if _fits(field, column):
                ranked.append((rank, place, field, column.name))
    found: dict[str, str] = {}
    for _, _, field, name in sorted(ranked):
        if field not in found and name not in found.values():
            found[field] = name
    _by_values(columns, found)
    _answered(columns, found)
    _told_apart({one.name: one for one in columns}, found)
    return found


def _answered(columns: Sequence[Column], found: dict[str, str]) -> None:
    """Take for the id what is different in each row and holds what others say they answer."""
    if "id" in found or "parent" not in found:
        return
    parents = next({*one.filled} for one in columns if one.name == found["parent"])
    for column in columns:
        own = {*column.filled}
        is_free = column.name not in found.values() and not column.name.startswith("../")
        if is_free and len(own) == len(column.values) and len(parents & own) * 2 > len(parents):
            found["id"] = column.name
            return


def _told_apart(columns: Mapping[str, Column], found: dict[str, str]) -> None:
    """Take what is different in each row for its own id, not for that of its thread."""
    thread = columns.get(found.get("thread", ""))
    if thread is None or thread.name.startswith("../"):
        return
    if len(thread.filled) > 1 and len(set(thread.filled)) == len(thread.values):
        del found["thread"]
        found.setdefault("id", thread.name)


def _named(name: str) -> list[tuple[str, int]]:
    """Return the fields that a column's name may stand for, with how good a name it is."""
    above = name.startswith("../")
    parts = [_bare(part) for part in name.removeprefix("../").replace("/", ".").split(".")]
    if above:
        words = [" ".join(filter(None, parts)), parts[-1], parts[0]]
        ranks = [(BY_NAME[one], 50 + 20 * at) for at, one in enumerate(words) if one in BY_NAME]
        return [(_ABOVE_FIELDS[f], r + worse) for (f, r), worse in ranks if f in _ABOVE_FIELDS]
    whole, last = " ".join(filter(None, parts)), parts[-1]
    names = [(whole, 0), (last, 20)] if whole != last else [(whole, 0)]
    return [(field, rank + worse) for one, worse in names if one in BY_NAME
            for field, rank in [BY_NAME[one]]]  # fmt: skip


def _bare(name: str) -> str:
    """Return a name as words in lower case: "createdAt", "created_at" and "Created At" alike."""
    return " ".join(_WORDS.findall(_CAMEL.sub(" ", name.lstrip("@#")))).casefold()


def _fits(field: str, column: Column) -> bool:
    """Say whether the values can be what the name says."""
    some = column.filled[:50]
    if not some:
        return field in {"parent", "title", "status", "url"}
    test = _TESTS.get(field)
    return test is None or test(some)


_TESTS: dict[str, Callable[[Sequence[str]], bool]] = {
    "written_at": lambda some: _share(some, looks_dated) > 0.8,
    "text": lambda some: _share(some, lambda one: looks_dated(one) or _is_number(one)) < 0.8,
    "url": lambda some: _share(some, lambda one: bool(_URL.match(one)) or one[0] == "/") > 0.8,
    "author": lambda some: sum(map(len, some)) / len(some) < 60,
    "number": lambda some: _share(some, _is_number) > 0.95,
}
for _name in ("id", "thread", "parent"):
    _TESTS[_name] = lambda some: max(map(len, some)) <= 300
for _name in ("text", "author", "written_at", "url"):
    _TESTS[f"entry_{_name}"] = _TESTS[_name]
_TESTS["author_url"] = _TESTS["url"]


def _by_values(columns: Sequence[Column], found: dict[str, str]) -> None:
    """Fill what names did not tell: the long words, the dates, addresses."""
    free = [one for one in columns if one.name not in found.values() and one.filled]
    own = [one for one in free if not one.name.startswith("../")]
    if "text" not in found:
        longest = max(own, key=_length, default=None)
        if longest is not None and _length(longest) > 10 and _worded(longest):
            found["text"] = longest.name
    if "written_at" not in found:
        _take(own, found, "written_at", is_date)
    if "email" not in found:
        _take(own, found, "email", lambda one: bool(_MAIL.match(one)))
    if "ip" not in found:
        _take(own, found, "ip", lambda one: bool(_IP.match(one)))


def _take(
    columns: Sequence[Column], found: dict[str, str], field: str, fits: Callable[[str], bool]
) -> None:
    for column in columns:
        if column.name not in found.values() and _share(column.filled[:50], fits) > 0.9:
            found[field] = column.name
            return


def looks_dated(value: str) -> bool:
    """Say whether a value can be a date, or seconds since 1970."""
    value = value.strip()
    bare = value.split(".")[0]
    return is_date(value) or (bare.isdigit() and 9 <= len(bare) <= 13)


def _is_number(value: str) -> bool:
    return value.strip().lstrip("#-").replace(".", "", 1).isdigit()


def _share(values: Sequence[str], fits: Callable[[str], bool]) -> float:
    return sum(map(fits, values)) / len(values) if values else 0.0


def _length(column: Column) -> float:
    filled = column.filled
    return sum(map(len, filled)) / max(1, len(filled))


def _worded(column: Column) -> bool:
    return _share(column.filled[:50], lambda one: " " in one.strip()) > 0.4


def guessed_mapping(
    columns: Sequence[Column],
    *,
    structure: Mapping[str, object],
) -> TableMapping:
    """Return the mapping that the columns suggest; `structure` is where the records are."""
    fields = guess(columns)
    by_name = {one.name: one for one in columns}
    text = by_name.get(fields.get("text", ""))
    is_html = text is not None and _share(text.filled, lambda one: bool(_TAG.search(one))) > 0.2
    return TableMapping(
        fields=fields,
        entry=_entry(fields, by_name),
        text_as="html" if is_html else "plain",
        dates=Dates(),
        **structure,  # type: ignore[arg-type]  # the names of its fields
    )


def _entry(fields: Mapping[str, str], columns: Mapping[str, Column]) -> Entry:
    """Guess which row is the entry of its thread."""
    if any(field.startswith("entry_") for field in fields):
        return Entry("columns")
    if "kind" in fields:
        words = {one.strip() for one in columns[fields["kind"]].filled}
        entries = {one for one in words if one.casefold() in _ENTRY_WORDS}
        if entries and entries != words and len(words) <= 12:
            return Entry("where", fields["kind"], frozenset(entries))
    if {"id", "thread"} <= fields.keys():
        ids, threads = columns[fields["id"]].values, columns[fields["thread"]].values
        pairs = zip(ids, threads, strict=False)
        if any(own and (own == thread or not thread.strip()) for own, thread in pairs):
            return Entry("own_id")
        if "parent" in fields and set(columns[fields["parent"]].filled) & set(threads):
            return Entry("none")
    return Entry("first")
