"""W3C Web Annotation: what a JSON-LD processor and a reader of selectors get from our files."""

import json
from typing import Any

import pytest

from annotations.exports.w3c_rows import utf16_length
from annotations.models import Annotation
from corpus.models import Post
from tests.api.caller import said
from tests.exchange.json_ld import expanded, leaves, there_and_back
from tests.exchange.nasty import Nasty

pytestmark = pytest.mark.django_db


def document(file: Any) -> dict[str, Any]:
    return json.loads(file.data)


def items(file: Any) -> list[dict[str, Any]]:
    return document(file)["first"]["items"]


def uuid_of(item: dict[str, Any]) -> str:
    return item["id"].split("/")[-2]


def selectors(item: dict[str, Any]) -> dict[str, Any]:
    return {one["type"]: one for one in item["target"]["selector"]}


def rows_of(file: Any) -> dict[str, Annotation]:
    rows = Annotation.objects.select_related("post").in_bulk(list(map(uuid_of, items(file))))
    return {str(key): row for key, row in rows.items()}


def passages(file: Any) -> list[tuple[dict[str, Any], Annotation]]:
    rows = rows_of(file)
    return [(one, rows[uuid_of(one)]) for one in items(file) if one["catena:level"] == "passage"]


class TestDocument:
    def test_every_annotation_leaves_once_in_reading_order(self, corpus: Nasty, export):
        file = export("w3c")
        found = document(file)
        assert found["type"] == "AnnotationCollection"
        assert found["total"] == len(items(file)) == file.manifest["rows"] == len(corpus.all)
        assert {uuid_of(one) for one in items(file)} == {str(one) for one in corpus.all}
        places = [
            (row.thread_id, row.post.number if row.post else -1, row.start or 0)
            for row in map(rows_of(file).get, map(uuid_of, items(file)))
        ]
        assert places == sorted(places)

    def test_the_same_state_gives_the_same_bytes(self, export):
        assert export("w3c").data == export("w3c").data

    def test_a_line_of_jsonl_is_the_annotation_with_a_context_of_its_own(self, export):
        file = export("w3c")
        lines = [json.loads(one) for one in export("w3c", profile="jsonl").data.splitlines()]
        context = document(file)["@context"]
        assert lines == [{"@context": context, **one} for one in items(file)]

    def test_what_a_scope_names_leaves_alone(self, corpus: Nasty, export):
        file = export("w3c", scope={"threads": [corpus.threads["lonely"]]})
        assert [uuid_of(one) for one in items(file)] == [str(corpus.annotations["lonely"])]

    def test_nothing_coded_is_an_empty_collection(self, export):
        file = export("w3c", scope={"created_before": "1999-01-01T00:00:00Z"})
        assert (document(file)["total"], items(file)) == (0, [])


class TestProcessor:
    def test_a_json_ld_processor_drops_nothing(self, corpus: Nasty, export):
        """Expanding leaves out what no context explains: then the values would be fewer."""
        plain = document(export("w3c"))
        assert leaves(there_and_back(plain)) == leaves(plain)

    def test_it_sees_annotations_of_the_web_annotation_vocabulary(self, export):
        (collection,) = expanded(document(export("w3c")))
        (page,) = collection["http://www.w3.org/ns/activitystreams#first"]
        found = page["http://www.w3.org/ns/activitystreams#items"][0]["@list"]
        for one in found:
            assert one["@type"] == ["http://www.w3.org/ns/oa#Annotation"]
            (why,) = one["http://www.w3.org/ns/oa#motivatedBy"]
            assert why == {"@id": "http://www.w3.org/ns/oa#classifying"}
            assert one["http://www.w3.org/ns/oa#hasTarget"]
            assert not [key for key in one if ":" not in key and not key.startswith("@")]


class TestSelectors:
    def test_each_quote_is_the_text_between_start_and_end(self, export):
        for item, row in passages(export("w3c")):
            if row.state == "orphan":
                continue
            position, quote = (selectors(item)[f"Text{n}Selector"] for n in ("Position", "Quote"))
            text = row.post.text
            start, end = position["start"], position["end"]
            assert text[start:end] == quote["exact"] == row.quote
            assert quote["prefix"] == text[max(0, start - 32) : start]
            assert quote["suffix"] == text[end : end + 32]

    def test_a_target_resolves_to_the_very_text(self, corpus: Nasty, export):
        texts: dict[str, str] = {}
        for item, _ in passages(export("w3c")):
            source = item["target"]["source"]["id"]
            assert source.startswith("http://127.0.0.1:8000/api/v1/posts/")
            if source not in texts:
                reply = corpus.team.owner.get(source.removeprefix("http://127.0.0.1:8000"))
                assert reply.headers["Content-Type"] == "text/plain; charset=utf-8"
                texts[source] = reply.content.decode()
            position = selectors(item)["TextPositionSelector"]
            quote = selectors(item)["TextQuoteSelector"]["exact"]
            assert texts[source][position["start"] : position["end"]] == quote
        assert len(texts) > 5

    def test_an_orphan_stands_in_the_text_that_it_was_made_for(self, corpus: Nasty, export):
        (found,) = [
            one for one in items(export("w3c"))
            if uuid_of(one) == str(corpus.annotations["orphan"])
        ]  # fmt: skip
        post = Post.objects.get(pk=corpus.posts["moved"])
        assert found["catena:state"] == "orphan"
        assert found["target"]["source"]["id"].endswith("?version=1")
        assert post.text_version == 2

    def test_utf16_positions_are_labelled_and_fit_what_javascript_reads(self, export):
        astral = 0
        for item, row in passages(export("w3c", offset_unit="utf16")):
            position = selectors(item).get("TextPositionSelector")
            if row.state == "orphan":
                assert position is None
                continue
            assert position["catena:offsetUnit"] == "utf16"
            units = row.post.text.encode("utf-16-le")
            cut = units[2 * position["start"] : 2 * position["end"]].decode("utf-16-le")
            assert cut == row.quote
            assert position["end"] - position["start"] == utf16_length(row.quote)
            astral += position["start"] != row.start
        assert astral > 5

    def test_without_texts_nothing_is_quoted(self, export):
        data = export("w3c", texts=False).data
        assert b"TextQuoteSelector" not in data
        assert "pear tree" not in data.decode()


class TestBodies:
    def test_each_says_its_code_its_coder_and_its_memo(self, corpus: Nasty, export):
        by_id = {uuid_of(one): one for one in items(export("w3c"))}
        codes = {one["id"]: one for one in said(corpus.team.owner.get(
            f"{corpus.team.path}codes/", {"archived": "true"}))["results"]}  # fmt: skip
        for row in Annotation.objects.filter(pk__in=corpus.all).select_related("coder"):
            item = by_id[str(row.pk)]
            concept, tag, *memos = item["body"]
            assert concept["source"]["id"].endswith(f"/api/v1/codes/{row.code_id}/")
            assert concept["source"]["catena:path"] == codes[row.code_id]["path"]
            assert tag["value"] == codes[row.code_id]["name"]
            assert item["creator"]["nickname"] == row.coder.username
            own = [one["value"] for one in memos if "id" not in one]
            assert own == ([row.memo] if row.memo else [])
        item = by_id[str(corpus.annotations["memo"])]
        assert [one["purpose"] for one in item["body"]][2:] == ["commenting"] * 2

    def test_memos_on_other_things_are_counted_as_left_behind(self, export):
        assert export("w3c").losses["memos_not_written"] == 5
