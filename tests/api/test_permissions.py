"""Who may do what: every endpoint for every role, and nothing at all for another team.

The table of roles is `corpus/rules.py`; here stands which action each endpoint asks for.
"""

import re
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from annotations import projects_in
from corpus.ingest.tables.mapping import parse
from corpus.models import Attribute, Correction, Mapping, Participant, Twin
from corpus.rules import Action, Role, allowed
from corpus.services.uploads import receive
from tests.api import contract
from tests.api.caller import Caller, content, refused, said
from tests.api.conftest import Team
from tests.factories import person, work_off

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A method, an address with places for ids, and the action that it asks for."""

    method: str
    path: str
    action: Action

    @property
    def label(self) -> str:
        return f"{self.method} {self.path}"


def _of(action: Action, *lines: str) -> list[Endpoint]:
    return [Endpoint(*line.split(), action) for line in lines]


ENDPOINTS = [
    *_of(
        Action.READ,
        "GET corpora/{corpus}/", "GET corpora/{corpus}/members/", "GET corpora/{corpus}/uploads/",
        "GET corpora/{corpus}/uploads/{upload}/", "GET corpora/{corpus}/uploads/{upload}/problems/",
        "GET corpora/{corpus}/threads/", "GET threads/{thread}/", "GET posts/{post}/",
        "GET posts/{post}/text/", "GET corpora/{corpus}/annotations/w3c/",
        "GET corpora/{corpus}/annotations/w3c/{annotation}/",
        "GET threads/{thread}/annotations/", "PUT threads/{thread}/progress/",
        "POST corpora/{corpus}/presence/", "GET threads/{thread}/progress/",
        "GET threads/{thread}/outline/",
        "GET threads/{thread}/posts/", "GET threads/{thread}/find/?q=beans",
        "GET corpora/{corpus}/participants/", "GET participants/{participant}/",
        "GET corpora/{corpus}/codes/", "GET codes/{code}/", "GET corpora/{corpus}/annotations/",
        "GET annotations/{annotation}/", "GET corpora/{corpus}/history/",
        "GET corpora/{corpus}/undo/", "GET corpora/{corpus}/memos/", "GET memos/{memo}/",
        "GET corpora/{corpus}/search/?q=beans",
        "GET corpora/{corpus}/codebook/", "GET corpora/{corpus}/codebook/versions/",
        "GET corpora/{corpus}/codebook/difference/", "GET corpora/{corpus}/twins/",
        "GET corpora/{corpus}/domains/", "GET corpora/{corpus}/mappings/",
        "GET corpora/{corpus}/storage/", "GET corpora/{corpus}/attributes/",
        "GET attributes/{attribute}/",
    ),
    *_of(
        Action.EXPORT,
        "GET corpora/{corpus}/annotations.csv", "GET corpora/{corpus}/annotations.jsonl",
        "GET corpora/{corpus}/exports/", "POST corpora/{corpus}/exports/",
        "GET corpora/{corpus}/exports/{export}/", "GET corpora/{corpus}/exports/{export}/file/",
        "GET corpora/{corpus}/exports/{export}/manifest/",
        "DELETE corpora/{corpus}/exports/{export}/", "GET corpora/{corpus}/formats-out/",
        "GET corpora/{corpus}/snapshots/", "GET corpora/{corpus}/snapshots/{snapshot}/",
        "GET corpora/{corpus}/snapshots/{snapshot}/datapackage/",
        "GET corpora/{corpus}/snapshots/{snapshot}/datacite/",
        "GET corpora/{corpus}/snapshots/{snapshot}/citation/",
        "GET corpora/{corpus}/snapshots/{snapshot}/methods/",
    ),
    *_of(
        Action.CODE,
        "PUT corpora/{corpus}/annotations/{annotation}/", "POST corpora/{corpus}/annotations/",
        "POST corpora/{corpus}/annotations/w3c/",
        "PUT corpora/{corpus}/annotations/w3c/{annotation}/",
        "DELETE corpora/{corpus}/annotations/w3c/{annotation}/",
        "POST corpora/{corpus}/annotations/bulk/", "PATCH annotations/{annotation}/",
        "DELETE annotations/{annotation}/", "POST annotations/{annotation}/review/",
        "POST corpora/{corpus}/undo/", "POST corpora/{corpus}/redo/",
        "POST corpora/{corpus}/history/{seq}/restore/",
        "PUT corpora/{corpus}/memos/{memo}/", "PATCH memos/{memo}/", "DELETE memos/{memo}/",
    ),
    *_of(Action.CREATE_CODE, "POST corpora/{corpus}/codes/"),
    *_of(
        Action.EDIT_CODEBOOK,
        "PATCH codes/{code}/", "DELETE codes/{code}/", "POST codes/{code}/move/",
        "POST codes/{code}/merge/", "POST codes/{code}/split/",
        "POST corpora/{corpus}/codebook/import/", "POST corpora/{corpus}/codebook/versions/",
    ),
    *_of(
        Action.UPLOAD,
        "POST corpora/{corpus}/uploads/", "GET corpora/{corpus}/uploads/{upload}/raw/",
        "GET corpora/{corpus}/projects/", "POST corpora/{corpus}/projects/",
        "GET corpora/{corpus}/projects/{project}/", "GET corpora/{corpus}/projects/{project}/raw/",
        "POST corpora/{corpus}/projects/{project}/confirm/",
        "POST corpora/{corpus}/projects/{project}/cancel/",
        "GET corpora/{corpus}/uploads/{upload}/preview/",
        "POST corpora/{corpus}/uploads/{upload}/confirm/",
        "POST corpora/{corpus}/uploads/{upload}/cancel/",
        "GET corpora/{corpus}/uploads/{upload}/corrections/",
        "POST corpora/{corpus}/uploads/{upload}/corrections/",
        "DELETE corpora/{corpus}/uploads/{upload}/corrections/{number}/",
        "POST corpora/{corpus}/uploads/{upload}/reread/",
        "POST corpora/{corpus}/uploads/{upload}/read-as/", "POST twins/{twin}/",
        "DELETE corpora/{corpus}/uploads/{upload}/",
        "GET corpora/{corpus}/uploads/{upload}/mapping/",
        "PUT corpora/{corpus}/uploads/{upload}/mapping/",
        "POST corpora/{corpus}/uploads/{upload}/mapping/preview/",
        "PATCH mappings/{mapping}/", "DELETE mappings/{mapping}/",
        "POST corpora/{corpus}/threads/", "PATCH threads/{thread}/", "DELETE threads/{thread}/",
        "POST threads/{thread}/restore/", "PATCH posts/{post}/",
        "POST corpora/{corpus}/attributes/", "PATCH attributes/{attribute}/",
        "DELETE attributes/{attribute}/", "POST corpora/{corpus}/attributes/import/",
    ),
    *_of(
        Action.MANAGE_MEMBERS,
        "POST corpora/{corpus}/members/", "PATCH corpora/{corpus}/members/{user}/",
        "POST corpora/{corpus}/members/{user}/reset-link/",
        "DELETE corpora/{corpus}/members/{user}/", "GET corpora/{corpus}/invitations/",
        "POST corpora/{corpus}/invitations/", "DELETE corpora/{corpus}/invitations/{invitation}/",
    ),
    *_of(
        Action.MANAGE_CORPUS,
        "PATCH corpora/{corpus}/", "POST corpora/{corpus}/participants/merge/",
        "POST participants/{participant}/separate/", "PATCH participants/{participant}/",
        "GET corpora/{corpus}/webhooks/", "POST corpora/{corpus}/webhooks/",
        "GET corpora/{corpus}/webhooks/{webhook}/", "PATCH corpora/{corpus}/webhooks/{webhook}/",
        "DELETE corpora/{corpus}/webhooks/{webhook}/",
        "POST corpora/{corpus}/webhooks/{webhook}/secret/",
        "POST corpora/{corpus}/webhooks/{webhook}/test/",
        "GET corpora/{corpus}/webhooks/{webhook}/deliveries/",
        "GET corpora/{corpus}/webhooks/{webhook}/deliveries/{delivery}/",
        "POST corpora/{corpus}/webhooks/{webhook}/deliveries/{delivery}/again/",
        "POST corpora/{corpus}/snapshots/", "PATCH corpora/{corpus}/snapshots/{snapshot}/",
        "DELETE corpora/{corpus}/snapshots/{snapshot}/",
    ),
    *_of(Action.DELETE_CORPUS, "DELETE corpora/{corpus}/"),
]  # fmt: skip
# What belongs to a person or to nobody, not to a corpus.
PERSONAL = (
    "schema", "docs", "health", "setup", "session", "password", "me", "tokens", "invitations",
    "formats", "archives", "tus",
)  # fmt: skip

UUIDS = (
    "annotation", "upload", "export", "memo", "snapshot", "webhook", "delivery", "project",
    "mapping",
)  # fmt: skip


@dataclass
class Everything:
    """A corpus with one of each thing."""

    team: Team
    ids: dict[str, Any]

    def ask(self, caller: Caller, endpoint: Endpoint, match: Any, **other: Any) -> Any:
        """Call an endpoint with a body that says nothing, or the least that tells who may."""
        ids = {**self.ids, **other}
        claims = endpoint.action is Action.CODE and endpoint.method in ("PUT", "POST")
        body = {"thread": self.ids["thread"], "code": self.ids["code"]} if claims else {}
        return caller.call(endpoint.method, endpoint.path.format(**ids), body, match=match)


def everything(team: Team) -> Everything:
    invitation = team.owner.post(f"{team.path}invitations/", {"role": "coder", "note": "secret"})
    waiting = receive(
        team.corpus, actor=None, name="secret.txt", chunks=[b"secret"], options={"confirm": "ask"}
    )
    Correction.objects.create(upload=waiting, number=1, operation={"op": "title", "title": "x"})
    other = said(team.owner.post(f"{team.path}threads/", {"title": "b", "text": "b"}), 201)["id"]
    twin = Twin.objects.create(
        corpus=team.corpus, thread_id=team.thread, other_id=other, likeness=1
    )
    hook = said(team.owner.post(f"{team.path}webhooks/", {"url": "https://in.example.org/"}), 201)
    trial = said(team.owner.post(f"{team.path}webhooks/{hook['id']}/test/"), 202)
    ids = {
        "webhook": hook["id"], "delivery": trial["id"],
        "attribute": Attribute.objects.create(corpus=team.corpus, owner="thread", name="secret").pk,
        "mapping": Mapping.objects.create(
            corpus=team.corpus, name="secret", signature="table:1",
            mapping=parse({"text": "secret"})[0].shown(),
        ).pk,
        "number": 1, "twin": twin.pk, "memo": team.memo(text="Allotments")["id"],
        "corpus": team.corpus.pk, "thread": team.thread, "post": team.posts[0],
        "code": team.code, "annotation": team.annotate(team.owner)["id"],
        "user": team.another("reader").id, "invitation": said(invitation, 201)["id"],
        "participant": Participant.objects.filter(corpus=team.corpus).first().pk,
        "upload": waiting.pk,
        "export": said(team.owner.post(f"{team.path}exports/", {"format": "csv"}), 202)["id"],
        "project": projects_in.receive(
            team.corpus, actor=team.owner.user, name="secret", chunks=[b"secret"]
        )[0].pk,
        "snapshot": said(team.owner.post(f"{team.path}snapshots/", {"name": "secret"}), 202)["id"],
    }  # fmt: skip
    # The export's; nothing restores that, whoever asks.
    ids["seq"] = team.events()[-1]["seq"]
    return Everything(team, ids)


def test_every_described_endpoint_stands_in_the_table():
    described = {
        f"{method.upper()} {contract.template_of(path)}"
        for path, methods in contract.document()["paths"].items()
        for method in methods
        if path.split("/")[3] not in PERSONAL and path != "/api/v1/corpora/"
    }
    known = {
        f"{one.method} {contract.template_of('/api/v1/' + one.path.split('?')[0])}"
        for one in ENDPOINTS
    }
    assert described == known


@pytest.mark.parametrize("free", [True, False])
def test_each_role_may_what_its_row_of_the_table_says_and_nothing_else(team, free):
    """A request that says nothing shows whether the door opens: never 403 or 404 if it does."""
    said(team.owner.patch(team.path, {"coders_create_codes": free}, match=1))
    all_of_it = everything(team)
    for role in Role:
        actions = allowed(role, coders_create_codes=free)
        caller = team.caller(role)
        assert said(caller.get(team.path))["actions"] == [a for a in Action if a in actions]
        for one in ENDPOINTS:
            if one.method != "GET" and one.action in actions:
                continue
            reply = all_of_it.ask(caller, one, "nothing")
            content(reply)
            opened = reply.status_code not in (403, 404)
            assert opened == (one.action in actions), (role, one.label, reply.status_code)


@pytest.mark.parametrize("role", list(Role))
def test_each_role_can_do_what_the_table_allows(team, role):
    """The other half: a change that the role may make is refused for its version, not the role."""
    all_of_it = everything(team)
    caller = team.caller(role)
    spared = {"POST", "PUT"}
    for one in ENDPOINTS:
        if one.method == "GET" or one.action not in allowed(role, coders_create_codes=True):
            continue
        if one.method == "DELETE" and ("upload" in one.path or "export" in one.path):
            continue
        if one.path.endswith("invitations/{invitation}/"):
            continue
        reply = all_of_it.ask(caller, one, 99)
        more = {200, 201, 202, 400, 409, 422} if one.method in spared else set()
        expected = {412, *more}
        assert reply.status_code in expected, (role, one.label, reply.status_code)


class TestForeignIds:
    def test_another_teams_ids_are_unknown_in_every_path(self, team, stranger):
        """404, never 403: that would say that there is something."""
        theirs = everything(team)
        nobody = Caller.of(person())
        for one in ENDPOINTS:
            for caller in (stranger, nobody):
                problem = refused(theirs.ask(caller, one, 1), 404)
                assert "Allotments" not in str(problem), one.label
        assert said(team.owner.get(team.path))["version"] == 1

    def test_a_thing_is_unknown_below_a_corpus_that_is_not_its_own(self, team, others):
        mine = everything(team)
        for one in ENDPOINTS:
            if "{corpus}" not in one.path or one.path.count("{") < 2 or one.method == "PUT":
                continue
            refused(mine.ask(others.owner, one, 1, corpus=others.corpus.pk), 404)

    def test_unknown_ids_look_exactly_like_foreign_ones(self, team, stranger):
        theirs = everything(team)
        missing = dict.fromkeys(theirs.ids, 2**40)
        missing |= {name: str(uuid4()) for name in UUIDS}
        for one in ENDPOINTS:
            unknown = refused(theirs.ask(stranger, one, 1, **missing), 404)
            foreign = refused(theirs.ask(stranger, one, 1), 404)
            for problem in (unknown, foreign):
                problem["detail"] = re.sub(r"[0-9a-f-]{36}|\d+", "N", problem["detail"])
            assert unknown == foreign, one.label

    def test_filters_and_searches_show_nothing_of_another_team(self, team, others):
        theirs, mine = everything(team).ids, others.owner
        work_off()
        for name in ("thread", "post", "code", "subtree", "coder"):
            value = theirs.get(name, theirs["code"] if name == "subtree" else team.owner.id)
            found = said(mine.get(f"{others.path}annotations/", {name: value}))
            assert found["results"] == [], name
        for name in ("author", "code", "upload"):
            value = theirs["participant" if name == "author" else name]
            assert said(mine.get(f"{others.path}threads/", {name: value}))["results"] == [], name
        for name in ("thread", "code", "author"):
            value = theirs["participant" if name == "author" else name]
            found = said(mine.get(f"{others.path}search/", {"q": "beans", name: value}))
            assert (found["count"], found["results"]) == (0, []), name
        for name in ("annotation", "code", "thread"):
            query = {"target": str(theirs[name]), "target_type": name}
            assert said(mine.get(f"{others.path}history/", query))["results"] == []

    @pytest.mark.parametrize("name", ["threads", "codes", "subtree", "coders"])
    def test_exports_of_another_teams_ids_are_refused(self, team, others, name):
        foreign = {
            "threads": [team.thread], "codes": [team.code], "subtree": team.code,
            "coders": [team.owner.id],
        }[name]  # fmt: skip
        body = {"format": "csv", "scope": {name: foreign}}
        refused(others.owner.post(f"{others.path}exports/", body), 422)
        value = foreign[0] if isinstance(foreign, list) else foreign
        reply = others.owner.get(f"{others.path}annotations.csv", {name: value})
        refused(reply, 422)

    def test_a_bulk_request_cannot_reach_another_teams_annotations(self, team, others):
        theirs = team.annotate()
        for step in ({"op": "patch", "memo": "mine"}, {"op": "delete"}):
            operations = [{**step, "id": theirs["id"], "if_match": 1}]
            path = f"{others.path}annotations/bulk/"
            problem = refused(others.owner.post(path, {"operations": operations}), 422)
            assert problem["results"][0]["error"]["code"] == "not_found"
            assert theirs["quote"] not in str(problem)
        assert said(team.owner.get(f"annotations/{theirs['id']}/")) == theirs

    def test_codes_point_only_into_their_own_corpus(self, team, others):
        path = f"{others.path}codes/"
        refused(others.owner.post(path, {"name": "X", "parent": team.code}), 422, "foreign_code")
        examples = [team.annotate()["id"]]
        body = {"name": "X", "examples": examples}
        refused(others.owner.post(path, body), 422, "foreign_annotation")
        change = {"parent": team.code}
        problem = others.owner.patch(f"codes/{others.code}/", change, match=1)
        refused(problem, 422, "foreign_code")

    def test_a_deleted_corpus_is_nobodys(self, team):
        all_of_it = everything(team)
        said(team.owner.delete(team.path, match=1), 204)
        for one in ENDPOINTS:
            refused(all_of_it.ask(team.owner, one, 1), 404)
        assert said(team.owner.get("corpora/"))["results"] == []
        assert said(team.owner.get("me/"))["corpora"] == []

    def test_who_left_a_corpus_sees_nothing_of_it(self, team):
        all_of_it, coder = everything(team), team.coder
        said(team.owner.delete(f"{team.path}members/{coder.id}/", match=1), 204)
        for one in ENDPOINTS:
            refused(all_of_it.ask(coder, one, 1), 404)
