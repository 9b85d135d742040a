"""Long threads bit by bit: the outline, windows of posts and annotations, finding words."""

from dataclasses import asdict
from typing import Any

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from annotations import windows
from annotations.queries import annotations_of_thread
from annotations.windows import MOST_POSTS, Window
from api.access import to_thread
from api.base import View
from api.claims import AnnotationShown
from api.docs import endpoint
from api.fields import BIGGEST_INT
from api.pages import raw_json
from api.views.accounts import valid
from api.views.threads import PostAuthor, PostShown, ThreadHead
from corpus.errors import MalformedError
from corpus.search.literal import Needle


def _column(kind: type[serializers.Field[Any, Any, Any, Any]], **how: Any) -> serializers.ListField:
    return serializers.ListField(child=kind(**how))


class PostColumns(serializers.Serializer[Any]):
    """Posts in reading order, one list per property; `author` is a place in `authors`."""

    id = _column(serializers.IntegerField)
    number = _column(serializers.IntegerField)
    parent = _column(serializers.IntegerField, allow_null=True)  # type: ignore[assignment]  # api.md
    depth = _column(serializers.IntegerField)
    kind = _column(serializers.CharField)
    status = _column(serializers.CharField)
    author = _column(serializers.IntegerField, allow_null=True)
    length = _column(serializers.IntegerField)
    words = _column(serializers.IntegerField)


class MarkColumns(serializers.Serializer[Any]):
    """How often each code was used by each coder in each post (its number), in reading order."""

    post = _column(serializers.IntegerField)
    code = _column(serializers.IntegerField)
    coder = _column(serializers.IntegerField)
    count = _column(serializers.IntegerField)


class OutlineHead(ThreadHead):
    """A thread without its posts."""

    categories = serializers.ListField(child=serializers.CharField())


class Outline(serializers.Serializer[Any]):
    """A thread without its texts; `seq` is the last event that it takes into account."""

    thread = OutlineHead()
    seq = serializers.IntegerField()
    posts = PostColumns()
    authors = PostAuthor(many=True)
    marks = MarkColumns()
    thread_annotations = serializers.IntegerField()


class PostsOfWindow(serializers.Serializer[Any]):
    """The posts of a window in reading order."""

    posts = PostShown(many=True)


class AnnotationsOfThread(serializers.Serializer[Any]):
    """Annotations of a thread in one reply; `seq` is the last event they take into account."""

    results = AnnotationShown(many=True)
    seq = serializers.IntegerField()


class FoundInPost(serializers.Serializer[Any]):
    """A place in a post's text: code points, half-open."""

    post = serializers.IntegerField()
    number = serializers.IntegerField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()


class FoundInThread(serializers.Serializer[Any]):
    """All hits counted, the first 1,000 shown, in reading order."""

    count = serializers.IntegerField()
    hits = FoundInPost(many=True)


class WindowQuery(serializers.Serializer[Any]):
    """A half-open range of post numbers."""

    to = serializers.IntegerField(required=False, min_value=0, max_value=BIGGEST_INT)

    def get_fields(self) -> dict[str, Any]:
        """Add the parameter whose name is a word of Python's."""
        start = serializers.IntegerField(required=False, min_value=0, max_value=BIGGEST_INT)
        return {"from": start, **super().get_fields()}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse a range that ends before it begins."""
        if attrs.get("to", BIGGEST_INT) < attrs.get("from", 0):
            raise serializers.ValidationError({"to": "The range ends before it begins."})
        return attrs


class FindQuery(serializers.Serializer[Any]):
    """What is looked for, and the post's number from which on."""

    q = serializers.CharField(max_length=200)

    def get_fields(self) -> dict[str, Any]:
        """Add the parameter whose name is a word of Python's."""
        start = serializers.IntegerField(required=False, min_value=0, max_value=BIGGEST_INT)
        return {**super().get_fields(), "from": start}


class OutlineView(View):
    """A thread without its texts."""

    @endpoint("thread_outline", answers={200: Outline}, refuses=(404,))
    def get(self, request: Request, thread: int) -> HttpResponse:
        """Show all posts in brief, and what was coded in them."""
        found, access = to_thread(request, thread)
        text = windows.outline_json(
            thread_id=found.pk, corpus_id=found.corpus_id, user_id=access.user.pk
        )
        return raw_json(text, version=found.version)


class WindowView(View):
    """Some posts of a thread."""

    @endpoint(
        "thread_posts", answers={200: PostsOfWindow}, refuses=(400, 404), parameters=[WindowQuery]
    )
    def get(self, request: Request, thread: int) -> HttpResponse:
        """Show the posts of a range of numbers, 500 at most."""
        found, _ = to_thread(request, thread)
        asked = valid(WindowQuery(data=request.query_params.dict()))
        start = asked.get("from", 0)
        window = Window(start, asked.get("to", start + MOST_POSTS))
        if window.end - window.start > MOST_POSTS:
            raise MalformedError(
                f"A window has at most {MOST_POSTS} posts.",
                fields=[("to", "invalid", f"Ask for {MOST_POSTS} posts or fewer.")],
            )
        return raw_json(windows.posts_json(thread_id=found.pk, window=window))


class ThreadAnnotationsView(View):
    """The annotations of one thread."""

    @endpoint(
        "thread_annotations", answers={200: AnnotationsOfThread}, refuses=(400, 404),
        parameters=[WindowQuery],
    )  # fmt: skip
    def get(self, request: Request, thread: int) -> HttpResponse:
        """Show all, or those of a range of posts, oldest first.

        Annotations of the whole thread come with all, and with the range that begins at 0.
        """
        found, _ = to_thread(request, thread)
        asked = valid(WindowQuery(data=request.query_params.dict()))
        if not asked:
            return raw_json(annotations_of_thread(thread_id=found.pk, corpus_id=found.corpus_id))
        window = Window(asked.get("from", 0), asked.get("to", windows.LAST))
        return raw_json(
            windows.annotations_json(thread_id=found.pk, corpus_id=found.corpus_id, window=window)
        )


class FindView(View):
    """Words in a thread."""

    @endpoint(
        "find_in_thread", answers={200: FoundInThread}, refuses=(400, 404), parameters=[FindQuery]
    )
    def get(self, request: Request, thread: int) -> Response:
        """Find them as they stand, without regard to case and diacritics."""
        found, _ = to_thread(request, thread)
        asked = valid(FindQuery(data=request.query_params.dict()))
        count, hits = windows.find(
            thread_id=found.pk, needle=Needle(asked["q"]), start=asked.get("from", 0)
        )
        return Response({"count": count, "hits": [asdict(hit) for hit in hits]})
