"""Tables come in when somebody has said what their columns mean, the next ones by themselves."""

import json
import zipfile
from datetime import UTC, datetime
from io import BytesIO

import pytest
import xlsxwriter

from corpus.models import Corpus, Mapping, Participant, Post, Thread
from tests.imports.desk import Desk, work

pytestmark = pytest.mark.django_db(transaction=True)

TABLE = b"""id,topic_id,reply_to,user_name,created,forum_name,age,title,body
1,T1,,Ada,25/12/2020 10:00,Garden,41,Beans,My beans froze.
2,T1,1,Bob,25/12/2020 11:00,Garden,,,"Ours too, alas,
and the peas."
3,T1,2,Ada,26/12/2020 09:00,Garden,41,,Cover them.
4,T2,,Cy,01/02/2021 09:00,Kitchen,33,Soup,Which soup?
5,T2,4,Ada,02/02/2021 09:00,Kitchen,41,,Pea soup.
"""
NEXT = b"""body,id,topic_id,reply_to,user_name,created,forum_name,age,title
Which fleece?,1,T9,,Dot,24/03/2021 10:00,Garden,28,Fleece
The thick one.,2,T9,1,Ada,24/03/2021 11:00,Garden,41,
"""
MAPPING = {
    "fields": {
        "text": "body", "author": "user_name", "thread": "topic_id", "id": "id",
        "parent": "reply_to", "written_at": "created", "title": "title",
    },
    "entry": "first",
    "attributes": {"thread": {"Forum": "forum_name"}, "participant": {"Age": "age"}},
}  # fmt: skip


def address(desk: Desk, upload: dict, more: str = "") -> str:
    return f"{desk.url}uploads/{upload['id']}/mapping/{more}"


def mapped(desk: Desk, upload: dict, mapping: dict, **more):
    body = {"mapping": mapping, **more}
    reply = desk.client.put(address(desk, upload), body, content_type="application/json")
    assert reply.status_code in {202, 409, 422}, reply.content
    work()
    return reply


def tried(desk: Desk, upload: dict, mapping: dict):
    body = {"mapping": mapping}
    return desk.client.post(
        address(desk, upload, "preview/"), body, content_type="application/json"
    )


def test_a_table_waits_until_somebody_says_what_its_columns_mean() -> None:
    desk = Desk.new()
    upload = desk.imported(TABLE, name="forum.csv")
    assert (upload["status"], upload["format"]["name"]) == ("review", "table")
    assert upload["problems"]["by_code"] == {"mapping_needed": 1}
    assert not upload["accounted"]
    reply = desk.client.post(f"{desk.url}uploads/{upload['id']}/confirm/")
    assert (reply.status_code, reply.json()["code"]) == (409, "mapping_needed")
    assert not Thread.objects.exists()


def test_a_look_at_a_table_shows_its_columns_and_a_guess() -> None:
    desk = Desk.new()
    upload = desk.imported(TABLE, name="forum.csv")
    seen = desk.client.get(address(desk, upload)).json()
    assert seen["origin"] == "guessed"
    assert (seen["rows_seen"], seen["whole"]) == (5, True)
    assert {one["name"]: one["guess"] for one in seen["fields"]} == {
        "id": "id", "topic_id": "thread", "reply_to": "parent", "user_name": "author",
        "created": "written_at", "forum_name": None, "age": None, "title": "title",
        "body": "text",
    }  # fmt: skip
    assert seen["fields"][2] == {
        "name": "reply_to", "samples": ["1", "2", "4"], "filled": 3, "seen": 5, "guess": "parent",
    }  # fmt: skip
    assert seen["dates"]["examples"][0] == {
        "raw": "25/12/2020 10:00",
        "read": "2020-12-25T10:00:00",
    }
    assert (seen["dates"]["ambiguous"], seen["dates"]["day_first"]) == (False, True)
    assert seen["faults"] == []


