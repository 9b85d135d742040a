"""Who is in a corpus and where: told to its members over the stream, kept nowhere."""

from typing import Any
from uuid import uuid4

import pytest

from api import hub, presence
from corpus.models import Corpus, CorpusCounter, Event, Thread, User
from corpus.services import corpora
from tests.api.caller import Caller, refused, said
from tests.api.live.site import Listener, Site, eventually, member

pytestmark = pytest.mark.django_db(transaction=True)


class Tab:
    """A tab of somebody's browser."""

    def __init__(self, corpus: Corpus, user: User) -> None:
        self.path, self.id = f"corpora/{corpus.pk}/presence/", str(uuid4())
        self.caller = Caller.of(user)

    def tells(self, state: str = "here", **place: Any) -> None:
        said(self.caller.post(self.path, {"tab": self.id, "state": state, **place}), 204)


def names(listener: Listener) -> list[str]:
    return [one["user"]["username"] for one in listener.people or []]


def where(listener: Listener) -> list[tuple[Any, ...]]:
    return [
        (one["user"]["username"], one["thread"], one["post"], one["state"])
        for one in listener.people or []
    ]


@pytest.fixture
def thread(site: Site) -> int:
    return Thread.objects.create(corpus=site.corpus, key="t", title="Frost").pk


def test_members_see_each_other_come_move_rest_and_go(site: Site, thread: int) -> None:
    listener = site.listen().opened()
    eventually(lambda: listener.people == [], "the first list")
    tab = Tab(site.corpus, member(site.corpus, "bo"))
    tab.tells()
    eventually(lambda: where(listener) == [("bo", None, None, "here")], "bo to come")
    assert listener.people
    assert listener.people[0]["user"] == {"id": tab.caller.id, "username": "bo", "name": "Bo"}
    assert listener.people[0]["at"].endswith("Z")
    tab.tells(thread=thread)
    eventually(lambda: where(listener) == [("bo", thread, None, "here")], "bo to move")
    tab.tells("away", thread=thread)
    eventually(lambda: where(listener) == [("bo", thread, None, "away")], "bo to rest")
    tab.tells("gone")
    eventually(lambda: listener.people == [], "bo to go")
    assert listener.seqs == []


def test_who_joins_is_told_who_is_there(site: Site) -> None:
    first = site.listen().opened()
    Tab(site.corpus, member(site.corpus, "bo")).tells()
    eventually(lambda: names(first) == ["bo"], "bo to come")
    second = site.listen().opened()
    eventually(lambda: names(second) == ["bo"], "the list")


def test_saying_the_same_again_tells_nobody_anything(site: Site) -> None:
    listener = site.listen().opened()
    tab = Tab(site.corpus, member(site.corpus, "bo"))
    for _ in range(3):
        tab.tells()
    Tab(site.corpus, member(site.corpus, "cy")).tells()
    eventually(lambda: names(listener) == ["bo", "cy"], "both")
    lists = [data for name, data in listener.told if name == "presence"]
    assert [len(one["people"]) for one in lists] in ([0, 1, 2], [0, 2])


def test_of_several_tabs_the_one_that_is_looked_at_counts(site: Site, thread: int) -> None:
    listener = site.listen().opened()
    bo = member(site.corpus, "bo")
    one, two = Tab(site.corpus, bo), Tab(site.corpus, bo)
    one.tells(thread=thread)
    two.tells("away")
    eventually(lambda: where(listener) == [("bo", thread, None, "here")], "the first tab")
    one.tells("gone")
    eventually(lambda: where(listener) == [("bo", None, None, "away")], "the second tab")


def test_who_is_silent_lapses(site: Site, quick: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "LAPSE_SECONDS", 0.3)
    listener = site.listen().opened()
    Tab(site.corpus, member(site.corpus, "bo")).tells()
    eventually(lambda: names(listener) == ["bo"], "bo to come")
    eventually(lambda: listener.people == [], "bo to lapse")


def test_presence_that_is_switched_off_is_neither_kept_nor_told(site: Site) -> None:
    listener = site.listen().opened()
    tab = Tab(site.corpus, member(site.corpus, "bo"))
    tab.tells()
    eventually(lambda: names(listener) == ["bo"], "bo to come")
    said(tab.caller.patch("me/", {"preferences": {"presence": False}}))
    eventually(lambda: listener.people == [], "bo to vanish")
    tab.tells()
    Tab(site.corpus, member(site.corpus, "cy")).tells()
    eventually(lambda: names(listener) == ["cy"], "cy to come")


def test_who_is_removed_vanishes_at_once(site: Site) -> None:
    listener = site.listen().opened()
    bo = member(site.corpus, "bo")
    tab = Tab(site.corpus, bo)
    tab.tells()
    eventually(lambda: names(listener) == ["bo"], "bo to come")
    owner = Caller.of(site.owner)
    said(owner.delete(f"corpora/{site.corpus.pk}/members/{bo.pk}/"), 204)
    eventually(lambda: listener.people == [], "bo to vanish")
    refused(tab.caller.post(tab.path, {"tab": tab.id, "state": "here"}), 404)


def test_other_corpora_are_told_nothing(site: Site, thread: int) -> None:
    other = corpora.create_corpus(owner=member(site.corpus, "bo"), title="Bees")
    listener = site.listen().opened()
    bo = User.objects.get(username="bo")
    Tab(other, bo).tells()
    Tab(site.corpus, bo).tells("away")
    eventually(lambda: where(listener) == [("bo", None, None, "away")], "bo to come")
    elsewhere = Caller.of(bo).post(
        f"corpora/{other.pk}/presence/", {"tab": str(uuid4()), "state": "here", "thread": thread}
    )
    refused(elsewhere, 422, "foreign_thread")


def test_nothing_of_it_enters_the_history(site: Site) -> None:
    Tab(site.corpus, site.owner).tells()
    assert Event.objects.count() == 0
    assert CorpusCounter.objects.get(corpus=site.corpus).seq == 0


def test_many_who_move_at_once_are_told_of_together(site: Site) -> None:
    assert hub.GATHER_SECONDS <= 0.3
    listener = site.listen().opened()
    tabs = [Tab(site.corpus, member(site.corpus, f"bo{number}")) for number in range(20)]
    for tab in tabs:
        tab.tells()
    eventually(lambda: len(names(listener)) == 20, "all twenty")
