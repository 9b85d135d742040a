# Made from catena_client/_async by scripts/make_sync.py: change it there.
"""Waiting without keeping others from working."""

from __future__ import annotations

import time


def sleep(seconds: float) -> None:
    """Wait so many seconds."""
    time.sleep(seconds)