def test_a_mapping_is_tried_out_and_nothing_is_stored() -> None:
    desk = Desk.new()
    upload = desk.imported(TABLE, name="forum.csv")
    shown = tried(desk, upload, MAPPING).json()
    first = shown["threads"][0]
    assert (first["title"], first["author"], first["comments"]) == ("Beans", "Ada", 2)
    assert first["attributes"] == {"Forum": "Garden"}
    assert [(p["number"], p["parent"], p["author"], p["text"]) for p in first["posts"]] == [
        (0, None, "Ada", "My beans froze."),
        (1, None, "Bob", "Ours too, alas,\nand the peas."),
        (2, 1, "Ada", "Cover them."),
    ]
    assert (shown["counts"]["found"], shown["counts"]["imported"]) == (5, 5)
    assert shown["whole"]
    assert not Thread.objects.exists()
    assert desk.shown(upload)["status"] == "review"


def test_a_mapped_table_is_loaded_with_its_attributes() -> None:
    desk = Desk.new()
    upload = desk.imported(TABLE, name="forum.csv")
    assert mapped(desk, upload, MAPPING).status_code == 202
    done = desk.shown(upload)
    assert (done["status"], done["accounted"]) == ("done", True), done["problems"]
    assert (done["counts"]["threads"], done["counts"]["comments"]) == (2, 3)
    beans = Thread.objects.get(title="Beans")
    assert beans.attributes["Forum"] == "Garden"
    reply = Post.objects.get(thread=beans, number=2)
    assert reply.text == "Cover them."
    assert reply.parent_number == 1
    assert Participant.objects.get(name="Ada").attributes["Age"] == "41"


def test_the_next_table_of_this_structure_is_loaded_without_a_hand() -> None:
    desk = Desk.new()
    upload = desk.imported(TABLE, name="forum.csv")
    mapped(desk, upload, MAPPING, remember=True, name="The forum")
    following = desk.imported(NEXT, name="spring.csv")
    assert following["status"] == "done", following["problems"]
    assert Thread.objects.get(title="Fleece").comments == 1
    kept = desk.client.get(f"{desk.url}mappings/").json()["results"]
    assert [one["name"] for one in kept] == ["The forum"]
    assert kept[0]["used_at"]


def test_tables_that_wait_already_are_read_as_soon_as_one_of_them_is_known() -> None:
    desk = Desk.new()
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as box:
        box.writestr("winter.csv", TABLE)
        box.writestr("spring.csv", NEXT)
        box.writestr("other.csv", "a,b,c\n1,2,some words here\n3,4,and more words\n")
    archive = desk.imported(data.getvalue(), name="forum.zip")
    assert (archive["status"], archive["members"]["review"]) == ("review", 3)
    winter = desk.get(f"uploads/?archive={archive['id']}")["results"][0]
    mapped(desk, winter, MAPPING, remember=True)
    assert desk.shown(archive)["members"] == {"total": 3, "done": 2, "review": 1, "failed": 0}
    assert Thread.objects.filter(title="Fleece").exists()


def test_another_structure_waits_all_the_same() -> None:
    desk = Desk.new()
    mapped(desk, desk.imported(TABLE, name="forum.csv"), MAPPING, remember=True)
    other = desk.imported(NEXT.replace(b"forum_name", b"board"), name="other.csv")
    assert other["status"] == "review"


def test_a_mapping_sent_with_the_file_reads_it_at_once() -> None:
    desk = Desk.new()
    upload = desk.imported(TABLE, name="forum.csv", mapping=MAPPING)
    assert upload["status"] == "done", upload["problems"]
    flat = desk.imported(NEXT, name="flat.csv", mapping={"text": "body", "author": "user_name"})
    assert flat["status"] == "done", flat["problems"]


