"""Who is in a corpus just now, and where: kept in each hub's memory, never stored.

Every browser tells the server again every 20 seconds; PostgreSQL's NOTIFY carries it to the hubs
of all processes. A hub that has just started, or lost its connection, knows all after that time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from corpus import events
from corpus.written import stamp

if TYPE_CHECKING:
    # The web process imports this before Django's models can be.
    from corpus.models import User

LAPSE_SECONDS = 45.0
STATES = ("here", "away", "gone")
EVENT = "presence"

# A person's tab in a corpus.
Tab = tuple[int, str]


@dataclass(slots=True)
class Present:
    """One open tab: what it shows of its person, and when (by the loop's clock) it lapses."""

    shown: dict[str, Any]
    until: float


@dataclass(slots=True)
class Room:
    """The open tabs of one corpus."""

    tabs: dict[Tab, Present] = field(default_factory=dict)

    def take(self, told: Mapping[str, Any], *, now: float) -> bool:
        """Take what a tab told; True when the list of people is another one now."""
        before = self.people()
        user, tab = told["user"]["id"], told["tab"]
        key = (int(user), str(tab))
        if told["state"] == "gone":
            for one in [one for one in self.tabs if one == key or (tab is None and one[0] == user)]:
                del self.tabs[one]
        else:
            shown = {name: told[name] for name in ("user", "thread", "post", "state", "at")}
            known = self.tabs.get(key)
            if known is not None and known.shown | {"at": None} == shown | {"at": None}:
                shown = known.shown
            self.tabs[key] = Present(shown, now + LAPSE_SECONDS)
        return before != self.people()

    def lapse(self, *, now: float) -> bool:
        """Forget the tabs that were silent for too long; True when there were any."""
        silent = [key for key, one in self.tabs.items() if one.until <= now]
        for key in silent:
            del self.tabs[key]
        return bool(silent)

    def people(self) -> list[dict[str, Any]]:
        """Return each person once, by name: where they are, or were last if they are away."""
        found: dict[int, dict[str, Any]] = {}
        for (user, _), one in self.tabs.items():
            other = found.get(user)
            if other is None or _rank(one.shown) > _rank(other):
                found[user] = one.shown
        return sorted(found.values(), key=lambda one: (one["user"]["name"], one["user"]["id"]))


class Rooms:
    """The open tabs of all corpora."""

    def __init__(self) -> None:
        self._rooms: dict[int, Room] = {}

    def take(self, corpus: int, told: Mapping[str, Any], *, now: float) -> bool:
        """Take what a tab told; True when the corpus' list of people is another one now."""
        return self._rooms.setdefault(corpus, Room()).take(told, now=now)

    def lapse(self, *, now: float) -> list[int]:
        """Forget silent tabs; returns the corpora where there were any."""
        changed = [corpus for corpus, room in self._rooms.items() if room.lapse(now=now)]
        self._rooms = {corpus: room for corpus, room in self._rooms.items() if room.tabs}
        return changed

    def people(self, corpus: int) -> list[dict[str, Any]]:
        """Return who is in a corpus, as `Room.people`."""
        room = self._rooms.get(corpus)
        return room.people() if room else []


def _rank(shown: Mapping[str, Any]) -> tuple[bool, str]:
    return shown["state"] == "here", shown["at"]


def tell(
    corpus_id: int,
    user: "User",
    *,
    state: str = "gone",
    tab: str | None = None,
    thread: int | None = None,
    post: int | None = None,
) -> None:
    """Tell all hubs where a tab of a person is; `gone` without a tab: the person left for good.

    Of who switched presence off nothing is told but that they are gone.
    """
    if state != "gone" and user.preferences.get("presence") is False:
        return
    person = {"id": user.pk, "username": user.username, "name": user.name}
    told = {"user": person, "tab": tab, "thread": thread, "post": post, "state": state}
    events.news(corpus_id, EVENT, told | {"at": stamp(timezone.now())})
