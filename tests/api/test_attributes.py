"""Attributes: what a team knows of threads and of people, set, renamed, filtered by, undone."""

import pytest

from corpus.models import Attribute, Participant, Thread
from tests.api.caller import refused, said
from tests.factories import load, thread_line

pytestmark = pytest.mark.django_db


def describe(team, thread: int, attributes: dict, *, match: int | str = "now"):
    if match == "now":
        match = said(team.manager.get(f"threads/{thread}/"))["version"]
    return team.manager.patch(f"threads/{thread}/", {"attributes": attributes}, match=match)


def describe_person(team, person: int, attributes: dict):
    path = f"participants/{person}/"
    version = said(team.manager.get(path))["version"]
    return team.manager.patch(path, {"attributes": attributes}, match=version)


def made(team, name: str = "Age", owner: str = "participant", kind: str = "number") -> dict:
    body = {"owner": owner, "name": name, "kind": kind}
    return said(team.manager.post(f"{team.path}attributes/", body), 201)


def listed(team, **query) -> list[str]:
    found = said(team.reader.get(f"{team.path}attributes/", query))["results"]
    return [f"{one['owner']} {one['name']} {one['kind']}" for one in found]


def people(team) -> dict[str, int]:
    assert team.thread
    return dict(Participant.objects.filter(corpus=team.corpus).values_list("name", "pk"))


def undo(team):
    return team.manager.post(f"{team.path}undo/")


def redo(team):
    return team.manager.post(f"{team.path}redo/")


def attributes_of(team, thread: int) -> dict:
    return said(team.reader.get(f"threads/{thread}/"))["attributes"]


def test_a_new_name_among_a_threads_attributes_becomes_a_column_of_its_kind(team):
    said(describe(team, team.thread, {"Mood": "dry", "Pages": 3, "Aired": "2019-04-02"}))
    assert listed(team) == ["thread Aired date", "thread Mood text", "thread Pages number"]
    (page,) = said(team.reader.get(f"{team.path}threads/"))["results"]
    assert page["attributes"] == {"Mood": "dry", "Pages": 3, "Aired": "2019-04-02"}


def test_empty_values_are_none_and_names_stand_on_one_line(team):
    said(describe(team, team.thread, {"Mood": "", "Pages": None, "Aired": "x"}))
    assert attributes_of(team, team.thread) == {"Aired": "x"}
    for name in ("", "a\nb", "x" * 201, " padded"):
        refused(describe(team, team.thread, {name: 1}), 400)


def test_a_participants_attributes_are_set_with_the_version_that_was_seen(team):
    ada = people(team)["Reader 1"]
    shown = said(describe_person(team, ada, {"Age": 44}))
    assert shown["attributes"] == {"Age": 44}
    stale = team.manager.patch(f"participants/{ada}/", {"attributes": {}}, match=1)
    assert refused(stale, 412)["current"]["attributes"] == {"Age": 44}
    refused(team.manager.patch(f"participants/{ada}/", {"attributes": {}}), 428)
    refused(team.coder.patch(f"participants/{ada}/", {"attributes": {}}, match=2), 403)
    assert [one["action"] for one in team.events()][-1] == "participant.changed"


def test_what_was_said_of_a_person_can_be_undone_and_redone(team):
    ada = people(team)["Reader 1"]
    said(describe_person(team, ada, {"Age": 44}))
    said(describe_person(team, ada, {"Age": 45, "Town": "Old Port"}))
    said(undo(team))
    assert said(team.reader.get(f"participants/{ada}/"))["attributes"] == {"Age": 44}
    said(undo(team))
    assert said(team.reader.get(f"participants/{ada}/"))["attributes"] == {}
    said(redo(team))
    assert said(team.reader.get(f"participants/{ada}/"))["attributes"] == {"Age": 44}


