"""Corrections of saved pages and of captures whose names stand above the words."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.ingest import registry
from corpus.ingest.accounting import account
from corpus.ingest.corrections import apply
from corpus.ingest.events import Event, PostRead, ReadOptions, ThreadRead
from corpus.ingest.operations import parse
from corpus.ingest.source import Source

SAVED = """<!DOCTYPE html><html lang="en"><head><title>On lamps | The Lighthouse Log</title></head>
<body class="wordpress"><article class="post hentry"><h1 class="entry-title">On lamps</h1>
<p>Posted on <time class="entry-date" datetime="2011-03-02T08:15:00+00:00">March 2, 2011</time>
by <span class="author vcard">keeper</span></p>
<div class="entry-content"><p>The lamp was lit again. It burned all night.</p></div></article>
<div id="comments"><h2>3 thoughts on On lamps</h2><ol class="commentlist">
<li class="comment" id="comment-5"><div class="comment-author vcard"><cite class="fn">Ada</cite>
<span class="says">says:</span></div><div class="comment-meta"><a href="#comment-5">March 2, 2011 at
9:00 am</a></div><div class="comment-content"><p>A first remark.</p><p>It has two.</p></div>
<ul class="children"><li class="comment" id="comment-6"><div class="comment-author vcard">
<cite class="fn">keeper</cite> <span class="says">says:</span></div><div class="comment-meta">
<a href="#comment-6">March 2, 2011 at 9:30 am</a></div><div class="comment-content">
<p>An answer to it.</p></div></li></ul></li>
<li class="comment" id="comment-7"><div class="comment-author vcard"><cite class="fn">Bo</cite>
<span class="says">says:</span></div><div class="comment-meta"><a href="#comment-7">March 3, 2011 at
10:00 am</a></div><div class="comment-content"><p>A third.</p></div></li></ol></div>
</body></html>
"""
CAPTURED = """The Lighthouse Log

On lamps

March 2, 2011 by keeper

The lamp was lit again. It burned all night.

3 thoughts on “On lamps”

Ada says:
March 2, 2011 at 9:00 am

A first remark.

It has two.

Reply

keeper says:
March 2, 2011 at 9:30 am

An answer to it.

Reply

Bo says:
March 3, 2011 at 10:00 am

A third.

Reply

Leave a Reply
"""
PAGES = {"saved": SAVED, "captured": CAPTURED}


class Page:
    """A page as its reader has read it."""

    def __init__(self, text: str) -> None:
        source, options = Source.from_bytes(text.encode()), ReadOptions()
        reader, _, notes = registry.choose(source, options)
        assert reader.cut is not None
        self.text, self.cut = text, reader.cut(source, options)
        self.events: list[Event] = [*notes, *reader.read(source, options, None)]

    def corrected(self, *operations: dict[str, Any]) -> list[Event]:
        numbered = [(number, parse(one)) for number, one in enumerate(operations, 1)]
        after = list(apply(self.events, numbered, self.cut))
        assert account(after).faults() == []
        return after

    def posts(self, *operations: dict[str, Any]) -> list[PostRead]:
        threads = [one for one in self.corrected(*operations) if isinstance(one, ThreadRead)]
        return [post for thread in threads for post in thread.posts]


READ = {name: Page(text) for name, text in PAGES.items()}


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest) -> Page:
    return READ[request.param]


def test_the_half_with_the_name_above_it_keeps_the_name(page: Page) -> None:
    after = page.posts({"op": "split", "at": page.text.index("It has two")})
    found = {post.text: post.author for post in after}
    assert found["A first remark."] == "Ada"
    assert found["It has two."] is None


def test_splitting_and_joining_again_changes_nothing(page: Page) -> None:
    at = page.text.index("It has two")
    again = page.posts({"op": "split", "at": at}, {"op": "join", "at": at})
    before = page.posts()
    assert [(one.text, one.author, one.parent, one.start, one.end) for one in again] == [
        (one.text, one.author, one.parent, one.start, one.end) for one in before
    ]


def test_a_comment_is_left_out_and_the_rest_stays(page: Page) -> None:
    (gone,) = [post for post in page.posts() if post.text == "A third."]
    after = page.posts({"op": "leave", "start": gone.start, "end": gone.end})
    assert [one.text for one in after] == [one.text for one in page.posts() if one is not gone]


def operations(length: int) -> st.SearchStrategy[list[dict[str, Any]]]:
    place = st.integers(0, length)
    span = {"start": place, "end": place}
    named = {"at": place}
    shapes: list[dict[str, Any]] = [
        {"op": st.sampled_from(["split", "join"]), **named},
        {"op": st.just("bound"), **named, **span},
        {"op": st.just("parent"), **named, "parent": st.none() | place},
        {"op": st.just("kind"), **named, "kind": st.sampled_from(["entry", "pingback"])},
        {"op": st.just("leave"), **span},
        {"op": st.just("post"), **span},
    ]
    return st.lists(st.one_of([st.fixed_dictionaries(shape) for shape in shapes]), max_size=6)


@pytest.mark.parametrize("name", PAGES)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_whatever_is_corrected_adds_up_and_is_a_tree(name: str, data: st.DataObject) -> None:
    page = READ[name]
    for post in (found := page.posts(*data.draw(operations(len(page.text))))):
        assert post.kind == "entry" or post.text.strip()
        assert post.parent is None or 0 < post.parent < post.number
    assert all(post.number == place for place, post in enumerate(found))
    spans = sorted((post.start, post.end) for post in found if post.text)
    assert all(one[1] <= two[0] or two[1] <= one[1] for one, two in pairwise(spans))
