"""Taking an archive in: its file is kept, and a hidden corpus made for a worker to fill."""

from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from annotations.archive.loading import NAME
from annotations.archive.package import opened
from annotations.models import ProjectImport
from corpus import blobs, jobs
from corpus.errors import NotFoundError
from corpus.models import Corpus, CorpusCounter, Job, User


def receive(*, actor: User, name: str, chunks: Iterable[bytes]) -> ProjectImport:
    """Keep an archive and have a worker make a corpus of it, owned by `actor`.

    Raises:
        DamagedError: at a first look it is no archive that could come in.
        TooLargeError, StorageFullError: it cannot be kept.
    """
    blob = blobs.keep(chunks, limit=settings.UPLOAD_LIMIT)
    with opened(Path(blobs.path_of(blob.sha256))) as package:
        title = str(package.manifest.get("corpus", ""))[:300] or blobs.label(name)
    with transaction.atomic():
        corpus = Corpus.objects.create(title=title, deleted_at=timezone.now())
        CorpusCounter.objects.create(corpus=corpus)
        project = ProjectImport.objects.create(
            corpus=corpus,
            name=blobs.label(name),
            size=blob.size,
            sha256=blob.sha256,
            format_name=NAME,
            created_by=actor,
        )
        job = Job.objects.create(kind="project", corpus=corpus, subject=project.pk, unit="rows")
        jobs.enqueue(job)
    return project


def received(import_id: UUID, *, by: User) -> ProjectImport:
    """Return an archive that somebody brought in themselves.

    Raises:
        NotFoundError: there is none, or somebody else did.
    """
    found = ProjectImport.objects.filter(pk=import_id, created_by=by, format_name=NAME).first()
    if found is None:
        raise NotFoundError(f"You have brought in no archive {import_id}.")
    return found
