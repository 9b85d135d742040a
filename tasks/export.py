"""Writing export files."""

from celery import shared_task

from annotations import exporting
from corpus import jobs

# A file is written in one step, and a large corpus takes a while; the lease finds dead workers.
LONGEST_SECONDS = 6 * 3600


@shared_task(
    name="tasks.export.run", time_limit=LONGEST_SECONDS + 60, soft_time_limit=LONGEST_SECONDS
)
def run(*, job_id: int) -> None:
    """Write an export. Safe to run twice: the job's lease lets one worker in."""
    jobs.work(job_id, exporting.run, exporting.give_up)
