"""What the live hub asks of PostgreSQL: who may listen, how far a corpus is, which events follow.

One asynchronous connection answers all questions of a process; nothing here knows of HTTP, of
streams or of Django's own connections.
"""

import asyncio
import hashlib
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal

import psycopg
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.utils.crypto import constant_time_compare

from annotations.history import EVENT_COLUMNS

Verdict = Literal["ok", "signed_out", "no_scope", "foreign"]
Row = tuple[Any, ...]

# Names that Django understands in OPTIONS and libpq does not.
_DJANGO_ONLY = frozenset(
    {
        "pool",
        "isolation_level",
        "assume_role",
        "server_side_binding",
        "prepare_threshold",
        "context",
        "cursor_factory",
    }
)

_EVENTS = f"""
SELECT r.seq, r.action, row_to_json(r)::text FROM (
    SELECT {EVENT_COLUMNS}
    FROM corpus_event e LEFT JOIN corpus_user u ON u.id = e.actor_id
    WHERE e.corpus_id = %s AND e.seq > %s AND e.seq <= %s
    ORDER BY e.seq LIMIT %s
) AS r
"""

_COUNTERS = "SELECT corpus_id, seq FROM corpus_corpuscounter WHERE corpus_id = ANY(%s)"

_SESSION = """
SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > now()
"""

_PERSON = "SELECT password FROM corpus_user WHERE id = %s AND is_active"

_BEARER = """
SELECT t.user_id, t.scopes FROM corpus_apitoken t JOIN corpus_user u ON u.id = t.user_id
WHERE t.digest = %s AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now())
    AND u.is_active
"""

_MEMBER = """
SELECT 1 FROM corpus_membership m JOIN corpus_corpus c ON c.id = m.corpus_id
WHERE m.corpus_id = %s AND m.user_id = %s AND c.deleted_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class Credential:
    """What a client showed: the key of its session, or the SHA-256 hex digest of its token."""

    kind: Literal["session", "token"]
    secret: str

    @classmethod
    def of_token(cls, token: str) -> "Credential":
        """Return the credential of a token as the client holds it; only its digest is kept."""
        return cls("token", hashlib.sha256(token.encode()).hexdigest())


@dataclass(frozen=True, slots=True)
class RenderedEvent:
    """One event as the bytes that every stream of its corpus sends."""

    seq: int
    action: str
    chunk: bytes


def render(event: str, data: str, seq: int | None = None) -> bytes:
    r"""Return one server-sent event; `data` is JSON without raw line ends."""
    head = "" if seq is None else f"id: {seq}\n"
    return f"{head}event: {event}\ndata: {data}\n\n".encode()


def connection_parameters() -> dict[str, Any]:
    """Return what libpq needs to know to reach Django's default database."""
    database = settings.DATABASES["default"]
    options = {k: v for k, v in database.get("OPTIONS", {}).items() if k not in _DJANGO_ONLY}
    named = {
        "dbname": database.get("NAME"),
        "user": database.get("USER"),
        "password": database.get("PASSWORD"),
        "host": database.get("HOST"),
        "port": database.get("PORT"),
    }
    return options | {name: value for name, value in named.items() if value}


async def connect() -> psycopg.AsyncConnection[Row]:
    """Open a connection of the hub's own, which commits by itself.

    Raises psycopg.OperationalError while the database is away.
    """
    parameters = {"connect_timeout": 5} | connection_parameters()
    parameters["application_name"] = "catena-live"
    return await psycopg.AsyncConnection.connect(autocommit=True, **parameters)


class HubQueries:
    """The hub's questions, asked one after the other over one connection that mends itself.

    Every method raises psycopg.Error when the database doesn't answer, after one fresh attempt.
    """

    def __init__(self) -> None:
        self._connection: psycopg.AsyncConnection[Row] | None = None
        self._lock = asyncio.Lock()

    async def close(self) -> None:
        """Give the connection back; the next question opens a new one."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()

    async def counters(self, corpora: list[int]) -> dict[int, int]:
        """Return the last `seq` of each corpus; one that has no event yet is missing."""
        return {row[0]: row[1] for row in await self._rows(_COUNTERS, (corpora,))}

    async def events(
        self, corpus: int, *, after: int, upto: int, limit: int
    ) -> list[RenderedEvent]:
        """Return the events with after < seq <= upto in order, at most `limit`."""
        rows = await self._rows(_EVENTS, (corpus, after, upto, limit))
        return [RenderedEvent(seq, action, render(action, data, seq)) for seq, action, data in rows]

    async def verdict(self, credential: Credential, corpus: int) -> Verdict:
        """Say whether the credential (still) allows to listen to the corpus."""
        if credential.kind == "token":
            rows = await self._rows(_BEARER, (credential.secret,))
            if not rows:
                return "signed_out"
            user, scopes = rows[0]
            if "read" not in scopes:
                return "no_scope"
        else:
            user = await self._session_user(credential.secret)
            if user is None:
                return "signed_out"
        return "ok" if await self._rows(_MEMBER, (corpus, user)) else "foreign"

    async def _session_user(self, key: str) -> int | None:
        """Return who is signed in under a session key, by the rules of Django's get_user()."""
        rows = await self._rows(_SESSION, (key,))
        if not rows:
            return None
        session = import_module(settings.SESSION_ENGINE).SessionStore().decode(rows[0][0])
        user = str(session.get(SESSION_KEY, ""))
        people = await self._rows(_PERSON, (int(user),)) if user.isdecimal() else []
        if not people:
            return None
        # A changed password ends the sessions that began before it.
        person = get_user_model()(password=people[0][0])
        hashes = [person.get_session_auth_hash(), *person.get_session_auth_fallback_hash()]
        shown = str(session.get(HASH_SESSION_KEY, ""))
        return int(user) if any(constant_time_compare(shown, known) for known in hashes) else None

    async def _rows(self, sql: str, parameters: tuple[object, ...]) -> list[Row]:
        async with self._lock:
            try:
                return await self._ask(sql, parameters)
            except (psycopg.OperationalError, psycopg.InterfaceError):
                # The server may have restarted since the last question.
                await self.close()
                return await self._ask(sql, parameters)

    async def _ask(self, sql: str, parameters: tuple[object, ...]) -> list[Row]:
        if self._connection is None:
            self._connection = await connect()
            await self._connection.execute("SET statement_timeout = '10s'")
        cursor = await self._connection.execute(sql.encode(), parameters)
        return await cursor.fetchall()
