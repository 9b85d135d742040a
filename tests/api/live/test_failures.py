"""The live stream when connections, readers or the database fail."""

import hashlib
import os
import signal
import time
from pathlib import Path

import httpx
import pytest

from api import hub, live
from catena.embedded import running
from catena.postgres import Postgres
from corpus.models import Corpus, User
from tests.api.live.site import (
    PATIENCE,
    Listener,
    Site,
    Writer,
    eventually,
    live_streams,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_gap_is_never_passed_over(site: Site, quick: None) -> None:
    listener = site.listen().opened()
    writer = site.writer()
    with writer.connection.transaction():
        writer.write(3)
        writer.connection.execute("UPDATE corpus_event SET seq = 40 WHERE seq = 2")
    eventually(lambda: listener.seqs == [1], "the first event")
    writer.write()
    writer.news({"corpus": site.corpus.pk, "event": "later", "data": {}})
    eventually(lambda: "event: later" in listener.lines, "what was sent after the event")
    assert listener.seqs == [1]
    writer.connection.execute("UPDATE corpus_event SET seq = 2 WHERE seq = 40")
    listener.receives([1, 2, 3, 4])


def test_a_replay_ends_at_a_gap(site: Site) -> None:
    writer = site.writer()
    writer.write(5)
    writer.connection.execute("DELETE FROM corpus_event WHERE seq = 3")
    returned = site.listen("?after=0")
    eventually(lambda: not returned.is_alive(), "the replay to end")
    assert returned.seqs in ([], [1, 2])


def test_without_a_notification_the_poll_finds_the_event(site: Site, quick: None) -> None:
    listener = site.listen().opened()
    site.writer().write_in_silence(2)
    listener.receives([1, 2])


def test_a_reader_who_comes_ahead_of_the_others_gets_nothing_twice(site: Site) -> None:
    first = site.listen().opened()
    writer = site.writer()
    writer.write_in_silence(2)
    ahead = site.listen("?after=2").opened()
    writer.write()
    first.receives([1, 2, 3])
    ahead.receives([3])


def test_streams_survive_lost_database_connections(site: Site) -> None:
    listener = site.listen().opened()
    writer = site.writer()
    for round_ in range(3):
        writer.write()
        cut = writer.connection.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE application_name = 'catena-live'"
        ).fetchone()
        assert cut is not None
        assert cut[0] >= 1, round_
        writer.write()
        listener.receives(list(range(1, 2 * round_ + 3)))


def test_a_reader_that_reads_nothing_is_dropped_and_may_return(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "BUFFER", 20)
    headers = site.session(site.owner)
    other = site.listen().opened()
    writer = site.writer()
    with httpx.Client(timeout=PATIENCE) as client:
        request = client.build_request("GET", site.stream_url(), headers=headers)
        stuck = client.send(request, stream=True)
        sent = 0
        while live_streams() == 2:
            sent = writer.write(after="x" * 50_000)
            eventually(lambda sent=sent: other.seqs[-1:] == [sent], "the other reader")
            assert sent < 2_000
        stuck.close()
    returned = site.listen("?after=0")
    returned.receives(list(range(1, sent + 1)))


def test_a_reader_that_leaves_is_forgotten(site: Site) -> None:
    listener = site.listen().opened()
    assert live_streams() == 1
    listener.leave.set()
    site.writer().write()
    eventually(lambda: live_streams() == 0, "the stream to be forgotten")


def test_stopping_ends_all_streams_at_once_and_opens_no_more(site: Site) -> None:
    headers = site.session(site.owner)
    listeners = [site.listen("", headers).opened() for _ in range(5)]
    began = time.monotonic()
    live.close_streams()
    for listener in listeners:
        listener.join(PATIENCE)
        assert listener.ended_cleanly
    assert time.monotonic() - began < 1
    assert site.refused(headers) == (503, "closing")


@pytest.mark.crash
def test_streams_survive_a_killed_database(
    site: Site, own_database: Postgres, tmp_path: Path
) -> None:
    sql = (
        "INSERT INTO corpus_user (username, password, name, email, preferences, is_active)"
        " VALUES ('ada', '!', 'Ada', '', '{}', true)",
        "INSERT INTO corpus_corpus (title, description, languages, timezone, licence, ethics_note,"
        " coders_create_codes, version) VALUES ('Bees', '', '{}', '', '', '', true, 1)",
        "INSERT INTO corpus_corpuscounter VALUES (1, 0, 0, 0, 0, 0, 0, 0, 0)",
        "INSERT INTO corpus_membership (corpus_id, user_id, role, version)"
        " VALUES (1, 1, 'owner', 1)",
        "INSERT INTO corpus_apitoken (user_id, name, digest, scopes)"
        f" VALUES (1, '', '{hashlib.sha256(b'bee').hexdigest()}', '{{read}}')",
    )
    headers = {"Authorization": "Bearer bee"}
    url = f"{site.url}/live/corpora/1/"
    for round_ in range(3):
        with running(own_database, log=tmp_path / "log") as process:
            writer = Writer(Corpus(pk=1), User(pk=1))
            if round_ == 0:
                for statement in sql:
                    writer.connection.execute(statement)
                listener = Listener(url, headers).opened()
            writer.write(5)
            listener.receives(list(range(1, 10 * round_ + 6)))
            last = writer.write(5)
            writer.close()
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        assert httpx.get(url, headers=headers).status_code == 503
        assert last == 10 * round_ + 10
    with running(own_database, log=tmp_path / "log"):
        listener.receives(list(range(1, 31)))
        assert listener.is_alive()
        listener.leave.set()
        writer = Writer(Corpus(pk=1))
        writer.write()
        writer.close()
        listener.join(PATIENCE)
