"""Where the caller is in a corpus; what others see of it comes over the live stream."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api import presence
from api.access import to_corpus
from api.base import View
from api.docs import endpoint
from api.fields import IdField
from api.views.accounts import valid
from corpus.errors import ImpossibleError
from corpus.models import Post, Thread


class PresenceRequest(serializers.Serializer[Any]):
    """A tab of the caller's browser: what it shows, and whether somebody looks at it."""

    tab = serializers.UUIDField()
    thread = IdField(allow_null=True, required=False, default=None)
    post = IdField(allow_null=True, required=False, default=None)
    state = serializers.ChoiceField(presence.STATES)


class PresenceView(View):
    """The caller's presence in a corpus."""

    write_scope = "read"

    @endpoint("tell_presence", body=PresenceRequest, answers={204: None}, refuses=(400, 404, 422))
    def post(self, request: Request, corpus: int) -> Response:
        """Say where one is: on change, and again within 20 seconds, else it lapses after 45."""
        access = to_corpus(request, corpus)
        body = valid(PresenceRequest(data=request.data))
        _check_place(corpus, body["thread"], body["post"])
        body["tab"] = str(body["tab"])
        presence.tell(corpus, access.user, **body)
        return Response(status=204)


def _check_place(corpus: int, thread: int | None, post: int | None) -> None:
    """Refuse a place that is not in the corpus, or a post without its thread."""
    if post is not None:
        found = Post.objects.filter(pk=post, thread=thread, corpus=corpus).exists()
        field = "post"
    elif thread is not None:
        found = Thread.objects.filter(pk=thread, corpus=corpus).exists()
        field = "thread"
    else:
        return
    if not found:
        raise ImpossibleError(
            f"There is no such {field} in this corpus.",
            code=f"foreign_{field}",
            fields=[(field, f"foreign_{field}", "It is not in this corpus.")],
        )
