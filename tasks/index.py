"""Indexing what was loaded."""

from celery import shared_task

from corpus import indexing, jobs


@shared_task(name="tasks.index.run")
def run(*, job_id: int) -> None:
    """Work on a job for a while. Safe to run twice: the job's lease lets one worker in."""
    jobs.work(job_id, indexing.run, indexing.give_up)
