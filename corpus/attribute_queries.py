"""Attributes of a corpus as the API shows them: the list, and one with its values. Reads only."""

import json
from typing import Any

from django.db import connection

from corpus.attribute_filters import Filter, parsed
from corpus.keyset import Order, Page, Place, page
from corpus.models import Attribute

MOST_VALUES = 100
_COLUMNS = "a.id, a.corpus_id AS corpus, a.owner, a.name, a.kind, a.position, a.version"
# The values of attribute %(name)s: those of a list each, the most common first.
_VALUES = """
SELECT v.value, count(*) FROM TABLE t CROSS JOIN LATERAL (
    SELECT e.value FROM jsonb_array_elements_text(CASE jsonb_typeof(t.attributes -> %(name)s)
        WHEN 'array' THEN t.attributes -> %(name)s
        ELSE jsonb_build_array(t.attributes -> %(name)s) END) AS e(value)) AS v
WHERE t.corpus_id = %(corpus)s AND VISIBLE AND t.attributes ->> %(name)s <> ''
GROUP BY v.value ORDER BY count(*) DESC, v.value LIMIT %(most)s
"""
_FILLED = """
SELECT count(*) FROM TABLE t WHERE t.corpus_id = %(corpus)s AND VISIBLE
    AND coalesce(t.attributes ->> %(name)s, '') NOT IN ('', '[]')
"""
_OF = {
    "thread": ("corpus_thread", "t.deleted_at IS NULL"),
    "participant": ("corpus_participant", "true"),
}


def list_attributes(*, corpus_id: int, owner: str | None, place: Place | None, size: int) -> Page:
    """Return a page of a corpus' attributes in their order; of one `owner` if wanted."""
    where = " AND a.owner = %(owner)s" if owner else ""
    return page(
        _COLUMNS,
        f"FROM corpus_attribute a WHERE a.corpus_id = %(corpus)s{where}",
        {"corpus": corpus_id, "owner": owner},
        order=Order("a.position", "integer", "a.id"),
        place=place,
        size=size,
    )


def attribute_shown(attribute: Attribute) -> dict[str, Any]:
    """Return one attribute with how many have it and its most common values."""
    table, visible = _OF[attribute.owner]
    values: dict[str, Any] = {
        "corpus": attribute.corpus_id, "name": attribute.name, "most": MOST_VALUES + 1,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_FILLED.replace("TABLE", table).replace("VISIBLE", visible), values)
        (filled,) = cursor.fetchone()
        cursor.execute(_VALUES.replace("TABLE", table).replace("VISIBLE", visible), values)
        found = [{"value": value, "count": count} for value, count in cursor.fetchall()]
    fields = ("id", "owner", "name", "kind", "position", "version")
    return {
        **{one: getattr(attribute, one) for one in fields},
        "corpus": attribute.corpus_id,
        "filled": filled,
        "values": found[:MOST_VALUES],
        "more": len(found) > MOST_VALUES,
    }


def attribute_json(attribute: Attribute) -> str:
    """Return the same as JSON."""
    return json.dumps(attribute_shown(attribute), ensure_ascii=False)


def filters_of(corpus_id: int, owner: str, given: list[str]) -> list[Filter]:
    """Return what filters by attributes mean in a corpus; asks it only if a name may hold a colon.

    Raises:
        MalformedError: as `parsed`.
    """
    known: frozenset[str] = frozenset()
    if any(one.count(":") > 1 for one in given):
        rows = Attribute.objects.filter(corpus=corpus_id, owner=owner)
        known = frozenset(rows.values_list("name", flat=True))
    return parsed(given, known)
