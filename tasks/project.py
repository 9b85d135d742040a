"""Taking in coded projects of other programs."""

from celery import shared_task

from annotations import projects_in_work
from corpus import jobs


@shared_task(name="tasks.project.run")
def run(*, job_id: int) -> None:
    """Read or load a project. Safe to run twice: the job's lease lets one worker in."""
    jobs.work(job_id, projects_in_work.run, projects_in_work.give_up)
