"""Codes as REFI-QDA has them: nested, each name once in a project. Pure Python."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from annotations.exports.refi.xml import Guids, content, value
from annotations.exports.rows import CodeRow
from annotations.pigments import tone


class Names:
    """Gives each thing a name that nothing else has."""

    def __init__(self, reserved: Iterable[str] = ()) -> None:
        self._taken = set(reserved)

    def unique(self, name: str, *others: str) -> str:
        """Return the first of the names that is free, else the last of them, numbered."""
        found = next((one for one in (name, *others) if one not in self._taken), None)
        number = 2
        while found is None:
            numbered = f"{(name, *others)[-1]} ({number})"
            found = None if numbered in self._taken else numbered
            number += 1
        self._taken.add(found)
        return found


def code_names(codes: Sequence[CodeRow]) -> tuple[dict[int, str], Names]:
    """Return for each code a name that no other has: where two clash, the parent is appended."""
    times = Counter(code.name for code in codes)
    names = Names(name for name, count in times.items() if count == 1)
    found = {}
    for code in codes:
        above = code.path[:-1]
        if times[code.name] == 1:
            found[code.id] = code.name
        elif above:
            short, long = (f"{code.name} ({one})" for one in (above[-1], " > ".join(above)))
            found[code.id] = names.unique(short, long)
        else:
            found[code.id] = names.unique(code.name)
    return found, names


def description(code: CodeRow) -> str:
    """Return what a codebook says of a code, as one text."""
    parts = (
        ("", code.definition),
        ("Use when: ", code.include),
        ("Do not use when: ", code.exclude),
    )
    return "\n\n".join(head + text for head, text in parts if text)


def code_elements(
    codes: Sequence[CodeRow],
    names: dict[int, str],
    guids: Guids,
    notes: Callable[[CodeRow], str] = lambda _: "",
) -> Iterable[str]:
    """Yield the Code elements, nested; `notes` gives the NoteRefs of a code.

    A code whose parent is not among them stands at the top.
    """
    known = {code.id for code in codes}
    below: dict[int | None, list[CodeRow]] = {}
    for code in codes:
        below.setdefault(code.parent if code.parent in known else None, []).append(code)
    waiting: list[CodeRow | None] = list(reversed(below.get(None, [])))
    while waiting:
        at = waiting.pop()
        if at is None:
            yield "</Code>\n"
            continue
        yield element(guids.of("code", at.id), names[at.id], tone(at.colour))
        if said := description(at):
            yield f"<Description>{content(said)}</Description>"
        yield notes(at)
        waiting += [None, *reversed(below.get(at.id, []))]


def element(guid: str, name: str, colour: str, *, codable: bool = True) -> str:
    """Return the opening tag of a Code."""
    is_codable = "true" if codable else "false"
    return f'<Code guid="{guid}" name="{value(name)}" isCodable="{is_codable}" color="{colour}">'
