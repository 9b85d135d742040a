"""Annotations: claims that hold, claims that cannot be, repeats, versions."""

from typing import Any
from uuid import uuid4

import pytest

from corpus.models import Post
from tests.api.caller import refused, said
from tests.api.conftest import ENTRY, Team

pytestmark = pytest.mark.django_db


class TestPut:
    def test_a_passage_is_recorded_with_all_that_it_says(self, team):
        given = uuid4()
        path = f"{team.path}annotations/{given}/"
        reply = team.coder.put(path, team.passage(memo="early"))
        made = said(reply, 201)
        assert reply.headers["ETag"] == '"1"'
        expected = {
            "id": str(given), "corpus": team.corpus.pk, "thread": team.thread,
            "post": team.posts[0], "code": team.code, "level": "passage", "start": 4, "end": 9,
            "quote": "beans", "text_version": 1, "state": "live", "memo": "early", "version": 1,
            "coder": {"id": team.coder.id, "username": team.coder.user.username,
                      "name": team.coder.user.name},
        }  # fmt: skip
        assert {name: made[name] for name in expected} == expected
        assert said(team.reader.get(f"annotations/{given}/")) == made

    def test_a_whole_post_and_a_whole_thread_can_be_coded(self, team):
        on_post = {"post": team.posts[1], "code": team.code}
        on_thread = {"thread": team.thread, "code": team.code}
        for claim, level in ((on_post, "post"), (on_thread, "thread")):
            made = said(team.coder.post(f"{team.path}annotations/", claim), 201)
            assert (made["level"], made["thread"]) == (level, team.thread)
            assert (made["start"], made["end"], made["quote"], made["text_version"]) == (None,) * 4

    def test_the_same_again_is_the_same_annotation_also_after_a_change(self, team):
        path, claim = f"{team.path}annotations/{uuid4()}/", team.passage()
        made = said(team.coder.put(path, claim), 201)
        assert said(team.coder.put(path, claim)) == made
        address = f"annotations/{made['id']}/"
        changed = said(team.coder.patch(address, {"memo": "later"}, match=1))
        reply = team.coder.put(path, claim)
        assert (said(reply), reply.headers["ETag"]) == (changed, '"2"')
        assert team.counts()["annotations"] == 1

    def test_another_claim_under_the_same_id_is_refused(self, team):
        path = f"{team.path}annotations/{uuid4()}/"
        said(team.coder.put(path, team.passage()), 201)
        refused(team.coder.put(path, team.passage(memo="other")), 409, "id_taken")
        refused(team.coder.put(path, team.passage(start=0, end=3)), 409, "id_taken")
        refused(team.another().put(path, team.passage()), 409, "id_taken")

    def test_an_id_of_another_team_is_taken_and_nothing_is_said_about_it(self, team, others):
        theirs = others.annotate()
        path = f"{team.path}annotations/{theirs['id']}/"
        problem = refused(team.coder.put(path, team.passage()), 409, "id_taken")
        assert "current" not in problem
        said(others.coder.delete(f"annotations/{theirs['id']}/", match=1), 204)
        refused(team.coder.put(path, team.passage()), 409, "id_taken")

    def test_an_id_that_was_removed_is_not_used_again(self, team):
        made = team.annotate()
        path = f"{team.path}annotations/{made['id']}/"
        said(team.coder.delete(f"annotations/{made['id']}/", match=1), 204)
        refused(team.coder.put(path, team.passage()), 409, "deleted")
        refused(team.coder.put(path, team.passage(start=0, end=3)), 409, "deleted")
        said(team.coder.put(f"{team.path}annotations/{uuid4()}/", team.passage()), 201)

    @pytest.mark.parametrize("level", ["passage", "post", "thread"])
    def test_a_coder_claims_the_same_once_but_two_coders_may(self, team, level):
        claim: dict[str, Any] = {
            "passage": team.passage(),
            "post": {"post": team.posts[0], "code": team.code},
            "thread": {"thread": team.thread, "code": team.code},
        }[level]
        made = said(team.coder.put(f"{team.path}annotations/{uuid4()}/", claim), 201)
        again = team.coder.put(f"{team.path}annotations/{uuid4()}/", claim)
        assert refused(again, 409, "duplicate_annotation")["current"] == made
        said(team.another().put(f"{team.path}annotations/{uuid4()}/", claim), 201)

    def test_a_post_with_an_idempotency_key_is_made_once(self, team):
        path = f"{team.path}annotations/"
        first = said(team.coder.post(path, team.passage(), key="k1"), 201)
        assert said(team.coder.post(path, team.passage(), key="k1"), 201) == first
        other = team.coder.post(path, team.passage(start=0, end=3), key="k1")
        refused(other, 409, "idempotency_key_reused")
        refused(team.coder.post(path, team.passage(), key="k2"), 409, "duplicate_annotation")
        assert team.counts()["annotations"] == 1


