"""What a worker does besides its tasks: it tells webhooks of what happened.

A thread of the worker's main process, beside the one that sweeps, which must never wait for
somebody else's server.
"""

import logging
import threading

from celery import bootsteps
from django.db import DatabaseError, InterfaceError, connection

from corpus.telling.teller import Teller as Work

log = logging.getLogger(__name__)
LOOKED_EVERY_SECONDS = 1.0
SECONDS_TO_SAY_GOODBYE = 1.0


class Teller(bootsteps.StartStopStep):
    """Runs `turn` every second, or as answers come in, as long as the worker lives."""

    requires = {"celery.worker.components:Pool"}  # noqa: RUF012 - celery reads it like this

    def __init__(self, parent: object, **options: object) -> None:
        super().__init__(parent, **options)
        self.stopping = threading.Event()
        self.thread: threading.Thread | None = None

    def start(self, parent: object) -> None:
        """Begin to tell."""
        self.thread = threading.Thread(target=self._run, name="teller", daemon=True)
        self.thread.start()

    def stop(self, parent: object) -> None:
        """Tell no more; what is being sent is sent again by the next worker."""
        self.stopping.set()
        if self.thread is not None:
            self.thread.join(SECONDS_TO_SAY_GOODBYE)

    def _run(self) -> None:
        work = Work()
        away = False
        while not self.stopping.is_set():
            try:
                if work.turn(seconds=LOOKED_EVERY_SECONDS) == 0:
                    self.stopping.wait(0 if work.sending else LOOKED_EVERY_SECONDS)
                away = False
            except (DatabaseError, InterfaceError) as error:
                if not away:
                    log.warning("The database is away: %s", error)
                away = True
                connection.close()
                self.stopping.wait(LOOKED_EVERY_SECONDS)
        work.stop()
