"""Reads corpora of ConvoKit: a ZIP of their folder, or the file with the utterances alone.

Format: convokit/model/corpus_helpers.py. Pickles (`*.p`, `*.bin`) are never opened. What an
utterance says is read in `convokit_thread`, what stands around the utterances in `convokit_around`.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from corpus.errors import UnreadableError
from corpus.ingest.corpora.convokit_around import Around
from corpus.ingest.corpora.convokit_thread import ALIASES, OWN_POST, Told, thread
from corpus.ingest.corpora.folder import Folder, folder_in
from corpus.ingest.desk import Desk
from corpus.ingest.events import Checkpoint, Detection, Event, Noted, ReadOptions, Walked
from corpus.ingest.exports import json_grouped
from corpus.ingest.exports.decoding import decoding_of
from corpus.ingest.exports.json_fields import Record, head_text, inner, string
from corpus.ingest.exports.json_grouped import Gathered, Piece
from corpus.ingest.exports.storable import line
from corpus.ingest.grouping import Grouping
from corpus.ingest.json_count import count_objects
from corpus.ingest.json_items import Element, Path
from corpus.ingest.source import Source

FORMAT = "convokit"

_PACKED = b"PK"
_SNIFFED = 65_536
_KEY = re.compile(r'"([\w-]+)"\s*:')
_MOST_KEYS = 50
_NOWHERE = "Posts keep no further fields; they stay in the file as received."
_ANNOTATED = "Bring the corpus as Catena's archive, or the annotations as W3C Web Annotations."


def sniff(head: bytes, name: str) -> Detection:
    """Tell by the keys of the first utterance."""
    del name
    text = head_text(head)
    if not re.match(r"(?:\[\s*)?\{", text):
        return Detection(FORMAT, 0.0, "It has no utterances of ConvoKit.")
    keys = _first_keys(text.lstrip("[ \t\r\n"))
    signs = [keys & set(ALIASES[key]) for key in ("speaker", "conversation_id", "reply_to")]
    if "text" in keys and "id" in keys and all(signs):
        return Detection(FORMAT, 0.97, "Utterances with speaker, conversation and reply.")
    if "text" in keys and all(signs[:2]) and "meta" in keys:
        return Detection(FORMAT, 0.8, "Utterances with speaker and conversation.")
    return Detection(FORMAT, 0.0, "Its first object is no utterance of ConvoKit.")


def packed(source: Source) -> Detection:
    """Tell a ZIP by the files of a corpus' folder."""
    with folder_in(source) as folder:
        if folder is None:
            return Detection(FORMAT, 0.0, "The ZIP holds no single corpus of ConvoKit.")
        return Detection(FORMAT, 0.98, f"A ZIP with {folder.utterances} and what belongs to it.")


def encoding_of(source: Source) -> str:
    """Name the encoding of the utterances."""
    if not source.head().startswith(_PACKED):
        return decoding_of(source).encoding
    return "utf-8"


def read(source: Source, options: ReadOptions, resume: Checkpoint | None) -> Iterator[Event]:
    """Yield the events of a corpus; raises UnreadableError for a file empty, no text, or no corpus.

    Spans are those of the file with the utterances.
    """
    del options
    if not source.head().startswith(_PACKED):
        yield from _events(source, source, None, resume)
        return
    with folder_in(source) as folder:
        if folder is None:
            raise UnreadableError(
                "The ZIP holds no folder with utterances.jsonl and the files around it.",
                code="not_a_corpus",
                hint="Pack the folder of one corpus, whole, into a ZIP.",
            )
        yield from _events(source, folder.source(folder.utterances), folder, resume)


def _events(
    source: Source, utterances: Source, folder: Folder | None, resume: Checkpoint | None
) -> Iterator[Event]:
    """Yield everything; or, on resuming, the threads from the one on that comes next."""
    with Desk(source.desk, resuming=resume is not None) as desk, Grouping(desk) as grouping:
        gathered = Gathered(grouping, desk)
        try:
            around = Around(folder, gathered)
            form = _Utterances(head_text(utterances.head()), around)
            if not desk.is_laid:
                said = _said(utterances, form, around, gathered)
                yield from said if resume is None else (x for x in said if isinstance(x, Walked))
                if form.homeless:
                    grouping.adopt()
            grouping.arrange()
            desk.keep()
            # A step is as long as that of a file of this length that is not packed.
            whole = Source(source.name, max(source.size, utterances.size), source.open)
            for event in json_grouped.threads(whole, form, gathered, grouping, resume):
                yield _within(event, source.size, whole.size)
        finally:
            gathered.close()


