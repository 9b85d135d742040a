"""Errors have one shape, and nothing that anybody sends makes the server stumble."""

import json
import random
from collections import defaultdict
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api import contract
from tests.api.caller import Caller, content, refused, said
from tests.api.conftest import Team
from tests.api.test_permissions import everything

pytestmark = pytest.mark.django_db


class TestShape:
    """`Caller` holds every reply against RFC 9457; here is what brings the errors about."""

    @pytest.mark.parametrize(
        "path", ["nothing/", "corpora", "corpora/one/", "corpora/-1/", "corpora/1/nothing/", "%00/"]
    )
    def test_an_unknown_address(self, path):
        refused(Caller().get(path), 404, "not_found")

    def test_a_method_that_an_address_does_not_have(self, team):
        reply = team.owner.put("corpora/", {})
        refused(reply, 405, "method_not_allowed")

    def test_a_body_that_is_no_json(self, team):
        reply = team.owner.call("POST", "corpora/", raw="title=x", media="text/plain")
        refused(reply, 415, "unsupported_media_type")

    @pytest.mark.parametrize(
        "raw",
        [
            b"{",
            b"",
            b"nothing",
            b'{"title": "a", }',
            b'{"title": NaN}',
            b'{"languages": [Infinity]}',
            b'{"title": -Infinity}',
            b'{"title": 1e999}',
            b'{"title": "\xff"}',
            b'{"title": "\\ud800"}',
            b'{"title": "\\udc00\\ud800"}',
            b'{"\\ud800": 1}',
            b'{"title": "a\\u0000b"}',
            b"[" * 100_000,
            b'{"title": ' + b"9" * 5000 + b"}",
            b"[]",
            b"[1]",
            b'"title"',
            b"7",
            b"null",
            b"true",
        ],
    )
    def test_a_body_that_is_no_request(self, team, raw):
        refused(team.owner.call("POST", "corpora/", raw=raw), 400)
        assert len(said(team.owner.get("corpora/"))["results"]) == 1

    def test_a_body_too_large_to_be_held(self, team, settings):
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
        body = {"title": "a", "description": "x" * 1000}
        refused(team.owner.post("corpora/", body), 413, "too_large")

    @pytest.mark.parametrize("accept", ["text/csv", "text/html", "application/octet-stream", "*/*"])
    def test_accept_is_not_asked_each_address_has_one_form(self, team, accept):
        said(team.owner.get(team.path, headers={"Accept": accept}))
        stream = team.owner.get(f"{team.path}annotations.csv", headers={"Accept": accept})
        assert stream.headers["Content-Type"].startswith("text/csv")

    def test_a_host_that_is_not_ours(self, team):
        for _ in range(2):
            team.new_code(name=f"Code {_}")
        reply = team.owner.get(
            f"{team.path}codes/", {"page_size": 1}, headers={"Host": "evil.example"}
        )
        refused(reply, 400)

    def test_faulty_fields_are_named(self, team):
        steps = [
            {"op": "delete", "id": str(uuid4()), "if_match": 1},
            {"op": "put", "id": str(uuid4()), "post": 1},
        ]
        body = {"operations": steps}
        problem = refused(team.owner.post(f"{team.path}annotations/bulk/", body), 400)
        assert [one["field"] for one in problem["errors"]] == ["operations.1.code"]


LISTS = ["", "members/", "uploads/", "threads/", "participants/", "codes/", "annotations/",
         "history/", "invitations/", "exports/", "search/?q=a"]  # fmt: skip
CURSORS = [
    "x", "!", "é", "W10=", "WzEsMl0=", "bnVsbA==", "W251bGwsbnVsbCxudWxsXQ==", "e30=",
    "WyLtoIAiLCAiMSIsIGZhbHNlXQ==", "WyJcdWQ4MDAiLCIxIixmYWxzZV0=", "WyJcdTAwMDAiLCIxIixmYWxzZV0=",
    "WyJub3doZW4iLCJub29uZSIsZmFsc2Vd", "WyLCsiIsIjAiLGZhbHNlXQ==", "WzFlOTk5LDFd", "WzEuNSwyXQ==",
    "WzEsMTAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDBd",
]  # fmt: skip


class TestPages:
    @pytest.mark.parametrize(
        "size", ["0", "-1", "1001", "ten", "1.5", "", "٣", "²", "9" * 5000, "1e2", " 1"]
    )
    def test_a_page_size_out_of_its_bounds_is_refused_everywhere(self, team, size):
        for path in LISTS:
            address = team.path + path if path else "corpora/"
            address, _, query = address.partition("?")
            given = {"page_size": size} | ({"q": "a"} if query else {})
            problem = refused(team.owner.get(address, given), 400)
            assert problem["errors"][0]["field"] == "page_size", path

    def test_a_cursor_that_is_not_ours_is_refused_or_shows_nothing_strange(self, team):
        for path in LISTS:
            address, _, query = (team.path + path if path else "corpora/").partition("?")
            for cursor in [*CURSORS, "W" * 40_000]:
                given = {"cursor": cursor} | ({"q": "a"} if query else {})
                assert team.owner.get(address, given).status_code in (200, 400), (path, cursor)

    @pytest.mark.parametrize(
        "query",
        ["thread=x", "thread=99999999999999999999999", "code=1.5", "level=word", "coder=",
         "created_after=yesterday", "created_after=0001-01-01T00:00:00%2B14:00", "state=%00",
         "subtree=99999999999999999999999", "thread=" + "9" * 5000],
    )  # fmt: skip
    def test_filters_that_make_no_sense_are_refused_or_find_nothing(self, team, query):
        reply = team.owner.get(f"{team.path}annotations/?{query}")
        assert reply.status_code == 400 or said(reply)["results"] == []


