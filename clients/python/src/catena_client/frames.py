"""Rows as data frames of pandas or polars; both are optional."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas
    import polars

# The columns of annotations' flat rows; `datetime` are times of Catena's own, in UTC.
FLAT: Mapping[str, type] = {
    "annotation_id": str, "level": str, "code_id": int, "code": str, "code_path": list,
    "coder": str, "thread_id": int, "thread_title": str, "thread_url": str, "post_id": int,
    "post_kind": str, "post_number": int, "post_parent_number": int, "post_depth": int,
    "author": str, "author_is_entry_author": bool, "written_at": str, "start": int, "end": int,
    "quote": str, "memo": str, "text_version": int, "state": str, "created_at": datetime,
    "updated_at": datetime,
}  # fmt: skip
# The columns of posts; `post_parent_id` is another row's `post_id`.
POSTS: Mapping[str, type] = {
    "post_id": int, "thread_id": int, "post_kind": str, "post_number": int, "post_parent_id": int,
    "post_depth": int, "author": str, "written_at": str, "status": str, "language": str,
    "text": str, "text_version": int,
}  # fmt: skip
_PANDAS = {int: "Int64", bool: "boolean", str: "string", list: "object"}


def post_row(post: Mapping[str, Any]) -> dict[str, Any]:
    """Return a post as a row of `POSTS`."""
    author = post["author"] or {}
    named = {
        "post_id": post["id"], "thread_id": post["thread"], "post_kind": post["kind"],
        "post_number": post["number"], "post_parent_id": post["parent"],
        "post_depth": post["depth"], "author": author.get("name") or None,
    }  # fmt: skip
    return named | {name: post[name] for name in POSTS if name not in named}


def pandas_of(rows: Iterable[Mapping[str, Any]], columns: Mapping[str, type]) -> pandas.DataFrame:
    """Return the rows as a pandas DataFrame.

    Raises:
        ImportError: pandas is not installed: `pip install 'catena-client[pandas]'`.
    """
    import pandas

    frame = pandas.DataFrame(list(rows), columns=list(columns), dtype="object")
    for name, kind in columns.items():
        if kind is datetime:
            frame[name] = pandas.to_datetime(frame[name], utc=True, format="ISO8601")
        else:
            frame[name] = frame[name].astype(_PANDAS[kind])
    return frame


def polars_of(rows: Iterable[Mapping[str, Any]], columns: Mapping[str, type]) -> polars.DataFrame:
    """Return the rows as a polars DataFrame.

    Raises:
        ImportError: polars is not installed: `pip install 'catena-client[polars]'`.
    """
    import polars

    kinds = {
        int: polars.Int64(),
        bool: polars.Boolean(),
        str: polars.String(),
        list: polars.List(polars.String()),
        datetime: polars.Datetime("us", "UTC"),
    }
    times = [name for name, kind in columns.items() if kind is datetime]
    timed = [{**row, **{name: _moment(row[name]) for name in times}} for row in rows]
    schema = {name: kinds[kind] for name, kind in columns.items()}
    return polars.DataFrame(timed, schema=schema)


def _moment(written: str | None) -> datetime | None:
    if written is None:
        return None
    return datetime.fromisoformat(written.replace("Z", "+00:00"))  # noqa: FURB162 - Python 3.10
