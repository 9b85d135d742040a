"""Search in a corpus' texts."""

from dataclasses import astuple
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.search import Start, search
from api.access import to_corpus
from api.base import View
from api.docs import PAGING, endpoint
from api.pages import address_at, bad_cursor, page_size, unpacked
from api.views.accounts import valid
from api.views.attributes import OfThreadAndAuthor, described
from api.views.threads import ParticipantName
from corpus.models import POST_KINDS
from corpus.search.syntax import parse


class HitCode(serializers.Serializer[Any]):
    """A code that lies over a hit."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    colour = serializers.CharField()


class Hit(serializers.Serializer[Any]):
    """One hit in its context; `start`/`end` are code points of the post's text."""

    thread = serializers.IntegerField()
    thread_title = serializers.CharField()
    post = serializers.IntegerField()
    post_number = serializers.IntegerField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    left = serializers.CharField()
    hit = serializers.CharField()
    right = serializers.CharField()
    author = ParticipantName(allow_null=True)
    written_at = serializers.CharField(allow_null=True)
    codes = HitCode(many=True)


class SearchReply(serializers.Serializer[Any]):
    """A page of hits in the corpus' order. `count` is a lower bound unless `exact`."""

    count = serializers.IntegerField()
    exact = serializers.BooleanField()
    next = serializers.URLField(allow_null=True)
    results = Hit(many=True)


class SearchQuery(serializers.Serializer[Any]):
    """The query and its filters."""

    q = serializers.CharField(
        max_length=2000, allow_blank=True, help_text='words, "phrases", -not, OR, prefix*'
    )
    author = serializers.IntegerField(required=False)
    kind = serializers.ChoiceField(POST_KINDS, required=False)
    written_after = serializers.DateTimeField(required=False)
    written_before = serializers.DateTimeField(required=False)
    code = serializers.IntegerField(required=False)
    thread = serializers.IntegerField(required=False)
    language = serializers.CharField(required=False)
    hidden = serializers.BooleanField(
        default=True, help_text="false: leave out spam, pingbacks, deleted and unpublished posts."
    )


class SearchView(View):
    """Search."""

    @endpoint(
        "search", answers={200: SearchReply}, refuses=(400, 404),
        parameters=[*PAGING, SearchQuery, OfThreadAndAuthor],
    )  # fmt: skip
    def get(self, request: Request, corpus: int) -> Response:
        """Find words, phrases and prefixes, without regard to case and diacritics."""
        to_corpus(request, corpus)
        given = valid(SearchQuery(data=request.query_params.dict()))
        query = parse(given.pop("q"))
        given = {**given, **described(request, corpus, "thread", "participant")}
        found = search(
            query, corpus_id=corpus, filters=given, start=_start(request), size=page_size(request)
        )
        return Response(
            {
                "count": found.count,
                "exact": found.exact,
                "next": address_at(request, astuple(found.next)) if found.next else None,
                "results": found.results,
            }
        )


def _start(request: Request) -> Start:
    cursor = request.query_params.get("cursor")
    if not cursor:
        return Start()
    match unpacked(cursor):
        case [int(post), int(number), int(count), bool(exact)]:
            return Start(post, number, count, exact)
    raise bad_cursor()
