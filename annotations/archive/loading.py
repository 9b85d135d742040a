"""An archive comes in, step by step in a worker: checked, then loaded into a hidden corpus.

Each step is one transaction that also writes how far it has come; whoever goes on after a kill
begins there. The corpus can be seen once everything is in it.
"""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DataError, IntegrityError, transaction

from annotations.archive import arriving, moving
from annotations.archive.ids import Renamer, Row
from annotations.archive.moving import Moved
from annotations.archive.package import DamagedError, Package, opened
from annotations.archive.tables import FILES, TABLES, Table
from annotations.models import ProjectImport
from corpus import blobs, jobs
from corpus.models import Corpus, Job

NAME = "catena"
# Well under a worker's limits, and under the time that anybody would mind doing again.
STEP_SECONDS = 8.0
_BATCH_ROWS, _BATCH_CHARACTERS = 2_000, 4_000_000
Cursor = dict[str, Any]


def is_of_archive(job_id: int) -> bool:
    """Say whether a job brings in an archive, not a project of another program."""
    subjects = Job.objects.filter(pk=job_id).values("subject")
    return ProjectImport.objects.filter(pk__in=subjects, format_name=NAME).exists()


def run(held: jobs.Held) -> bool:
    """Take one step; returns whether another is to follow."""
    project = ProjectImport.objects.select_related("created_by").get(pk=str(held.job.subject))
    try:
        return _step(held, project)
    except DamagedError as error:
        give_up(held.job, error.detail)
    except (IntegrityError, DataError) as error:
        said = str(error.__cause__ or error).partition("\n")[0]
        give_up(held.job, f"The archive contradicts itself: {said}")
    return False


def give_up(job: Job, reason: str) -> None:
    """End an import that cannot get further; nothing of it can be seen, its file is kept."""
    jobs.finish(job, status="failed", error=reason)
    project = ProjectImport.objects.get(pk=str(job.subject))
    arriving.fail(project, reason, made=job.cursor.get("made", []))


def _step(held: jobs.Held, project: ProjectImport) -> bool:
    stage = held.job.cursor.get("stage", "check")
    held.unit = "rows"
    with opened(_path(project)) as package:
        held.total = sum(part.get("rows", 1) for part in package.parts.values())
        cursor = STAGES[stage](held, project, package)
        if cursor is None:
            return False
    return True


def _path(project: ProjectImport) -> Path:
    return blobs.path_of(project.sha256)


def _until() -> float:
    return time.monotonic() + STEP_SECONDS


def _go_on(held: jobs.Held, cursor: Cursor) -> Cursor:
    """Write down how far it is, in a transaction of its own."""
    with transaction.atomic():
        jobs.advance(held, cursor=cursor)
    return cursor


def _check(held: jobs.Held, project: ProjectImport, package: Package) -> Cursor:
    first = held.job.cursor.get("part", 0)
    ProjectImport.objects.filter(pk=project.pk).update(status="reading")
    part = package.check(first, _until())
    stage = "check" if part < len(package.parts) else "prepare"
    return _go_on(held, {"stage": stage, "part": part})


def _prepare(held: jobs.Held, project: ProjectImport, package: Package) -> Cursor:
    """Decide on all ids."""
    salt = moving.salt_of(project.pk) if moving.is_taken(package) else ""
    with transaction.atomic():
        ranges = moving.reserve(package)
        users, made = moving.accounts(moving.people(package))
        ProjectImport.objects.filter(pk=project.pk).update(status="loading")
        cursor = {
            "stage": "files", "corpus": project.corpus_id, "ranges": ranges, "users": users,
            "made": made, "salt": salt, "file": 0,
        }  # fmt: skip
        jobs.advance(held, cursor=cursor)
    return cursor


def _files(held: jobs.Held, _: ProjectImport, package: Package) -> Cursor:
    """Keep the raw files; the same bytes are kept once."""
    cursor, until = held.job.cursor, _until()
    names = sorted(name for name in package.parts if name.startswith(FILES))
    number = cursor["file"]
    while number < len(names) and time.monotonic() < until:
        sha256 = names[number].removeprefix(FILES)
        if not blobs.path_of(sha256).exists():
            blobs.keep(package.file(sha256), limit=settings.UPLOAD_LIMIT)
        number += 1
        held.done += 1
        held.refuse_if_lost()
    done = {"stage": "rows", "table": 0, "row": 0} if number == len(names) else {"file": number}
    return _go_on(held, {**cursor, **done})


def _rows(held: jobs.Held, _: ProjectImport, package: Package) -> Cursor:
    """Load rows of one table."""
    cursor = held.job.cursor
    table = TABLES[cursor["table"]]
    with transaction.atomic():
        loaded, over = _load(held, package, table, moving.restored(cursor, package))
        row = cursor["row"] + loaded
        place = {"row": row}
        if over:
            following = cursor["table"] + 1
            stage = "rows" if following < len(TABLES) else "finish"
            place = {"stage": stage, "table": following, "row": 0}
        cursor = {**cursor, **place}
        jobs.advance(held, cursor=cursor)
    return cursor


def _load(held: jobs.Held, package: Package, table: Table, moved: Moved) -> tuple[int, bool]:
    """Load rows for a while; returns how many, and whether they were the last."""
    renamer, until = Renamer(moved), _until()
    first = held.job.cursor["row"]
    loaded, waiting, size = 0, [], 0
    for number, row in enumerate(package.lines(table.path, skip=first), first + 1):
        new = _renamed(renamer, table, row, number, package)
        line = json.dumps(new, ensure_ascii=False)
        waiting.append((line, new))
        size += len(line)
        if len(waiting) < _BATCH_ROWS and size < _BATCH_CHARACTERS:
            continue
        loaded += _write(held, table, waiting, moved)
        waiting, size = [], 0
        if not table.whole and time.monotonic() > until:
            arriving.check_references()
            return loaded, False
    loaded += _write(held, table, waiting, moved)
    arriving.check_references()
    return loaded, True


def _write(held: jobs.Held, table: Table, waiting: list[tuple[str, Row]], moved: Moved) -> int:
    arriving.insert(table, [line for line, _ in waiting], corpus_id=moved.corpus_id)
    if table.name == "posts":
        arriving.index([row for _, row in waiting], corpus_id=moved.corpus_id)
    held.done += len(waiting)
    held.refuse_if_lost()
    return len(waiting)


def _renamed(renamer: Renamer, table: Table, row: Row, number: int, package: Package) -> Row:
    try:
        new = renamer.row(table, row)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedError(
            f"The archive contradicts itself in {table.path}, line {number}: {error}."
        ) from error
    if table.name == "uploads" and f"{FILES}{new['sha256']}" not in package.parts:
        new |= {"status": "failed", "accounted": False}
    return new


def _finish(held: jobs.Held, project: ProjectImport, package: Package) -> None:
    """Let the corpus be seen."""
    cursor = held.job.cursor
    held.done = held.total
    with transaction.atomic():
        corpus = Corpus.objects.select_for_update().get(pk=project.corpus_id)
        arriving.complete(corpus, project, package, users=cursor["users"])
        jobs.advance(held, cursor={"stage": "done"}, finished=True)


STAGES: dict[str, Callable[[jobs.Held, ProjectImport, Package], Cursor | None]] = {
    "check": _check, "prepare": _prepare, "files": _files, "rows": _rows, "finish": _finish,
}  # fmt: skip
