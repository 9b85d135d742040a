"""Bodies that are taken in while they come, over real connections to the whole of Catena."""

import base64
import json
import os
import socket
import threading
import time
from contextlib import closing
from http.client import HTTPConnection, HTTPResponse

import pytest
import uvicorn
from django.db import connections

from catena.bridge import WsgiBridge
from catena.wsgi import application as django
from corpus import drafts
from corpus.models import PartialUpload, Upload
from corpus.services.accounts import create_token
from tests.factories import corpus_of, person

pytestmark = pytest.mark.django_db(transaction=True)
MEGABYTE = 1024 * 1024
FILE = os.urandom(5 * MEGABYTE)
TUS = {"Tus-Resumable": "1.0.0", "Content-Type": "application/offset+octet-stream"}


class Site:
    """A server with one thread for Django, and the file that is being sent to it."""

    def __init__(self, port, bridge, headers, corpus):
        self.port, self.bridge, self.headers, self.corpus = port, bridge, headers, corpus
        metadata = f"corpus {base64.b64encode(str(corpus.pk).encode()).decode()}"
        begun = self.ask(
            "POST", "/api/v1/tus/", **{"Upload-Length": len(FILE), "Upload-Metadata": metadata}
        )
        self.place = begun.headers["Location"]

    def connect(self):
        return closing(HTTPConnection("127.0.0.1", self.port, timeout=20))

    def ask(self, method, path=None, body=None, **headers) -> HTTPResponse:
        with self.connect() as connection:
            sent = {name: str(value) for name, value in {**self.headers, **headers}.items()}
            connection.request(method, path or self.place, body=body, headers=sent)
            answer = connection.getresponse()
            answer.said = answer.read()
            return answer

    def begin_to_send(self, connection, part: bytes, *, at: int = 0) -> None:
        """Say that all the rest comes, and send only a part of it."""
        connection.putrequest("PATCH", self.place)
        length = {"Content-Length": len(FILE) - at, "Upload-Offset": at}
        for name, value in {**self.headers, **length}.items():
            connection.putheader(name, str(value))
        connection.endheaders()
        connection.send(part)

    def offset(self) -> int:
        """What HEAD says once nobody writes any more."""
        deadline = time.monotonic() + 20
        while (answer := self.ask("HEAD")).status == 423:
            assert time.monotonic() < deadline
            threading.Event().wait(0.05)
        assert answer.status == 200
        return int(answer.headers["Upload-Offset"])

    def until_written(self, size: int) -> None:
        deadline = time.monotonic() + 20
        draft = PartialUpload.objects.get()
        while drafts.length_of(draft.pk) < size:
            assert time.monotonic() < deadline
            threading.Event().wait(0.02)


@pytest.fixture
def site(settings, tmp_path):
    settings.BLOBS = tmp_path / "blobs"
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    owner = person()
    corpus = corpus_of(owner)
    _, key = create_token(user=owner, name="test", scopes=None)
    door = socket.create_server(("127.0.0.1", 0))
    bridge = WsgiBridge(
        django, threads=1, limit=MEGABYTE, feeds=lambda scope: scope["method"] == "PATCH"
    )
    server = uvicorn.Server(uvicorn.Config(bridge, lifespan="off", log_config=None))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
    thread.start()
    yield Site(door.getsockname()[1], bridge, TUS | {"Authorization": f"Bearer {key}"}, corpus)
    server.should_exit = True
    thread.join()
    bridge.threads.submit(connections.close_all).result()
    bridge.threads.shutdown()
    door.close()


def test_a_body_beyond_the_limit_of_forms_is_taken_in(site):
    assert len(FILE) > site.bridge.limit
    answer = site.ask("PATCH", body=FILE, **{"Upload-Offset": 0})
    assert (answer.status, answer.headers["Upload-Offset"]) == (204, str(len(FILE)))
    assert answer.headers["Tus-Resumable"] == "1.0.0"
    assert Upload.objects.get().size == len(FILE)


def test_what_came_before_the_line_broke_is_kept(site):
    part = FILE[: 2 * MEGABYTE + 12_345]
    with site.connect() as connection:
        site.begin_to_send(connection, part)
    assert site.offset() == len(part)
    answer = site.ask("PATCH", body=FILE[len(part) :], **{"Upload-Offset": len(part)})
    assert answer.status == 204
    upload = Upload.objects.get()
    path = f"/api/v1/corpora/{site.corpus.pk}/uploads/{upload.pk}/raw/"
    assert site.ask("GET", path).said == FILE


def test_a_slow_line_holds_nobody_up(site):
    """There is one thread for Django, and somebody sends half a file and then nothing."""
    with site.connect() as connection:
        site.begin_to_send(connection, FILE[: 2 * MEGABYTE])
        site.until_written(MEGABYTE)
        assert site.ask("GET", "/api/v1/me/").status == 200
        assert site.ask("HEAD").status == 423
        again = site.ask("PATCH", body=b"x", **{"Upload-Offset": 0})
        assert (again.status, json.loads(again.said)["code"]) == (423, "busy")


def test_a_server_that_stops_keeps_what_came_and_says_so(site):
    with site.connect() as connection:
        site.begin_to_send(connection, FILE[: 2 * MEGABYTE])
        site.until_written(MEGABYTE)
        site.bridge.feeder.stop()
        answer = connection.getresponse()
        assert (answer.status, json.loads(answer.read())["code"]) == (408, "cut_short")
    assert MEGABYTE <= PartialUpload.objects.get().received <= 2 * MEGABYTE
    assert site.offset() == PartialUpload.objects.get().received


def test_what_is_given_up_while_it_comes_ends_there(site):
    with site.connect() as connection:
        site.begin_to_send(connection, FILE[: 2 * MEGABYTE])
        site.until_written(MEGABYTE)
        assert site.ask("DELETE").status == 204
        connection.send(FILE[2 * MEGABYTE :])
        answer = connection.getresponse()
        assert (answer.status, json.loads(answer.read())["code"]) == (404, "not_found")
    assert not Upload.objects.exists()


def test_a_refusal_comes_before_the_body_does(site):
    with site.connect() as connection:
        site.headers.pop("Authorization")
        site.begin_to_send(connection, b"")
        answer = connection.getresponse()
        assert (answer.status, json.loads(answer.read())["code"]) == (401, "not_authenticated")
