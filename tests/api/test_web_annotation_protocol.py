"""The annotations as a Web Annotation Protocol container, asked as a client of the protocol does.

Each class names the section of the Recommendation (23 February 2017) whose MUSTs it holds us to.
"""

import json
from typing import Any
from uuid import uuid4

import pytest

from annotations.models import Annotation
from tests.api.caller import Caller, content, refused, said
from tests.api.conftest import COMMENTS, ENTRY, Team
from tests.exchange.json_ld import expanded, leaves, there_and_back

pytestmark = pytest.mark.django_db
ANNO = "http://www.w3.org/ns/anno.jsonld"
MEDIA = f'application/ld+json; profile="{ANNO}"'
LDP = "http://www.w3.org/ns/ldp#"
BASE = "http://127.0.0.1:8000"
DESCRIPTIONS = "http://www.w3.org/ns/oa#PreferContainedDescriptions"
IRIS = "http://www.w3.org/ns/oa#PreferContainedIRIs"
MINIMAL = f"{LDP}PreferMinimalContainer"


def ask(caller: Caller, method: str, iri: str, body: Any = None, **headers: str) -> Any:
    """A request of a client that knows the protocol only; addresses are followed as they stand."""
    raw = b"" if body is None else json.dumps(body).encode()
    sent = {**caller.headers, **{name.replace("_", "-"): v for name, v in headers.items()}}
    path = iri.removeprefix(BASE)
    return caller.client.generic(method, path, raw, content_type=MEDIA, headers=sent)


def links(reply: Any) -> set[tuple[str, str]]:
    parts = [one.strip().split(";") for one in reply.headers["Link"].split(",")]
    return {(iri.strip()[1:-1], rel.strip()[len('rel="') : -1]) for iri, rel in parts}


def names(header: str) -> set[str]:
    return {one.strip() for one in header.split(",")}


@pytest.fixture
def container(team: Team) -> str:
    assert team.thread
    return f"{BASE}/api/v1/{team.path}annotations/w3c/"


def anno(team: Team, **fields: Any) -> dict[str, Any]:
    """A new annotation as a client would write it: on `beans` in the entry."""
    return {
        "@context": ANNO,
        "type": "Annotation",
        "body": {
            "type": "SpecificResource",
            "purpose": "classifying",
            "source": f"{BASE}/api/v1/codes/{team.code}/",
        },
        "target": {
            "source": f"{BASE}/api/v1/posts/{team.posts[0]}/text/?version=1",
            "selector": [
                {"type": "TextPositionSelector", "start": 4, "end": 9},
                {"type": "TextQuoteSelector", "exact": "beans"},
            ],
        },
        **fields,
    }


def target(team: Team, *selectors: dict[str, Any], post: int = 0) -> dict[str, Any]:
    source = f"{BASE}/api/v1/posts/{team.posts[post]}/text/?version=1"
    return {"source": source, "selector": list(selectors)}


def quote(exact: str, **around: str) -> dict[str, Any]:
    return {"type": "TextQuoteSelector", "exact": exact, **around}


def created(team: Team, container: str, **fields: Any) -> tuple[str, Any]:
    reply = ask(team.coder, "POST", container, anno(team, **fields))
    assert reply.status_code == 201, reply.content
    return reply.headers["Location"], reply


class TestRetrieval:
    """3.1: each annotation by its own address."""

    def test_get_and_head_answer_with_what_the_protocol_asks_for(self, team, container):
        iri, _ = created(team, container)
        for method in ("GET", "HEAD"):
            reply = ask(team.reader, method, iri, Accept=MEDIA)
            assert reply.status_code == 200
            assert reply.headers["Content-Type"] == MEDIA
            assert (f"{LDP}Resource", "type") in links(reply)
            assert reply.headers["ETag"] == '"1"'
            assert names(reply.headers["Allow"]) >= {"GET", "HEAD", "OPTIONS", "PUT", "DELETE"}
            assert "Accept" in names(reply.headers["Vary"])
        assert not ask(team.reader, "HEAD", iri).content

    def test_it_names_itself_by_the_address_that_it_was_got_from(self, team, container):
        iri, _ = created(team, container)
        found = json.loads(ask(team.reader, "GET", iri).content)
        assert found["id"] == iri
        assert found["@context"][0] == ANNO
        assert found["type"] == "Annotation"

    def test_options_says_which_methods_there_are(self, team, container):
        iri, _ = created(team, container)
        reply = ask(team.reader, "OPTIONS", iri)
        assert reply.status_code == 204
        assert names(reply.headers["Allow"]) >= {"GET", "HEAD", "OPTIONS", "PUT", "DELETE"}

    def test_its_target_can_be_followed_to_the_text(self, team, container):
        iri, _ = created(team, container)
        found = json.loads(ask(team.reader, "GET", iri).content)["target"]
        reply = ask(team.reader, "GET", found["source"]["id"])
        position = found["selector"][0]
        assert reply.content.decode()[position["start"] : position["end"]] == "beans"


