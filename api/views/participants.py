"""Participants: the names under which somebody wrote in a corpus."""

from typing import Any

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request

from api.access import to_corpus
from api.auth import signed_in
from api.base import View
from api.docs import PAGING, endpoint, query
from api.fields import page_of
from api.pages import page_reply, raw_json
from corpus.errors import NotFoundError
from corpus.models import Participant
from corpus.queries import list_participants, participant_json


class ParticipantCounts(serializers.Serializer[Any]):
    """How much somebody wrote."""

    entries = serializers.IntegerField()
    comments = serializers.IntegerField()
    threads = serializers.IntegerField()


class ParticipantShown(serializers.Serializer[Any]):
    """A name under which somebody wrote in a corpus."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    sites = serializers.ListField(child=serializers.CharField())
    counts = ParticipantCounts()
    attributes = serializers.DictField()
    version = serializers.IntegerField()

    class Meta:
        ref_name = "Participant"


class ParticipantsView(View):
    """The participants of a corpus."""

    @endpoint(
        "participants", answers={200: page_of(ParticipantShown, "Participant")},
        refuses=(404,), parameters=[*PAGING, query("q", description="A part of the name.")],
    )  # fmt: skip
    def get(self, request: Request, corpus: int) -> HttpResponse:
        """List them by name."""
        to_corpus(request, corpus)
        wanted = request.query_params.get("q")
        return page_reply(
            request,
            lambda place, size: list_participants(
                corpus_id=corpus, q=wanted, place=place, size=size
            ),
        )


class ParticipantView(View):
    """One participant."""

    @endpoint("participant", answers={200: ParticipantShown}, refuses=(404,))
    def get(self, request: Request, participant: int) -> HttpResponse:
        """Show one."""
        found = Participant.objects.filter(
            pk=participant,
            corpus__memberships__user=signed_in(request),
            corpus__deleted_at=None,
        ).first()
        if found is None:
            raise NotFoundError(f"There is no participant {participant} in your corpora.")
        return raw_json(participant_json(found.pk), version=found.version)
