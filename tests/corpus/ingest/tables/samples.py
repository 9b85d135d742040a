"""Invented tables and records of no known format: one forum in five forms."""

import json
from collections.abc import Sequence
from io import BytesIO

import odfdo
import xlsxwriter

HEAD = ("nr", "topic", "answers", "who", "when", "mood", "what")
ROWS = (
    ("1", "T1", "", "Ada", "2020-12-25 10:00", "calm", "My beans froze."),
    ("2", "T1", "1", "Bo", "2020-12-25 11:00", "cross", "Ours too,\nall of them."),
    ("3", "T2", "", "Cy", "2021-01-01 09:30", "calm", "Which soup?"),
    ("4", "T1", "2", "Ada", "2020-12-26 08:00", "calm", "Cover them with fleece."),
    ("5", "T2", "3", "Bo", "2021-01-01 10:00", "", "Pea soup, of course."),
)
MAPPING = {
    "fields": {
        "id": "nr", "thread": "topic", "parent": "answers", "author": "who", "written_at": "when",
        "text": "what",
    },
    "entry": "first",
    "attributes": {"participant": {"Mood": "mood"}},
}  # fmt: skip
WRAPPED = {**MAPPING, "records": "forum/letter"}


def rows(rows: Sequence[Sequence[str]] = ROWS, cut: str = ",") -> bytes:
    lines = [cut.join(f'"{cell}"' for cell in row) for row in (HEAD, *rows)]
    return ("\r\n".join(lines) + "\r\n").encode()


def objects() -> list[dict]:
    return [dict(zip(HEAD, row, strict=True)) for row in ROWS]


def lines() -> bytes:
    return "".join(json.dumps(one) + "\n" for one in objects()).encode()


def array() -> bytes:
    return json.dumps({"made": "2021", "letters": objects()}, indent=1).encode()


def xml() -> bytes:
    made = [
        f'<letter nr="{one["nr"]}">'
        + "".join(f"<{name}>{value}</{name}>" for name, value in one.items() if name != "nr")
        + "</letter>"
        for one in objects()
    ]
    return f'<?xml version="1.0"?>\n<forum made="2021">{"".join(made)}</forum>'.encode()


def xlsx() -> bytes:
    data = BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    sheet = book.add_worksheet("Letters")
    for number, row in enumerate((HEAD, (), *ROWS)):
        sheet.write_row(number, 0, row)
    book.close()
    return data.getvalue()


def ods() -> bytes:
    document = odfdo.Document("spreadsheet")
    document.body.clear()
    table = odfdo.Table("Letters")
    for values in (HEAD, *ROWS):
        row = odfdo.Row()
        row.set_values(list(values))
        table.append_row(row)
    document.body.append(table)
    data = BytesIO()
    document.save(data)
    return data.getvalue()


# Each form: its format, its bytes, how it is mapped.
FORMS = {
    "csv": ("table", rows(), MAPPING),
    "semicolons": ("table", rows(cut=";"), MAPPING),
    "lines": ("json-records", lines(), MAPPING),
    "array": ("json-records", array(), MAPPING),
    "xml": (
        "xml-records", xml(),
        {**MAPPING, "fields": {**MAPPING["fields"], "id": "@nr"}},
    ),
    "xlsx": ("spreadsheet", xlsx(), MAPPING),
    "ods": ("spreadsheet", ods(), MAPPING),
}  # fmt: skip
