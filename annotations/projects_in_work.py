"""A project that comes in, step by step in a worker: read, shown for review, loaded.

A step is one transaction that also records how far the job has come, so a worker may be killed
at any moment.
"""

from dataclasses import asdict
from functools import lru_cache
from typing import Any

from django.db import transaction

from annotations.models import ProjectImport
from annotations.projects.conventions import BY_NAME, Convention, Rulers
from annotations.projects.model import ProjectIn
from annotations.projects.registry import ProjectFormat, read_project
from annotations.projects.scoring import Choice, choose, samples
from annotations.projects_in import changed, held
from annotations.projects_in_loading import code_step, thread_step
from annotations.projects_in_people import matched, members_of
from corpus import blobs, events, jobs
from corpus.errors import CatenaError
from corpus.models import Job


def run(held_job: jobs.Held) -> bool:
    """Take one step of a project's job; returns whether another is to follow."""
    project = ProjectImport.objects.select_related("corpus").get(pk=str(held_job.job.subject))
    try:
        if project.status in ("queued", "reading"):
            return _read_step(held_job, project)
        if project.status == "loading":
            return _load_step(held_job, project)
    except CatenaError as error:
        _fail(held_job.job, error.detail)
        return False
    jobs.finish(held_job.job, status="done")
    return False


def give_up(job: Job, reason: str) -> None:
    """End a project that cannot get further; its file is kept."""
    _fail(job, reason)


def _fail(job: Job, reason: str) -> None:
    with transaction.atomic():
        project = held_or_none(job)
        if project is not None and project.status not in ("done", "failed", "cancelled"):
            project.error = reason
            events.append(project.corpus_id, None, [changed(project, "failed")])
        jobs.finish(job, status="failed", error=reason)


def held_or_none(job: Job) -> ProjectImport | None:
    """Lock the project that a job works on, if it is still there."""
    rows = ProjectImport.objects.select_for_update(no_key=True)
    return rows.filter(pk=str(job.subject)).first()


# Loading takes several steps of one file; each worker process keeps the last one it read.
@lru_cache(maxsize=1)
def _project(sha256: str) -> tuple[ProjectFormat, ProjectIn]:
    with blobs.open_blob(sha256) as file:
        return read_project(file)


def _read_step(held_job: jobs.Held, project: ProjectImport) -> bool:
    """Read the file and say what was found; a person looks at it then."""
    ProjectImport.objects.filter(pk=project.pk, status="queued").update(status="reading")
    form, found = _project(project.sha256)
    choice = choose(found)
    report = _report(found, choice, project.corpus_id)
    with transaction.atomic():
        project = held(project.pk)
        project.format_name, project.report = form.name, report
        held_job.done = held_job.total = len(found.selections)
        change = changed(project, "review")
        jobs.advance(held_job, cursor={}, finished=True)
        events.append(project.corpus_id, None, [change])
    return False


def _report(found: ProjectIn, choice: Choice, corpus_id: int) -> dict[str, Any]:
    apart = [choice.chosen, *(one.convention for one in choice.scores if not one.same)]
    return {
        "project": found.name,
        "origin": found.origin,
        "codes": len(found.codes),
        "coders": _coders(found, corpus_id),
        "sources": len(found.sources),
        "selections": len(found.selections),
        "memos": len(found.memos),
        "cases": found.cases,
        "decided_by": choice.by,
        "no_difference": choice.no_difference,
        "conventions": [
            {
                "name": one.convention.name,
                **asdict(one.convention),
                "score": one.score,
                "matched": one.matched,
                "of": one.of,
                "same": one.same,
            }
            for one in choice.scores
        ],
        "chosen": choice.chosen.name,
        "samples": [
            {"convention": one.name, **asdict(sample)}
            for one in apart
            for sample in samples(found, one)
        ],
        "losses": [asdict(one) for one in found.losses.values()],
        "problems": _problems(found, choice.chosen),
    }


def _coders(found: ProjectIn, corpus_id: int) -> list[dict[str, Any]]:
    """Say who coded in the file, how much, and which member each seems to be."""
    coded = dict.fromkeys(found.coders.values(), 0)
    for one in found.selections:
        if one.coder is not None:
            coded[found.coders[one.coder]] += 1
    known = matched(coded, members_of(corpus_id), found.usernames)
    return [
        {"name": name, "codings": count, "member": known[name].username if name in known else None}
        for name, count in coded.items()
    ]


def _problems(found: ProjectIn, convention: Convention) -> list[dict[str, Any]]:
    """Say what will not fit under the convention that was found best."""
    rulers = Rulers.of(found.sources, convention)
    outside = sum(one.start is not None and rulers.span(one) is None for one in found.selections)
    if not outside:
        return []
    message = "Passages that lie outside of their texts are left out."
    return [{"code": "out_of_range", "count": outside, "message": message}]


def _load_step(held_job: jobs.Held, project: ProjectImport) -> bool:
    """Load a stretch of texts, or of codings; after the last one the project is done."""
    _, found = _project(project.sha256)
    cursor = held_job.job.cursor
    held_job.total = len(found.sources) + len(found.selections)
    loaded, coded = cursor.get("loaded", 0), cursor.get("coded", 0)
    held_job.done = loaded + coded
    if loaded < len(found.sources):
        thread_step(held_job, project, found)
        return True
    more = code_step(held_job, project, found, BY_NAME[project.choices["convention"]])
    if not more:
        _project.cache_clear()
    return more
