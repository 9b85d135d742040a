"""The Frictionless Table Schema of the CSV files: each column's type, keys between the files."""

from collections.abc import Sequence
from typing import Any

from annotations.exports.tabular import TABLES

# Times carry parts of seconds, which Frictionless' usual form has no room for.
_TYPES: dict[str, dict[str, str]] = {
    "integer": {"type": "integer"},
    "truth": {"type": "boolean"},
    "moment": {"type": "datetime", "format": "any"},
    "json": {"type": "object"},
}
_TEXT = {"type": "string"}
_PRIMARY = {
    "annotations": "annotation_id", "posts": "post_id", "threads": "thread_id",
    "participants": "participant_id", "codebook": "code_id",
}  # fmt: skip
# Which column of which file names a row of another file.
_KEYS = {
    "annotations": (
        ("code_id", "codebook", "code_id"),
        ("thread_id", "threads", "thread_id"),
        ("post_id", "posts", "post_id"),
    ),
    "posts": (
        ("thread_id", "threads", "thread_id"),
        ("participant_id", "participants", "participant_id"),
    ),
    "threads": (("participant_id", "participants", "participant_id"),),
    "codebook": (("parent_id", "", "code_id"),),
}


def schema(what: str, columns: Sequence[str]) -> dict[str, Any]:
    """Return the schema of a CSV file with these columns; a key to "" is one to the file itself."""
    kinds = {column.name: column.kind for column in TABLES[what].columns}
    return {
        "fields": [{"name": name, **_TYPES.get(kinds.get(name, ""), _TEXT)} for name in columns],
        "missingValues": [""],
        "primaryKey": _PRIMARY[what],
        "foreignKeys": [
            {"fields": column, "reference": {"resource": other, "fields": there}}
            for column, other, there in _KEYS.get(what, ())
        ],
    }