def test_another_name_takes_the_values_along_and_back(team):
    said(describe(team, team.thread, {"Mood": "dry"}))
    (mood,) = said(team.reader.get(f"{team.path}attributes/"))["results"]
    path = f"attributes/{mood['id']}/"
    said(team.manager.patch(path, {"name": "Temper"}, match=mood["version"]))
    assert attributes_of(team, team.thread) == {"Temper": "dry"}
    said(undo(team))
    assert attributes_of(team, team.thread) == {"Mood": "dry"}
    assert listed(team) == ["thread Mood text"]
    said(redo(team))
    assert (attributes_of(team, team.thread), listed(team)) == (
        {"Temper": "dry"}, ["thread Temper text"],
    )  # fmt: skip


def test_a_column_that_is_taken_away_comes_back_with_its_values(team):
    said(describe(team, team.thread, {"Mood": "dry", "Pages": 3}))
    mood = Attribute.objects.get(name="Mood")
    said(team.manager.delete(f"attributes/{mood.pk}/", match=mood.version), 204)
    assert (attributes_of(team, team.thread), listed(team)) == (
        {"Pages": 3}, ["thread Pages number"],
    )  # fmt: skip
    said(undo(team))
    assert attributes_of(team, team.thread) == {"Mood": "dry", "Pages": 3}
    assert said(team.reader.get(f"attributes/{mood.pk}/"))["values"] == [
        {"value": "dry", "count": 1}
    ]


def test_a_new_column_stays_while_somebody_has_values_in_it(team):
    made(team, "Mood", "thread", "text")
    said(undo(team))
    assert listed(team) == []
    said(redo(team))
    version = said(team.owner.get(f"threads/{team.thread}/"))["version"]
    body = {"attributes": {"Mood": "dry"}}
    said(team.owner.patch(f"threads/{team.thread}/", body, match=version))
    refused(undo(team), 409, "built_upon")
    assert listed(team) == ["thread Mood text"]


def test_a_name_stands_once_for_threads_and_once_for_participants(team):
    made(team, "Age", "participant")
    made(team, "Age", "thread")
    body = {"owner": "thread", "name": "Age"}
    refused(team.manager.post(f"{team.path}attributes/", body), 409, "name_taken")
    other = made(team, "Town", "thread", "text")
    change = team.manager.patch(f"attributes/{other['id']}/", {"name": "Age"}, match=1)
    refused(change, 409, "name_taken")
    assert listed(team, owner="participant") == ["participant Age number"]


def test_the_most_common_values_come_first(team):
    for mood in ("dry", "wet", "dry"):
        load(team.corpus, thread_line("Peas.", attributes={"Mood": mood, "Tags": ["a", mood]}))
    mood, tags = Attribute.objects.filter(owner="thread").order_by("name")
    shown = said(team.reader.get(f"attributes/{mood.pk}/"))
    assert (shown["filled"], shown["more"]) == (3, False)
    assert shown["values"] == [{"value": "dry", "count": 2}, {"value": "wet", "count": 1}]
    values = said(team.reader.get(f"attributes/{tags.pk}/"))["values"]
    assert values[0] == {"value": "a", "count": 3}


FILTERED = {
    "Pages:3": ["three"],
    "Pages:3.0": ["three"],
    "Pages:>3": ["ten"],
    "Pages:>=3": ["ten", "three"],
    "Pages:<10": ["three"],
    "Mood:DRY": ["three"],
    "Mood:!dry": ["none", "ten"],
    "Mood:": ["none", "ten"],
    "Mood:*": ["three"],
    "Aired:2019": [],
    "Aired:>=2019": ["ten", "three"],
    "Aired:<=2019-04": ["three"],
    "Aired:>2019-04-02": ["ten"],
    "Tags:a": ["ten"],
    "Ratio: a:b:1": ["ten"],
    "Unknown:1": [],
}


