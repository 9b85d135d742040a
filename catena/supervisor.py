"""Keeps a handful of child processes running: starts, logs, restarts and stops them.

It knows nothing of what the children do; `catena.up` says which ones there are.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import time
from asyncio.subprocess import DEVNULL, STDOUT
from collections import deque
from contextlib import closing, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from catena.folders import SetUpError
from catena.processes import command_of, end

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import Awaitable, Callable, Mapping, Sequence
    from pathlib import Path

Result = TypeVar("Result")

FIRST_PAUSE, LONGEST_PAUSE = 0.2, 30.0
"""Seconds before a dead child is started again; the pause doubles while it keeps dying."""

SETTLED = 60.0
"""Seconds after which a child counts as healthy again."""

MOST_FAILED_STARTS = 5
"""How often a child may die before it was ever ready, until the start is given up."""


def always() -> bool:
    """Say yes: for children that are ready as soon as they run."""
    return True


def nothing() -> None:
    """Do nothing: for children that need no preparation."""


class StoppedError(Exception):
    """A signal to stop came while something was awaited."""


@dataclass
class Child:
    """One process to keep running.

    `prepare` runs before each start, `welcome` once it first says that it `is_ready`;
    `patience` is how many seconds it gets to stop before it is killed.
    """

    name: str
    command: Callable[[], Sequence[str]]
    is_ready: Callable[[], bool] = always
    prepare: Callable[[], None] = nothing
    welcome: Callable[[], None] = nothing
    may_retry: Callable[[str], bool] = lambda _: True
    stop_signal: signal.Signals = signal.SIGTERM
    patience: float = 10.0
    environment: Mapping[str, str] = field(default_factory=dict)
    descriptors: tuple[int, ...] = ()
    process: Process | None = None
    said: deque[str] = field(default_factory=lambda: deque(maxlen=20))
    ready: asyncio.Event = field(default_factory=asyncio.Event)


class Supervisor:
    """Runs children until it is told to stop; `log` gets a line for each line of theirs.

    `register` is the file in which their process numbers stand, so that the next start can end
    what a killed supervisor left behind.
    """

    def __init__(self, log: logging.Logger, register: Path) -> None:
        self.log = log
        self.register = register
        self.stopping = asyncio.Event()
        self.failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.children: list[Child] = []
        self.keepers: dict[str, asyncio.Task[None]] = {}

    def start(self, child: Child) -> None:
        """Begin to keep `child` running; does not wait for it."""
        self.children.append(child)
        self.keepers[child.name] = asyncio.create_task(self._keep(child))

    async def until(self, awaited: Awaitable[Result]) -> Result:
        """Wait for something.

        Raises `StoppedError` when a signal to stop comes first, `SetUpError` when the start of
        a child fails for good.
        """
        task = asyncio.ensure_future(awaited)
        stop = asyncio.ensure_future(self.stopping.wait())
        others: set[asyncio.Future[Any]] = {task, stop, self.failed}
        await asyncio.wait(others, return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        if task.done():
            return task.result()
        task.cancel()
        await asyncio.wait({task})
        if self.failed.done():
            self.failed.result()
        raise StoppedError

    async def until_ready(self, *children: Child) -> None:
        """Wait until all of the children answer; there is no time-out."""

        async def all_ready() -> None:
            for child in children:
                await child.ready.wait()

        await self.until(all_ready())

    async def stop(self, *names: str) -> None:
        """Stop the named children (all without a name) at the same time."""
        self.stopping.set()
        chosen = [child for child in self.children if not names or child.name in names]
        await asyncio.gather(*(self._stop(child) for child in chosen))

    def end_leftovers(self) -> None:
        """End children of an earlier run that was killed; their numbers may be others' by now."""
        try:
            known: dict[str, list[str]] = json.loads(self.register.read_text())
        except (OSError, ValueError):
            return
        for name, (number, command) in known.items():
            if command and command_of(int(number)) == command:
                self.log.warning("%s of an earlier run is still there; ending it", name)
                end(int(number), gently=signal.SIGTERM, patience=5, group=True)
        self.register.unlink(missing_ok=True)

    async def _keep(self, child: Child) -> None:
        deaths = 0
        while not self.stopping.is_set():
            began = time.monotonic()
            try:
                status = await self._run(child)
            except SetUpError as error:
                self._fail(error)
                return
            if self.stopping.is_set():
                return
            deaths = 1 if time.monotonic() - began > SETTLED else deaths + 1
            if self._is_hopeless(child, deaths):
                return
            pause = min(FIRST_PAUSE * 2 ** (deaths - 1), LONGEST_PAUSE)
            how = describe(status)
            self.log.warning("%s %s; starting it again in %.1f s", child.name, how, pause)
            with suppress(TimeoutError):
                await asyncio.wait_for(self.stopping.wait(), pause)

    def _is_hopeless(self, child: Child, deaths: int) -> bool:
        said = "\n".join(child.said)
        if child.ready.is_set() or (deaths < MOST_FAILED_STARTS and child.may_retry(said)):
            return False
        self._fail(SetUpError(f"The {child.name} did not start. It said:\n{said}"))
        return True

    def _fail(self, error: SetUpError) -> None:
        if not self.failed.done():
            self.failed.set_exception(error)

    async def _run(self, child: Child) -> int:
        """Run the child once, from preparation to its end; return its exit status."""
        await asyncio.to_thread(child.prepare)
        child.said.clear()
        output, written = os.pipe()
        child.process = await asyncio.create_subprocess_exec(
            *child.command(),
            stdin=DEVNULL,
            stdout=written,
            stderr=STDOUT,
            env={**os.environ, **child.environment},
            pass_fds=child.descriptors,
            # Ctrl+C reaches the supervisor only, which then stops the children in order.
            start_new_session=True,
        )
        os.close(written)
        if self.stopping.is_set():
            child.process.send_signal(child.stop_signal)
        self._write_register()
        copying = asyncio.create_task(self._copy(child, output))
        greeting = asyncio.create_task(self._greet(child, child.process))
        status = await child.process.wait()
        with suppress(ProcessLookupError):
            # A worker's own children would go on without it.
            os.killpg(child.process.pid, signal.SIGKILL)
        await asyncio.wait({copying}, timeout=1)
        copying.cancel()
        await asyncio.wait({copying, greeting})
        return status

    async def _greet(self, child: Child, process: Process) -> None:
        if not await asyncio.to_thread(_answers, child, process):
            return
        self._write_register()
        if child.ready.is_set():
            self.log.info("%s is back", child.name)
            return
        try:
            await asyncio.to_thread(child.welcome)
        except Exception as error:
            self._fail(SetUpError(f"The {child.name} runs, but: {error}"))
            raise
        child.ready.set()

    async def _copy(self, child: Child, output: int) -> None:
        """Copy the child's output to the log, until it and its own children are done with it.

        The pipe is ours: asyncio's own would make `wait` last until grandchildren are gone, too.
        """
        lines = asyncio.StreamReader()
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(lines), os.fdopen(output, "rb")
        )
        with closing(transport):
            while not lines.at_eof():
                try:
                    text = (await lines.readline()).decode(errors="replace").rstrip()
                except ValueError:
                    continue  # longer than the reader's buffer, which is emptied by now
                if text:
                    child.said.append(text)
                    self.log.info("%s | %s", child.name, text)

    async def _stop(self, child: Child) -> None:
        process = child.process
        if process is not None and process.returncode is None:
            with suppress(ProcessLookupError):
                process.send_signal(child.stop_signal)
            try:
                await asyncio.wait_for(process.wait(), child.patience)
            except TimeoutError:
                self.log.warning("%s does not stop; killing it", child.name)
                with suppress(ProcessLookupError):
                    process.kill()
        await asyncio.wait({self.keepers[child.name]})
        self._write_register()

    def _write_register(self) -> None:
        alive = {
            child.name: (str(child.process.pid), command_of(child.process.pid))
            for child in self.children
            if child.process is not None and child.process.returncode is None
        }
        # At once, not bit by bit: whoever reads it, and whoever is killed, finds a whole one.
        draft = self.register.with_suffix(".part")
        draft.write_text(json.dumps(alive))
        draft.replace(self.register)


def _answers(child: Child, process: Process) -> bool:
    """Wait in a thread until the child is ready; False when it ended before."""
    pause = 0.02
    while process.returncode is None:
        if child.is_ready():
            return True
        time.sleep(pause)
        pause = min(pause * 1.5, 0.5)
    return False


def describe(status: int) -> str:
    """Say in words how a process ended: negative numbers are signals."""
    if status >= 0:
        return f"ended with status {status}"
    return f"was ended by {signal.Signals(-status).name}"
