"""Corpora: list, create, read, change, delete."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.access import Access, to_corpus
from api.auth import signed_in
from api.base import View, once
from api.docs import IDEMPOTENCY, IF_MATCH, PAGING, endpoint
from api.fields import Stamp, page_of
from api.pages import page_reply, require_match
from api.views.accounts import valid
from corpus.models import Corpus, CorpusCounter
from corpus.queries import list_corpora
from corpus.rules import Action, Role
from corpus.services import corpora

COUNTS = ("uploads", "threads", "posts", "comments", "participants", "codes", "annotations")


class CorpusCounts(serializers.Serializer[Any]):
    """Totals of what is visible."""

    uploads = serializers.IntegerField()
    threads = serializers.IntegerField()
    posts = serializers.IntegerField()
    comments = serializers.IntegerField()
    participants = serializers.IntegerField()
    codes = serializers.IntegerField()
    annotations = serializers.IntegerField()


class CorpusFields(serializers.Serializer[Any]):
    """What people may set.

    `load_without_asking`: what is accounted for loads although its reader has doubts, but not
    where a page contradicts itself, two formats fit, a correction was lost or comments are missing.
    `keep_emails`, `keep_ips` (an owner's to set): commenters' addresses are kept from then on;
    else they are dropped when a file is read and only a keyed hash of the e-mail address stays.
    Taken back, what was kept is erased.
    """

    title = serializers.CharField(max_length=300)
    description = serializers.CharField(allow_blank=True, required=False, max_length=100_000)
    languages = serializers.ListField(
        child=serializers.CharField(max_length=35), required=False, max_length=50
    )
    timezone = serializers.CharField(allow_blank=True, required=False, max_length=64)
    licence = serializers.CharField(allow_blank=True, required=False, max_length=300)
    ethics_note = serializers.CharField(allow_blank=True, required=False, max_length=100_000)
    coders_create_codes = serializers.BooleanField(required=False)
    load_without_asking = serializers.BooleanField(required=False)
    keep_emails = serializers.BooleanField(required=False)
    keep_ips = serializers.BooleanField(required=False)


class CorpusShown(CorpusFields):
    """A corpus with the caller's role, actions and its totals."""

    id = serializers.IntegerField()
    role = serializers.ChoiceField([role.value for role in Role])
    actions = serializers.ListField(child=serializers.ChoiceField([a.value for a in Action]))
    counts = CorpusCounts()
    created_at = Stamp()
    version = serializers.IntegerField()

    class Meta:
        ref_name = "Corpus"


def shown(access: Access) -> dict[str, Any]:
    """Return a corpus as the caller sees it."""
    corpus = access.corpus
    counter = CorpusCounter.objects.get(corpus=corpus)
    return {
        "id": corpus.pk,
        **{field: getattr(corpus, field) for field in corpora.FIELDS},
        "role": access.role.value,
        "actions": access.actions,
        "counts": {name: getattr(counter, name) for name in COUNTS},
        "created_at": Stamp().to_representation(corpus.created_at),
        "version": corpus.version,
    }


class CorporaView(View):
    """The caller's corpora."""

    @endpoint("corpora", answers={200: page_of(CorpusShown, "Corpus")}, parameters=PAGING)
    def get(self, request: Request) -> HttpResponse:
        """List them by id."""
        user = signed_in(request)
        return page_reply(
            request, lambda place, size: list_corpora(user_id=user.pk, place=place, size=size)
        )

    @endpoint(
        "create_corpus", body=CorpusFields, answers={201: CorpusShown}, refuses=(400, 422),
        parameters=[IDEMPOTENCY],
    )  # fmt: skip
    def post(self, request: Request) -> Any:
        """Make one; the caller becomes its owner."""

        def make() -> Response:
            fields = valid(CorpusFields(data=request.data))
            corpus = corpora.create_corpus(owner=signed_in(request), **fields)
            corpus.refresh_from_db()
            access = Access(corpus, signed_in(request), Role.OWNER)
            return _reply(access, status=201)

        return once(request, make)


class CorpusView(View):
    """One corpus."""

    @endpoint("corpus", answers={200: CorpusShown}, refuses=(404,))
    def get(self, request: Request, corpus: int) -> Response:
        """Show it."""
        return _reply(to_corpus(request, corpus))

    @endpoint(
        "change_corpus", body=CorpusFields, answers={200: CorpusShown},
        refuses=(400, 403, 404, 412, 422, 428), parameters=[IF_MATCH],
    )  # fmt: skip
    @transaction.atomic
    def patch(self, request: Request, corpus: int) -> Response:
        """Change some fields."""
        access = self._matching(request, corpus, Action.MANAGE_CORPUS)
        changes = valid(CorpusFields(data=request.data, partial=True))
        corpora.change_corpus(
            access.corpus, actor=access.user, actor_role=access.role, changes=changes
        )
        return _reply(access)

    @endpoint(
        "delete_corpus", answers={204: None}, refuses=(403, 404, 412, 428), parameters=[IF_MATCH]
    )
    @transaction.atomic
    def delete(self, request: Request, corpus: int) -> Response:
        """Hide it from everybody; an operator can bring it back."""
        access = self._matching(request, corpus, Action.DELETE_CORPUS)
        corpora.delete_corpus(access.corpus, actor=access.user)
        return Response(status=204)

    def _matching(self, request: Request, corpus: int, action: Action) -> Access:
        access = to_corpus(request, corpus, action)
        locked = Corpus.objects.select_for_update(no_key=True).get(pk=access.corpus.pk)
        access = Access(locked, access.user, access.role)
        require_match(request, version=locked.version, current=lambda: shown(access))
        return access


def _reply(access: Access, *, status: int = 200) -> Response:
    return Response(shown(access), status=status, headers={"ETag": f'"{access.corpus.version}"'})
