"""The codebook: list, create, change, archive codes."""

import json
import re
from collections.abc import Collection
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from annotations import codes
from annotations.codebook import PIGMENTS
from annotations.models import LEVELS, Code
from annotations.moving import preview_archiving
from annotations.queries import codes_shown
from api.access import Access, to_corpus
from api.auth import signed_in
from api.base import View, once
from api.docs import IDEMPOTENCY, IF_MATCH, PAGING, endpoint, query
from api.fields import BIGGEST_INT, IdField, Person, Stamp, page_of
from api.pages import bad_cursor, page_reply, require_match
from api.views.accounts import valid
from corpus.errors import NotFoundError
from corpus.keyset import Page, Place
from corpus.rules import Action

_COLOUR = rf"^({'|'.join(PIGMENTS)}|#[0-9a-fA-F]{{6}})$"


class CodeCounts(serializers.Serializer[Any]):
    """Annotations of a code itself, and with all codes below it."""

    own = serializers.IntegerField()
    subtree = serializers.IntegerField()
    outdated = serializers.IntegerField(
        help_text="Own ones made, or last looked at, before the definition changed."
    )


class CodeFields(serializers.Serializer[Any]):
    """What people may set."""

    name = serializers.CharField(max_length=200)
    parent = IdField(required=False, allow_null=True)  # type: ignore[assignment]  # api.md names it
    colour = serializers.RegexField(
        _COLOUR,
        required=False,
        error_messages={"invalid": f"A pigment ({', '.join(PIGMENTS)}) or #rrggbb."},
    )
    definition = serializers.CharField(required=False, allow_blank=True, max_length=100_000)
    include = serializers.CharField(required=False, allow_blank=True, max_length=100_000)
    exclude = serializers.CharField(required=False, allow_blank=True, max_length=100_000)
    examples = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=1000)
    key = serializers.CharField(required=False, allow_blank=True, max_length=10)
    levels = serializers.ListField(
        child=serializers.ChoiceField(LEVELS), required=False, allow_empty=False
    )
    position = serializers.IntegerField(required=False, min_value=0, max_value=BIGGEST_INT)
    archived = serializers.BooleanField(required=False)
    locked = serializers.BooleanField(required=False)


class CodeShown(CodeFields):
    """A category of the codebook; `path` are the names from the root down to its own."""

    id = serializers.IntegerField()
    corpus = serializers.IntegerField()
    path = serializers.ListField(child=serializers.CharField())
    counts = CodeCounts()
    merged_into = serializers.IntegerField(allow_null=True)
    defined_at = Stamp(help_text="When definition, include or exclude last changed.")
    version = serializers.IntegerField()

    class Meta:
        ref_name = "Code"


class TouchedFields(serializers.Serializer[Any]):
    """What a change of the codebook reaches; the preview and the answer say the same."""

    annotations = serializers.IntegerField(help_text="Of threads that are not hidden.")
    duplicates = serializers.IntegerField(
        help_text="Of them, those removed because their coder said the same with the other code."
    )
    children = serializers.IntegerField(help_text="Codes below: a merge's next, else all.")
    memos = serializers.IntegerField()
    threads = serializers.IntegerField()
    coders = Person(many=True)


class CodesView(View):
    """The codes of a corpus."""

    @endpoint(
        "codes", answers={200: page_of(CodeShown, "Code")}, refuses=(400, 404),
        parameters=[*PAGING, query("archived", description="true: archived ones too.")],
    )  # fmt: skip
    def get(self, request: Request, corpus: int) -> HttpResponse:
        """List them in the codebook's order: each code before those below it."""
        to_corpus(request, corpus)
        archived = request.query_params.get("archived") in ("true", "1")
        rows = codes_shown(corpus, archived=archived)
        return page_reply(request, lambda place, size: _slice(rows, place, size))

    @endpoint(
        "create_code", body=CodeFields, answers={201: CodeShown},
        refuses=(400, 403, 404, 409, 422), parameters=[IDEMPOTENCY],
    )  # fmt: skip
    def post(self, request: Request, corpus: int) -> Any:
        """Add one."""
        access = to_corpus(request, corpus, Action.CREATE_CODE)

        def make() -> Response:
            fields = valid(CodeFields(data=request.data))
            code = codes.create_code(
                corpus=access.corpus,
                actor=access.user,
                parent=fields.pop("parent", None),
                **fields,
            )
            return _reply(code, status=201)

        return once(request, make)


