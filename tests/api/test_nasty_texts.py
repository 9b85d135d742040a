"""The golden file of texts on which positions go wrong: the browser's tests read the same one."""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.api.caller import refused, said
from tests.api.conftest import Team

pytestmark = pytest.mark.django_db
GOLDEN = json.loads((Path(__file__).parents[1] / "data/nasty-texts.json").read_text())
TEXTS: list[dict[str, Any]] = GOLDEN["texts"]


@pytest.fixture
def posts(team: Team) -> dict[str, dict[str, Any]]:
    """A thread with all the texts as comments, by name."""
    comments = [{"text": text["text"], "author": text["name"]} for text in TEXTS]
    body = {"title": "Nasty texts", "author": "Maud", "text": "An entry.", "comments": comments}
    thread = said(team.owner.post(f"{team.path}threads/", body), 201)["id"]
    shown = said(team.owner.get(f"threads/{thread}/"))["posts"][1:]
    return {text["name"]: post for text, post in zip(TEXTS, shown, strict=True)}


def test_texts_are_kept_to_the_letter(posts):
    assert {name: post["text"] for name, post in posts.items()} == {
        text["name"]: text["text"] for text in TEXTS
    }


def test_exactly_these_passages_and_quotes_are_taken(team, posts):
    for text in TEXTS:
        for passage in text["passages"]:
            code = team.new_code(name=f"Code {uuid4()}")["id"]
            span = {name: passage[name] for name in ("start", "end", "quote")}
            claim = {"post": posts[text["name"]]["id"], "code": code, **span}
            made = said(team.coder.put(f"{team.path}annotations/{uuid4()}/", claim), 201)
            assert {name: made[name] for name in span} == span
            for wrong in ({"start": span["start"] + 1}, {"end": span["end"] - 1}):
                path = f"{team.path}annotations/{uuid4()}/"
                refused(team.coder.put(path, {**claim, **wrong}), 422)


def test_positions_counted_as_browsers_do_are_refused_where_they_differ(team, posts):
    for text in TEXTS:
        for passage in text["passages"]:
            start, end = passage["drawn"]
            if text["text"][start:end] == passage["quote"]:
                continue
            claim = {"post": posts[text["name"]]["id"], "code": team.code}
            span = {"start": start, "end": end, "quote": passage["quote"]}
            path = f"{team.path}annotations/{uuid4()}/"
            refused(team.coder.put(path, {**claim, **span}), 422)
