"""What is no archive, or lies, is refused in clear words; nothing of it can be seen."""

import json
import zipfile
from hashlib import sha256
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from annotations.archive.package import DamagedError
from annotations.archive.tables import MANIFEST, TABLES
from annotations.models import Annotation
from catena.cli import main
from corpus import jobs
from corpus.models import Corpus, Job, Post, RestingMembership, Thread, User
from corpus.rules import Action, Role
from tests.api.caller import Caller, content, refused, said
from tests.api.conftest import Team, new_team
from tests.exchange.archives import UUIDS, archive, bring_in, brought_in, parts, repacked
from tests.factories import STEPS, person, work_off

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def team() -> Team:
    team = new_team("Allotments")
    team.annotate(memo="Why?")
    team.memo()
    return team


@pytest.fixture
def one(team, tmp_path):
    archive(team.corpus, tmp_path / "one.zip")
    return tmp_path / "one.zip"


def lying(path, name, old, new, *, to="lie.zip"):
    """An archive with another part, whose manifest fits it."""
    there = parts(path)
    assert old in there[name]
    data = there[name].replace(old, new)
    manifest = json.loads(there[MANIFEST])
    manifest["parts"][name] |= {"sha256": sha256(data).hexdigest(), "bytes": len(data)}
    changed = {name: data, MANIFEST: json.dumps(manifest).encode()}
    return repacked(path, changed, to=path.with_name(to))


def elsewhere(path):
    """The archive as of a site whose ids are not in use here: every UUID written backwards."""
    there = parts(path)
    manifest = json.loads(there.pop(MANIFEST))
    for name, data in there.items():
        if name.endswith("jsonl"):
            there[name] = UUIDS.sub(lambda found: _backwards(found[0]), data)
        manifest["parts"][name] |= {"sha256": sha256(there[name]).hexdigest()}
    changed = {**there, MANIFEST: json.dumps(manifest).encode()}
    return repacked(path, changed, to=path.with_name("elsewhere.zip"))


def _backwards(uuid: bytes) -> bytes:
    plain = uuid.replace(b"-", b"")[::-1].decode()
    return str(UUID(plain)).encode()


def words_of_refusal(path) -> str:
    """Bring it in; the reason why not, said at once or by the worker. Nothing is left to see."""
    before = (Thread.objects.count(), Post.objects.count(), User.objects.count() + 1)
    actor = person()
    try:
        project = bring_in(path, actor)
    except DamagedError as error:
        return error.detail
    assert project.status == "failed"
    assert said(Caller.of(actor).get("corpora/"))["results"] == []
    assert (Thread.objects.count(), Post.objects.count(), User.objects.count()) == before
    return project.error


class TestRefused:
    def test_another_format_names_the_version_that_reads_it(self, one):
        manifest = json.loads(parts(one)[MANIFEST]) | {"format": 2, "software_version": "9.9"}
        path = repacked(one, {MANIFEST: json.dumps(manifest).encode()}, to=one.with_name("x.zip"))
        assert "format 2" in words_of_refusal(path)
        assert "9.9" in words_of_refusal(path)

    def test_a_damaged_part_is_named(self, one):
        data = parts(one)["tables/posts.jsonl"].replace(b"beans", b"peas!")
        path = repacked(one, {"tables/posts.jsonl": data}, to=one.with_name("x.zip"))
        assert "tables/posts.jsonl" in words_of_refusal(path)

    def test_a_missing_part_is_named(self, one):
        path = repacked(one, {"tables/codes.jsonl": None}, to=one.with_name("x.zip"))
        assert "tables/codes.jsonl" in words_of_refusal(path)

    def test_a_cut_file_is_no_archive(self, one):
        one.write_bytes(one.read_bytes()[:-200])
        assert "cannot be read" in words_of_refusal(one)

    @pytest.mark.parametrize("name", ["../../etc/passwd", "/tables/x", "files/..", "note.txt"])
    def test_parts_with_strange_names_are_refused(self, one, name):
        path = repacked(one, {name: b"x"}, to=one.with_name("x.zip"))
        assert "holds" in words_of_refusal(path)

    def test_a_bomb_is_refused_before_it_is_unpacked(self, one):
        there = parts(one)
        bomb = there["tables/memos.jsonl"] + b"\n" * (80 * 1024**2)
        manifest = json.loads(there[MANIFEST])
        manifest["parts"]["tables/memos.jsonl"]["bytes"] = len(bomb)
        path = one.with_name("bomb.zip")
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
            for name, data in {**there, "tables/memos.jsonl": bomb,
                               MANIFEST: json.dumps(manifest).encode()}.items():  # fmt: skip
                made.writestr(name, data)
        assert "would become" in words_of_refusal(path)

    def test_it_cannot_name_what_it_does_not_hold(self, team, one, tmp_path):
        post = team.posts[0]
        old = f'"post_id":{post},'.encode()
        path = lying(one, "tables/annotations.jsonl", old, f'"post_id":{post + 10**6},'.encode())
        assert "names post" in words_of_refusal(path)

    def test_it_cannot_lead_to_another_teams_upload(self, team, one):
        other = str(uuid4()).encode()
        upload = str(Thread.objects.get(pk=team.thread).upload_id).encode()
        path = lying(
            one, "tables/threads.jsonl", b'"upload_id":"' + upload, b'"upload_id":"' + other
        )
        assert "names upload" in words_of_refusal(path)

    def test_a_history_of_other_teams_annotations_is_refused(self, team, one):
        """Undoing it would change theirs."""
        mine = str(Annotation.objects.get().pk)
        theirs = new_team("Others").annotate()["id"]
        path = elsewhere(one)
        path = lying(path, "tables/events.jsonl", _backwards(mine.encode()), theirs.encode())
        assert "not its own" in words_of_refusal(path)
        assert Annotation.objects.filter(pk=theirs).exists()

    def test_a_row_that_cannot_be_leaves_nothing(self, one):
        path = lying(one, "tables/annotations.jsonl", b'"start":4', b'"start":40')
        assert "contradicts itself" in words_of_refusal(path)


