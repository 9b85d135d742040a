"""Writes of single annotations: create (one SQL statement), change, remove. Many at once: `bulk`.

A passage is checked against its quote at every write: positions are half-open `[start, end)` in
Unicode code points of the post's current text.
"""

import json
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from annotations.claims import Claim
from annotations.models import Annotation
from annotations.queries import ANNOTATION_COLUMNS, annotation_json
from annotations.refusals import check_claim, refuse_or_repeat
from corpus import events
from corpus.errors import ConflictError, ForbiddenError, ImpossibleError
from corpus.events import Change
from corpus.models import User
from corpus.rules import Action, Role, require

# The parts shared with bulk creation; `n` are the new ones.
MAY_CODE = """
    SELECT m.role FROM corpus_membership m
    JOIN corpus_corpus c ON c.id = m.corpus_id AND c.deleted_at IS NULL
    WHERE m.corpus_id = %(corpus)s AND m.user_id = %(coder)s AND m.role <> 'reader'
"""
INSERT = """
    INSERT INTO annotations_annotation
        (id, corpus_id, thread_id, post_id, code_id, coder_id, level, start, "end", quote,
         text_version, state, memo, version, created_as, created_at, updated_at)
    SELECT n.id, %(corpus)s, t.id, p.id, k.id, %(coder)s, n.level, n.start, n."end", n.quote,
        CASE WHEN n.level = 'passage' THEN p.text_version END, 'live', n.memo, 1, n.created_as,
        clock_timestamp(), clock_timestamp()
"""
# Waits for posts whose texts are being changed, and says which version each has then: what a
# statement read before it waited is not recorded.
LOCKED = """
    SELECT p.id, p.text_version FROM corpus_post p
    WHERE p.id = ANY (ARRAY(SELECT n.post FROM n)) AND p.corpus_id = %(corpus)s
    ORDER BY p.id FOR SHARE
"""
# Waits for codes that are being merged or archived, and takes those still in use then.
CODED = """
    SELECT k.id, k.levels FROM annotations_code k
    WHERE k.id = ANY (ARRAY(SELECT n.code FROM n)) AND k.corpus_id = %(corpus)s
        AND NOT k.archived AND k.deleted_at IS NULL
    ORDER BY k.id FOR KEY SHARE
"""
TARGETS = """
    LEFT JOIN corpus_post p ON p.id = n.post AND p.corpus_id = %(corpus)s
    JOIN corpus_thread t ON t.id = coalesce(p.thread_id, n.thread) AND t.corpus_id = %(corpus)s
        AND t.deleted_at IS NULL
    JOIN coded k ON k.id = n.code AND n.level = ANY (k.levels)
    WHERE (n.level = 'thread') = (p.id IS NULL)
        AND (p.id IS NULL OR (p.id, p.text_version) IN (SELECT id, text_version FROM locked))
        AND (n.level <> 'passage' OR (
            n.start >= 0 AND n.start < n."end" AND n."end" <= char_length(p.text)
            AND substr(p.text, n.start + 1, n."end" - n.start) = n.quote))
"""

_CREATE = f"""
WITH n AS (
    SELECT %(id)s::uuid AS id, %(post)s::bigint AS post, %(thread)s::bigint AS thread,
        %(code)s::bigint AS code, %(level)s::text AS level, %(start)s::int AS start,
        %(end)s::int AS "end", %(quote)s::text AS quote, %(memo)s::text AS memo,
        %(created_as)s::text AS created_as
), locked AS MATERIALIZED ({LOCKED}), coded AS MATERIALIZED ({CODED}), made AS (
    {INSERT} FROM n JOIN ({MAY_CODE}) AS member ON true {TARGETS}
    ON CONFLICT DO NOTHING
    RETURNING *
), shown AS (
    SELECT row_to_json(r) AS annotation FROM (
        SELECT {ANNOTATION_COLUMNS} FROM made a JOIN corpus_user u ON u.id = a.coder_id
    ) AS r
), counter AS (
    UPDATE corpus_corpuscounter SET seq = seq + 1, annotations = annotations + 1
    FROM made WHERE corpus_corpuscounter.corpus_id = made.corpus_id
    RETURNING seq
), event AS (
    INSERT INTO corpus_event
        (corpus_id, seq, at, actor_id, action, target_type, target_id, before, after, batch)
    SELECT %(corpus)s, seq, clock_timestamp(), %(coder)s, 'annotation.created', 'annotation',
        %(id)s::text, NULL, annotation::jsonb, seq
    FROM counter, shown
)
SELECT annotation::text, pg_notify('catena_event', %(corpus)s::text) FROM shown
"""


def create_annotation(claim: Claim, *, annotation_id: UUID, coder: User) -> tuple[str, bool]:
    """Record a claim under the client's id; returns the annotation as JSON, and whether it is new.

    The same claim under the same id again is no error: the current state is returned.

    Raises:
        NotFoundError: the coder is no member of the corpus.
        ForbiddenError: readers do not code.
        ImpossibleError: `span_out_of_range`, `quote_mismatch`, `foreign_code`, `foreign_post`,
            `foreign_thread`, `level_not_allowed`, `code_archived`.
        ConflictError: `id_taken`, `deleted`, `duplicate_annotation` (with `current`).
    """
    created_as = claim.digest(coder.pk)
    values = {
        **claim.fields(),
        "id": annotation_id,
        "coder": coder.pk,
        "level": claim.level,
        "created_as": created_as,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CREATE, values)
        row = cursor.fetchone()
    if row is not None:
        return str(row[0]), True
    return (
        refuse_or_repeat(claim, annotation_id=annotation_id, coder=coder, created_as=created_as),
        False,
    )


