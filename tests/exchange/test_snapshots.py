"""Snapshots: whatever changes afterwards, the same order gives the same bytes."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
import yaml
from django.core.management import call_command
from django.db import connection
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from annotations import freezing
from annotations.exports.formats import FORMATS
from annotations.models import Annotation, Code, Snapshot
from corpus.models import Job, Participant, Post, Thread, User
from tests.api.caller import Caller, content, refused, said
from tests.exchange.nasty import Nasty, nasty
from tests.factories import member, work_off

NAME = "As handed in"


def path_of(made: Nasty, snapshot: Any = "") -> str:
    return f"{made.team.path}snapshots/" + (f"{snapshot}/" if snapshot else "")


def take(made: Nasty, name: str = NAME, **fields: Any) -> dict[str, Any]:
    taken = said(made.team.owner.post(path_of(made), {"name": name, **fields}), 202)
    work_off()
    return said(made.team.owner.get(path_of(made, taken["id"])))


def export(made: Nasty, form: str, **body: Any) -> bytes:
    path = f"{made.team.path}exports/"
    ordered = said(made.team.owner.post(path, {"format": form, **body}), 202)
    work_off()
    done = said(made.team.owner.get(f"{path}{ordered['id']}/"))
    assert done["status"] == "done", done["error"]
    return content(made.team.owner.get(f"{path}{ordered['id']}/file/"))


def schemas() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'snapshot_%'")
        return {name for (name,) in cursor.fetchall()}


@pytest.fixture(scope="module")
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[Nasty]:
    with django_db_blocker.unblock():
        made = nasty()
        made.__dict__["frozen"] = take(made, note="For the reviewers")
        yield made
        call_command("flush", verbosity=0, interactive=False)
        freezing.sweep()


@pytest.fixture
def made(committed: Nasty, django_db_blocker: Any) -> Iterator[Nasty]:
    """What is done here is committed: a snapshot reads and writes on a connection of its own."""
    with django_db_blocker.unblock():
        yield committed


def change_everything(made: Nasty) -> None:
    """Later work: codes renamed, annotations gone, texts corrected, people renamed."""
    renamed = Concat(Value("renamed "), Cast("pk", CharField()))
    Code.objects.filter(corpus=made.corpus).update(name=renamed, definition="other")
    Annotation.objects.filter(corpus=made.corpus).delete()
    Post.objects.filter(corpus=made.corpus).update(text="corrected", text_version=9)
    Participant.objects.filter(corpus=made.corpus).update(name="Somebody else")
    User.objects.filter(pk__in=[made.one.pk, made.two.pk]).update(name="Married")
    Thread.objects.filter(corpus=made.corpus).update(title="Another title")


def orders() -> list[dict[str, Any]]:
    return [
        {"form": one.name, "what": what, "options": options}
        | ({"profile": profile} if profile else {})
        for one in FORMATS.values()
        if not one.whole
        for what in one.whats
        for profile in one.profiles or ("",)
        for options in ({}, {"pseudonymise": True})
    ]


# The mark has a database set up; the others commit, so that they cannot have it.
@pytest.mark.django_db
def test_a_snapshot_says_what_was_frozen(made):
    frozen = made.__dict__["frozen"]
    assert (frozen["status"], frozen["name"], frozen["note"]) == (
        "done", NAME, "For the reviewers",
    )  # fmt: skip
    assert frozen["counts"]["annotations"] == len(made.all)
    about = frozen["about"]
    assert sum(one["annotations"] for one in about["coders"]) == len(made.all)
    assert about["title"] == made.corpus.title
    listed = said(made.team.owner.get(path_of(made)))["results"]
    assert frozen["id"] in [one["id"] for one in listed]


def test_a_list_of_snapshots_takes_as_many_queries_as_one(made, django_assert_max_num_queries):
    take(made, "Another")
    with django_assert_max_num_queries(4):
        listed = said(made.team.owner.get(path_of(made)))["results"]
    assert len(listed) > 1


def test_its_checksums_are_those_of_the_files_that_are_exported_later(made):
    frozen = made.__dict__["frozen"]
    assert [one["what"] for one in frozen["about"]["files"]] == list(FORMATS["csv"].whats)
    for one in frozen["about"]["files"]:
        data = export(made, "csv", what=one["what"], snapshot=frozen["id"])
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (one["sha256"], one["bytes"])


def test_the_people_in_it_have_names_but_no_passwords(made):
    table = f'"{freezing.schema_of(Snapshot.objects.get(pk=made.__dict__["frozen"]["id"]).pk)}"'
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}.corpus_user")
        assert [column.name for column in cursor.description or ()] == ["id", "username", "name"]


def test_a_package_describes_itself_and_its_checksums_hold(made):
    frozen = made.__dict__["frozen"]
    data = export(made, "package", snapshot=frozen["id"])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    sums = dict(reversed(line.split("  ")) for line in files["SHA256SUMS"].decode().splitlines())
    assert set(sums) == set(files) - {"SHA256SUMS"}
    assert all(hashlib.sha256(files[name]).hexdigest() == sums[name] for name in sums)
    package = json.loads(files["datapackage.json"])
    for resource in package["resources"]:
        table = files[resource["path"]]
        assert resource["hash"] == f"sha256:{sums[resource['path']]}"
        header = next(csv.reader(io.StringIO(table.decode())))
        assert header == [field["name"] for field in resource["schema"]["fields"]]
        assert resource["bytes"] == len(table)
    rows = list(csv.DictReader(io.StringIO(files["annotations.csv"].decode(), newline="")))
    assert len(rows) == len(made.all)
    assert "annotations" in files["methods.md"].decode()


def test_its_citation_can_be_written_and_is_told_everywhere(made):
    frozen = take(made, "To be cited")
    path = path_of(made, frozen["id"])
    about = {
        "title": "Frost: a “coded” corpus",
        "creators": [
            {"name": "Ada Lovelock", "orcid": "0000-0002-1825-0097", "affiliation": "Plot Nine"},
            {"name": "Bo"},
        ],
        "licence": "CC-BY-4.0", "doi": "10.5072/frost", "year": 2031, "keywords": ["frost"],
    }  # fmt: skip
    changed = said(made.team.owner.patch(path, {"about": about}, match=frozen["version"]))
    assert changed["about"]["files"] == frozen["about"]["files"]
    citation = yaml.safe_load(content(made.team.owner.get(f"{path}citation/")))
    assert citation["cff-version"] == "1.2.0"
    assert citation["authors"][0] == {
        "family-names": "Lovelock", "given-names": "Ada", "affiliation": "Plot Nine",
        "orcid": "https://orcid.org/0000-0002-1825-0097",
    }  # fmt: skip
    assert citation["authors"][1] == {"name": "Bo"}
    assert (citation["doi"], citation["license"]) == ("10.5072/frost", "CC-BY-4.0")
    datacite = json.loads(content(made.team.owner.get(f"{path}datacite/")))
    assert datacite["types"]["resourceTypeGeneral"] == "Dataset"
    assert datacite["creators"][0]["name"] == "Lovelock, Ada"
    assert datacite["publicationYear"] == "2031"
    package = json.loads(content(made.team.owner.get(f"{path}datapackage/")))
    assert package["title"] == about["title"]
    assert package["id"] == "10.5072/frost"
    methods = content(made.team.owner.get(f"{path}methods/")).decode()
    for coder in frozen["about"]["coders"]:
        assert f"{coder['name']}: {coder['annotations']} annotations" in methods
    refused(made.team.owner.patch(path, {"about": {"doi": "frost"}}, match=changed["version"]), 400)


def test_a_snapshot_killed_in_its_middle_is_made_again(made):
    taken = said(made.team.owner.post(path_of(made), {"name": "Killed"}), 202)
    snapshot = Snapshot.objects.get(pk=taken["id"])
    freezing.freeze(snapshot.pk, made.corpus.pk, tell=lambda rows: None)
    assert freezing.schema_of(snapshot.pk) in schemas()
    work_off()
    assert said(made.team.owner.get(path_of(made, taken["id"])))["status"] == "done"


def test_what_is_left_of_a_corpus_that_is_gone_is_swept_away(made):
    taken = take(made, "Orphan")
    snapshot = Snapshot.objects.get(pk=taken["id"])
    Job.objects.filter(subject=snapshot.pk).delete()
    snapshot.delete()
    assert freezing.schema_of(_uuid(taken)) in schemas()
    freezing.sweep()
    assert freezing.schema_of(_uuid(taken)) not in schemas()
    assert freezing.schema_of(_uuid(made.__dict__["frozen"])) in schemas()


def _uuid(taken: dict[str, Any]) -> UUID:
    return UUID(taken["id"])


def test_only_managers_make_and_delete_snapshots_and_readers_export_them(made):
    reader = Caller.of(member(made.corpus, "reader"))
    frozen = made.__dict__["frozen"]
    refused(reader.post(path_of(made), {"name": "Mine"}), 403)
    refused(reader.delete(path_of(made, frozen["id"]), match=frozen["version"]), 403)
    assert said(reader.get(path_of(made, frozen["id"])))["name"] == NAME
    body = {"format": "csv", "snapshot": frozen["id"]}
    said(reader.post(f"{made.team.path}exports/", body), 202)
    work_off()


def test_a_data_package_is_made_of_a_snapshot_only(made):
    problem = refused(made.team.owner.post(f"{made.team.path}exports/", {"format": "package"}), 422)
    assert problem["code"] == "needs_snapshot"


def test_an_archive_holds_the_corpus_with_its_history_and_is_not_made_of_a_snapshot(made):
    body = {"format": "catena", "snapshot": made.__dict__["frozen"]["id"]}
    problem = refused(made.team.owner.post(f"{made.team.path}exports/", body), 422)
    assert problem["code"] == "not_available"


def test_a_deleted_snapshot_takes_its_rows_along_and_leaves_its_files(made):
    taken = take(made, "Short-lived")
    path = f"{made.team.path}exports/"
    ordered = said(made.team.owner.post(path, {"format": "csv", "snapshot": taken["id"]}), 202)
    address = path_of(made, taken["id"])
    problem = refused(made.team.owner.delete(address, match=taken["version"]), 409)
    assert problem["code"] == "snapshot_in_use"
    work_off()
    assert made.team.owner.delete(address, match=taken["version"]).status_code == 204
    assert freezing.schema_of(_uuid(taken)) not in schemas()
    refused(made.team.owner.get(address), 404)
    done = said(made.team.owner.get(f"{path}{ordered['id']}/"))
    assert (done["snapshot"], done["manifest"]["snapshot"]) == (None, "Short-lived")
    assert content(made.team.owner.get(f"{path}{ordered['id']}/file/"))


@pytest.fixture(scope="module")
def twice(committed: Nasty, django_db_blocker: Any) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Every order on the snapshot, before and after everything in the corpus changed."""
    with django_db_blocker.unblock():
        frozen = committed.__dict__["frozen"]["id"]
        scope = {"codes": [committed.codes["frost"]], "coders": [committed.one.pk]}

        def all_of_them() -> dict[str, bytes]:
            files = {}
            for order in orders():
                files[str(order)] = export(committed, **order, snapshot=frozen)
            files["scope"] = export(committed, "csv", scope=scope, snapshot=frozen)
            return files

        before = all_of_them()
        change_everything(committed)
        return before, all_of_them()


@pytest.mark.parametrize("order", [*map(str, orders()), "scope"])
def test_the_same_order_gives_the_same_bytes_after_everything_changed(twice, order):
    before, after = twice
    assert before[order]
    assert before[order] == after[order]
