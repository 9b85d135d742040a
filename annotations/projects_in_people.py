"""The coders of a project that comes in: members of the corpus, or people at rest in it.

Several coders stay several: who is no member becomes one who cannot sign in and has no way in.
"""

import re
from collections.abc import Iterable, Mapping

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from corpus.events import Change
from corpus.models import Corpus, RestingMembership, User
from corpus.rules import Role


def members_of(corpus_id: int) -> list[User]:
    """Return all members of a corpus, those at rest too."""
    member = Q(memberships__corpus=corpus_id) | Q(resting__corpus=corpus_id)
    return list(User.objects.filter(member).distinct().order_by("pk"))


def matched(
    names: Iterable[str], members: Iterable[User], usernames: Mapping[str, str]
) -> dict[str, User]:
    """Return for names of a file who they are: by user name, else by a name that only one has.

    `usernames` are those that the file itself tells.
    """
    every = list(members)
    by_username = {one.username.casefold(): one for one in every}
    by_name: dict[str, list[User]] = {}
    for one in every:
        by_name.setdefault(one.name.casefold(), []).append(one)
    found = {}
    for name in names:
        folded = name.strip().casefold()
        alike = by_name.get(folded, [])
        who = by_username.get(usernames.get(name, name).strip().casefold()) or (
            alike[0] if len(alike) == 1 else None
        )
        if who is not None:
            found[name] = who
    return found


def take_people(
    corpus: Corpus,
    names: Iterable[str],
    *,
    chosen: Mapping[str, str | None],
    usernames: Mapping[str, str],
) -> tuple[dict[str, User], list[Change]]:
    """Return who each name is, and what is to be told of those who are new to the corpus.

    `chosen` are user names by the file's names; None: a person of their own. `usernames` are
    those that the file itself tells.
    """
    names, members = list(dict.fromkeys(names)), members_of(corpus.pk)
    by_username = {one.username: one for one in members}
    found = matched(names, members, usernames)
    told = []
    for name in names:
        if name in chosen:
            username = chosen[name]
            who = by_username.get(username) if username else None
        else:
            who = found.get(name)
        if who is None:
            who = _at_rest(corpus, name)
            person = {"id": who.pk, "username": who.username, "name": who.name}
            after = {"user": person, "role": Role.CODER.value, "active": False}
            told.append(Change("member.added", "member", who.pk, None, after))
        found[name] = who
    return found, told


def _at_rest(corpus: Corpus, name: str) -> User:
    """Make a person who has no password and no way in; a manager can give the membership."""
    user = User(username=_username(name), name=name or "Unnamed", is_active=False)
    user.set_unusable_password()
    user.save()
    RestingMembership.objects.create(
        corpus=corpus, user=user, role=Role.CODER, created_at=timezone.now(), version=1
    )
    return user


def _username(name: str) -> str:
    """Return a user name that nobody has, near to a name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('catena.username'))")
    stem = re.sub(r"[\s/\\]+", "-", name.strip().casefold())[:120].strip("-") or "coder"
    number, wanted = 1, stem
    while User.objects.filter(username__iexact=wanted).exists():
        number += 1
        wanted = f"{stem}-{number}"
    return wanted
