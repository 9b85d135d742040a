"""Looking at and ending processes of the operating system, on Linux and macOS, without psutil."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

PROC = Path("/proc/self/cmdline")


def command_of(pid: int) -> str:
    """Return the command line of a running process; empty when it is gone or a zombie."""
    if PROC.exists():
        try:
            raw = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return ""
        return os.fsdecode(raw.replace(b"\0", b" ")).strip()
    answer = subprocess.run(
        ["ps", "-o", "stat=,command=", "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    state, _, command = answer.partition(" ")
    return "" if state.startswith("Z") else command.strip()


def end(pid: int, *, gently: signal.Signals, patience: float, group: bool = False) -> None:
    """End a process: first `gently`, then, after `patience` seconds, with SIGKILL.

    With `group`, its whole process group is ended, of which it must be the leader.
    """
    send = os.killpg if group else os.kill
    for number, wait in ((gently, patience), (signal.SIGKILL, 5.0)):
        try:
            send(pid, number)
        except ProcessLookupError:
            return
        deadline = time.monotonic() + wait
        while time.monotonic() < deadline and command_of(pid):
            time.sleep(0.02)
        if not group and not command_of(pid):
            return


@cache
def dies_with_parent(number: signal.Signals) -> tuple[str, ...]:
    """Return a command prefix that makes a child get `number` when its parent dies.

    Empty where the system has no such thing; the next start then ends what was left.
    """
    program = shutil.which("setpriv") if sys.platform == "linux" else None
    if program is None:
        return ()
    help_text = subprocess.run([program, "--help"], capture_output=True, text=True, check=False)
    if "--pdeathsig" not in help_text.stdout:
        return ()
    return (program, "--pdeathsig", number.name.removeprefix("SIG"), "--")
