"""REFI-QDA out: what two other readers, the schemas and each program's counting find in it."""

import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import qdapy
from lxml import etree
from pyrefiqda import RefiCodebook, RefiProject

from annotations.exports.refi.checking import CheckedXml
from annotations.exports.refi.profiles import PROFILES
from annotations.exports.refi.xml import PROJECT
from annotations.projects.registry import read_project
from tests.api.caller import content, every, said
from tests.exchange.nasty import ENTRY, MEMO, Nasty
from tests.factories import work_off

pytestmark = pytest.mark.django_db
SCHEMAS = Path("annotations/exports/schemas/refi-qda")
STRUCTURE = {"Entry", "Comment", "Pingback", "Trackback"}
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@pytest.fixture(params=PROFILES)
def profile(request: Any) -> str:
    return str(request.param)


@dataclass
class Read:
    """A project as its files are: `slices` counts as the program does."""

    path: Path
    profile: str
    root: Any = None
    names: list[str] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        with zipfile.ZipFile(self.path) as archive:
            assert archive.testzip() is None
            self.names = archive.namelist()
            self.files = {name: archive.read(name) for name in self.names}
        self.root = etree.fromstring(self.files["project.qde"])

    def all(self, tag: str) -> list[Any]:
        return list(self.root.iter(f"{{{PROJECT}}}{tag}"))

    def text(self, element: Any) -> bytes:
        return self.files[f"sources/{element.get('plainTextPath').removeprefix('internal://')}"]

    def cut(self, source: Any, selection: Any) -> str:
        """Cut a selection out of its file as the program the file is for would."""
        start, end = (int(selection.get(f"{one}Position")) for one in ("start", "end"))
        if self.profile == "nvivo":
            units = self.text(source).decode("utf-8-sig").encode("utf-16-le")
            return units[2 * start : 2 * end].decode("utf-16-le")
        return self.text(source).decode("utf-8")[start:end]

    def claims(self) -> Iterator[tuple[str, str, str, str | None]]:
        """Yield of each coder's coding: id, coder, code path's last name, quote as cut."""
        users = {one.get("guid"): one.get("id") for one in self.all("User")}
        codes = {one.get("guid"): one.get("name") for one in self.all("Code")}
        for source in self.all("TextSource"):
            for coding in source.iter(f"{{{PROJECT}}}Coding"):
                if (coder := users[coding.get("creatingUser")]) is None:
                    continue
                above, code = coding.getparent(), codes[coding[0].get("targetGUID")]
                quote = None if above is source else self.cut(source, above)
                yield coding.get("guid").lower(), coder, code, quote


@pytest.fixture
def read(export: Any) -> Any:
    def take(profile: str = "standard", **more: Any) -> Read:
        return Read(export("qdpx", profile=profile, **more).path, profile)

    return take


def cleaned(text: str) -> str:
    return FORBIDDEN.sub("\ufffd", text)


def live(corpus: Nasty) -> dict[str, Any]:
    rows = every(corpus.team.owner, f"{corpus.team.path}annotations/")
    return {one["id"]: one for one in rows if one["state"] == "live"}


def text_of(corpus: Nasty, annotation: dict[str, Any]) -> str:
    post = said(corpus.team.owner.get(f"posts/{annotation['post']}/"))
    return cleaned(post["text"])


