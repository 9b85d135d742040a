"""Taking in coded projects of other programs, and archives of Catena's own."""

from celery import shared_task

from annotations import projects_in_work
from annotations.archive import loading
from corpus import jobs

# A project is read in one step, and a large one takes a while; the lease finds dead workers.
LONGEST_SECONDS = 6 * 3600


@shared_task(
    name="tasks.project.run", time_limit=LONGEST_SECONDS + 60, soft_time_limit=LONGEST_SECONDS
)
def run(*, job_id: int) -> None:
    """Read or load a project. Safe to run twice: the job's lease lets one worker in."""
    way = loading if loading.is_of_archive(job_id) else projects_in_work
    jobs.work(job_id, way.run, way.give_up)