class TestTheCorpusThatCameIn:
    def test_is_the_callers_and_the_others_rest(self, team, one):
        team.caller("coder")
        archive(team.corpus, one)
        copy = brought_in(one, person("newcomer"))
        newcomer = Caller.of(User.objects.get(username="newcomer"))
        shown = said(newcomer.get(f"corpora/{copy.pk}/"))
        assert shown["counts"] == team.counts()
        assert Action.DELETE_CORPUS in shown["actions"]
        resting = RestingMembership.objects.filter(corpus=copy)
        roles = set(resting.values_list("user__username", "role"))
        assert (team.owner.user.username, Role.OWNER) in roles
        refused(team.owner.get(f"corpora/{copy.pk}/"), 404)

    def test_unknown_people_become_accounts_that_nobody_can_use(self, team, one):
        User.objects.filter(pk=team.coder.user.pk).update(username="renamed")
        copy = brought_in(one, team.owner.user)
        coder = Annotation.objects.get(corpus=copy).coder
        assert coder != team.coder.user
        assert not coder.is_active
        assert not coder.has_usable_password()

    def test_can_be_searched_undone_and_coded_in(self, team, one):
        copy = brought_in(one, team.owner.user)
        path = f"corpora/{copy.pk}/"
        found = said(team.owner.get(f"{path}search/", {"q": "beans"}))
        assert (
            found["count"] == said(team.owner.get(f"{team.path}search/", {"q": "beans"}))["count"]
        )
        assert found["count"] > 0
        (claim,) = said(team.owner.get(f"{path}annotations/"))["results"]
        assert (claim["quote"], claim["memo"]) == ("beans", "Why?")
        post = said(team.owner.get(f"posts/{claim['post']}/"))
        assert post["text"][claim["start"] : claim["end"]] == "beans"
        history = said(team.owner.get(f"{path}history/"))["results"]
        assert history[0]["action"] == "corpus.imported"

    def test_keeps_its_ids_where_they_are_free(self, team, one):
        copy = brought_in(elsewhere(one), team.owner.user)
        mine = str(Annotation.objects.get(corpus=team.corpus).pk)
        assert str(Annotation.objects.get(corpus=copy).pk).encode() == _backwards(mine.encode())

    def test_is_seen_only_when_all_of_it_is_there(self, team, one, monkeypatch):
        actor = person()
        project = _received(actor, one)
        job = Job.objects.get(subject=project)
        monkeypatch.setattr("corpus.jobs.TURN_SECONDS", 0.0)
        turns = 0
        while Job.objects.get(pk=job.pk).status != "done":
            assert said(Caller.of(actor).get("corpora/"))["results"] == []
            jobs.work(job.pk, *STEPS["archive"])
            turns += 1
        assert turns > 20
        assert len(said(Caller.of(actor).get("corpora/"))["results"]) == 1

    def test_a_worker_that_dies_in_a_step_leaves_that_step_undone(self, team, one, monkeypatch):
        """Every step is tried once, rolled back as by a kill, and taken again."""
        actor = person()
        job = Job.objects.get(subject=_received(actor, one))
        monkeypatch.setattr("corpus.jobs.TURN_SECONDS", 0.0)
        step, give_up = STEPS["archive"]

        def killed(held):
            with transaction.atomic():
                step(held)
                transaction.set_rollback(True)
            return False

        while Job.objects.get(pk=job.pk).status != "done":
            jobs.work(job.pk, killed, give_up)
            Job.objects.filter(pk=job.pk, status="running").update(lease_until=None, attempts=0)
            jobs.work(job.pk, step, give_up)
        (found,) = said(Caller.of(actor).get("corpora/"))["results"]
        assert found["counts"] == team.counts()