class TestEveryProfile:
    def test_is_what_the_schema_wants(self, read, profile):
        etree.XMLSchema(etree.parse(SCHEMAS / "Project.xsd")).assertValid(read(profile).root)

    def test_each_selection_cut_as_the_program_counts_is_its_name(self, read, profile):
        project = read(profile)
        selections = 0
        for source in project.all("TextSource"):
            for one in source.findall("{*}PlainTextSelection"):
                assert int(one.get("endPosition")) > int(one.get("startPosition"))
                assert project.cut(source, one) == one.get("name")
                selections += 1
        assert selections > len(list(project.claims())) - 2

    def test_each_claim_is_there_once_with_its_coder_code_and_quote(self, read, profile, corpus):
        project, rows = read(profile), live(corpus)
        found = list(project.claims())
        assert Counter(one[0] for one in found) == Counter(rows.keys())
        names = {one["id"]: one["name"] for one in codes(corpus)}
        for annotation, coder, code, quote in found:
            row = rows[annotation]
            assert coder == row["coder"]["username"]
            assert code.split(" (")[0] == names[row["code"]]
            lines = quote and quote.replace("\r\n", "\n")
            if row["level"] == "passage":
                assert lines == cleaned(row["quote"])
            elif row["level"] == "post":
                assert lines == text_of(corpus, row)

    def test_people_memos_and_posts_are_as_many_as_the_api_says(self, read, profile, corpus):
        project, team = read(profile), corpus.team
        coders = {one["coder"]["username"] for one in live(corpus).values()}
        assert {one.get("id") for one in project.all("User")} == {*coders, None}
        names = every(team.owner, f"{team.path}participants/")
        people = [one for one in names if one["merged_into"] is None]
        assert len(project.all("Case")) == len(people) == len(names) - 1
        memos = every(team.owner, f"{team.path}memos/")
        on_threads = sum(
            bool(one["memo"]) and one["level"] == "thread" for one in live(corpus).values()
        )
        notes = len(memos) + (0 if profile == "qualcoder" else on_threads)
        assert len(project.all("Note")) == notes

    def test_names_that_programs_know_things_by_are_there_once(self, read, profile):
        project = read(profile)
        for tag in ("Code", "User", "Case", "TextSource", "Note", "Variable"):
            names = [one.get("name") for one in project.all(tag)]
            assert all(names)
            assert len(names) == len(set(names)), tag

    def test_guids_are_distinct_and_every_reference_finds_its_thing(self, read, profile):
        project = read(profile)
        guids = Counter(one.get("guid") for one in project.root.iter() if one.get("guid"))
        twice = {guid for guid, times in guids.items() if times > 1}
        cases = {one.get("guid") for one in project.all("Case")}
        assert twice == (cases if profile == "qualcoder" else set())
        for one in project.root.iter():
            for name in ("targetGUID", "originGUID", "creatingUser"):
                assert one.get(name, next(iter(guids))) in guids
        assert all((one.lower() if profile == "nvivo" else one.upper()) == one for one in guids)

    def test_the_same_order_gives_the_same_bytes(self, export, profile):
        one, other = (export("qdpx", profile=profile) for _ in range(2))
        assert one.data == other.data
        assert one.manifest["rows"] > 40

    def test_the_text_can_be_read_by_people(self, read, profile):
        project = read(profile)
        texts = [project.text(one).decode("utf-8-sig") for one in project.all("TextSource")]
        end = "\r\n" if PROFILES[profile].crlf else "\n"
        assert texts[0].startswith(f"[0] Entry · Wren · 2031-05-02 08:00:00{end}Ladybirds")
        assert f"{end}[2] Comment · O'Neil & <Co> · reply to [1]{end}-1; +1" in texts[0]
        bom = project.text(project.all("TextSource")[0]).startswith(b"\xef\xbb\xbf")
        assert bom == (profile == "nvivo")


