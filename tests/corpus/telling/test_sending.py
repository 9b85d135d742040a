"""What a receiver sees of a telling, and what never reaches one: names that lie, slow answers."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from corpus.telling import sending
from corpus.telling.sending import Answer, Parcel, send

# Key and certificate of receiver.example, made for these tests alone.
PEM = Path(__file__).with_name("receiver.pem")
TAKEN = b"HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n"


def parcel(url: str) -> Parcel:
    return Parcel(id="msg_1", at=1_700_000_000, body=b'{"seq": 1}', secret=b"s" * 24, url=url)


def leading_to(*literals: str, asked: list[str] | None = None) -> Callable[..., Any]:
    """Return a resolver by which every name has these addresses."""

    def resolve(host: str, port: int, **_: Any) -> list[tuple[Any, ...]]:
        if asked is not None:
            asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in literals]

    return resolve


@contextmanager
def listening(
    talk: Callable[[socket.socket], None], *, secure: bool = False
) -> Iterator[tuple[int, list[socket.socket]]]:
    """Accept connections on a free port and `talk` on each; yields the port and who came."""
    context = None
    if secure:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(PEM)
    came: list[socket.socket] = []
    server = socket.create_server(("127.0.0.1", 0))

    def run() -> None:
        with suppress(OSError):
            while True:
                wire, _ = server.accept()
                came.append(wire)
                with (
                    suppress(OSError),
                    context.wrap_socket(wire, server_side=True) if context else wire as spoken,
                ):
                    talk(spoken)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield server.getsockname()[1], came
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join(5)


def hearing(heard: list[bytes], answer: bytes = TAKEN) -> Callable[[socket.socket], None]:
    """Return a talk that keeps one whole request and answers it."""

    def talk(wire: socket.socket) -> None:
        got = b""
        while b'{"seq": 1}' not in got:
            piece = wire.recv(65_536)
            if not piece:
                return
            got += piece
        heard.append(got)
        wire.sendall(answer)

    return talk


def trusting() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(PEM))


def test_a_name_is_asked_once_and_the_connection_goes_to_the_address_that_was_looked_at():
    heard: list[bytes] = []
    asked: list[str] = []
    with listening(hearing(heard)) as (port, _):
        # The real resolver knows no such name: who asked it again would not come here.
        url = f"http://receiver.example:{port}/in"
        answer = send(parcel(url), private=True, resolve=leading_to("127.0.0.1", asked=asked))
    assert answer == Answer(204, "")
    assert asked == ["receiver.example"]
    assert f"Host: receiver.example:{port}".encode() in heard[0]


@pytest.mark.parametrize("literals", [["127.0.0.1"], ["93.184.216.34", "127.0.0.1"]])
def test_a_name_of_which_one_address_lies_in_the_own_network_is_not_even_connected_to(literals):
    with listening(hearing([])) as (port, came):
        answer = send(
            parcel(f"https://receiver.example:{port}/"), private=False,
            resolve=leading_to(*literals),
        )  # fmt: skip
    assert answer.status is None
    assert "not on the internet" in answer.text
    assert came == []


def test_a_receiver_shows_the_certificate_of_its_name():
    heard: list[bytes] = []
    with listening(hearing(heard), secure=True) as (port, _):
        answer = send(
            parcel(f"https://receiver.example:{port}/"), private=True,
            resolve=leading_to("127.0.0.1"), trusting=trusting(),
        )  # fmt: skip
    assert answer.taken
    assert len(heard) == 1


@pytest.mark.parametrize(
    ("name", "trusted"), [("other.example", True), ("receiver.example", False)]
)
def test_who_shows_another_names_certificate_or_one_that_nobody_vouches_for_is_told_nothing(
    name, trusted
):
    heard: list[bytes] = []
    with listening(hearing(heard), secure=True) as (port, _):
        answer = send(
            parcel(f"https://{name}:{port}/"), private=True, resolve=leading_to("127.0.0.1"),
            trusting=trusting() if trusted else None,
        )  # fmt: skip
    assert answer.status is None
    assert "CERTIFICATE_VERIFY_FAILED" in answer.text
    assert heard == []


def test_a_redirect_is_no_answer_and_is_not_followed():
    heard: list[bytes] = []
    moved = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n"
    with listening(hearing(heard, moved)) as (port, came):
        answer = send(
            parcel(f"http://receiver.example:{port}/"), private=True,
            resolve=leading_to("127.0.0.1"),
        )  # fmt: skip
        assert len(came) == 1
    assert answer.status == 302
    assert not answer.taken


@pytest.mark.parametrize("secure", [False, True])
def test_a_receiver_that_drips_is_cut_off_however_quick_each_byte(monkeypatch, secure):
    monkeypatch.setattr(sending, "SECONDS", 1.0)
    cut = threading.Event()

    def drip(wire: socket.socket) -> None:
        wire.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not cut.wait(0.05):
            wire.sendall(b"x")

    with listening(drip, secure=secure) as (port, _):
        scheme = "https" if secure else "http"
        answer = send(
            parcel(f"{scheme}://receiver.example:{port}/"), private=True,
            resolve=leading_to("127.0.0.1"), trusting=trusting(),
        )  # fmt: skip
        cut.set()
    assert answer.status is None
    assert "longer than" in answer.text


def test_a_receiver_that_never_shakes_hands_is_cut_off(monkeypatch):
    monkeypatch.setattr(sending, "SECONDS", 1.0)
    ended = threading.Event()
    with listening(lambda _: ended.wait(5) and None) as (port, _):
        answer = send(
            parcel(f"https://receiver.example:{port}/"), private=True,
            resolve=leading_to("127.0.0.1"), trusting=trusting(),
        )  # fmt: skip
        ended.set()
    assert answer.status is None
    assert "longer than" in answer.text or "timed out" in answer.text
