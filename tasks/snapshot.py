"""Making snapshots."""

from celery import shared_task

from annotations import snapshots
from corpus import jobs

# A corpus is frozen in one step, and a large one takes a while; the lease finds dead workers.
LONGEST_SECONDS = 6 * 3600


@shared_task(
    name="tasks.snapshot.run", time_limit=LONGEST_SECONDS + 60, soft_time_limit=LONGEST_SECONDS
)
def run(*, job_id: int) -> None:
    """Freeze a corpus' rows. Safe to run twice: the job's lease lets one worker in."""
    jobs.work(job_id, snapshots.run, snapshots.give_up)
