"""Rows as data frames of pandas or polars; both are optional."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas
    import polars

# The columns of the flat row: whole numbers, truth, words, lists of words.
FLAT: Mapping[str, type] = {
    "annotation_id": str, "level": str, "code_id": int, "code": str, "code_path": list,
    "coder": str, "thread_id": int, "thread_title": str, "thread_url": str, "post_id": int,
    "post_kind": str, "post_number": int, "post_parent_number": int, "post_depth": int,
    "author": str, "author_is_entry_author": bool, "written_at": str, "start": int, "end": int,
    "quote": str, "memo": str, "text_version": int, "state": str, "created_at": str,
    "updated_at": str,
}  # fmt: skip
_PANDAS = {int: "Int64", bool: "boolean", str: "string", list: "object"}
_TIMES = ("created_at", "updated_at")


def pandas_of(
    rows: Sequence[Mapping[str, Any]], columns: Mapping[str, type] | None = None
) -> pandas.DataFrame:
    """Return the rows as a pandas DataFrame; Catena's own times become timestamps in UTC.

    Raises:
        ImportError: pandas is not installed: `pip install 'catena-client[pandas]'`.
    """
    import pandas

    frame = pandas.DataFrame(list(rows), columns=list(columns) if columns else None)
    for name, kind in (columns or {}).items():
        frame[name] = frame[name].astype(_PANDAS[kind])
    for name in _TIMES:
        if columns and name in columns:
            frame[name] = pandas.to_datetime(frame[name], utc=True)
    return frame


def polars_of(
    rows: Sequence[Mapping[str, Any]], columns: Mapping[str, type] | None = None
) -> polars.DataFrame:
    """Return the rows as a polars DataFrame; Catena's own times become datetimes in UTC.

    Raises:
        ImportError: polars is not installed: `pip install 'catena-client[polars]'`.
    """
    import polars

    if columns is None:
        return polars.DataFrame(list(rows), infer_schema_length=None)
    kinds = {
        int: polars.Int64(),
        bool: polars.Boolean(),
        str: polars.String(),
        list: polars.List(polars.String()),
    }
    schema = {name: kinds[kind] for name, kind in columns.items()}
    frame = polars.DataFrame(list(rows), schema=schema)
    times = [name for name in _TIMES if name in columns]
    return frame.with_columns(polars.col(times).str.to_datetime(time_zone="UTC"))
