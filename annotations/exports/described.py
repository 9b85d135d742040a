"""Attributes as columns of tables: one for each name that a thread or participant has. Pure SQL.

They are called `thread.` or `participant.` and the attribute's name, so that no name meets a
column's own.
"""

from collections.abc import Mapping, Sequence

from annotations.exports.columns import Column
from annotations.exports.order import Order

# In which tables which owners' attributes stand, under which alias.
OWNERS: Mapping[str, Sequence[tuple[str, str]]] = {
    "threads": (("thread", "t"),),
    "participants": (("participant", "w"),),
    "posts": (("thread", "t"), ("participant", "w")),
    "annotations": (("thread", "t"), ("participant", "w")),
}
# PostgreSQL cuts longer names off.
_MOST_BYTES = 63
_MOST_COLUMNS = 500

NAMES = """
SELECT DISTINCT 'thread', e.name COLLATE "C" FROM corpus_thread t
CROSS JOIN LATERAL jsonb_object_keys(t.attributes) AS e(name)
WHERE t.corpus_id = %(corpus)s AND t.deleted_at IS NULL
UNION ALL
SELECT DISTINCT 'participant', e.name COLLATE "C" FROM corpus_participant w
CROSS JOIN LATERAL jsonb_object_keys(w.attributes) AS e(name)
WHERE w.corpus_id = %(corpus)s
ORDER BY 1, 2
"""


def wanted(order: Order) -> bool:
    """Say whether an order has attributes as columns; a workbook has other tables' sheets, too."""
    return _are_columns(order) or (order.format == "xlsx" and order.what == "annotations")


def _are_columns(order: Order) -> bool:
    """Say whether attributes are columns: of threads and participants unless somebody says no.

    Of a snapshot they are only if somebody says so: its files keep their checksums.
    """
    there = order.what in ("threads", "participants") and not order.schema
    return order.what in OWNERS and bool(order.options.get("attributes", there))


def columns(order: Order) -> tuple[Column, ...]:
    """Return the columns that an order's table has besides its own."""
    if not _are_columns(order):
        return ()
    made: list[Column] = []
    for owner, alias in OWNERS.get(order.what, ()):
        if owner == "participant" and order.pseudonymise:
            continue
        for name in order.described.get(owner, ())[:_MOST_COLUMNS]:
            literal = name.replace("'", "''").replace("%", "%%")
            called = _called(f"{owner}.{name}", {one.name for one in made})
            sql = f"{alias}.attributes -> '{literal}'"
            made.append(Column(called, sql, "value", free_text=True))
    return tuple(made)


def _called(name: str, taken: set[str]) -> str:
    """Return a column's name that is short enough, and no other's."""
    plain = " ".join(name.split())
    short = plain.encode()[:_MOST_BYTES].decode(errors="ignore")
    number = 2
    while short in taken:
        end = f" {number}"
        short = plain.encode()[: _MOST_BYTES - len(end)].decode(errors="ignore") + end
        number += 1
    return short