def _received(actor, path):
    file = SimpleUploadedFile("one.catena.zip", path.read_bytes())
    return said(Caller.of(actor).send("archives/", [file]), 202)["id"]


class TestThroughTheApi:
    def test_an_archive_is_ordered_sent_back_and_watched(self, team):
        manager = team.manager
        ordered = said(manager.post(f"{team.path}exports/", {"format": "catena"}), 202)
        work_off()
        path = f"{team.path}exports/{ordered['id']}/"
        assert said(manager.get(path))["status"] == "done"
        data = content(manager.get(f"{path}file/"))
        newcomer = Caller.of(person())
        sent = newcomer.send("archives/", [SimpleUploadedFile("a.zip", data)])
        shown = said(sent, 202)
        assert (shown["status"], shown["corpus"]) == ("queued", None)
        work_off()
        shown = said(newcomer.get(f"archives/{shown['id']}/"))
        assert (shown["status"], shown["rows"]["annotations"]) == ("done", 1)
        assert said(newcomer.get(f"corpora/{shown['corpus']}/"))["title"] == "Allotments"
        refused(team.owner.get(f"archives/{shown['id']}/"), 404)

    def test_only_who_manages_the_corpus_may_order_or_fetch_one(self, team):
        """Raw files and the whole history are in it."""
        refused(team.reader.post(f"{team.path}exports/", {"format": "catena"}), 403)
        ordered = said(team.manager.post(f"{team.path}exports/", {"format": "catena"}), 202)
        work_off()
        refused(team.reader.get(f"{team.path}exports/{ordered['id']}/file/"), 403)

    @pytest.mark.parametrize(
        "body", [{"scope": {"levels": ["post"]}}, {"options": {"pseudonymise": True}}]
    )
    def test_it_is_whole_or_not_at_all(self, team, body):
        order = {"format": "catena", **body}
        refused(team.owner.post(f"{team.path}exports/", order), 422, "not_available")

    def test_something_else_is_refused_at_once(self):
        junk = SimpleUploadedFile("a.zip", b"PK\x03\x04 nothing")
        refused(Caller.of(person()).send("archives/", [junk]), 422, "archive_damaged")
        refused(Caller.of(person()).post("archives/", {}), 415)

    def test_the_terminal_brings_one_in(self, team, one, capsys):
        assert main(["import-archive", str(one), "--user", team.owner.user.username]) == 0
        assert "1 annotations" in capsys.readouterr().out
        assert Corpus.objects.filter(title="Allotments", deleted_at=None).count() == 2


def test_the_same_corpus_makes_the_same_bytes(team, tmp_path):
    for name in ("a.zip", "b.zip"):
        archive(team.corpus, tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_every_column_is_described():
    described = Path("docs/exchange.md").read_text()
    for table in TABLES:
        (line,) = [one for one in described.splitlines() if one.startswith(f"| `{table.name}` |")]
        assert line.endswith(f"| {', '.join(f'`{name}`' for name in table.kinds)} |")


def test_no_password_token_or_address_leaves(team, tmp_path):
    user = team.owner.user
    user.email, user.password = "owner@plot.example", "hash-of-a-password"
    user.save()
    archive(team.corpus, tmp_path / "one.zip")
    everything = b"".join(parts(tmp_path / "one.zip").values())
    for secret in (b"owner@plot.example", b"hash-of-a-password", user.tokens.get().digest.encode()):
        assert secret not in everything
    assert user.username.encode() in everything
