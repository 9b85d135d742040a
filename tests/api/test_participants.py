"""Names that are one person's: merged on somebody's word, shown so, and separated again."""

from corpus.models import Participant
from tests.api.caller import refused, said


def names(team) -> dict[str, int]:
    assert team.thread
    return dict(Participant.objects.filter(corpus=team.corpus).values_list("name", "pk"))


def merge(team, into: int, *others: int, caller=None):
    body = {"into": into, "participants": list(others)}
    return (caller or team.manager).post(f"{team.path}participants/merge/", body)


def authors(team) -> list[tuple]:
    thread = said(team.reader.get(f"threads/{team.thread}/"))
    return [(one["author"]["id"], one["author"]["name"]) for one in thread["posts"]]


def test_merged_names_are_shown_as_one_person_who_keeps_them(team):
    known = names(team)
    one, two, three = (known[f"Reader {number}"] for number in (1, 2, 3))
    shown = said(merge(team, one, two, three))
    assert shown["merged"] == [{"id": two, "name": "Reader 2"}, {"id": three, "name": "Reader 3"}]
    assert shown["counts"] == {"entries": 0, "comments": 3, "threads": 1}
    assert authors(team)[1:] == [(one, "Reader 1"), (one, "Reader 2"), (one, "Reader 3")]
    assert said(team.reader.get(f"participants/{two}/"))["merged_into"] == one
    assert said(merge(team, one, two))["version"] == shown["version"]
    found = said(team.reader.get(f"{team.path}search/", {"q": "froze", "author": one}))
    assert found["count"] == 1


def test_a_name_that_is_separated_is_as_it_was(team):
    before = authors(team)
    known = names(team)
    one, two = known["Reader 1"], known["Reader 2"]
    said(merge(team, one, two))
    assert authors(team) != before
    path = f"participants/{two}/separate/"
    assert said(team.manager.post(path))["merged_into"] is None
    assert said(team.manager.post(path))["merged_into"] is None
    assert authors(team) == before
    actions = [event["action"] for event in team.events() if "participant" in event["action"]]
    assert actions == ["participant.merged", "participant.separated"]


def test_who_is_the_entrys_author_by_another_name_is_marked_so(team):
    known = names(team)
    said(merge(team, known["Wren"], known["Reader 1"]))
    posts = said(team.reader.get(f"threads/{team.thread}/"))["posts"]
    assert [one["author"]["is_entry_author"] for one in posts] == [True, True, False, False]


def test_threads_are_found_by_every_name_of_their_author(team):
    known = names(team)
    said(merge(team, known["Reader 1"], known["Wren"]))
    query = {"author": known["Reader 1"]}
    (head,) = said(team.reader.get(f"{team.path}threads/", query))["results"]
    assert head["author"] == {"id": known["Reader 1"], "name": "Wren"}


def test_what_was_merged_into_a_merged_name_comes_along(team):
    known = names(team)
    one, two, three = (known[f"Reader {number}"] for number in (1, 2, 3))
    said(merge(team, two, three))
    said(merge(team, one, two))
    assert [author for author, _ in authors(team)[1:]] == [one] * 3
    refused(merge(team, two, one), 422, "already_merged")


def test_nobody_merges_across_corpora_or_without_the_role(team, others):
    known = names(team)
    foreign = next(iter(names(others).values()))
    one, two = known["Reader 1"], known["Reader 2"]
    refused(merge(team, one, foreign), 422, "foreign_participant")
    refused(merge(team, one, two, caller=team.coder), 403)
    refused(merge(team, one, two, caller=others.owner), 404)
    refused(others.owner.post(f"participants/{two}/separate/"), 404)
    refused(team.coder.post(f"participants/{two}/separate/"), 403)
    refused(team.manager.post(f"{team.path}participants/merge/", {"into": one}), 400)
