"""The front end's one page, for every address that is neither the API's nor a file's."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

NOT_BUILT = """<!doctype html><html lang="en"><title>Catena</title>
<p>The interface is not built yet: run <code>make run</code>. The API answers under
<a href="/api/v1/docs/">/api/v1/docs/</a>.</p></html>"""


@require_safe
def front_end(request: HttpRequest) -> HttpResponseBase:
    """Answer with the built front end, which shows what the address asks for.

    A file of the front end that is missing is no page: 404.
    """
    if request.path.startswith("/assets/"):
        raise Http404
    page = settings.FRONTEND / "index.html"
    if not page.exists():
        return HttpResponse(NOT_BUILT, status=503)
    return HttpResponse(page.read_bytes(), headers={"Cache-Control": "no-cache"})
