"""Tables of unknown structure: what their columns mean, tried out, applied, remembered."""

import json
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response

from api.access import Access, to_corpus, to_upload
from api.auth import signed_in
from api.base import View
from api.docs import IF_MATCH, PAGING, endpoint
from api.fields import page_of
from api.pages import page_reply, raw_json, require_match
from api.tables import (
    MappingGiven,
    MappingGivenAsked,
    MappingTrial,
    MappingTrialAsked,
    MappingTried,
    SavedMapping,
    SavedMappingChanges,
    SavedMappingChangesAsked,
    TableQuery,
    TableSeen,
)
from api.views.accounts import valid
from api.views.uploads import UploadShown
from corpus import mapped
from corpus.models import Mapping
from corpus.queries import upload_json
from corpus.rules import Action
from corpus.services import mappings


class UploadMappingView(View):
    """What the columns of an upload mean."""

    @endpoint(
        "upload_mapping", answers={200: TableSeen}, refuses=(403, 404, 409, 415, 422),
        parameters=[TableQuery],
    )  # fmt: skip
    def get(self, request: Request, corpus: int, upload: UUID) -> Response:
        """Look at the first rows: columns, samples, and the mapping that is given or guessed."""
        access = to_corpus(request, corpus, Action.UPLOAD)
        asked = valid(TableQuery(data=request.query_params.dict()))
        if "header" not in request.query_params:
            asked.pop("header", None)
        return Response(mapped.seen(to_upload(access, upload), asked))

    @endpoint(
        "map_upload", body=MappingGivenAsked, answers={202: UploadShown},
        refuses=(400, 403, 404, 409, 415, 422),
    )  # fmt: skip
    def put(self, request: Request, corpus: int, upload: UUID) -> HttpResponse:
        """Have the whole file read with a mapping; it loads when all is accounted for."""
        access = to_corpus(request, corpus, Action.UPLOAD)
        found = to_upload(access, upload)
        given = valid(MappingGiven(data=request.data))
        with transaction.atomic():
            mappings.apply(found, given["mapping"], actor=access.user)
            if given["remember"]:
                name = given.get("name", "")
                mappings.remember(found, given["mapping"], name=name, actor=access.user)
        if given["remember"]:
            mappings.look_again(corpus, actor=access.user)
        return raw_json(upload_json(found.pk), status=202)


class MappingPreviewView(View):
    """POST: try a mapping out."""

    @endpoint(
        "preview_mapping", body=MappingTrialAsked, answers={200: MappingTried},
        refuses=(400, 403, 404, 409, 415, 422),
    )  # fmt: skip
    def post(self, request: Request, corpus: int, upload: UUID) -> Response:
        """Show the first threads as it reads them; nothing is stored."""
        access = to_corpus(request, corpus, Action.UPLOAD)
        found = to_upload(access, upload)
        given = valid(MappingTrial(data=request.data))
        return Response(mapped.tried(found, given["mapping"]))


class MappingsView(View):
    """The mappings that a corpus remembers."""

    @endpoint(
        "mappings", answers={200: page_of(SavedMapping, "SavedMapping")}, refuses=(404,),
        parameters=PAGING,
    )  # fmt: skip
    def get(self, request: Request, corpus: int) -> HttpResponse:
        """List them, newest first."""
        to_corpus(request, corpus)
        return page_reply(
            request,
            lambda place, size: mapped.list_mappings(corpus_id=corpus, place=place, size=size),
        )


class SavedMappingView(View):
    """One of them."""

    @endpoint(
        "change_mapping", body=SavedMappingChangesAsked, answers={200: SavedMapping},
        refuses=(400, 403, 404, 412, 422, 428), parameters=[IF_MATCH],
    )  # fmt: skip
    @transaction.atomic
    def patch(self, request: Request, mapping: UUID) -> HttpResponse:
        """Give it another name, or let it say something else."""
        found, access = _matching(request, mapping)
        changes = valid(SavedMappingChanges(data=request.data))
        mappings.change(found, actor=access.user, changes=changes)
        return raw_json(mapped.mapping_json(found.pk), version=found.version)

    @endpoint(
        "forget_mapping", answers={204: None}, refuses=(403, 404, 412, 428), parameters=[IF_MATCH]
    )
    @transaction.atomic
    def delete(self, request: Request, mapping: UUID) -> Response:
        """Forget it; what was read with it stays as it is."""
        found, access = _matching(request, mapping)
        mappings.forget(found, actor=access.user)
        return Response(status=204)


def _matching(request: Request, mapping_id: UUID) -> tuple[Mapping, Access]:
    """Return a mapping, its row locked, that the caller may change and whose version they saw."""
    found = mapped.held(mapping_id, user=signed_in(request))
    access = to_corpus(request, found.corpus_id, Action.UPLOAD)
    require_match(
        request,
        version=found.version,
        current=lambda: json.loads(mapped.mapping_json(found.pk)),
    )
    return found, access
