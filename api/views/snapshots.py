"""Snapshots: a corpus frozen under a name, how it is described and how it is cited."""

import json
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from annotations import snapshots
from annotations.exports import citation
from annotations.models import Snapshot
from annotations.snapshot_queries import list_snapshots, snapshot_json
from api.access import Access, to_corpus
from api.base import View, once
from api.docs import IDEMPOTENCY, IF_MATCH, PAGING, endpoint
from api.fields import Person, Progress, Stamp, page_of
from api.pages import page_reply, raw_json, require_match
from api.views.accounts import valid
from corpus.errors import NotFoundError
from corpus.rules import Action

_ORCID = r"^(https://orcid\.org/)?\d{4}-\d{4}-\d{4}-\d{3}[\dX]$"


class Creator(serializers.Serializer[Any]):
    """Who is to be cited; a person's name is written “Given Family” or “Family, Given”."""

    name = serializers.CharField(max_length=200)
    orcid = serializers.RegexField(_ORCID, required=False, max_length=40)
    affiliation = serializers.CharField(required=False, max_length=300, allow_blank=True)


class CitedFields(serializers.Serializer[Any]):
    """The citation's own words."""

    title = serializers.CharField(required=False, max_length=300)
    description = serializers.CharField(required=False, allow_blank=True, max_length=100_000)
    creators = serializers.ListField(
        child=Creator(), required=False, allow_empty=False, max_length=1000
    )
    licence = serializers.CharField(required=False, allow_blank=True, max_length=300)
    doi = serializers.RegexField(
        r"^10\.\d{4,9}/\S+$", required=False, allow_blank=True, max_length=300
    )
    year = serializers.IntegerField(required=False, min_value=1000, max_value=9999)
    keywords = serializers.ListField(
        child=serializers.CharField(max_length=100), required=False, max_length=100
    )


class SnapshotFields(serializers.Serializer[Any]):
    """What people may set."""

    name = serializers.CharField(max_length=200)
    note = serializers.CharField(required=False, allow_blank=True, max_length=100_000)


class SnapshotChanges(SnapshotFields):
    """What people may change; the rows never change."""

    about = CitedFields(required=False)


class SnapshotShown(serializers.Serializer[Any]):
    """A snapshot and how far it has come.

    `about`: the citation's words, and what was found: `coders` with their numbers of annotations,
    `codebook`, `counts`, `files` (rows, bytes and SHA-256 of each CSV), `software_version`.
    """

    id = serializers.UUIDField()
    corpus = serializers.IntegerField()
    name = serializers.CharField()
    note = serializers.CharField()
    seq = serializers.IntegerField()
    status = serializers.ChoiceField(["queued", "running", "done", "failed"])
    error = serializers.CharField()
    progress = Progress()
    about = serializers.DictField()
    counts = serializers.DictField(child=serializers.IntegerField())
    exports = serializers.IntegerField()
    created_by = Person(allow_null=True)
    created_at = Stamp()
    finished_at = Stamp(allow_null=True)
    version = serializers.IntegerField()

    class Meta:
        ref_name = "Snapshot"


class SnapshotsView(View):
    """The snapshots of a corpus."""

    @endpoint(
        "snapshots", answers={200: page_of(SnapshotShown, "Snapshot")}, refuses=(404,),
        parameters=PAGING,
    )  # fmt: skip
    def get(self, request: Request, corpus: int) -> HttpResponse:
        """List them, newest first."""
        to_corpus(request, corpus, Action.EXPORT)
        return page_reply(
            request, lambda place, size: list_snapshots(corpus_id=corpus, place=place, size=size)
        )

    @endpoint(
        "take_snapshot", body=SnapshotFields, answers={202: SnapshotShown},
        refuses=(400, 403, 404, 422), parameters=[IDEMPOTENCY],
    )  # fmt: skip
    def post(self, request: Request, corpus: int) -> Any:
        """Have a worker freeze the corpus."""
        access = to_corpus(request, corpus, Action.MANAGE_CORPUS)

        def take() -> HttpResponse:
            fields = valid(SnapshotFields(data=request.data))
            made = snapshots.take_snapshot(corpus=access.corpus, actor=access.user, **fields)
            return raw_json(snapshot_json(made.pk), status=202)

        return once(request, take)


