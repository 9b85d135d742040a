"""Taking in coded projects of other programs, and archives of Catena's own."""

from celery import shared_task

from annotations import projects_in_work
from annotations.archive import loading
from corpus import jobs


@shared_task(name="tasks.project.run")
def run(*, job_id: int) -> None:
    """Read or load a project. Safe to run twice: the job's lease lets one worker in."""
    way = loading if loading.is_of_archive(job_id) else projects_in_work
    jobs.work(job_id, way.run, way.give_up)
