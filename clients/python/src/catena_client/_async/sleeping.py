"""Waiting without keeping others from working."""

from __future__ import annotations

import asyncio


async def sleep(seconds: float) -> None:
    """Wait so many seconds."""
    await asyncio.sleep(seconds)
