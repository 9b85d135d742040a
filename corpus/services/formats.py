"""Reading a file as another format than it was taken for, at a person's word."""

from uuid import UUID

from django.db import transaction

from corpus.errors import ConflictError, UnsupportedError
from corpus.ingest.registry import READERS
from corpus.models import Problem, Upload, User
from corpus.services.statuses import change_status, discard_staged, locked
from corpus.services.uploads import start_job

OPEN = ("review", "failed", "cancelled")


@transaction.atomic
def read_as(upload_id: UUID, *, name: str | None, actor: User) -> Upload:
    """Have a file that is not loaded read as the format `name`; None: as it seems to be.

    Corrections stay and are replayed; those that no longer fit are said to be lost.

    Raises:
        ConflictError: `already_loaded`.
        UnsupportedError: `unknown_format`.
    """
    if name is not None and name not in READERS:
        raise UnsupportedError(
            f"No reader is called {name}; there are: {', '.join(READERS)}.", code="unknown_format"
        )
    upload = locked(upload_id)
    loaded = upload.threads.exists() or upload.members.exists() or upload.duplicate_of_id
    if upload.status not in OPEN or loaded:
        raise ConflictError(
            f"This upload is {upload.status}: only what is not loaded can be read as something "
            "else. Delete it and upload the file again with the format chosen.",
            code="already_loaded",
        )
    discard_staged(upload.pk)
    Problem.objects.filter(upload=upload).delete()
    upload.problem_counts = {}
    upload.finished_at = None
    upload.options = {k: v for k, v in upload.options.items() if k != "format"}
    if name is not None:
        upload.options["format"] = name
    start_job(upload)
    upload.jobs.filter(kind="ingest").update(cursor={})
    change_status(upload, "queued", actor=actor)
    return upload