class TestContainer:
    """4: the collection of all of a corpus' annotations."""

    def test_get_head_and_options_say_what_it_is(self, team, container):
        for method in ("GET", "HEAD", "OPTIONS"):
            reply = ask(team.reader, method, container)
            assert reply.status_code in (200, 204)
            assert {(f"{LDP}BasicContainer", "type"), (f"{LDP}Resource", "type")} <= links(reply)
            assert (
                "http://www.w3.org/TR/annotation-protocol/", f"{LDP}constrainedBy",
            ) in links(reply)  # fmt: skip
            assert names(reply.headers["Allow"]) >= {"GET", "HEAD", "OPTIONS", "POST"}
            assert MEDIA in reply.headers["Accept-Post"]
            assert names(reply.headers["Vary"]) >= {"Accept", "Prefer"}
            if method != "OPTIONS":
                assert reply.headers["ETag"]
                assert reply.headers["Content-Type"] == MEDIA
                assert reply.headers["Content-Location"].startswith(container)

    def test_its_tag_changes_when_something_is_added(self, team, container):
        before = ask(team.reader, "GET", container).headers["ETag"]
        assert ask(team.reader, "GET", container).headers["ETag"] == before
        created(team, container)
        assert ask(team.reader, "GET", container).headers["ETag"] != before

    def test_without_a_preference_it_brings_its_first_page_with_descriptions(self, team, container):
        iri, _ = created(team, container)
        found = json.loads(ask(team.reader, "GET", container).content)
        assert set(found["type"]) == {"BasicContainer", "AnnotationCollection"}
        assert found["total"] == 1
        (item,) = found["first"]["items"]
        assert (item["id"], item["type"]) == (iri, "Annotation")
        assert "@context" not in item
        assert "@context" not in found["first"]

    def test_it_heeds_what_the_client_prefers(self, team, container):
        iri, _ = created(team, container)

        def preferring(*what: str) -> dict[str, Any]:
            prefer = f'return=representation;include="{" ".join(what)}"'
            reply = ask(team.reader, "GET", container, Prefer=prefer)
            if len(what) == 1:
                assert reply.headers["Preference-Applied"] == "return=representation"
            return json.loads(reply.content)

        assert preferring(IRIS)["first"]["items"] == [iri]
        assert preferring(DESCRIPTIONS)["first"]["items"][0]["id"] == iri
        minimal = preferring(MINIMAL)
        assert isinstance(minimal["first"], str)
        assert "items" not in str(minimal)
        # Both at once is what a client must not ask: it gets what nobody asked for.
        assert preferring(IRIS, DESCRIPTIONS)["first"]["items"][0]["id"] == iri

    def test_pages_lead_to_each_annotation_once(self, team, container, monkeypatch):
        monkeypatch.setattr("annotations.w3c.PAGE", 2)
        made = [created(team, container, target=target(team, quote(word)))[0] for word in
                ("nobody", "beans", "froze", "peas", "did")]  # fmt: skip
        found = json.loads(ask(team.reader, "GET", f"{container}?iris=1").content)
        page, seen, starts = found["first"], [], []
        while True:
            starts.append(page["startIndex"])
            seen += page["items"]
            if "next" not in page:
                break
            before, page = page["id"], json.loads(ask(team.reader, "GET", page["next"]).content)
            assert page["type"] == "AnnotationPage"
            assert page["prev"] == before
            assert page["partOf"] == found["id"]
        assert (seen, starts, page["id"]) == (made, [0, 2, 4], found["last"])

    def test_a_json_ld_processor_drops_nothing_of_it(self, team, container):
        created(team, container)
        for query in ("", "?iris=1", "?page=0"):
            found = json.loads(ask(team.reader, "GET", f"{container}{query}").content)
            assert leaves(there_and_back(found)) == leaves(found)
        assert expanded(found)

    def test_an_empty_container_is_one(self, team, container):
        found = json.loads(ask(team.reader, "GET", container).content)
        assert (found["total"], found["first"]["items"]) == (0, [])
        refused(team.reader.get(f"{container.removeprefix(BASE)}?page=1"), 404)
        refused(team.reader.get(f"{container.removeprefix(BASE)}?page=x"), 400)

    def test_a_page_costs_the_same_queries_however_much_is_on_it(
        self, team, container, django_assert_max_num_queries
    ):
        for number in range(8):
            team.annotate(start=number, end=number + 2, memo="x")
        assert team.reader
        with django_assert_max_num_queries(11):
            found = json.loads(ask(team.reader, "GET", container).content)
        assert len(found["first"]["items"]) == 8


