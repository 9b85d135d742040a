"""Threads that may be one, and the domains that a corpus' texts link to."""

from typing import Any

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request

from annotations.twins import decide
from api.access import to_corpus
from api.auth import signed_in
from api.base import View
from api.docs import PAGING, endpoint, query
from api.fields import Stamp, page_of
from api.pages import page_reply, raw_json
from api.views.accounts import valid
from corpus.errors import NotFoundError
from corpus.finds import list_domains, list_twins, twin_json
from corpus.models import Twin
from corpus.rules import Action

STATES = ["suggested", "one", "different"]


class TwinThread(serializers.Serializer[Any]):
    """One of the two threads, in brief."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    site = serializers.CharField()
    url = serializers.CharField()
    comments = serializers.IntegerField()
    upload = serializers.UUIDField(allow_null=True)
    format = serializers.CharField(allow_null=True)

    class Meta:
        ref_name = "TwinThread"


class TwinShown(serializers.Serializer[Any]):
    """Two threads that may be one; `likeness` is the share of texts that stand in both, 0 to 1."""

    id = serializers.IntegerField()
    likeness = serializers.FloatField()
    state = serializers.ChoiceField(STATES)
    thread = TwinThread()
    other = TwinThread()
    decided_by = serializers.IntegerField(allow_null=True)
    decided_at = Stamp(allow_null=True)

    class Meta:
        ref_name = "Twin"


class TwinDecision(serializers.Serializer[Any]):
    """What a person says of them."""

    state = serializers.ChoiceField(["one", "different"])


class DomainShown(serializers.Serializer[Any]):
    """A domain, how often it is linked to, and in how many threads."""

    domain = serializers.CharField()
    count = serializers.IntegerField()
    threads = serializers.IntegerField()

    class Meta:
        ref_name = "Domain"


class TwinsView(View):
    """The pairs of a corpus."""

    @endpoint(
        "twins", answers={200: page_of(TwinShown, "Twin")}, refuses=(404,),
        parameters=[*PAGING, query("state", description="suggested, one or different.")],
    )  # fmt: skip
    def get(self, request: Request, corpus: int) -> HttpResponse:
        """List them, the newest suggestion first."""
        to_corpus(request, corpus)
        state = request.query_params.get("state") or None
        return page_reply(
            request,
            lambda place, size: list_twins(corpus_id=corpus, state=state, place=place, size=size),
        )


class TwinView(View):
    """One pair."""

    @endpoint("decide_twin", body=TwinDecision, answers={200: TwinShown}, refuses=(403, 404, 409))
    def post(self, request: Request, twin: int) -> HttpResponse:
        """Say whether they are one: then the newer is hidden and its codes move to the older."""
        found = Twin.objects.filter(
            pk=twin, corpus__memberships__user=signed_in(request), corpus__deleted_at=None
        ).first()
        if found is None:
            raise NotFoundError(f"There is no pair {twin} in your corpora.")
        access = to_corpus(request, found.corpus_id, Action.UPLOAD)
        decide(found.pk, state=valid(TwinDecision(data=request.data))["state"], actor=access.user)
        return raw_json(twin_json(found.pk))


class DomainsView(View):
    """The domains of a corpus."""

    @endpoint(
        "domains", answers={200: page_of(DomainShown, "Domain")}, refuses=(404,), parameters=PAGING
    )
    def get(self, request: Request, corpus: int) -> HttpResponse:
        """List them by name."""
        to_corpus(request, corpus)
        return page_reply(
            request, lambda place, size: list_domains(corpus_id=corpus, place=place, size=size)
        )