def change_annotation(
    annotation: Annotation, *, actor: User, role: Role, changes: dict[str, Any]
) -> str:
    """Change code, passage or memo and tell of it; as `changed`, returns the annotation as JSON."""
    after, change = changed(annotation, actor=actor, role=role, changes=changes)
    events.append(annotation.corpus_id, actor.pk, [change])
    return after


def changed(
    annotation: Annotation, *, actor: User, role: Role, changes: dict[str, Any]
) -> tuple[str, Change]:
    """Change code, passage or memo; returns the annotation as JSON, and what is to be told.

    The caller holds the row inside a transaction and checked its version.

    Raises:
        ForbiddenError: it is another coder's, and the actor does not adjudicate.
        ImpossibleError: as for `create_annotation`; `not_a_passage`, a span for a whole post.
        ConflictError: `duplicate_annotation`.
    """
    _require_own(annotation, actor=actor, role=role)
    before = annotation_json(annotation.pk)
    claim = _changed_claim(annotation, changes)
    moved = {"start", "end", "quote"} & changes.keys()
    if annotation.code_id != claim.code:
        # Who chooses the code now chooses it by its present definition.
        annotation.reviewed_at = timezone.now()
    annotation.code_id = claim.code
    annotation.start, annotation.end, annotation.quote = claim.start, claim.end, claim.quote
    annotation.memo = claim.memo
    if moved and annotation.post is not None:
        annotation.text_version, annotation.state = annotation.post.text_version, "live"
    annotation.version += 1
    annotation.updated_at = timezone.now()
    try:
        with transaction.atomic():
            annotation.save()
    except IntegrityError as error:
        raise ConflictError(
            "This coder has made the same claim already.", code="duplicate_annotation"
        ) from error
    after = annotation_json(annotation.pk)
    return after, _told(annotation, "annotation.changed", before, after)


def _changed_claim(annotation: Annotation, changes: dict[str, Any]) -> Claim:
    """Return what the annotation would say, if that can be true."""
    claim = Claim(
        corpus=annotation.corpus_id,
        code=changes.get("code", annotation.code_id),
        post=annotation.post_id,
        thread=annotation.thread_id if annotation.post_id is None else None,
        start=changes.get("start", annotation.start),
        end=changes.get("end", annotation.end),
        quote=changes.get("quote", annotation.quote),
        memo=changes.get("memo", annotation.memo),
    )
    moved = {"start", "end", "quote"} & changes.keys()
    if moved and annotation.level != "passage":
        raise ImpossibleError(
            f"This annotation is about a whole {annotation.level}: it has no passage to move.",
            code="not_a_passage",
            fields=[(name, "not_a_passage", "Only passages move.") for name in sorted(moved)],
        )
    check_claim(claim, passage=bool(moved), keeps_code=claim.code == annotation.code_id)
    return claim


def remove_annotation(annotation: Annotation, *, actor: User, role: Role) -> None:
    """Take an annotation back and tell of it; as `removed`."""
    change = removed(annotation, actor=actor, role=role)
    events.append(annotation.corpus_id, actor.pk, [change], annotations=-1)


def removed(annotation: Annotation, *, actor: User, role: Role) -> Change:
    """Take an annotation back; returns what is to be told. Its row and history stay.

    The caller holds the row inside a transaction and checked its version.

    Raises:
        ForbiddenError: it is another coder's, and the actor does not adjudicate.
    """
    _require_own(annotation, actor=actor, role=role)
    before = annotation_json(annotation.pk)
    annotation.deleted_at = annotation.updated_at = timezone.now()
    annotation.version += 1
    annotation.save(update_fields=["deleted_at", "updated_at", "version"])
    return _told(annotation, "annotation.deleted", before, None)


def review_annotation(annotation: Annotation, *, actor: User, role: Role) -> str:
    """Let an annotation stand and tell of it; as `reviewed`, returns the annotation as JSON."""
    after, change = reviewed(annotation, actor=actor, role=role)
    events.append(annotation.corpus_id, actor.pk, [change])
    return after


def reviewed(annotation: Annotation, *, actor: User, role: Role) -> tuple[str, Change]:
    """Note that it was looked at by the code's present definition, and stands.

    The caller holds the row inside a transaction.

    Raises:
        ForbiddenError: it is another coder's, and the actor does not adjudicate.
    """
    _require_own(annotation, actor=actor, role=role)
    before = annotation_json(annotation.pk)
    annotation.reviewed_at = annotation.updated_at = timezone.now()
    annotation.version += 1
    annotation.save(update_fields=["reviewed_at", "updated_at", "version"])
    after = annotation_json(annotation.pk)
    return after, _told(annotation, "annotation.changed", before, after)


def _require_own(annotation: Annotation, *, actor: User, role: Role) -> None:
    require(Action.CODE, role=role)
    if annotation.coder_id != actor.pk and role in (Role.CODER, Role.READER):
        raise ForbiddenError(
            "This annotation is another coder's; changing it takes at least the role adjudicator.",
            code="not_your_annotation",
        )


def _told(annotation: Annotation, action: str, before: str, after: str | None) -> Change:
    return Change(
        action,
        "annotation",
        str(annotation.pk),
        json.loads(before),
        json.loads(after) if after else None,
    )
