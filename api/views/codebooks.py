"""The codebook as a whole: as a file out and in, frozen versions, and what changed between them."""

import re
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.codebook_exchange import codebook_as_qdc
from annotations.codebook_files import Fault, Read, decoded, read, write_csv, write_json
from annotations.codebook_foreign import FOREIGN, read_foreign, recognised
from annotations.codebook_import import import_codebook
from annotations.codebook_versions import codebook_difference, freeze_codebook, list_versions
from annotations.queries import codes_shown
from api.access import Access, to_corpus
from api.base import View, once
from api.docs import IDEMPOTENCY, PAGING, endpoint, query
from api.fields import BIGGEST_INT, ExactText, Person, Stamp, page_of
from api.pages import page_reply, raw_json
from api.parsers import StrictJSONParser
from api.views.accounts import valid
from corpus.errors import MalformedError, TooLargeError, UnsupportedError
from corpus.rules import Action

MOST_BYTES = 5_000_000
_MEDIA = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
_SENT = {**_MEDIA, "qdc": "application/xml"}
_WRITERS: dict[str, Callable[[int], str | bytes]] = {
    "csv": lambda corpus: write_csv(codes_shown(corpus, archived=False)),
    "json": lambda corpus: write_json(codes_shown(corpus, archived=False)),
    "qdc": codebook_as_qdc,
}
_LATER = {"docx": "Word"}
_NAMES = {"txt": "csv", "tsv": "csv", "xlsx": "taguette-xlsx"}


class CodebookCode(serializers.Serializer[Any]):
    """One code of a codebook in a file."""

    path = serializers.ListField(child=serializers.CharField())
    colour = serializers.CharField()
    definition = ExactText(allow_blank=True)
    include = ExactText(allow_blank=True)
    exclude = ExactText(allow_blank=True)
    key = serializers.CharField(allow_blank=True)
    levels = serializers.ListField(child=serializers.CharField())


class CodebookFile(serializers.Serializer[Any]):
    """A codebook as a JSON file; each code after the one above it."""

    codes = CodebookCode(many=True)


class CodebookText(serializers.Serializer[Any]):
    """A codebook as text."""

    format = serializers.CharField(max_length=20, help_text="csv, json, qdc or taguette-csv")
    text = ExactText(allow_blank=True, max_length=MOST_BYTES)
    dry_run = serializers.BooleanField(required=False, default=False)


class CodebookUpload(serializers.Serializer[Any]):
    """A codebook as a file; its format goes by its name unless it is given."""

    file = serializers.FileField(allow_empty_file=True)
    format = serializers.CharField(
        max_length=20, required=False, help_text="csv, json, qdc, taguette-csv or taguette-xlsx"
    )
    dry_run = serializers.BooleanField(required=False, default=False)


class ImportProblem(serializers.Serializer[Any]):
    """What is wrong in a line of CSV, or in a code of JSON counted from 1."""

    line = serializers.IntegerField()
    column = serializers.CharField(allow_null=True)
    code = serializers.CharField()
    message = serializers.CharField()
    error = serializers.BooleanField(help_text="It keeps the file out; else it is only told.")


class ImportedCodebook(serializers.Serializer[Any]):
    """What a file makes of the codebook."""

    created = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    problems = ImportProblem(many=True)
    batch = serializers.IntegerField(allow_null=True)
    new_paths = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
    changed_paths = serializers.ListField(
        child=serializers.ListField(child=serializers.CharField())
    )


class VersionFields(serializers.Serializer[Any]):
    """What people say of a version."""

    name = serializers.CharField(required=False, allow_blank=True, max_length=200)
    note = serializers.CharField(required=False, allow_blank=True, max_length=100_000)


class VersionShown(VersionFields):
    """A frozen codebook: how many codes were in use, and the last change that it knows."""

    number = serializers.IntegerField()
    seq = serializers.IntegerField()
    codes = serializers.IntegerField()
    created_at = Stamp()
    created_by = Person(allow_null=True)

    class Meta:
        ref_name = "CodebookVersion"


class BeforeAndAfter(serializers.Serializer[Any]):
    """One field then and now."""

    before = serializers.JSONField(allow_null=True)
    after = serializers.JSONField(allow_null=True)


class ChangedCodeShown(serializers.Serializer[Any]):
    """One code that differs."""

    id = serializers.IntegerField()
    path = serializers.ListField(child=serializers.CharField())
    kind = serializers.ChoiceField(["added", "removed", "changed", "moved", "merged"])
    fields = serializers.DictField(child=BeforeAndAfter())  # type: ignore[assignment]  # api.md


# `from` is no name that Python lets a class have.
CodebookDifference = type(
    "CodebookDifference",
    (serializers.Serializer,),
    {
        "__doc__": "What changed, in the later codebook's order.",
        "from": serializers.CharField(),
        "to": serializers.CharField(),
        "codes": ChangedCodeShown(many=True),
    },
)


