"""The live hub: reads each watched corpus' new events once and hands them to all its streams.

One hub per process and event loop; it knows PostgreSQL's events, not HTTP (that is live.py).
"""

import asyncio
import json
import logging
import re
from collections import deque
from collections.abc import AsyncGenerator, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import psycopg

from api import presence
from api.hub_queries import Credential, HubQueries, Verdict, connect, render

PAGE = 500
BUFFER = 1_000
HEARTBEAT_SECONDS = 15.0
TICK_SECONDS = 1.0
RECHECK_SECONDS = 15.0
LONGEST_BACK_OFF_SECONDS = 2.0
# Several who move at once are told of together.
GATHER_SECONDS = 0.1

# After these somebody may have lost the right to listen.
_RECHECK_ACTIONS = frozenset({"member.changed", "member.removed", "corpus.deleted"})
_EVENT_NAME = re.compile(r"[a-z][a-z_.]{0,63}")
_HEARTBEAT = b": heartbeat\n\n"

logger = logging.getLogger(__name__)


class RefusedError(Exception):
    """Listening isn't allowed (any more), or the hub is closing."""

    def __init__(self, verdict: Verdict | str) -> None:
        super().__init__(verdict)
        self.verdict = verdict


class Stream:
    """One listener: what it has been sent (`position`) and a bounded buffer of what is next."""

    def __init__(self, credential: Credential, *, position: int, upto: int) -> None:
        self.credential = credential
        self.position = position
        self.upto = upto
        self._buffer: deque[tuple[int | None, bytes]] = deque()
        self._changed = asyncio.Event()
        self.closed = asyncio.Event()

    def push(self, chunk: bytes, seq: int | None = None) -> None:
        """Append to the buffer; a listener that is too slow is closed and returns by itself."""
        if len(self._buffer) >= BUFFER:
            self.close()
        elif not self.closed.is_set():
            self._buffer.append((seq, chunk))
            self._changed.set()

    def close(self) -> None:
        """End the stream; what is unsent is replayed when the listener returns."""
        self._buffer.clear()
        self.closed.set()
        self._changed.set()

    def accept(self, seq: int) -> bool:
        """Move on to `seq`: False when it was sent before; a gap closes the stream instead."""
        if seq <= self.position:
            return False
        if seq != self.position + 1:
            logger.error("Event %s would follow %s on a stream; closed it", seq, self.position)
            self.close()
            return False
        self.position = seq
        return True

    async def drain(self) -> bytes:
        """Return what has come in since the last call; a heartbeat when that is nothing."""
        try:
            async with asyncio.timeout(HEARTBEAT_SECONDS):
                await self._changed.wait()
        except TimeoutError:
            return _HEARTBEAT
        taken, self._buffer = self._buffer, deque()
        if not self.closed.is_set():
            self._changed.clear()
        return b"".join(chunk for seq, chunk in taken if seq is None or self.accept(seq))


@dataclass(eq=False, slots=True)
class Feed:
    """One watched corpus: how far its streams were fed, and the only task that feeds them."""

    corpus: int
    last: int
    streams: set[Stream] = field(default_factory=set)
    pump: "asyncio.Task[None] | None" = None
    again: bool = False
    lacking: int = 0


