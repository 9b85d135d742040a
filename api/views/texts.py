"""A post's text as plain text, version by version: what the positions of annotations count in."""

import re
from typing import Any

from django.http import HttpResponse, HttpResponseNotModified
from drf_spectacular.types import OpenApiTypes
from rest_framework.request import Request

from api.access import to_post
from api.base import View
from api.docs import endpoint, query
from corpus.errors import MalformedError, NotFoundError
from corpus.post_texts import text_version

_VERSION = query("version", OpenApiTypes.INT, "A `text_version`; the present one if not given.")


class PostTextView(View):
    """The text of a post."""

    @endpoint(
        "post_text", answers={(200, "text/plain"): OpenApiTypes.STR, 304: None}, refuses=(400, 404),
        parameters=[_VERSION],
    )  # fmt: skip
    def get(self, request: Request, post: int) -> Any:
        """Send one version of it, as UTF-8 without any change. Versions never change."""
        to_post(request, post)
        number = _number(request.query_params.get("version"))
        found = text_version(post, number)
        if found is None:
            raise NotFoundError(f"Post {post} has no version {number} of its text.")
        tag = f'"{found.sha256}"'
        if tag in request.headers.get("If-None-Match", ""):
            return HttpResponseNotModified(headers={"ETag": tag})
        return HttpResponse(
            found.text,
            content_type="text/plain; charset=utf-8",
            headers={"ETag": tag, "Cache-Control": "private, no-cache"},
        )


def _number(given: str | None) -> int | None:
    if given is None:
        return None
    if not re.fullmatch("0*[0-9]{1,9}", given, re.ASCII):
        raise MalformedError(
            "A version is a number.", fields=[("version", "invalid", "Give a text_version.")]
        )
    return int(given)
