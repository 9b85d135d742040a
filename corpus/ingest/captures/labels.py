"""What all names of a page share is no part of them: running numbers, "(not verified)", labels.

Looks at the names of one proposal together; a single line shows nothing of the kind.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from corpus.ingest.captures.names import Named, fold_name

_LEAST = 3
_MOST = 5_000
_MEMBER = re.compile(r"(?<=\S)\s*[(\[]\s*#?\d{1,9}\s*[)\]]\Z")
_ROLE = re.compile(r"\s+(?:Mod|Moderator|Admin|Author|Autor|Auteur|Autore|Staff)(?=\s|\Z)")
_NUMBERED = re.compile(r"(\d{1,6})[^\S\n]+(?=\S)")
_BRACKETED = re.compile(r"[^\S\n]*[(\[]([^()\[\]\d\n]{1,40})[)\]]\Z")


def without_labels(named: Sequence[Named | None]) -> list[Named | None]:
    """Return the names of one page's comments without what most or all of them share."""
    return list(_told_apart(tuple(named)))


@lru_cache(maxsize=64)
def _told_apart(named: tuple[Named | None, ...]) -> list[Named | None]:
    """Look once at names that several ways of parting a page share."""
    names = list(named)
    if sum(one is not None for one in names) < 2:
        return names
    names = _without_prefix(_without_brackets(_without_numbers(names)))
    # Twice: whom somebody answers may be known only by an answer of his own.
    return _with_titles(_without_addressee(_without_addressee(_without_roles(names))))


def _without_numbers(names: list[Named | None]) -> list[Named | None]:
    """Take "12" off "12 Ada" where the numbers of neighbours follow each other."""
    found = [_NUMBERED.match(one.name) if one else None for one in names]
    numbers = [int(match[1]) for match in found if match]
    if len(numbers) < 2 or len(numbers) * 10 < len(names) * 9:
        return names
    steps = Counter(other - one for one, other in pairwise(numbers))
    if max(steps[1], steps[-1]) * 5 < (len(numbers) - 1) * 4:
        return names
    return [
        _shortened(one, match.end(), len(one.name), number=match.span(1)) if one and match else one
        for one, match in zip(names, found, strict=True)
    ]


def _without_brackets(names: list[Named | None]) -> list[Named | None]:
    """Take off what different people's names have in brackets: "(not verified)", "(Link)"."""
    found = [_BRACKETED.search(one.name) if one else None for one in names]
    owners: dict[str, set[str]] = {}
    for one, match in zip(names, found, strict=True):
        if one and match and match.start():
            owners.setdefault(match[1].casefold(), set()).add(one.name)
    shared = {label for label, whose in owners.items() if len(whose) > 1}
    members = [bool(one and _MEMBER.search(one.name)) for one in names]
    if sum(members) * 5 >= len(members) * 4 and len(members) >= _LEAST:
        # "( 12345 )", a member's number, behind nearly every name.
        return [
            _shortened(one, 0, match.start())
            if one and (match := _MEMBER.search(one.name))
            else one
            for one in names
        ]
    return [
        _shortened(one, 0, match.start())
        if one and match and match.start() and match[1].casefold() in shared
        else one
        for one, match in zip(names, found, strict=True)
    ]


def _without_prefix(names: list[Named | None]) -> list[Named | None]:
    """Take off the words that all names of a page's people begin with."""
    split = {one.name: one.name.split() for one in names if one and one.name}
    if len(split) < 2:
        return names
    shared = 0
    for words in zip(*(words[:-1] for words in split.values()), strict=False):
        if len({word.casefold() for word in words}) > 1:
            break
        shared += 1
    # Two people may have the same first name; hardly the same two words before their names.
    if not shared or len(split) + shared <= _LEAST:
        return names
    return [
        _shortened(one, _end_of_words(one.name, shared), len(one.name)) if one and one.name else one
        for one in names
    ]


def _without_roles(names: list[Named | None]) -> list[Named | None]:
    """Take "Mod" off "Ada Mod" where Ada also writes without it, or whom she answers follows."""
    known = {one.name for one in names if one and one.name}
    found: dict[str, int] = {}
    for name in known:
        for role in _ROLE.finditer(name):
            before, after = name[: role.start()], name[role.end() :].strip()
            if (before in known and not after) or after in known:
                found[name] = role.start()
    return [
        _shortened(one, 0, found[one.name])._replace(
            reply_to=_ROLE.split(one.name)[-1].strip() or one.reply_to
        )
        if one and one.name in found
        else one
        for one in names
    ]


def _with_titles(names: list[Named | None]) -> list[Named | None]:
    """Give "Far Shore » On lamps" back whole where nobody of that name writes here."""
    known = {fold_name(one.name) for one in names if one}
    return [
        one._replace(name=one.whole, end=one.start + len(one.whole), reply_to=None)
        if one and one.whole and one.reply_to and fold_name(one.reply_to) not in known
        else one
        for one in names
    ]


def _without_addressee(names: list[Named | None]) -> list[Named | None]:
    """Part "Ada Bo Reed" where Ada and Bo Reed both write: whom she answers stands behind her."""
    known = {one.name for one in names if one and one.name}
    if len(known) > _MOST:
        return names
    found: dict[str, str] = {}
    for name in known:
        words = name.split()
        for cut in range(1, len(words)):
            writer, other = " ".join(words[:cut]), " ".join(words[cut:])
            # A full name behind another is a second person; one word may be a family's name.
            if other in known and writer != other and (writer in known or " " in other):
                found[name] = other
    return [
        _shortened(one, 0, len(one.name) - len(found[one.name]))._replace(reply_to=found[one.name])
        if one and one.name in found and not one.reply_to
        else one
        for one in names
    ]


def _end_of_words(name: str, count: int) -> int:
    found = re.match(rf"(?:\S+\s+){{{count}}}", name)
    return found.end() if found else 0


def _shortened(
    named: Named, begin: int, end: int, *, number: tuple[int, int] | None = None
) -> Named:
    """Return a name cut to a part of itself; `number` is where its number stands in it."""
    part = named.name[begin:end]
    start = named.start + begin + len(part) - len(part.lstrip())
    name = part.strip()
    shorter = named._replace(name=name, start=start, end=start + len(name))
    if number is None or named.number is not None:
        return shorter
    span = (named.start + number[0], named.start + number[1])
    return shorter._replace(number=int(named.name[slice(*number)]), number_span=span)
