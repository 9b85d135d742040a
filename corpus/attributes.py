"""The attributes that a corpus knows of its threads and participants: their names and kinds.

The values stand with threads and participants. Here is what loading does: it gives people what a
source said of them and registers names that are new. By hand it is `services/attributes.py`.
"""

import json
from collections.abc import Mapping
from typing import Any

from django.db import connection

from corpus.attribute_filters import DATE, NUMBER
from corpus.models import Attribute, Participant, Thread
from corpus.staging import ANYWHERE

# Of so many names a corpus makes columns; more than that are no attributes but data.
MOST_NAMES = 500
MOST_CHARACTERS = 200

# Of values e.value (JSON): what they have in common.
KIND = f"""CASE
    WHEN bool_and(jsonb_typeof(e.value) = 'boolean' OR e.value #>> '{{}}' IN ('true', 'false'))
        THEN 'truth'
    WHEN bool_and(jsonb_typeof(e.value) = 'number'
        OR jsonb_typeof(e.value) = 'string' AND e.value #>> '{{}}' ~ '{NUMBER}') THEN 'number'
    WHEN bool_and(jsonb_typeof(e.value) = 'string' AND e.value #>> '{{}}' ~ '{DATE}') THEN 'date'
    ELSE 'text' END"""

# A kind that a person has set, or that fits no longer, is never made narrower.
_REGISTER = f"""
WITH seen AS (
    SELECT e.key AS name, {KIND} AS kind
    FROM SOURCE CROSS JOIN LATERAL jsonb_each(s.attributes) AS e
    WHERE CONDITION AND jsonb_typeof(s.attributes) = 'object'
        AND e.value NOT IN ('null', '""', '[]', '{{}}')
        AND length(e.key) BETWEEN 1 AND {MOST_CHARACTERS}
    GROUP BY e.key
), room AS (
    SELECT count(*) AS taken, coalesce(max(position) + 1, 0) AS next FROM corpus_attribute
    WHERE corpus_id = %(corpus)s AND owner = %(owner)s
), new AS (
    SELECT seen.*, row_number() OVER (ORDER BY seen.name) AS n FROM seen
    WHERE NOT EXISTS (SELECT FROM corpus_attribute a WHERE a.corpus_id = %(corpus)s
        AND a.owner = %(owner)s AND a.name = seen.name)
), widened AS (
    UPDATE corpus_attribute a SET kind = 'text' FROM seen
    WHERE a.corpus_id = %(corpus)s AND a.owner = %(owner)s AND a.name = seen.name
        AND a.kind <> seen.kind AND a.kind <> 'text' AND a.version = 1
)
INSERT INTO corpus_attribute (corpus_id, owner, name, kind, position, version)
SELECT %(corpus)s, %(owner)s, new.name, new.kind, room.next + new.n - 1, 1 FROM new, room
WHERE room.taken + new.n <= {MOST_NAMES}
ORDER BY new.name
ON CONFLICT (corpus_id, owner, name) DO NOTHING
"""
_FIELDS = ("id", "owner", "name", "kind", "position", "version")
_THREADS = (
    "corpus_stagedthread s",
    "s.upload_id = %(upload)s AND s.ordinal >= %(first)s AND s.ordinal < %(end)s",
)
_PEOPLE = ("corpus_stagedperson s", "s.upload_id = %(upload)s")
_STATED = ("(SELECT %(attributes)s::jsonb AS attributes) s", "true")

# Of whom a stretch's posts are: what was said of them, by the name on their site or anywhere.
_GIVE = f"""
WITH named AS MATERIALIZED (
    SELECT s.author_key AS key FROM corpus_stagedthread s
    WHERE s.upload_id = %(upload)s AND s.ordinal >= %(first)s AND s.ordinal < %(end)s
        AND s.author_key IS NOT NULL
    UNION
    SELECT s.author_key FROM corpus_stagedpost s
    WHERE s.upload_id = %(upload)s AND s.ordinal >= %(first)s AND s.ordinal < %(end)s
        AND s.author_key IS NOT NULL
), given AS MATERIALIZED (
    SELECT named.key, p.attributes FROM named CROSS JOIN LATERAL (
        SELECT jsonb_object_agg(e.key, e.value ORDER BY p.number) AS attributes FROM (
            SELECT p.number, p.attributes FROM corpus_stagedperson p
            WHERE p.upload_id = %(upload)s AND p.key IN (named.key,
                '{ANYWHERE}' || substr(named.key, strpos(named.key, E'\n')))
            OFFSET 0
        ) AS p CROSS JOIN LATERAL jsonb_each(p.attributes) AS e
    ) AS p
    WHERE p.attributes IS NOT NULL
    ORDER BY named.key
), held AS MATERIALIZED (
    SELECT w.id, w.attributes || (given.attributes - w.edited_attributes) AS attributes
    FROM given CROSS JOIN LATERAL (SELECT * FROM corpus_participant w
        WHERE w.corpus_id = %(corpus)s AND w.key = given.key OFFSET 0) AS w
)
UPDATE corpus_participant w SET attributes = held.attributes, version = w.version + 1
FROM held WHERE w.id = held.id AND w.attributes IS DISTINCT FROM held.attributes
"""


def take_in(values: dict[str, Any]) -> None:
    """Give the people of a stretch what was said of them; register the names that are new.

    To be called where the stretch's participants are there already.
    """
    _register("thread", _THREADS, values)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM corpus_stagedperson WHERE upload_id = %(upload)s)", values
        )
        if not cursor.fetchone()[0]:
            return
        cursor.execute(_GIVE, values)
    if values["first"] == 0:
        _register("participant", _PEOPLE, values)


def register(corpus_id: int, owner: str, attributes: Mapping[str, object]) -> None:
    """Register the names of `attributes` that a corpus does not know yet."""
    if attributes:
        said = json.dumps(attributes, ensure_ascii=False)
        _register(owner, _STATED, {"corpus": corpus_id, "attributes": said})


def register_loaded(corpus_id: int) -> None:
    """Register the names of all attributes that threads and participants of a corpus have."""
    for owner in ("thread", "participant"):
        source = (f"corpus_{owner} s", "s.corpus_id = %(corpus)s")
        _register(owner, source, {"corpus": corpus_id})


def note_attributes(
    row: Thread | Participant,
    attributes: Mapping[str, object],
    *,
    owner: str,
    registering: bool = True,
) -> None:
    """Note on a row which attributes differ from the new ones: a later import leaves them alone.

    Names that are new are registered, unless they are made known otherwise. The caller sets the
    attributes and saves the row.
    """
    before = row.attributes
    differing = {
        name
        for name in {*before, *attributes}
        if (name in before) != (name in attributes) or before.get(name) != attributes.get(name)
    }
    row.edited_attributes = sorted({*row.edited_attributes, *differing})
    if not registering:
        return
    register(row.corpus_id, owner, {one: attributes[one] for one in differing & {*attributes}})


def _register(owner: str, source: tuple[str, str], values: dict[str, Any]) -> None:
    sql = _REGISTER.replace("SOURCE", source[0]).replace("CONDITION", source[1])
    with connection.cursor() as cursor:
        cursor.execute(sql, {**values, "owner": owner})


def shown(attribute: Attribute) -> dict[str, Any]:
    """Return what the log of changes keeps of an attribute."""
    return {name: getattr(attribute, name) for name in _FIELDS}
