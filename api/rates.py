"""How often a caller may ask: so many requests a minute, counted here and shared by Redis.

A request only counts in this process' memory. A thread of its own tells Redis every second what
was counted and learns what other processes did; while Redis is away each process counts for
itself, and nobody waits or is refused because of it.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf import settings
from redis import Redis, RedisError
from rest_framework.request import Request

from corpus.errors import TooOftenError
from corpus.models import ApiToken, User

log = logging.getLogger(__name__)

WINDOW_SECONDS = 60
SHARED_EVERY_SECONDS = 1.0
# Redis has so long to answer; then this process goes on alone for a second.
PATIENCE_SECONDS = 0.5


@dataclass(slots=True)
class Count:
    """One caller's requests in one minute: of this process, not told yet, and of all others."""

    window: int
    own: int = 0
    untold: int = 0
    others: int = 0


@dataclass
class Rates:
    """Counts of all callers that asked this process lately."""

    now: Callable[[], float] = time.time
    counts: dict[str, Count] = field(default_factory=dict)
    started: bool = False

    def refuse_if_too_often(self, caller: str, *, limit: int) -> None:
        """Count a request of `caller`, who may make `limit` in a minute; 0: as many as they like.

        Raises:
            TooOftenError: it was one too many; says how long to wait.
        """
        if not limit:
            return
        now = self.now()
        window = int(now // WINDOW_SECONDS)
        count = self.counts.get(caller)
        if count is None or count.window != window:
            count = self.counts[caller] = Count(window)
        if count.own + count.others >= limit:
            wait = int((window + 1) * WINDOW_SECONDS - now) + 1
            raise TooOftenError(
                f"More than {limit:,} requests a minute. Wait {wait} seconds.", retry_after=wait
            )
        # Without a lock: two threads that count at the same moment may count as one.
        count.own += 1
        count.untold += 1
        if not self.started:
            self._start()

    def forget(self) -> None:
        """Begin anew, as if nobody had asked."""
        self.counts.clear()

    def share(self) -> None:
        """Tell Redis what was counted here since the last time, and learn what others counted.

        Raises:
            RedisError: it is away; what was not told is told later.
        """
        window = int(self.now() // WINDOW_SECONDS)
        told = []
        for caller, count in list(self.counts.items()):
            if count.window < window:
                self.counts.pop(caller, None)
            elif count.untold:
                told.append((f"catena:rate:{window}:{caller}", count, count.untold))
        if not told:
            return
        with self._redis.pipeline(transaction=False) as pipe:
            for key, _, more in told:
                pipe.incrby(key, more)
                pipe.expire(key, 2 * WINDOW_SECONDS)
            totals = pipe.execute()[::2]
        for (_, count, more), total in zip(told, totals, strict=True):
            count.untold -= more
            count.others = max(0, int(total) - (count.own - count.untold))

    def _start(self) -> None:
        self.started = True
        threading.Thread(target=self._share_always, name="rates", daemon=True).start()

    def _share_always(self) -> None:
        away = False
        while True:
            time.sleep(SHARED_EVERY_SECONDS)
            try:
                self.share()
                away = False
            except (RedisError, OSError) as error:
                if not away:
                    log.warning("Requests are counted by each process alone: %s", error)
                away = True

    @cached_property
    def _redis(self) -> Any:
        return Redis.from_url(
            settings.REDIS_URL,
            socket_timeout=PATIENCE_SECONDS,
            socket_connect_timeout=PATIENCE_SECONDS,
        )


rates = Rates()


def count_request(request: Request) -> None:
    """Count a request for its token, its user, or for the address of who is not signed in.

    Raises:
        TooOftenError: the caller asks too often.
    """
    user: Any = request.user
    if isinstance(request.auth, ApiToken):
        rates.refuse_if_too_often(f"token:{request.auth.pk}", limit=settings.RATE_LIMIT)
    elif isinstance(user, User):
        rates.refuse_if_too_often(f"user:{user.pk}", limit=settings.RATE_LIMIT)
    else:
        count_stranger(request)


def count_stranger(request: Request) -> None:
    """Count a request of somebody who is not signed in, or whose token is none.

    Raises:
        TooOftenError: too many from this address.
    """
    address = request.META.get("REMOTE_ADDR", "")
    rates.refuse_if_too_often(f"address:{address}", limit=settings.RATE_LIMIT_ADDRESS)
