"""The Frictionless Table Schema of the CSV files: each column's type, keys between the files."""

from collections.abc import Sequence
from typing import Any

_INTEGERS = {
    "id", "parent", "start", "end", "number", "depth", "position", "text_version", "version",
    "characters", "posts", "comments", "annotations", "threads", "codes",
}  # fmt: skip
_STRINGS = {"annotation_id", "upload_id", "external_id"}
_TIMES = {"created_at", "updated_at"}
_BOOLEANS = {"author_is_entry_author", "is_entry_author", "archived", "locked"}
# Which column of which file names a row of another file.
_KEYS = {
    "annotations": (
        ("code_id", "codebook", "code_id"),
        ("thread_id", "threads", "thread_id"),
        ("post_id", "posts", "post_id"),
    ),
    "posts": (("thread_id", "threads", "thread_id"),),
}
_PRIMARY = {
    "annotations": "annotation_id", "posts": "post_id", "threads": "thread_id",
    "participants": "participant_id", "codebook": "code_id",
}  # fmt: skip


def schema(what: str, columns: Sequence[str]) -> dict[str, Any]:
    """Return the schema of a CSV file with these columns."""
    made: dict[str, Any] = {
        "fields": [_field(name) for name in columns],
        "missingValues": [""],
    }
    primary = _PRIMARY.get(what, "")
    if primary in columns:
        made["primaryKey"] = primary
    keys = [
        {"fields": column, "reference": {"resource": other, "fields": there}}
        for column, other, there in _KEYS.get(what, ())
        if column in columns
    ]
    if keys:
        made["foreignKeys"] = keys
    return made


def _field(name: str) -> dict[str, Any]:
    if name in _STRINGS:
        return {"name": name, "type": "string"}
    if name in _TIMES:
        return {"name": name, "type": "datetime", "format": "any"}
    if name in _BOOLEANS:
        return {"name": name, "type": "boolean"}
    if name in _INTEGERS or name.endswith(("_id", "_number", "_depth")):
        return {"name": name, "type": "integer"}
    return {"name": name, "type": "string"}
