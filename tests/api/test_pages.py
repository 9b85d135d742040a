"""Lists in pages: every row once, forwards and backwards, at a constant number of queries."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from corpus.models import Invitation, Problem, Upload
from corpus.services.uploads import receive
from tests.api.caller import Caller, every, refused, said
from tests.api.conftest import ENTRY, Team
from tests.factories import load, thread_line

pytestmark = pytest.mark.django_db
SORTS = ["written_at", "title", "comments", "annotations", "id"]
DATES = ["2031-05-02T08:00:00", None, "2031-05-02T08:00:00", "1999-12-31T23:59:59Z", None]
TITLES = ["Äpfel", "apples", "Apples", "", "apples"]


def fill(team: Team) -> None:
    """Five of everything, with equal keys among them."""
    lines = [
        thread_line(
            ENTRY, *["Too cold."] * (number % 2), title=title, written_at=date, author=f"N{number}"
        )
        for number, (title, date) in enumerate(zip(TITLES, DATES, strict=True))
    ]
    loaded = load(team.corpus, *lines)
    codes = [team.new_code(name=f"Code {number}")["id"] for number in range(2)]
    codes += [team.new_code(name=f"Below {n}", parent=codes[0])["id"] for n in range(3)]
    for number, code in enumerate(codes):
        claim = {"thread": loaded.threads[number // 3], "code": code}
        said(team.owner.post(f"{team.path}annotations/", claim), 201)
        team.another("reader")
        said(team.owner.post(f"{team.path}invitations/", {"role": "reader"}), 201)
        body = {"format": "csv", "scope": {"levels": ["thread"]}}
        said(team.owner.post(f"{team.path}exports/", body), 202)
        receive(team.corpus, actor=None, name="x", chunks=[b"%d" % number], options={})
    Upload.objects.update(created_at="2031-01-01T00:00:00Z")
    upload = Upload.objects.get(pk=loaded.upload)
    for number in range(5):
        one = {"code": "odd", "severity": "info", "message": str(number)}
        Problem.objects.create(upload=upload, number=100 + number, **one)


def lists(team: Team) -> list[tuple[str, dict[str, Any]]]:
    upload = Upload.objects.filter(corpus=team.corpus, status="done").first()
    assert upload is not None
    names = ["members", "uploads", "participants", "codes", "annotations", "history",
             "invitations", "exports", f"uploads/{upload.pk}/problems"]  # fmt: skip
    sorts = [(f"{team.path}threads/", {"sort": f"{m}{s}"}) for s in SORTS for m in ("", "-")]
    return [(f"{team.path}{name}/", {}) for name in names] + sorts + [("corpora/", {})]


def test_every_list_shows_each_row_once_in_pages_of_any_size_and_back_again(team):
    fill(team)
    for path, query in lists(team):
        whole = said(team.owner.get(path, query))
        assert whole["next"] is whole["previous"] is None
        rows = whole["results"]
        assert len(rows) >= (1 if path == "corpora/" else 5), path
        for size in (1, 2, 3):
            page = said(team.owner.get(path, {**query, "page_size": size}))
            forwards, ways = [], []
            while True:
                forwards += page["results"]
                ways.append(page["results"])
                if not page["next"]:
                    break
                page = said(team.owner.get(page["next"]))
            assert forwards == rows, (path, query, size)
            for expected in reversed(ways[:-1]):
                page = said(team.owner.get(page["previous"]))
                assert page["results"] == expected, (path, query, size)
            assert page["previous"] is None


def test_rows_that_come_in_between_neither_double_nor_hide_others(team):
    fill(team)
    for name, add in (
        ("codes", lambda: team.new_code(name=uuid4().hex, position=0)),
        ("participants", lambda: load(team.corpus, thread_line("x", author=f"A{uuid4().hex}"))),
        ("history", lambda: team.new_code(name=uuid4().hex, position=9)),
    ):
        path = f"{team.path}{name}/"
        before = every(team.owner, path)
        page, seen = said(team.owner.get(path, {"page_size": 2})), []
        while True:
            seen += page["results"]
            if not page["next"]:
                break
            add()
            page = said(team.owner.get(page["next"]))
        seen_of_old = [one for one in seen if one in before]
        assert seen_of_old == before, name


def test_a_page_goes_on_where_a_row_has_gone(team):
    codes = [team.new_code(name=f"Code {number}")["id"] for number in range(5)]
    path = f"{team.path}codes/"
    page = said(team.owner.get(path, {"page_size": 2}))
    said(team.owner.delete(f"codes/{codes[1]}/", match=1), 204)
    assert [one["id"] for one in every(team.owner, page["next"])] == codes[2:]


def test_addresses_of_pages_keep_the_filters(team):
    fill(team)
    page = said(team.owner.get(f"{team.path}threads/", {"q": "appl", "page_size": 1}))
    assert [one["title"] for one in every(team.owner, page["next"])] == ["apples"] * 2
    assert "q=appl" in page["next"]


def queries(caller: Caller, path: str, query: dict[str, Any]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        said(caller.get(path, query))
    return len(captured)


def test_a_list_of_many_takes_as_many_queries_as_a_list_of_one(team):
    fill(team)
    thread = team.thread
    for path, query in [
        *lists(team), (f"{team.path}search/", {"q": "beans"}), (f"threads/{thread}/", {}),
        (f"threads/{thread}/annotations/", {}),
    ]:  # fmt: skip
        one = queries(team.owner, path, {**query, "page_size": 1} if query or "c" in path else {})
        many = queries(team.owner, path, {**query, "page_size": 100})
        # A search reads by a cursor: its transaction and one setting come on top.
        most = 7 if "search" in path else 5
        assert one == many <= most, (path, one, many)


def test_threads_can_be_filtered(team):
    fill(team)
    rows = every(team.owner, f"{team.path}threads/", {"sort": "id"})

    def titles(**query: Any) -> list[int]:
        found = every(team.owner, f"{team.path}threads/", {"sort": "id", **query})
        return [rows.index(one) for one in found]

    code = said(team.owner.get(f"{team.path}codes/"))["results"][0]["id"]
    assert titles(q="ÄPF") == [0]
    assert titles(q="%") == titles(q="_") == titles(site="Elsewhere") == []
    assert titles(q="n3") == titles(author=rows[3]["author"]["id"]) == [3]
    assert titles(site="Plot Nine", language="en") == [0, 1, 2, 3, 4]
    assert titles(written_after="2031-01-01") == [0, 2]
    assert titles(written_before="2031-01-01") == [3]
    assert titles(code=code) == [0]
    assert titles(coder=team.owner.id) == titles(uncoded="false") == [0, 1]
    assert titles(uncoded="true") == [2, 3, 4]
    assert titles(upload=rows[0]["upload"]) == [0, 1, 2, 3, 4]
    refused(team.owner.get(f"{team.path}threads/", {"sort": "colour"}), 400)


def test_annotations_can_be_filtered(team):
    below = team.new_code(name="Late frost", parent=team.code)["id"]
    first, second = team.annotate(), team.annotate(team.owner, code=below)
    claim = {"post": team.posts[1], "code": below}
    third = said(team.owner.post(f"{team.path}annotations/", claim), 201)
    rows = [first, second, third]

    def found(**query: Any) -> list[dict[str, Any]]:
        return every(team.owner, f"{team.path}annotations/", query)

    assert found() == found(thread=team.thread) == found(subtree=team.code) == rows
    assert found(code=team.code) == found(coder=team.coder.id) == [first]
    assert found(code=below) == found(subtree=below) == [second, third]
    assert found(post=team.posts[1]) == found(level="post") == [third]
    assert found(created_after=second["created_at"]) == [second, third]
    assert found(created_before=second["created_at"]) == [first]
    assert found(state="orphan") == []


def test_open_invitations_are_listed_newest_first(team):
    for role in ("reader", "coder"):
        said(team.owner.post(f"{team.path}invitations/", {"role": role}), 201)
    Invitation.objects.update(created_at="2031-01-01T00:00:00Z")
    rows = every(team.owner, f"{team.path}invitations/", {"page_size": 1})
    assert [one["role"] for one in rows] == ["coder", "reader"]
