"""The room that a corpus' files take, and the caller's files that have come in part."""

from typing import Any

from django.conf import settings
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.access import to_corpus
from api.base import View
from api.docs import endpoint
from api.fields import Stamp
from corpus.models import PartialUpload
from corpus.quotas import room_of
from corpus.services.partials import expires_at


class UnfinishedUpload(serializers.Serializer[Any]):
    """A file of which `received` of `size` bytes are here; `/tus/{id}/` goes on with it.

    `modified`: the file's own time in milliseconds, if its sender said so.
    """

    id = serializers.UUIDField()
    name = serializers.CharField()
    size = serializers.IntegerField()
    received = serializers.IntegerField()
    modified = serializers.IntegerField(allow_null=True)
    touched_at = Stamp()
    expires_at = Stamp()


class Storage(serializers.Serializer[Any]):
    """Bytes: `used` by kept files, `reserved` for those on their way, together at most `limit`.

    `upload_limit`: of one file. `unfinished`: the caller's own, the newest first.
    """

    used = serializers.IntegerField()
    reserved = serializers.IntegerField()
    limit = serializers.IntegerField(allow_null=True)
    upload_limit = serializers.IntegerField()
    unfinished = UnfinishedUpload(many=True)


class StorageView(View):
    """How much room there is."""

    @endpoint("storage", answers={200: Storage}, refuses=(404,))
    def get(self, request: Request, corpus: int) -> Response:
        """Show it."""
        access = to_corpus(request, corpus)
        room = room_of(access.corpus)
        mine = PartialUpload.objects.filter(
            corpus=corpus, created_by=access.user, upload=None
        ).order_by("-touched_at", "id")
        return Response(
            {
                "used": room.used,
                "reserved": room.reserved,
                "limit": room.limit,
                "upload_limit": settings.UPLOAD_LIMIT,
                "unfinished": [_shown(one) for one in mine],
            }
        )


def _shown(partial: PartialUpload) -> dict[str, Any]:
    stamp = Stamp().to_representation
    return {
        "id": partial.pk,
        "name": partial.name,
        "size": partial.size,
        "received": partial.received,
        "modified": partial.options.get("modified"),
        "touched_at": stamp(partial.touched_at),
        "expires_at": stamp(expires_at(partial)),
    }
