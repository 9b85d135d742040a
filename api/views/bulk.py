"""Many annotations in one request."""

import json
from collections.abc import Mapping
from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.serializers import Serializer

from annotations import bulk
from api.access import Access, to_corpus
from api.base import View, once
from api.claims import AnnotationChanges, BulkHeads, BulkReply, BulkRequest, ClaimFields, claim_of
from api.docs import IDEMPOTENCY, endpoint
from api.pages import raw_json
from api.problems import described, problem
from api.views.accounts import valid
from corpus.errors import MalformedError
from corpus.rules import Action


class BulkView(View):
    """POST: many changes in one transaction."""

    write_scope = "annotate"

    @endpoint(
        "bulk_annotations", body=BulkRequest, answers={200: BulkReply},
        refuses=(400, 403, 404, 413, 422), parameters=[IDEMPOTENCY],
    )  # fmt: skip
    def post(self, request: Request, corpus: int) -> Any:
        """Take the steps in order."""
        access = to_corpus(request, corpus, Action.CODE)
        return once(request, lambda: _bulk(request, access))


def _bulk(request: Request, access: Access) -> Any:
    given = request.data.get("operations") if isinstance(request.data, dict) else None
    if isinstance(given, list) and len(given) > bulk.MOST_OPERATIONS:
        raise MalformedError(f"A bulk request has at most {bulk.MOST_OPERATIONS:,} operations.")
    body = valid(BulkHeads(data=request.data))
    # One serializer for all steps: making one costs more than checking with it.
    checks = {"put": ClaimFields(), "patch": AnnotationChanges()}
    operations = [
        _operation(checked, row, access.corpus.pk, checks, where=f"operations.{number}")
        for number, (checked, row) in enumerate(zip(body["operations"], given or [], strict=True))
    ]
    try:
        outcomes = bulk.apply(
            operations, corpus_id=access.corpus.pk, actor=access.user, role=access.role,
            atomic=body["atomic"],
        )  # fmt: skip
    except bulk.RefusedError as error:
        results = [json.loads(_result(outcome)) for outcome in error.outcomes]
        return problem(
            422, "bulk_refused", "At least one operation was refused, so none was carried out.",
            extra={"results": results},
        )  # fmt: skip
    return raw_json(f'{{"results":[{",".join(_result(outcome) for outcome in outcomes)}]}}')


def _operation(
    checked: dict[str, Any],
    row: dict[str, Any],
    corpus: int,
    checks: Mapping[str, Serializer[Any]],
    *,
    where: str,
) -> bulk.Operation:
    """Check one step by its kind: the fields of a claim, or of a change."""
    op, given = checked["op"], checked["id"]
    try:
        if op == "put":
            claim = claim_of(corpus, checks["put"].run_validation(row))
            return bulk.Operation(op, given, claim=claim)
        changes = checks["patch"].run_validation(row) if op == "patch" else {}
    except ValidationError as error:
        raise ValidationError(_nested(where, error.detail)) from error
    return bulk.Operation(op, given, changes=changes, if_match=checked.get("if_match"))


def _nested(where: str, detail: Any) -> dict[str, Any]:
    """Say in which step a field is faulty."""
    for name in reversed(where.split(".")):
        detail = {name: detail}
    return dict(detail)


def _result(outcome: bulk.Outcome) -> str:
    error = json.dumps(described(outcome.error), default=str) if outcome.error else "null"
    return (
        f'{{"id":"{outcome.id}","result":"{outcome.result}",'
        f'"annotation":{outcome.annotation or "null"},"error":{error}}}'
    )
