"""The front end's one page, for every address that is not the API's."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase


def front_end(request: HttpRequest) -> HttpResponseBase:
    """Answer with the built front end; without it say how to build it."""
    page = settings.FRONTEND / "index.html"
    if not page.exists():
        return HttpResponse("The front end is not built: run “make run”.", status=503)
    return HttpResponse(page.read_bytes(), headers={"Cache-Control": "no-cache"})
