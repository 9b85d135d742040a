# Made from catena_client/_async by scripts/make_sync.py: change it there.
"""Annotations: one by one, by the thousand, and as data frames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any
from uuid import UUID

from catena_client import frames, types
from catena_client._sync.texts import Part
from catena_client.ids import uuid7

if TYPE_CHECKING:
    import pandas
    import polars

MOST_OPERATIONS = 1000


class Annotations(Part):
    """The annotations of a corpus."""

    def all(self, **filters: Any) -> Iterator[types.Annotation]:
        """Yield annotations; filters: `thread, post, code, subtree, coder, level, state, …`."""
        for one in self._transport.pages(f"{self._corpus}/annotations/", filters):
            yield one

    def get(self, annotation: str | UUID) -> types.Annotation:
        """Return one annotation."""
        shown: types.Annotation = self._transport.ask("GET", f"/annotations/{annotation}/")
        return shown

    def add(
        self, code: int, *, id: str | UUID | None = None, memo: str = "", **target: Any
    ) -> types.Annotation:
        """Apply a code to `post=…, start=…, end=…, quote=…`, to `post=…`, or to `thread=…`.

        Positions count Unicode code points, half-open, as Python's `text[start:end]` does; the
        server compares `quote`. With the same `id` it may be sent again and stays one.

        Raises:
            Invalid: the quote is not what stands there, or the code is not meant for this level.
            Conflict: the same coder made the same claim before (`duplicate_annotation`).
        """
        body = {"code": code, **target, **({"memo": memo} if memo else {})}
        path = f"{self._corpus}/annotations/{id or uuid7()}/"
        shown: types.Annotation = self._transport.ask("PUT", path, body=body)
        return shown

    def change(self, annotation: Mapping[str, Any], **fields: Any) -> types.Annotation:
        """Change code, passage or memo of an annotation that was read before.

        Raises:
            Stale: somebody changed it meanwhile; `current` on the error is its present state.
        """
        path = f"/annotations/{annotation['id']}/"
        shown: types.Annotation = self._transport.ask(
            "PATCH", path, body=fields, version=annotation["version"]
        )
        return shown

    def remove(self, annotation: Mapping[str, Any]) -> None:
        """Remove an annotation that was read before; it can be undone."""
        path = f"/annotations/{annotation['id']}/"
        self._transport.ask("DELETE", path, version=annotation["version"])

    def bulk(
        self, claims: Iterable[Mapping[str, Any]], *, atomic: bool = False
    ) -> Iterator[types.BulkResult]:
        """Apply many codes, 1,000 to a request; yield what became of each, in order.

        A claim is what `add` takes: `{"code", "post", "start", "end", "quote"}` and so on, with an
        `id` or without. Unless `atomic`, one that is refused does not stop the others.
        """
        rest = iter(claims)
        while batch := list(islice(rest, MOST_OPERATIONS)):
            operations = [{"op": "put", **claim, "id": _id(claim)} for claim in batch]
            body = {"operations": operations, "atomic": atomic}
            answer = self._transport.ask("POST", f"{self._corpus}/annotations/bulk/", body=body)
            for result in answer["results"]:
                yield result

    def rows(self, **scope: Any) -> Iterator[dict[str, Any]]:
        """Yield the flat rows of the data set (docs/api.md), as they stream in."""
        for row in self._transport.objects(f"{self._corpus}/annotations.jsonl", scope):
            yield row

    def to_pandas(self, **scope: Any) -> pandas.DataFrame:
        """Return the flat rows as a pandas DataFrame; whole numbers stay whole (Int64)."""
        return frames.pandas_of([row for row in self.rows(**scope)], frames.FLAT)

    def to_polars(self, **scope: Any) -> polars.DataFrame:
        """Return the flat rows as a polars DataFrame."""
        return frames.polars_of([row for row in self.rows(**scope)], frames.FLAT)


def _id(claim: Mapping[str, Any]) -> str:
    return str(claim.get("id") or uuid7())
