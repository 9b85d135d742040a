"""Why a claim cannot be recorded: the slow path that finds the exact reason, and repeats.

The fast path is one statement that inserts or does not (`services`, `bulk`).
"""

import json
from uuid import UUID

from django.db.models import QuerySet, Value
from django.db.models.functions import Length, Substr

from annotations.claims import Claim
from annotations.models import Annotation, Code
from annotations.queries import annotation_json
from corpus.errors import ConflictError, ImpossibleError, NotFoundError
from corpus.models import Membership, Post, Thread, User
from corpus.rules import Action, Role, require

# Waits for a merge or an archiving of the code, and keeps it in use until the claim is stored.
_CODE = """
SELECT * FROM annotations_code WHERE id = %s AND corpus_id = %s AND deleted_at IS NULL
FOR KEY SHARE
"""


def refuse_or_repeat(claim: Claim, *, annotation_id: UUID, coder: User, created_as: str) -> str:
    """Return the stored annotation when the request repeats its creation, else raise why not.

    Raises:
        NotFoundError: the coder is no member of the corpus.
        ForbiddenError: readers do not code.
        ImpossibleError: the claim cannot be true.
        ConflictError: `id_taken`, `deleted`, `duplicate_annotation` (with `current`).
    """
    _require_member(claim.corpus, coder)
    stored = Annotation.objects.filter(pk=annotation_id).first()
    if stored is not None:
        if stored.corpus_id == claim.corpus and stored.deleted_at is not None:
            raise ConflictError("This annotation was removed; make a new id.", code="deleted")
        if stored.corpus_id != claim.corpus or stored.created_as != created_as:
            raise ConflictError(
                f"The id {annotation_id} belongs to another annotation: make a new one.",
                code="id_taken",
            )
        return annotation_json(stored.pk)
    check_claim(claim)
    same = Annotation.objects.filter(
        coder=coder,
        code=claim.code,
        post=claim.post,
        start=claim.start,
        end=claim.end,
        deleted_at=None,
        state="live",
        **({} if claim.post else {"thread": claim.thread}),
    ).first()
    if same is None:
        raise ConflictError("Somebody changed what you code just now: try again.", code="busy")
    raise ConflictError(
        "You have made the same claim already.",
        code="duplicate_annotation",
        extra={"current": json.loads(annotation_json(same.pk))},
    )


def check_claim(claim: Claim, *, passage: bool = True, keeps_code: bool = False) -> None:
    """Refuse a claim that cannot be true; `passage` says whether its span must be looked at.

    Raises:
        ImpossibleError: `foreign_code`, `code_archived`, `level_not_allowed`, `foreign_post`,
            `foreign_thread`, `span_out_of_range`, `quote_mismatch`.
    """
    if not keeps_code:
        _check_code(claim)
    if claim.level == "thread":
        found = Thread.objects.filter(pk=claim.thread or 0, corpus=claim.corpus, deleted_at=None)
        if not found.exists():
            raise _impossible(
                "thread", "foreign_thread", f"Thread {claim.thread} is not in this corpus."
            )
        return
    post = Post.objects.filter(pk=claim.post or 0, corpus=claim.corpus, thread__deleted_at=None)
    if not post.exists():
        raise _impossible("post", "foreign_post", f"Post {claim.post} is not in this corpus.")
    if claim.level == "passage" and passage:
        _check_span(claim, post)


def _check_span(claim: Claim, post: QuerySet[Post]) -> None:
    start, end = claim.start or 0, claim.end if claim.end is not None else -1
    length = post.annotate(length=Length("text")).values_list("length", flat=True).get()
    if not 0 <= start < end <= length:
        raise _impossible(
            "end" if end > length or end <= start else "start",
            "span_out_of_range",
            f"[{start}, {end}) is not a passage of a post of {length} code points.",
        )
    cut = post.annotate(cut=Substr("text", start + 1, Value(end - start))).values_list(
        "cut", flat=True
    )
    if (there := cut.get()) != claim.quote:
        raise _impossible(
            "quote",
            "quote_mismatch",
            f"The text at [{start}, {end}) is “{_short(there)}”, not “{_short(claim.quote or '')}”."
            " Positions count Unicode code points, not UTF-16 units or bytes.",
        )


def _check_code(claim: Claim) -> None:
    code = next(iter(Code.objects.raw(_CODE, [claim.code, claim.corpus])), None)
    if code is None:
        raise _impossible("code", "foreign_code", f"Code {claim.code} is not in this codebook.")
    if code.archived:
        raise _impossible("code", "code_archived", f"“{code.name}” is archived.")
    if claim.level not in code.levels:
        raise _impossible(
            "code",
            "level_not_allowed",
            f"“{code.name}” is for {', '.join(code.levels)}, not for a {claim.level}.",
        )


def _require_member(corpus_id: int, user: User) -> None:
    member = Membership.objects.filter(
        corpus_id=corpus_id, user=user, corpus__deleted_at=None
    ).first()
    if member is None:
        raise NotFoundError("There is no such corpus.")
    require(Action.CODE, role=Role(member.role))


def _impossible(field: str, code: str, message: str) -> ImpossibleError:
    return ImpossibleError(message, code=code, fields=[(field, code, message)])


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:40]}…{text[-15:]}"
