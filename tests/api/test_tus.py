"""Files sent in pieces: what each request of the tus protocol does, and to whom."""

import base64
import hashlib
import json
import resource
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from corpus import drafts
from corpus.models import PartialUpload
from corpus.services import partials
from tests.api.caller import Caller, content, refused, said
from tests.api.conftest import COMMENTS, ENTRY, Team
from tests.factories import thread_line, work_off

pytestmark = pytest.mark.django_db
TUS = {"Tus-Resumable": "1.0.0"}
MEDIA = "application/offset+octet-stream"
LINE = json.dumps(thread_line(ENTRY, *COMMENTS), ensure_ascii=False).encode()


@pytest.fixture(autouse=True)
def _empty_disk(settings, tmp_path):
    settings.BLOBS = tmp_path / "blobs"


def in_base64(text: str | bytes) -> str:
    return base64.b64encode(text.encode() if isinstance(text, str) else text).decode()


def begin(team: Team, caller: Caller, size: int | str = len(LINE), **metadata: Any) -> Any:
    said_of_it = {"corpus": team.corpus.pk, "filename": "frost.jsonl", **metadata}
    pairs = [f"{name} {in_base64(str(value))}" for name, value in said_of_it.items()]
    headers = TUS | {"Upload-Length": str(size), "Upload-Metadata": ",".join(pairs)}
    return caller.post("tus/", headers=headers, media="")


def begun(team: Team, caller: Caller, size: int = len(LINE), **metadata: Any) -> str:
    reply = begin(team, caller, size, **metadata)
    assert reply.status_code == 201, reply.content
    assert reply["Tus-Resumable"] == "1.0.0"
    return str(reply["Location"])


def send(caller: Caller, place: str, at: int, sent: bytes, **headers: str) -> Any:
    headers = (
        TUS | {"Upload-Offset": str(at)} | {k.replace("_", "-"): v for k, v in headers.items()}
    )
    return caller.patch(place, raw=sent, media=MEDIA, headers=headers)


def ask(caller: Caller, method: str, place: str, headers: dict[str, str] = TUS) -> Any:
    """HEAD and OPTIONS have no place in the description."""
    return caller.client.generic(method, place, headers={**caller.headers, **headers})


def here(caller: Caller, place: str) -> int:
    reply = ask(caller, "HEAD", place)
    assert (reply.status_code, reply["Cache-Control"]) == (200, "no-store")
    return int(reply["Upload-Offset"])


def upload_of(team: Team, place: str) -> str:
    return f"{team.path}uploads/{place.split('/')[-2]}/"


def test_a_file_in_three_pieces_is_read_like_any_other(team):
    place = begun(team, team.manager)
    for start, end in ((0, 7), (7, 7), (7, 100), (100, len(LINE))):
        assert here(team.manager, place) == start
        refused(team.manager.get(upload_of(team, place)), 404)
        reply = send(team.manager, place, start, LINE[start:end])
        assert (reply.status_code, reply["Upload-Offset"]) == (204, str(end))
    assert here(team.manager, place) == len(LINE)
    work_off()
    done = said(team.manager.get(upload_of(team, place)))
    assert (done["name"], done["size"], done["status"]) == ("frost.jsonl", len(LINE), "done")
    assert done["sha256"] == hashlib.sha256(LINE).hexdigest()
    assert content(team.manager.get(f"{upload_of(team, place)}raw/")) == LINE
    assert team.counts()["threads"] == 1
    assert [event["action"] for event in team.events()].count("upload.created") == 1
    assert drafts.on_disk() == {}


def test_options_go_with_it(team):
    options = json.dumps({"confirm": "ask", "timezone": "Europe/Vienna"})
    place = begun(team, team.manager, options=options)
    send(team.manager, place, 0, LINE)
    work_off()
    upload = said(team.manager.get(upload_of(team, place)))
    assert (upload["status"], upload["options"]["timezone"]) == ("review", "Europe/Vienna")
    assert "modified" not in upload["options"]


def test_the_same_bytes_again_load_nothing_twice(team):
    for _ in range(2):
        place = begun(team, team.manager)
        send(team.manager, place, 0, LINE)
        work_off()
    again = said(team.manager.get(upload_of(team, place)))
    assert (again["status"], team.counts()["threads"]) == ("done", 1)
    assert again["duplicate_of"] is not None


