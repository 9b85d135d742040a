"""A second table joined to what a corpus has: each row says something of a thread or participant.

First nothing but the count of what fits; then its columns become attributes, as one step.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from corpus.attribute_filters import DATE, NUMBER
from corpus.attributes import MOST_CHARACTERS, shown
from corpus.errors import ImpossibleError
from corpus.events import Change
from corpus.ingest.second_table import SecondTable
from corpus.models import Attribute, Corpus, User
from corpus.services import attributes

_LINE = r"lower(btrim(regexp_replace({0}, '\s+', ' ', 'g')))"
_URL = r"regexp_replace(btrim({0}), '/+$', '')"
# By what a row can name its thread or participant: the column and how both sides are made equal.
KEYS: dict[str, dict[str, tuple[str, str]]] = {
    "thread": {
        "external_id": ("t.external_id", "{0}"),
        "url": ("t.url", _URL),
        "title": ("t.title", _LINE),
        "id": ("t.id::text", "{0}"),
    },
    "participant": {"name": ("t.name", _LINE), "id": ("t.id::text", "{0}")},
}
_TABLES = {
    "thread": ("corpus_thread t", "t.deleted_at IS NULL"),
    "participant": ("corpus_participant t", "true"),
}
_NAMES = {"id": ("id", "thread_id", "participant_id", "catena_id")}
_MOST_TOLD, _GUESSED_ROWS = 20, 200
# One row may fit so many of the same name at most.
_MOST_MATCHES = 1000


@dataclass(frozen=True, slots=True)
class Joining:
    """How a table is joined: its column `key` holds the `by` of threads or participants (`owner`).

    `columns` says which column becomes which attribute; None: all others, by their own names.
    `several`: what fits more than one is given to `all` of them, or to none (`skip`). With
    `clear` an empty cell takes a value away.
    """

    owner: str
    key: str | None = None
    by: str | None = None
    columns: Mapping[str, str] | None = None
    several: str = "skip"
    clear: bool = False


@dataclass(slots=True)
class Joined:
    """What a joining comes to: new values by id, and what of the table fits nothing."""

    key: str
    by: str
    columns: Mapping[str, str]
    values: dict[int, dict[str, Any]] = field(default_factory=dict)
    matched: int = 0
    unmatched: list[str] = field(default_factory=list)
    ambiguous: list[tuple[str, int]] = field(default_factory=list)
    repeated: int = 0


@transaction.atomic
def join(
    corpus: Corpus, table: SecondTable, how: Joining, *, actor: User, dry_run: bool
) -> dict[str, Any]:
    """Join a table to a corpus; returns what it changes, or with `dry_run` would.

    Raises:
        ImpossibleError: `unknown_column`, `bad_attribute_name`, `nothing_matches`,
            `too_many_attributes`.
    """
    done = _joined(corpus, table, how)
    known = {one.name: one for one in Attribute.objects.filter(corpus=corpus, owner=how.owner)}
    kinds = {name: kind_of(_column(table, column)) for column, name in done.columns.items()}
    report = _report(corpus, table, how, done)
    report["columns"] = [
        {
            "column": column,
            "attribute": name,
            "kind": known[name].kind if name in known else kinds[name],
            "is_new": name not in known,
            "samples": _samples(_column(table, column)),
        }
        for column, name in done.columns.items()
    ]
    if dry_run:
        return report
    if not done.values:
        raise ImpossibleError(
            f"No row of the table fits a {how.owner} of this corpus.", code="nothing_matches"
        )
    changes: list[Change] = []
    for name in dict.fromkeys(done.columns.values()):
        if name not in known:
            made = attributes.added(corpus.pk, owner=how.owner, name=name, kind=kinds[name])
            changes.append(Change("attribute.created", "attribute", made.pk, None, shown(made)))
    report["changed"] = attributes.set_many(
        corpus.pk, how.owner, done.values, actor=actor, changes=changes
    )
    return {**report, "applied": True}


def _joined(corpus: Corpus, table: SecondTable, how: Joining) -> Joined:
    key, by = how.key, how.by
    if key is None or by is None:
        key, by = _guess(corpus, table, how)
    done = Joined(key, by, _columns(table, how, key))
    found = _found(corpus, how.owner, by, _texts(table, key))
    converted = {name: _values(_column(table, column)) for column, name in done.columns.items()}
    for number, said in enumerate(_texts(table, key)):
        ids = found.get(said, [])
        if not ids:
            done.unmatched.append(said)
            continue
        if len(ids) > 1 and how.several != "all":
            done.ambiguous.append((said, len(ids)))
            continue
        done.matched += 1
        given = {name: values[number] for name, values in converted.items()}
        if not how.clear:
            given = {name: value for name, value in given.items() if value is not None}
        for one in ids:
            done.repeated += one in done.values
            done.values.setdefault(one, {}).update(given)
    return done


def _columns(table: SecondTable, how: Joining, key: str) -> Mapping[str, str]:
    """Return which column becomes which attribute."""
    wanted = how.columns
    if wanted is None:
        wanted = {name: name[:MOST_CHARACTERS] for name in table.columns if name != key}
    for name in (key, *wanted):
        if name not in table.columns:
            raise ImpossibleError(
                f"The table has no column “{name[:80]}”.", code="unknown_column",
                fields=[("columns", "unknown_column", f"There is no “{name[:80]}”.")],
            )  # fmt: skip
    plain = {column: " ".join(name.split()) for column, name in wanted.items()}
    for name in plain.values():
        if not name or len(name) > MOST_CHARACTERS:
            raise ImpossibleError(
                f"An attribute's name has 1 to {MOST_CHARACTERS} characters.",
                code="bad_attribute_name",
            )
    return plain


def _guess(corpus: Corpus, table: SecondTable, how: Joining) -> tuple[str, str]:
    """Return the column and the key by which most of the first rows fit something."""
    head = SecondTable(table.columns, table.rows[:_GUESSED_ROWS])
    best = (0, how.key or table.columns[0], how.by or next(iter(KEYS[how.owner])))
    columns = [how.key] if how.key in table.columns else list(table.columns[:50])
    for by in [how.by] if how.by else KEYS[how.owner]:
        fitting = [
            name for name in columns
            if name and (by not in _NAMES or how.key or name.strip().lower() in _NAMES[by])
        ]  # fmt: skip
        every = {text for name in fitting for text in _texts(head, name) if text}
        found = _found(corpus, how.owner, by, sorted(every)) if every else {}
        for name in fitting:
            count = sum(bool(found.get(text)) for text in _texts(head, name))
            if count > best[0]:
                best = (count, name, by)
    return best[1], best[2]


def _found(corpus: Corpus, owner: str, by: str, texts: Sequence[str]) -> dict[str, list[int]]:
    """Return the ids that each text names."""
    column, made_equal = KEYS[owner][by]
    source, visible = _TABLES[owner]
    sql = f"""
        SELECT k.said, (array_agg(t.id ORDER BY t.id))[1:{_MOST_MATCHES}]
        FROM (SELECT DISTINCT said FROM unnest(%(texts)s::text[]) AS k(said)
            WHERE said <> '') AS k
        JOIN {source} ON {made_equal.format(column)} = {made_equal.format("k.said")}
        WHERE t.corpus_id = %(corpus)s AND {visible} AND {column} <> ''
        GROUP BY k.said
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, {"texts": list(texts), "corpus": corpus.pk})
        return dict(cursor.fetchall())


