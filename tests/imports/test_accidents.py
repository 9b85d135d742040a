"""Bad input and accidents: each ends in a plain word about what is wrong, never in a loss."""

import hashlib

import pytest

from corpus.models import Upload
from tests.imports.desk import Desk, Named, lines, work
from tests.imports.test_captures import CAPTURE, FOOT, LIGHT, WHOLE
from tests.imports.test_threads_jsonl import ENTRY, NESTED


def failed(desk: Desk, data: bytes, name: str = "a.txt", **options: str) -> dict:
    """Import what cannot be imported; returns the problem that says so."""
    upload = desk.imported(data, name, **options)
    assert upload["status"] == "failed", upload
    assert upload["finished_at"]
    assert desk.threads() == []
    problem = desk.problems(upload)[0]
    assert problem["severity"] == "error"
    assert problem["message"]
    return problem


def test_an_empty_file_is_called_empty(desk: Desk) -> None:
    assert failed(desk, b"")["code"] == "empty_file"


@pytest.mark.parametrize("byte", [b"a", b"\n", b"{", b"\xff", b"\0"])
def test_a_file_of_one_byte_fails_with_a_reason(desk: Desk, byte: bytes) -> None:
    failed(desk, byte)


def test_blank_lines_alone_fail_with_a_reason(desk: Desk) -> None:
    failed(desk, b"\n \n\t\n")


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
        b"PK\x03\x04" + bytes(200),
        b"".join(hashlib.sha256(bytes([n])).digest() for n in range(150)),
    ],
)
def test_a_binary_file_named_txt_is_refused_as_no_text(desk: Desk, data: bytes) -> None:
    codes = {"binary_file", "undecodable", "damaged_archive"}
    assert failed(desk, data, "notes.txt")["code"] in codes


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32"])
def test_unicode_in_another_form_is_read_as_it_is(desk: Desk, encoding: str) -> None:
    upload = desk.imported(WHOLE.replace("wicks", "wícks").encode(encoding))
    if upload["status"] == "review":
        assert "encoding_guessed" in upload["problems"]["by_code"]
        desk.act(upload, "confirm")
        work()
        upload = desk.shown(upload)
    assert upload["status"] == "done", upload
    (thread,) = desk.threads(upload)
    assert thread["title"] == "On lamps"
    assert "—" not in thread["title"]


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_an_old_encoding_is_guessed_named_and_shown_before_loading(
    desk: Desk, encoding: str
) -> None:
    dash = "—" if encoding == "cp1252" else "-"
    text = WHOLE.replace("—", dash).replace(
        "It burned all night.", "Die Flamme brannte über Nacht, schön und groß für José und Zoë."
    )
    upload = desk.imported(text.encode(encoding))
    assert upload["status"] == "review", upload
    note = next(p for p in desk.problems(upload) if p["code"] == "encoding_guessed")
    byte = next(i for i, b in enumerate(text.encode(encoding)) if b > 127)
    assert f"{byte:,}" in note["message"]
    assert upload["encoding"] in {"cp1252", "latin-1", "iso8859-1"}
    preview = desk.get(f"uploads/{upload['id']}/preview/")
    assert "schön und groß für José und Zoë" in preview["text"]


def test_a_line_that_is_no_utf8_is_refused_with_the_bytes_place(desk: Desk) -> None:
    bad = '{"title": "Käfer", "text": "Grün", "comments": []}'.encode("latin-1") + b"\n"
    data = lines(NESTED) + bad + lines(ENTRY | {"comments": []})
    upload = desk.imported(data)
    assert (upload["status"], upload["counts"]["failed"]) == ("done", 1)
    (problem,) = desk.problems(upload)
    assert problem["item"] == "line 2"
    assert f"{data.index(b'K' + bytes([0xE4])) + 1:,}" in problem["message"]
    assert len(desk.threads(upload)) == 2


def test_a_capture_without_comments_gives_the_entry_alone_and_says_so(desk: Desk) -> None:
    upload = desk.imported(LIGHT + FOOT)
    assert upload["status"] in {"done", "review"}
    assert (upload["counts"]["entries"], upload["counts"]["comments"]) == (1, 0)
    assert upload["problems"]["total"] > 0
    if upload["status"] == "done":
        (thread,) = desk.threads(upload)
        assert [post["kind"] for post in thread["posts"]] == ["entry"]


@pytest.mark.parametrize("part", [0.55, 0.7, 0.9])
def test_a_capture_cut_in_the_middle_waits_for_a_look(desk: Desk, part: float) -> None:
    text = CAPTURE.decode()
    upload = desk.imported(text[: int(len(text) * part)])
    assert upload["status"] == "review", upload
    assert upload["accounted"]
    assert upload["problems"]["total"] > 0
    assert desk.threads() == []