def test_an_empty_file_is_an_upload_at_once(team):
    place = begun(team, team.manager, 0)
    assert here(team.manager, place) == 0
    work_off()
    assert said(team.manager.get(upload_of(team, place)))["status"] == "failed"


def test_bytes_for_another_place_than_the_end_are_refused_and_change_nothing(team):
    place = begun(team, team.manager)
    send(team.manager, place, 0, LINE[:50])
    for offset in (0, 49, 51, len(LINE)):
        refused(send(team.manager, place, offset, b"x"), 409, "offset_differs")
    assert here(team.manager, place) == 50


@pytest.mark.parametrize("offset", ["", "-1", "1e3", "9" * 40])
def test_an_offset_is_a_number_of_bytes(team, offset):
    headers = TUS | {"Upload-Offset": offset}
    reply = team.manager.patch(begun(team, team.manager), raw=b"x", media=MEDIA, headers=headers)
    refused(reply, 400, "malformed")


def test_no_more_comes_in_than_was_said(team):
    place = begun(team, team.manager)
    refused(send(team.manager, place, 0, LINE + b"x"), 413, "too_large")
    assert here(team.manager, place) == 0


def test_bytes_come_as_what_tus_calls_them(team):
    place = begun(team, team.manager)
    headers = TUS | {"Upload-Offset": "0"}
    refused(team.manager.patch(place, raw=LINE, headers=headers), 415, "unsupported_media_type")


def test_another_version_of_tus_is_refused_with_the_one_that_is_spoken(team):
    place = begun(team, team.manager)
    for version in ({}, {"Tus-Resumable": "0.2.2"}):
        for method, path in (("POST", "tus/"), ("DELETE", place)):
            reply = team.manager.call(method, path, headers=version)
            refused(reply, 412, "tus_version")
            assert reply["Tus-Version"] == "1.0.0"
        assert ask(team.manager, "HEAD", place, version).status_code == 412


def test_anybody_may_ask_what_is_spoken(team, settings):
    reply = ask(Caller(), "OPTIONS", "/api/v1/tus/", {})
    assert reply.status_code == 204
    assert reply["Tus-Version"] == reply["Tus-Resumable"] == "1.0.0"
    assert {"creation", "termination"} <= set(reply["Tus-Extension"].split(","))
    assert int(reply["Tus-Max-Size"]) == settings.UPLOAD_LIMIT


class TestBeginning:
    def test_a_file_beyond_the_limit_is_refused_before_a_byte_of_it_comes(self, team, settings):
        settings.UPLOAD_LIMIT = 100
        refused(begin(team, team.manager, 101), 413, "too_large")
        assert begin(team, team.manager, 100).status_code == 201

    @pytest.mark.parametrize("length", ["", "-5", "many", "1.5", "9" * 30])
    def test_a_length_is_a_number_of_bytes(self, team, length):
        refused(begin(team, team.manager, length), 400, "malformed")

    def test_metadata_that_mean_nothing_are_refused(self, team):
        for metadata, code in [
            ({"corpus": "ours"}, "malformed"), ({"options": "{"}, "malformed"),
            ({"options": '{"confirm": "never"}'}, "malformed"), ({"corpus": ""}, "malformed"),
        ]:  # fmt: skip
            refused(begin(team, team.manager, **metadata), 400, code)
        headers = TUS | {"Upload-Length": "5", "Upload-Metadata": "corpus §"}
        refused(team.manager.post("tus/", headers=headers, media=""), 400, "malformed")
        options = json.dumps({"format": "tea leaves"})
        refused(begin(team, team.manager, options=options), 415, "unknown_format")
        options = json.dumps({"timezone": "Mars/Olympus"})
        refused(begin(team, team.manager, options=options), 422, "unknown_timezone")
        assert not PartialUpload.objects.exists()

    def test_a_name_is_a_label_and_never_a_path(self, team):
        begun(team, team.manager, filename="../../etc/pass\u202ewd")
        assert PartialUpload.objects.get().name == "passwd"