class TestReaders:
    def test_qdapy_finds_every_coding_by_every_coder(self, export, corpus):
        file = export("qdpx")
        project = qdapy.read_qdpx(file.path, warn=False)
        rows = project.fragments[project.fragments["codedBy"] != "Catena"]
        found = Counter(zip(rows["codedBy"], rows["text"], strict=True))
        names = {one.get("id"): one.get("name") for one in Read(file.path, "standard").all("User")}
        expected: Counter[tuple[str, str]] = Counter()
        for one in live(corpus).values():
            if one["level"] != "thread":
                quote = cleaned(one["quote"] or "") or text_of(corpus, one)
                expected[names[one["coder"]["username"]], quote] += 1
        assert found == expected
        assert len(project.codebook) == len(codes(corpus)) + len(STRUCTURE) + 1

    def test_pyrefiqda_finds_every_coding_and_each_slice_is_its_name(
        self, export, corpus, tmp_path
    ):
        project = RefiProject.load(export("qdpx").path, extract_dir=tmp_path / "out")
        codings = []
        for source in project.sources.text_source:
            place = RefiProject.resolve_source_path(source.plain_text_path, tmp_path / "out")
            text = place.read_text(encoding="utf-8")
            for one in source.plain_text_selection:
                assert text[one.start_position : one.end_position] == one.name
                codings += one.coding
            codings += source.coding
        catena = next(one.guid for one in project.users.user if one.name == "Catena")
        made = {one.guid.lower() for one in codings if one.creating_user != catena}
        assert made == set(live(corpus))

    def test_both_read_the_codebook_with_its_tree(self, export, corpus):
        file = export("qdc", "codebook")
        etree.XMLSchema(etree.parse(SCHEMAS / "Codebook.xsd")).assertValid(
            etree.fromstring(file.data)
        )
        book = RefiCodebook.load(file.path)
        below = {one.name: [inner.name for inner in one.code] for one in book.codes.code}
        assert below["Weather > sky"] == ["=Frost (Weather > sky)"]
        assert below["Soil & <peat>"] == ["=Frost (Soil & <peat>)"]
        assert len(below["-unused\tname"]) == 30
        assert file.manifest["rows"] == len(codes(corpus))
        assert file.losses["code_names_made_unique"] == 2


class TestQualCoder:
    """Its importer needs its whole program; these are its rules as its source (4.0) has them."""

    @pytest.fixture
    def project(self, read: Any) -> Read:
        return read("qualcoder")

    def test_every_coding_arrives_under_its_own_coder(self, project, corpus):
        """One coding per code, file, span and owner; the owner is that of the selection."""
        kept = set()
        for source in project.all("TextSource"):
            for place in source.findall("{*}PlainTextSelection"):
                for coding in place.findall("{*}Coding"):
                    span = place.get("startPosition"), place.get("endPosition")
                    code = coding[0].get("targetGUID")
                    kept.add((code, source.get("guid"), *span, place.get("creatingUser")))
        catena = next(one.get("guid") for one in project.all("User") if one.get("id") is None)
        assert sum(one[-1] != catena for one in kept) == len(live(corpus))

    def test_what_participants_wrote_arrives_as_passages_of_their_cases(self, project):
        cases = {one.get("guid"): one.get("name") for one in project.all("Case")}
        codes = {one.get("guid") for one in project.all("Code")}
        assert cases.keys() <= codes
        written = Counter(
            cases[one[0].get("targetGUID")]
            for one in project.all("Coding")
            if one[0].get("targetGUID") in cases
        )
        assert written["Wren"] == written["O'Neil & <Co>"] == 2
        assert sum(written.values()) == len(project.all("SelectionRef"))

    def test_every_memo_becomes_a_journal_entry_of_its_own(self, project, corpus):
        """A note that a source refers to would be dropped; a title that is there twice fails."""
        refused = {
            one.get("targetGUID") for one in project.all("NoteRef")
            if etree.QName(one.getparent()).localname == "TextSource"
        }  # fmt: skip
        notes = [one for one in project.all("Note") if one.get("guid") not in refused]
        memos = every(corpus.team.owner, f"{corpus.team.path}memos/")
        assert len({one.get("name") for one in notes}) == len(memos)

    def test_its_first_user_is_a_coder_and_it_can_tell_who_wrote_the_file(self, project):
        assert project.all("User")[0].get("id")
        assert project.root.get("origin").startswith("Catena ")


