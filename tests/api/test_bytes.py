"""What PostgreSQL writes as JSON is, byte for byte, what REST framework would have written.

For every list and thread that is read often, with any text that can be stored. Two characters
apart: REST framework escapes the line separators U+2028 and U+2029.
"""

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from rest_framework.renderers import JSONRenderer
from rest_framework.serializers import BaseSerializer, ListSerializer, Serializer

from api.claims import AnnotationShown
from api.fields import Stamp, page_of
from api.views.exports import ExportShown
from api.views.participants import ParticipantShown
from api.views.threads import ThreadHead, ThreadShown
from api.views.webhooks import DeliveryShown, WebhookShown
from api.views.windows import AnnotationsOfThread, PostsOfWindow
from corpus.telling.deliveries import make
from tests.api.caller import said

EXPORTS, DELIVERIES = page_of(ExportShown, "E"), page_of(DeliveryShown, "D")
# They show objects that are kept as they came, which PostgreSQL writes with blanks: the same but
# for those.
STORED = (EXPORTS, DELIVERIES)
pytestmark = pytest.mark.django_db

FAMILY = "👩\u200d👩\u200d👧\u200d👦"
NASTY = (
    f"{FAMILY} e\u0301 \u202eevil\u202c \u0001\u001f\u007f\u0085 <b>&amp;\"'\\/</script>"
    " =1+1 \ufeff\ufffe\U0010ffff"
)
texts = st.text(
    st.characters(exclude_categories=["Cs", "Zl", "Zp"], exclude_characters="\0"), max_size=60
)


def revived(value: Any, shape: BaseSerializer[Any]) -> Any:
    """Turn times of ours back into moments, as a serializer takes them from the database."""
    if value is None:
        return None
    if isinstance(shape, ListSerializer):
        return [revived(one, shape.child) for one in value]
    found = dict(value)
    assert isinstance(shape, Serializer)
    for name, field in shape.fields.items():
        if isinstance(field, Stamp) and found.get(name):
            found[name] = datetime.fromisoformat(found[name])
        elif isinstance(field, BaseSerializer) and name in found:
            found[name] = revived(found[name], field)
        # Rows call some of it otherwise than the API, e.g. `corpus_id`.
        found.setdefault(str(field.source), found.get(name))
    return found


def as_rest_framework_writes(reply: Any, shape: type[Serializer[Any]]) -> bytes:
    body = revived(said(reply), shape())
    written = shape(body)
    return bytes(JSONRenderer().render(written.data))


@settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(words=st.lists(texts, min_size=4, max_size=4))
@example(words=[NASTY] * 4)
@example(words=["", " ", "\\u0041 \\ud83d", '{"a":"\t"}\r\n'])
def test_with_any_text_the_bytes_are_the_same(team, words):
    title, text, memo, name = (f"x {word}" for word in words)
    comments = [{"author": name[:50], "text": text, "written_at": "2031-05-02"}]
    thread = said(
        team.owner.post(
            f"{team.path}threads/",
            {"title": title, "text": text, "site": "s", "comments": comments},
        ),
        201,
    )["id"]
    code = team.new_code(name=f"{uuid4().hex} {name}"[:100].strip(), definition=memo)["id"]
    for claim in ({"thread": thread, "code": code, "memo": memo}, {"post": first(team, thread)}):
        path = f"{team.path}annotations/"
        said(team.coder.post(path, {"code": code, **claim}), 201)
    said(team.owner.post(f"{team.path}exports/", {"format": "csv"}), 202)
    hook = webhook(team, description=memo[:200])
    make()
    different = []
    for path, shape in every_hot_read(team, thread, hook):
        reply = team.owner.get(path)
        content = JSONRenderer().render(reply.json()) if shape in STORED else reply.content
        if content != as_rest_framework_writes(reply, shape):
            different.append(path)
    assert different == []


def first(team, thread):
    return said(team.owner.get(f"threads/{thread}/"))["posts"][0]["id"]


def webhook(team, **fields):
    body = {"url": "https://in.example.org/", **fields}
    path = f"{team.path}webhooks/"
    listed = said(team.owner.get(path))["results"]
    return listed[0]["id"] if len(listed) > 5 else said(team.owner.post(path, body), 201)["id"]


def every_hot_read(team, thread, hook):
    one, corpus = f"threads/{thread}/", team.path
    return [
        (one, ThreadShown),
        (f"{one}posts/?from=0&to=200", PostsOfWindow),
        (f"{one}annotations/", AnnotationsOfThread),
        (f"{corpus}threads/?page_size=1000", page_of(ThreadHead, "T")),
        (f"{corpus}annotations/?page_size=1000", page_of(AnnotationShown, "A")),
        (f"{corpus}exports/", EXPORTS),
        (f"{corpus}participants/?page_size=1000", page_of(ParticipantShown, "P")),
        (f"{corpus}webhooks/", page_of(WebhookShown, "W")),
        (f"{corpus}webhooks/{hook}/deliveries/", DELIVERIES),
    ]
