"""Annotations: create (idempotent PUT), read, change, remove, list. Many at once: `bulk`."""

import json
import uuid
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from annotations import services
from annotations.models import Annotation
from annotations.queries import annotation_json, list_annotations
from api.access import Access, to_corpus
from api.auth import signed_in
from api.base import View, once
from api.claims import (
    AnnotationChanges,
    AnnotationFilters,
    AnnotationShown,
    ClaimFields,
    NewAnnotation,
    claim_of,
)
from api.docs import IDEMPOTENCY, IF_MATCH, MAY_MATCH, PAGING, endpoint
from api.fields import page_of
from api.pages import page_reply, raw_json, require_match
from api.views.accounts import valid
from api.views.attributes import OfThreadAndAuthor, described
from corpus.errors import NotFoundError
from corpus.rules import Action


class AnnotationsView(View):
    """The annotations of a corpus."""

    write_scope = "annotate"

    @endpoint(
        "annotations", answers={200: page_of(AnnotationShown, "Annotation")},
        refuses=(400, 404), parameters=[*PAGING, AnnotationFilters, OfThreadAndAuthor],
    )  # fmt: skip
    def get(self, request: Request, corpus: int) -> HttpResponse:
        """List them, oldest first."""
        to_corpus(request, corpus)
        filters = valid(AnnotationFilters(data=request.query_params.dict()))
        filters = {**filters, **described(request, corpus, "thread", "participant")}
        return page_reply(
            request,
            lambda place, size: list_annotations(
                corpus_id=corpus, filters=filters, place=place, size=size
            ),
        )

    @endpoint(
        "create_annotation", body=NewAnnotation,
        answers={200: AnnotationShown, 201: AnnotationShown},
        refuses=(400, 403, 404, 409, 422), parameters=[IDEMPOTENCY],
    )  # fmt: skip
    def post(self, request: Request, corpus: int) -> Any:
        """Create one; without an id the server makes it."""
        body = valid(NewAnnotation(data=request.data))
        given = body.pop("id", None) or uuid.uuid4()
        return once(request, lambda: _create(request, corpus, given, body))


class AnnotationOfCorpusView(View):
    """PUT: create an annotation under the client's own id."""

    write_scope = "annotate"

    @endpoint(
        "put_annotation", body=ClaimFields, answers={200: AnnotationShown, 201: AnnotationShown},
        refuses=(400, 403, 404, 409, 422),
    )  # fmt: skip
    def put(self, request: Request, corpus: int, annotation: UUID) -> HttpResponse:
        """Create it; the same again answers 200 with its current state."""
        return _create(request, corpus, annotation, valid(ClaimFields(data=request.data)))


class AnnotationView(View):
    """One annotation."""

    write_scope = "annotate"

    @endpoint("annotation", answers={200: AnnotationShown}, refuses=(404,))
    def get(self, request: Request, annotation: UUID) -> HttpResponse:
        """Show it."""
        found = _visible(request).filter(pk=annotation).first()
        if found is None:
            raise _unknown(annotation)
        return raw_json(annotation_json(found.pk), version=found.version)

    @endpoint(
        "change_annotation", body=AnnotationChanges, answers={200: AnnotationShown},
        refuses=(400, 403, 404, 409, 412, 422, 428), parameters=[IF_MATCH],
    )  # fmt: skip
    @transaction.atomic
    def patch(self, request: Request, annotation: UUID) -> HttpResponse:
        """Change code, passage or memo."""
        found, access = self._matching(request, annotation)
        changes = valid(AnnotationChanges(data=request.data))
        after = services.change_annotation(
            found, actor=access.user, role=access.role, changes=changes
        )
        return raw_json(after, version=found.version)

    @endpoint(
        "remove_annotation", answers={204: None}, refuses=(403, 404, 412, 428),
        parameters=[IF_MATCH],
    )  # fmt: skip
    @transaction.atomic
    def delete(self, request: Request, annotation: UUID) -> Response:
        """Take it back; its history stays."""
        found, access = self._matching(request, annotation)
        services.remove_annotation(found, actor=access.user, role=access.role)
        return Response(status=204)

    def _matching(self, request: Request, annotation: UUID) -> tuple[Annotation, Access]:
        found, access = _held(request, annotation)
        require_match(
            request,
            version=found.version,
            current=lambda: json.loads(annotation_json(found.pk)),
        )
        return found, access


class AnnotationReviewView(View):
    """POST: let an annotation stand as it is."""

    write_scope = "annotate"

    @endpoint(
        "review_annotation", answers={200: AnnotationShown}, refuses=(403, 404, 412),
        parameters=[IDEMPOTENCY, MAY_MATCH],
    )  # fmt: skip
    def post(self, request: Request, annotation: UUID) -> Any:
        """Note that it was looked at after its code's definition changed, and stands."""
        return once(request, lambda: _review(request, annotation))


@transaction.atomic
def _review(request: Request, annotation: UUID) -> HttpResponse:
    found, access = _held(request, annotation)
    if "If-Match" in request.headers:
        require_match(
            request, version=found.version, current=lambda: json.loads(annotation_json(found.pk))
        )
    after = services.review_annotation(found, actor=access.user, role=access.role)
    return raw_json(after, version=found.version)


def _held(request: Request, annotation: UUID) -> tuple[Annotation, Access]:
    """Return an annotation, locked, and the caller's access; who only reads has none."""
    rows = _visible(request).select_for_update(no_key=True, of=("self",))
    found = rows.filter(pk=annotation).first()
    if found is None:
        raise _unknown(annotation)
    return found, to_corpus(request, found.corpus_id, Action.CODE)


def _create(
    request: Request, corpus: int, annotation: UUID, body: Mapping[str, Any]
) -> HttpResponse:
    text, new = services.create_annotation(
        claim_of(corpus, body), annotation_id=annotation, coder=signed_in(request)
    )
    version = 1 if new else json.loads(text)["version"]
    return raw_json(text, status=201 if new else 200, version=version)


def _visible(request: Request) -> Any:
    return Annotation.objects.filter(
        deleted_at=None,
        thread__deleted_at=None,
        corpus__deleted_at=None,
        corpus__memberships__user=signed_in(request),
    )


def _unknown(annotation: UUID) -> NotFoundError:
    return NotFoundError(f"There is no annotation {annotation} in your corpora.")
