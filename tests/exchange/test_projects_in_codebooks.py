"""Codebooks of REFI-QDA and Taguette come into the codebook that is there."""

import io
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from annotations.codebook_foreign import read_foreign, recognised
from tests.api.caller import refused, said
from tests.api.conftest import Team, new_team

pytestmark = pytest.mark.django_db

QDC = """<?xml version="1.0" encoding="utf-8"?>
<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Elsewhere"><Codes>
<Code guid="c001" name="Weather" isCodable="false" color="#0A0">
 <Description>What falls &amp; blows.</Description>
 <Code guid="c002" name="Frost" isCodable="true"/></Code>
<Code guid="c003" name="Weather" isCodable="true" color="rgba(1,2,3)"/>
</Codes><Sets/></CodeBook>"""
TAGUETTE = (
    'tag,description,number of highlights\r\n"cold.frost","Ice, or ""rime"".",3\r\nhelp,,0\r\n'
)


@pytest.fixture
def team() -> Team:
    return new_team("Allotments")


def take(team: Team, data: bytes, name: str, **more: Any) -> Any:
    path = f"{team.path}codebook/import/"
    return said(team.manager.send(path, [SimpleUploadedFile(name, data)], **more))


def codes(team: Team) -> dict[str, Any]:
    return {one["name"]: one for one in said(team.owner.get(f"{team.path}codes/"))["results"]}


def test_a_refi_codebook_comes_in_as_the_tree_that_it_is(team):
    known = team.new_code(name="Weather", definition="")
    reply = take(team, QDC.encode(), "their codebook.qdc")
    assert (reply["created"], reply["changed"]) == (2, 1)
    found = codes(team)
    assert found["Frost"]["parent"] == known["id"]
    assert found["Weather"]["definition"] == "What falls & blows."
    assert found["Weather"]["colour"] == "#00aa00"
    assert found["Weather (2)"]["parent"] is None
    told = {one["code"] for one in reply["problems"] if not one["error"]}
    assert told == {"duplicate_code_names", "colours"}


def test_our_own_codebook_as_qdc_comes_back_and_changes_nothing(team):
    weather = team.new_code(name="Weather > sky", definition="All of it.")
    team.new_code(name="Frost", parent=weather["id"])
    sent = team.owner.get(f"{team.path}codebook/", {"as": "qdc"})
    reply = take(team, sent.content, "own.qdc")
    assert reply["created"] == 0, reply


def test_taguettes_codebook_comes_in_as_csv_and_as_a_spreadsheet(team):
    book = openpyxl.Workbook()
    for row in (["tag", "description", "number of highlights"], ["thaw", "It melts.", 2]):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    assert take(team, TAGUETTE.encode(), "codebook.csv")["created"] == 2
    assert take(team, file.getvalue(), "codebook.xlsx")["created"] == 1
    found = codes(team)
    assert found["cold.frost"]["definition"] == 'Ice, or "rime".'
    assert found["thaw"]["definition"] == "It melts."
    assert {one["parent"] for one in found.values()} == {None}


def test_our_own_csv_is_still_read_as_ours():
    assert recognised(b"path,colour\r\nWeather > Frost,lapis\r\n") == ""
    assert recognised(TAGUETTE.encode("utf-8-sig")) == "taguette-csv"
    assert recognised(QDC.encode()) == "qdc"


@pytest.mark.parametrize(
    ("data", "file_format", "code"),
    [
        (b"<CodeBook><Codes>", "qdc", "unreadable_codebook"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><CodeBook/>', "qdc", "unreadable_codebook"),
        (b"<CodeBook/>", "qdc", "no_codes"),
        (b"PK\x03\x04 nothing", "taguette-xlsx", "unreadable_codebook"),
        (b'tag\n"open', "taguette-csv", "unreadable_codebook"),
    ],
)
def test_a_file_that_is_none_is_told_with_words(data, file_format, code):
    found = read_foreign(data, file_format)
    assert [one.code for one in found.faults if one.error] == [code]
    assert not found.entries


def test_a_faulty_codebook_keeps_everything_as_it_is(team):
    path = f"{team.path}codebook/import/"
    sent = [SimpleUploadedFile("x.qdc", b"<CodeBook>")]
    refused(team.manager.send(path, sent), 422, "codebook_faulty")
    body = {"format": "qdc", "text": QDC, "dry_run": True}
    assert said(team.manager.post(path, body))["created"] == 3
    refused(team.manager.post(path, {**body, "format": "docx"}), 415, "unknown_format")
