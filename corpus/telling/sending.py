"""One telling of a webhook over the network: signed, short, to the checked address only.

The standard library's client is enough and lets the connection be made to an address that was
looked at; a client library would resolve the name a second time.
"""

import base64
import hashlib
import hmac
import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import SplitResult

from corpus.telling.addresses import RefusedAddressError, Resolve, addresses_of, checked_url
from corpus.version import VERSION

SECONDS = 10.0
"""How long a receiver may take for everything from the connection to the end of its answer."""

MOST_READ = 1024
"""Bytes of the answer that are kept."""

PREFIX = "whsec_"


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is sent: `id` is the same however often, `at` seconds since 1970."""

    id: str
    at: int
    body: bytes
    secret: bytes
    url: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: no `status` when there was no answer; `text` is its beginning, or why."""

    status: int | None
    text: str

    @property
    def taken(self) -> bool:
        """Say whether the receiver has it."""
        return self.status is not None and 200 <= self.status < 300


def shown_secret(secret: bytes) -> str:
    """Return a secret as receivers' libraries take it."""
    return PREFIX + base64.b64encode(secret).decode()


def signature(parcel: Parcel) -> str:
    """Return the header `webhook-signature` of the Standard Webhooks specification."""
    signed = b".".join([parcel.id.encode(), str(parcel.at).encode(), parcel.body])
    digest = hmac.new(parcel.secret, signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def send(
    parcel: Parcel,
    *,
    private: bool,
    resolve: Resolve = socket.getaddrinfo,
    trusting: ssl.SSLContext | None = None,
) -> Answer:
    """Send it once and return the answer; whatever goes wrong on the way is an answer, too.

    `trusting` are the authorities that certificates are checked against, else the system's.
    """
    try:
        parts = checked_url(parcel.url, private=private)
        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        found = addresses_of(host, port, private=private, resolve=resolve)
    except RefusedAddressError as error:
        return Answer(None, str(error))
    secure = parts.scheme == "https"
    context = (trusting or ssl.create_default_context()) if secure else None
    client = _Client(host, port, address=found[0], secure=context)
    timer = threading.Timer(SECONDS, client.cut)
    timer.daemon = True
    timer.start()
    try:
        return _asked(client, parts, parcel)
    except (OSError, http.client.HTTPException, ValueError) as error:
        late = "It took longer than 10 seconds." if client.late else ""
        return Answer(None, late or f"{type(error).__name__}: {error}"[:MOST_READ])
    finally:
        timer.cancel()
        client.close()


def _asked(client: "_Client", parts: SplitResult, parcel: Parcel) -> Answer:
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    client.request("POST", path, body=parcel.body, headers=_headers(parcel))
    response = client.getresponse()
    # A redirect is no answer: it may lead to where the check has not looked.
    text = response.read(MOST_READ).decode("utf-8", "replace").replace("\0", "\ufffd")
    if client.late:
        return Answer(None, "It took longer than 10 seconds.")
    return Answer(response.status, text)


def _headers(parcel: Parcel) -> Mapping[str, str]:
    return {
        "Content-Type": "application/json",
        "User-Agent": f"Catena/{VERSION}",
        "webhook-id": parcel.id,
        "webhook-timestamp": str(parcel.at),
        "webhook-signature": signature(parcel),
        "Connection": "close",
    }


class _Client(http.client.HTTPConnection):
    """Connects to `address` while speaking to `host`: in the handshake and the header Host."""

    def __init__(
        self, host: str, port: int, *, address: str, secure: ssl.SSLContext | None
    ) -> None:
        super().__init__(host, port, timeout=SECONDS)
        # By the scheme, so that Host leaves the usual port out.
        self.default_port = 443 if secure else 80
        self.address = address
        self.secure = secure
        self.late = False
        self.wire: socket.socket | None = None

    def connect(self) -> None:
        """Open the connection; the certificate must be the name's."""
        sock = socket.create_connection((self.address, self.port), timeout=SECONDS)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self.secure is not None:
            sock = self.secure.wrap_socket(
                sock, server_hostname=self.host, do_handshake_on_connect=False
            )
        # Known before the handshake, so that `cut` reaches it there as well.
        self.sock = self.wire = sock
        if isinstance(sock, ssl.SSLSocket):
            sock.do_handshake()

    def cut(self) -> None:
        """End it from another thread: each byte may be quick enough and all of them too slow."""
        self.late = True
        if self.wire is not None:
            with suppress(OSError):
                socket.socket.shutdown(self.wire, socket.SHUT_RDWR)
