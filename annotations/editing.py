"""Threads and posts changed by hand, with what was coded in them. Reading them is `threads`."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from annotations.models import Annotation
from annotations.reanchoring import reanchored
from corpus import events, indexing
from corpus.errors import MalformedError
from corpus.events import Change
from corpus.models import Post, Thread, User
from corpus.revising import correct
from corpus.services import threads
from corpus.text import canonical


def hold(thread_id: int) -> Thread:
    """Return a thread, its row locked until the transaction ends."""
    return Thread.objects.select_for_update(no_key=True).get(pk=thread_id)


def hold_post(post_id: int) -> Post:
    """Return a post, its thread's row and its own locked until the transaction ends."""
    hold(Post.objects.values_list("thread_id", flat=True).get(pk=post_id))
    return Post.objects.select_for_update(no_key=True).get(pk=post_id)


def correct_text(post: Post, *, text: str, actor: User) -> None:
    """Give a post another text; what was coded in it moves along or becomes an orphan.

    The caller holds the post (`hold_post`) and checked its version.

    Raises:
        MalformedError: `bad_text`, nothing but what a text cannot hold.
    """
    said, _ = canonical(text)
    if not said.strip():
        raise MalformedError(
            "A post has a text.", code="bad_text", fields=[("text", "bad_text", "It is empty.")]
        )
    if said == post.text:
        return
    events.append(post.corpus_id, actor.pk, corrected(post, said, actor=actor))


def corrected(post: Post, text: str, *, actor: User) -> list[Change]:
    """Give a post that the caller holds another canonical text; returns what is to be told."""
    version = post.text_version
    change = correct(post, text, actor=actor)
    told = Change(
        "post.changed", "post", post.pk,
        {"text_version": version, "thread": post.thread_id},
        {"text_version": post.text_version, "thread": post.thread_id, "version": post.version},
    )  # fmt: skip
    moved = reanchored([change])
    indexing.index_thread(Thread.objects.select_related("corpus").get(pk=post.thread_id))
    return [told, *moved]


def change_thread(thread: Thread, *, actor: User, changes: Mapping[str, Any]) -> None:
    """Set title, address, site, language, categories or attributes; the caller holds the row."""
    threads.change(thread, actor=actor, changes=changes)


@transaction.atomic
def delete_thread(thread: Thread, *, actor: User, moved: Sequence[Change] = ()) -> None:
    """Hide a thread with its annotations; the caller holds the row. Nothing is erased.

    `moved` is told before it: what of the thread went elsewhere.
    """
    set_hidden(thread, actor=actor, hidden=True, moved=moved)


@transaction.atomic
def restore_thread(thread_id: int, *, actor: User) -> None:
    """Bring a hidden thread back with its annotations; one that is there stays as it is."""
    thread = hold(thread_id)
    if thread.deleted_at is not None:
        set_hidden(thread, actor=actor, hidden=False)


def set_hidden(thread: Thread, *, actor: User, hidden: bool, moved: Sequence[Change] = ()) -> None:
    """Hide or show a thread that the caller holds, and tell of it."""
    done = threads.set_hidden(thread, annotations=coded(thread), hidden=hidden)
    events.append(thread.corpus_id, actor.pk, [*moved, done.change], **done.tallies)


def coded(thread: Thread) -> int:
    """Count the annotations that go and come with a thread."""
    return Annotation.objects.filter(thread=thread, deleted_at=None).count()
