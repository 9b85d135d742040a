"""Talk to Catena from Python: upload threads, code them, search, export."""

from catena_client._async.client import AsyncCatena
from catena_client._async.corpus import AsyncCorpus
from catena_client._sync.client import Catena
from catena_client._sync.corpus import Corpus
from catena_client.errors import (
    CatenaError,
    Conflict,
    DamagedError,
    Forbidden,
    Invalid,
    NotFound,
    NotSignedIn,
    ServerError,
    Stale,
    TooOften,
    UnfinishedError,
)
from catena_client.ids import uuid7

__all__ = [
    "AsyncCatena", "AsyncCorpus", "Catena", "CatenaError", "Conflict", "Corpus", "DamagedError",
    "Forbidden", "Invalid", "NotFound", "NotSignedIn", "ServerError", "Stale", "TooOften",
    "UnfinishedError", "uuid7",
]  # fmt: skip
__version__ = "0.1.0"
