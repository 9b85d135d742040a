"""Memos: notes on anything of a corpus, with links, changed by their authors, undone."""

from uuid import uuid4

import pytest

from tests.api.caller import every, refused, said
from tests.api.conftest import Team
from tests.factories import load, thread_line

pytestmark = pytest.mark.django_db


def targets(team: Team) -> dict[str, tuple[object, str]]:
    """One of each thing that a memo can be about, and how it is called."""
    made = team.annotate()
    people = every(team.owner, f"{team.path}participants/")
    return {
        "corpus": (team.corpus.pk, "Allotments"),
        "thread": (team.thread, "Frost in May"),
        "post": (team.posts[1], "Reader 1: Ours froze too."),
        "annotation": (made["id"], "Frost: beans"),
        "code": (team.code, "Frost"),
        "participant": (people[0]["id"], people[0]["name"]),
    }


def listed(team: Team, **query) -> list[dict]:
    return every(team.reader, f"{team.path}memos/", query)


class TestWriting:
    def test_anything_of_a_corpus_can_have_a_memo(self, team):
        for kind, (target, label) in targets(team).items():
            memo = team.memo(target={"type": kind, "id": target}, text="**Why?**", kind="question")
            assert memo["target"]["label"] == label
            assert (memo["target"]["id"], memo["target"]["deleted"]) == (target, False)
            assert memo["target"]["thread"] == (
                team.thread if kind in ("thread", "post", "annotation") else None
            )
            assert (memo["kind"], memo["author"]["id"], memo["version"]) == (
                "question", team.coder.id, 1,
            )  # fmt: skip
            assert said(team.reader.get(f"memos/{memo['id']}/")) == memo

    def test_the_same_again_is_the_same_memo(self, team):
        path = f"{team.path}memos/{uuid4()}/"
        body = {"target": {"type": "code", "id": team.code}, "text": "Once."}
        first = said(team.coder.put(path, body), 201)
        assert said(team.coder.put(path, body)) == first
        refused(team.coder.put(path, {**body, "text": "Twice."}), 409, "id_taken")
        refused(team.owner.put(path, body), 409, "id_taken")
        said(team.coder.delete(f"memos/{first['id']}/", match=1), 204)
        refused(team.coder.put(path, body), 409, "deleted")
        assert len([one for one in team.events() if one["action"] == "memo.created"]) == 1

    def test_it_is_about_something_of_its_corpus(self, team, others):
        path = f"{others.path}memos/{uuid4()}/"
        for kind, (target, _) in targets(team).items():
            body = {"target": {"type": kind, "id": target}, "text": "x"}
            refused(others.owner.put(path, body), 422, "foreign_target")
        for target in ("x", 0, -1, 2**70, None, str(uuid4())):
            body = {"target": {"type": "post", "id": target}, "text": "x"}
            refused(others.owner.put(path, body), 400, "malformed")

    def test_blanks_and_empty_texts_are_kept(self, team):
        assert team.memo(text="  a\n\n ")["text"] == "  a\n\n "
        assert team.memo(text="")["text"] == ""
        refused(
            team.coder.put(
                f"{team.path}memos/{uuid4()}/",
                {"target": {"type": "thread", "id": team.thread}, "text": "", "kind": "k" * 21},
            ),
            400,
        )

    def test_its_author_changes_and_removes_it(self, team):
        memo = team.memo()
        path = f"memos/{memo['id']}/"
        refused(team.coder.patch(path, {"text": "x"}), 428)
        after = said(team.coder.patch(path, {"text": "x", "kind": "todo"}, match=1))
        assert (after["text"], after["kind"], after["version"]) == ("x", "todo", 2)
        assert refused(team.coder.patch(path, {"text": "y"}, match=1), 412)["current"] == after
        said(team.coder.delete(path, match=2), 204)
        refused(team.coder.get(path), 404)
        told = [one for one in team.events() if one["target"]["id"] == memo["id"]]
        assert [one["action"] for one in told] == ["memo.created", "memo.changed", "memo.deleted"]
        assert (told[1]["before"], told[1]["after"], told[2]["after"]) == (memo, after, None)

    def test_others_memos_are_for_adjudicators(self, team):
        memo = team.memo()
        path = f"memos/{memo['id']}/"
        other = team.another("coder")
        refused(other.patch(path, {"text": "x"}, match=1), 403, "not_your_memo")
        refused(other.delete(path, match=1), 403, "not_your_memo")
        refused(team.reader.patch(path, {"text": "x"}, match=1), 403, "forbidden")
        said(team.adjudicator.patch(path, {"text": "x"}, match=1))
        said(team.manager.delete(path, match=2), 204)


