"""One web process: uvicorn on a socket that the supervisor opened, or on a port of its own.

Run as `python -m catena.web`; `catena up` starts it, containers do so directly.
"""

from __future__ import annotations

import argparse
import os
import socket
from typing import TYPE_CHECKING

import uvicorn

from api import live
from catena.asgi import application, bridge

if TYPE_CHECKING:
    from types import FrameType

LAST_REQUESTS = 10
"""Seconds that running requests get to finish when the server is told to stop."""


class Server(uvicorn.Server):
    """Ends first what would keep the server from stopping: live streams, and files on their way."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Take a signal to stop."""
        live.close_streams()
        bridge.feeder.stop()
        super().handle_exit(sig, frame)


def main() -> None:
    """Serve until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(prog="python -m catena.web", description=__doc__)
    parser.add_argument("--fd", type=int, help="an open socket that already listens")
    given = parser.parse_args()
    config = uvicorn.Config(
        application,
        host=os.environ.get("CATENA_HOST") or "127.0.0.1",
        port=int(os.environ.get("CATENA_PORT") or "8000"),
        lifespan="off",
        ws="none",
        server_header=False,
        access_log=False,
        log_config=None,
        # Addresses that a proxy tells are believed only where one is said to stand.
        proxy_headers="FORWARDED_ALLOW_IPS" in os.environ,
        timeout_graceful_shutdown=LAST_REQUESTS,
    )
    sockets = None if given.fd is None else [socket.socket(fileno=given.fd)]
    Server(config).run(sockets=sockets)


if __name__ == "__main__":
    main()
