"""What a worker does besides its tasks: it sweeps for jobs that nobody holds, and tidies up.

A thread of the worker's main process, so that no separate scheduler is needed.
"""

import logging
import threading
import time
from contextlib import suppress

from celery import bootsteps
from django.db import DatabaseError, InterfaceError, connection

from corpus.jobs import sign_off, sweep
from corpus.services.partials import remove_abandoned

log = logging.getLogger(__name__)
SWEEP_SECONDS = 1.0
TIDY_SECONDS = 3600.0
SECONDS_TO_SAY_GOODBYE = 1.0


class Sweeper(bootsteps.StartStopStep):
    """Runs `sweep` every second as long as the worker lives, and hourly removes abandoned files."""

    requires = {"celery.worker.components:Pool"}  # noqa: RUF012 - celery reads it like this

    def __init__(self, parent: object, **options: object) -> None:
        super().__init__(parent, **options)
        self.stopping = threading.Event()
        self.thread: threading.Thread | None = None

    def start(self, parent: object) -> None:
        """Begin to sweep."""
        name = getattr(parent, "hostname", "worker")
        self.thread = threading.Thread(target=self._run, args=(name,), name="sweeper", daemon=True)
        self.thread.start()

    def stop(self, parent: object) -> None:
        """Sweep no more, and let nobody count on this worker."""
        self.stopping.set()
        if self.thread is not None:
            self.thread.join(SECONDS_TO_SAY_GOODBYE)

    def _run(self, name: str) -> None:
        away, tidied = False, -TIDY_SECONDS
        while not self.stopping.is_set():
            try:
                sweep(name)
                away = False
                if time.monotonic() - tidied > TIDY_SECONDS:
                    tidied = time.monotonic()
                    remove_abandoned()
            except (DatabaseError, InterfaceError) as error:
                if not away:
                    log.warning("The database is away: %s", error)
                away = True
                connection.close()
            except OSError as error:
                log.warning("Files that nobody goes on with could not be removed: %s", error)
            self.stopping.wait(SWEEP_SECONDS)
        with suppress(DatabaseError, InterfaceError):
            sign_off(name)
