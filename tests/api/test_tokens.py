"""Tokens for scripts: made, used, limited by scopes, revoked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from corpus.models import ApiToken
from corpus.services.accounts import create_user
from tests.api.caller import Caller, refused, said
from tests.api.conftest import Team
from tests.factories import person

pytestmark = pytest.mark.django_db
PASSWORD = "nine green bottles"


def with_key(key: str) -> Caller:
    caller = Caller()
    caller.headers["Authorization"] = f"Bearer {key}"
    return caller


def test_a_script_gets_a_token_for_name_and_password_and_works_with_it():
    ada = create_user(username="ada", password=PASSWORD)
    body = {"username": "ada", "password": PASSWORD, "name": "R on my laptop"}
    made = said(Caller().post("tokens/", body), 201)
    assert (made["name"], made["last_used_at"]) == ("R on my laptop", None)
    assert said(with_key(made["token"]).get("me/"))["id"] == ada.pk


def test_a_token_is_shown_once_and_kept_only_as_a_digest():
    me = Caller.of(person())
    key = said(me.post("tokens/", {"name": "once"}), 201)["token"]
    assert key not in str(said(me.get("tokens/")))
    assert key not in str(list(ApiToken.objects.values()))


def test_its_last_use_is_noted():
    me = Caller.of(person())
    made = said(me.post("tokens/", {"name": "used"}), 201)
    said(with_key(made["token"]).get("me/"))
    (row,) = [one for one in said(me.get("tokens/"))["results"] if one["id"] == made["id"]]
    assert row["last_used_at"] >= made["created_at"]


def test_a_revoked_token_is_worth_nothing_at_once():
    me = Caller.of(person())
    made = said(me.post("tokens/", {}), 201)
    said(me.delete(f"tokens/{made['id']}/"), 204)
    refused(with_key(made["token"]).get("me/"), 401, "token_invalid")
    assert made["id"] not in [one["id"] for one in said(me.get("tokens/"))["results"]]
    refused(me.delete(f"tokens/{made['id']}/"), 404)


def test_an_expired_token_is_worth_nothing():
    me = Caller.of(person())
    soon = (timezone.now() + timedelta(hours=1)).isoformat()
    made = said(me.post("tokens/", {"expires_at": soon}), 201)
    said(with_key(made["token"]).get("me/"))
    ApiToken.objects.filter(pk=made["id"]).update(expires_at=timezone.now())
    refused(with_key(made["token"]).get("me/"), 401, "token_invalid")


@pytest.mark.parametrize(
    "body",
    [
        {"expires_at": "2001-01-01T00:00:00Z"},
        {"scopes": ["everything"]},
        {"scopes": []},
        {"scopes": "read"},
        {"name": ["a"]},
        {"username": "ada"},
    ],
)
def test_a_token_that_could_not_be_used_is_not_made(body):
    refused(Caller.of(person()).post("tokens/", body), 400)


def test_nobody_else_can_see_or_revoke_a_token():
    mine, other = Caller.of(person()), Caller.of(person())
    made = said(mine.post("tokens/", {}), 201)
    refused(other.delete(f"tokens/{made['id']}/"), 404)
    assert made["id"] not in [one["id"] for one in said(other.get("tokens/"))["results"]]
    said(with_key(made["token"]).get("me/"))


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer nonsense", "bearer \u00e9"])
def test_a_header_without_a_token_that_fits_is_refused(header):
    caller = Caller()
    caller.headers["Authorization"] = header
    refused(caller.get("me/"), 401, "token_invalid")


@pytest.mark.parametrize("scope", ["read", "annotate", "export"])
def test_a_token_cannot_make_one_that_may_more(scope):
    refused(Caller.of(person(), scope).post("tokens/", {}), 403, "scope_missing")


SCOPED = [
    ("GET", "corpora/{c}/", "read"),
    ("GET", "corpora/{c}/annotations/", "read"),
    ("GET", "corpora/{c}/search/?q=frost", "read"),
    ("GET", "threads/{t}/", "read"),
    ("GET", "tokens/", "read"),
    ("PUT", "corpora/{c}/annotations/5a2b0c1e-6f4e-4a53-9c53-0d6d8d2f0001/", "annotate"),
    ("POST", "corpora/{c}/annotations/", "annotate"),
    ("POST", "corpora/{c}/annotations/bulk/", "annotate"),
    ("PUT", "threads/{t}/progress/", "annotate"),
    ("GET", "corpora/{c}/annotations.csv", "export"),
    ("GET", "corpora/{c}/annotations.jsonl", "export"),
    ("POST", "corpora/{c}/exports/", "export"),
    ("POST", "corpora/", "manage"),
    ("PATCH", "corpora/{c}/", "manage"),
    ("POST", "corpora/{c}/codes/", "manage"),
    ("POST", "corpora/{c}/uploads/", "manage"),
    ("POST", "corpora/{c}/members/", "manage"),
    ("POST", "corpora/{c}/invitations/", "manage"),
    ("PATCH", "me/", "manage"),
    ("POST", "password/", "manage"),
    ("GET", "corpora/{c}/webhooks/", "manage"),
    ("POST", "corpora/{c}/webhooks/", "manage"),
]


def test_each_endpoint_asks_for_its_scope_and_no_other(team: Team):
    user = team.owner.user
    callers = {scope: Caller.of(user, scope) for scope in ("read", "annotate", "export", "manage")}
    for method, path, needed in SCOPED:
        address = path.format(c=team.corpus.pk, t=team.thread)
        for scope, caller in callers.items():
            reply = caller.call(method, address, {} if method != "GET" else None)
            missing = reply.status_code == 403 and reply.json()["code"] == "scope_missing"
            assert missing == (scope != needed), (method, path, scope, reply.status_code)


class TestUndoingWithToken:
    """What is undone decides: coding takes `annotate`, the codebook and texts take `manage`."""

    def test_coding_is_undone_and_redone_with_annotate(self, team: Team):
        user = team.coder.user
        script, reader = Caller.of(user, "read", "annotate"), Caller.of(user, "read")
        made = team.annotate(script)
        refused(reader.post(f"{team.path}undo/"), 403, "scope_missing")
        said(script.post(f"{team.path}undo/"))
        said(script.post(f"{team.path}redo/"))
        said(script.delete(f"annotations/{made['id']}/", match=3), 204)
        seq = team.events()[-1]["seq"]
        refused(reader.post(f"{team.path}history/{seq}/restore/"), 403, "scope_missing")
        said(script.post(f"{team.path}history/{seq}/restore/"))

    def test_the_codebook_is_undone_with_manage_alone(self, team: Team):
        coding, managing = (Caller.of(team.owner.user, one) for one in ("annotate", "manage"))
        code = said(managing.post(f"{team.path}codes/", {"name": "Thaw"}), 201)
        refused(coding.post(f"{team.path}undo/"), 403, "scope_missing")
        said(managing.post(f"{team.path}undo/"))
        refused(coding.post(f"{team.path}redo/"), 403, "scope_missing")
        said(managing.post(f"{team.path}redo/"))
        said(team.owner.patch(f"codes/{code['id']}/", {"name": "Melt"}, match=3))
        path = f"{team.path}history/{team.events()[-1]['seq']}/restore/"
        refused(coding.post(path), 403, "scope_missing")
        said(managing.post(path))

    def test_coding_is_not_undone_with_manage_alone(self, team: Team):
        team.annotate(team.owner)
        managing = Caller.of(team.owner.user, "manage")
        refused(managing.post(f"{team.path}undo/"), 403, "scope_missing")
