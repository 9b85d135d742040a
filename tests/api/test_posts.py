"""Correcting a post's text: the old one is kept, what was coded moves along or is an orphan."""

import threading
import time

import pytest
from django.db import connection, transaction

from annotations.editing import correct_text, hold_post
from corpus.models import PostText
from tests.api.caller import every, refused, said
from tests.api.conftest import ENTRY
from tests.factories import load, thread_line

pytestmark = pytest.mark.django_db


def correct(team, text, caller=None, **more):
    path = f"posts/{team.posts[0]}/"
    version = said(team.owner.get(path))["version"]
    return (caller or team.manager).patch(path, {"text": text}, match=version, **more)


class TestCorrection:
    def test_a_typo_is_mended_and_the_old_text_kept(self, team):
        assert team.posts
        text = ENTRY.replace("froze", "were frozen")
        post = said(correct(team, text))
        assert (post["text"], post["text_version"]) == (text, 2)
        assert post == said(team.coder.get(f"posts/{team.posts[0]}/"))
        kept = PostText.objects.get(post=team.posts[0])
        assert (kept.text, kept.text_version, kept.replaced_by_id) == (ENTRY, 1, team.manager.id)

    def test_sentences_and_search_are_those_of_the_new_text_at_once(self, team):
        assert team.posts
        post = said(correct(team, "One frost. Two gooseberries died.\n\nThat is all."))
        text = post["text"]
        assert [text[start:end] for start, end in post["sentences"]] == [
            "One frost.", "Two gooseberries died.", "That is all.",
        ]  # fmt: skip
        assert len(post["paragraphs"]) == 2
        path = f"{team.path}search/"
        assert said(team.coder.get(path, {"q": "gooseberries"}))["count"] == 1
        assert said(team.coder.get(path, {"q": "peas"}))["count"] == 0

    def test_words_are_counted_anew(self, team):
        before = said(team.owner.get(f"threads/{team.thread}/"))
        said(correct(team, f"{ENTRY} Two more."))
        after = said(team.owner.get(f"threads/{team.thread}/"))
        assert after["counts"]["words"] == before["counts"]["words"] + 2
        assert after["version"] == before["version"] + 1

    def test_the_same_text_again_changes_nothing(self, team):
        assert team.posts
        before = team.events()
        assert said(correct(team, ENTRY))["text_version"] == 1
        assert team.events() == before

    def test_line_ends_become_line_feeds_as_in_every_import(self, team):
        assert said(correct(team, "One.\r\nTwo.\rThree."))["text"] == "One.\nTwo.\nThree."

    @pytest.mark.parametrize("text", ["", "   \n", None, ["a"]])
    def test_no_text_is_no_correction(self, team, text):
        refused(correct(team, text), 400)

    def test_half_a_surrogate_is_refused(self, team):
        path = f"posts/{team.posts[0]}/"
        refused(team.manager.call("PATCH", path, raw=b'{"text": "a\\ud800b"}', match=1), 400)

    def test_it_takes_a_manager_and_the_version_one_saw(self, team):
        path = f"posts/{team.posts[0]}/"
        for role in ("reader", "coder", "adjudicator"):
            refused(team.caller(role).patch(path, {"text": "Mine."}, match=1), 403)
        refused(team.manager.patch(path, {"text": "Mine."}), 428)
        stale = refused(team.manager.patch(path, {"text": "Mine."}, match=7), 412)
        assert stale["current"] == said(team.owner.get(path))

    def test_everybody_is_told_without_the_text(self, team):
        said(correct(team, f"{ENTRY} Two more."))
        event = team.events()[-1]
        assert (event["action"], event["target"]) == (
            "post.changed", {"type": "post", "id": team.posts[0]},
        )  # fmt: skip
        assert (event["before"]["text_version"], event["after"]["text_version"]) == (1, 2)
        assert "frozen" not in str(event)

    def test_a_later_import_leaves_the_correction_alone_until_the_source_changes(self, team):
        line = thread_line(ENTRY, "Hm.", id="frost", url="https://plots.example/frost")
        thread = load(team.corpus, line).threads[0]
        entry = said(team.owner.get(f"threads/{thread}/"))["posts"][0]
        path = f"posts/{entry['id']}/"
        mended = ENTRY.replace("knows", "knew")
        said(team.manager.patch(path, {"text": mended}, match=entry["version"]))
        load(team.corpus, line | {"title": "Frost in June"})
        assert said(team.owner.get(path))["text"] == mended
        load(team.corpus, line | {"title": "Frost in July", "text": f"{ENTRY} Edited."})
        assert said(team.owner.get(path))["text"] == f"{ENTRY} Edited."

    def test_a_comment_without_an_id_is_known_by_what_the_source_says(self, team):
        line = thread_line(ENTRY, "Ours froxe too.", id="f", url="https://plots.example/f")
        thread = load(team.corpus, line).threads[0]
        comment = said(team.owner.get(f"threads/{thread}/"))["posts"][1]
        path = f"posts/{comment['id']}/"
        said(team.manager.patch(path, {"text": "Ours froze too."}, match=comment["version"]))
        load(team.corpus, line | {"title": "Frost in June"})
        posts = said(team.owner.get(f"threads/{thread}/"))["posts"]
        assert [post["text"] for post in posts] == [ENTRY, "Ours froze too."]
        assert posts[1]["flags"] == []


