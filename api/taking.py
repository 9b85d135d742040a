"""A request's body that is taken in while it comes, and answered when it ended.

A view returns a `BodyAnswer`. The web server's bridge (`catena/taking.py`) feeds it from the event
loop, so that nobody's slow line holds a thread; where no bridge is, `fed` does so at once.
"""

from typing import Protocol

from django.db import DatabaseError, InterfaceError
from django.http import HttpResponse, UnreadablePostError
from rest_framework.request import Request
from rest_framework.response import Response

from api.problems import handler, plain
from corpus.errors import CatenaError

# A bridge that feeds bodies says so under this name in the request's environment.
FEEDS = "catena.feeds"
_BLOCK = 1 << 20
_EXPECTED = (CatenaError, OSError, DatabaseError, InterfaceError)


class Taker(Protocol):
    """What takes a body in; any of its methods may refuse by raising."""

    def take(self, block: bytes) -> None:
        """Take some bytes. The database is not asked here."""

    def is_due(self) -> bool:
        """Say whether `note` is to be called before more is taken."""

    def note(self) -> None:
        """Make sure that what was taken lasts."""

    def end(self, *, whole: bool) -> HttpResponse:
        """Answer; `whole`: the body has come to its end. Called once, whatever happened."""


class BodyAnswer(HttpResponse):
    """Stands for the answer that its taker gives at the end; its headers go with that one."""

    def __init__(self, taker: Taker) -> None:
        super().__init__()
        self._taker = taker
        self._error: Exception | None = None

    @property
    def is_refused(self) -> bool:
        """Say whether nothing more is to be taken."""
        return self._error is not None

    def take(self, block: bytes) -> None:
        """Hand over some bytes."""
        try:
            self._taker.take(block)
        except _EXPECTED as error:
            self._error = error

    def is_due(self) -> bool:
        """Say whether `note` is to be called before more is taken."""
        return self._taker.is_due()

    def note(self) -> None:
        """Make sure that what was taken lasts; asks the database."""
        try:
            self._taker.note()
        except _EXPECTED as error:
            self._error = error

    def end(self, *, whole: bool) -> HttpResponse:
        """Return the answer, which may be a refusal; asks the database."""
        try:
            answer = self._taker.end(whole=whole and not self.is_refused)
        except _EXPECTED as error:
            answer = _refusal(self._error or error)
        else:
            if self._error is not None:
                answer = _refusal(self._error)
        for name, value in self.items():
            answer.headers.setdefault(name, value)
        return answer


def _refusal(error: Exception) -> HttpResponse:
    found = handler(error, {})
    if not isinstance(found, Response):
        raise error
    return plain(found)


def fed(request: Request, answer: BodyAnswer) -> HttpResponse:
    """Take the whole body in now, in this thread."""
    whole = False
    try:
        while not answer.is_refused and (block := request.read(_BLOCK)):
            answer.take(block)
            if answer.is_due():
                answer.note()
        whole = True
    except UnreadablePostError:
        pass
    return answer.end(whole=whole)
