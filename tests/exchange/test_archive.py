"""The archive of a corpus: everything leaves, and comes in again as an equal corpus."""

import os
import re
from pathlib import Path

import pytest
from django.db import transaction
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from hypothesis import HealthCheck, event, example, given, settings
from hypothesis import strategies as st

from corpus.errors import CatenaError
from corpus.events import TALLIES
from corpus.models import Corpus, CorpusCounter, User
from corpus.rules import Role
from tests.api.conftest import new_team
from tests.api.hands import Hand
from tests.exchange import lives
from tests.exchange.archives import FAR, UUIDS, archive, brought_in, canonical, far_numbers, said
from tests.exchange.nasty import nasty
from tests.factories import person

pytestmark = pytest.mark.django_db(transaction=True)


class TestTheNastyCorpus:
    def test_comes_in_equal_with_no_old_id_anywhere(self, tmp_path):
        first = far_numbers()
        made = nasty()
        archive(made.corpus, tmp_path / "one.zip")
        nobody_known()
        far_numbers()
        copy = brought_in(tmp_path / "one.zip", person("newcomer"))
        archive(copy, tmp_path / "two.zip")
        one, two = canonical(tmp_path / "one.zip"), canonical(tmp_path / "two.zip")
        new = {"username": "newcomer", "name": "Newcomer", "role": "owner"}
        assert two.pop("people") == [new, *one.pop("people")]
        for name in one:
            assert two[name] == one[name], name
        nothing_old(tmp_path, first, people=True)


def nobody_known() -> None:
    others = User.objects.exclude(username__startswith="gone-")
    others.update(username=Concat(Value("gone-"), Cast("pk", CharField())))


def nothing_old(folder: Path, first: int, *, people: bool) -> None:
    """No id of the first archive stands anywhere in the second; people's only where they may."""
    before, after = said(folder / "one.zip"), said(folder / "two.zip")
    old = range(first, first + (FAR if people else FAR // 2))
    assert any(int(number) in old for number in re.findall(rb"\b\d{8}\b", before))
    kept = [m for m in re.finditer(rb"\b\d{8}\b", after) if int(m[0]) in old]
    assert not [after[m.start() - 60 : m.end() + 20] for m in kept]
    assert set(UUIDS.findall(before)) & set(UUIDS.findall(after)) == set()


def turned(hand: Hand) -> str:
    """Undo one's last step; says how it went."""
    try:
        with transaction.atomic():
            hand.turn("undo")
    except CatenaError as error:
        return error.code
    return "done"


EVERYTHING = [(0, name, 4, 2, 3) for name in lives.EXTRAS]


@settings(
    max_examples=int(os.environ.get("ARCHIVES", "20")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(texts=lives.threads, sequence=lives.deeds, strangers=st.booleans())
@example(texts=[["a"], ["b", "c"]], sequence=EVERYTHING, strangers=True)
@example(texts=[["a"], ["b", "c"]], sequence=EVERYTHING, strangers=False)
# Two people change a memo, each time to a link that leads nowhere, but elsewhere.
@example(
    texts=[["a"]],
    sequence=[(0, "rewrite", 0, 215, 164), (1, "rewrite", 0, 0, 149)],
    strangers=False,
)
def test_any_corpus_comes_in_equal(tmp_path_factory, texts, sequence, strangers):
    folder = tmp_path_factory.mktemp("archive")
    first = far_numbers()
    team = new_team("Random \u202e corpus")
    hands = lives.begin(team, texts)
    for deed in [*lives.START, *sequence]:
        lives.act(hands, *deed)
    archive(team.corpus, folder / "one.zip")
    if strangers:
        nobody_known()
    far_numbers()
    caller = person() if strangers else hands[0].user
    copy = brought_in(folder / "one.zip", caller)
    archive(copy, folder / "two.zip")
    one, two = canonical(folder / "one.zip"), canonical(folder / "two.zip")
    two["people"] = [row for row in two["people"] if row["username"] != caller.username]
    one["people"] = [row for row in one["people"] if row["username"] != caller.username]
    for name in one:
        assert two[name] == one[name], name
    if sequence == EVERYTHING:
        assert [name for name in one if not one[name]] == []
    nothing_old(folder, first, people=strangers)
    if not strangers:
        here, there = hands[0], Hand(copy, hands[0].user, Role.OWNER, [])
        went = [turned(here) for _ in range(4)]
        event(f"undone {went.count('done')}")
        assert [turned(there) for _ in range(4)] == went
        assert totals(copy) == totals(team.corpus)


def totals(corpus: Corpus) -> list[int]:
    counter = CorpusCounter.objects.get(corpus=corpus)
    return [getattr(counter, name) for name in TALLIES]
