"""The `catena` command's accounts and tokens, as an administrator types them."""

import io

import pytest

from catena.cli import main
from corpus.ingest.registry import described
from corpus.people import User
from corpus.services.corpora import create_corpus

pytestmark = pytest.mark.django_db

PASSWORD = "seven invented words make a password"


@pytest.fixture
def ada():
    return User.objects.create(username="ada", name="Ada")


def test_an_account_is_made_with_a_password_from_standard_input(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    assert main(["user", "add", "ada", "--name", "Ada L.", "--password-stdin"]) == 0
    assert "ada can sign in now" in capsys.readouterr().out
    assert User.objects.get(username="ada").check_password(PASSWORD)


def test_an_account_is_made_with_a_password_from_the_environment(monkeypatch):
    monkeypatch.setenv("CATENA_PASSWORD", PASSWORD)
    assert main(["user", "add", "ada"]) == 0
    assert User.objects.get(username="ada").check_password(PASSWORD)


def test_without_a_terminal_it_says_how_to_give_the_password(monkeypatch, capsys):
    monkeypatch.delenv("CATENA_PASSWORD", raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert main(["user", "add", "ada"]) == 1
    assert "--password-stdin" in capsys.readouterr().err


def test_a_weak_password_is_refused_in_a_sentence(monkeypatch, capsys):
    monkeypatch.setenv("CATENA_PASSWORD", "secret")
    assert main(["user", "add", "ada"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("catena: This password is too short")
    assert not User.objects.exists()


def test_a_token_is_shown_once_and_kept_nowhere(ada, capsys):
    assert main(["token", "create", "ada", "--scopes", "read,export", "--days", "30"]) == 0
    key = capsys.readouterr().out.strip()
    token = ada.tokens.get()
    assert key.startswith("catena_")
    assert key not in str(vars(token))
    assert (token.scopes, token.expires_at is not None) == (["read", "export"], True)


def test_an_unknown_account_is_said_to_be_unknown(capsys):
    assert main(["token", "create", "nobody"]) == 1
    assert capsys.readouterr().err == "catena: There is no account nobody.\n"


def test_a_reset_makes_a_link_under_the_public_address(ada, monkeypatch, capsys):
    monkeypatch.setenv("CATENA_PUBLIC_URL", "https://catena.example/")
    assert main(["user", "reset", "ada"]) == 0
    assert "https://catena.example/password/reset?key=" in capsys.readouterr().out


def test_a_deactivated_person_is_out_and_what_they_coded_stays(ada, capsys):
    assert main(["user", "deactivate", "ada"]) == 0
    ada.refresh_from_db()
    assert not ada.is_active


class TestQuota:
    @pytest.fixture
    def corpus(self, ada):
        return create_corpus(owner=ada, title="Allotments")

    @pytest.mark.parametrize(
        ("said", "limit"),
        [("500MB", 500_000_000), ("1.5 g", 1_500_000_000), ("7", 7), ("2TB", 2 * 10**12)],
    )
    def test_a_corpus_is_given_room(self, corpus, capsys, said, limit):
        assert main(["quota", "Allotments", said]) == 0
        corpus.refresh_from_db()
        assert corpus.storage_limit == limit
        assert f"may take {limit:,} bytes" in capsys.readouterr().out

    def test_it_goes_back_to_what_the_server_allows(self, corpus, capsys):
        main(["quota", "Allotments", "5GB"])
        assert main(["quota", "Allotments", "default"]) == 0
        corpus.refresh_from_db()
        assert corpus.storage_limit is None
        assert "as many as they like" in capsys.readouterr().out

    def test_what_is_no_size_is_refused_and_changes_nothing(self, corpus, capsys):
        assert main(["quota", "Allotments", "plenty"]) == 1
        assert "Write it like" in capsys.readouterr().err
        corpus.refresh_from_db()
        assert corpus.storage_limit is None


def test_the_help_of_import_has_a_line_for_each_format(capsys):
    with pytest.raises(SystemExit):
        main(["import", "--help"])
    said = capsys.readouterr().out
    for name, about in described():
        assert about
        assert f"  {name:22}  {about}\n" in said
