"""Writing export files."""

from celery import shared_task

from annotations import exporting
from corpus import jobs


@shared_task(name="tasks.export.run")
def run(*, job_id: int) -> None:
    """Write an export. Safe to run twice: the job's lease lets one worker in."""
    jobs.work(job_id, exporting.run, exporting.give_up)
