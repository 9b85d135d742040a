"""`catena user …` and `catena token …`: accounts from the terminal.

Passwords are never arguments, which other users of the machine could read: they are asked for,
or come from CATENA_PASSWORD or from standard input.
"""

from __future__ import annotations

import getpass
import os
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from catena.addresses import public_address
from corpus.errors import MalformedError, NotFoundError
from corpus.people import User
from corpus.services import accounts

if TYPE_CHECKING:
    import argparse


def add_user(given: argparse.Namespace) -> int:
    """Make an account."""
    password = _password(from_input=given.password_stdin)
    user = accounts.create_user(
        username=given.username, password=password, name=given.name or "", email=given.email or ""
    )
    print(f"{user.username} can sign in now.")
    return 0


def reset_user(given: argparse.Namespace) -> int:
    """Make a link with which somebody sets a new password."""
    key = accounts.new_reset_key(_user(given.username))
    print(f"Send this link, which works once and for seven days, to {given.username}:")
    print(f"{public_address()}/password/reset?key={key}")
    return 0


def deactivate_user(given: argparse.Namespace) -> int:
    """Let somebody sign in no more; their annotations stay."""
    accounts.deactivate(_user(given.username))
    print(f"{given.username} can sign in no more. Everything they coded stays.")
    return 0


def create_token(given: argparse.Namespace) -> int:
    """Make an API token and print it once."""
    expires = datetime.now(UTC) + timedelta(days=given.days) if given.days else None
    _, key = accounts.create_token(
        user=_user(given.username),
        name=given.name,
        scopes=given.scopes.split(",") if given.scopes else None,
        expires_at=expires,
    )
    print(key)
    print("This token is shown only now.", file=sys.stderr)
    return 0


def _user(username: str) -> User:
    user = User.objects.filter(username__iexact=username).first()
    if user is None:
        raise NotFoundError(f"There is no account {username}.")
    return user


def _password(*, from_input: bool) -> str:
    if from_input:
        return sys.stdin.readline().rstrip("\n")
    given = os.environ.get("CATENA_PASSWORD")
    if given:
        return given
    if not sys.stdin.isatty():
        raise MalformedError("Give the password by --password-stdin or CATENA_PASSWORD.")
    password = getpass.getpass("Password: ")
    if getpass.getpass("The same again: ") != password:
        raise MalformedError("The two passwords differ.")
    return password