class CodebookView(View):
    """GET: the codebook as a file."""

    @endpoint(
        "codebook",
        answers={
            (200, "text/csv"): str, (200, "application/json"): CodebookFile,
            (200, "application/xml"): str,
        },
        refuses=(404, 415), parameters=[query("as", description="csv, qdc or json (default).")],
    )  # fmt: skip
    def get(self, request: Request, corpus: int) -> HttpResponse:
        """Send the codes in use, each after the one above it."""
        to_corpus(request, corpus)
        given = request.query_params.get("as", "json")
        wanted = given if given in _WRITERS else _known(given)
        text = _WRITERS[wanted](corpus)
        headers = {"Content-Disposition": f'attachment; filename="codebook-{corpus}.{wanted}"'}
        return HttpResponse(text, content_type=_SENT[wanted], headers=headers)


class CodebookImportView(View):
    """POST: take in a codebook."""

    parser_classes = (StrictJSONParser, MultiPartParser)

    @endpoint(
        "import_codebook", answers={200: ImportedCodebook},
        body={"multipart/form-data": CodebookUpload, "application/json": CodebookText},
        refuses=(400, 403, 404, 409, 413, 415, 422), parameters=[IDEMPOTENCY],
    )  # fmt: skip
    def post(self, request: Request, corpus: int) -> Any:
        """Make and change codes as the file says; with `dry_run` only say what it would do."""
        access = to_corpus(request, corpus, Action.EDIT_CODEBOOK)
        return once(request, lambda: _imported(request, access))


class VersionsView(View):
    """The frozen versions of a codebook."""

    @endpoint(
        "codebook_versions", answers={200: page_of(VersionShown, "CodebookVersion")},
        refuses=(400, 404), parameters=PAGING,
    )  # fmt: skip
    def get(self, request: Request, corpus: int) -> HttpResponse:
        """List them, newest first."""
        to_corpus(request, corpus)
        return page_reply(
            request, lambda place, size: list_versions(corpus_id=corpus, place=place, size=size)
        )

    @endpoint(
        "freeze_codebook", body=VersionFields, answers={201: VersionShown},
        refuses=(400, 403, 404), parameters=[IDEMPOTENCY],
    )  # fmt: skip
    def post(self, request: Request, corpus: int) -> Any:
        """Freeze the codebook as it is."""
        access = to_corpus(request, corpus, Action.EDIT_CODEBOOK)

        def make() -> HttpResponse:
            fields = valid(VersionFields(data=request.data))
            return raw_json(freeze_codebook(access.corpus, actor=access.user, **fields), status=201)

        return once(request, make)


class DifferenceView(View):
    """GET: what changed between two versions."""

    @endpoint(
        "codebook_difference", answers={200: CodebookDifference}, refuses=(400, 404),
        parameters=[
            query("from", description="A version's number, or start (default)."),
            query("to", description="A version's number, or now (default)."),
        ],
    )  # fmt: skip
    def get(self, request: Request, corpus: int) -> Response:
        """Say of each code what differs."""
        to_corpus(request, corpus)
        earlier, later = (
            _number(request, name, otherwise)
            for name, otherwise in (("from", "start"), ("to", "now"))
        )
        codes = codebook_difference(corpus, earlier=earlier, later=later)
        ends = {"from": str(earlier or "start"), "to": str(later or "now")}
        return Response({**ends, "codes": codes})


def _imported(request: Request, access: Access) -> Response:
    found, dry_run = _given(request, request.FILES.get("file"))
    result = import_codebook(access.corpus, found=found, actor=access.user, dry_run=dry_run)
    return Response(asdict(result))


def _given(request: Request, upload: "UploadedFile[Any] | None") -> tuple[Read, bool]:
    if upload is None:
        body = valid(CodebookText(data=request.data))
        return _read(body["text"].encode(), _readable(body["format"])), body["dry_run"]
    body = valid(CodebookUpload(data=request.data))
    if upload.size is None or upload.size > MOST_BYTES:
        raise TooLargeError(f"A codebook has at most {MOST_BYTES:,} bytes.")
    data = upload.read()
    name = (upload.name or "").rpartition(".")[2].lower()
    file_format = body.get("format") or recognised(data) or _NAMES.get(name, name)
    return _read(data, _readable(file_format)), body["dry_run"]


def _read(data: bytes, file_format: str) -> Read:
    if file_format in FOREIGN:
        return read_foreign(data, file_format)
    text, guessed = decoded(data)
    found = read(text, file_format)
    if guessed:
        message = "The file is not UTF-8; it was read as Windows-1252. Look whether umlauts fit."
        found.faults.append(Fault(1, None, "encoding_guessed", message, error=False))
    return found


def _readable(name: str) -> str:
    return name if name in FOREIGN else _known(name)


def _known(name: str) -> str:
    if name in _MEDIA:
        return name
    later = f"{_LATER[name]} come with a later version; " if name in _LATER else ""
    raise UnsupportedError(
        f"{later}a codebook is read as csv, json, {', '.join(FOREIGN)} and written as"
        f" {', '.join(_WRITERS)}, not as “{name[:20]}”.",
        code="unknown_format",
    )


def _number(request: Request, name: str, otherwise: str) -> int | None:
    given = request.query_params.get(name, otherwise)
    if given == otherwise:
        return None
    if not re.fullmatch("[0-9]{1,10}", given, re.ASCII) or int(given) > BIGGEST_INT:
        raise MalformedError(
            f"`{name}` is a version's number, or “{otherwise}”.",
            fields=[(name, "invalid", f"Give a number or “{otherwise}”.")],
        )
    return int(given)