def test_what_does_not_fit_is_refused_with_its_field_named() -> None:
    desk = Desk.new()
    upload = desk.imported(TABLE, name="forum.csv")
    cases = [
        ({"fields": {"author": "user_name"}}, "mapping.fields.text", "missing_text"),
        ({"fields": {"text": "nothing"}}, "mapping.fields.text", "unknown_column"),
        ({"fields": {"text": "body", "mood": "title"}}, "mapping.fields.mood", "unknown_key"),
        ({"fields": {"text": "body"}, "colour": 1}, "mapping.colour", "unknown_key"),
        (
            {"fields": {"text": "body"}, "dates": {"timezone": "Mars/Olympus"}},
            "mapping.dates.timezone", "unknown_timezone",
        ),
        ({"fields": {"text": "body"}, "entry": "last"}, "mapping.entry", "invalid"),
    ]  # fmt: skip
    for mapping, field, code in cases:
        for reply in (tried(desk, upload, mapping), mapped(desk, upload, mapping)):
            assert (reply.status_code, reply.json()["code"]) == (422, "bad_mapping")
            assert [(e["field"], e["code"]) for e in reply.json()["errors"]] == [(field, code)]
    assert desk.shown(upload)["status"] == "review"


def test_a_mapping_that_cannot_be_is_refused_before_the_file_is_kept() -> None:
    desk = Desk.new()
    reply = desk.post(("forum.csv", TABLE), mapping={"author": "user_name"})
    assert (reply.status_code, reply.json()["code"]) == (422, "bad_mapping")


def test_dates_that_may_be_read_either_way_wait_for_a_word() -> None:
    desk = Desk.new()
    table = TABLE.replace(b"25/12", b"05/12").replace(b"26/12", b"06/12")
    upload = desk.imported(table, name="forum.csv", mapping=MAPPING)
    assert upload["status"] == "review"
    assert upload["problems"]["by_code"]["ambiguous_dates"] == 1
    seen = desk.client.get(address(desk, upload)).json()
    assert (seen["origin"], seen["dates"]["ambiguous"]) == ("given", True)
    assert seen["dates"]["examples"][0]["read"] is None
    mapped(desk, upload, {**MAPPING, "dates": {"day_first": False}})
    assert desk.shown(upload)["status"] == "done"
    assert Post.objects.get(text="Which soup?").written_at.month == 1


def test_a_loaded_table_is_not_mapped_again() -> None:
    desk = Desk.new()
    upload = desk.imported(TABLE, name="forum.csv", mapping=MAPPING)
    reply = mapped(desk, upload, MAPPING)
    assert (reply.status_code, reply.json()["code"]) == (409, "already_loaded")


def test_what_a_reader_knows_needs_no_mapping() -> None:
    desk = Desk.new()
    line = json.dumps({"title": "Beans", "text": "They froze.", "comments": []}).encode()
    upload = desk.imported(line, name="thread.jsonl")
    reply = desk.client.get(address(desk, upload))
    assert (reply.status_code, reply.json()["code"]) == (409, "not_a_table")


def test_a_remembered_mapping_is_changed_and_forgotten() -> None:
    desk = Desk.new()
    mapped(desk, desk.imported(TABLE, name="forum.csv"), MAPPING, remember=True)
    kept = Mapping.objects.get()
    path = f"/api/v1/mappings/{kept.pk}/"

    def changed(body, **headers):
        return desk.client.patch(path, body, content_type="application/json", headers=headers)

    assert changed({"name": "Winter"}).status_code == 428
    named = changed({"name": "Winter"}, **{"If-Match": '"1"'})
    assert (named.status_code, named.json()["name"]) == (200, "Winter")
    refused = changed({"mapping": {"author": "user_name"}}, **{"If-Match": '"2"'})
    assert refused.json()["code"] == "bad_mapping"
    assert desk.client.delete(path, headers={"If-Match": '"1"'}).status_code == 412
    assert desk.client.delete(path, headers={"If-Match": '"2"'}).status_code == 204
    assert desk.client.get(f"{desk.url}mappings/").json()["results"] == []
    assert desk.imported(NEXT, name="spring.csv")["status"] == "review"


def test_mappings_of_another_team_are_unknown() -> None:
    desk = Desk.new()
    mapped(desk, desk.imported(TABLE, name="forum.csv"), MAPPING, remember=True)
    other = Desk.new("Elsewhere", "eve")
    path = f"/api/v1/mappings/{Mapping.objects.get().pk}/"
    assert other.client.delete(path, headers={"If-Match": '"1"'}).status_code == 404
    assert Corpus.objects.count() == 2


