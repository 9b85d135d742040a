"""A second table: what it says of threads or participants becomes their attributes."""

from typing import Any

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from api.access import Access, to_corpus
from api.base import View, once
from api.docs import IDEMPOTENCY, endpoint
from api.fields import Strict
from api.parsers import StrictJSONParser, strict_json
from api.views.accounts import valid
from corpus.arriving import ATTRIBUTE_KINDS, ATTRIBUTE_OWNERS
from corpus.errors import ImpossibleError, MalformedError, TooLargeError, UnreadableError
from corpus.ingest.second_table import SecondTable, of_records, read_table
from corpus.rules import Action
from corpus.services.second_table import KEYS, Joining, join

MOST_BYTES = 25_000_000
_BY = sorted({by for keys in KEYS.values() for by in keys})


class JoiningFields(Strict):
    """How the table is joined; what is left out is found out, and told."""

    owner = serializers.ChoiceField(ATTRIBUTE_OWNERS)
    key = serializers.CharField(
        required=False, allow_null=True, max_length=1000,
        help_text="The column that names the thread or participant.",
    )  # fmt: skip
    by = serializers.ChoiceField(
        _BY, required=False, allow_null=True,
        help_text="What that column holds: external_id, url, title or id of a thread; name or id of"
        " a participant.",
    )  # fmt: skip
    columns = serializers.DictField(
        child=serializers.CharField(max_length=1000), required=False, allow_null=True,
        help_text="Which column becomes which attribute; without it all become one.",
    )  # fmt: skip
    several = serializers.ChoiceField(
        ["skip", "all"], default="skip",
        help_text="What is said under a name that several have: of none, or of all of them.",
    )  # fmt: skip
    clear = serializers.BooleanField(
        default=False, help_text="An empty cell takes the value away; else it says nothing."
    )
    sheet = serializers.CharField(required=False, allow_blank=True, max_length=300)
    dry_run = serializers.BooleanField(default=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse a key that such owners do not have."""
        by = attrs.get("by")
        if by and by not in KEYS[attrs["owner"]]:
            there = ", ".join(KEYS[attrs["owner"]])
            raise serializers.ValidationError({"by": [f"A {attrs['owner']} is named by {there}."]})
        return attrs


class JoinedRows(JoiningFields):
    """A table as JSON: objects whose keys are the columns."""

    rows = serializers.ListField(child=serializers.DictField(), min_length=1)


class JoinedFile(serializers.Serializer[Any]):
    """A table as a file (CSV, TSV, XLSX, ODS, JSON, JSON lines), and the options as JSON."""

    file = serializers.FileField()
    options = serializers.CharField()


class JoinedColumn(serializers.Serializer[Any]):
    """A column and the attribute that it becomes."""

    column = serializers.CharField()
    attribute = serializers.CharField()
    kind = serializers.ChoiceField(ATTRIBUTE_KINDS)
    is_new = serializers.BooleanField()
    samples = serializers.ListField(child=serializers.CharField())


class Unmatched(serializers.Serializer[Any]):
    """Rows that fit nothing; the first of their keys."""

    count = serializers.IntegerField()
    first = serializers.ListField(child=serializers.CharField(allow_blank=True))


class SeveralMatches(serializers.Serializer[Any]):
    """A key and how many have it."""

    key = serializers.CharField()
    matches = serializers.IntegerField()


class Ambiguous(serializers.Serializer[Any]):
    """Rows that fit several things."""

    count = serializers.IntegerField()
    first = SeveralMatches(many=True)


class JoinedOne(serializers.Serializer[Any]):
    """A thread or participant with the values that the table changes."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    before = serializers.DictField()
    after = serializers.DictField()


class JoinReport(serializers.Serializer[Any]):
    """What a table changes: `matched`, `unmatched`, `ambiguous` and `broken` make up its rows.

    `there` are the table's columns, `changed` counts threads or participants, `overwritten`
    values, `repeated` rows about what an earlier row was about already: the last one counts.
    """

    owner = serializers.ChoiceField(ATTRIBUTE_OWNERS)
    key = serializers.CharField()
    by = serializers.CharField()
    there = serializers.ListField(child=serializers.CharField())
    sheets = serializers.ListField(child=serializers.CharField())
    sheet = serializers.CharField(allow_blank=True)
    columns = JoinedColumn(many=True)
    rows = serializers.IntegerField()
    broken = serializers.IntegerField()
    matched = serializers.IntegerField()
    unmatched = Unmatched()
    ambiguous = Ambiguous()
    repeated = serializers.IntegerField()
    changed = serializers.IntegerField()
    overwritten = serializers.IntegerField()
    preview = JoinedOne(many=True)
    applied = serializers.BooleanField()


class SecondTableView(View):
    """POST: join a second table."""

    parser_classes = (StrictJSONParser, MultiPartParser)

    @endpoint(
        "import_attributes", answers={200: JoinReport},
        body={"multipart/form-data": JoinedFile, "application/json": JoinedRows},
        refuses=(400, 403, 404, 413, 422), parameters=[IDEMPOTENCY],
    )  # fmt: skip
    def post(self, request: Request, corpus: int) -> Any:
        """Say what its rows fit and would change; without `dry_run` change it, as one step."""
        access = to_corpus(request, corpus, Action.UPLOAD)
        return once(request, lambda: _joined(request, access))


def _joined(request: Request, access: Access) -> HttpResponse | Response:
    table, given = _sent(request)
    how = Joining(**{name: given[name] for name in Joining.__dataclass_fields__ if name in given})
    report = join(access.corpus, table, how, actor=access.user, dry_run=given["dry_run"])
    return Response(report)


def _sent(request: Request) -> tuple[SecondTable, dict[str, Any]]:
    try:
        if "file" not in request.FILES:
            given = valid(JoinedRows(data=request.data))
            return of_records(given["rows"]), given
        given = valid(JoiningFields(data=_options(request)))
        file = request.FILES["file"]
        if file.size is None or file.size > MOST_BYTES:
            raise TooLargeError(f"A second table has at most {MOST_BYTES:,} bytes.")
        return read_table(file.read(), sheet=given.get("sheet", "")), given
    except UnreadableError as error:
        raise ImpossibleError(error.detail, code=error.code) from error


def _options(request: Request) -> Any:
    given = strict_json((request.POST.get("options") or "{}").encode())
    if not isinstance(given, dict):
        raise MalformedError(
            "options is not JSON.", fields=[("options", "invalid", "Write it as a JSON object.")]
        )
    return given
