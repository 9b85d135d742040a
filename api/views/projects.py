"""Coded projects of other programs: bring in, look at what was found, load or leave out."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, HttpResponse
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request

from annotations import projects_in
from annotations.exchange import PROJECT_STATUSES
from annotations.models import ProjectImport
from annotations.projects_in_queries import list_projects, project_json
from api.access import Access, to_corpus
from api.base import View, once
from api.docs import IDEMPOTENCY, PAGING, endpoint
from api.fields import Person, Progress, Stamp, page_of
from api.pages import page_reply, raw_json
from api.parsers import StrictJSONParser
from api.views.accounts import valid
from api.views.uploads import ENVELOPE
from corpus import blobs
from corpus.errors import MalformedError, NotFoundError, TooLargeError
from corpus.rules import Action


class ProjectCoder(serializers.Serializer[Any]):
    """A coder of the file; `member` is the user name of the member that it seems to be."""

    name = serializers.CharField()
    codings = serializers.IntegerField()
    member = serializers.CharField(allow_null=True)


class ProjectConvention(serializers.Serializer[Any]):
    """A way to count positions and how well it fits: `matched` of `of` passages that were tried.

    `same`: it puts every passage where the chosen one does.
    """

    name = serializers.CharField()
    unit = serializers.CharField(help_text="codepoint or utf16.")
    crlf = serializers.IntegerField(help_text="CRLF counts as 1 or 2.")
    bom = serializers.IntegerField(help_text="The byte order mark counts as 0 or 1.")
    score = serializers.FloatField(help_text="0 to 1.")
    matched = serializers.IntegerField()
    of = serializers.IntegerField()
    same = serializers.BooleanField()


class ProjectSample(serializers.Serializer[Any]):
    """A passage as a convention reads it; `name` is what the file says of it."""

    convention = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]  # a word of api.md
    before = serializers.CharField(allow_blank=True)
    passage = serializers.CharField(allow_blank=True)
    after = serializers.CharField(allow_blank=True)
    name = serializers.CharField(allow_blank=True)
    code = serializers.CharField(allow_blank=True)


class ProjectNote(serializers.Serializer[Any]):
    """What cannot be taken over, or does not fit: `count` things."""

    code = serializers.CharField()
    count = serializers.IntegerField()
    message = serializers.CharField()


class ProjectReport(serializers.Serializer[Any]):
    """What was found in a project, before anything of it is loaded."""

    project = serializers.CharField(allow_blank=True)
    origin = serializers.CharField(allow_blank=True, help_text="The program that wrote it.")
    codes = serializers.IntegerField()
    coders = ProjectCoder(many=True)
    sources = serializers.IntegerField()
    selections = serializers.IntegerField()
    memos = serializers.IntegerField()
    cases = serializers.IntegerField()
    decided_by = serializers.ChoiceField(["names", "words", "format"])
    no_difference = serializers.BooleanField()
    conventions = ProjectConvention(many=True)
    chosen = serializers.CharField()
    samples = ProjectSample(many=True)
    losses = ProjectNote(many=True)
    problems = ProjectNote(many=True)


class ProjectResult(serializers.Serializer[Any]):
    """What was loaded."""

    threads = serializers.IntegerField(required=False)
    posts = serializers.IntegerField(required=False)
    codes = serializers.IntegerField(required=False)
    members = serializers.IntegerField(required=False)
    annotations = serializers.IntegerField(required=False)
    memos = serializers.IntegerField(required=False)
    problems = ProjectNote(many=True, required=False)


class ProjectChoices(serializers.Serializer[Any]):
    """What a person decided before loading."""

    convention = serializers.CharField(required=False, max_length=40)
    coders = serializers.DictField(
        child=serializers.CharField(allow_null=True, max_length=150),
        required=False,
        help_text="User names by the file's names; null: a person of their own.",
    )


class ProjectShown(serializers.Serializer[Any]):
    """A project that comes in, and how far it has come."""

    id = serializers.UUIDField()
    corpus = serializers.IntegerField()
    name = serializers.CharField()
    size = serializers.IntegerField()
    sha256 = serializers.CharField()
    format = serializers.CharField(allow_blank=True)
    status = serializers.ChoiceField(PROJECT_STATUSES)
    progress = Progress()
    report = ProjectReport(allow_null=True)
    choices = ProjectChoices()
    result = ProjectResult(allow_null=True)
    error = serializers.CharField(allow_blank=True)
    created_by = Person(allow_null=True)
    created_at = Stamp()
    finished_at = Stamp(allow_null=True)
    version = serializers.IntegerField()

    class Meta:
        ref_name = "Project"


class ProjectUpload(serializers.Serializer[Any]):
    """A project as a file; what it is goes by its content."""

    file = serializers.FileField(allow_empty_file=True)


class ProjectsView(View):
    """The projects that came into a corpus."""

    # JSON is read only to be refused with words.
    parser_classes = (MultiPartParser, StrictJSONParser)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse what is too large before a byte of it is parsed."""
        length = int(request.META.get("CONTENT_LENGTH") or 0)
        if length > settings.UPLOAD_LIMIT + ENVELOPE:
            raise TooLargeError(
                f"The limit for one file is {settings.UPLOAD_LIMIT:,} bytes; this is {length:,}."
            )
        super().initial(request, *args, **kwargs)

    @endpoint(
        "projects", answers={200: page_of(ProjectShown, "Project")}, refuses=(400, 403, 404),
        parameters=PAGING,
    )  # fmt: skip
    def get(self, request: Request, corpus: int) -> HttpResponse:
        """List them, newest first."""
        to_corpus(request, corpus, Action.UPLOAD)
        return page_reply(
            request, lambda place, size: list_projects(corpus_id=corpus, place=place, size=size)
        )

    @endpoint(
        "bring_in_project", answers={202: ProjectShown},
        body={"multipart/form-data": ProjectUpload},
        refuses=(400, 403, 404, 409, 413, 415, 507), parameters=[IDEMPOTENCY],
    )  # fmt: skip
    def post(self, request: Request, corpus: int) -> Any:
        """Keep the file and have it read; the same bytes again are the former project."""
        access = to_corpus(request, corpus, Action.UPLOAD)

        def receive() -> HttpResponse:
            file = request.FILES.get("file")
            if file is None:
                message = "Send the project as a file in the part “file”."
                raise MalformedError(message, fields=[("file", "required", message)])
            project, _ = projects_in.receive(
                access.corpus, actor=access.user, name=file.name or "", chunks=file.chunks()
            )
            return raw_json(project_json(project.pk), status=202)

        return once(request, receive)