@pytest.fixture
def shelves(team):
    three = {"Pages": 3, "Mood": "dry", "Aired": "2019-04-02"}
    ten = {"Pages": "10", "Aired": "2020-01-05 10:00", "Tags": ["a", "b"], "Ratio: a:b": 1}
    for title, attributes in (("three", three), ("ten", ten), ("none", {})):
        load(team.corpus, thread_line("Peas.", title=title, attributes=attributes))
    return team


@pytest.mark.parametrize("given", FILTERED)
def test_threads_are_found_by_their_attributes(shelves, given):
    found = said(shelves.reader.get(f"{shelves.path}threads/", {"attribute": given}))["results"]
    assert sorted(one["title"] for one in found) == FILTERED[given]


def test_several_filters_must_all_be_met(shelves):
    query = {"attribute": ["Pages:>1", "Mood:*"]}
    found = said(shelves.reader.get(f"{shelves.path}threads/", query))["results"]
    assert [one["title"] for one in found] == ["three"]
    refused(shelves.reader.get(f"{shelves.path}threads/", {"attribute": "Pages"}), 400)
    refused(shelves.reader.get(f"{shelves.path}threads/", {"attribute": ":3"}), 400)
    refused(shelves.reader.get(f"{shelves.path}threads/", {"attribute": ["a:1"] * 21}), 400)


def test_people_passages_and_hits_are_found_by_what_is_said_of_author_and_thread(team):
    one = people(team)["Reader 1"]
    said(describe_person(team, one, {"Age": 44}))
    said(describe(team, team.thread, {"Mood": "dry"}))
    team.annotate()

    def list_of(path: str, **query: str) -> list[dict]:
        return said(team.reader.get(f"{team.path}{path}/", query))["results"]

    assert [p["id"] for p in list_of("participants", attribute="Age:>40")] == [one]
    assert list_of("participants", attribute="Age:>50") == []
    assert len(list_of("annotations", attribute="Mood:dry")) == 1
    assert list_of("annotations", attribute="Mood:wet") == []
    assert list_of("annotations", author_attribute="Age:44") == []
    query = {"q": "froze"}
    assert len(list_of("search", **query)) == 2
    assert len(list_of("search", author_attribute="Age:44", **query)) == 1
    assert len(list_of("search", attribute="Mood:dry", **query)) == 2
    assert list_of("search", attribute="Mood:wet", **query) == []


def test_of_names_that_are_one_persons_what_is_said_of_the_person_counts(team):
    known = people(team)
    said(describe_person(team, known["Reader 2"], {"Age": 44}))
    body = {"into": known["Reader 2"], "participants": [known["Reader 1"]]}
    said(team.manager.post(f"{team.path}participants/merge/", body))
    query = {"q": "froze", "author_attribute": "Age:44"}
    assert len(said(team.reader.get(f"{team.path}search/", query))["results"]) == 1


def test_a_later_import_leaves_alone_what_a_person_has_set_and_takes_in_the_rest(team):
    line = {"id": "w1", "url": "https://light.example/w1", "title": "Wicks"}
    first = thread_line("Peas.", **line, attributes={"Mood": "dry", "Pages": 3})
    (thread,) = load(team.corpus, first).threads
    said(describe(team, thread, {"Mood": "wet", "Pages": 3}))
    load(
        team.corpus, thread_line("Peas!", **line, attributes={"Mood": "dry", "Pages": 4, "New": 1})
    )
    assert attributes_of(team, thread) == {"Mood": "wet", "Pages": 4, "New": 1}
    assert Thread.objects.get(pk=thread).edited_attributes == ["Mood"]


def test_lists_ask_a_handful_of_queries_whatever_they_filter(
    shelves, django_assert_max_num_queries
):
    assert shelves.reader
    with django_assert_max_num_queries(4):
        said(shelves.reader.get(f"{shelves.path}attributes/"))
    with django_assert_max_num_queries(4):
        query = {"attribute": ["Pages:>1", "Mood:*", "Aired:<2030"]}
        said(shelves.reader.get(f"{shelves.path}threads/", query))
