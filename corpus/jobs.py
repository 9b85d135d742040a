"""Long work: the door to the workers, and the lease by which a worker holds a job.

The job's row is the truth. The broker only wakes somebody up: a lost message, a dead broker or a
killed worker is found by `sweep`, which every worker runs every second.
"""

import logging
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import psycopg
from celery import Celery
from django.db import DatabaseError, InterfaceError, connection, transaction
from kombu.exceptions import ChannelError
from kombu.exceptions import OperationalError as BrokerAwayError
from redis import RedisError

from corpus.database import own_connection
from corpus.models import Job, WorkerBeat

log = logging.getLogger(__name__)

# With the sweep's pause and a step's own time well under the ten seconds within which an import
# must go on after its worker was killed.
LEASE_SECONDS = 5
HEARTBEAT_SECONDS = 0.5  # who sent a large file sees within a second that it is being read
# A task hands over after this long, well under Celery's limits.
TURN_SECONDS = 20.0
MOST_ATTEMPTS = 5
# For so long a worker waits for a database that went away under a job.
PATIENCE_SECONDS = 10.0
# The sweep adds no more while so many wake-ups lie unread: on a busy machine each sweep would
# add to a queue that new jobs then wait behind.
MOST_WAKE_UPS = 20


class LeaseLostError(Exception):
    """Another worker holds the job now; whatever this one did is rolled back."""


@dataclass
class Held:
    """A job in this worker's hands; `done`, `total` and `unit` are shown while it works."""

    job: Job
    holder: uuid.UUID
    done: int = 0
    total: int = 0
    unit: str = "posts"
    lost: threading.Event = field(default_factory=threading.Event)

    def refuse_if_lost(self) -> None:
        """Stop a step in its middle, a second after its job was cancelled or taken over.

        Raises:
            LeaseLostError: the transaction must not commit.
        """
        if self.lost.is_set():
            raise LeaseLostError


Step = Callable[[Held], bool]


def enqueue(job: Job) -> None:
    """Wake a worker for `job` once the current transaction has committed.

    Tasks are named, not imported, so that the domain never depends on `tasks`. Without a broker
    nothing is lost: the sweep finds the job.
    """
    name, job_id = f"tasks.{job.kind}.run", job.pk
    transaction.on_commit(lambda: _messenger.submit(_send, name, job_id))


# Writers never wait for the broker: with it away, its client takes seconds to say so.
_messenger = ThreadPoolExecutor(1, thread_name_prefix="wake")


@cache
def _sender() -> Celery:
    app = Celery("catena", set_as_current=False)
    app.config_from_object("django.conf:settings", namespace="CELERY")
    return app


def _send(name: str, job_id: int) -> None:
    try:
        _sender().send_task(name, kwargs={"job_id": job_id}, retry=False)
    except (BrokerAwayError, RedisError, OSError):
        log.warning("The broker is away; job %s waits for the sweep.", job_id)


_CLAIM = f"""
UPDATE corpus_job
SET status = 'running', holder = %s, attempts = attempts + 1, heartbeat_at = clock_timestamp(),
    lease_until = clock_timestamp() + interval '{LEASE_SECONDS} s'
WHERE id = %s AND status IN ('queued', 'running')
    AND (lease_until IS NULL OR lease_until < clock_timestamp())
RETURNING id
"""


def work(job_id: int, step: Step, give_up: Callable[[Job, str], None]) -> None:
    """Hold the job and take `step`s until one says that nothing is left, or the turn is over.

    Does nothing when another worker holds the job or it is finished. `give_up` is called when
    the job failed too often without getting anywhere; a database that went away does not count.
    """
    held = _claim(job_id)
    if held is None:
        return
    if held.job.attempts > MOST_ATTEMPTS:
        give_up(held.job, f"It was tried {MOST_ATTEMPTS} times and never got further.")
        return
    over = time.monotonic() + TURN_SECONDS
    try:
        with _heartbeat(held):
            while step(held):
                if time.monotonic() > over:
                    _hand_over(held)
                    return
    except LeaseLostError:
        log.warning("Job %s was taken over by another worker.", job_id)
    except (DatabaseError, InterfaceError, psycopg.Error):  # COPY raises the driver's own
        if not _is_away() or not _hand_back(held):
            raise


def _claim(job_id: int) -> Held | None:
    holder = uuid.uuid4()
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [holder, job_id])
        if cursor.fetchone() is None:
            return None
    job = Job.objects.get(pk=job_id)
    return Held(job, holder, job.done, job.total, job.unit)


def advance(held: Held, *, cursor: dict[str, Any], finished: bool = False) -> None:
    """Record, as the last act of a chunk's transaction, how far the job has come.

    Raises:
        LeaseLostError: somebody else holds the job; the transaction must not commit.
    """
    changed = Job.objects.filter(pk=held.job.pk, holder=held.holder, status="running").update(
        cursor=cursor,
        done=held.done,
        total=held.total,
        unit=held.unit,
        attempts=0,
        **({"status": "done", "holder": None, "lease_until": None} if finished else {}),
    )
    if not changed:
        raise LeaseLostError
    held.job.cursor = cursor


