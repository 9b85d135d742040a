"""Changing threads and posts by hand; reading them is in `threads`."""

import json
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from annotations import editing
from annotations.threads import post_json, thread_json
from api.access import Access, to_corpus, to_hidden_thread, to_post, to_thread
from api.base import View, once
from api.docs import IDEMPOTENCY, IF_MATCH, endpoint
from api.fields import AttributesField, ExactText
from api.pages import raw_json, require_match
from api.views.accounts import valid
from api.views.threads import PostShown, PostView, ThreadShown, ThreadsView, ThreadView
from corpus.models import Post, Thread
from corpus.rules import Action
from corpus.services.threads import type_in

# Far more than the longest novel; a post of a file has a limit, too.
MOST_TEXT = 5_000_000
_LANGUAGE = r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$"


class ThreadChanges(serializers.Serializer[Any]):
    """What may be said of a thread; a later import leaves it alone then."""

    title = serializers.CharField(required=False, max_length=1000)
    url = serializers.URLField(required=False, max_length=2000, allow_blank=True)
    site = serializers.CharField(required=False, max_length=300, allow_blank=True)
    language = serializers.RegexField(
        _LANGUAGE, required=False, max_length=35, help_text="A BCP 47 tag, e.g. `en`."
    )
    categories = serializers.ListField(
        child=serializers.CharField(max_length=300), required=False, max_length=1000
    )
    attributes = AttributesField(required=False)


class NewComment(serializers.Serializer[Any]):
    """A comment that was typed in; `parent` is the place of another in the list, from 0."""

    author = serializers.CharField(required=False, allow_null=True, max_length=300)
    text = ExactText(max_length=MOST_TEXT)
    written_at = serializers.CharField(required=False, allow_null=True, max_length=100)
    parent = serializers.IntegerField(  # type: ignore[assignment]  # api.md names it
        required=False, allow_null=True, min_value=0
    )


class NewThread(ThreadChanges):
    """A thread that was typed in: the entry and its comments. Times are ISO 8601."""

    title = serializers.CharField(max_length=1000)
    author = serializers.CharField(required=False, allow_null=True, max_length=300)
    text = ExactText(max_length=MOST_TEXT)
    written_at = serializers.CharField(required=False, allow_null=True, max_length=100)
    comments = NewComment(many=True, required=False)


class PostChanges(serializers.Serializer[Any]):
    """A corrected text; what was coded in it moves along or becomes an orphan."""

    text = ExactText(max_length=MOST_TEXT)


class EditableThreadsView(ThreadsView):
    """The threads of a corpus."""

    @endpoint(
        "create_thread", body=NewThread, answers={201: ThreadShown}, refuses=(400, 403, 404, 422),
        parameters=[IDEMPOTENCY],
    )  # fmt: skip
    def post(self, request: Request, corpus: int) -> Any:
        """Type one in; it can be read, coded and searched at once."""
        access = to_corpus(request, corpus, Action.UPLOAD)
        given = valid(NewThread(data=request.data))

        def answer() -> HttpResponse:
            thread = type_in(access.corpus, actor=access.user, given=given)
            return _shown(thread, access, status=201)

        return once(request, answer)


class EditableThreadView(ThreadView):
    """One thread."""

    @endpoint(
        "change_thread", body=ThreadChanges, answers={200: ThreadShown},
        refuses=(400, 403, 404, 412, 428), parameters=[IF_MATCH],
    )  # fmt: skip
    @transaction.atomic
    def patch(self, request: Request, thread: int) -> HttpResponse:
        """Set title, address, site, language, categories or attributes."""
        found, access = self._matching(request, thread)
        changes = valid(ThreadChanges(data=request.data))
        editing.change_thread(found, actor=access.user, changes=changes)
        return _shown(found, access)

    @endpoint(
        "delete_thread", answers={204: None}, refuses=(403, 404, 412, 428), parameters=[IF_MATCH]
    )
    @transaction.atomic
    def delete(self, request: Request, thread: int) -> Response:
        """Hide it with its annotations; nothing is erased."""
        found, access = self._matching(request, thread)
        editing.delete_thread(found, actor=access.user)
        return Response(status=204)

    def _matching(self, request: Request, thread: int) -> tuple[Thread, Access]:
        _, access = to_thread(request, thread, Action.UPLOAD)
        found = editing.hold(thread)
        require_match(
            request,
            version=found.version,
            current=lambda: json.loads(thread_json(thread_id=found.pk, user_id=access.user.pk)),
        )
        return found, access


class ThreadRestoreView(View):
    """Bring a thread back."""

    @endpoint("restore_thread", answers={200: ThreadShown}, refuses=(403, 404))
    def post(self, request: Request, thread: int) -> HttpResponse:
        """Show it again with its annotations; one that is there stays as it is."""
        found, access = to_hidden_thread(request, thread, Action.UPLOAD)
        editing.restore_thread(found.pk, actor=access.user)
        found.refresh_from_db(fields=["version"])
        return _shown(found, access)


class EditablePostView(PostView):
    """One post."""

    @endpoint(
        "change_post", body=PostChanges, answers={200: PostShown},
        refuses=(400, 403, 404, 412, 428), parameters=[IF_MATCH],
    )  # fmt: skip
    @transaction.atomic
    def patch(self, request: Request, post: int) -> HttpResponse:
        """Correct its text; the old one is kept."""
        _, access = to_post(request, post, Action.UPLOAD)
        found: Post = editing.hold_post(post)
        require_match(
            request, version=found.version, current=lambda: json.loads(post_json(found.pk))
        )
        text = valid(PostChanges(data=request.data))["text"]
        editing.correct_text(found, text=text, actor=access.user)
        return raw_json(post_json(found.pk), version=found.version)


def _shown(thread: Thread, access: Access, *, status: int = 200) -> HttpResponse:
    return raw_json(
        thread_json(thread_id=thread.pk, user_id=access.user.pk),
        status=status,
        version=thread.version,
    )
