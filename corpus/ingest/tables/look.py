"""A look at a table: its columns with samples, what they may mean, what it is known again by."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from corpus.ingest.tables.dating import column_dates
from corpus.ingest.tables.guessing import Column, guessed_mapping
from corpus.ingest.tables.mapping import TableMapping
from corpus.ingest.tables.table import Table, Unit, plain

SAMPLE_ROWS = 1000
SAMPLE_CHARACTERS = 4_000_000
_SHOWN = 5
_SHOWN_CHARACTERS = 300


@dataclass(frozen=True, slots=True)
class Sample:
    """The first rows of a table; `whole`: there are no others."""

    units: Sequence[Unit]
    columns: Sequence[Column]
    whole: bool


def sample_of(table: Table) -> Sample:
    """Take the first rows, up to about 4 million characters."""
    units: list[Unit] = []
    begin, whole = None, True
    found = iter(table.units())
    for unit in islice(found, SAMPLE_ROWS):
        units.append(unit)
        begin = unit.start if begin is None else begin
        if unit.end - begin > SAMPLE_CHARACTERS:
            break
    whole = next(found, None) is None
    sound = [unit for unit in units if not unit.fault]
    columns = []
    for name in table.columns:
        getter = table.getter(name)
        columns.append(Column(name, [plain(getter(unit.values)) for unit in sound]))
    return Sample(units, columns, whole)


def structure_of(table: Table) -> dict[str, object]:
    """Return where the records of a table are, as a mapping says it."""
    return {
        "records": table.records,
        "sheet": table.sheet,
        "header": table.header,
        "delimiter": table.delimiter,
        "nested": table.nested,
    }


def signature_of(form: str, table: Table, sample: Sample) -> str:
    """Return what the next table of this structure will have as well.

    Of rows the names of the columns in any order; of records those that all of the first have.
    """
    names = table.columns
    if not table.exact:
        names = [one.name for one in sample.columns if len(one.filled) == len(one.values)]
    known = [form, table.records or "", table.header or len(names), sorted(names)]
    digest = hashlib.blake2b(json.dumps(known).encode(), digest_size=20).hexdigest()
    return f"{form}:{digest}"[:64]


def seen(form: str, table: Table, sample: Sample, mapping: TableMapping | None) -> dict[str, Any]:
    """Return a table as a person is shown it, with a `mapping` or, without one, with the guess."""
    guessed = guessed_mapping(sample.columns, structure=structure_of(table))
    fields = {column: field for field, column in guessed.fields.items()}
    used = mapping or guessed
    return {
        "format": form,
        "signature": signature_of(form, table, sample),
        "sheets": list(table.sheets),
        "record_paths": [{"path": path, "count": count} for path, count in table.record_paths],
        "fields": [_field(one, fields.get(one.name)) for one in sample.columns],
        "rows_seen": len(sample.units),
        "whole": sample.whole,
        "mapping": used.shown(),
        "dates": dates_of(sample, used),
    }


def dates_of(sample: Sample, mapping: TableMapping) -> dict[str, Any] | None:
    """Say how the dates of the mapped column are read; None where none is mapped."""
    wanted = mapping.fields.get("written_at") or mapping.fields.get("entry_written_at") or ""
    found: Mapping[str, Column] = {one.name: one for one in sample.columns}
    if wanted not in found:
        return None
    return column_dates(wanted, [one.strip() for one in found[wanted].filled], mapping.dates)


def _field(column: Column, guess: str | None) -> dict[str, Any]:
    filled = column.filled
    samples = list(dict.fromkeys(one.strip()[:_SHOWN_CHARACTERS] for one in filled))
    return {
        "name": column.name,
        "samples": samples[:_SHOWN],
        "filled": len(filled),
        "seen": len(column.values),
        "guess": guess,
    }
