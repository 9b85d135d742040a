"""Brings the database to this code's state and makes the first account or its one-time key.

`catena up` runs it in a process of its own, which ends before the web starts.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from django.core.management import call_command

from corpus.services import accounts

if TYPE_CHECKING:
    import argparse


def migrate(_: argparse.Namespace) -> int:
    """Apply all migrations that the database lacks."""
    call_command("migrate", interactive=False)
    return 0


def prepare(given: argparse.Namespace) -> int:
    """Migrate, then make the first account; the last line is JSON: `{"setup_key": …}`."""
    migrate(given)
    print(json.dumps({"setup_key": _first_account()}))
    return 0


def _first_account() -> str | None:
    """Make the account that CATENA_ADMIN_USERNAME asks for, else return a new set-up key.

    Returns None when somebody can sign in already.
    """
    username = os.environ.get("CATENA_ADMIN_USERNAME")
    password = os.environ.get("CATENA_ADMIN_PASSWORD")
    if username and password:
        accounts.create_first_account(username=username, password=password, name=username)
        return None
    return accounts.new_setup_key()
