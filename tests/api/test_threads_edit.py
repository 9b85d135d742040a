"""Threads by hand: typed in, renamed, taken away with what was coded in them, brought back."""

import json

import pytest

from corpus.services.uploads import receive
from tests.api.caller import every, refused, said
from tests.factories import load, thread_line, work_off

pytestmark = pytest.mark.django_db

TYPED = {
    "title": "Slugs",
    "text": "They came at night. Nobody heard them.",
    "author": "Wren",
    "site": "Plot Nine",
    "written_at": "2031-06-01T07:30:00",
    "language": "en",
    "comments": [
        {"author": "Moss", "text": "Beer traps!", "written_at": "2031-06-01"},
        {"author": "Fern", "text": "Copper tape."},
        {"author": "Wren", "text": "I tried beer.", "parent": 0},
    ],
}


def typed(team, **changes):
    return said(team.manager.post(f"{team.path}threads/", TYPED | changes), 201)


class TestTypedIn:
    def test_it_is_a_thread_like_any_other_but_comes_from_no_file(self, team):
        thread = typed(team)
        assert thread == said(team.manager.get(f"threads/{thread['id']}/"))
        assert (thread["title"], thread["upload"], thread["site"]) == ("Slugs", None, "Plot Nine")
        assert [post["text"] for post in thread["posts"]] == [
            TYPED["text"], "Beer traps!", "I tried beer.", "Copper tape.",
        ]  # fmt: skip
        entry, trap, reply, _ = thread["posts"]
        assert (reply["parent"], reply["parent_how"], reply["depth"]) == (trap["id"], "manual", 1)
        assert entry["source"] == {"upload": None, "start": None, "end": None}
        assert (reply["author"]["is_entry_author"], entry["kind"]) == (True, "entry")
        assert (trap["written_at"], trap["written_at_precision"]) == ("2031-06-01T00:00:00", "day")
        assert thread["counts"] == {"comments": 3, "annotations": 0, "words": 14}
        counts = team.counts()
        assert (counts["threads"], counts["posts"], counts["comments"]) == (1, 4, 3)
        assert (counts["participants"], counts["uploads"]) == (3, 0)

    def test_nobody_wrote_the_entry_where_nobody_is_named(self, team):
        posts = typed(team, author=None)["posts"]
        assert posts[0]["author"] is None
        assert [post["author"]["is_entry_author"] for post in posts[1:]] == [False] * 3

    def test_it_can_be_searched_and_coded_at_once(self, team):
        thread = typed(team)
        found = said(team.coder.get(f"{team.path}search/", {"q": "copper"}))
        assert found["results"][0]["thread"] == thread["id"]
        entry = thread["posts"][0]
        assert [entry["text"][start:end] for start, end in entry["sentences"]] == [
            "They came at night.", "Nobody heard them.",
        ]  # fmt: skip
        claim = {"post": entry["id"], "code": team.code, "start": 0, "end": 4, "quote": "They"}
        said(team.coder.post(f"{team.path}annotations/", claim), 201)

    def test_it_stands_in_the_list_and_in_the_history(self, team):
        thread = typed(team)
        listed = said(team.coder.get(f"{team.path}threads/"))["results"]
        assert [one["id"] for one in listed] == [thread["id"]]
        event = team.events()[-1]
        assert (event["action"], event["target"]["id"]) == ("thread.created", thread["id"])
        assert "night" not in str(event)

    def test_a_repeated_request_with_its_key_makes_one(self, team):
        path = f"{team.path}threads/"
        first = said(team.manager.post(path, TYPED, key="k1"), 201)
        assert said(team.manager.post(path, TYPED, key="k1"), 201) == first
        assert team.counts()["threads"] == 1

    def test_an_entry_without_comments_is_enough(self, team):
        thread = typed(team, comments=[])
        assert [post["kind"] for post in thread["posts"]] == ["entry"]

    def test_an_import_of_the_same_thread_goes_on_where_the_typist_stopped(self, team):
        url = "https://plots.example/slugs"
        mine = typed(team, url=url)
        line = thread_line(TYPED["text"], title="Slugs", author="Wren", site="Plot Nine")
        line |= {"url": url, "comments": [{"author": "Reed", "text": "Ducks."}]}
        del line["site"]
        load_as_is(team, line)
        thread = said(team.owner.get(f"threads/{mine['id']}/"))
        assert len(said(team.owner.get(f"{team.path}threads/"))["results"]) == 1
        assert {post["text"] for post in thread["posts"]} >= {"Ducks.", "Copper tape."}

    @pytest.mark.parametrize(
        "change",
        [
            {"title": ""}, {"text": None}, {"language": "not a tag"}, {"url": "nowhere"},
            {"comments": [{"author": "Moss"}]}, {"comments": [{"text": "x", "parent": -1}]},
            {"comments": "none"},
        ],
    )  # fmt: skip
    def test_what_is_missing_or_wrong_is_named(self, team, change, unchanged):
        problem = refused(team.manager.post(f"{team.path}threads/", TYPED | change), 400)
        assert problem["errors"][0]["field"].startswith(next(iter(change)))
        unchanged()

    @pytest.mark.parametrize("parents", [[1, 0], [0], [7], [None, 2, 1]])
    def test_nobody_answers_themselves_or_what_is_not_there(self, team, parents, unchanged):
        comments = [{"text": "Hm.", "parent": parent} for parent in parents]
        path = f"{team.path}threads/"
        refused(team.manager.post(path, TYPED | {"comments": comments}), 422, "bad_parent")
        unchanged()


