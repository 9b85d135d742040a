"""A coded project of another program comes in: shown before it is loaded, loaded once, whole."""

from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from annotations.models import Annotation, Memo, ProjectImport
from corpus import jobs
from corpus.models import Job, Post, RestingMembership, Thread, User
from tests.api.caller import Caller, content, refused, said
from tests.api.conftest import Team, new_team
from tests.exchange.foreign_qdpx import HABITS, TEXT, Foreign, Habit, usual
from tests.factories import STEPS, member, person, work_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return new_team("Allotments")


def bring(team: Team, data: bytes, name: str = "allotments.qdpx", by: Caller | None = None) -> Any:
    path = f"{team.path}projects/"
    return said((by or team.manager).send(path, [SimpleUploadedFile(name, data)]), 202)


def look(team: Team, project: Any) -> Any:
    return said(team.manager.get(f"{team.path}projects/{project['id']}/"))


def load(team: Team, data: bytes, **choices: Any) -> Any:
    """Bring a project in and load it."""
    project = bring(team, data)
    work_off()
    said(team.manager.post(f"{team.path}projects/{project['id']}/confirm/", choices), 202)
    work_off()
    return look(team, project)


def coded(team: Team) -> list[tuple[str, str, str, str]]:
    rows = Annotation.objects.filter(corpus=team.corpus).select_related("code", "coder", "post")
    return sorted(
        (one.quote or one.level, one.code.name, one.coder.name, f"{one.created_at:%d}")
        for one in rows
    )


def expected(project: Foreign) -> list[tuple[str, str, str, str]]:
    names = {guid: name for guid, name, _ in project.codes}
    return sorted(
        (project.texts[n][a:b], names[code], project.coders[coder], f"{k % 8 + 1:02}")
        for k, (n, a, b, code, coder) in enumerate(project.passages)
    )


@pytest.mark.parametrize("name", HABITS)
def test_every_coding_of_every_program_comes_in_at_its_place(team, name):
    project = usual()
    shown = load(team, project.file(HABITS[name]))
    assert (shown["status"], shown["error"]) == ("done", "")
    assert coded(team) == expected(project)
    for one in Annotation.objects.select_related("post"):
        assert one.post.text[one.start : one.end] == one.quote
    assert Post.objects.get(thread__corpus=team.corpus).text == TEXT
    counted = {"threads": 1, "posts": 1, "codes": 3, "members": 2, "annotations": 7, "memos": 0}
    assert {k: shown["result"][k] for k in counted} == counted
    assert team.counts()["annotations"] == 7


def test_before_anything_is_loaded_the_screen_shows_what_was_found(team):
    project = bring(team, usual().file(HABITS["nvivo"]))
    assert (project["status"], project["report"]) == ("queued", None)
    work_off()
    shown = look(team, project)
    report = shown["report"]
    assert (shown["status"], shown["format"]) == ("review", "qdpx")
    assert (report["codes"], report["sources"], report["selections"]) == (3, 1, 7)
    assert (report["chosen"], report["decided_by"]) == ("utf16-crlf2-bom0", "words")
    assert len(report["conventions"]) == 8
    mine = [one for one in report["samples"] if one["convention"] == report["chosen"]]
    assert len(mine) == 5
    assert all(one["before"] + one["passage"] + one["after"] in TEXT for one in mine)
    assert report["coders"] == [
        {"name": "Kim Sample", "codings": 5, "member": None},
        {"name": "Lee Sample", "codings": 2, "member": None},
    ]
    assert not Thread.objects.filter(corpus=team.corpus).exists()


def test_a_person_may_choose_another_way_of_counting(team):
    shown = load(team, usual().file(HABITS["utf-16"]), convention="codepoint-crlf1-bom0")
    assert shown["choices"]["convention"] == "codepoint-crlf1-bom0"
    assert shown["status"] == "done"
    assert coded(team) != expected(usual())


def test_coders_are_members_where_they_are_named_so_or_said_to_be(team):
    kim = member(
        team.corpus,
        "coder",
        person(
            "kim",
        ),
    )
    User.objects.filter(pk=kim.pk).update(name="Kim Sample")
    other = team.coder
    load(team, usual().file(Habit()), coders={"Lee Sample": other.user.username})
    assert {one.coder_id for one in Annotation.objects.all()} == {kim.pk, other.id}
    assert not RestingMembership.objects.exists()


def test_coders_whom_nobody_knows_stay_several_and_cannot_sign_in(team):
    load(team, usual(coders=["Kim", "Kim"]).file(Habit()))
    resting = RestingMembership.objects.filter(corpus=team.corpus).select_related("user")
    assert sorted(one.user.name for one in resting) == ["Kim", "Kim (2)"]
    assert not any(one.user.is_active or one.user.has_usable_password() is True for one in resting)
    members = said(team.owner.get(f"{team.path}members/"))["results"]
    assert sum(not one["active"] for one in members) == 2


def test_codes_go_to_those_of_the_same_path(team):
    weather = team.new_code(name="Weather", definition="Ours.")
    load(team, usual().file(Habit()))
    codes = {one["name"]: one for one in said(team.owner.get(f"{team.path}codes/"))["results"]}
    assert codes["Weather"]["id"] == weather["id"]
    assert codes["Weather"]["definition"] == "Ours."
    assert codes["Frost"]["parent"] == weather["id"]
    assert (codes["Frost"]["definition"], codes["Frost"]["colour"]) == ("On Frost.", "#00aa00")


