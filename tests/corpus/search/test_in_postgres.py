"""PostgreSQL understands our vectors and queries, and never misses a text that matches."""

import os
from collections.abc import Iterator

import psycopg
import pytest
from hypothesis import HealthCheck, assume, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from corpus.search.hits import matches
from corpus.search.syntax import Query, QueryError, parse, to_tsquery
from corpus.search.tokens import tsvector_literal
from tests.corpus.search.test_query import QUERIES, TEXTS

ONE_CONNECTION = trying(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150
)


@pytest.fixture(scope="module")
def server() -> Iterator[psycopg.Connection]:
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        yield connection


def finds(server: psycopg.Connection, query: Query, text: str) -> bool:
    row = server.execute(
        "SELECT %s::tsvector @@ %s::tsquery", [tsvector_literal(text), to_tsquery(query)]
    ).fetchone()
    return bool(row and row[0])


@ONE_CONNECTION
@given(
    query=st.text(st.sampled_from("ab -\"*(')OR日本\\&|!:<>"), max_size=20),
    text=st.text(st.sampled_from("ab '\\日本:!é,\"*"), max_size=20),
)
def test_any_text_and_query_can_be_asked(server: psycopg.Connection, query: str, text: str) -> None:
    try:
        parsed = parse(query)
    except QueryError:
        return
    assert finds(server, parsed, text) or not matches(parsed, text)


@ONE_CONNECTION
@given(query=QUERIES, text=TEXTS)
def test_no_text_that_matches_is_missed(
    server: psycopg.Connection, query: Query, text: str
) -> None:
    # Only what must not occur cannot be asked alone; the parser refuses it.
    assume(not to_tsquery(query).startswith("()"))
    assert finds(server, query, text) or not matches(query, text)


@pytest.mark.parametrize("query", ["end", '"the end"', "en*", '"the en*" start', "end -middle"])
@pytest.mark.parametrize(
    "text",
    [
        "start " + "the " * 1_000 + "end",
        "start " + " ".join(f"w{number}" for number in range(20_000)) + " the end",
        "start " + " ".join(f"{'ж' * 40}{number}" for number in range(20_000)) + " the end",
    ],
    ids=["often", "long", "huge"],
)
def test_what_limits_leave_out_is_found_all_the_same(
    server: psycopg.Connection, text: str, query: str
) -> None:
    assert finds(server, parse(query), text)
    assert not finds(server, parse("nothing"), "start the end")
