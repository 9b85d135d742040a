"""Coded data as direct streams, made while they are sent."""

from typing import Any

from django.http import StreamingHttpResponse
from rest_framework.request import Request

from annotations import exporting
from annotations.exporting import Wanted
from annotations.exports.columns import SCOPES
from annotations.exports.formats import FORMATS
from annotations.exports.order import Tally
from annotations.exports.writing import stream
from api.access import to_corpus
from api.base import View
from api.docs import endpoint
from api.views.accounts import valid
from api.views.exports import ExportOptions, Scope
from corpus.rules import Action


class StreamView(View):
    """Coded data as a direct stream, for `curl`, R and pandas."""

    read_scope = "export"
    format_name = "csv"

    def get(self, request: Request, corpus: int) -> StreamingHttpResponse:
        """Send the rows as PostgreSQL makes them."""
        access = to_corpus(request, corpus, Action.EXPORT)
        query = request.query_params
        given: dict[str, Any] = {
            name: [v for part in query.getlist(name) for v in part.split(",") if v]
            if name in ("threads", "codes", "coders", "levels")
            else query[name]
            for name in SCOPES
            if name in query
        }
        scope = valid(Scope(data=given))
        exporting.check_scope(access.corpus, scope)
        rest = {name: value for name, value in query.dict().items() if name not in SCOPES}
        options = valid(ExportOptions(data=rest))
        wanted = Wanted(self.format_name, scope=scope, options=options)
        exporting.check_wanted(wanted)
        order = exporting.as_order(access.corpus.pk, wanted)
        name = f"corpus-{corpus}-annotations.{self.format_name}"
        return StreamingHttpResponse(
            stream(order, Tally()),
            content_type=FORMATS[self.format_name].media_type,
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


class CsvView(StreamView):
    """`annotations.csv`."""

    @endpoint(
        "annotations_csv", answers={(200, "text/csv"): bytes}, refuses=(404, 422),
        parameters=[Scope, ExportOptions],
    )  # fmt: skip
    def get(self, request: Request, corpus: int) -> StreamingHttpResponse:
        """Send CSV with a header (RFC 4180, UTF-8)."""
        return super().get(request, corpus)


class JsonlView(StreamView):
    """`annotations.jsonl`."""

    format_name = "jsonl"

    @endpoint(
        "annotations_jsonl", answers={(200, "application/x-ndjson"): bytes},
        refuses=(404, 422), parameters=[Scope, ExportOptions],
    )  # fmt: skip
    def get(self, request: Request, corpus: int) -> StreamingHttpResponse:
        """Send one JSON object a line, null where CSV is empty."""
        return super().get(request, corpus)
