"""`catena quota CORPUS [ROOM]`: how much a corpus' files take and may take."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from catena.collecting import corpus_called
from corpus.errors import MalformedError
from corpus.quotas import room_of

if TYPE_CHECKING:
    import argparse

_UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}
_ROOM = re.compile(r"(\d{1,6}(?:\.\d{1,3})?|\d{1,18}) *([kmgt]?)b?", re.IGNORECASE)


def quota(given: argparse.Namespace) -> int:
    """Set the room of a corpus, if it is said, and show what is taken."""
    corpus = corpus_called(given.corpus)
    if given.room is not None:
        corpus.storage_limit = None if given.room == "default" else _bytes(given.room)
        corpus.save(update_fields=["storage_limit"])
    room = room_of(corpus)
    limit = "as many as they like" if room.limit is None else f"{room.limit:,} bytes"
    print(f"{corpus.pk} “{corpus.title}”: files of {room.used:,} bytes, may take {limit}.")
    return 0


def _bytes(said: str) -> int:
    found = _ROOM.fullmatch(said.strip())
    if found is None:
        raise MalformedError(f"“{said}” is no size. Write it like 500MB or 20GB.")
    return round(float(found[1]) * _UNITS[found[2].lower()])
