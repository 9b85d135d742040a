"""The sheet `read me` of a workbook: what it holds, and what it could not hold."""

from collections.abc import Mapping, Sequence

from xlsxwriter import Workbook

from annotations.exports import tabular
from annotations.exports.columns import SCHEMA_VERSION
from annotations.exports.order import Loss
from annotations.exports.reading import Reading
from corpus.version import VERSION


def write(
    workbook: Workbook, reading: Reading, rows: Mapping[str, int], losses: Sequence[Loss]
) -> None:
    """Add the sheet; `rows` are those of each table."""
    order = reading.order
    unit = "UTF-16 units" if order.offset_unit == "utf16" else "Unicode code points"
    formulas = (
        "An apostrophe stands before texts that a spreadsheet might run (= + - @)."
        if order.neutralise
        else "Texts stand as they are, also those that begin with = + - @."
    )
    lines = [
        ("Corpus", reading.title),
        ("State", f"after event {reading.seq} of its history"),
        ("Written", f"{order.made_at:%Y-%m-%d %H:%M} UTC" if order.made_at else ""),
        ("By", f"Catena {VERSION}, version {SCHEMA_VERSION} of the tables"),
        ("Positions", f"start and end count {unit} of a post's text from 0; end is not included."),
        ("Formulas", formulas),
        ("Times", "ISO 8601 as text; created_at and updated_at in UTC, written_at as the source."),
        ("Names", "Pseudonyms" if order.pseudonymise else "As the source has them"),
        *((f"Scope: {name}", str(value)) for name, value in order.scope.items()),
        *((f"Sheet {name}", _holds(name, count)) for name, count in rows.items()),
        *((f"Loss: {loss.code}, {loss.count:,} times", loss.message) for loss in losses),
    ]
    sheet = workbook.add_worksheet("read me")
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 100)
    for place, (name, text) in enumerate(lines):
        sheet.write_string(place, 0, name)
        sheet.write_string(place, 1, text)


def _holds(what: str, count: int) -> str:
    return f"{count:,} rows. {tabular.TABLES[what].holds}"
