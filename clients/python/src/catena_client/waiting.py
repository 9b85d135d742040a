"""When a request is tried again, and after how long."""

from __future__ import annotations

import random

# The server is busy, away, or about to be back: it did nothing.
BUSY = frozenset({429, 503})
# Somebody in between gave up: perhaps the server did it all the same.
UNKNOWN = frozenset({502, 504})
FIRST_SECONDS = 0.25
LONGEST_SECONDS = 30.0


def is_worth_another(method: str, status: int) -> bool:
    """Return whether an answer calls for the same request again."""
    return status in BUSY or (status in UNKNOWN and method != "PATCH")


def pause(attempt: int, retry_after: str | None) -> float:
    """Return the seconds to wait before attempt `attempt` + 1 (attempts count from 0).

    The server's `Retry-After` wins; else twice as long each time, with a random share so that
    many clients do not come back at once.
    """
    if retry_after is not None and retry_after.isdigit():
        return float(retry_after)
    longest = min(LONGEST_SECONDS, FIRST_SECONDS * 2.0 ** min(attempt, 10))
    return longest * (0.5 + random.random() / 2)  # noqa: S311 - no secret, only a pause