IMPOSSIBLE = [
    ({"start": -1, "quote": "x"}, "span_out_of_range"),
    ({"start": 9, "end": 9, "quote": ""}, "span_out_of_range"),
    ({"start": 9, "end": 4, "quote": "snaeb"}, "span_out_of_range"),
    ({"end": len(ENTRY) + 1, "quote": ENTRY[4:]}, "span_out_of_range"),
    ({"start": 0, "end": 2**31 - 1, "quote": ENTRY}, "span_out_of_range"),
    ({"start": -(2**31) + 1, "end": 2**31 - 1, "quote": ENTRY}, "span_out_of_range"),
    ({"start": 2**31 - 2, "end": 2**31 - 1, "quote": "x"}, "span_out_of_range"),
    ({"quote": "peas!"}, "quote_mismatch"),
    ({"quote": ""}, "quote_mismatch"),
    ({"quote": "Beans"}, "quote_mismatch"),
    ({"quote": "beans "}, "quote_mismatch"),
    ({"code": 2**62}, "foreign_code"),
    ({"post": 2**62}, "foreign_post"),
]


class TestImpossibleClaims:
    @pytest.mark.parametrize(("change", "code"), IMPOSSIBLE)
    def test_nothing_is_stored_counted_or_told(self, team, change, code):
        claim, made = team.passage(), team.annotate()
        before = team.counts(), team.events()
        claim |= change
        refused(team.coder.put(f"{team.path}annotations/{uuid4()}/", claim), 422, code)
        refused(team.coder.post(f"{team.path}annotations/", claim), 422, code)
        step = {"op": "put", "id": str(uuid4()), **claim}
        bulk = team.coder.post(f"{team.path}annotations/bulk/", {"operations": [step]})
        assert refused(bulk, 422, "bulk_refused")["results"][0]["error"]["code"] == code
        moved = {k: v for k, v in change.items() if k != "post"}
        if moved:
            refused(team.coder.patch(f"annotations/{made['id']}/", moved, match=1), 422, code)
        assert (team.counts(), team.events()) == before

    def test_codes_posts_and_threads_of_another_team_are_unknown(self, team, others):
        put = f"{team.path}annotations/{uuid4()}/"
        refused(team.coder.put(put, team.passage(code=others.code)), 422, "foreign_code")
        on_post = {"post": others.posts[0], "code": team.code}
        refused(team.coder.put(put, on_post), 422, "foreign_post")
        passage = {**others.passage(), "code": team.code}
        refused(team.coder.put(put, passage), 422, "foreign_post")
        on_thread = {"thread": others.thread, "code": team.code}
        refused(team.coder.put(put, on_thread), 422, "foreign_thread")

    def test_an_archived_code_codes_nothing_new(self, team):
        made = team.annotate()
        said(team.owner.delete(f"codes/{team.code}/", match=1), 204)
        put = f"{team.path}annotations/{uuid4()}/"
        refused(team.coder.put(put, team.passage(start=0, end=3)), 422, "code_archived")
        memo = team.coder.patch(f"annotations/{made['id']}/", {"memo": "still mine"}, match=1)
        assert said(memo)["memo"] == "still mine"

    def test_a_code_is_used_only_on_the_levels_it_is_for(self, team):
        tone = team.new_code(name="Tone", levels=["thread"])["id"]
        put = f"{team.path}annotations/{uuid4()}/"
        refused(team.coder.put(put, team.passage(code=tone)), 422, "level_not_allowed")
        refused(
            team.coder.put(put, {"post": team.posts[0], "code": tone}), 422, "level_not_allowed"
        )
        said(team.coder.put(put, {"thread": team.thread, "code": tone}), 201)

    @pytest.mark.parametrize(
        "body",
        [
            {},
            {"code": 1},
            {"post": 1},
            {"post": 1, "code": 1, "start": 0},
            {"post": 1, "code": 1, "start": 0, "end": 1},
            {"post": 1, "code": 1, "quote": "x"},
            {"thread": 1, "code": 1, "start": 0, "end": 1, "quote": "x"},
            {"post": "one", "code": 1},
            {"post": 1, "code": 1, "start": 0.5, "end": 1, "quote": "x"},
            {"post": 1, "code": 1, "memo": ["x"]},
            {"post": 1, "code": 2**64},
            {"post": 1, "code": 1, "start": 2**40, "end": 2**41, "quote": "x"},
            {"post": 1, "code": 1, "memo": "a\u0000b"},
        ],
    )
    def test_what_is_no_claim_at_all_is_malformed(self, team, body):
        refused(team.coder.put(f"{team.path}annotations/{uuid4()}/", body), 400, "malformed")


