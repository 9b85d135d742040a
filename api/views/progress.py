"""How far the caller has come with a thread."""

from typing import Any

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request

from annotations.models import PROGRESS_STATES
from annotations.progress import MOST_RANGES, progress_json, set_progress
from api.access import to_thread
from api.base import View
from api.docs import endpoint
from api.fields import BIGGEST_INT, IdField
from api.pages import raw_json
from api.views.accounts import valid


class Range(serializers.ListField):
    """A half-open range of post numbers."""

    child = serializers.IntegerField(min_value=0, max_value=BIGGEST_INT)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_length=2, max_length=2, **kwargs)


class ProgressShown(serializers.Serializer[Any]):
    """How far the caller has come; `mine` is `state` once more, as in the list of threads.

    `seen` are half-open ranges of post numbers; `at` is the post where the caller was last.
    """

    state = serializers.ChoiceField(PROGRESS_STATES)
    mine = serializers.ChoiceField(PROGRESS_STATES)
    seen = serializers.ListField(child=Range())
    at = serializers.IntegerField(allow_null=True)

    class Meta:
        ref_name = "ReadingProgress"


class ProgressRequest(serializers.Serializer[Any]):
    """What has changed; what is left out stays. `seen` replaces what was seen before."""

    state = serializers.ChoiceField(PROGRESS_STATES, required=False)
    seen = serializers.ListField(child=Range(), max_length=MOST_RANGES, required=False)
    at = IdField(required=False, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse a request that says nothing."""
        if not attrs:
            raise serializers.ValidationError("Give state, seen or at.")
        return attrs


class ThreadProgressView(View):
    """How far the caller has come with a thread."""

    write_scope = "annotate"

    @endpoint("thread_progress", answers={200: ProgressShown}, refuses=(404,))
    def get(self, request: Request, thread: int) -> HttpResponse:
        """Show it."""
        found, access = to_thread(request, thread)
        return raw_json(progress_json(thread_id=found.pk, coder_id=access.user.pk))

    @endpoint(
        "set_thread_progress", body=ProgressRequest, answers={200: ProgressShown},
        refuses=(400, 404, 422),
    )  # fmt: skip
    def put(self, request: Request, thread: int) -> HttpResponse:
        """Say so."""
        found, access = to_thread(request, thread)
        body = valid(ProgressRequest(data=request.data))
        set_progress(found, coder=access.user, moves="at" in body, **body)
        return raw_json(progress_json(thread_id=found.pk, coder_id=access.user.pk))
