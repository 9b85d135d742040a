"""Where Catena keeps its data and its sockets, and the lock that one running `catena up` holds.

What lies inside the servers' own folders is the business of `catena.postgres` and `catena.valkey`.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SOCKET_PATH_LIMIT = 100
"""Bytes of the longest socket path we use; the kernel's own limit is near 107."""

LONGEST_SOCKET_NAME = "/.s.PGSQL.5432"
OURS = {"blobs", "exports", "lock", "logs", "postgres", "run", "secret.key", "valkey"}


class SetUpError(Exception):
    """Something about this machine keeps Catena from starting; the text says what to do."""


class AlreadyRunningError(SetUpError):
    """Another process holds the lock of this data folder."""


def data_folder() -> Path:
    """Return `CATENA_HOME`, or the XDG data folder's `catena`; it need not exist yet."""
    chosen = os.environ.get("CATENA_HOME")
    if chosen:
        return Path(chosen).expanduser().absolute()
    base = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(base).expanduser().absolute() / "catena"


def claim_home(home: Path) -> Path:
    """Create the data folder, or tighten an existing one to 0700.

    A folder that holds other people's things is refused: closing it could lock somebody out.
    """
    if home.is_dir():
        names = {entry.name for entry in home.iterdir()}
        if names and not names & OURS:
            raise SetUpError(
                f"CATENA_HOME is {home}, which holds other files. Name an empty or a new folder."
            )
    return private_folder(home)


def private_folder(path: Path) -> Path:
    """Create `path` readable by its owner only (0700) and return it."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.stat().st_mode & 0o077:
            path.chmod(0o700)
    except OSError as error:
        raise SetUpError(
            f"Catena cannot use the folder {path} ({error.strerror}). "
            "Set CATENA_HOME to a folder that you may write to."
        ) from error
    return path


def socket_folder(home: Path) -> Path:
    """Return a private folder whose sockets need no quoting and fit the kernel's limit.

    That is `home/run`, unless its path is long or has unusual characters (a blank, say): then
    `home/run` becomes a link to a folder of ours under the temporary folder.
    """
    place = home / "run"
    if place.is_symlink():
        target = place.readlink()
        if is_plain(target) and is_private(target):
            return target
        place.unlink()
    if is_plain(place):
        return private_folder(place)
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    bases = (Path(runtime or tempfile.gettempdir()), Path(tempfile.gettempdir()), Path("/", "tmp"))
    for base in bases:
        if is_plain(base / "catena-12345678") and os.access(base, os.W_OK):
            target = Path(tempfile.mkdtemp(prefix="catena-", dir=base))
            place.symlink_to(target)
            return target
    raise SetUpError(f"No folder is short enough for sockets. Set CATENA_HOME shorter than {home}.")


def drop_socket_folder(home: Path) -> None:
    """Remove a socket folder that lies outside the data folder, once its servers have ended."""
    place = home / "run"
    if place.is_symlink() and is_private(place.readlink()):
        shutil.rmtree(place.readlink(), ignore_errors=True)
        place.unlink()


def is_plain(folder: Path) -> bool:
    """Say whether sockets in `folder` fit the limit and their URLs need no quoting."""
    text = str(folder)
    fits = len(os.fsencode(text + LONGEST_SOCKET_NAME)) <= SOCKET_PATH_LIMIT
    return fits and re.fullmatch(r"[\w/.+-]+", text, re.ASCII) is not None


def is_private(folder: Path) -> bool:
    """Say whether `folder` is a real folder of this user that nobody else can enter."""
    try:
        status = folder.lstat()
    except OSError:
        return False
    return folder.is_dir() and status.st_uid == os.geteuid() and not status.st_mode & 0o077


@contextmanager
def locked(home: Path) -> Iterator[None]:
    """Hold the data folder for this process; raise `AlreadyRunningError` when it is taken.

    The kernel frees the lock when the process ends, however it ends.
    """
    with (home / "lock").open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            handle.seek(0)
            holder = handle.read().strip() or "unknown"
            raise AlreadyRunningError(
                f"Catena already runs on {home} (process {holder}). Stop it first, "
                "or set CATENA_HOME to another folder."
            ) from error
        handle.truncate(0)
        handle.write(str(os.getpid()))
        handle.flush()
        yield