class TestLinks:
    def test_a_memo_says_what_it_links_to_and_is_found_from_there(self, team):
        every_one = targets(team)
        text = " ".join(f"[{kind}](catena:{kind}/{one})" for kind, (one, _) in every_one.items())
        memo = team.memo(text=text)
        team.memo(text="Nothing.")
        assert [(one["type"], one["id"], one["label"]) for one in memo["links"]] == [
            (kind, one, label) for kind, (one, label) in every_one.items()
        ]
        for kind, (one, _) in every_one.items():
            assert listed(team, links_to=f"{kind}:{one}") == [memo]
        refused(team.coder.get(f"{team.path}memos/", {"links_to": "memo:1"}), 400)

    def test_links_follow_the_text(self, team):
        memo = team.memo(text=f"[a](catena:code/{team.code})")
        after = said(team.coder.patch(f"memos/{memo['id']}/", {"text": "none"}, match=1))
        assert after["links"] == []
        assert listed(team, links_to=f"code:{team.code}") == []

    def test_another_teams_things_have_no_name(self, team, others):
        target = {"type": "corpus", "id": others.corpus.pk}
        path = f"{others.path}memos/{uuid4()}/"
        text = f"[a](catena:code/{team.code}) [b](catena:corpus/{team.corpus.pk})"
        memo = said(others.owner.put(path, {"target": target, "text": text}), 201)
        assert [(one["label"], one["deleted"]) for one in memo["links"]] == [
            (" (deleted)", True)
        ] * 2


class TestList:
    def test_the_last_changed_comes_first(self, team):
        first, second = team.memo(text="1"), team.memo(text="2")
        assert [one["id"] for one in listed(team)] == [second["id"], first["id"]]
        said(team.coder.patch(f"memos/{first['id']}/", {"text": "3"}, match=1))
        assert [one["id"] for one in listed(team, page_size=1)] == [first["id"], second["id"]]

    def test_it_can_be_filtered(self, team):
        on_code = team.memo(target={"type": "code", "id": team.code}, kind="method", text="100 %")
        mine = team.memo(team.owner, text="A 1000 plots")
        assert listed(team, target_type="code", target=team.code) == [on_code]
        assert listed(team, kind="method") == [on_code]
        assert listed(team, author=team.owner.id) == [mine]
        assert listed(team, q="PLOTS") == [mine]
        assert listed(team, q="100 %") == [on_code]
        assert listed(team, q="0_") == []

    def test_what_it_was_about_may_be_gone(self, team):
        thread = load(team.corpus, thread_line("An entry.", title="Slugs")).threads[0]
        memo = team.memo(target={"type": "thread", "id": thread})
        said(team.manager.delete(f"threads/{thread}/", match="*"), 204)
        (shown,) = listed(team)
        assert shown["target"]["deleted"] is True
        assert shown["target"]["label"] == f"{memo['target']['label']} (deleted)"
        said(team.coder.patch(f"memos/{memo['id']}/", {"text": "Still mine."}, match=1))

    def test_many_take_as_many_queries_as_few(self, team, django_assert_max_num_queries):
        for kind, (target, _) in targets(team).items():
            team.memo(target={"type": kind, "id": target}, text=f"[a](catena:{kind}/{target})")
        caller = team.reader
        with django_assert_max_num_queries(4):
            assert len(said(caller.get(f"{team.path}memos/"))["results"]) == 6


class TestUndo:
    def test_memos_go_back_and_forth_with_their_links(self, team):
        memo = team.memo(text="one")
        path = f"memos/{memo['id']}/"
        text = f"[a](catena:code/{team.code})"
        said(team.coder.patch(path, {"text": text}, match=1))
        said(team.coder.delete(path, match=2), 204)
        states = [[], ["one"], [text], []]
        for state in states[-2::-1]:
            said(team.coder.post(f"{team.path}undo/"))
            assert [one["text"] for one in listed(team)] == state
            assert len(listed(team, links_to=f"code:{team.code}")) == (state == [text])
        for state in states[1:]:
            said(team.coder.post(f"{team.path}redo/"))
            assert [one["text"] for one in listed(team)] == state

    def test_a_colleagues_word_in_it_is_not_undone(self, team):
        memo = team.memo()
        said(team.manager.patch(f"memos/{memo['id']}/", {"text": "mine"}, match=1))
        problem = refused(team.coder.post(f"{team.path}undo/"), 409, "built_upon")
        assert problem["current"][0]["target"] == {"type": "memo", "id": memo["id"]}
        assert listed(team)[0]["text"] == "mine"