def finish(job: Job, *, status: str, error: str = "") -> None:
    """End a job that nobody needs to go on with."""
    Job.objects.filter(pk=job.pk).update(status=status, error=error, holder=None, lease_until=None)


def workers_alive() -> int:
    """Return how many worker processes swept within the last five seconds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM corpus_workerbeat WHERE at > clock_timestamp() - interval '5 s'"
        )
        return int(cursor.fetchone()[0])


def sign_off(worker: str) -> None:
    """Say that a worker process stops."""
    WorkerBeat.objects.filter(name=worker).delete()


def sweep(worker: str) -> int:
    """Wake workers for every job that nobody holds; returns how many there were.

    `worker` names the process that sweeps: doing so it says that it lives.
    """
    alive = (
        "INSERT INTO corpus_workerbeat (name, at) VALUES (%s, clock_timestamp())"
        " ON CONFLICT (name) DO UPDATE SET at = excluded.at"
    )
    waiting = (
        "SELECT id, kind FROM corpus_job WHERE status IN ('queued', 'running')"
        " AND coalesce(lease_until, created_at + interval '2 s') < clock_timestamp()"
        f" ORDER BY id LIMIT {MOST_WAKE_UPS}"
    )
    with connection.cursor() as cursor:
        cursor.execute(alive, [worker])
        cursor.execute(waiting)
        rows = cursor.fetchall()
    room = MOST_WAKE_UPS - _unread() if rows else 0
    for job_id, kind in rows[: max(0, room)]:
        _send(f"tasks.{kind}.run", job_id)
    return len(rows)


def _unread() -> int:
    """Return how many wake-ups lie in the broker's queue; 0 when it does not answer."""
    try:
        with _sender().pool.acquire(block=True) as broker:
            queue = _sender().conf.task_default_queue
            return int(broker.default_channel.queue_declare(queue, passive=True).message_count)
    except (BrokerAwayError, ChannelError, RedisError, OSError):
        return 0


@transaction.atomic
def _hand_over(held: Held, **changes: int) -> None:
    Job.objects.filter(pk=held.job.pk, holder=held.holder).update(
        status="queued", holder=None, lease_until=None, **changes
    )
    enqueue(held.job)


def _is_away() -> bool:
    """Say whether the database is gone; an error of its own leaves the connection as it is."""
    inner = connection.connection
    return inner is None or bool(inner.closed)


def _hand_back(held: Held) -> bool:
    """Give the job back once the database answers again; False when that takes too long."""
    over = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < over:
        connection.close()
        try:
            _hand_over(held, attempts=max(0, held.job.attempts - 1))
        except (DatabaseError, InterfaceError):
            time.sleep(0.1)
        else:
            log.warning("The database was away; job %s goes on.", held.job.pk)
            return True
    return False


_BEAT = f"""
WITH beat AS (
    UPDATE corpus_job
    SET heartbeat_at = clock_timestamp(), done = %(done)s, total = %(total)s, unit = %(unit)s,
        lease_until = clock_timestamp() + interval '{LEASE_SECONDS} s'
    WHERE id = %(job)s AND holder = %(holder)s AND status = 'running'
    RETURNING corpus_id, upload_id
)
SELECT pg_notify('catena_news', json_build_object(
    'corpus', corpus_id, 'event', 'upload.progress', 'data', json_build_object(
        'upload', upload_id, 'kind', %(kind)s::text, 'progress', json_build_object(
            'done', %(done)s, 'total', %(total)s, 'unit', %(unit)s::text)))::text)
FROM beat
"""


@contextmanager
def _heartbeat(held: Held) -> Iterator[None]:
    """Keep the lease and show progress from a thread of its own while a step is busy."""
    stop = threading.Event()
    beat = threading.Thread(target=_beat, args=(held, stop), name="heartbeat", daemon=True)
    beat.start()
    try:
        yield
    finally:
        stop.set()
        beat.join()


def _beat(held: Held, stop: threading.Event) -> None:
    own: psycopg.Connection | None = None
    while not stop.wait(HEARTBEAT_SECONDS):
        try:
            if own is None or own.closed:
                own = own_connection()
            row = own.execute(_BEAT, _figures(held)).fetchone()
        except psycopg.OperationalError:
            own = None
            continue
        if row is None:
            held.lost.set()
    if own is not None:
        own.close()


def _figures(held: Held) -> dict[str, Any]:
    return {
        "job": held.job.pk,
        "holder": held.holder,
        "kind": held.job.kind,
        "done": held.done,
        "total": held.total,
        "unit": held.unit,
    }
