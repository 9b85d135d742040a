"""Threads and their posts: reading them, and how far one has come."""

from typing import Any

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request

from annotations import threads
from annotations.models import PROGRESS_STATES
from api.access import to_corpus, to_post, to_thread
from api.base import View
from api.docs import PAGING, endpoint, query
from api.fields import page_of
from api.pages import page_reply, raw_json
from api.views.accounts import valid
from api.views.attributes import OfThread, described
from corpus.errors import MalformedError
from corpus.models import POST_KINDS, POST_STATUSES, PRECISIONS


class ParticipantName(serializers.Serializer[Any]):
    """A participant in brief."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class PostAuthor(ParticipantName):
    """Who wrote a post; `is_entry_author`: the entry of this thread too."""

    is_entry_author = serializers.BooleanField()


class ThreadCounts(serializers.Serializer[Any]):
    """Totals of a thread."""

    comments = serializers.IntegerField()
    annotations = serializers.IntegerField()
    words = serializers.IntegerField()


class ThreadProgressShown(serializers.Serializer[Any]):
    """How far the caller has come with a thread."""

    mine = serializers.ChoiceField(PROGRESS_STATES)


class ThreadHead(serializers.Serializer[Any]):
    """A thread without its texts."""

    id = serializers.IntegerField()
    corpus = serializers.IntegerField()
    title = serializers.CharField()
    site = serializers.CharField()
    url = serializers.CharField()
    author = ParticipantName(allow_null=True)
    written_at = serializers.CharField(allow_null=True)
    written_at_precision = serializers.ChoiceField(PRECISIONS)
    language = serializers.CharField()
    attributes = serializers.DictField()
    counts = ThreadCounts()
    upload = serializers.UUIDField(allow_null=True)
    status = serializers.ChoiceField(POST_STATUSES)
    progress = ThreadProgressShown()
    version = serializers.IntegerField()


class PostSource(serializers.Serializer[Any]):
    """The span of the upload's decoded text from which a post was cut, in code points."""

    upload = serializers.UUIDField(allow_null=True)
    start = serializers.IntegerField(allow_null=True)
    end = serializers.IntegerField(allow_null=True)


class PostLink(serializers.Serializer[Any]):
    """An inferred link to another post of the thread."""

    kind = serializers.ChoiceField(["quotes", "mentions", "addresses"])
    post = serializers.IntegerField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    target_start = serializers.IntegerField(allow_null=True)
    target_end = serializers.IntegerField(allow_null=True)
    confidence = serializers.FloatField()


class PostShown(serializers.Serializer[Any]):
    """One contribution to a thread. Positions are code points of `text`, half-open."""

    id = serializers.IntegerField()
    thread = serializers.IntegerField()
    kind = serializers.ChoiceField(POST_KINDS)
    number = serializers.IntegerField()
    parent = serializers.IntegerField(allow_null=True)  # type: ignore[assignment]  # api.md names it
    parent_how = serializers.ChoiceField(["export", "markup", "indent", "manual"], allow_null=True)
    depth = serializers.IntegerField()
    author = PostAuthor(allow_null=True)
    written_at = serializers.CharField(allow_null=True)
    written_at_raw = serializers.CharField()
    written_at_precision = serializers.ChoiceField(PRECISIONS)
    url = serializers.CharField()
    external_id = serializers.CharField()
    status = serializers.ChoiceField(POST_STATUSES)
    language = serializers.CharField()
    text = serializers.CharField()
    text_version = serializers.IntegerField()
    sentences = serializers.ListField(child=serializers.ListField(child=serializers.IntegerField()))
    paragraphs = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField())
    )
    links = PostLink(many=True)
    flags = serializers.ListField(child=serializers.CharField())
    source = PostSource()  # type: ignore[assignment]  # api.md names it
    version = serializers.IntegerField()

    class Meta:
        ref_name = "Post"


class ThreadShown(ThreadHead):
    """A thread with its posts in reading order."""

    categories = serializers.ListField(child=serializers.CharField())
    posts = PostShown(many=True)

    class Meta:
        ref_name = "Thread"


class ThreadFilters(serializers.Serializer[Any]):
    """The filters of the list of threads."""

    q = serializers.CharField(required=False, max_length=200)
    author = serializers.IntegerField(required=False)
    site = serializers.CharField(required=False)
    language = serializers.CharField(required=False)
    written_after = serializers.DateTimeField(required=False)
    written_before = serializers.DateTimeField(required=False)
    code = serializers.IntegerField(required=False)
    coder = serializers.IntegerField(required=False)
    uncoded = serializers.BooleanField(required=False, allow_null=True, default=None)
    upload = serializers.UUIDField(required=False)
    domain = serializers.CharField(required=False)
    hidden = serializers.BooleanField(
        required=False, allow_null=True, default=None,
        help_text="false: leave out threads whose entry is a draft, private, deleted or the like.",
    )  # fmt: skip


class ThreadsView(View):
    """The threads of a corpus."""

    @endpoint(
        "threads", answers={200: page_of(ThreadHead, "Thread")}, refuses=(400, 404),
        parameters=[
            *PAGING, ThreadFilters, OfThread,
            query("sort", description="written_at, title, comments, annotations or id; with a"
                  " minus before it from the greatest down. Default -written_at."),
        ],
    )  # fmt: skip
    def get(self, request: Request, corpus: int) -> HttpResponse:
        """List them without their texts."""
        access = to_corpus(request, corpus)
        given = valid(ThreadFilters(data=request.query_params.dict()))
        filters = {name: value for name, value in given.items() if value is not None}
        filters |= described(request, corpus, "thread")
        sort = _sort(request.query_params.get("sort") or "-written_at")
        return page_reply(
            request,
            lambda place, size: threads.list_threads(
                corpus_id=corpus,
                user_id=access.user.pk,
                filters=filters,
                sort=sort,
                place=place,
                size=size,
            ),
        )


class ThreadView(View):
    """One thread."""

    @endpoint("thread", answers={200: ThreadShown}, refuses=(404,))
    def get(self, request: Request, thread: int) -> HttpResponse:
        """Show it with all its posts."""
        found, access = to_thread(request, thread)
        return raw_json(
            threads.thread_json(thread_id=found.pk, user_id=access.user.pk), version=found.version
        )


class PostView(View):
    """One post."""

    @endpoint("post", answers={200: PostShown}, refuses=(404,))
    def get(self, request: Request, post: int) -> HttpResponse:
        """Show it."""
        found, _ = to_post(request, post)
        return raw_json(threads.post_json(found.pk), version=found.version)


def _sort(given: str) -> threads.Sort:
    name = given.removeprefix("-")
    if name not in threads.SORTS:
        raise MalformedError(
            f"Threads can be sorted by {', '.join(threads.SORTS)}.",
            fields=[("sort", "invalid_choice", "With a minus before it from the greatest down.")],
        )
    return threads.Sort(name, descending=given.startswith("-"))
