"""A person or a script that calls the API; every reply is held against its description."""

import json
from typing import Any
from urllib.parse import urlencode

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from rest_framework.test import APIClient

from corpus.models import User
from corpus.services.accounts import create_token
from tests.api import contract

BASE = "/api/v1/"


class Caller:
    """Calls with a token (`of`), with a browser's session (`browser`), or as a stranger."""

    def __init__(self, user: User | None = None, *, csrf: bool = True) -> None:
        self.user = user
        self.client = APIClient(enforce_csrf_checks=csrf, raise_request_exception=False)
        self.headers: dict[str, str] = {}

    @classmethod
    def of(cls, user: User, *scopes: str) -> "Caller":
        caller = cls(user)
        _, key = create_token(user=user, name="test", scopes=scopes or None)
        caller.headers["Authorization"] = f"Bearer {key}"
        return caller

    @property
    def id(self) -> int:
        assert self.user is not None
        return self.user.pk

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        query: dict[str, Any] | None = None,
        match: Any = None,
        key: str | None = None,
        headers: dict[str, str] | None = None,
        raw: bytes | str | None = None,
        media: str = "application/json",
    ) -> Any:
        """Send a request; `match` is a version or a whole `If-Match`, `key` an Idempotency-Key."""
        sent = {**self.headers, **(headers or {})}
        if match is not None:
            sent["If-Match"] = match if isinstance(match, str) else f'"{match}"'
        if key is not None:
            sent["Idempotency-Key"] = key
        if "csrftoken" in self.client.cookies:
            sent.setdefault("X-CSRFToken", self.client.cookies["csrftoken"].value)
        if raw is None:
            raw = b"" if body is None else json.dumps(body).encode()
        address = path.removeprefix("http://testserver")
        address = address if address.startswith("/") else BASE + address
        if query:
            address = f"{address}?{urlencode(query, doseq=True)}"
        response = self.client.generic(method, address, raw, content_type=media, headers=sent)
        contract.check(method, address.split("?")[0], response)
        return response

    def get(self, path: str, query: dict[str, Any] | None = None, **more: Any) -> Any:
        return self.call("GET", path, query=query, **more)

    def post(self, path: str, body: Any = None, **more: Any) -> Any:
        return self.call("POST", path, body, **more)

    def put(self, path: str, body: Any = None, **more: Any) -> Any:
        return self.call("PUT", path, body, **more)

    def patch(self, path: str, body: Any = None, **more: Any) -> Any:
        return self.call("PATCH", path, body, **more)

    def delete(self, path: str, **more: Any) -> Any:
        return self.call("DELETE", path, **more)

    def send(self, path: str, files: list[Any], options: Any = None, **more: Any) -> Any:
        """Upload files as a form does."""
        fields = {"file": files} | ({} if options is None else {"options": options})
        body = encode_multipart(BOUNDARY, fields)
        return self.call("POST", path, raw=body, media=MULTIPART_CONTENT, **more)


def said(response: Any, status: int = 200) -> Any:
    """Return what a reply says, after a look at its status."""
    assert response.status_code == status, (response.status_code, content(response)[:600])
    return json.loads(content(response)) if content(response) else None


def refused(response: Any, status: int, code: str | None = None) -> dict[str, Any]:
    """Return the problem that a reply describes."""
    body = said(response, status)
    assert code in (None, body["code"]), body
    return dict(body)


def content(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def every(caller: Caller, path: str, query: dict[str, Any] | None = None) -> list[Any]:
    """Follow a list from its first page to its last."""
    page = said(caller.get(path, query))
    found = list(page["results"])
    while page["next"]:
        page = said(caller.get(page["next"]))
        found += page["results"]
    return found