def test_a_json_file_cut_in_the_middle_keeps_its_whole_lines(desk: Desk) -> None:
    data = lines(NESTED, NESTED | {"id": "e2"})
    upload = desk.imported(data[:-200])
    assert upload["status"] == "done"
    assert (upload["counts"]["threads"], upload["counts"]["failed"]) == (1, 1)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ada\\lamps.txt", "lamps.txt"),
        ("lamps\u202etxt.exe", "lampstxt.exe"),
        ("la\u061cm\u2066ps\u2069.txt", "lamps.txt"),
        ("tab\there\x07.txt", "tabhere.txt"),
        ("..", "untitled"),
        ("名前 ö.txt", "名前 ö.txt"),
        ("n" * 400 + ".txt", "n" * 255),
    ],
)
def test_a_file_name_is_only_a_harmless_label(desk: Desk, name: str, label: str) -> None:
    body = {"name": name[:255] if len(name) > 255 else name, "text": WHOLE}
    reply = desk.client.post(f"{desk.url}uploads/", body, content_type="application/json")
    assert reply.status_code == 202, reply.content
    (upload,) = reply.json()["results"]
    assert upload["name"] == label
    sent = desk.upload(WHOLE.replace("lamp", "lamb"), name.replace("..", "dots"))
    assert not set(sent["name"]) & set("/\\\x07\u202e\u061c")
    assert desk.raw(upload) == WHOLE.encode()


def test_over_the_limit_is_refused_before_it_is_read_whole(desk: Desk, settings) -> None:
    settings.UPLOAD_LIMIT = 10_000
    read = 0

    class Endless:
        """A body that says how much of it was taken."""

        def read(self, size: int = -1) -> bytes:
            nonlocal read
            read += max(size, 1)
            return b"x" * max(size, 1)

        readline = read

    reply = desk.client.generic(
        "POST", f"{desk.url}uploads/", b"",
        content_type="multipart/form-data; boundary=B",
        CONTENT_LENGTH="3000000", **{"wsgi.input": Endless()},
    )  # fmt: skip
    assert (reply.status_code, reply.json()["code"]) == (413, "too_large")
    assert "10,000" in reply.json()["detail"]
    assert read < 100_000


def test_a_file_one_byte_over_the_limit_is_refused_and_not_kept(desk: Desk, settings) -> None:
    settings.UPLOAD_LIMIT = len(WHOLE.encode()) - 1
    reply = desk.post(("a.txt", WHOLE.encode()))
    assert reply.status_code == 413
    assert [p for p in settings.BLOBS.rglob("*") if p.is_file()] == []
    assert not Upload.objects.exists()
    settings.UPLOAD_LIMIT += 1
    assert desk.post(("a.txt", WHOLE.encode())).status_code == 202


def test_one_file_too_many_bytes_leaves_none_of_the_request(desk: Desk, settings) -> None:
    settings.UPLOAD_LIMIT = 10_000
    reply = desk.post(("a.txt", WHOLE.encode()), ("b.txt", b"x" * 10_001))
    assert reply.status_code == 413
    assert desk.counts()["uploads"] == 0


def test_a_file_like_no_known_format_fails_and_says_what_can_be_done(desk: Desk) -> None:
    problem = failed(desk, b"[1, 2, 3, 5, 8, 13]")
    assert problem["code"] == "unsupported_format"
    assert "format" in problem["message"]


def test_a_format_that_nobody_reads_is_refused_at_once(desk: Desk) -> None:
    reply = desk.post(("a.txt", WHOLE.encode()), format="wordstar")
    assert (reply.status_code, reply.json()["code"]) == (415, "unknown_format")
    assert "threads-jsonl" in reply.json()["detail"]


def test_the_wrong_format_chosen_by_hand_fails_and_says_why(desk: Desk) -> None:
    upload = desk.imported(WHOLE, format="threads-jsonl")
    assert upload["status"] in {"failed", "review"}
    assert upload["problems"]["total"] > 0
    assert desk.threads() == []


def test_a_request_without_a_file_is_malformed(desk: Desk) -> None:
    reply = desk.client.post(f"{desk.url}uploads/", {"options": "{}"})
    assert (reply.status_code, reply.json()["code"]) == (400, "malformed")


@pytest.mark.parametrize("options", ["{", "[]", '{"confirm": "maybe"}', '{"url": "no address"}'])
def test_options_that_make_no_sense_are_malformed(desk: Desk, options: str) -> None:
    form = {"file": Named(WHOLE.encode(), "a.txt"), "options": options}
    reply = desk.client.post(f"{desk.url}uploads/", form)
    assert (reply.status_code, reply.json()["code"]) == (400, "malformed")
    assert desk.counts()["uploads"] == 0


def test_a_body_with_half_a_character_is_malformed(desk: Desk) -> None:
    reply = desk.client.post(
        f"{desk.url}uploads/", b'{"text": "half \\ud83d"}', content_type="application/json"
    )
    assert reply.status_code == 400