class Hub:
    """All feeds of a process. Make it inside the event loop that it shall live in."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self._queries = HubQueries()
        self._feeds: dict[int, Feed] = {}
        self._rooms = presence.Rooms()
        self._moving: set[int] = set()
        self._closing = False
        self._tasks = [self.loop.create_task(self._listen()), self.loop.create_task(self._tick())]

    async def join(self, corpus: int, credential: Credential, after: int | None) -> Stream:
        """Open a stream of what follows `after` (None: of what happens from now on).

        Raises RefusedError when the credential doesn't allow it, psycopg.Error when the database is
        away.
        """
        verdict = await self._queries.verdict(credential, corpus)
        if verdict != "ok":
            raise RefusedError(verdict)
        now = (await self._queries.counters([corpus])).get(corpus, 0)
        if self._closing:
            raise RefusedError("closing")
        # From here to the return no await: `upto` and what the pump pushes fit without a seam.
        feed = self._feeds.setdefault(corpus, Feed(corpus, now))
        # A position beyond the counter comes from a database that has since been restored.
        position = now if after is None else min(after, now)
        stream = Stream(credential, position=position, upto=feed.last)
        feed.streams.add(stream)
        stream.push(self._people(corpus))
        return stream

    def leave(self, corpus: int, stream: Stream) -> None:
        """Forget a stream; safe to call twice."""
        feed = self._feeds.get(corpus)
        if feed is not None:
            feed.streams.discard(stream)
            if not feed.streams:
                del self._feeds[corpus]

    async def chunks(self, corpus: int, stream: Stream) -> AsyncGenerator[bytes, None]:
        """Yield the stream's bytes: first the replay, then what the pump pushes, until closed."""
        while stream.position < stream.upto:
            page = await self._queries.events(
                corpus, after=stream.position, upto=stream.upto, limit=PAGE
            )
            yield b"".join(event.chunk for event in page if stream.accept(event.seq))
            if not page or stream.closed.is_set():
                # Fewer events than the counter says can only be a gap.
                stream.close()
                return
        while not stream.closed.is_set():
            yield await stream.drain()

    def close(self) -> None:
        """End all streams at once and open no more (the server is about to stop)."""
        self._closing = True
        for feed in list(self._feeds.values()):
            _close(feed.streams)

    def _wake(self, feed: Feed) -> None:
        if feed.pump is None:
            feed.pump = self.loop.create_task(self._pump(feed))
        else:
            feed.again = True

    async def _pump(self, feed: Feed) -> None:
        try:
            while feed.streams:
                feed.again = False
                if not await self._feed_page(feed) and not feed.again:
                    return
        except psycopg.Error as error:
            # The next tick wakes the feed again.
            logger.warning("Events of corpus %s can't be read now: %s", feed.corpus, error)
        finally:
            feed.pump = None

    async def _feed_page(self, feed: Feed) -> bool:
        """Push the next page of events; True when there may be another."""
        page = await self._queries.events(feed.corpus, after=feed.last, upto=2**62, limit=PAGE)
        if any(event.action in _RECHECK_ACTIONS for event in page):
            await self._recheck(feed)
        for event in page:
            if event.seq != feed.last + 1:
                if feed.lacking != feed.last + 1:
                    feed.lacking = feed.last + 1
                    logger.error("Corpus %s lacks event %s", feed.corpus, feed.lacking)
                return False
            feed.last = event.seq
            for stream in feed.streams:
                stream.push(event.chunk, event.seq)
        return len(page) == PAGE

    async def _recheck(self, feed: Feed) -> None:
        """Close the streams of those who have been removed, signed out or deactivated."""
        for credential in {stream.credential for stream in feed.streams}:
            if await self._queries.verdict(credential, feed.corpus) != "ok":
                _close({stream for stream in feed.streams if stream.credential == credential})

    async def _tick(self) -> None:
        """Poll the counters: the net under NOTIFY. Look after sign-outs now and then."""
        checked = self.loop.time()
        try:
            while True:
                await asyncio.sleep(TICK_SECONDS)
                for corpus in self._rooms.lapse(now=self.loop.time()):
                    self._gather(corpus)
                with suppress(psycopg.Error):
                    await self._poll()
                    if self.loop.time() - checked >= RECHECK_SECONDS:
                        checked = self.loop.time()
                        for feed in list(self._feeds.values()):
                            await self._recheck(feed)
        finally:
            await self._queries.close()

    async def _poll(self) -> None:
        before = {corpus: feed.last for corpus, feed in self._feeds.items()}
        counters = await self._queries.counters(list(before)) if before else {}
        for feed in list(self._feeds.values()):
            counter = counters.get(feed.corpus, 0)
            if counter > feed.last:
                self._wake(feed)
            elif counter < before.get(feed.corpus, 0):
                # The database was restored from a backup: begin anew from its own count.
                feed.last = counter
                _close(feed.streams)

    async def _listen(self) -> None:
        """Take notifications, for ever, over a connection that is opened again when it breaks."""
        back_off = 0.05
        while True:
            try:
                async with await connect() as connection:
                    await connection.execute("LISTEN catena_event")
                    await connection.execute("LISTEN catena_news")
                    back_off = 0.05
                    for feed in list(self._feeds.values()):
                        self._wake(feed)
                    async for notice in connection.notifies():
                        self._notified(notice.channel, notice.payload)
            except psycopg.Error as error:
                logger.warning("Listening to the database again in %s s: %s", back_off, error)
            await asyncio.sleep(back_off)
            back_off = min(back_off * 2, LONGEST_BACK_OFF_SECONDS)

    def _notified(self, channel: str, payload: str) -> None:
        try:
            if channel == "catena_event":
                feed = self._feeds.get(int(payload))
                if feed is not None:
                    self._wake(feed)
            else:
                self._pass_on(json.loads(payload))
        except (ValueError, KeyError, TypeError):
            logger.warning("Unreadable notification on %s: %.200s", channel, payload)

    def _pass_on(self, news: dict[str, Any]) -> None:
        """Send unnumbered news (an upload's progress); whoever misses it loses nothing lasting."""
        corpus, event = news["corpus"], str(news["event"])
        if event == presence.EVENT:
            if self._rooms.take(corpus, news["data"], now=self.loop.time()):
                self._gather(corpus)
            return
        feed = self._feeds.get(corpus) if isinstance(corpus, int) else None
        if feed is not None and _EVENT_NAME.fullmatch(event):
            chunk = render(event, json.dumps(news["data"], ensure_ascii=False))
            for stream in feed.streams:
                stream.push(chunk)

    def _gather(self, corpus: int) -> None:
        if corpus not in self._moving:
            self._moving.add(corpus)
            self.loop.call_later(GATHER_SECONDS, self._tell_people, corpus)

    def _tell_people(self, corpus: int) -> None:
        self._moving.discard(corpus)
        feed = self._feeds.get(corpus)
        if feed is not None:
            chunk = self._people(corpus)
            for stream in feed.streams:
                stream.push(chunk)

    def _people(self, corpus: int) -> bytes:
        people = {"people": self._rooms.people(corpus)}
        return render(presence.EVENT, json.dumps(people, ensure_ascii=False))


def _close(streams: Iterable[Stream]) -> None:
    for stream in list(streams):
        stream.close()
