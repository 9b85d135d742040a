"""Making snapshots."""

from celery import shared_task

from annotations import snapshots
from corpus import jobs


@shared_task(name="tasks.snapshot.run")
def run(*, job_id: int) -> None:
    """Freeze a corpus' rows. Safe to run twice: the job's lease lets one worker in."""
    jobs.work(job_id, snapshots.run, snapshots.give_up)
