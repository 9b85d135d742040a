"""Who did what to the targets of a step since: the reason why it is refused."""

from typing import Any

from django.db import connection

from annotations.reverting.turns import Block, BlockedError, Step
from corpus.errors import ConflictError
from corpus.written import STAMP

_LAST = f"""
SELECT w.n, e.seq, {STAMP.format("e.at")}, e.action, u.id, u.username, u.name
FROM unnest(%(kinds)s::text[], %(targets)s::text[]) WITH ORDINALITY AS w(kind, target, n)
CROSS JOIN LATERAL (
    SELECT * FROM corpus_event e WHERE e.corpus_id = %(corpus)s AND e.target_type = w.kind
        AND e.target_id = w.target AND e.seq > %(batch)s ORDER BY e.seq DESC LIMIT 1
) AS e LEFT JOIN corpus_user u ON u.id = e.actor_id
ORDER BY w.n
"""
_DID = {
    "created": "made",
    "deleted": "removed",
    "restored": "brought back",
    "merged": "merged",
    "separated": "separated",
}


def built_upon(step: Step, error: BlockedError, *, code: str = "built_upon") -> ConflictError:
    """Return the refusal: in words, and up to ten targets with the last change of each."""
    since = _last(step, error.blocks)
    reasons = [_sentence(step, one, since.get(n)) for n, one in enumerate(error.blocks, 1)]
    current = [
        {"target": {"type": one.kind, "id": _id(one.target)}, "event": since.get(number),
         "reason": reasons[number - 1]}
        for number, one in enumerate(error.blocks, 1)
    ]  # fmt: skip
    more = f" So it is with {error.count - 1:,} more." if error.count > 1 else ""
    return ConflictError(
        f"{reasons[0]}{more} Nothing was changed.",
        code=code,
        fields=[
            (f"{one.kind}/{one.target}", code, reason)
            for one, reason in zip(error.blocks, reasons, strict=True)
        ],
        extra={"current": current},
    )


def _id(target: str) -> int | str:
    return int(target) if target.isdigit() else target


def _last(step: Step, blocks: list[Block]) -> dict[int, dict[str, Any]]:
    values: dict[str, Any] = {
        "kinds": [one.kind for one in blocks],
        "targets": [one.target for one in blocks],
        "corpus": step.corpus,
        "batch": step.batch,
    }
    with connection.cursor() as cursor:
        cursor.execute(_LAST, values)
        return {
            number: {
                "seq": seq,
                "at": at,
                "action": action,
                "actor": None if user is None else {"id": user, "username": username, "name": name},
            }
            for number, seq, at, action, user, username, name in cursor.fetchall()
        }


def _sentence(step: Step, block: Block, event: dict[str, Any] | None) -> str:
    if block.why:
        return block.why
    if event is None:
        return f"This {block.kind} is no longer as it was left."
    actor = event["actor"]
    who = "An import" if actor is None else actor["name"] or actor["username"]
    if actor is not None and actor["id"] == step.actor.pk:
        who = "You yourself"
    did = _DID.get(event["action"].split(".")[1], "changed")
    return f"{who} {did} this {block.kind} since, at {event['at'][:16].replace('T', ' ')} UTC."
