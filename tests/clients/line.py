"""A line between a client and a site that refuses, breaks or damages what it is told to."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx

NOT_PASSED_ON = {"connection", "transfer-encoding", "keep-alive", "date", "server", "host"}


@dataclass
class Asked:
    """A request as it came over the line."""

    method: str
    path: str
    headers: dict[str, str]
    status: int = 0


@dataclass
class Faults:
    """What the line does with the next requests, in this order; then it is a good line."""

    refusals: list[tuple[int, str | None]] = field(default_factory=list)
    lost_answers: int = 0
    cuts: list[int] = field(default_factory=list)
    damages: int = 0
    before_live: list[Callable[[], object]] = field(default_factory=list)


class Line(ThreadingHTTPServer):
    """Passes requests on to a site; `asked` are those that came."""

    daemon_threads = True

    def __init__(self, site: str) -> None:
        super().__init__(("127.0.0.1", 0), Passing)
        self.site = site
        self.address = f"http://127.0.0.1:{self.server_address[1]}"
        self.faults = Faults()
        self.asked: list[Asked] = []
        self.open: set[socket.socket] = set()

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up are expected here."""

    def hang_up(self) -> None:
        for connection in list(self.open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class Passing(BaseHTTPRequestHandler):
    server: Line

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.headers.get("Transfer-Encoding") == "chunked":
            body = b"".join(self.chunks())
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(self.command, self.path, headers)
        self.server.asked.append(asked)
        faults = self.server.faults
        if self.path.startswith("/live/") and faults.before_live:
            faults.before_live.pop()()
        if faults.refusals:
            asked.status, wait = faults.refusals.pop(0)
            self.send_response(asked.status)
            if wait is not None:
                self.send_header("Retry-After", wait)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.pass_on(asked, body)

    do_POST = do_PUT = do_PATCH = do_DELETE = do_GET  # noqa: N815 - http.server's names

    def chunks(self) -> Iterator[bytes]:
        while size := int(self.rfile.readline(), 16):
            yield self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()

    def pass_on(self, asked: Asked, body: bytes) -> None:
        headers = {
            name: value for name, value in asked.headers.items() if name not in NOT_PASSED_ON
        }
        target = f"{self.server.site}{asked.path}"
        request = httpx.stream(asked.method, target, headers=headers, content=body, timeout=60)
        with request as answer:
            asked.status = answer.status_code
            if self.server.faults.lost_answers:
                self.server.faults.lost_answers -= 1
                answer.read()
                return
            self.send_response(answer.status_code)
            for name, value in answer.headers.items():
                if name not in NOT_PASSED_ON:
                    self.send_header(name, value)
            self.end_headers()
            self.server.open.add(self.connection)
            with suppress(OSError):
                self.send_body(answer)
            self.server.open.discard(self.connection)

    def send_body(self, answer: httpx.Response) -> None:
        faults, is_file = self.server.faults, self.path.endswith("/file/")
        left = faults.cuts.pop(0) if is_file and faults.cuts else None
        damaged = is_file and faults.damages > 0
        faults.damages -= damaged
        for block in answer.iter_raw():
            sent = block[:-1] + bytes([block[-1] ^ 1]) if damaged else block
            self.wfile.write(sent[:left])
            if left is not None:
                left -= len(sent)
                if left <= 0:
                    return


@contextmanager
def line_to(site: str) -> Iterator[Line]:
    with Line(site) as line:
        thread = Thread(target=line.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield line
        line.hang_up()
        line.shutdown()
        thread.join()