class TestWhoMay:
    def test_only_who_may_upload_begins(self, team, stranger):
        for caller, status in [
            (team.coder, 403), (team.reader, 403), (stranger, 404), (Caller(), 401),
            (team.another("manager", "read"), 403),
        ]:  # fmt: skip
            refused(begin(team, caller), status)
        assert begin(team, team.another("manager", "manage")).status_code == 201

    def test_only_who_began_goes_on(self, team, stranger):
        place = begun(team, team.manager)
        for caller, status in [(team.owner, 404), (stranger, 404), (Caller(), 401)]:
            refused(send(caller, place, 0, LINE), status)
            assert ask(caller, "HEAD", place).status_code == status
            refused(caller.delete(place, headers=TUS), status)
        assert here(team.manager, place) == 0
        refused(send(team.manager, f"tus/{uuid4()}/", 0, LINE), 404)

    def test_who_may_upload_no_more_does_not_go_on(self, team):
        place = begun(team, team.manager)
        path = f"{team.path}members/{team.manager.id}/"
        said(team.owner.patch(path, {"role": "coder"}, match=1))
        refused(send(team.manager, place, 0, LINE), 403)

    def test_a_browser_shows_its_token_against_forgery(self, team):
        browser = Caller(team.manager.user)
        browser.client.force_login(team.manager.user)
        refused(begin(team, browser), 403)
        said(browser.get("session/"))
        place = begun(team, browser)
        token = browser.client.cookies.pop("csrftoken")
        refused(send(browser, place, 0, LINE), 403)
        browser.client.cookies["csrftoken"] = token.value
        assert send(browser, place, 0, LINE).status_code == 204


class TestChecksums:
    @pytest.mark.parametrize("name", ["sha1", "sha256"])
    def test_what_fits_its_checksum_stays(self, team, name):
        place = begun(team, team.manager)
        digest = in_base64(hashlib.new(name, LINE).digest())
        assert send(team.manager, place, 0, LINE, Upload_Checksum=f"{name} {digest}")
        assert here(team.manager, place) == len(LINE)

    def test_what_does_not_is_taken_back_whole(self, team):
        place = begun(team, team.manager)
        send(team.manager, place, 0, LINE[:30])
        digest = in_base64(hashlib.sha1(b"other", usedforsecurity=False).digest())
        reply = send(team.manager, place, 30, b"?" * 20, Upload_Checksum=f"sha1 {digest}")
        refused(reply, 460, "checksum_differs")
        assert here(team.manager, place) == 30
        send(team.manager, place, 30, LINE[30:])
        sha256 = said(team.manager.get(upload_of(team, place)))["sha256"]
        assert sha256 == hashlib.sha256(LINE).hexdigest()

    @pytest.mark.parametrize("checksum", ["md5 AAAA", "sha1 A", "nonsense"])
    def test_another_kind_of_checksum_is_refused(self, team, checksum):
        place = begun(team, team.manager)
        refused(send(team.manager, place, 0, LINE, Upload_Checksum=checksum), 400, "malformed")
        assert here(team.manager, place) == 0


class TestRoom:
    """What a corpus' files may take, however they come."""

    @pytest.fixture(autouse=True)
    def _little_room(self, team):
        team.corpus.storage_limit = 2 * len(LINE)
        team.corpus.save()

    def storage(self, team: Team) -> dict[str, Any]:
        return said(team.manager.get(f"{team.path}storage/"))

    def test_files_that_are_on_their_way_have_their_room(self, team):
        place = begun(team, team.manager, len(LINE) + 1, modified="1900000000123")
        refused(begin(team, team.manager, len(LINE)), 413, "quota_exceeded")
        storage = self.storage(team)
        assert (storage["used"], storage["reserved"]) == (0, len(LINE) + 1)
        assert storage["limit"] == 2 * len(LINE)
        (one,) = storage["unfinished"]
        assert (one["id"], one["received"], one["name"]) == (
            place.split("/")[-2], 0, "frost.jsonl",
        )  # fmt: skip
        assert one["modified"] == 1_900_000_000_123
        assert said(team.owner.get(f"{team.path}storage/"))["unfinished"] == []

    def test_kept_files_count_once_and_removed_ones_no_more(self, team):
        for _ in range(2):
            send(team.manager, begun(team, team.manager), 0, LINE)
        work_off()
        assert self.storage(team)["used"] == len(LINE)
        for upload in said(team.manager.get(f"{team.path}uploads/"))["results"]:
            said(team.manager.delete(f"{team.path}uploads/{upload['id']}/"), 204)
        assert self.storage(team)["used"] == 0

    def test_a_form_is_held_to_it_as_well(self, team, unchanged):
        body = {"name": "pasted", "text": "x" * (2 * len(LINE) + 1)}
        refused(team.manager.post(f"{team.path}uploads/", body), 413, "quota_exceeded")
        unchanged()
        assert not [path for path in drafts.blobs.incoming().parent.rglob("*") if path.is_file()]

    def test_a_corpus_without_a_limit_of_its_own_has_the_servers(self, team, settings):
        team.corpus.storage_limit = None
        team.corpus.save()
        assert self.storage(team)["limit"] is None
        settings.STORAGE_LIMIT = len(LINE)
        assert self.storage(team)["limit"] == len(LINE)
        refused(begin(team, team.manager, len(LINE) + 1), 413, "quota_exceeded")


