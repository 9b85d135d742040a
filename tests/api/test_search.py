"""Search: what is found, exactly where, and under which codes."""

from typing import Any

import pytest

from corpus.models import Post
from tests.api.caller import refused, said
from tests.api.conftest import Team
from tests.factories import load, thread_line

pytestmark = pytest.mark.django_db
TEXTS = (
    "The frost came late. Frost again in June; the FROST of 🌱 frosty mornings.",
    "No frost here, only Café crème and cafe\u0301 noir.",
    "Snow on the beans. The late frost spared the peas.",
    "Übermut tut selten gut; uebermut is another word.",
)


@pytest.fixture
def garden(team: Team) -> Team:
    other = thread_line("Ein später Frost.", title="Frost", language="de", author="Zaunkönig")
    loaded = load(team.corpus, thread_line(*TEXTS), other)
    team.__dict__["thread"] = loaded.threads[0]
    team.__dict__["other"] = loaded.threads[1]
    return team


def find(team: Team, q: str, **query: Any) -> dict[str, Any]:
    return said(team.reader.get(f"{team.path}search/", {"q": q, **query}))


def hits(team: Team, q: str, **query: Any) -> list[str]:
    found = find(team, q, page_size=100, **query)
    assert found["count"] == len(found["results"])
    assert found["exact"]
    return [one["hit"] for one in found["results"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("snow", ["Snow"]),
        ("SNOW", ["Snow"]),
        ("cafe", ["Café", "cafe\u0301"]),
        ("café", ["Café", "cafe\u0301"]),
        ("CAFÉ", ["Café", "cafe\u0301"]),
        ("ubermut", ["Übermut"]),
        ("frosty", ["frosty"]),
        ("frosts", []),
        ("frost*", ["frost", "Frost", "FROST", "frosty", "frost", "frost", "Frost"]),
        ('"late frost"', ["late. Frost", "late frost"]),
        ('"frost late"', []),
        ('"the peas"', ["the peas"]),
        ("frost peas", ["frost", "peas"]),
        ("frost -late", ["frost", "Frost"]),
        ("frost -peas -cafe -again -später", []),
        ("snow OR selten", ["Snow", "selten"]),
        ("snow or selten", []),
        ('snow (peas OR "no such phrase")', ["Snow", "peas"]),
        ("mulch", []),
    ],
)
def test_words_phrases_prefixes_negation_and_alternatives(garden, query, expected):
    assert hits(garden, query) == expected


def test_each_hit_is_exactly_where_it_says_in_its_post(garden):
    texts = dict(Post.objects.values_list("pk", "text"))
    found = find(garden, "frost*")["results"]
    for one in found:
        text = texts[one["post"]]
        assert one["hit"] == text[one["start"] : one["end"]]
        around = one["left"] + one["hit"] + one["right"]
        assert around in text
        assert text[one["start"] - len(one["left"]) :].startswith(around)
    places = [(one["post"], one["start"]) for one in found]
    assert places == sorted(set(places))
    after_the_seedling = next(one for one in found if one["hit"] == "frosty")
    assert after_the_seedling["start"] == TEXTS[0].index("frosty")


@pytest.mark.parametrize(
    "q", ["", " ", "-frost", '""', "*", "(", "frost OR", "x" * 1001, "-", "((("]
)
def test_what_finds_everything_or_nothing_is_refused_or_empty_never_an_accident(garden, q):
    reply = garden.reader.get(f"{garden.path}search/", {"q": q})
    assert reply.status_code == 400 or said(reply)["count"] >= 0


@pytest.mark.parametrize(
    "q", ["frost'; DROP TABLE corpus_post; --", "fr:*ost & !x", "\\", "a\u0000b", "<->", "§1", "%"]
)
def test_a_query_is_never_taken_for_sql_or_for_a_tsquery(garden, q):
    reply = garden.reader.get(f"{garden.path}search/", {"q": q})
    assert reply.status_code == 400 or said(reply)["results"] == []
    assert hits(garden, "snow") == ["Snow"]


def test_hits_can_be_filtered(garden):
    first, second = garden.thread, garden.__dict__["other"]
    heads = {one["id"]: one for one in said(garden.owner.get(f"{garden.path}threads/"))["results"]}
    posts = said(garden.owner.get(f"threads/{first}/"))["posts"]
    assert len(hits(garden, "frost", thread=first)) == 5
    assert hits(garden, "frost", thread=second) == ["Frost"]
    assert hits(garden, "frost", kind="comment") == ["frost", "frost"]
    assert len(hits(garden, "frost", kind="entry")) == 4
    assert hits(garden, "frost", author=heads[second]["author"]["id"]) == ["Frost"]
    assert hits(garden, "frost", author=posts[1]["author"]["id"]) == ["frost"]
    assert hits(garden, "frost", language="de") == ["Frost"]
    assert len(hits(garden, "frost", written_after="2031-05-02T09:00:00Z")) == 2
    assert len(hits(garden, "frost", written_before="2031-05-02T08:30:00Z")) == 4
    refused(garden.reader.get(f"{garden.path}search/", {"q": "a", "kind": "letter"}), 400)


def test_a_hit_shows_the_codes_that_lie_over_it_and_can_be_asked_for_by_code(garden):
    post, comment = said(garden.owner.get(f"threads/{garden.thread}/"))["posts"][:2]
    late = garden.new_code(name="Late")
    tone, place = garden.new_code(name="Tone"), garden.new_code(name="Place")
    path = f"{garden.path}annotations/"
    passage = {"post": post["id"], "start": 4, "end": 19, "quote": TEXTS[0][4:19]}
    said(garden.coder.post(path, {**passage, "code": late["id"]}), 201)
    said(garden.owner.post(path, {**passage, "code": late["id"]}), 201)
    said(garden.coder.post(path, {"post": comment["id"], "code": place["id"]}), 201)
    said(garden.coder.post(path, {"thread": garden.thread, "code": tone["id"]}), 201)
    found = find(garden, "frost", thread=garden.thread)["results"]
    named = [sorted(code["name"] for code in one["codes"]) for one in found]
    assert named == [["Late", "Tone"], ["Tone"], ["Tone"], ["Place", "Tone"], ["Tone"]]
    assert found[0]["codes"][0].keys() == {"id", "name", "colour"}
    assert hits(garden, "frost", code=place["id"]) == ["frost"]
    assert len(hits(garden, "frost", code=tone["id"])) == 5


def test_pages_follow_each_other_through_all_hits_also_inside_a_post(garden):
    whole = find(garden, "frost*", page_size=100)
    for size in (1, 2, 3):
        page, seen = find(garden, "frost*", page_size=size), []
        while True:
            assert (page["count"], page["exact"]) == (whole["count"], True)
            seen += page["results"]
            if not page["next"]:
                break
            page = said(garden.reader.get(page["next"]))
        assert seen == whole["results"]


def test_beyond_what_is_counted_the_count_is_a_lower_bound(garden, monkeypatch):
    monkeypatch.setattr("annotations.search.MOST_COUNTED", 1)
    found = find(garden, "frost", page_size=1)
    assert (found["count"], found["exact"]) == (3, False)
