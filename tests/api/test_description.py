"""The API's description of itself, its health, and replies to repeated requests."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
import yaml
from django.db import connection
from django.utils import timezone
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.renderers import JSONRenderer

from annotations.models import Annotation
from api.claims import AnnotationShown
from api.views.participants import ParticipantWhole
from api.views.threads import PostShown, ThreadHead, ThreadShown
from corpus.models import Corpus, WorkerBeat
from corpus.version import VERSION
from tests.api import contract
from tests.api.caller import Caller, refused, said
from tests.api.conftest import Team

pytestmark = pytest.mark.django_db


class TestDescription:
    def test_the_checked_in_description_is_the_one_that_is_served(self):
        schema = SchemaGenerator().get_schema(request=None, public=True)
        generated = yaml.safe_load(OpenApiYamlRenderer().render(schema, renderer_context={}))
        assert generated == yaml.safe_load(contract._DOCUMENT.read_text())

    def test_it_can_be_read_without_signing_in_and_without_another_host(self):
        client = Caller().client
        assert client.get("/api/v1/schema/").status_code == 200
        page = client.get("/api/v1/docs/").content.decode()
        assert "://" not in page.replace("http://www.w3.org", "")

    def test_every_method_describes_a_refusal_of_strangers(self):
        for path, methods in contract.document()["paths"].items():
            for method, described in methods.items():
                if path not in ("/api/v1/schema/", "/api/v1/docs/"):
                    assert "401" in described["responses"], (method, path)
                    assert described["operationId"]


class TestHealth:
    def test_without_a_worker_it_says_so(self):
        assert said(Caller().get("health/")) == {
            "status": "degraded", "database": True, "broker": True, "workers": 0,
            "version": VERSION,
        }  # fmt: skip

    def test_with_a_worker_that_lives_all_is_well(self):
        WorkerBeat.objects.create(name="one", at=timezone.now())
        WorkerBeat.objects.create(name="dead", at=timezone.now() - timezone.timedelta(minutes=1))
        health = said(Caller().get("health/"))
        assert (health["status"], health["workers"]) == ("ok", 1)

    def test_without_the_broker_the_database_still_answers(self, monkeypatch):
        monkeypatch.setattr("django.conf.settings.REDIS_URL", "redis://127.0.0.1:1/0")
        health = said(Caller().get("health/"))
        assert (health["status"], health["broker"], health["database"]) == ("degraded", False, True)


class TestIdempotencyKeys:
    def bodies(self, team: Team) -> list[tuple[str, dict[str, Any]]]:
        return [
            ("corpora/", {"title": "Twice?"}),
            (f"{team.path}codes/", {"name": "Once"}),
            (f"{team.path}exports/", {"format": "csv"}),
            (f"{team.path}annotations/", {"thread": team.thread, "code": team.code}),
        ]

    def test_a_post_with_the_same_key_is_carried_out_once(self, team):
        for path, body in self.bodies(team):
            first = team.owner.post(path, body, key=path)
            again = team.owner.post(path, body, key=path)
            assert again.status_code == first.status_code in (201, 202)
            assert again.json() == first.json()
            refused(
                team.owner.post(path, {**body, "x": 1}, key=path), 409, "idempotency_key_reused"
            )
        assert Corpus.objects.filter(title="Twice?").count() == 1
        assert said(team.owner.get(f"{team.path}exports/"))["results"][1:] == []

    def test_keys_are_each_persons_own(self, team):
        body = {"title": "Mine"}
        mine = said(team.owner.post("corpora/", body, key="k"), 201)
        assert said(team.coder.post("corpora/", body, key="k"), 201)["id"] != mine["id"]

    def test_what_was_refused_may_be_tried_again(self, team):
        path = f"{team.path}codes/"
        body = {"name": "Late", "parent": 2**40}
        refused(team.owner.post(path, body, key="k"), 422)
        said(team.owner.post(path, {"name": "Late"}, key="k"), 201)

    def test_a_key_does_not_open_a_door_that_was_shut(self, team, stranger):
        said(team.owner.post(f"{team.path}codes/", {"name": "Once"}, key="k"), 201)
        refused(stranger.post(f"{team.path}codes/", {"name": "Once"}, key="k"), 404)

    def test_a_key_has_its_limit(self, team):
        refused(team.owner.post("corpora/", {"title": "t"}, key="k" * 201), 400)


@pytest.mark.django_db(transaction=True)
def test_two_requests_with_one_key_at_the_same_moment_are_carried_out_once(team):
    start = threading.Barrier(2)

    def make(caller: Caller) -> dict[str, Any]:
        try:
            start.wait()
            return said(caller.post("corpora/", {"title": "Twice?"}, key="same"), 201)
        finally:
            connection.close()

    both = [Caller.of(team.owner.user) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(make, both)
    assert first == second
    assert Corpus.objects.filter(title="Twice?").count() == 1


class TestBytes:
    """PostgreSQL writes the hot replies; REST framework would write the same bytes.

    Two characters apart: REST framework escapes the line separators U+2028 and U+2029.
    """

    @settings(
        max_examples=20,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(
        memo=st.text(st.characters(exclude_categories=["Cs", "Zl", "Zp"], exclude_characters="\0"))
    )
    def test_annotations_with_any_memo(self, team, memo):
        claim = {"thread": team.thread, "code": team.new_code(name=uuid4().hex)["id"]}
        made = team.coder.post(f"{team.path}annotations/", {**claim, "memo": memo})
        assert said(made, 201)["memo"] == memo
        row = Annotation.objects.select_related("coder").get(pk=made.json()["id"])
        assert made.content == JSONRenderer().render(AnnotationShown(row).data)

    def test_lists_of_annotations(self, team):
        path = f"{team.path}annotations/"
        first = team.annotate(memo='é "quoted" \\ \n\t 🌱 </script> \u007f')
        for claim in ({"post": team.posts[1]}, {"thread": team.thread}):
            said(team.owner.post(path, {**claim, "code": team.code}), 201)
        said(team.coder.patch(f"annotations/{first['id']}/", {"code": team.code}, match=1))
        rows = Annotation.objects.select_related("coder").order_by("created_at")
        written = [JSONRenderer().render(AnnotationShown(row).data) for row in rows]
        for row, expected in zip(rows, written, strict=True):
            assert team.reader.get(f"annotations/{row.pk}/").content == expected
        whole = team.reader.get(f"threads/{team.thread}/annotations/").content
        assert whole.startswith(b'{"results":[' + b",".join(written) + b'],"seq":')
        assert team.reader.get(path).content.endswith(b'"results":[' + b",".join(written) + b"]}")

    def test_threads_posts_and_participants(self, team):
        thread = f"threads/{team.thread}/"
        (wren, *_) = said(team.reader.get(f"{team.path}participants/", {"q": "wren"}))["results"]
        for path, shape in (
            (thread, ThreadShown),
            (f"posts/{team.posts[1]}/", PostShown),
            (f"participants/{wren['id']}/", ParticipantWhole),
        ):
            reply = team.reader.get(path)
            assert reply.content == JSONRenderer().render(shape(reply.json()).data)
        (head,) = said(team.reader.get(f"{team.path}threads/"))["results"]
        page = team.reader.get(f"{team.path}threads/").content
        assert page.endswith(b'"results":[' + JSONRenderer().render(ThreadHead(head).data) + b"]}")


def test_its_page_runs_under_the_content_security_policy(client):
    page = client.get("/api/v1/docs/", headers={"host": "localhost"}).content.decode()
    assert "<script src=" in page
    assert not re.findall(r"<script(?![^>]*\bsrc=)[^>]*>\s*\S", page)
