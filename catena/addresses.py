"""Where this Catena is reached: the host and port it listens on and the address people use."""

from __future__ import annotations

import os
import socket

from catena.folders import SetUpError

EVERYWHERE = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 - compared with, not bound to


def host_and_port() -> tuple[str, int]:
    """Return CATENA_HOST and CATENA_PORT, by default 127.0.0.1 and 8000."""
    text = os.environ.get("CATENA_PORT") or "8000"
    if not text.isdigit() or int(text) > 65535:
        raise SetUpError(f"CATENA_PORT is “{text}”, which is no port. Take one from 1 to 65535.")
    return os.environ.get("CATENA_HOST") or "127.0.0.1", int(text)


def public_address() -> str:
    """Return the address that people type: CATENA_PUBLIC_URL, or the one we listen on."""
    given = os.environ.get("CATENA_PUBLIC_URL")
    if given:
        return given.rstrip("/")
    host, port = host_and_port()
    host = "127.0.0.1" if host in EVERYWHERE else host
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def listen() -> socket.socket:
    """Open the port for all web processes to share; requests wait in it while one restarts."""
    host, port = host_and_port()
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, address = found[0][0], found[0][4]
        return socket.create_server(address, family=family, backlog=1024)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror
        raise SetUpError(
            f"Catena cannot listen on {host}, port {port} ({reason}). "
            "Another program may use this port: set CATENA_PORT to a free one, "
            f"e.g. CATENA_PORT={port + 1}."
        ) from error