def test_records_in_json_are_mapped_like_rows() -> None:
    desk = Desk.new()

    def topic(number: int, title: str) -> dict:
        replies = [
            {"id": 10 * number + 2, "text": "Cover them.", "who": {"name": "Ada"}, "answers": []}
        ]
        comment = {
            "id": 10 * number + 1,
            "text": "Ours too.",
            "who": {"name": "Bob"},
            "answers": replies,
        }
        return {"id": number, "title": title, "body": "They froze.", "comments": [comment]}

    upload = desk.imported(json.dumps({"topics": [topic(1, "Beans")]}), name="forum.json")
    assert (upload["status"], upload["format"]["name"]) == ("review", "json-records")
    seen = desk.client.get(address(desk, upload)).json()
    assert {"path": "topics.*.comments.*", "count": 1} in seen["record_paths"]
    assert seen["mapping"]["nested"] == "answers"
    mapped(desk, upload, seen["mapping"], remember=True)
    assert desk.shown(upload)["status"] == "done", desk.shown(upload)["problems"]
    posts = Post.objects.filter(thread__title="Beans").order_by("number")
    assert [(one.text, one.parent_number) for one in posts] == [
        ("They froze.", None), ("Ours too.", None), ("Cover them.", 1),
    ]  # fmt: skip
    following = desk.imported(json.dumps({"topics": [topic(2, "Peas")]}), name="next.json")
    assert following["status"] == "done"
    assert Thread.objects.get(title="Peas").comments == 2
    other = desk.client.get(address(desk, upload), {"records": "nowhere.*"})
    assert (other.status_code, other.json()["errors"][0]["code"]) == (422, "unknown_records")


def workbook(*rows: list, sheet: str = "Posts") -> bytes:
    data = BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    book.add_worksheet("Notes").write(0, 0, "Asked for in spring.")
    made = book.add_worksheet(sheet)
    dated = book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if isinstance(cell, datetime):
                made.write_datetime(number, place, cell.replace(tzinfo=None), dated)
            else:
                made.write(number, place, cell)
    book.close()
    return data.getvalue()


def test_a_workbook_is_a_table_whose_dates_are_dates() -> None:
    desk = Desk.new()
    head = ["Nr", "Faden", "Autor", "Datum", "Beitrag"]
    first = [1, "T1", "Ada", datetime(2020, 12, 25, 10, tzinfo=UTC), "My beans froze."]
    second = [2, "T1", "Bob", datetime(2020, 12, 25, 11, tzinfo=UTC), "Ours too."]
    upload = desk.imported(workbook(head, first, second), name="forum.xlsx")
    assert (upload["status"], upload["format"]["name"]) == ("review", "spreadsheet")
    seen = desk.client.get(address(desk, upload)).json()
    assert seen["sheets"] == ["Notes", "Posts"]
    assert seen["mapping"]["sheet"] == "Posts"
    mapped(desk, upload, seen["mapping"], remember=True)
    done = desk.shown(upload)
    assert done["status"] == "done", done["problems"]
    thread = Thread.objects.get()
    assert (thread.written_at.isoformat()[:16], thread.comments) == ("2020-12-25T10:00", 1)
    following = [3, "T2", "Cy", datetime(2021, 1, 2, 3, tzinfo=UTC), "Which soup?"]
    assert desk.imported(workbook(head, following), name="next.xlsx")["status"] == "done"
    other = desk.client.get(address(desk, upload), {"sheet": "Secret"})
    assert (other.status_code, other.json()["errors"][0]["code"]) == (422, "unknown_sheet")


def test_a_list_of_mappings_costs_the_same_however_long(django_assert_max_num_queries) -> None:
    desk = Desk.new()
    for number in range(30):
        Mapping.objects.create(
            corpus=desk.corpus, name=f"Form {number}", signature=f"table:{number}", mapping={},
            created_by=desk.owner,
        )  # fmt: skip
    with django_assert_max_num_queries(5):
        assert len(desk.get("mappings/")["results"]) == 30