class TestCreation:
    """5.1: a POST to the container."""

    def test_a_new_annotation_is_one_of_ours(self, team, container):
        iri, reply = created(team, container)
        made = said(team.reader.get(f"annotations/{iri.split('/')[-2]}/"))
        assert (made["start"], made["end"], made["quote"]) == (4, 9, "beans")
        assert (made["level"], made["code"], made["post"]) == ("passage", team.code, team.posts[0])
        assert made["coder"]["id"] == team.coder.id
        assert reply.headers["ETag"] == '"1"'
        assert json.loads(reply.content)["id"] == iri
        assert team.events()[-1]["action"] == "annotation.created"

    def test_a_slug_that_can_be_an_id_becomes_it(self, team, container):
        wish = str(uuid4())
        reply = ask(team.coder, "POST", container, anno(team), Slug=wish)
        assert reply.headers["Location"] == f"{container}{wish}/"
        assert ask(team.coder, "POST", container, anno(team), Slug=wish).status_code == 200
        assert Annotation.objects.count() == 1

    def test_an_id_of_the_clients_own_is_replaced(self, team, container):
        iri, _ = created(team, container, id="urn:uuid:mine")
        assert iri.startswith(container)

    def test_a_quote_alone_is_found_where_it_stands_once(self, team, container):
        nobody = ENTRY.index("nobody")
        iri, _ = created(team, container, target=target(team, quote("nobody", prefix="and ")))
        made = said(team.reader.get(f"annotations/{iri.split('/')[-2]}/"))
        assert (made["start"], made["end"], made["quote"]) == (nobody, nobody + 6, "nobody")

    def test_a_position_alone_brings_its_quote(self, team, container):
        position = {"type": "TextPositionSelector", "start": 0, "end": 4}
        iri, _ = created(team, container, target=target(team, position, post=3))
        assert said(team.reader.get(f"annotations/{iri.split('/')[-2]}/"))["quote"] == "Café"

    @pytest.mark.parametrize("level", ["post", "thread"])
    def test_whole_posts_and_threads_are_targets_too(self, team, container, level):
        of = {"post": f"posts/{team.posts[1]}/text/?version=1", "thread": f"threads/{team.thread}/"}
        iri, reply = created(team, container, target=f"{BASE}/api/v1/{of[level]}")
        assert json.loads(reply.content)["catena:level"] == level
        assert said(team.reader.get(f"annotations/{iri.split('/')[-2]}/"))["level"] == level

    def test_comments_become_the_memo(self, team, container):
        code = anno(team)["body"]
        bodies = [code, {"type": "TextualBody", "purpose": "commenting", "value": "Why?"}]
        iri, _ = created(team, container, body=bodies)
        assert said(team.reader.get(f"annotations/{iri.split('/')[-2]}/"))["memo"] == "Why?"

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"type": "Note"}, "unsupported_annotation"),
            ({"body": "https://elsewhere.example/api/v1/codes/1/"}, "unsupported_annotation"),
            ({"body": []}, "unsupported_annotation"),
            ({"body": {"type": "Image", "id": "https://x.example/y"}}, "unsupported_annotation"),
            ({"body": 4}, "unsupported_annotation"),
            ({"target": "https://elsewhere.example/"}, "unsupported_annotation"),
            ({"target": [1, 2]}, "unsupported_annotation"),
            ({"canonical": "urn:x"}, "unsupported_annotation"),
            ({"body": f"{BASE}/api/v1/codes/987654321/"}, "foreign_code"),
            ({"target": f"{BASE}/api/v1/posts/987654321/text/"}, "foreign_post"),
            ({"target": f"{BASE}/api/v1/threads/987654321/"}, "foreign_thread"),
        ],
    )  # fmt: skip
    def test_what_no_annotation_of_ours_can_say_is_refused(self, team, container, change, code):
        reply = ask(team.coder, "POST", container, anno(team, **change))
        refused(reply, 422, code)
        assert Annotation.objects.count() == 0

    def test_a_passage_that_is_not_there_is_refused(self, team, container):
        for selectors, code in (
            ([quote("nowhere")], "quote_mismatch"),
            ([quote("e")], "ambiguous_quote"),
            ([{"type": "TextPositionSelector", "start": 4, "end": 9}, quote("peas")],
             "quote_mismatch"),
            ([{"type": "TextPositionSelector", "start": 4, "end": 9_999}], "span_out_of_range"),
            ([{"type": "TextPositionSelector", "start": "4", "end": 9}], "unsupported_annotation"),
            ([{"type": "XPathSelector", "value": "/p"}], "unsupported_annotation"),
        ):  # fmt: skip
            reply = ask(team.coder, "POST", container, anno(team, target=target(team, *selectors)))
            refused(reply, 422, code)

    def test_a_passage_of_a_text_that_was_corrected_since_is_refused(self, team, container):
        change = {"text": "Nothing froze."}
        said(team.owner.patch(f"posts/{team.posts[0]}/", change, match=1))
        reply = ask(team.coder, "POST", container, anno(team))
        refused(reply, 422, "text_superseded")

    def test_another_teams_text_cannot_be_probed(self, team, others, container):
        position = {"type": "TextPositionSelector", "start": 0, "end": 3}
        foreign = anno(team, target=target(others, position, quote("xyz")))
        refused(ask(team.coder, "POST", container, foreign), 422, "foreign_post")

    def test_who_only_reads_adds_nothing(self, team, container):
        refused(ask(team.reader, "POST", container, anno(team)), 403)