class CodeView(View):
    """One code."""

    @endpoint("code", answers={200: CodeShown}, refuses=(404,))
    def get(self, request: Request, code: int) -> Response:
        """Show it."""
        return _reply(_find(request, code))

    @endpoint(
        "change_code", body=CodeFields, answers={200: CodeShown},
        refuses=(400, 403, 404, 409, 412, 422, 428), parameters=[IF_MATCH],
    )  # fmt: skip
    @transaction.atomic
    def patch(self, request: Request, code: int) -> Response:
        """Change some fields; `archived: false` brings it back, `locked: false` unlocks it."""
        found, access = matching(request, code)
        changes = valid(CodeFields(data=request.data, partial=True))
        return _reply(codes.change_code(found, actor=access.user, changes=changes))

    @endpoint(
        "archive_code", answers={200: TouchedFields, 204: None},
        refuses=(403, 404, 409, 412, 428),
        parameters=[IF_MATCH, query("dry_run", description="true: say only what it reaches.")],
    )  # fmt: skip
    @transaction.atomic
    def delete(self, request: Request, code: int) -> Response:
        """Archive it with all below it; what they coded stays."""
        found, access = matching(request, code)
        if request.query_params.get("dry_run") in ("true", "1"):
            return Response(asdict(preview_archiving(found)))
        codes.archive_code(found, actor=access.user)
        return Response(status=204)


def matching(request: Request, code: int) -> tuple[Code, Access]:
    """Return a code with the whole codebook held, if `If-Match` names its version.

    Raises:
        StaleError, PreconditionMissingError: it does not, or is missing.
    """
    found = _find(request, code)
    access = to_corpus(request, found.corpus_id, Action.EDIT_CODEBOOK)
    held = codes.hold_codebook(found.corpus_id).get(code)
    if held is None:
        raise _unknown(code)
    require_match(request, version=held.version, current=lambda: shown(held))
    return held, access


def _find(request: Request, code_id: int) -> Code:
    code = Code.objects.filter(
        pk=code_id,
        deleted_at=None,
        corpus__memberships__user=signed_in(request),
        corpus__deleted_at=None,
    ).first()
    if code is None:
        raise _unknown(code_id)
    return code


def _unknown(code_id: int) -> NotFoundError:
    return NotFoundError(f"There is no code {code_id} in your corpora.")


def shown(code: Code) -> dict[str, Any]:
    """Return a code as the API shows it."""
    return shown_by_id(code.corpus_id, [code.pk])[code.pk]


def shown_by_id(corpus_id: int, ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """Return codes as the API shows them, archived ones too, by their ids."""
    return {row["id"]: row for row in codes_shown(corpus_id, archived=True, only=ids)}


def _reply(code: Code, *, status: int = 200) -> Response:
    return Response(shown(code), status=status, headers={"ETag": f'"{code.version}"'})


def _slice(rows: list[dict[str, Any]], place: Place | None, size: int) -> Page:
    """Cut a page out of the whole codebook, which is read at once for its paths and counts."""
    at = _row_of(place, rows) if place else 0
    if place and place.backwards:
        start, end = max(0, at - size), at
    else:
        start = at + 1 if place else 0
        end = start + size
    cut = rows[start:end]
    return Page(
        [json.dumps(row, ensure_ascii=False, default=str) for row in cut],
        _at(end - 1, cut[-1]) if cut and end < len(rows) else None,
        _at(start, cut[0], backwards=True) if cut and start else None,
    )


def _row_of(place: Place, rows: list[dict[str, Any]]) -> int:
    """Return where a code stands now; one that was archived since stood where the place says."""
    for number, row in enumerate(rows):
        if str(row["id"]) == place.id:
            return number
    if not re.fullmatch("[0-9]{1,9}", place.key):
        raise bad_cursor()
    return int(place.key) - (not place.backwards)


def _at(number: int, row: dict[str, Any], *, backwards: bool = False) -> Place:
    return Place(str(number), str(row["id"]), backwards=backwards)
