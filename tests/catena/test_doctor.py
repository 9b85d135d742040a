"""`catena doctor` finds what is wrong and says what to do about it."""

import socket

import pytest

from catena.cli import main

pytestmark = pytest.mark.django_db


def test_what_answers_is_said_to_be_well(capsys):
    main(["doctor"])
    said = capsys.readouterr().out
    assert "ok     database: PostgreSQL" in said
    assert "ok     broker: answers" in said
    assert "ok     tables: up to date" in said


def test_a_database_that_is_away_is_wrong_and_names_the_variable(capsys, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://catena@127.0.0.1:1/catena")
    assert main(["doctor"]) == 1
    said = capsys.readouterr().out
    assert "WRONG  database: does not answer" in said
    assert "correct DATABASE_URL" in said
    assert "ok     broker" in said


def test_a_port_in_use_is_noted(capsys, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
        monkeypatch.setenv("CATENA_PORT", str(port))
        main(["doctor"])
    assert f"note   port: {port}, in use" in capsys.readouterr().out


def test_a_port_that_is_none_is_wrong(capsys, monkeypatch):
    monkeypatch.setenv("CATENA_PORT", "http")
    assert main(["doctor"]) == 1
    assert "WRONG  port: not usable" in capsys.readouterr().out
