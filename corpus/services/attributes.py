"""Attributes by hand: columns made, renamed, taken away; values set for one or for many at once.

What files say is `corpus/attributes.py`, a second table `services/second_table.py`. Every change of
a value is told for its thread or participant, so that it can be undone.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Max

from corpus import events
from corpus.attributes import MOST_NAMES, note_attributes, shown
from corpus.errors import ConflictError, ImpossibleError
from corpus.events import Change, Sweep
from corpus.models import Attribute, Corpus, Participant, Thread, User

_TABLES = {"thread": "corpus_thread", "participant": "corpus_participant"}
_VISIBLE = {"thread": "t.deleted_at IS NULL", "participant": "true"}
# From `given` (id, given: new values by name, null takes one away) to what is told of each.
_SWEEP = """
given AS MATERIALIZED (GIVEN), held AS MATERIALIZED (
    SELECT t.id, t.attributes AS before, (t.attributes || g.given)
            - ARRAY(SELECT e.key FROM jsonb_each(g.given) AS e WHERE e.value = 'null') AS after,
        ARRAY(SELECT jsonb_object_keys(g.given)) AS names
    FROM given g JOIN TABLE t ON t.id = g.id AND t.corpus_id = %(corpus)s AND VISIBLE
    ORDER BY t.id FOR NO KEY UPDATE OF t
), done AS (
    UPDATE TABLE t SET attributes = held.after, version = t.version + 1,
        edited_attributes = ARRAY(SELECT DISTINCT name
            FROM unnest(t.edited_attributes || held.names) AS n(name) ORDER BY name)
    FROM held WHERE held.id = t.id AND held.after <> held.before
    RETURNING t.id, t.version, held.before, held.after
), told AS (
    SELECT row_number() OVER (ORDER BY id) AS n, 'OWNER.changed' AS action, 'OWNER' AS target_type,
        id::text AS target_id,
        jsonb_build_object('id', id, 'version', version - 1, 'attributes', before) AS before,
        jsonb_build_object('id', id, 'version', version, 'attributes', after) AS after, 0 AS more
    FROM done
)
"""
_STATED = """SELECT g.id, g.given
    FROM jsonb_to_recordset(%(given)s::jsonb) AS g(id bigint, given jsonb)"""
_WITHOUT = """SELECT t.id, jsonb_build_object(%(name)s::text, NULL) AS given
    FROM TABLE t WHERE t.corpus_id = %(corpus)s AND t.attributes ? %(name)s"""
_RENAMED = """SELECT t.id, jsonb_build_object(%(name)s::text, NULL,
        %(new_name)s::text, t.attributes -> %(name)s) AS given
    FROM TABLE t WHERE t.corpus_id = %(corpus)s AND t.attributes ? %(name)s"""


@transaction.atomic
def create(corpus: Corpus, *, actor: User, owner: str, name: str, kind: str) -> Attribute:
    """Make an attribute of threads or participants (`owner`) that has no values yet.

    Raises:
        ConflictError: `name_taken`.
        ImpossibleError: `too_many_attributes`.
    """
    made = added(corpus.pk, owner=owner, name=name, kind=kind)
    change = Change("attribute.created", "attribute", made.pk, None, shown(made))
    events.append(corpus.pk, actor.pk, [change])
    return made


def added(
    corpus_id: int, *, owner: str, name: str, kind: str, number: int | None = None
) -> Attribute:
    """Make an attribute and tell nobody; `number` is its former id. Raises as `create`."""
    known = Attribute.objects.filter(corpus=corpus_id, owner=owner)
    if known.count() >= MOST_NAMES:
        raise ImpossibleError(
            f"A corpus has at most {MOST_NAMES} attributes of {owner}s.",
            code="too_many_attributes",
        )
    last = known.aggregate(last=Max("position"))["last"]
    place = 0 if last is None else last + 1
    try:
        with transaction.atomic():
            return Attribute.objects.create(
                pk=number, corpus_id=corpus_id, owner=owner, name=name, kind=kind, position=place
            )
    except IntegrityError as error:
        raise _taken(name) from error


def _taken(name: str) -> ConflictError:
    return ConflictError(f"There is an attribute “{name}” already.", code="name_taken")


def hold(attribute_id: int) -> Attribute:
    """Return an attribute, its row locked until the transaction ends."""
    return Attribute.objects.select_for_update(no_key=True).get(pk=attribute_id)


def hold_participant(participant_id: int) -> Participant:
    """Return a participant, its row locked until the transaction ends."""
    return Participant.objects.select_for_update(no_key=True).get(pk=participant_id)


def change(attribute: Attribute, *, actor: User, changes: Mapping[str, Any]) -> None:
    """Set name, kind or position of an attribute that the caller holds.

    With another name its values move along.

    Raises:
        ConflictError: `name_taken`.
    """
    before = shown(attribute)
    told = {one: value for one, value in changes.items() if value != getattr(attribute, one)}
    if not told:
        return
    name = attribute.name
    set_fields(attribute, told)
    sweep = None
    if attribute.name != name:
        values = {"name": name, "new_name": attribute.name}
        sweep = _sweep(attribute.owner, _RENAMED, values)
    said = Change("attribute.changed", "attribute", attribute.pk, before, shown(attribute))
    events.append_sweep(attribute.corpus_id, actor.pk, [said], sweep=sweep)


def set_fields(attribute: Attribute, fields: Mapping[str, Any]) -> None:
    """Set fields of an attribute that the caller holds; raises as `change`."""
    for one, value in fields.items():
        setattr(attribute, one, value)
    attribute.version += 1
    try:
        with transaction.atomic():
            attribute.save(update_fields=[*fields, "version"])
    except IntegrityError as error:
        raise _taken(attribute.name) from error


def delete(attribute: Attribute, *, actor: User) -> None:
    """Take an attribute that the caller holds away with its values. The log keeps them."""
    said = Change("attribute.deleted", "attribute", attribute.pk, shown(attribute), None)
    sweep = _sweep(attribute.owner, _WITHOUT, {"name": attribute.name})
    corpus_id = attribute.corpus_id
    attribute.delete()
    events.append_sweep(corpus_id, actor.pk, [said], sweep=sweep)


def set_many(
    corpus_id: int,
    owner: str,
    values: Mapping[int, Mapping[str, object]],
    *,
    actor: User,
    changes: Sequence[Change] = (),
) -> int:
    """Set values of many threads or participants at once, as one step; None takes one away.

    `changes` are told before. Returns how many were not as they are now.
    """
    rows = [{"id": number, "given": given} for number, given in values.items()]
    given = {"given": json.dumps(rows, ensure_ascii=False)}
    sweep = _sweep(owner, _STATED, given)
    batch = events.append_sweep(corpus_id, actor.pk, changes, sweep=sweep)
    return max(0, batch.last - batch.first + 1 - len(changes))


def _sweep(owner: str, given: str, values: Mapping[str, Any]) -> Sweep:
    """Write the sweep that sets what `given` selects: id, given."""
    sql = _SWEEP.replace("GIVEN", given).replace("TABLE", _TABLES[owner])
    return Sweep(sql.replace("VISIBLE", _VISIBLE[owner]).replace("OWNER", owner), values)


def describe(participant: Participant, *, actor: User, attributes: Mapping[str, Any]) -> None:
    """Set what is said of a participant whose row the caller holds."""
    changes = turned([(participant, attributes)], owner="participant", registering=True)
    if changes:
        events.append(participant.corpus_id, actor.pk, changes)


def turned(
    rows: Sequence[tuple[Thread | Participant, Mapping[str, Any]]],
    *,
    owner: str,
    registering: bool = False,
) -> list[Change]:
    """Give held threads or participants all their attributes anew; returns what is to be told.

    With `registering` names that are new become known.
    """
    changes: list[Change] = []
    touched: list[Any] = []
    for row, attributes in rows:
        if row.attributes == attributes:
            continue
        before = _state(row)
        note_attributes(row, attributes, owner=owner, registering=registering)
        row.attributes = dict(attributes)
        row.version += 1
        touched.append(row)
        changes.append(Change(f"{owner}.changed", owner, row.pk, before, _state(row)))
    if touched:
        fields = ["attributes", "edited_attributes", "version"]
        model = Thread if owner == "thread" else Participant
        model.objects.bulk_update(touched, fields, batch_size=500)
    return changes


def _state(row: Thread | Participant) -> dict[str, Any]:
    return {"id": row.pk, "version": row.version, "attributes": row.attributes}


def has_values(attribute: Attribute) -> bool:
    """Say whether any thread or participant has a value of an attribute, hidden ones as well."""
    table = _TABLES[attribute.owner]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT EXISTS (SELECT FROM {table} WHERE corpus_id = %s AND attributes ? %s)",
            [attribute.corpus_id, attribute.name],
        )
        return bool(cursor.fetchone()[0])