class TestChange:
    def test_code_passage_and_memo_can_change_and_the_history_shows_it(self, team):
        made, other = team.annotate(), team.new_code(name="Peas")
        change = {
            "code": other["id"], "start": 21, "end": 25, "quote": "peas", "memo": "not the beans",
        }  # fmt: skip
        reply = team.coder.patch(f"annotations/{made['id']}/", change, match=1)
        after = said(reply)
        assert {name: after[name] for name in change} == change
        assert (after["version"], reply.headers["ETag"]) == (2, '"2"')
        event = team.events()[-1]
        assert (event["action"], event["before"], event["after"]) == (
            "annotation.changed", made, after,
        )  # fmt: skip

    def test_a_moved_passage_shows_its_new_quote(self, team):
        made = team.annotate()
        change = {"start": 0, "end": 3}
        refused(team.coder.patch(f"annotations/{made['id']}/", change, match=1), 400)

    def test_a_whole_post_has_no_passage_to_move(self, team):
        claim = {"post": team.posts[0], "code": team.code}
        made = said(team.coder.post(f"{team.path}annotations/", claim), 201)
        change = {"start": 4, "end": 9, "quote": "beans"}
        problem = team.coder.patch(f"annotations/{made['id']}/", change, match=1)
        refused(problem, 422, "not_a_passage")

    def test_a_change_cannot_make_a_claim_that_the_coder_has_made(self, team):
        first, second = team.annotate(), team.annotate(start=0, end=3)
        change = {"start": 4, "end": 9, "quote": "beans"}
        problem = team.coder.patch(f"annotations/{second['id']}/", change, match=1)
        refused(problem, 409, "duplicate_annotation")
        said(team.coder.delete(f"annotations/{first['id']}/", match=1), 204)
        said(team.coder.patch(f"annotations/{second['id']}/", change, match=1))

    def test_a_coder_changes_only_their_own_an_adjudicator_anyones(self, team):
        made = team.annotate()
        path, other = f"annotations/{made['id']}/", team.another("coder")
        refused(other.patch(path, {"memo": "mine now"}, match=1), 403, "not_your_annotation")
        refused(other.delete(path, match=1), 403, "not_your_annotation")
        changed = said(team.adjudicator.patch(path, {"memo": "agreed"}, match=1))
        assert changed["coder"]["id"] == team.coder.id
        said(team.adjudicator.delete(path, match=2), 204)

    def test_what_was_removed_is_gone_from_every_list_and_told_in_the_history(self, team):
        made = team.annotate()
        path = f"annotations/{made['id']}/"
        said(team.coder.delete(path, match=1), 204)
        refused(team.coder.get(path), 404)
        refused(team.coder.delete(path, match=2), 404)
        assert said(team.coder.get(f"{team.path}annotations/"))["results"] == []
        assert said(team.coder.get(f"threads/{team.thread}/annotations/"))["results"] == []
        event = team.events()[-1]
        assert (event["action"], event["before"], event["after"]) == (
            "annotation.deleted", made, None,
        )  # fmt: skip


def test_texts_are_what_was_sent_not_normalised_nor_trimmed(team: Team):
    assert Post.objects.get(pk=team.posts[0]).text == ENTRY


def test_annotations_are_found_by_their_memos(team, django_assert_max_num_queries):
    bare = team.annotate()
    late = team.annotate(team.owner, memo="Late Frost, 100% sure")
    soon = team.annotate(team.another(), memo="soon")
    reader = team.reader
    said(reader.get(team.path))

    def found(**query: Any) -> list[dict[str, Any]]:
        with django_assert_max_num_queries(5):
            return said(reader.get(f"{team.path}annotations/", query))["results"]

    assert found(memo="true") == [late, soon]
    assert found(memo="false") == [bare]
    assert found(memo_contains="late FROST") == found(memo_contains="0%") == [late]
    assert found(memo="true", coder=team.owner.id, level="passage") == [late]
    assert found(memo_contains="_") == found(memo="false", memo_contains="soon") == []


def test_a_threads_annotations_say_up_to_which_event_they_go(team):
    path, claim = f"threads/{team.thread}/annotations/", team.passage()
    before = said(team.reader.get(path))
    assert before["results"] == []
    made = said(team.coder.post(f"{team.path}annotations/", claim), 201)
    after = said(team.reader.get(path))
    assert (after["results"], after["seq"]) == ([made], before["seq"] + 1)
    assert said(team.reader.get(f"{team.path}history/"))["results"][0]["seq"] == after["seq"]