def load_as_is(team, line):
    """Import a line without an id of its own."""
    data = json.dumps(line).encode()
    receive(team.corpus, actor=None, name="one.jsonl", chunks=[data], options={})
    work_off()


class TestChanged:
    def test_a_title_is_set_and_a_later_import_leaves_it_alone(self, team):
        line = thread_line("Beans.", "Hm.", id="frost", url="https://plots.example/frost")
        thread = load(team.corpus, line).threads[0]
        path = f"threads/{thread}/"
        after = said(team.manager.patch(path, {"title": "Ice"}, match=1))
        assert (after["title"], after["version"]) == ("Ice", 2)
        load(team.corpus, line | {"title": "Frost in June", "categories": ["Weather"]})
        now = said(team.owner.get(path))
        assert (now["title"], now["categories"]) == ("Ice", ["Weather"])

    def test_every_field_that_can_be_set_is_set(self, team):
        changes = {
            "title": "Ice", "url": "https://plots.example/ice", "site": "Plot Ten",
            "language": "de", "categories": ["Wetter"], "attributes": {"mood": "cold"},
        }  # fmt: skip
        path = f"threads/{team.thread}/"
        after = said(team.manager.patch(path, changes, match=1))
        assert {name: after[name] for name in changes} == changes
        assert {post["language"] for post in after["posts"]} == {"de"}
        event = team.events()[-1]
        assert (event["action"], event["after"]["title"]) == ("thread.changed", "Ice")

    def test_saying_what_stands_there_changes_nothing(self, team):
        before = said(team.owner.get(f"threads/{team.thread}/"))
        events = team.events()
        path = f"threads/{team.thread}/"
        assert said(team.manager.patch(path, {"title": before["title"]}, match=1)) == before
        assert team.events() == events

    def test_it_takes_a_manager_and_the_version_one_saw(self, team):
        path = f"threads/{team.thread}/"
        for role in ("reader", "coder", "adjudicator"):
            refused(team.caller(role).patch(path, {"title": "Mine"}, match=1), 403)
            refused(team.caller(role).delete(path, match=1), 403)
            refused(team.caller(role).post(f"{path}restore/"), 403)
        refused(team.manager.patch(path, {"title": "Mine"}), 428)
        stale = refused(team.manager.delete(path, match=9), 412)
        assert stale["current"] == said(team.manager.get(path))


class TestTakenAway:
    def test_it_goes_with_its_annotations_and_comes_back_with_them(self, team):
        coded = team.annotate()
        before = (team.counts(), said(team.coder.get(f"annotations/{coded['id']}/")))
        path = f"threads/{team.thread}/"
        said(team.manager.delete(path, match=1), 204)
        refused(team.owner.get(path), 404)
        refused(team.owner.get(f"posts/{team.posts[0]}/"), 404)
        refused(team.owner.get(f"annotations/{coded['id']}/"), 404)
        assert every(team.coder, f"{team.path}annotations/") == []
        assert said(team.coder.get(f"{team.path}threads/"))["results"] == []
        assert said(team.coder.get(f"{team.path}search/", {"q": "beans"}))["count"] == 0
        counts = team.counts()
        assert (counts["threads"], counts["posts"], counts["comments"]) == (0, 0, 0)
        assert counts["annotations"] == 0
        back = said(team.manager.post(f"{path}restore/"))
        assert (back["id"], back["version"], len(back["posts"])) == (team.thread, 3, 4)
        assert (team.counts(), said(team.coder.get(f"annotations/{coded['id']}/"))) == before
        actions = [event["action"] for event in team.events()[-2:]]
        assert actions == ["thread.deleted", "thread.restored"]

    def test_bringing_back_what_is_there_changes_nothing(self, team):
        path = f"threads/{team.thread}/"
        before = team.events()
        assert said(team.manager.post(f"{path}restore/"))["version"] == 1
        assert team.events() == before

    def test_taken_away_twice_is_unknown_the_second_time(self, team):
        path = f"threads/{team.thread}/"
        said(team.manager.delete(path, match=1), 204)
        refused(team.manager.delete(path, match=2), 404)

    def test_another_teams_threads_are_not_brought_back(self, team, stranger):
        said(team.manager.delete(f"threads/{team.thread}/", match=1), 204)
        refused(stranger.post(f"threads/{team.thread}/restore/"), 404)

    def test_an_import_does_not_wake_it_but_makes_a_new_one(self, team):
        line = thread_line("Beans.", "Hm.", id="frost", url="https://plots.example/frost")
        thread = load(team.corpus, line).threads[0]
        said(team.manager.delete(f"threads/{thread}/", match=1), 204)
        again = load(team.corpus, line | {"title": "Anew"}).threads
        assert len(again) == 1
        refused(team.owner.get(f"threads/{thread}/"), 404)