class TestGivingUp:
    def test_what_is_given_up_is_gone_and_its_room_free(self, team):
        place = begun(team, team.manager)
        send(team.manager, place, 0, LINE[:50])
        assert len(drafts.on_disk()) == 1
        said(team.manager.delete(place, headers=TUS), 204)
        assert ask(team.manager, "HEAD", place).status_code == 404
        refused(send(team.manager, place, 50, LINE[50:]), 404)
        assert drafts.on_disk() == {}

    def test_an_upload_that_it_became_stays(self, team):
        place = begun(team, team.manager)
        send(team.manager, place, 0, LINE)
        said(team.manager.delete(place, headers=TUS), 204)
        work_off()
        assert said(team.manager.get(upload_of(team, place)))["status"] == "done"
        assert content(team.manager.get(f"{upload_of(team, place)}raw/")) == LINE

    def test_what_nobody_goes_on_with_is_removed_after_days(self, team, settings):
        old, young = (begun(team, team.manager) for _ in range(2))
        for place in (old, young):
            send(team.manager, place, 0, LINE[:50])
        long_ago = timezone.now() - timedelta(days=settings.UNFINISHED_DAYS, minutes=1)
        PartialUpload.objects.filter(pk=old.split("/")[-2]).update(touched_at=long_ago)
        assert partials.remove_abandoned() == 1
        assert ask(team.manager, "HEAD", old).status_code == 404
        assert here(team.manager, young) == 50
        assert len(drafts.on_disk()) == 1


class TestAfterAccidents:
    def test_what_was_written_but_not_noted_is_cut_off(self, team):
        """The process died between the two: its bytes may be anything."""
        place = begun(team, team.manager)
        send(team.manager, place, 0, LINE[:50])
        (draft,) = drafts.on_disk().values()
        with draft.open("ab") as file:
            file.write(b"half a block")
        drafts.forget(PartialUpload.objects.get().pk)
        assert here(team.manager, place) == 50
        send(team.manager, place, 50, LINE[50:])
        assert content(team.manager.get(f"{upload_of(team, place)}raw/")) == LINE

    def test_another_process_that_has_not_seen_the_beginning_knows_the_digest(self, team):
        place = begun(team, team.manager)
        send(team.manager, place, 0, LINE[:50])
        drafts.forget(PartialUpload.objects.get().pk)
        send(team.manager, place, 50, LINE[50:])
        sha256 = said(team.manager.get(upload_of(team, place)))["sha256"]
        assert sha256 == hashlib.sha256(LINE).hexdigest()

    def test_a_draft_that_was_lost_begins_anew(self, team):
        place = begun(team, team.manager)
        send(team.manager, place, 0, LINE[:50])
        (draft,) = drafts.on_disk().values()
        draft.unlink()
        assert here(team.manager, place) == 0
        assert send(team.manager, place, 0, LINE).status_code == 204

    def test_a_full_disk_keeps_what_came_before(self, team):
        place = begun(team, team.manager)
        send(team.manager, place, 0, LINE[:50])
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
        headers = {**team.manager.headers, **TUS, "Upload-Offset": "50"}
        try:
            reply = team.manager.client.generic("PATCH", place, LINE[50:], MEDIA, headers=headers)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert "is kept" in refused(reply, 507, "disk_full")["detail"]
        assert here(team.manager, place) == 50
        assert send(team.manager, place, 50, LINE[50:]).status_code == 204
        assert content(team.manager.get(f"{upload_of(team, place)}raw/")) == LINE

    def test_two_who_send_the_same_at_once_are_told_apart(self, team):
        place = begun(team, team.manager)
        held = drafts.OpenDraft(PartialUpload.objects.get().pk, at=0)
        try:
            refused(send(team.manager, place, 0, LINE), 423, "busy")
            assert ask(team.manager, "HEAD", place).status_code == 423
        finally:
            held.close()
        assert send(team.manager, place, 0, LINE).status_code == 204