def _report(corpus: Corpus, table: SecondTable, how: Joining, done: Joined) -> dict[str, Any]:
    now = _present(corpus, how.owner, list(done.values))
    changed = overwritten = 0
    preview: list[dict[str, Any]] = []
    for number, given in done.values.items():
        name, before = now[number]
        differing = {one for one, value in given.items() if before.get(one) != value}
        changed += bool(differing)
        overwritten += sum(one in before for one in differing)
        if len(preview) < _MOST_TOLD:
            old = {one: before.get(one) for one in given}
            preview.append({"id": number, "name": name, "before": old, "after": given})
    return {
        "owner": how.owner, "key": done.key, "by": done.by, "there": list(table.columns),
        "sheets": list(table.sheets), "sheet": table.sheet,
        "rows": len(table.rows), "broken": table.broken, "matched": done.matched,
        "unmatched": {"count": len(done.unmatched), "first": done.unmatched[:_MOST_TOLD]},
        "ambiguous": {
            "count": len(done.ambiguous),
            "first": [{"key": said, "matches": n} for said, n in done.ambiguous[:_MOST_TOLD]],
        },
        "repeated": done.repeated, "changed": changed, "overwritten": overwritten,
        "preview": preview, "applied": False,
    }  # fmt: skip


def _present(corpus: Corpus, owner: str, ids: list[int]) -> dict[int, tuple[str, dict[str, Any]]]:
    table, name = (
        ("corpus_thread", "title") if owner == "thread" else ("corpus_participant", "name")
    )
    sql = f"SELECT id, {name}, attributes::text FROM {table} WHERE corpus_id = %s AND id = ANY(%s)"
    with connection.cursor() as cursor:
        cursor.execute(sql, [corpus.pk, ids])
        return {number: (said, _read(text)) for number, said, text in cursor.fetchall()}


def _read(text: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(text)
    return read


def _column(table: SecondTable, name: str) -> list[Any]:
    place = table.columns.index(name)
    return [row[place] for row in table.rows]


def _texts(table: SecondTable, name: str) -> list[str]:
    if name not in table.columns:
        raise ImpossibleError(
            f"The table has no column “{name[:80]}”.", code="unknown_column",
            fields=[("key", "unknown_column", f"There is no “{name[:80]}”.")],
        )  # fmt: skip
    return ["" if one is None else str(one) for one in _column(table, name)]


def kind_of(values: Sequence[Any]) -> str:
    """Return what the values that are there have in common, as loading tells it."""
    said = [one for one in values if one is not None]
    if not said:
        return "text"
    if all(isinstance(one, bool) or one in ("true", "false") for one in said):
        return "truth"
    if all(_is_number(one) for one in said):
        return "number"
    if all(isinstance(one, str) and re.match(DATE, one) for one in said):
        return "date"
    return "text"


def _is_number(value: Any) -> bool:
    if isinstance(value, str):
        return re.fullmatch(NUMBER, value) is not None
    return isinstance(value, int | float) and not isinstance(value, bool)


def _values(values: list[Any]) -> list[Any]:
    """Return a column's values; those of a column of numbers or truths that were text, as such."""
    match kind_of(values):
        case "number":
            return [_number(one) if isinstance(one, str) else one for one in values]
        case "truth":
            return [one == "true" if isinstance(one, str) else one for one in values]
        case _:
            return values


def _number(text: str) -> int | float:
    return float(text) if "." in text else int(text)


def _samples(values: Sequence[Any]) -> list[str]:
    return list(dict.fromkeys(str(one)[:200] for one in values if one is not None))[:3]
