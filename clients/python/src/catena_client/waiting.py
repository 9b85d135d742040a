"""When a request is tried again, and after how long."""

from __future__ import annotations

import random

# The server is busy, away, or about to be back.
AGAIN = frozenset({429, 502, 503, 504})
FIRST_SECONDS = 0.25
LONGEST_SECONDS = 30.0


def pause(attempt: int, retry_after: str | None) -> float:
    """Return the seconds to wait before attempt `attempt` + 1 (attempts count from 0).

    The server's `Retry-After` wins; else twice as long each time, with a random share so that
    many clients do not come back at once.
    """
    if retry_after is not None and retry_after.isdigit():
        return float(retry_after)
    longest = min(LONGEST_SECONDS, FIRST_SECONDS * 2**attempt)
    return longest * (0.5 + random.random() / 2)  # noqa: S311 - no secret, only a pause
