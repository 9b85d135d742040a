"""Any passage of any text comes back everywhere as it was marked, counted in code points."""

import csv
import io
import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations.exports import tabular
from annotations.exports.order import Order
from corpus.models import Corpus, Post
from tests.api.caller import refused, said
from tests.api.conftest import Team, new_team
from tests.factories import load, thread_line

pytestmark = pytest.mark.django_db
TEXTS = [
    "Ladybirds 🐞🐞 and a family 👩‍👩‍👧‍👦, all in one tree.",
    "Cafe\u0301 and café look the same and are not.",
    "גינה בכפר, with English inside — and back: שלום.",
    "نص عربي مع تشكيل: مَرْحَبًا",
    "豆が凍った。えんどう豆は無事。𠮷野家",
    'Quotes "inside", commas, and\nlines\n\tand tabs; =SUM(A1)',
    "flags 🇩🇪🇫🇷 skin 👍🏽 and ẕ̌̂ marks",
    " no-break\u00a0blank, zero\u200bwidth, \u2028 line separator ",
]
anything = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), min_size=1, max_size=40
).filter(lambda text: text.strip())


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def flat(corpus: Corpus, *, as_text: bool, unit: str = "codepoint") -> list[dict[str, Any]]:
    """The flat rows as the exports write them, read in this transaction."""
    order = Order(corpus.pk, "csv", offset_unit=unit)
    select = tabular.select(order, "text" if as_text else "json")
    with transaction.atomic(), transaction.get_connection().cursor() as cursor:
        if not as_text:
            cursor.execute(
                f"SELECT row_to_json(r)::text FROM ({select}) AS r", {"corpus": corpus.pk}
            )
            return [json.loads(line) for (line,) in cursor.fetchall()]
        bound = cursor.mogrify(select, {"corpus": corpus.pk})
        with cursor.copy(f"COPY ({bound}) TO STDOUT (FORMAT csv, HEADER true)") as copy:
            written = b"".join(bytes(part) for part in copy).decode()
    return list(csv.DictReader(io.StringIO(written, newline="")))


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.sampled_from(TEXTS) | anything, data=st.data())
def test_any_passage_of_any_text_comes_back_as_it_was_marked(db, text, data):
    team = new_team("Spans")
    thread = load(team.corpus, thread_line(text)).threads[0]
    (post,) = said(team.owner.get(f"threads/{thread}/"))["posts"]
    stored = post["text"]
    assert stored == Post.objects.get(pk=post["id"]).text
    start = data.draw(st.integers(0, len(stored) - 1))
    end = data.draw(st.integers(start + 1, len(stored)))
    code = team.new_code(name="Code")["id"]
    claim = {"post": post["id"], "code": code, "start": start, "end": end}
    claim["quote"] = stored[start:end]
    made = said(team.owner.put(f"{team.path}annotations/{uuid4()}/", claim), 201)
    assert {name: made[name] for name in claim} == claim
    assert said(team.owner.get(f"threads/{thread}/annotations/"))["results"] == [made]
    assert team.events()[-1]["after"] == made
    (row,) = flat(team.corpus, as_text=False)
    assert (row["start"], row["end"], row["quote"]) == (start, end, stored[start:end])
    (cells,) = flat(team.corpus, as_text=True)
    assert (cells["start"], cells["end"]) == (str(start), str(end))
    assert cells["quote"] == stored[start:end]
    (wide,) = flat(team.corpus, as_text=False, unit="utf16")
    assert (wide["start"], wide["end"]) == (utf16(stored[:start]), utf16(stored[:end]))


def test_positions_in_other_units_are_recognised_as_wrong(team):
    text = TEXTS[0]
    thread = load(team.corpus, thread_line(text)).threads[0]
    post = Post.objects.get(thread=thread).pk
    start = text.index("and a")
    claim = {"post": post, "code": team.code, "quote": "and a family"}
    for before in (utf16(text[:start]), len(text[:start].encode())):
        span = {"start": before, "end": before + len("and a family")}
        problem = team.coder.post(f"{team.path}annotations/", {**claim, **span})
        assert "code points" in refused(problem, 422, "quote_mismatch")["detail"]
    span = {"start": start, "end": start + len("and a family")}
    said(team.coder.post(f"{team.path}annotations/", {**claim, **span}), 201)


def test_letters_that_look_the_same_but_are_others_are_a_mismatch(team: Team):
    thread = load(team.corpus, thread_line(TEXTS[1])).threads[0]
    post = Post.objects.get(thread=thread).pk
    claim = {"post": post, "code": team.code, "start": 0, "end": 5}
    path = f"{team.path}annotations/"
    refused(team.coder.post(path, {**claim, "quote": "Café "}), 422, "quote_mismatch")
    said(team.coder.post(path, {**claim, "quote": "Cafe\u0301"}), 201)
