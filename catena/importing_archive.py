"""`catena import-archive FILE`: the archive of a corpus becomes a new corpus, waited for here.

Where no worker runs it is read by this very command.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from annotations.archive import receiving
from catena.collecting import actor_named
from catena.folders import SetUpError
from corpus.models import Job
from tasks.project import run

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

_BLOCK = 1 << 20
_PAUSE = 0.2
_ENDED = ("done", "failed", "cancelled")


def import_archive(given: argparse.Namespace) -> int:
    """Bring it in; 0 when the corpus is there."""
    path = Path(given.file).expanduser()
    if not path.is_file():
        raise SetUpError(f"There is no file {path}.")
    project = receiving.receive(actor=actor_named(given.user), name=path.name, chunks=_blocks(path))
    job = Job.objects.get(kind="project", subject=project.pk)
    while project.status not in _ENDED:
        before = job.cursor
        run(job_id=job.pk)
        project.refresh_from_db()
        job.refresh_from_db()
        if job.cursor == before:
            time.sleep(_PAUSE)
    if project.status != "done":
        raise SetUpError(f"{path.name} was not brought in: {project.error}")
    print(
        f"Corpus {project.corpus_id}, “{project.report['title']}”: "
        f"{project.result['threads']:,} threads, {project.result['posts']:,} posts, "
        f"{project.result['annotations']:,} annotations, {project.result['events']:,} changes. "
        f"Its other members rest until you let them in."
    )
    return 0


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block
