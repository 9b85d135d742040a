"""Ids that the client makes: UUIDs of version 7 (RFC 9562), which sort by time."""

from __future__ import annotations

import secrets
import time
from uuid import UUID


def uuid7(milliseconds: int | None = None) -> UUID:
    """Return a new UUID: 48 bits of milliseconds since 1970 (by default now), the rest random."""
    moment = time.time_ns() // 1_000_000 if milliseconds is None else milliseconds
    value = moment << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)
