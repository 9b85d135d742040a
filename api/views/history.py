"""The corpus' history: every change, newest first."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

from annotations.history import list_events
from api.access import to_corpus
from api.base import View
from api.docs import PAGING, endpoint
from api.fields import BIGGEST_ID, Person, Stamp, page_of
from api.pages import page_reply
from api.views.accounts import valid


@extend_schema_field({"oneOf": [{"type": "integer"}, {"type": "string", "format": "uuid"}]})
class TargetId(serializers.Field[Any, Any, Any, Any]):
    """The id as its resource shows it: a number, or a UUID."""

    def to_internal_value(self, data: Any) -> Any:
        """Take it as it is; which of the two it must be depends on the type."""
        return data


class Target(serializers.Serializer[Any]):
    """What a change was made to."""

    type = serializers.CharField()
    id = TargetId()


class PlaceShown(serializers.Serializer[Any]):
    """Where in the corpus it happened; `number`: of the post, 0 the entry; null on the thread."""

    thread = serializers.IntegerField()
    title = serializers.CharField()
    number = serializers.IntegerField(allow_null=True)

    class Meta:
        ref_name = "EventPlace"


class EventShown(serializers.Serializer[Any]):
    """One change; `seq` numbers the corpus' changes without gap."""

    seq = serializers.IntegerField()
    at = Stamp()
    actor = Person(allow_null=True)
    action = serializers.CharField()
    target = Target()
    before = serializers.DictField(allow_null=True)
    after = serializers.DictField(allow_null=True)
    batch = serializers.IntegerField(help_text="`seq` of the first change of the same request.")
    undoes = serializers.IntegerField(allow_null=True, help_text="The batch it takes back.")
    redoes = serializers.IntegerField(allow_null=True, help_text="The batch it does again.")
    place = PlaceShown(allow_null=True)

    class Meta:
        ref_name = "Event"


class EventFilters(serializers.Serializer[Any]):
    """The filters of the history."""

    actor = serializers.IntegerField(required=False)
    action = serializers.CharField(required=False, max_length=40)
    target_type = serializers.CharField(required=False, max_length=20)
    target = serializers.CharField(required=False, max_length=36)
    batch = serializers.IntegerField(required=False)
    thread = serializers.IntegerField(
        required=False, min_value=1, max_value=BIGGEST_ID,
        help_text="Changes of the thread, its posts and what is coded in it.",
    )  # fmt: skip


class HistoryView(View):
    """The changes of a corpus."""

    @endpoint(
        "history", answers={200: page_of(EventShown, "Event")}, refuses=(400, 404),
        parameters=[*PAGING, EventFilters],
    )  # fmt: skip
    def get(self, request: Request, corpus: int) -> HttpResponse:
        """List them, newest first."""
        to_corpus(request, corpus)
        filters = valid(EventFilters(data=request.query_params.dict()))
        return page_reply(
            request,
            lambda place, size: list_events(
                corpus_id=corpus, filters=filters, place=place, size=size
            ),
        )
