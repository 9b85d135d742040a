"""What was exported as a corpus of ConvoKit, or as TEI, comes in again as it was."""

import re
from typing import Any

import pytest

from corpus.models import Corpus, Participant, Post, Thread, Upload
from corpus.services import uploads
from tests.exchange.nasty import Nasty
from tests.factories import corpus_of, person, work_off

pytestmark = pytest.mark.django_db


def brought(data: bytes, name: str) -> tuple[Corpus, Upload]:
    """Bring a file into a new corpus."""
    corpus = corpus_of(person("receiver"), "Back again")
    upload = uploads.receive(corpus, actor=None, name=name, chunks=[data], options={})
    work_off()
    upload.refresh_from_db()
    return corpus, upload


def allowed(text: str) -> str:
    """What XML can hold of a text: what it forbids stands as U+FFFD."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", text)


def shown(post: Post) -> dict[str, Any]:
    """What of a post must be the same, wherever it stands."""
    author = post.author and (post.author.merged_into or post.author)
    parent = None
    if post.parent_number is not None:
        parent = Post.objects.get(thread=post.thread_id, number=post.parent_number).text
    return {
        "text": post.text, "kind": post.kind, "status": post.status, "url": post.url,
        "author": (author.name or None) if author else None, "parent": parent,
        "parent_how": post.parent_how,
        "entry_author": post.is_entry_author and bool(author and author.name),
        "written": (post.written_at, post.written_offset),
        "words": (post.written_raw, post.written_precision),
    }  # fmt: skip


def framed(thread: Thread) -> dict[str, Any]:
    names = ("title", "site", "url", "categories", "attributes", "written_at", "written_offset")
    return {name: getattr(thread, name) for name in names}


def told(corpus: Corpus) -> dict[str, dict[str, Any]]:
    found = Participant.objects.filter(corpus=corpus).exclude(attributes={})
    return dict(found.values_list("name", "attributes"))


def left(corpus: Nasty) -> list[Thread]:
    """The threads that an export has, in its order."""
    ids = [corpus.threads[name] for name in ("main", "lonely")]
    return list(Thread.objects.filter(pk__in=ids).order_by("pk"))


def test_a_corpus_of_convokit_comes_back_equal(corpus: Nasty, export) -> None:
    back, upload = brought(export("convokit").data, "corpus.zip")
    assert (upload.status, upload.format_name) == ("done", "convokit"), upload.problem_counts
    assert upload.problem_counts == {"annotations_left_out": 1}
    before, after = left(corpus), list(Thread.objects.filter(corpus=back).order_by("pk"))
    assert [framed(one) for one in after] == [framed(one) for one in before]
    for one, other in zip(before, after, strict=True):
        posts = one.posts.exclude(pk=corpus.posts["uncoded"]).order_by("number")
        assert [shown(post) for post in other.posts.order_by("number")] == list(map(shown, posts))
    assert told(back) == told(corpus.corpus)


def test_tei_comes_back_equal_but_for_the_words_of_dates(corpus: Nasty, export) -> None:
    back, upload = brought(export("tei").data, "corpus.xml")
    assert (upload.status, upload.format_name) == ("done", "tei"), upload.problem_counts
    assert upload.problem_counts == {"annotations_left_out": 1}
    before, after = left(corpus), list(Thread.objects.filter(corpus=back).order_by("pk"))
    assert [framed(one) for one in after] == [framed(one) for one in before]
    for one, other in zip(before, after, strict=True):
        posts = one.posts.exclude(pk=corpus.posts["uncoded"]).order_by("number")
        assert list(map(in_xml, other.posts.order_by("number"))) == list(map(in_xml, posts))
    assert told(back) == told(corpus.corpus)


def in_xml(post: Post) -> dict[str, Any]:
    """What TEI can hold of a post."""
    kept = shown(post)
    del kept["words"]
    if post.author and post.author.merged_into:
        kept["author"] = post.author.name
    kept["url"] = kept["url"] if not re.search(r"\s", kept["url"]) else ""
    return kept | {
        "text": allowed(kept["text"]),
        "parent": kept["parent"] and allowed(kept["parent"]),
    }
