"""What all parts of a project refer to: GUIDs of people and codes, memos, what was met."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import IO

from annotations.exports.refi.profiles import Profile
from annotations.exports.refi.xml import Guids
from annotations.exports.rows import MemoRow

KINDS = ("entry", "comment", "pingback", "trackback")
Variable = tuple[str, str]


@dataclass(slots=True)
class Notes:
    """The memos by their targets; `placed` tells of those that found theirs where they are."""

    guids: Guids
    of: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    on_people: dict[int, list[str]] = field(default_factory=dict)
    placed: dict[str, str] = field(default_factory=dict)

    def take(self, memos: Iterable[MemoRow]) -> None:
        """Remember where memos belong; of those on participants also what they say."""
        for memo in memos:
            self.of.setdefault((memo.target_type, memo.target_id), []).append(str(memo.id))
            if memo.target_type == "participant":
                self.on_people.setdefault(int(memo.target_id), []).append(memo.text)

    def place(self, kind: str, target: object, label: str) -> list[str]:
        """Say that a thing is in the project, and what it is; return the GUIDs of its memos."""
        memos = self.of.get((kind, str(target)), ())
        for memo in memos:
            self.placed[memo] = label
        return [self.guids.of("memo", memo) for memo in memos]

    def refs(self, kind: str, target: object, label: str) -> str:
        """Return the NoteRefs of a thing that is in the project."""
        return note_refs(self.place(kind, target, label)) if self.of else ""


def note_refs(guids: Iterable[str]) -> str:
    """Return NoteRef elements."""
    return "".join(f'<NoteRef targetGUID="{guid}"/>' for guid in guids)


@dataclass(slots=True)
class Book:
    """What the parts of one project share.

    `case_codes` are the GUIDs of cases that are codes, too.
    `people` maps a merged name to the participant it belongs to. `variables` are those of threads
    (`thread`: what all have, `attribute`) and of participants. `met` counts what is lost or was
    changed on the way.
    """

    profile: Profile
    guids: Guids
    notes: Notes
    made_at: str
    users: dict[int, str] = field(default_factory=dict)
    codes: dict[int, str] = field(default_factory=dict)
    code_names: dict[int, str] = field(default_factory=dict)
    people: dict[int, int] = field(default_factory=dict)
    case_codes: list[str] = field(default_factory=list)
    variables: dict[tuple[str, str], Variable] = field(default_factory=dict)
    met: Counter[str] = field(default_factory=Counter)

    @property
    def user(self) -> str:
        """The GUID of the user whose codings say what is a post: nobody's coding."""
        return self.guids.of("catena")

    def kind(self, kind: str) -> str:
        """Return the GUID of the code that says of what kind a post is."""
        return self.guids.of("kind", kind)

    def case(self, participant: int) -> str:
        """Return the GUID of the case of whoever wrote under a name."""
        return self.guids.of("participant", self.people.get(participant, participant))


@dataclass(slots=True)
class Spools:
    """What is known before it is its turn to be written: on disk, since it may be large."""

    texts: IO[bytes] = field(default_factory=TemporaryFile)
    names: list[tuple[str, int]] = field(default_factory=list)
    links: IO[bytes] = field(default_factory=TemporaryFile)
    notes: IO[bytes] = field(default_factory=TemporaryFile)
    sidecar: IO[bytes] = field(default_factory=TemporaryFile)

    def text(self, guid: str, data: bytes) -> None:
        """Keep the text of a source or a memo."""
        self.texts.write(data)
        self.names.append((guid, len(data)))

    def close(self) -> None:
        """Give the disk back."""
        for one in (self.texts, self.links, self.notes, self.sidecar):
            one.close()