def _within(event: Event, received: int, unpacked: int) -> Event:
    """Return an event; a checkpoint's position counts the bytes received, not those unpacked."""
    if isinstance(event, Checkpoint) and unpacked:
        return Checkpoint(event.position * received // unpacked, event.characters, event.line)
    return event


def _said(
    utterances: Source, form: "_Utterances", around: Around, gathered: Gathered
) -> Iterator[Event]:
    """Go through all files once; yield what is not a thread."""
    decoding = decoding_of(utterances)
    yield from decoding.noted
    yield from around.events()
    yield from json_grouped.gather(utterances, decoding, form, gathered)
    yield from form.notes()
    yield from around.closing()


class _Utterances:
    """Reads the utterances of one corpus; `head` is the beginning of their text."""

    def __init__(self, head: str, around: Around) -> None:
        self._listed = head.startswith("[")
        self._told = Told(around)
        self._left: Counter[str] = Counter()
        self._annotations = 0
        self.homeless = False

    def wanted(self, path: Path) -> Literal["take", "enter", "skip"]:
        """Take each line's value, or each item of the list."""
        if not self._listed:
            return "take" if not path else "skip"
        return "take" if path == ("*",) else "enter" if not path else "skip"

    def is_item(self, path: Path) -> bool:
        """Count every broken value, for only utterances are taken."""
        return self.wanted(path) == "take"

    def count(self, pieces: Iterable[str]) -> int:
        """Count the objects that lie in no other."""
        return (
            count_objects(pieces, ())["", "*"] if self._listed else count_objects(pieces, ())[("",)]
        )

    def take(self, element: Element, gathered: Gathered) -> bool:
        """Gather an utterance by its conversation."""
        row = element.value
        if not isinstance(row, dict):
            return False
        kept = self._kept(row)
        own, home = kept["id"], kept["conversation_id"]
        if home is None:
            self.homeless = True
            home = kept["reply_to"] or own or f"at {element.start}"
        gathered.put(home, kept, element, leads=own == home, item=own)
        return True

    def _kept(self, row: Record) -> Record:
        """Return what a thread is made of; count what is left out."""
        kept: Record = {"text": row.get("text"), "timestamp": row.get("timestamp")}
        for key, ways in ALIASES.items():
            kept[key] = next((line(found) for way in ways if (found := string(row, way))), None)
        meta = inner(row, "meta")
        if meta.keys() >= OWN_POST:
            annotations = meta.pop("annotations", None)
            self._annotations += len(annotations) if isinstance(annotations, list) else 0
            kept["meta"] = meta
            return kept
        for key in meta:
            if key in self._left or len(self._left) < _MOST_KEYS:
                self._left[key] += 1
        return kept

    def notes(self) -> Iterator[Noted]:
        """Say what of the utterances has no place in a thread."""
        for key, count in self._left.items():
            message = f"“{key}” of {count:,} utterances is left out."
            yield Noted("unknown_key", "info", message, _NOWHERE, "utterances")
        if self._annotations:
            message = f"{self._annotations:,} annotations in the file are not read."
            yield Noted("annotations_left_out", "info", message, _ANNOTATED, "utterances")

    def thread(self, group: str, pieces: list[Piece], gathered: Gathered) -> Iterator[Event]:
        """Yield a conversation as a thread."""
        del gathered
        yield from thread(group, pieces, self._told)


def _first_keys(text: str) -> set[str]:
    """Return the keys of the first object; of one that is cut, whatever looks like keys."""
    try:
        value: Any = json.JSONDecoder(strict=False).raw_decode(text)[0]
    except (ValueError, RecursionError):
        return set(_KEY.findall(text[:_SNIFFED]))
    return set(value) if isinstance(value, dict) else set()
