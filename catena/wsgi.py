"""The WSGI application: Django, with the built front end's files served before it is asked."""

from __future__ import annotations

import importlib.util
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from whitenoise import WhiteNoise

if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from wsgiref.types import WSGIApplication

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "catena.settings")


def _is_hashed(_path: str, url: str) -> bool:
    """Say whether a file's name changes with its content, so that browsers may keep it."""
    return re.match(r"/assets/.+-[\w-]{8,}\.\w+$", url) is not None


def _add_headers(headers: MutableMapping[str, str], _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"


def _with_files(application: WSGIApplication) -> WSGIApplication:
    files: Any = WhiteNoise(
        application,
        max_age=0,
        allow_all_origins=False,
        immutable_file_test=_is_hashed,
        add_headers_function=_add_headers,
    )
    if settings.FRONTEND.is_dir():
        files.add_files(settings.FRONTEND)
        # The page itself comes from Django, which sends the content security policy with it.
        files.files.pop("/index.html", None)
    docs = importlib.util.find_spec("drf_spectacular_sidecar")
    if docs is not None and docs.submodule_search_locations:
        files.add_files(Path(docs.submodule_search_locations[0]) / "static", prefix="static/")
    served: WSGIApplication = files
    return served


application = _with_files(get_wsgi_application())
