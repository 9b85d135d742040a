"""Participants: the names under which somebody wrote in a corpus."""

import json
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request

from api.access import to_corpus
from api.auth import signed_in
from api.base import View
from api.docs import IF_MATCH, PAGING, endpoint, query
from api.fields import AttributesField, IdField, Strict, page_of
from api.pages import page_reply, raw_json, require_match
from api.views.accounts import valid
from api.views.attributes import FILTER_HELP
from corpus.attribute_queries import filters_of
from corpus.errors import NotFoundError
from corpus.models import Participant
from corpus.queries import list_participants, participant_json
from corpus.rules import Action
from corpus.services import attributes, participants


class ParticipantCounts(serializers.Serializer[Any]):
    """How much somebody wrote."""

    entries = serializers.IntegerField()
    comments = serializers.IntegerField()
    threads = serializers.IntegerField()


class ParticipantName(serializers.Serializer[Any]):
    """A participant in brief."""

    id = serializers.IntegerField()
    name = serializers.CharField()

    class Meta:
        ref_name = "ParticipantInBrief"


class ParticipantShown(serializers.Serializer[Any]):
    """A name under which somebody wrote in a corpus.

    `merged_into` is the participant who, as somebody said, this is; `merged` are the names that
    belong to this one, whose posts are in `counts`.
    """

    id = serializers.IntegerField()
    name = serializers.CharField()
    sites = serializers.ListField(child=serializers.CharField())
    counts = ParticipantCounts()
    attributes = serializers.DictField()
    merged_into = serializers.IntegerField(allow_null=True)
    merged = ParticipantName(many=True)
    version = serializers.IntegerField()

    class Meta:
        ref_name = "Participant"


class ParticipantWhole(ParticipantShown):
    """A participant by itself, with others of the same site who gave the same e-mail address.

    They are a hint (`same_hash`): nobody merges them but you.
    """

    same_hash = ParticipantName(many=True)

    class Meta:
        ref_name = "ParticipantWhole"


class ParticipantChanges(Strict):
    """What may be said of a participant."""

    attributes = AttributesField()


class ParticipantsView(View):
    """The participants of a corpus."""

    @endpoint(
        "participants", answers={200: page_of(ParticipantShown, "Participant")},
        refuses=(400, 404),
        parameters=[
            *PAGING, query("q", description="A part of the name."),
            query("attribute", description=FILTER_HELP),
        ],
    )  # fmt: skip
    def get(self, request: Request, corpus: int) -> HttpResponse:
        """List them by name."""
        to_corpus(request, corpus)
        wanted = request.query_params.get("q")
        described = filters_of(corpus, "participant", request.query_params.getlist("attribute"))
        return page_reply(
            request,
            lambda place, size: list_participants(
                corpus_id=corpus, q=wanted, attribute=described, place=place, size=size
            ),
        )


class MergeRequest(serializers.Serializer[Any]):
    """Which names are one person's, and by which one they go."""

    into = IdField()
    participants = serializers.ListField(child=IdField(), min_length=1, max_length=1_000)


class MergeView(View):
    """POST: several names are one person's."""

    @endpoint(
        "merge_participants", body=MergeRequest, answers={200: ParticipantWhole},
        refuses=(400, 403, 404, 422),
    )  # fmt: skip
    def post(self, request: Request, corpus: int) -> HttpResponse:
        """Say so; posts keep the names under which they were written."""
        access = to_corpus(request, corpus, Action.MANAGE_CORPUS)
        given = valid(MergeRequest(data=request.data))
        target = participants.merge(access.corpus, actor=access.user, **given)
        return raw_json(participant_json(target.pk), version=target.version)


class SeparateView(View):
    """POST: a name is a person of its own after all."""

    @endpoint("separate_participant", answers={200: ParticipantWhole}, refuses=(403, 404))
    def post(self, request: Request, participant: int) -> HttpResponse:
        """Undo a merge."""
        found = _visible(request, participant)
        access = to_corpus(request, found.corpus_id, Action.MANAGE_CORPUS)
        held = participants.separate(found, actor=access.user)
        return raw_json(participant_json(held.pk), version=held.version)


class ParticipantView(View):
    """One participant."""

    @endpoint("participant", answers={200: ParticipantWhole}, refuses=(404,))
    def get(self, request: Request, participant: int) -> HttpResponse:
        """Show one."""
        found = _visible(request, participant)
        return raw_json(participant_json(found.pk), version=found.version)

    @endpoint(
        "change_participant", body=ParticipantChanges, answers={200: ParticipantWhole},
        refuses=(400, 403, 404, 412, 428), parameters=[IF_MATCH],
    )  # fmt: skip
    @transaction.atomic
    def patch(self, request: Request, participant: int) -> HttpResponse:
        """Set all attributes anew; a later import leaves those that differ alone."""
        found = _visible(request, participant)
        access = to_corpus(request, found.corpus_id, Action.MANAGE_CORPUS)
        held = attributes.hold_participant(found.pk)
        require_match(
            request, version=held.version, current=lambda: json.loads(participant_json(held.pk))
        )
        given = valid(ParticipantChanges(data=request.data))
        attributes.describe(held, actor=access.user, attributes=given["attributes"])
        return raw_json(participant_json(held.pk), version=held.version)


def _visible(request: Request, participant: int) -> Participant:
    found = Participant.objects.filter(
        pk=participant, corpus__memberships__user=signed_in(request), corpus__deleted_at=None
    ).first()
    if found is None:
        raise NotFoundError(f"There is no participant {participant} in your corpora.")
    return found
