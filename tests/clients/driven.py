"""The asynchronous client, driven step by step, so that one test speaks to both clients."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from inspect import iscoroutine
from typing import Any


class Driven:
    """Looks like the synchronous client; each step runs in `runner`'s loop."""

    def __init__(self, runner: asyncio.Runner, thing: Any) -> None:
        self._runner, self._thing = runner, thing

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._thing, "aclose" if name == "close" else name)
        if not callable(found):
            return self._shown(found)
        return lambda *args, **kwargs: self._shown(found(*args, **kwargs))

    def _shown(self, found: Any) -> Any:
        if iscoroutine(found):
            return self._shown(self._runner.run(found))
        if isinstance(found, AsyncIterator):
            return self._stepped(found)
        is_ours = type(found).__module__.startswith("catena_client")
        return Driven(self._runner, found) if is_ours else found

    def _stepped(self, found: Any) -> Iterator[Any]:
        async def step() -> Any:
            return await anext(found)

        try:
            while True:
                try:
                    item = self._runner.run(step())
                except StopAsyncIteration:
                    return
                yield self._shown(item)
        finally:
            self._runner.run(found.aclose())
