"""Requests and answers: the token, retries, errors, pages, versions."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from types import TracebackType
from typing import IO, Any
from uuid import uuid4

import httpx

from catena_client._async.sleeping import sleep
from catena_client.errors import error_of
from catena_client.waiting import is_worth_another, pause

Json = dict[str, Any]
# The request did not get as far as the server.
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class AsyncTransport:
    """One connection pool to one Catena, signed in by a token.

    What may be repeated without harm is tried up to `attempts` times when the line breaks or the
    server is busy: reading, PUT and DELETE, and POST, which carries an `Idempotency-Key`. PATCH is
    repeated only when it certainly was not carried out: else one's own change would look stale.
    """

    def __init__(self, base_url: str, token: str, *, attempts: int, seconds: float) -> None:
        """Take the site's address and the token's secret."""
        self.site = base_url.rstrip("/").removesuffix("/api/v1")
        self.attempts = max(1, attempts)
        headers = {"User-Agent": "catena-client", "Accept": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self.http = httpx.AsyncClient(headers=headers, timeout=seconds)

    async def aclose(self) -> None:
        """Close the connections."""
        await self.http.aclose()

    async def __aenter__(self) -> AsyncTransport:
        """Use it as a context."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connections."""
        await self.aclose()

    def address(self, path: str) -> str:
        """Return the full address of a path below `/api/v1/`; full addresses stay."""
        return path if path.startswith("http") else f"{self.site}/api/v1{path}"

    async def send(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        version: int | None = None,
        **more: Any,
    ) -> httpx.Response:
        """Send a request and return the answer.

        `version` goes as `If-Match`; a `file` opened for reading is sent as multipart.

        Raises:
            CatenaError: the server refuses, or is still busy after all attempts.
            httpx.TransportError: the line is down after all attempts.
        """
        headers: dict[str, str] = dict(more.pop("headers", {}))
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        if method == "POST":
            headers["Idempotency-Key"] = str(uuid4())
        if body is not None:
            more["json"] = body
        if query:
            more["params"] = _params(query)
        answer = await self._tried(method, self.address(path), headers=headers, **more)
        if answer.is_error:
            raise error_of(answer.status_code, _problem(answer))
        return answer

    async def _tried(
        self, method: str, address: str, *, stream: bool = False, **given: Any
    ) -> httpx.Response:
        for attempt in range(self.attempts):
            is_last = attempt + 1 == self.attempts
            _rewind(given.get("files"))
            request = self.http.build_request(method, address, **given)
            try:
                answer = await self.http.send(request, stream=stream)
            except httpx.TransportError as error:
                if is_last or (method == "PATCH" and not isinstance(error, NOT_SENT)):
                    raise
                await sleep(pause(attempt, None))
                continue
            if is_last or not is_worth_another(method, answer.status_code):
                return answer
            await answer.aclose()
            await sleep(pause(attempt, answer.headers.get("Retry-After")))
        raise AssertionError("there is at least one attempt")

    async def ask(self, method: str, path: str, **given: Any) -> Any:
        """Send a request and return the JSON of the answer; None when it has none."""
        answer = await self.send(method, path, **given)
        return answer.json() if answer.content else None

    async def pages(self, path: str, query: Mapping[str, Any] | None = None) -> AsyncIterator[Any]:
        """Yield the items of a list, page after page."""
        following: str | None = path
        while following:
            page = await self.ask("GET", following, query=query)
            for item in page["results"]:
                yield item
            following, query = page["next"], None

    async def opened(
        self, path: str, *, query: Mapping[str, Any] | None = None, **more: Any
    ) -> httpx.Response:
        """Return an answer whose body is still to come; whoever takes it closes it.

        Raises:
            CatenaError: the server refuses, or is still busy after all attempts.
            httpx.TransportError: the line is down after all attempts.
        """
        params = _params(query or {})
        answer = await self._tried("GET", self.address(path), stream=True, params=params, **more)
        if answer.is_error:
            await answer.aread()
            await answer.aclose()
            raise error_of(answer.status_code, _problem(answer))
        return answer

    async def objects(
        self, path: str, query: Mapping[str, Any] | None = None
    ) -> AsyncIterator[Json]:
        """Yield the objects of a stream of JSON lines, in constant memory."""
        answer = await self.opened(path, query=query)
        try:
            async for line in lines(answer):
                yield json.loads(line)
        finally:
            await answer.aclose()


async def lines(answer: httpx.Response) -> AsyncIterator[bytes]:
    """Yield the lines of a streamed answer; only LF ends one (texts may hold U+2028 or U+0085)."""
    rest = b""
    async for block in answer.aiter_bytes():
        *whole, rest = (rest + block).split(b"\n")
        for line in whole:
            yield line
    if rest:
        yield rest


def _params(query: Mapping[str, Any]) -> dict[str, str]:
    return {key: _said(value) for key, value in query.items() if value is not None}


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple, set, frozenset)):
        return ",".join(str(one) for one in value)
    return str(value)


def _problem(answer: httpx.Response) -> Json:
    try:
        problem = answer.json()
    except ValueError:
        return {"detail": answer.text[:200]}
    return problem if isinstance(problem, dict) else {"detail": str(problem)}


def _rewind(files: Any) -> None:
    for _, (_, file, *_rest) in files or ():
        opened: IO[bytes] = file
        opened.seek(0)