def test_the_history_says_all_of_it_and_one_step_takes_it_back(team):
    load(team, usual().file(Habit()))
    made = [one for one in team.events() if one["action"] in ("code.created", "annotation.created")]
    assert len(made) == 10
    assert len({one["batch"] for one in made}) == 1
    actions = {one["action"] for one in team.events()}
    assert {"project.created", "project.changed", "thread.created", "member.added"} <= actions
    said(team.manager.post(f"{team.path}undo/"))
    assert team.counts()["annotations"] == 0
    assert team.counts()["codes"] == 0


def test_the_same_file_again_is_the_project_that_came_before(team):
    data = usual().file(Habit())
    project = bring(team, data)
    assert bring(team, data, name="another name.qdpx")["id"] == project["id"]
    listed = said(team.manager.get(f"{team.path}projects/"))["results"]
    assert [one["id"] for one in listed] == [project["id"]]
    raw = team.manager.get(f"{team.path}projects/{project['id']}/raw/")
    assert content(raw) == data


def test_one_that_was_left_out_can_come_again(team):
    data = usual().file(Habit())
    project = bring(team, data)
    path = f"{team.path}projects/{project['id']}/"
    assert said(team.manager.post(f"{path}cancel/"))["status"] == "cancelled"
    refused(team.manager.post(f"{path}confirm/", {}), 409, "not_in_review")
    again = bring(team, data)
    assert again["id"] != project["id"]
    work_off()
    assert look(team, again)["status"] == "review"
    assert look(team, project)["status"] == "cancelled"


@pytest.mark.parametrize("stopped", range(4))
def test_a_worker_that_dies_leaves_nothing_double(team, stopped, monkeypatch):
    project = usual(texts=[TEXT, "Another text, on fleece."])
    project.code("Another text, on fleece.", "fleece", "C3")
    monkeypatch.setattr("annotations.projects_in_loading.STEP_SOURCES", 1)
    monkeypatch.setattr("annotations.projects_in_loading.STEP_CODINGS", 3)
    found = bring(team, project.file(Habit()))
    work_off()
    said(team.manager.post(f"{team.path}projects/{found['id']}/confirm/", {}), 202)
    taken = 0

    def dies(held: jobs.Held) -> bool:
        nonlocal taken
        if taken == stopped:
            raise KeyboardInterrupt
        taken += 1
        return STEPS["project"][0](held)

    job = Job.objects.get(subject=UUID(found["id"]))
    with pytest.raises(KeyboardInterrupt):
        jobs.work(job.pk, dies, STEPS["project"][1])
    Job.objects.filter(pk=job.pk).update(lease_until=None, holder=None)
    work_off()
    assert look(team, found)["status"] == "done"
    assert coded(team) == expected(project)
    assert Thread.objects.filter(corpus=team.corpus).count() == 2
    assert team.counts()["annotations"] == 8
    assert RestingMembership.objects.filter(corpus=team.corpus).count() == 2


def test_what_is_no_project_fails_with_words_and_can_be_looked_at(team):
    project = bring(team, b"no project at all")
    work_off()
    shown = look(team, project)
    assert shown["status"] == "failed"
    assert "no coded project" in shown["error"]


def test_what_does_not_fit_is_counted_and_never_moved(team):
    project = usual()
    project.passages += [(0, 5, 9999, "C1", 0), (0, 0, 4, "C1", 0), (0, 0, 4, "C1", 0)]
    shown = load(team, project.file(Habit(names="none")))
    counted = {one["code"]: one["count"] for one in shown["result"]["problems"]}
    assert counted == {"same_twice": 1, "out_of_range": 1}
    assert shown["report"]["problems"][0]["count"] == 1
    assert team.counts()["annotations"] == 8


def test_choices_that_cannot_be_are_refused(team):
    project = bring(team, usual().file(Habit()))
    path = f"{team.path}projects/{project['id']}/confirm/"
    refused(team.manager.post(path, {}), 409, "not_in_review")
    work_off()
    refused(team.manager.post(path, {"convention": "utf7"}), 422, "unknown_convention")
    refused(team.manager.post(path, {"coders": {"Kim Sample": "nobody"}}), 422, "foreign_coder")
    refused(team.manager.post(path, {"coders": {"Zoe": None}}), 422, "foreign_coder")
    refused(team.manager.call("POST", f"{team.path}projects/", {}), 400, "malformed")


def test_notes_become_memos_of_their_authors_where_they_were(team):
    more = {
        "end": '<Notes><Note guid="N1" name="Thought" creatingUser="U1" plainTextPath='
        '"internal://N1.txt"/><Note guid="N2" name="Loose"><PlainTextContent>Start here.'
        "</PlainTextContent></Note></Notes>",
        "sources/N1.txt": "Why fleece?",
        "in source": '<NoteRef targetGUID="N1"/>',
    }
    shown = load(team, usual(more=more).file(Habit()))
    assert shown["result"]["memos"] == 2
    memos = {one.target_type: one for one in Memo.objects.filter(corpus=team.corpus)}
    assert memos["thread"].text == "**Thought**\n\nWhy fleece?"
    assert memos["thread"].author.name == "Lee Sample"
    assert memos["corpus"].text == "**Loose**\n\nStart here."


def test_a_list_of_projects_takes_the_same_queries_however_long(
    team, django_assert_max_num_queries
):
    for n in range(3):
        bring(team, usual(coders=[f"Coder {n}", "Lee"]).file(Habit()))
    with django_assert_max_num_queries(6):
        assert len(said(team.manager.get(f"{team.path}projects/"))["results"]) == 3


def test_projects_are_their_own_teams_alone(team):
    project = bring(team, usual().file(Habit()))
    others = new_team("Orchards")
    refused(others.owner.get(f"{team.path}projects/{project['id']}/"), 404)
    refused(others.owner.get(f"{others.path}projects/{project['id']}/"), 404)
    refused(team.coder.get(f"{team.path}projects/"), 403)
    assert ProjectImport.objects.count() == 1