class TestUpdateAndDeletion:
    """5.3 and 5.4: by the version that the client saw."""

    def test_what_was_got_can_be_put_back_and_nothing_changes(self, team, container):
        iri, _ = created(team, container)
        got = ask(team.coder, "GET", iri)
        reply = ask(team.coder, "PUT", iri, json.loads(got.content), If_Match=got.headers["ETag"])
        assert (reply.status_code, reply.headers["ETag"]) == (200, '"1"')
        assert json.loads(reply.content) == json.loads(got.content)

    def test_a_new_state_replaces_the_old_one(self, team, container):
        iri, reply = created(team, container)
        new = json.loads(reply.content)
        new["target"]["selector"] = [quote("peas")]
        new["body"].append({"type": "TextualBody", "purpose": "commenting", "value": "Peas."})
        reply = ask(team.coder, "PUT", iri, new, If_Match='"1"')
        assert (reply.status_code, reply.headers["ETag"]) == (200, '"2"')
        made = said(team.reader.get(f"annotations/{iri.split('/')[-2]}/"))
        assert (made["quote"], made["memo"]) == ("peas", "Peas.")
        reply = ask(team.coder, "PUT", iri, anno(team), If_Match='"2"')
        made = said(team.reader.get(f"annotations/{iri.split('/')[-2]}/"))
        assert (made["quote"], made["memo"], made["version"]) == ("beans", "", 3)

    def test_it_stays_with_its_post(self, team, container):
        iri, _ = created(team, container)
        moved = anno(team, target=target(team, quote("fleece"), post=2))
        refused(ask(team.coder, "PUT", iri, moved, If_Match='"1"'), 422, "unsupported_annotation")

    def test_a_stale_state_is_refused_and_one_without_a_version_too(self, team, container):
        iri, _ = created(team, container)
        for method in ("PUT", "DELETE"):
            refused(ask(team.coder, method, iri, anno(team)), 428)
            problem = refused(ask(team.coder, method, iri, anno(team), If_Match='"7"'), 412)
            assert problem["current"]["id"] == iri

    def test_a_deleted_one_is_gone_and_its_address_is_not_used_again(self, team, container):
        iri, _ = created(team, container)
        reply = ask(team.coder, "DELETE", iri, If_Match='"1"')
        assert (reply.status_code, reply.content) == (204, b"")
        refused(ask(team.reader, "GET", iri), 404)
        again = ask(team.coder, "POST", container, anno(team), Slug=iri.split("/")[-2])
        refused(again, 409, "deleted")
        assert json.loads(ask(team.reader, "GET", container).content)["total"] == 0

    def test_a_coder_changes_only_their_own(self, team, container):
        iri, _ = created(team, container)
        other = team.another()
        refused(ask(other, "PUT", iri, anno(team, body=[anno(team)["body"], {
            "type": "TextualBody", "value": "Mine"}]), If_Match='"1"'), 403)  # fmt: skip
        refused(ask(other, "DELETE", iri, If_Match='"1"'), 403)


class TestTexts:
    """A post's text as the targets of annotations name it."""

    def test_each_version_stays_under_its_address(self, team):
        path = f"posts/{team.posts[1]}/text/"
        said(team.owner.patch(f"posts/{team.posts[1]}/", {"text": "Theirs 🌱."}, match=1))
        old, new = (team.reader.get(path, {"version": number}) for number in (1, 2))
        assert (old.content.decode(), new.content.decode()) == (COMMENTS[0], "Theirs 🌱.")
        assert team.reader.get(path).content == new.content
        assert old.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert old.headers["ETag"] != new.headers["ETag"]

    def test_what_is_known_is_not_sent_again(self, team):
        path = f"posts/{team.posts[1]}/text/?version=1"
        tag = team.reader.get(path).headers["ETag"]
        reply = team.reader.get(path, headers={"If-None-Match": tag})
        assert (reply.status_code, content(reply)) == (304, b"")

    def test_a_version_that_never_was_is_unknown(self, team):
        refused(team.reader.get(f"posts/{team.posts[1]}/text/", {"version": 2}), 404)
        refused(team.reader.get(f"posts/{team.posts[1]}/text/", {"version": "x"}), 400)
