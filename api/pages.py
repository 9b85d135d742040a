"""Pages of lists, ETags and raw JSON replies."""

import base64
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from rest_framework.exceptions import ParseError
from rest_framework.request import Request

from api.parsers import strict_json
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
    if not re.fullmatch("0*[0-9]{1,4}", given, re.ASCII) or not 1 <= int(given) <= MOST_PER_PAGE:
        raise MalformedError(
            f"page_size is a number from 1 to {MOST_PER_PAGE:,}.",
            fields=[("page_size", "invalid", f"Give a number from 1 to {MOST_PER_PAGE:,}.")],
        )
    return int(given)


def _place(request: Request) -> Place | None:
    cursor = request.query_params.get("cursor")
    if not cursor:
        return None
    match unpacked(cursor):
        case [str(key), str(row_id), bool(backwards)]:
            return Place(key, row_id, backwards=backwards)
    raise bad_cursor()


def unpacked(cursor: str) -> Any:
    """Return what a cursor holds.

    Raises:
        MalformedError: it is not one that we packed.
    """
    try:
        return strict_json(base64.urlsafe_b64decode(cursor.encode()))
    except (ValueError, ParseError) as error:
        raise bad_cursor() from error


def bad_cursor() -> MalformedError:
    """Return the refusal of a cursor that is not ours."""
    return MalformedError(
        "This cursor is not one that the API gave.",
        fields=[("cursor", "invalid", "Follow next and previous as they stand.")],
    )


def _address(request: Request, place: Place | None) -> str:
    if place is None:
        return "null"
    return json.dumps(address_at(request, [place.key, place.id, place.backwards]))


def address_at(request: Request, place: Any) -> str:
    """Return the request's own address with a cursor for another place of its list."""
    query = request.query_params.copy()
    query["cursor"] = base64.urlsafe_b64encode(json.dumps(place).encode()).decode()
    return (
        f"{request.build_absolute_uri(request.path)}?{urlencode(dict(query.lists()), doseq=True)}"
    )


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