class SnapshotView(View):
    """One snapshot."""

    @endpoint("snapshot", answers={200: SnapshotShown}, refuses=(404,))
    def get(self, request: Request, corpus: int, snapshot: UUID) -> HttpResponse:
        """Show it."""
        return _reply(_find(to_corpus(request, corpus, Action.EXPORT), snapshot))

    @endpoint(
        "change_snapshot", body=SnapshotChanges, answers={200: SnapshotShown},
        refuses=(400, 403, 404, 409, 412, 428), parameters=[IF_MATCH],
    )  # fmt: skip
    @transaction.atomic
    def patch(self, request: Request, corpus: int, snapshot: UUID) -> HttpResponse:
        """Change name, note or how it is cited."""
        access, found = self._matching(request, corpus, snapshot)
        changes = valid(SnapshotChanges(data=request.data, partial=True))
        return _reply(snapshots.change_snapshot(found, actor=access.user, changes=changes))

    @endpoint(
        "delete_snapshot", answers={204: None}, refuses=(403, 404, 409, 412, 428),
        parameters=[IF_MATCH],
    )  # fmt: skip
    @transaction.atomic
    def delete(self, request: Request, corpus: int, snapshot: UUID) -> Response:
        """Throw it away with its rows; what was exported from it stays."""
        access, found = self._matching(request, corpus, snapshot)
        snapshots.delete_snapshot(found, actor=access.user)
        return Response(status=204)

    def _matching(
        self, request: Request, corpus: int, snapshot_id: UUID
    ) -> tuple[Access, Snapshot]:
        access = to_corpus(request, corpus, Action.MANAGE_CORPUS)
        _find(access, snapshot_id)
        found = Snapshot.objects.select_for_update(no_key=True).get(pk=snapshot_id)
        require_match(
            request, version=found.version, current=lambda: json.loads(snapshot_json(found.pk))
        )
        return access, found


class DataPackageView(View):
    """`datapackage.json`."""

    read_scope = "export"

    @endpoint("snapshot_datapackage", answers={200: OpenApiTypes.OBJECT}, refuses=(403, 404, 409))
    def get(self, request: Request, corpus: int, snapshot: UUID) -> HttpResponse:
        """Describe the snapshot's CSV files with their checksums (Frictionless, version 1)."""
        about = _about(request, corpus, snapshot)
        return _download(
            _json(citation.datapackage(about, about["files"])), "datapackage.json",
            "application/json",
        )  # fmt: skip


class DataCiteView(View):
    """`datacite.json`."""

    read_scope = "export"

    @endpoint("snapshot_datacite", answers={200: OpenApiTypes.OBJECT}, refuses=(403, 404, 409))
    def get(self, request: Request, corpus: int, snapshot: UUID) -> HttpResponse:
        """Give the metadata with which a DOI is registered (DataCite, schema 4)."""
        about = _about(request, corpus, snapshot)
        return _download(_json(citation.datacite(about)), "datacite.json", "application/json")


class CitationView(View):
    """`CITATION.cff`."""

    read_scope = "export"

    @endpoint(
        "snapshot_citation",
        answers={(200, "text/yaml"): OpenApiTypes.OBJECT},
        refuses=(403, 404, 409),
    )
    def get(self, request: Request, corpus: int, snapshot: UUID) -> HttpResponse:
        """Say how it is cited (Citation File Format 1.2.0)."""
        about = _about(request, corpus, snapshot)
        return _download(citation.cff(about), "CITATION.cff", "text/yaml; charset=utf-8")


class MethodsView(View):
    """`methods.md`."""

    read_scope = "export"

    @endpoint("snapshot_methods", answers={(200, "text/markdown"): str}, refuses=(403, 404, 409))
    def get(self, request: Request, corpus: int, snapshot: UUID) -> HttpResponse:
        """Say how the data were made, for the methods section."""
        about = _about(request, corpus, snapshot)
        return _download(citation.methods(about), "methods.md", "text/markdown; charset=utf-8")


def _about(request: Request, corpus: int, snapshot_id: UUID) -> dict[str, Any]:
    found = _find(to_corpus(request, corpus, Action.EXPORT), snapshot_id)
    snapshots.require_done(found)
    return snapshots.cited(found)


def _find(access: Access, snapshot_id: UUID) -> Snapshot:
    found = Snapshot.objects.filter(pk=snapshot_id, corpus=access.corpus).first()
    if found is None:
        raise NotFoundError(f"There is no snapshot {snapshot_id} in this corpus.")
    return found


def _reply(snapshot: Snapshot) -> HttpResponse:
    return raw_json(snapshot_json(snapshot.pk), version=snapshot.version)


def _json(said: dict[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def _download(text: str, name: str, media_type: str) -> HttpResponse:
    return HttpResponse(
        text.encode(),
        content_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
