"""What a worker does when it has lost its broker: it ends, and its keeper starts a new one.

A Celery worker that stays goes on consuming over the new connection, but takes up tasks only
every few seconds; a new one is at work sooner. What the old one had in hand is in the database
and is taken up again (`corpus.jobs`).
"""

import os
from typing import Any

from celery import bootsteps
from celery.worker import state


class Renewal(bootsteps.StartStopStep):
    """Ends the worker once its consumer starts for the second time."""

    requires = {"celery.worker.consumer.connection:Connection"}  # noqa: RUF012 - celery's way

    def start(self, parent: Any) -> None:
        """End with status 0 at the consumer's next turn, unless this is its first start."""
        if parent.restart_count > 0:
            state.should_terminate = os.EX_OK
