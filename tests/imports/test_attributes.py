"""What files say of threads and of people becomes attributes, known by name and kind."""

import json

from corpus.models import Attribute, Participant
from tests.imports.desk import Desk, lines

THREAD = {
    "id": "w1", "url": "https://light.example/w1", "title": "On wicks", "author": "keeper",
    "text": "Wicks are cheap.", "attributes": {"mood": "dry", "pages": 3, "aired": "2019-04-02"},
    "comments": [{"id": "a", "author": "Ada", "text": "First."}],
}  # fmt: skip
OTHER = THREAD | {
    "id": "w2", "url": "https://harbour.example/w2", "title": "On ropes",
    "attributes": {"pages": "many", "checked": True},
}  # fmt: skip
ADA = {"participant": "Ada", "attributes": {"Age": 44, "Town": "Old Port"}}


def known(desk: Desk, owner: str) -> dict[str, str]:
    rows = Attribute.objects.filter(corpus=desk.corpus, owner=owner).order_by("position")
    return dict(rows.values_list("name", "kind"))


def said_of(desk: Desk, name: str, site: str) -> dict[str, object]:
    return Participant.objects.get(corpus=desk.corpus, name=name, sites=[site]).attributes


def test_the_attributes_of_threads_are_known_with_their_kinds(desk: Desk) -> None:
    desk.imported(lines(THREAD))
    assert known(desk, "thread") == {"aired": "date", "mood": "text", "pages": "number"}


def test_a_kind_that_no_longer_fits_all_values_becomes_text(desk: Desk) -> None:
    desk.imported(lines(THREAD))
    desk.imported(lines(OTHER))
    assert known(desk, "thread")["pages"] == "text"
    assert known(desk, "thread")["checked"] == "truth"


def test_what_is_said_of_somebody_stands_with_every_name_of_the_file(desk: Desk) -> None:
    upload = desk.imported(lines(ADA, THREAD, OTHER))
    assert (upload["status"], upload["counts"]["found"]) == ("done", 4)
    assert said_of(desk, "Ada", "light.example") == {"Age": 44, "Town": "Old Port"}
    assert said_of(desk, "Ada", "harbour.example") == {"Age": 44, "Town": "Old Port"}
    assert known(desk, "participant") == {"Age": "number", "Town": "text"}


def test_of_a_person_on_one_site_the_same_name_elsewhere_learns_nothing(desk: Desk) -> None:
    desk.imported(lines(THREAD, OTHER, ADA | {"site": "light.example"}))
    assert said_of(desk, "Ada", "light.example")["Age"] == 44
    assert said_of(desk, "Ada", "harbour.example") == {}


def test_later_words_on_a_person_replace_earlier_ones_name_by_name(desk: Desk) -> None:
    desk.imported(lines(ADA, THREAD, {"participant": "ada", "attributes": {"Age": 45}}))
    assert said_of(desk, "Ada", "light.example") == {"Age": 45, "Town": "Old Port"}


def test_nobody_else_in_the_corpus_learns_anything(desk: Desk) -> None:
    desk.imported(lines(THREAD))
    desk.imported(lines(ADA, OTHER))
    assert said_of(desk, "Ada", "light.example") == {}


def test_a_broken_line_on_a_person_is_told_and_costs_nothing_else(desk: Desk) -> None:
    broken = {"participant": "Bo", "attributes": ["tall"]}
    upload = desk.imported(lines(broken, THREAD))
    assert upload["status"] in ("done", "review")
    assert upload["problems"]["by_code"] == {"wrong_type": 1}


def test_characters_that_no_database_takes_are_replaced(desk: Desk) -> None:
    odd = ADA | {"attributes": {"Town": "Old\x00 \ud800Port"}}
    desk.imported(lines(THREAD, json.dumps(odd)))
    town = said_of(desk, "Ada", "light.example")["Town"]
    assert "Port" in str(town)
    assert "\x00" not in str(town)


def test_the_same_bytes_twice_change_nothing(desk: Desk) -> None:
    desk.imported(lines(ADA, THREAD))
    before = Participant.objects.get(name="Ada").version
    again = desk.imported(lines(ADA, THREAD) + b"\n")
    assert again["counts"]["revised"]["threads"] == 1
    assert Participant.objects.get(name="Ada").version == before
