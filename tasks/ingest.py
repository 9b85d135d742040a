"""Reading and loading uploads."""

from functools import partial

from celery import shared_task

from annotations.reanchoring import reanchored
from corpus import importing, jobs

# One step may walk through gigabytes; what hangs is still found. Dead workers the lease finds.
LONGEST_SECONDS = 1800


@shared_task(
    name="tasks.ingest.run", time_limit=LONGEST_SECONDS + 60, soft_time_limit=LONGEST_SECONDS
)
def run(*, job_id: int) -> None:
    """Work on a job for a while. Safe to run twice: the job's lease lets one worker in."""
    jobs.work(job_id, partial(importing.run, revised=reanchored), importing.give_up)