class ProjectView(View):
    """One project."""

    @endpoint("project", answers={200: ProjectShown}, refuses=(403, 404))
    def get(self, request: Request, corpus: int, project: UUID) -> HttpResponse:
        """Show it."""
        found = _find(to_corpus(request, corpus, Action.UPLOAD), project)
        return raw_json(project_json(found.pk))


class ProjectRawView(View):
    """The file as it was received."""

    @endpoint("project_raw", answers={(200, "application/octet-stream"): bytes}, refuses=(403, 404))
    def get(self, request: Request, corpus: int, project: UUID) -> FileResponse:
        """Send its bytes, unchanged."""
        found = _find(to_corpus(request, corpus, Action.UPLOAD), project)
        return FileResponse(
            blobs.open_blob(found.sha256),
            as_attachment=True,
            filename=blobs.label(found.name),
            content_type="application/octet-stream",
        )


class ProjectConfirmView(View):
    """POST: load what was found."""

    @endpoint(
        "confirm_project", body=ProjectChoices, answers={202: ProjectShown},
        refuses=(400, 403, 404, 409, 422),
    )  # fmt: skip
    def post(self, request: Request, corpus: int, project: UUID) -> HttpResponse:
        """Go on from `review`; without choices, with those that seem best."""
        access = to_corpus(request, corpus, Action.UPLOAD)
        found = _find(access, project)
        body = valid(ProjectChoices(data=request.data))
        projects_in.confirm(
            found.pk,
            actor=access.user,
            convention=body.get("convention", ""),
            coders=body.get("coders"),
        )
        return raw_json(project_json(found.pk), status=202)


class ProjectCancelView(View):
    """POST: leave it out."""

    @endpoint("cancel_project", answers={200: ProjectShown}, refuses=(403, 404, 409))
    def post(self, request: Request, corpus: int, project: UUID) -> HttpResponse:
        """Stop before anything is loaded; the file is kept."""
        access = to_corpus(request, corpus, Action.UPLOAD)
        found = _find(access, project)
        projects_in.cancel(found.pk, actor=access.user)
        return raw_json(project_json(found.pk))


def _find(access: Access, project_id: UUID) -> ProjectImport:
    found = ProjectImport.objects.filter(pk=project_id, corpus=access.corpus).first()
    if found is None:
        raise NotFoundError(f"There is no project {project_id} in this corpus.")
    return found