STRANGE: list[Any] = [
    None, True, 0, -1, 1.5, 2**31, 2**63, -(2**63), 10**30, "", " ", "a", "\u0000", "a\u0000b",
    "é\u0301", "\U0001f331", "\u202e", "x" * 5000, "2031-05-02", "9999-12-31T23:59:59+00:00",
    "0001-01-01T00:00:00+14:00", "-1", "NaN", "1e400", str(uuid4()), [], [[]], ["a"], [None], {},
    {"a": {"b": []}}, [1, "a", None, {}], {"op": "put"}, [{"op": "patch", "id": 5}],
]  # fmt: skip
anything = st.recursive(
    st.sampled_from(STRANGE) | st.text(max_size=5) | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=5,
)


STEP = st.fixed_dictionaries(
    {
        "op": st.sampled_from(["put", "patch", "delete", "x"]),
        "id": st.sampled_from(STRANGE) | st.uuids().map(str),
    },
    optional=dict.fromkeys(
        ("code", "post", "thread", "start", "end", "quote", "memo", "if_match"), anything
    ),
)


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    """Every described method with a JSON body: its name, its address, its schema."""
    return [
        (method.upper(), path.removeprefix("/api/v1/"), schema["content"]["application/json"])
        for path, methods in contract.document()["paths"].items()
        for method, described in methods.items()
        if "application/json" in (schema := described.get("requestBody", {})).get("content", {})
    ]


def properties(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a described body, references followed."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return properties(contract.document()["components"]["schemas"][name])
    if "items" in schema:
        return properties(schema["items"])
    inner = next((s for s in schema.get("allOf", schema.get("anyOf", [])) if "type" in s), {})
    return dict(schema.get("properties") or (properties(inner) if inner else {}))


def queries() -> list[tuple[str, str]]:
    """Every described query parameter: the address, its name."""
    return [
        (path.removeprefix("/api/v1/"), parameter["name"])
        for path, methods in contract.document()["paths"].items()
        for parameter in methods.get("get", {}).get("parameters", [])
        if parameter["in"] == "query" and "schema" not in path
    ]


def test_strange_values_in_every_query(team):
    """Each on its own: what PostgreSQL refuses would end a test's transaction."""
    ids = everything(team).ids
    values = ["", "\0", "x" * 3000, "-1", str(2**63), "9" * 30, "true"]
    values += ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"]
    for path, name in queries():
        needed = {"q": "a"} if path.endswith("search/") else {}
        for value in values:
            with transaction.atomic():
                reply = team.owner.get(path.format(**ids), {**needed, name: value})
                assert reply.status_code in (200, 400, 415, 422), (path, name, value)
                content(reply)
                transaction.set_rollback(True)


class TestStrangeBodies:
    """No 5xx, whatever is sent; `Caller` sees to it. `ids` are ours, so that doors are open."""

    @pytest.fixture
    def ids(self, team: Team) -> dict[str, Any]:
        return {**everything(team).ids, "pk": 0, "key": "none"}

    @pytest.mark.parametrize(("method", "path", "body"), operations())
    def test_wrong_types_in_every_field(self, team, ids, method, path, body):
        chance = random.Random(path)
        address = path.format(**ids)
        fields = properties(body["schema"])
        base = {"title": "t", "name": "n", "code": ids["code"], "post": ids["post"], "op": "put"}
        base |= {"thread": ids["thread"], "role": "reader", "format": "csv", "text": "x"}
        whole = {name: base[name] for name in fields if name in base}
        for name in fields:
            for value in chance.sample(STRANGE, 12):
                team.owner.call(method, address, {**whole, name: value}, match="*")
        for value in STRANGE:
            team.owner.call(method, address, value, match="*")

    @settings(
        max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(data=st.data())
    def test_nested_nonsense(self, team, data):
        method, path, body = data.draw(st.sampled_from(operations()))
        names = [*properties(body["schema"])]
        sent = data.draw(st.dictionaries(st.sampled_from(names), anything)) if names else {}
        numbers = ("thread", "code", "user", "pk", "post", "twin", "participant", "seq", "number")
        # All others are UUIDs.
        ids: dict[str, Any] = defaultdict(lambda: str(uuid4()), dict.fromkeys(numbers, 1))
        ids |= {"corpus": team.corpus.pk, "key": "k"}
        team.owner.call(method, path.format_map(ids), sent, match="*")

    @settings(
        max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(steps=st.lists(STEP, max_size=4))
    def test_nonsense_in_bulk(self, team, steps):
        body = {"operations": steps, "atomic": len(steps) % 2 == 0}
        team.owner.post(f"{team.path}annotations/bulk/", json.loads(json.dumps(body)))