class TestWhatItHolds:
    def test_a_code_on_a_thread_is_a_coding_of_its_source(self, read, corpus):
        thread = str(corpus.annotations["thread"])
        for profile, parent in (("standard", "TextSource"), ("qualcoder", "PlainTextSelection")):
            project = read(profile)
            (coding,) = (c for c in project.all("Coding") if c.get("guid").lower() == thread)
            assert etree.QName(coding.getparent()).localname == parent

    def test_cases_point_to_what_their_participants_wrote(self, read):
        project = read()
        cases = {one.get("name"): one for one in project.all("Case")}
        merged = cases["O'Neil & <Co>"]
        places = {one.get("guid"): one for one in project.all("PlainTextSelection")}
        wrote = [places[one.get("targetGUID")] for one in merged.findall("{*}SelectionRef")]
        assert [one.get("name")[:5] for one in wrote] == ["-1; +", "frost"]
        assert "oneil" in merged.xpath("string()")
        assert "oneil" not in cases
        variables = {one.get("guid"): one for one in project.all("Variable")}
        ages = [
            (variables[one[0].get("targetGUID")].get("typeOfVariable"), one[1].text)
            for one in cases["Wren"].findall("{*}VariableValue")
            if variables[one[0].get("targetGUID")].get("name") == "age"
        ]
        assert ages == [("Integer", "44")]

    def test_formal_replies_are_links_from_the_answer_to_what_it_answers(self, read, corpus):
        project = read()
        places = {one.get("guid"): one.get("name")[:5] for one in project.all("PlainTextSelection")}
        links = {
            (places[one.get("originGUID")], places[one.get("targetGUID")])
            for one in project.all("Link")
        }
        assert links == {("-1; +", "=HYPE"), ("Buy f", "-1; +"), ("So: t", "-1; +")}
        assert {one.get("direction") for one in project.all("Link")} == {"OneWay"}

    def test_memos_are_files_with_author_and_date_that_hang_on_their_things(self, read):
        project = read()
        refs = {one.get("targetGUID"): one.getparent() for one in project.all("NoteRef")}
        on = {}
        for note in project.all("Note"):
            text = project.text(note).decode()
            assert note.get("creatingUser")
            assert note.get("creationDateTime").endswith("Z")
            above = refs.get(note.get("guid"))
            on[text.partition(":")[0]] = None if above is None else etree.QName(above).localname
        kinds = {"corpus", "thread", "post", "annotation", "code", "participant"}
        assert {name: on[name] for name in kinds} == {
            "corpus": "Project", "thread": "TextSource", "post": "PlainTextSelection",
            "annotation": "PlainTextSelection", "code": "Code", "participant": None,
        }  # fmt: skip
        (wren,) = (one for one in project.all("Case") if one.get("name") == "Wren")
        assert wren.findtext("{*}Description") == f"participant: {cleaned(MEMO)}"

    def test_what_coders_noted_on_a_coding_describes_its_selection(self, read):
        said = {one.text for one in read().all("Description")}
        assert {cleaned(MEMO), "=1+1", "A whole post."} <= said

    def test_losses_are_counted_and_told_in_the_project_itself(self, export, corpus):
        file = export("qdpx")
        assert file.manifest["rows"] == len(live(corpus))
        assert file.losses["orphans_not_placed"] == 1
        assert file.losses["merged_names_are_one_case"] == 1
        told = Read(file.path, "standard").root.findtext("{*}Description")
        assert all(one["message"] in told for one in file.manifest["losses"])

    def test_for_qualcoder_it_tells_what_that_drops(self, export):
        losses = export("qdpx", profile="qualcoder").losses
        assert losses["replies_not_read"] == 3
        assert losses["thread_codes_span_texts"] == 1
        assert losses["memos_become_journals"] == 6

    def test_beside_it_lies_what_restores_the_threads(self, read, corpus):
        project = read()
        beside = json.loads(project.files["catena.json"])
        thread = beside["sources"][0]
        source = project.all("TextSource")[0]
        assert thread["guid"] == source.get("guid")
        characters = list(project.text(source).decode())
        for place, character in thread["replaced"]:
            characters[place] = chr(character)
        text = "".join(characters)
        posts = said(corpus.team.owner.get(f"threads/{thread['thread']}/"))["posts"]
        texts = {one["number"]: one["text"] for one in posts}
        for one in thread["posts"]:
            assert text[one["start"] : one["end"]] == texts[one["number"]]
        assert text[thread["posts"][0]["start"] :].startswith(ENTRY)
        assert [one["quote"] for one in thread["orphans"]] == ["did not"]
        assert sorted(thread["levels"].values()) == ["post", "thread"]

    @pytest.mark.parametrize("profile", ["standard", "qualcoder"])
    def test_our_own_reader_finds_the_threads_and_the_claims_and_nothing_of_the_scaffold(
        self, export, corpus, profile
    ):
        with export("qdpx", profile=profile).path.open("rb") as file:
            _, project = read_project(file)
        assert project.fixed
        assert len(project.selections) == len(live(corpus))
        assert len(project.codes) == len(codes(corpus))
        assert [len(one.posts) for one in project.sources] == [7, 1]
        assert set(project.usernames.values()) == {corpus.one.username, corpus.two.username}

    def test_programs_that_nobody_could_try_get_no_member_they_do_not_know(self, read):
        for profile in ("nvivo", "maxqda", "atlasti"):
            names = read(profile).names
            assert {name.partition("/")[0] for name in names} == {"project.qde", "sources"}


