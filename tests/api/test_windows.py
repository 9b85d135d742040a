"""Threads of any length, bit by bit: an outline, windows of posts and annotations, words found."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from corpus.models import Post
from tests.api.caller import every, refused, said
from tests.api.conftest import ENTRY, Team
from tests.factories import load, thread_line

pytestmark = pytest.mark.django_db


def outline(team: Team, thread: int | None = None) -> dict[str, Any]:
    return said(team.coder.get(f"threads/{thread or team.thread}/outline/"))


def rows(columns: dict[str, list[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(columns, one, strict=True)) for one in zip(*columns.values(), strict=True)]


def long_thread(team: Team) -> int:
    line = thread_line(ENTRY, *(f"Comment {number}." for number in range(1, 8)))
    for number, parent in ((2, 1), (3, 2), (5, 1)):
        line["comments"][number]["parent"] = f"c{parent}"
    for number, comment in enumerate(line["comments"]):
        comment["id"] = f"c{number}"
    line["comments"][4]["author"] = "Wren"
    line["comments"][6]["author"] = None
    return load(team.corpus, line).threads[0]


class TestOutline:
    def test_it_says_of_each_post_what_the_post_itself_says(self, team):
        thread = long_thread(team)
        shown = outline(team, thread)
        whole = said(team.coder.get(f"threads/{thread}/"))
        posts = whole.pop("posts")
        assert shown["thread"] == whole
        same = ("id", "number", "parent", "depth", "kind", "status")
        for brief, post in zip(rows(shown["posts"]), posts, strict=True):
            assert {name: brief[name] for name in same} == {name: post[name] for name in same}
            author = None if brief["author"] is None else shown["authors"][brief["author"]]
            assert author == post["author"]
            assert brief["length"] == len(post["text"])
        assert sum(shown["posts"]["words"]) == whole["counts"]["words"]
        assert any(author["is_entry_author"] for author in shown["authors"])
        assert max(shown["posts"]["depth"]) == 2
        assert None in shown["posts"]["author"]

    def test_a_name_that_goes_by_another_is_that_person(self, team):
        thread = long_thread(team)
        people = every(team.owner, f"{team.path}participants/")
        ids = {one["name"]: one["id"] for one in people}
        wren, reader = ids["Wren"], ids["Reader 1"]
        path = f"{team.path}participants/merge/"
        said(team.owner.post(path, {"into": wren, "participants": [reader]}))
        shown, posts = outline(team, thread), said(team.coder.get(f"threads/{thread}/"))["posts"]
        authors = [None if at is None else shown["authors"][at] for at in shown["posts"]["author"]]
        assert authors == [post["author"] for post in posts]
        assert authors[1] == {"id": wren, "name": "Reader 1", "is_entry_author": True}

    def test_it_counts_what_was_coded_by_post_code_and_coder(self, team):
        other = team.new_code(name="Peas")["id"]
        team.annotate()
        team.annotate(start=0, end=3)
        team.annotate(code=other)
        team.annotate(team.owner)
        path = f"{team.path}annotations/"
        said(team.coder.post(path, {"post": team.posts[2], "code": team.code}), 201)
        said(team.coder.post(path, {"thread": team.thread, "code": team.code}), 201)
        gone = team.annotate(start=0, end=9)
        said(team.coder.delete(f"annotations/{gone['id']}/", match=1), 204)
        shown = outline(team)
        marks = {(m["post"], m["code"], m["coder"]): m["count"] for m in rows(shown["marks"])}
        me = team.coder.id
        assert marks == {
            (0, team.code, me): 2, (0, other, me): 1, (0, team.code, team.owner.id): 1,
            (2, team.code, me): 1,
        }  # fmt: skip
        assert shown["marks"]["post"] == [0, 0, 0, 2]
        assert shown["thread_annotations"] == 1
        assert shown["seq"] == team.events()[-1]["seq"]

    def test_a_thread_without_annotations_has_empty_columns(self, team):
        shown = outline(team)
        assert shown["marks"] == {"post": [], "code": [], "coder": [], "count": []}
        assert shown["thread_annotations"] == 0


class TestWindows:
    def test_windows_put_together_are_the_thread(self, team):
        thread = long_thread(team)
        path = f"threads/{thread}/posts/"
        windows = [
            said(team.coder.get(path, {"from": at, "to": at + 3}))["posts"] for at in (0, 3, 6)
        ]
        assert [len(one) for one in windows] == [3, 3, 2]
        together = [post for window in windows for post in window]
        assert together == said(team.coder.get(f"threads/{thread}/"))["posts"]
        assert said(team.coder.get(path)) == {"posts": together}
        assert said(team.coder.get(path, {"from": 8})) == {"posts": []}

    @pytest.mark.parametrize(
        "asked", [{"from": 0, "to": 501}, {"from": 5, "to": 4}, {"from": -1}, {"to": "x"}]
    )
    def test_an_impossible_window_is_refused(self, team, asked):
        refused(team.coder.get(f"threads/{team.thread}/posts/", asked), 400)

    def test_annotations_come_with_the_window_of_their_post(self, team):
        path = f"{team.path}annotations/"
        passage = team.annotate()
        on_second = said(team.coder.post(path, {"post": team.posts[2], "code": team.code}), 201)
        on_thread = said(team.coder.post(path, {"thread": team.thread, "code": team.code}), 201)

        def found(**asked: Any) -> list[Any]:
            reply = said(team.coder.get(f"threads/{team.thread}/annotations/", asked))
            assert reply["seq"] == team.events()[-1]["seq"]
            return reply["results"]

        assert found() == [passage, on_second, on_thread]
        assert found(**{"from": 0, "to": 2}) == [passage, on_thread]
        assert found(to=3) == [passage, on_second, on_thread]
        assert found(**{"from": 1}) == found(**{"from": 2, "to": 3}) == [on_second]
        assert found(**{"from": 3}) == []

    def test_no_window_takes_more_queries_than_another(self, team):
        long, short = long_thread(team), team.thread
        team.annotate()
        for ways in ("outline/", "posts/", "annotations/?from=0", "find/?q=a", "progress/"):
            counts = set()
            for thread in (long, short):
                with CaptureQueriesContext(connection) as captured:
                    said(team.coder.get(f"threads/{thread}/{ways}"))
                counts.add(len(captured))
            # A search reads by a cursor: its savepoint and its rows come on top.
            assert len(counts) == 1, ways
            assert counts.pop() <= (7 if "find" in ways else 5), ways


class TestFind:
    def find(self, team: Team, q: str, **asked: Any) -> list[tuple[int, str]]:
        reply = said(team.coder.get(f"threads/{team.thread}/find/", {"q": q, **asked}))
        texts = dict(Post.objects.filter(thread=team.thread).values_list("number", "text"))
        assert reply["count"] == len(reply["hits"])
        for hit in reply["hits"]:
            assert hit["post"] == team.posts[hit["number"]]
        return [(h["number"], texts[h["number"]][h["start"] : h["end"]]) for h in reply["hits"]]

    def test_case_and_diacritics_make_no_difference(self, team):
        assert self.find(team, "CAFE") == self.find(team, "café") == [(3, "Café")]
        assert self.find(team, "froze") == [(0, "froze"), (1, "froze")]

    def test_what_is_looked_for_may_begin_inside_of_a_word_and_hold_any_character(self, team):
        assert self.find(team, "eece.") == [(2, "eece.")]
        assert self.find(team, "not 🌱,") == [(0, "not 🌱,")]
        assert self.find(team, "%") == self.find(team, "_") == self.find(team, ".*") == []

    def test_it_can_begin_at_a_later_post(self, team):
        assert self.find(team, "froze", **{"from": 1}) == [(1, "froze")]

    @pytest.mark.parametrize("asked", [{}, {"q": " "}, {"q": "a", "from": "x"}, {"q": "a" * 201}])
    def test_nothing_to_find_is_refused(self, team, asked):
        refused(team.coder.get(f"threads/{team.thread}/find/", asked), 400)

    def test_of_very_many_hits_all_are_counted_and_a_thousand_shown(self, team):
        thread = load(team.corpus, thread_line("ho " * 700, "ho " * 700)).threads[0]
        reply = said(team.coder.get(f"threads/{thread}/find/", {"q": "ho"}))
        assert (reply["count"], len(reply["hits"])) == (1400, 1000)
        assert reply["hits"][999]["start"] == 299 * 3


class TestProgress:
    def test_at_first_nothing_was_seen(self, team):
        shown = said(team.reader.get(f"threads/{team.thread}/progress/"))
        assert shown == {"state": "new", "mine": "new", "seen": [], "at": None}

    def test_each_part_is_set_by_itself_and_the_rest_stays(self, team):
        path = f"threads/{team.thread}/progress/"
        said(team.coder.put(path, {"seen": [[2, 4], [0, 1], [1, 2]]}))
        shown = said(team.coder.put(path, {"at": team.posts[1]}))
        assert shown == {
            "state": "reading", "mine": "reading", "seen": [[0, 4]], "at": team.posts[1]
        }  # fmt: skip
        said(team.coder.put(path, {"state": "done"}))
        assert said(team.coder.put(path, {"seen": [[0, 1]]}))["state"] == "done"
        assert said(team.coder.put(path, {"at": None})) == said(team.coder.get(path))
        assert said(team.coder.get(path)) == {
            "state": "done", "mine": "done", "seen": [[0, 1]], "at": None
        }  # fmt: skip
        assert said(team.coder.get(f"threads/{team.thread}/"))["progress"]["mine"] == "done"

    def test_everybody_has_their_own(self, team):
        path = f"threads/{team.thread}/progress/"
        said(team.coder.put(path, {"state": "done", "seen": [[0, 4]]}))
        assert said(team.another().get(path))["state"] == "new"

    def test_having_seen_nothing_is_no_reading(self, team):
        path = f"threads/{team.thread}/progress/"
        assert said(team.coder.put(path, {"seen": []}))["state"] == "new"

    def test_a_post_of_another_thread_is_no_place_in_this_one(self, team):
        post = Post.objects.get(thread=load(team.corpus, thread_line("Else.")).threads[0]).pk
        for at in (post, 2**40):
            reply = team.coder.put(f"threads/{team.thread}/progress/", {"at": at})
            refused(reply, 422, "foreign_post")

    @pytest.mark.parametrize(
        "body", [{}, {"seen": [[1]]}, {"seen": [[0, "x"]]}, {"seen": [[-1, 2]]}, {"state": "x"}]
    )
    def test_what_cannot_be_understood_is_refused(self, team, body):
        refused(team.coder.put(f"threads/{team.thread}/progress/", body), 400)
