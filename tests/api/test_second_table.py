"""A second table: rows find their threads or people, nothing changes unseen, one step undoes it."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from xlsxwriter import Workbook

from corpus.models import Attribute, Participant
from tests.api.caller import refused, said
from tests.factories import load, thread_line

pytestmark = pytest.mark.django_db

PEOPLE = "Name;Age;Town\r\nreader 1;44;Old Port\r\nREADER  2;;New Port\r\nNobody;50;Sea\r\n"


def join(team, rows: list[dict], *, caller=None, **options):
    body = {"owner": "participant", **options, "rows": rows}
    return (caller or team.manager).post(f"{team.path}attributes/import/", body)


def join_file(team, data: bytes, name: str = "people.csv", **options):
    sent = json.dumps({"owner": "participant", **options})
    path = f"{team.path}attributes/import/"
    return team.manager.send(path, [SimpleUploadedFile(name, data)], sent)


def said_of(team) -> dict[str, dict]:
    assert team.thread
    rows = Participant.objects.filter(corpus=team.corpus).exclude(attributes={})
    return dict(rows.values_list("name", "attributes"))


def test_a_csv_file_is_joined_by_the_column_that_fits_and_says_what_it_would_change(
    team, unchanged
):
    assert team.thread
    report = said(join_file(team, PEOPLE.encode("utf-16")))
    assert (report["key"], report["by"], report["rows"]) == ("Name", "name", 3)
    assert (report["matched"], report["changed"], report["overwritten"]) == (2, 2, 0)
    assert report["unmatched"] == {"count": 1, "first": ["Nobody"]}
    assert [(one["attribute"], one["kind"], one["is_new"]) for one in report["columns"]] == [
        ("Age", "number", True), ("Town", "text", True),
    ]  # fmt: skip
    assert report["preview"][0]["after"] == {"Age": 44, "Town": "Old Port"}
    assert not report["applied"]
    assert (said_of(team), Attribute.objects.count()) == ({}, 0)


def test_applied_it_is_one_step_that_can_be_undone_and_redone(team):
    assert team.thread
    report = said(join_file(team, PEOPLE.encode(), dry_run=False))
    assert (report["applied"], report["changed"]) == (True, 2)
    after = {"Reader 1": {"Age": 44, "Town": "Old Port"}, "Reader 2": {"Town": "New Port"}}
    assert said_of(team) == after
    said(team.manager.post(f"{team.path}undo/"))
    assert (said_of(team), Attribute.objects.count()) == ({}, 0)
    said(team.manager.post(f"{team.path}redo/"))
    assert said_of(team) == after
    assert list(Attribute.objects.order_by("position").values_list("name", "kind")) == [
        ("Age", "number"), ("Town", "text"),
    ]  # fmt: skip


def test_undo_leaves_alone_what_somebody_has_changed_since(team):
    assert team.thread
    said(join_file(team, PEOPLE.encode(), dry_run=False))
    one = Participant.objects.get(name="Reader 1")
    body = {"attributes": {"Age": 45}}
    said(team.owner.patch(f"participants/{one.pk}/", body, match=one.version))
    refused(team.manager.post(f"{team.path}undo/"), 409, "built_upon")
    assert said_of(team)["Reader 1"] == {"Age": 45}


def test_an_empty_cell_says_nothing_unless_it_is_to_clear(team):
    assert team.thread
    said(join_file(team, PEOPLE.encode(), dry_run=False))
    rows = [{"Name": "Reader 1", "Age": "", "Town": None}]
    assert said(join(team, rows, dry_run=False))["changed"] == 0
    said(join(team, rows, dry_run=False, clear=True))
    assert said_of(team) == {"Reader 2": {"Town": "New Port"}}


def test_threads_are_found_by_address_title_id_of_the_site_or_of_catena(team):
    lines = [
        thread_line("Peas.", id="w1", url="https://light.example/w1/", title="On  Wicks"),
        thread_line("Beans.", id="w2", url="https://light.example/w2", title="On Oil"),
    ]
    wicks, oil = load(team.corpus, *lines).threads
    for by, first, second in (
        ("url", "https://light.example/w1", "https://light.example/w2/"),
        ("title", " on wicks", "ON OIL"),
        ("external_id", "w1", "w2"),
        ("id", wicks, oil),
    ):
        rows = [{"thread_id": first, by.title(): "a"}, {"thread_id": second, by.title(): "b"}]
        report = said(join(team, rows, owner="thread", dry_run=False))
        assert (report["by"], report["matched"]) == (by, 2), by
    shown = said(team.reader.get(f"threads/{oil}/"))["attributes"]
    assert shown == {"Url": "b", "Title": "b", "External_Id": "b", "Id": "b"}


def test_a_name_that_several_have_is_left_out_or_given_to_all(team):
    for site in ("Plot Nine", "Plot Ten"):
        load(team.corpus, thread_line("Peas.", "Yes.", site=site))
    rows = [{"Name": "Reader 1", "Age": 44}]
    report = said(join(team, rows))
    assert report["ambiguous"] == {"count": 1, "first": [{"key": "Reader 1", "matches": 2}]}
    refused(join(team, rows, dry_run=False), 422, "nothing_matches")
    assert said(join(team, rows, several="all", dry_run=False))["changed"] == 2


def test_of_two_rows_about_one_person_the_last_counts_and_that_is_told(team):
    assert team.thread
    rows = [{"Name": "Reader 1", "Age": 44}, {"Name": "reader 1", "Age": 45}]
    report = said(join(team, rows, dry_run=False))
    assert (report["repeated"], said_of(team)["Reader 1"]) == (1, {"Age": 45})


def test_a_workbooks_dates_numbers_and_truths_stay_what_they_are(team):
    assert team.thread
    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True})
    book.add_worksheet("Empty")
    sheet = book.add_worksheet("People")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for place, name in enumerate(("Name", "Age", "Born", "Asked", "Weight")):
        sheet.write(0, place, name)
    sheet.write_row(1, 0, ["Reader 1", 44])
    sheet.write_number(1, 2, 32874, day)
    sheet.write_row(1, 3, [True])
    sheet.write_number(1, 4, 70.5)
    book.close()
    report = said(join_file(team, file.getvalue(), "people.xlsx", dry_run=False))
    assert (report["sheets"], report["sheet"]) == (["Empty", "People"], "People")
    assert said_of(team)["Reader 1"] == {
        "Age": 44, "Born": "1990-01-01", "Asked": True, "Weight": 70.5,
    }  # fmt: skip
    kinds = dict(Attribute.objects.values_list("name", "kind"))
    assert kinds == {"Age": "number", "Born": "date", "Asked": "truth", "Weight": "number"}


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"key": "Nom", "by": "name"}, "unknown_column"),
        ({"columns": {"Shoe": "Shoe"}}, "unknown_column"),
        ({"columns": {"Age": "x" * 201}}, "bad_attribute_name"),
    ],
)
def test_what_the_table_does_not_have_is_refused_by_name(team, options, code):
    assert team.thread
    refused(join(team, [{"Name": "Reader 1", "Age": 1}], **options), 422, code)
    assert (said_of(team), Attribute.objects.count()) == ({}, 0)


@pytest.mark.parametrize("data", [b"", b"\n\n", b"Name;Age\r\n", b"[", b"PK\x03\x04broken", b"[1]"])
def test_a_file_that_holds_no_table_is_refused(team, data):
    refused(join_file(team, data), 422)


def test_another_teams_people_are_never_found(team, others):
    assert team.thread
    theirs = Participant.objects.filter(corpus=team.corpus).first()
    rows = [{"participant_id": theirs.pk, "Age": 1}, {"participant_id": theirs.name, "Age": 1}]
    body = {"owner": "participant", "rows": rows, "dry_run": False}
    refused(others.owner.post(f"{others.path}attributes/import/", body), 422, "nothing_matches")


def test_thousands_of_rows_take_a_handful_of_queries(team, django_assert_max_num_queries):
    assert team.thread
    rows = [{"Name": f"Reader {number}", "Age": number} for number in range(5000)]
    assert team.manager
    with django_assert_max_num_queries(30):
        assert said(join(team, rows, dry_run=False))["changed"] == 3
