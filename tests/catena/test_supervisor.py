"""The supervisor: brings back what dies, says what never starts, leaves nothing behind."""

import asyncio
import json
import logging
import os
import signal
import time

import pytest

from catena.folders import SetUpError
from catena.processes import command_of
from catena.supervisor import Child, StoppedError, Supervisor

SLEEP = ["sleep", "600"]


@pytest.fixture
def supervised(tmp_path):
    """Run a coroutine function with a supervisor and stop what it started."""

    def run(story):
        async def whole():
            supervisor = Supervisor(logging.getLogger("test"), tmp_path / "children.json")
            try:
                await story(supervisor)
            finally:
                await supervisor.stop()

        asyncio.run(whole())

    return run


def wait_until(condition):
    while not condition():
        time.sleep(0.01)


async def until(condition, seconds=10.0):
    await asyncio.wait_for(asyncio.to_thread(wait_until, condition), seconds)


def test_a_dead_child_is_started_again(supervised, caplog):
    caplog.set_level(logging.INFO)

    async def story(supervisor):
        child = Child("sleeper", lambda: SLEEP)
        supervisor.start(child)
        await supervisor.until_ready(child)
        first = child.process.pid
        os.kill(first, signal.SIGKILL)
        await until(lambda: child.process.pid != first and child.process.returncode is None)
        await until(lambda: "sleeper is back" in caplog.text)

    supervised(story)
    assert "sleeper was ended by SIGKILL; starting it again in 0.2 s" in caplog.text


def test_a_child_that_never_starts_is_given_up_with_its_own_words(supervised):
    async def story(supervisor):
        child = Child(
            "broken",
            lambda: ["sh", "-c", "echo the disk is made of cheese; exit 3"],
            is_ready=lambda: False,
            may_retry=lambda _: False,
        )
        supervisor.start(child)
        await supervisor.until_ready(child)

    with pytest.raises(SetUpError, match=r"The broken did not start(.|\n)*made of cheese"):
        supervised(story)


def test_stopping_ends_children_in_time_even_stubborn_ones(supervised):
    numbers = []

    async def story(supervisor):
        stubborn = Child("stubborn", lambda: ["sh", "-c", "trap '' TERM; sleep 600"], patience=0.3)
        polite = Child("polite", lambda: SLEEP)
        for child in (stubborn, polite):
            supervisor.start(child)
        await supervisor.until_ready(stubborn, polite)
        numbers.extend((stubborn.process.pid, polite.process.pid))

    began = time.monotonic()
    supervised(story)
    assert time.monotonic() - began < 5
    assert [command_of(number) for number in numbers] == ["", ""]


def test_a_signal_to_stop_ends_the_waiting_for_a_start(supervised):
    async def story(supervisor):
        child = Child("slow", lambda: SLEEP, is_ready=lambda: False)
        supervisor.start(child)
        asyncio.get_running_loop().call_later(0.1, supervisor.stopping.set)
        await supervisor.until_ready(child)

    with pytest.raises(StoppedError):
        supervised(story)


def test_what_a_killed_supervisor_left_is_ended_but_nobody_elses_process(supervised, tmp_path):
    async def story(supervisor):
        ours = await asyncio.create_subprocess_exec(*SLEEP, start_new_session=True)
        others = await asyncio.create_subprocess_exec(*SLEEP, start_new_session=True)
        await until(lambda: command_of(ours.pid) == "sleep 600")
        register = {"ours": [str(ours.pid), "sleep 600"], "other": [str(others.pid), "postgres"]}
        (tmp_path / "children.json").write_text(json.dumps(register))
        await asyncio.to_thread(supervisor.end_leftovers)
        assert await ours.wait() == -signal.SIGTERM
        assert others.returncode is None
        others.kill()
        await others.wait()

    supervised(story)
