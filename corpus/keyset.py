"""Pages of a list by key instead of by offset: the cost of a page never depends on its place.

Each row comes as the text of a JSON object that PostgreSQL wrote.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from corpus.errors import MalformedError


@dataclass(frozen=True, slots=True)
class Order:
    """How a list is sorted: an SQL expression that is never null, then the row's id.

    `cast` and `id_cast` are the PostgreSQL types in which a page's place is compared.
    """

    expression: str
    cast: str
    id: str
    id_cast: str = "bigint"
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A place between two rows: behind the row with this key, or before it (`backwards`)."""

    key: str
    id: str
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Rows in the list's order, and the places from which the neighbouring pages go on."""

    rows: list[str]
    next: Place | None
    previous: Place | None


def page(
    columns: str,
    body: str,
    values: Mapping[str, Any],
    *,
    order: Order,
    place: Place | None,
    size: int,
) -> Page:
    """Return one page of `SELECT columns FROM …` where `body` begins with FROM and has a WHERE.

    Raises:
        MalformedError: the place is none of this list.
    """
    backwards = place is not None and place.backwards
    down = order.descending != backwards
    direction = "DESC" if down else "ASC"
    after = ""
    values = {**values, "size_plus_one": size + 1}
    if place is not None:
        _check(place, order)
        after = (
            f" AND ({order.expression}, {order.id}) {'<' if down else '>'}"
            f" (%(place_key)s::{order.cast}, %(place_id)s::{order.id_cast})"
        )
        values |= {"place_key": place.key, "place_id": place.id}
    sql = (
        f"SELECT (SELECT row_to_json(r)::text FROM (SELECT {columns}) AS r),"
        f" ({order.expression})::text, ({order.id})::text {body}{after}"
        f" ORDER BY {order.expression} {direction}, {order.id} {direction}"
        " LIMIT %(size_plus_one)s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found = cursor.fetchall()
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    return _with_neighbours(found, place=place, more=more)


def _number(digits: str) -> None:
    if not -(2**63) <= int(digits[:20]) < 2**63 or len(digits) > 20:
        raise ValueError(digits)


def _moment(text: str) -> None:
    if text not in ("infinity", "-infinity"):
        datetime.fromisoformat(text)


def _text(text: str) -> None:
    if "\0" in text:
        raise ValueError(text)


_FITS: dict[str, Callable[[str], object]] = {
    "bigint": _number,
    "integer": _number,
    "timestamptz": _moment,
    "uuid": UUID,
    "text": _text,
}


def _check(place: Place, order: Order) -> None:
    """Refuse a place that PostgreSQL could not compare; a cursor is the caller's text."""
    try:
        _FITS[order.cast](place.key)
        _FITS[order.id_cast](place.id)
    except ValueError as error:
        raise MalformedError(
            "This cursor is not one that the API gave.",
            fields=[("cursor", "invalid", "Follow next and previous as they stand.")],
        ) from error


def _with_neighbours(found: list[tuple[str, str, str]], *, place: Place | None, more: bool) -> Page:
    backwards = place is not None and place.backwards
    has_next = more or backwards
    has_previous = more if backwards else place is not None
    rows = [row for row, _, _ in found]
    if not found:
        return Page(rows, None, None)
    last, first = found[-1], found[0]
    return Page(
        rows,
        Place(last[1], last[2]) if has_next else None,
        Place(first[1], first[2], backwards=True) if has_previous else None,
    )
