"""Pages of lists, ETags and raw JSON replies."""

import base64
import binascii
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from rest_framework.request import Request

from corpus.errors import MalformedError, PreconditionMissingError, StaleError
from corpus.keyset import Page, Place

PAGE_SIZE = 100
MOST_PER_PAGE = 1000
_TAG = re.compile(r'\s*(?:W/)?"([^"]*)"\s*(?:,|$)')


def raw_json(text: str, *, status: int = 200, version: int | None = None) -> HttpResponse:
    """Answer with JSON that PostgreSQL wrote; with a version it carries an ETag."""
    headers = {} if version is None else {"ETag": f'"{version}"'}
    return HttpResponse(text, status=status, content_type="application/json", headers=headers)


def page_reply(request: Request, read: Callable[[Place | None, int], Page]) -> HttpResponse:
    """Read the page that the request asks for and answer with it and its neighbours' addresses.

    Raises:
        MalformedError: a `page_size` out of 1 to 1,000, or a `cursor` that is not ours.
    """
    page = read(_place(request), page_size(request))
    return raw_json(
        f'{{"next":{_address(request, page.next)},"previous":{_address(request, page.previous)},'
        f'"results":[{",".join(page.rows)}]}}'
    )


def page_size(request: Request) -> int:
    """Return how many rows the request wants.

    Raises:
        MalformedError: not a number from 1 to 1,000.
    """
    given = request.query_params.get("page_size", str(PAGE_SIZE))
    if not given.isascii() or not given.isdigit() or not 1 <= int(given) <= MOST_PER_PAGE:
        raise MalformedError(
            f"page_size is a number from 1 to {MOST_PER_PAGE:,}.",
            fields=[("page_size", "invalid", f"Give a number from 1 to {MOST_PER_PAGE:,}.")],
        )
    return int(given)


def _place(request: Request) -> Place | None:
    cursor = request.query_params.get("cursor")
    if not cursor:
        return None
    try:
        key, row_id, backwards = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        place = Place(str(key), str(row_id), backwards=bool(backwards))
    except (ValueError, binascii.Error, TypeError) as error:
        raise MalformedError(
            "This cursor is not one that the API gave.",
            fields=[("cursor", "invalid", "Follow next and previous as they stand.")],
        ) from error
    return place


def _address(request: Request, place: Place | None) -> str:
    if place is None:
        return "null"
    packed = json.dumps([place.key, place.id, place.backwards]).encode()
    query = request.query_params.copy()
    query["cursor"] = base64.urlsafe_b64encode(packed).decode()
    url = request.build_absolute_uri(request.path)
    return json.dumps(f"{url}?{urlencode(list(_pairs(query)))}")


def _pairs(query: Any) -> Any:
    for name, values in query.lists():
        for value in values:
            yield name, value


def require_match(request: Request, *, version: int, current: Callable[[], Any]) -> None:
    """Refuse a change that was not made for this version.

    `current` is called to show the state that the caller did not know.

    Raises:
        PreconditionMissingError: there is no `If-Match`.
        StaleError: it names another version; `current` shows the one there is.
    """
    header = request.headers.get("If-Match", "").strip()
    if not header:
        raise PreconditionMissingError(
            f'Send If-Match with the ETag that you saw, e.g. If-Match: "{version}".'
        )
    if header == "*" or str(version) in _TAG.findall(header):
        return
    raise StaleError(
        f"It was changed since you saw it: it is at version {version} now.",
        extra={"current": current()},
    )