class TestWhatWasCoded:
    def test_a_passage_moves_along_with_its_words(self, team):
        coded = team.annotate(start=16, end=20)
        said(correct(team, f"In May, {ENTRY}"))
        found = said(team.coder.get(f"annotations/{coded['id']}/"))
        assert (found["start"], found["end"], found["quote"]) == (24, 28, " The")
        assert (found["text_version"], found["state"], found["version"]) == (2, "live", 2)
        event = team.events()[-1]
        assert event["action"] == "annotation.changed"
        assert event["before"] == coded
        assert event["after"] == found | {"reanchored": {"how": "moved", "likeness": 1.0}}
        assert event["actor"]["id"] == team.manager.id

    def test_a_passage_that_was_mended_itself_follows_the_difference(self, team):
        coded = team.annotate(start=0, end=16)
        said(correct(team, ENTRY.replace("The beans froze.", "The beans froxe.")))
        found = said(team.coder.get(f"annotations/{coded['id']}/"))
        assert (found["quote"], found["state"]) == ("The beans froxe.", "live")
        assert team.events()[-1]["after"]["reanchored"]["how"] == "mapped"

    def test_annotations_of_the_whole_post_and_thread_stay(self, team):
        path = f"{team.path}annotations/"
        claims = [
            {"post": team.posts[0], "code": team.code},
            {"thread": team.thread, "code": team.code},
        ]
        before = [said(team.coder.post(path, claim), 201) for claim in claims]
        said(correct(team, "Something else entirely."))
        assert [said(team.coder.get(f"annotations/{one['id']}/")) for one in before] == before

    def test_an_orphan_is_listed_and_counted_and_shown_with_its_thread(self, team):
        coded, kept = team.annotate(start=31, end=45), team.annotate(start=4, end=9)
        said(correct(team, "The beans froze."))
        orphans = every(team.coder, f"{team.path}annotations/", {"state": "orphan"})
        assert [one["id"] for one in orphans] == [coded["id"]]
        assert (orphans[0]["start"], orphans[0]["quote"]) == (coded["start"], coded["quote"])
        assert orphans[0]["text_version"] == 1
        live = every(team.coder, f"{team.path}annotations/", {"state": "live"})
        assert [one["id"] for one in live] == [kept["id"]]
        shown = said(team.coder.get(f"threads/{team.thread}/annotations/"))["results"]
        assert {one["id"]: one["state"] for one in shown} == {
            coded["id"]: "orphan", kept["id"]: "live",
        }  # fmt: skip
        assert team.counts()["annotations"] == 2

    def test_a_person_gives_an_orphan_its_place_again(self, team):
        coded = team.annotate(start=31, end=45)
        said(correct(team, "The beans froze."))
        path = f"annotations/{coded['id']}/"
        change = {"start": 4, "end": 15, "quote": "beans froze"}
        wrong = {"start": 5, "end": 16, "quote": "beans froze"}
        refused(team.coder.patch(path, wrong, match=2), 422, "quote_mismatch")
        found = said(team.coder.patch(path, change, match=2))
        assert (found["state"], found["text_version"], found["quote"]) == (
            "live", 2, "beans froze",
        )  # fmt: skip
        assert every(team.coder, f"{team.path}annotations/", {"state": "orphan"}) == []

    def test_an_orphan_does_not_stand_in_the_way_of_the_same_claim_on_the_new_text(self, team):
        team.annotate(start=4, end=9)
        said(correct(team, "Out of reach and other words than these."))
        claim = team.passage() | {"quote": "of re", "start": 4, "end": 9}
        said(team.coder.post(f"{team.path}annotations/", claim), 201)

    def test_two_coders_passages_both_follow(self, team):
        mine = team.annotate()
        theirs = team.annotate(team.another("coder"))
        said(correct(team, f"In May, {ENTRY}"))
        for one in (mine, theirs):
            found = said(team.coder.get(f"annotations/{one['id']}/"))
            assert (found["start"], found["quote"]) == (12, "beans")

    def test_undoing_a_correction_brings_the_passages_back(self, team):
        coded = team.annotate(start=31, end=45)
        said(correct(team, "The beans froze."))
        said(correct(team, ENTRY))
        found = said(team.coder.get(f"annotations/{coded['id']}/"))
        assert (found["state"], found["start"], found["quote"]) == ("live", 31, coded["quote"])


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
            " WHERE NOT l.granted AND a.datname = current_database()"
        )
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_who_codes_while_the_text_is_being_corrected_codes_no_text_that_is_gone(team):
    claim, replies = team.passage(), []
    coder, manager = team.coder, team.manager

    def code() -> None:
        replies.append(coder.post(f"{team.path}annotations/", claim))
        connection.close()

    with transaction.atomic():
        correct_text(hold_post(team.posts[0]), text="Peas, peas, peas.", actor=manager.user)
        other = threading.Thread(target=code)
        other.start()
        deadline = time.monotonic() + 20
        while not _somebody_waits() and time.monotonic() < deadline:
            other.join(0.02)
        assert replies == []
    other.join(20)
    refused(replies[0], 422, "quote_mismatch")
    assert every(team.coder, f"{team.path}annotations/") == []