class TestOrders:
    def test_a_scope_takes_no_other_threads_nor_who_wrote_only_there(self, read, corpus):
        lonely = corpus.threads["lonely"]
        project = read(scope={"threads": [lonely]})
        assert [one.get("name") for one in project.all("TextSource")] == ["Alone"]
        assert len(project.all("Case")) == 1
        assert len(list(project.claims())) == 1
        assert len(project.all("Note")) == 2

    def test_pseudonyms_stand_wherever_a_name_stood(self, read):
        project = read(pseudonymise=True)
        for name, data in project.files.items():
            said = data.decode().replace("[0] Entry", "")
            assert "Wren" not in said.replace("@reader", ""), name
            assert "O'Neil &amp; &lt;Co" not in said

    def test_without_texts_no_word_of_a_post_leaves_but_every_position_does(self, read, corpus):
        project, whole = read(texts=False), read()
        for name, data in project.files.items():
            if name.startswith("sources/") and b"[0]" in data:
                assert not re.search(r"frost|peas|Buy|Nobody|beans", data.decode()), name
        beside = json.loads(project.files["catena.json"])
        assert beside["masked"]
        assert [one["quote"] for one in beside["sources"][0]["orphans"]] == [None]
        places = [
            [
                (one.get("startPosition"), one.get("endPosition"))
                for one in each.all("PlainTextSelection")
            ]
            for each in (project, whole)
        ]
        assert places[0] == places[1]
        names = {one.get("name") for one in project.all("PlainTextSelection")}
        assert not any(re.search("[a-wyz]", name) for name in names)

    def test_through_the_api_it_comes_with_its_manifest(self, corpus, tmp_path):
        team, body = corpus.team, {"format": "qdpx", "profile": "qualcoder"}
        ordered = said(team.owner.post(f"{team.path}exports/", body), 202)
        work_off()
        path = f"{team.path}exports/{ordered['id']}/"
        manifest = said(team.owner.get(path))["manifest"]
        file = tmp_path / "x.qdpx"
        file.write_bytes(content(team.owner.get(f"{path}file/")))
        assert manifest["rows"] == len(list(Read(file, "qualcoder").claims()))
        assert "replies_not_read" in {one["code"] for one in manifest["losses"]}

    def test_a_codebook_needs_no_word_on_what_is_in_it(self, corpus):
        team = corpus.team
        ordered = said(team.owner.post(f"{team.path}exports/", {"format": "qdc"}), 202)
        assert ordered["what"] == "codebook"
        work_off()


class TestChecking:
    def test_a_document_that_is_not_what_the_schema_wants_is_refused(self, tmp_path):
        with (tmp_path / "x").open("wb") as file:
            sink = CheckedXml(file, PROJECT)
            sink.write(f'<Project xmlns="{PROJECT}" name="x"><Sources><TextSource/></Sources>')
            with pytest.raises(etree.XMLSyntaxError, match="guid"):
                sink.close()


def codes(corpus: Nasty) -> list[dict[str, Any]]:
    path = f"{corpus.team.path}codes/"
    reply = said(corpus.team.owner.get(path, {"archived": "true"}))
    return reply["results"] if isinstance(reply, dict) else reply
