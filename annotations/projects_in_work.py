"""A project that comes in, step by step in a worker: read, shown for review, loaded."""

from annotations.models import ProjectImport
from corpus import jobs
from corpus.models import Job


def run(held: jobs.Held) -> bool:
    """Take one step of a project's job; returns whether another is to follow."""
    jobs.finish(held.job, status="done")
    return False


def give_up(job: Job, reason: str) -> None:
    """End a project that cannot get further; its file is kept."""
    jobs.finish(job, status="failed", error=reason)
    ProjectImport.objects.filter(pk=str(job.subject)).update(status="failed", error=reason)
