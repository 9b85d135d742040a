"""The embedded servers: private, durable, and back after a crash."""

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
import redis

from catena.embedded import pair
from catena.folders import AlreadyRunningError, SetUpError, claim_home
from catena.processes import command_of, dies_with_parent


def until(condition, seconds=20.0):
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
    return found


def shown(connection, setting):
    return connection.execute(f"SHOW {setting}").fetchone()[0]


def mode(path):
    return stat.S_IMODE(Path(path).stat().st_mode)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("a folder") / "with blanks and a name that is long " / ("x" * 80)


@pytest.fixture(scope="module")
def addresses(home):
    with pair(home) as found:
        yield found


def test_both_servers_answer_from_a_long_path_with_blanks(addresses):
    with psycopg.connect(addresses["DATABASE_URL"]) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert redis.Redis.from_url(addresses["REDIS_URL"]).ping()


def test_nobody_else_can_enter_the_data(home, addresses):
    sockets = Path(addresses["REDIS_URL"].removeprefix("unix://")).parent
    for folder in (home, home / "postgres", home / "valkey", home / "logs", sockets):
        assert mode(folder) == 0o700, folder


def test_the_servers_listen_on_no_network(addresses):
    with psycopg.connect(addresses["DATABASE_URL"]) as connection:
        assert shown(connection, "listen_addresses") == ""
    assert redis.Redis.from_url(addresses["REDIS_URL"]).config_get("port") == {"port": "0"}


def test_what_makes_commits_durable_is_left_alone(addresses):
    with psycopg.connect(addresses["DATABASE_URL"]) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            assert shown(connection, setting) == "on"


def test_texts_sort_alike_on_every_machine(addresses):
    with psycopg.connect(addresses["DATABASE_URL"]) as connection:
        provider, locale, encoding = connection.execute(
            "SELECT datlocprovider, datlocale, pg_encoding_to_char(encoding)"
            " FROM pg_database WHERE datname = 'catena'"
        ).fetchone()
    assert (provider, locale, encoding) == ("b", "C.UTF-8", "UTF8")


def test_nothing_stays_in_the_temporary_folder(tmp_path):
    with pair(tmp_path / "a blank") as addresses:
        sockets = Path(addresses["REDIS_URL"].removeprefix("unix://")).parent
        assert sockets.is_dir()
    assert not sockets.exists()


def test_one_data_folder_serves_one_catena(home, addresses):
    with pytest.raises(AlreadyRunningError, match=f"process {os.getpid()}"), pair(home):
        pass


def test_a_folder_with_other_peoples_files_is_left_alone(tmp_path):
    tmp_path.chmod(0o755)
    (tmp_path / "thesis.odt").touch()
    with pytest.raises(SetUpError, match="holds other files"):
        claim_home(tmp_path)
    assert mode(tmp_path) == 0o755


def test_a_number_that_another_process_got_since_keeps_nobody_from_starting(tmp_path):
    with pair(tmp_path / "home"):
        pass
    lock = tmp_path / "home" / "postgres" / "postmaster.pid"
    lock.write_text(f"{os.getppid()}\n{lock.parent}\n")
    with pair(tmp_path / "home") as addresses:
        psycopg.connect(addresses["DATABASE_URL"]).close()


@pytest.mark.crash
def test_no_acknowledged_row_is_lost_when_the_database_is_killed(tmp_path):
    home = tmp_path / "home"
    with (
        pair(home) as addresses,
        psycopg.connect(addresses["DATABASE_URL"], autocommit=True) as connection,
    ):
        connection.execute("CREATE TABLE kept (number int)")
        for number in range(50):
            connection.execute("INSERT INTO kept VALUES (%s)", [number])
        leader = int((home / "postgres" / "postmaster.pid").read_text().split()[0])
        os.kill(leader, signal.SIGKILL)
    with pair(home) as addresses, psycopg.connect(addresses["DATABASE_URL"]) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (50,)


@pytest.mark.crash
def test_servers_do_not_outlive_a_killed_launcher(tmp_path):
    if not dies_with_parent(signal.SIGTERM):
        pytest.skip("this system cannot tie a child to its parent")
    home = tmp_path / "home"
    command = [sys.executable, "-m", "catena.embedded", "--home", home]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as launcher:
        assert launcher.stdout.readline().startswith("export DATABASE_URL='postgresql://")
        leader = int((home / "postgres" / "postmaster.pid").read_text().split()[0])
        broker = int((home / "run").resolve().joinpath("valkey.pid").read_text())
        assert command_of(leader)
        assert command_of(broker)
        launcher.kill()
    until(lambda: not command_of(leader) and not command_of(broker))
