"""The codebook as a whole: out as a file and in again, frozen, and compared."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from lxml import etree

from tests.api.caller import content, every, refused, said
from tests.api.conftest import Team

pytestmark = pytest.mark.django_db
CSV = "path,definition,levels\nWeather,,\nWeather > Frost,Below zero.,comment\nSoil,,\n"


def take(team: Team, text: str, file_format: str = "csv", **more):
    body = {"format": file_format, "text": text, **more}
    return team.owner.post(f"{team.path}codebook/import/", body)


def names(team: Team) -> list[str]:
    return [" > ".join(one["path"]) for one in every(team.owner, f"{team.path}codes/")]


def plain(team: Team) -> list[dict]:
    fields = ("path", "colour", "definition", "include", "exclude", "key", "levels")
    rows = every(team.owner, f"{team.path}codes/")
    return [{name: row[name] for name in fields} for row in rows]


class TestImport:
    def test_codes_are_made_parents_first_and_told_in_one_batch(self, team):
        done = said(take(team, "path\nA > B\nA\nC\n"))
        assert (done["created"], done["changed"], done["problems"]) == (3, 0, [])
        assert names(team) == ["A", "A > B", "C"]
        assert team.counts()["codes"] == 3
        events = [one for one in team.events() if one["batch"] == done["batch"]]
        assert [one["action"] for one in events] == ["code.created"] * 3

    def test_codes_that_are_there_are_changed_only_in_what_the_file_says(self, team):
        said(take(team, CSV))
        frost = every(team.owner, f"{team.path}codes/")[1]
        assert (frost["definition"], frost["levels"]) == ("Below zero.", ["post"])
        done = said(take(team, "path,definition\nWeather > Frost,Ice.\nSoil,\n"))
        assert (done["created"], done["changed"], done["unchanged"]) == (0, 1, 1)
        assert (done["new_paths"], done["changed_paths"]) == ([], [["Weather", "Frost"]])
        after = said(team.owner.get(f"codes/{frost['id']}/"))
        assert (after["definition"], after["levels"], after["version"]) == ("Ice.", ["post"], 2)
        assert after["defined_at"] > frost["defined_at"]
        assert said(take(team, "path,definition\nSoil,\n"))["batch"] is None

    def test_a_dry_run_says_what_it_would_do(self, team, unchanged):
        text = "path,colour\nA,mauve\nB > C,lapis\n"
        found = said(take(team, text, dry_run=True))
        assert (found["created"], found["batch"]) == (2, None)
        assert found["new_paths"] == [["B"], ["B", "C"]]
        assert [(one["line"], one["column"], one["code"], one["error"])
                for one in found["problems"]] == [
            (2, "colour", "bad_colour", True), (3, "path", "parent_made", False),
        ]  # fmt: skip
        problem = refused(take(team, text), 422, "codebook_faulty")
        assert problem["errors"][0]["field"] == "line 2, colour"
        unchanged()

    def test_a_code_named_twice_or_locked_keeps_the_file_out(self, team):
        said(take(team, CSV))
        soil = every(team.owner, f"{team.path}codes/")[2]["id"]
        said(team.owner.patch(f"codes/{soil}/", {"locked": True}, match=1))
        found = said(take(team, "path,key\nSoil,s\nNew,\nNew,\n", dry_run=True))
        assert [(one["line"], one["code"]) for one in found["problems"]] == [
            (2, "code_locked"), (4, "duplicate_code")
        ]  # fmt: skip

    def test_a_file_from_a_spreadsheet_is_read_by_its_name(self, team):
        data = 'path;definition\r\nKälte;"Unter null;\nnachts"\r\n'.encode("utf-16")
        file = SimpleUploadedFile("Codes.CSV", data, "text/csv")
        body = encode_multipart(BOUNDARY, {"file": file, "dry_run": "false"})
        path = f"{team.path}codebook/import/"
        done = said(team.owner.call("POST", path, raw=body, media=MULTIPART_CONTENT))
        assert done["created"] == 1
        assert plain(team)[0]["definition"] == "Unter null;\nnachts"

    @pytest.mark.parametrize("name", ["docx", "xlsx", ""])
    def test_other_formats_are_refused_in_words(self, team, name):
        if name:
            refused(take(team, "", name), 415, "unknown_format")
            refused(team.owner.get(f"{team.path}codebook/", {"as": name}), 415, "unknown_format")
        else:
            refused(take(team, "", name), 400)

    def test_a_thousand_codes_take_a_handful_of_queries(self, team, django_assert_max_num_queries):
        text = "path\n" + "".join(f"Family {n % 50} > Code {n}\n" for n in range(1000))
        with django_assert_max_num_queries(25):
            assert said(take(team, text))["created"] == 1050
        with django_assert_max_num_queries(10):
            said(team.owner.get(f"{team.path}codes/", {"page_size": 1000}))


class TestExport:
    @pytest.mark.parametrize("file_format", ["csv", "json"])
    def test_what_goes_out_comes_in_as_it_was(self, team, others, file_format):
        weather = team.new_code(name="Weather > all", key="w", definition='"Cold",\n=1')["id"]
        team.new_code(name="Frost", parent=weather, levels=["post"], colour="#A0b1C2")
        team.new_code(name="Soil", include="clay; loam", exclude="-sand")
        gone = team.new_code(name="Gone")["id"]
        said(team.owner.delete(f"codes/{gone}/", match=1), 204)
        reply = team.owner.get(f"{team.path}codebook/", {"as": file_format})
        assert f"codebook-{team.corpus.pk}.{file_format}" in reply["Content-Disposition"]
        text = content(reply).decode()
        assert said(take(others, text, file_format))["created"] == 3
        assert plain(others) == plain(team)
        assert said(take(others, text, file_format))["unchanged"] == 3

    def test_as_refi_qda_it_holds_every_code_under_its_parent(self, team):
        weather = team.new_code(name="Weather & <sky>", definition="a\tb", include="cold")["id"]
        team.new_code(name="Frost", parent=weather, colour="lapis")
        reply = team.owner.get(f"{team.path}codebook/", {"as": "qdc"})
        assert reply["Content-Type"] == "application/xml"
        root = etree.fromstring(content(reply))
        (outer,) = root.findall("{*}Codes/{*}Code")
        (inner,) = outer.findall("{*}Code")
        assert (outer.get("name"), inner.get("name")) == ("Weather & <sky>", "Frost")
        assert outer.findtext("{*}Description") == "a\tb\n\nUse when: cold"
        assert (inner.get("color"), inner.get("isCodable")) == ("#10317f", "true")

    def test_json_is_the_default(self, team):
        team.new_code(name="Frost")
        codes = json.loads(content(team.reader.get(f"{team.path}codebook/")))["codes"]
        assert [one["path"] for one in codes] == [["Frost"]]


class TestVersions:
    def freeze(self, team: Team, **body):
        return said(team.owner.post(f"{team.path}codebook/versions/", body), 201)

    def differ(self, team: Team, **query):
        return said(team.reader.get(f"{team.path}codebook/difference/", query))

    def test_a_frozen_codebook_stays_as_it_was(self, team):
        frost = team.new_code(name="Frost")["id"]
        first = self.freeze(team, name="Round 1", note="After the pilot.")
        assert (first["number"], first["name"], first["codes"]) == (1, "Round 1", 1)
        assert first["seq"] == team.events()[-1]["seq"]
        said(team.owner.patch(f"codes/{frost}/", {"definition": "Below zero."}, match=1))
        team.new_code(name="Soil")
        assert self.freeze(team)["number"] == 2
        listed = every(team.reader, f"{team.path}codebook/versions/", {"page_size": 1})
        assert [(one["number"], one["codes"]) for one in listed] == [(2, 2), (1, 1)]

    def test_what_changed_between_two_versions_can_be_read(self, team):
        frost, soil = (team.new_code(name=name)["id"] for name in ("Frost", "Soil"))
        self.freeze(team)
        said(team.owner.patch(f"codes/{frost}/", {"definition": "Below zero."}, match=1))
        said(team.owner.post(f"codes/{soil}/merge/", {"into": frost}, match=1))
        now = self.differ(team, **{"from": 1})
        assert (now["from"], now["to"]) == ("1", "now")
        assert [(one["path"], one["kind"]) for one in now["codes"]] == [
            (["Frost"], "changed"), (["Soil"], "merged")
        ]  # fmt: skip
        assert now["codes"][0]["fields"] == {"definition": {"before": "", "after": "Below zero."}}
        start = self.differ(team, to=1)
        assert [one["kind"] for one in start["codes"]] == ["added", "added"]
        assert self.differ(team, **{"from": 1, "to": 1})["codes"] == []

    def test_what_is_no_version_is_refused(self, team):
        path = f"{team.path}codebook/difference/"
        refused(team.owner.get(path, {"from": "first"}), 400)
        refused(team.owner.get(path, {"to": "7"}), 404)
        refused(team.coder.post(f"{team.path}codebook/versions/", {}), 403)
