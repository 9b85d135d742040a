"""Two teams with their corpora; ours has somebody of every role, a thread and a codebook."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache

from api.rates import rates
from corpus.models import Corpus, Post
from corpus.rules import Role
from tests.api.caller import Caller, said
from tests.factories import corpus_of, load, member, person, thread_line

ENTRY = "The beans froze. The peas did not 🌱, and nobody knows why."
COMMENTS = ("Ours froze too.", "Cover them with fleece.", "Café owners lost their basil.")


@dataclass
class Team:
    """A corpus and the people around it; callers are made when they are asked for."""

    corpus: Corpus
    people: dict[str, Caller] = field(default_factory=dict)

    def caller(self, role: str) -> Caller:
        if role not in self.people:
            self.people[role] = Caller.of(member(self.corpus, role))
        return self.people[role]

    def another(self, role: str = "coder", *scopes: str) -> Caller:
        return Caller.of(member(self.corpus, role), *scopes)

    def __getattr__(self, name: str) -> Caller:
        if name in list(Role):
            return self.caller(name)
        raise AttributeError(name)

    @property
    def path(self) -> str:
        return f"corpora/{self.corpus.pk}/"

    @cached_property
    def thread(self) -> int:
        return load(self.corpus, thread_line(ENTRY, *COMMENTS)).threads[0]

    @cached_property
    def posts(self) -> list[int]:
        every = Post.objects.filter(thread=self.thread).order_by("number")
        return list(every.values_list("pk", flat=True))

    @cached_property
    def code(self) -> int:
        return self.new_code(name="Frost")["id"]

    def new_code(self, **fields: Any) -> dict[str, Any]:
        return said(self.owner.post(f"{self.path}codes/", fields), 201)

    def passage(self, start: int = 4, end: int = 9, **fields: Any) -> dict[str, Any]:
        """A claim on a passage of the entry."""
        quote = ENTRY[max(start, 0) : max(end, 0)]
        code = fields.pop("code", None) or self.code
        claim = {"post": self.posts[0], "code": code, "start": start, "end": end}
        return {**claim, "quote": quote, **fields}

    def annotate(self, caller: Caller | None = None, **fields: Any) -> dict[str, Any]:
        path = f"{self.path}annotations/{uuid4()}/"
        return said((caller or self.coder).put(path, self.passage(**fields)), 201)

    def memo(self, caller: Caller | None = None, **fields: Any) -> dict[str, Any]:
        """A memo by the coder, or somebody else; on the thread unless it says on what."""
        target = {"type": "thread", "id": self.thread}
        body = {"target": target, "text": "A thought.", **fields}
        return said((caller or self.coder).put(f"{self.path}memos/{uuid4()}/", body), 201)

    def counts(self) -> dict[str, int]:
        return said(self.owner.get(self.path))["counts"]

    def events(self) -> list[dict[str, Any]]:
        """The corpus' history, oldest first."""
        page = said(self.owner.get(f"{self.path}history/", {"page_size": 1000}))
        return page["results"][::-1]


def new_team(title: str) -> Team:
    owner = person()
    return Team(corpus_of(owner, title), {"owner": Caller.of(owner)})


@pytest.fixture(autouse=True)
def _forget_who_asked_too_often() -> Iterator[None]:
    cache.clear()
    rates.forget()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def team(db: None) -> Team:
    return new_team("Allotments")


@pytest.fixture
def others(db: None) -> Team:
    """Another team, whose ids must never be seen."""
    return new_team("Strangers")


@pytest.fixture
def stranger(others: Team) -> Caller:
    return others.owner


@pytest.fixture
def unchanged(team: Team) -> Callable[[], None]:
    """Remember the corpus; calling it asserts that nothing was stored, counted or told since."""
    before = (team.counts(), team.events())

    def check() -> None:
        assert (team.counts(), team.events()) == before

    return check
