"""The part of a worker that tells webhooks: makes deliveries, sends several at a time, records.

Only the network is waited for in threads; the database is asked by the one that calls `turn`.
"""

import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from django.conf import settings

from corpus.telling import deliveries
from corpus.telling.deliveries import Held
from corpus.telling.sending import Answer, send

AT_ONCE = 8
PRUNED_EVERY = 600.0


class Teller:
    """Sends up to eight deliveries at a time, one after the other to each webhook."""

    def __init__(self) -> None:
        self.threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="webhook")
        self.sending: dict[Future[Answer], Held] = {}
        self.pruned = 0.0

    def turn(self, *, seconds: float) -> int:
        """Do what is to be done, then wait for an answer, at most so long; returns what is sent.

        Raises:
            DatabaseError: the database is away; what was sent is sent again when it is back.
        """
        deliveries.make()
        while len(self.sending) < AT_ONCE and (held := deliveries.take()) is not None:
            future = self.threads.submit(send, held.parcel, private=settings.WEBHOOK_PRIVATE)
            self.sending[future] = held
        if time.monotonic() - self.pruned > PRUNED_EVERY:
            self.pruned = time.monotonic()
            deliveries.prune()
        ended, _ = wait(self.sending, timeout=seconds, return_when=FIRST_COMPLETED)
        for future in ended:
            deliveries.record(self.sending.pop(future), future.result())
        return len(ended)

    def stop(self) -> None:
        """Send no more; who is in the middle of it falls due again."""
        self.threads.shutdown(wait=False, cancel_futures=True)
