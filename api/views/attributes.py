"""Attributes: the columns that a corpus knows of its threads and participants."""

from collections.abc import Mapping
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
from api.fields import BIGGEST_INT, Strict, page_of
from api.pages import page_reply, raw_json, require_match
from api.views.accounts import valid
from corpus.arriving import ATTRIBUTE_KINDS, ATTRIBUTE_OWNERS
from corpus.attribute_queries import attribute_json, attribute_shown, filters_of, list_attributes
from corpus.attributes import MOST_CHARACTERS
from corpus.errors import NotFoundError
from corpus.models import Attribute
from corpus.rules import Action
from corpus.services import attributes

FILTER_HELP = (
    "A name, a colon and a value: `Town:Old Port`, `Age:>=30`, `Aired:<2019-04`, `Town:!Old Port`,"
    " `Town:*` (there is one), `Town:` (there is none). May be given several times: all count."
)


class AttributeHead(serializers.Serializer[Any]):
    """An attribute that a corpus knows; its values stand with the threads or participants."""

    id = serializers.IntegerField()
    corpus = serializers.IntegerField()
    owner = serializers.ChoiceField(ATTRIBUTE_OWNERS)
    name = serializers.CharField()
    kind = serializers.ChoiceField(ATTRIBUTE_KINDS)
    position = serializers.IntegerField()
    version = serializers.IntegerField()

    class Meta:
        ref_name = "Attribute"


class AttributeValue(serializers.Serializer[Any]):
    """A value and how many have it."""

    value = serializers.CharField()
    count = serializers.IntegerField()


class AttributeShown(AttributeHead):
    """An attribute with its most common values; `filled`: how many have one, `more`: others too."""

    filled = serializers.IntegerField()
    values = AttributeValue(many=True)
    more = serializers.BooleanField()

    class Meta:
        ref_name = "AttributeWhole"


class AttributeChanges(Strict):
    """What may be changed; values move along with a new name."""

    name = serializers.CharField(required=False, max_length=MOST_CHARACTERS)
    kind = serializers.ChoiceField(ATTRIBUTE_KINDS, required=False)
    position = serializers.IntegerField(required=False, min_value=0, max_value=BIGGEST_INT)


class NewAttribute(Strict):
    """An attribute without values yet."""

    owner = serializers.ChoiceField(ATTRIBUTE_OWNERS)
    name = serializers.CharField(max_length=MOST_CHARACTERS)
    kind = serializers.ChoiceField(ATTRIBUTE_KINDS, default="text")


class AttributeFilters(serializers.Serializer[Any]):
    """The filter of the list."""

    owner = serializers.ChoiceField(ATTRIBUTE_OWNERS, required=False)


class OfThread(serializers.Serializer[Any]):
    """The filter by attributes of threads."""

    attribute = serializers.CharField(required=False, help_text=FILTER_HELP)


class OfThreadAndAuthor(OfThread):
    """The filters by attributes of threads, and of who wrote the post."""

    author_attribute = serializers.CharField(
        required=False, help_text="As `attribute`, of the participant who wrote the post."
    )


def described(request: Request, corpus: int, *owners: str) -> Mapping[str, Any]:
    """Return the filters by attributes that a request names, parsed: by the name of each.

    Raises:
        MalformedError: one that cannot be read.
    """
    given = request.query_params
    names = {"thread": "attribute", "participant": "author_attribute"}
    return {
        names[owner]: filters_of(corpus, owner, given.getlist(names[owner]))
        for owner in owners
        if names[owner] in given
    }


class AttributesView(View):
    """The attributes of a corpus."""

    @endpoint(
        "attributes", answers={200: page_of(AttributeHead, "Attribute")}, refuses=(400, 404),
        parameters=[*PAGING, AttributeFilters],
    )  # fmt: skip
    def get(self, request: Request, corpus: int) -> HttpResponse:
        """List them in their order."""
        to_corpus(request, corpus)
        owner = valid(AttributeFilters(data=request.query_params.dict())).get("owner")
        return page_reply(
            request,
            lambda place, size: list_attributes(
                corpus_id=corpus, owner=owner, place=place, size=size
            ),
        )

    @endpoint(
        "create_attribute", body=NewAttribute, answers={201: AttributeShown},
        refuses=(400, 403, 404, 409, 422), parameters=[IDEMPOTENCY],
    )  # fmt: skip
    def post(self, request: Request, corpus: int) -> Any:
        """Make one; it has no values yet."""
        access = to_corpus(request, corpus, Action.UPLOAD)
        given = valid(NewAttribute(data=request.data))

        def answer() -> HttpResponse:
            made = attributes.create(access.corpus, actor=access.user, **given)
            return raw_json(attribute_json(made), status=201, version=made.version)

        return once(request, answer)


class AttributeView(View):
    """One attribute."""

    @endpoint("attribute", answers={200: AttributeShown}, refuses=(404,))
    def get(self, request: Request, attribute: int) -> HttpResponse:
        """Show it with its most common values."""
        found = _visible(request, attribute)
        return raw_json(attribute_json(found), version=found.version)

    @endpoint(
        "change_attribute", body=AttributeChanges, answers={200: AttributeShown},
        refuses=(400, 403, 404, 409, 412, 428), parameters=[IF_MATCH],
    )  # fmt: skip
    @transaction.atomic
    def patch(self, request: Request, attribute: int) -> HttpResponse:
        """Set its name, kind or place; with another name its values move along."""
        found, access = self._matching(request, attribute)
        changes = valid(AttributeChanges(data=request.data))
        attributes.change(found, actor=access.user, changes=changes)
        return raw_json(attribute_json(found), version=found.version)

    @endpoint(
        "delete_attribute", answers={204: None}, refuses=(403, 404, 412, 428),
        parameters=[IF_MATCH],
    )  # fmt: skip
    @transaction.atomic
    def delete(self, request: Request, attribute: int) -> Response:
        """Take it away with its values; to be undone."""
        found, access = self._matching(request, attribute)
        attributes.delete(found, actor=access.user)
        return Response(status=204)

    def _matching(self, request: Request, attribute: int) -> tuple[Attribute, Access]:
        access = to_corpus(request, _visible(request, attribute).corpus_id, Action.UPLOAD)
        found = attributes.hold(attribute)
        require_match(request, version=found.version, current=lambda: attribute_shown(found))
        return found, access


def _visible(request: Request, attribute: int) -> Attribute:
    found = Attribute.objects.filter(
        pk=attribute, corpus__memberships__user=signed_in(request), corpus__deleted_at=None
    ).first()
    if found is None:
        raise NotFoundError(f"There is no attribute {attribute} in your corpora.")
    return found
