"""The bridge between the web server's event loop and Django's threads, over real connections."""

import hashlib
import json
import socket
import threading
import time
from contextlib import closing
from http.client import HTTPConnection

import pytest
import uvicorn

from catena.bridge import WsgiBridge

MEGABYTE = 1024 * 1024
LIMIT = 8 * MEGABYTE


class Site:
    """A WSGI application with one page per test, and what it noticed."""

    def __init__(self):
        self.made = 0
        self.closed = threading.Event()
        self.ran_in = self.closed_in = None

    def __call__(self, environ, start_response):
        self.ran_in = threading.get_ident()
        return getattr(self, environ["PATH_INFO"].strip("/"))(environ, start_response)

    def digest(self, environ, start_response):
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [hashlib.sha256(body).hexdigest().encode()]

    def headers(self, environ, start_response):
        start_response("200 OK", [("Content-Type", "application/json")])
        known = {k: v for k, v in environ.items() if isinstance(v, str)}
        return [json.dumps(known).encode()]

    def endless(self, environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        return Pieces(self)

    def file(self, environ, start_response):
        start_response("200 OK", [("Content-Length", str(environ["size"]))])
        return environ["wsgi.file_wrapper"](environ["file"])

    def zeros(self, environ, start_response):
        size = 64 * MEGABYTE
        return self.file(environ | {"size": size, "file": Zeros(size)}, start_response)

    def broken(self, environ, start_response):
        raise RuntimeError("on purpose")


class Pieces:
    """An export that goes on as long as somebody takes it."""

    def __init__(self, site):
        self.site = site

    def __iter__(self):
        while True:
            self.site.made += 1
            yield b"x" * 65536

    def close(self):
        self.site.closed_in = threading.get_ident()
        self.site.closed.set()


class Zeros:
    def __init__(self, size):
        self.left = size

    def read(self, size):
        size = min(size, self.left)
        self.left -= size
        return bytes(size)

    def close(self):
        pass


@pytest.fixture
def site():
    return Site()


@pytest.fixture
def connect(site):
    """Serve the site with one thread; returns a function that opens connections to it."""
    door = socket.create_server(("127.0.0.1", 0))
    bridge = WsgiBridge(site, threads=1, limit=LIMIT)
    server = uvicorn.Server(uvicorn.Config(bridge, lifespan="off", log_config=None))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
    thread.start()
    opened = []

    def connect():
        connection = HTTPConnection("127.0.0.1", door.getsockname()[1], timeout=20)
        opened.append(connection)
        return connection

    yield connect
    for connection in opened:
        connection.close()
    server.should_exit = True
    thread.join()
    bridge.threads.shutdown()
    door.close()


def ask(connection, method, path, **more):
    connection.request(method, path, **more)
    answer = connection.getresponse()
    return answer, answer.read()


def test_a_long_body_arrives_whole(connect):
    body = bytes(range(256)) * 4096 * 5
    assert len(body) > MEGABYTE
    answer, said = ask(connect(), "POST", "/digest", body=body)
    assert said.decode() == hashlib.sha256(body).hexdigest()
    assert answer.getheader("Content-Length") == "64"


def test_a_body_of_unknown_length_arrives_whole(connect):
    parts = [b"a" * 70_000, b"b" * 70_000]
    _, said = ask(connect(), "POST", "/digest", body=iter(parts), encode_chunked=True)
    assert said.decode() == hashlib.sha256(b"".join(parts)).hexdigest()


@pytest.mark.parametrize("told", [True, False])
def test_a_body_beyond_the_limit_is_refused_with_a_reason(connect, told):
    connection = connect()
    if told:
        connection.putrequest("POST", "/digest")
        connection.putheader("Content-Length", str(LIMIT + 1))
        connection.endheaders()
    else:
        chunk = b"%x\r\n%s\r\n" % (MEGABYTE, bytes(MEGABYTE))
        connection.connect()
        connection.sock.sendall(
            b"POST /digest HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk * 8
        )
        connection.sock.sendall(b"1\r\n0\r\n")
        raw = connection.sock.recv(65536)
        assert raw.startswith(b"HTTP/1.1 413")
        return
    answer = connection.getresponse()
    assert answer.status == 413
    assert json.loads(answer.read())["code"] == "too_large"


def test_head_tells_the_length_and_sends_nothing(connect):
    answer, said = ask(connect(), "HEAD", "/digest")
    assert (answer.status, said, answer.getheader("Content-Length")) == (200, b"", "64")


def test_django_sees_the_request_as_it_was_sent(connect):
    connection = connect()
    connection.putrequest("GET", "/headers?q=%C3%A4")
    connection.putheader("Cookie", "a=1")
    connection.putheader("Cookie", "b=2")
    connection.putheader("X-Forwarded_Proto", "https")
    connection.endheaders()
    environ = json.loads(connection.getresponse().read())
    assert environ["QUERY_STRING"] == "q=%C3%A4"
    assert environ["HTTP_COOKIE"] == "a=1; b=2"
    assert "HTTP_X_FORWARDED_PROTO" not in environ
    assert environ["REMOTE_ADDR"] == "127.0.0.1"


def until_still(value):
    """Return a number once it has not changed for a while."""
    seen, since = value(), time.monotonic()
    while time.monotonic() - since < 0.5:
        if value() != seen:
            seen, since = value(), time.monotonic()
        time.sleep(0.01)
    return seen


def test_an_export_is_made_no_faster_than_it_is_taken(connect, site):
    connection = connect()
    connection.request("GET", "/endless")
    with closing(connection.getresponse()) as answer:
        answer.read(100_000)
        waiting = until_still(lambda: site.made)
        assert waiting < 400, "the server ran ahead of its reader"
        answer.read(waiting * 65536)
        assert until_still(lambda: site.made) > waiting


def test_an_export_ends_in_its_own_thread_when_the_reader_leaves(connect, site):
    connection = connect()
    connection.request("GET", "/endless")
    answer = connection.getresponse()
    answer.read(1000)
    answer.close()
    connection.close()
    assert site.closed.wait(20)
    assert site.closed_in == site.ran_in
    _, said = ask(connect(), "POST", "/digest", body=b"")
    assert len(said) == 64


def test_a_slow_download_of_a_file_holds_no_thread(connect):
    slow = connect()
    slow.request("GET", "/zeros")
    with closing(slow.getresponse()) as answer:
        answer.read(1000)
        _, said = ask(connect(), "POST", "/digest", body=b"")
        assert len(said) == 64
        assert len(answer.read()) == 64 * MEGABYTE - 1000


def test_a_failing_application_is_an_error_and_the_next_request_works(connect):
    answer, _ = ask(connect(), "GET", "/broken")
    assert answer.status == 500
    assert ask(connect(), "POST", "/digest", body=b"")[0].status == 200
