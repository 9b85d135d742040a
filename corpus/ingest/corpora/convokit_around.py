"""What stands around the utterances of a ConvoKit corpus: speakers, conversations, the corpus.

Their metas become attributes of participants and threads. Files with Python objects are left shut.
"""

import json
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any, Literal

from corpus.ingest.corpora.folder import BESIDE, UTTERANCES, Folder
from corpus.ingest.events import Event, Noted, PersonRead
from corpus.ingest.exports.decoding import chunks, decoding_of
from corpus.ingest.exports.json_fields import Record, inner, string
from corpus.ingest.exports.json_grouped import Gathered, fault_of
from corpus.ingest.exports.storable import line
from corpus.ingest.json_items import Element, JsonItems
from corpus.ingest.jsonl_fields import clean_value, short_string

VALUE_CHARACTERS = 10_000
OWN_SPEAKER = frozenset({"name", "sites", "attributes", "known"})
_SPEAKERS = ("speakers.json", "users.json")
_CONVERSATIONS = ("conversations.json",)
_INFO = re.compile(r"info\.(.+)\.jsonl\Z")
_PICKLED = re.compile(r"\.(?:p|pkl|pickle|bin|npy|npz|joblib)\Z")
_EMAIL = re.compile(r"e[-_ ]?mail(?:[-_ ]?addr(?:ess)?)?\Z", re.IGNORECASE)
_IP = re.compile(r"ip(?:[-_ ]?addr(?:ess)?)?\Z", re.IGNORECASE)
# What stands in the place of a value that was pickled into a file of its own.
_IN_PICKLE = "<##bin{"
_NAMES = ("name", "display_name", "username", "character_name", "full_name")
_LOOKED_AT = 50
_EXAMPLES = 5
_REMEMBERED = 20_000
# The speaker of what was deleted is nobody.
NOBODY = frozenset({"[deleted]", "[removed]"})


class Around:
    """Gathers what is said of speakers and conversations, and answers for the threads.

    Without a folder nothing is known.
    """

    def __init__(self, folder: Folder | None, gathered: Gathered) -> None:
        self._folder, self._gathered = folder, gathered
        self._too_long = self._pickled = 0
        self._names: dict[str, str] = {}

    def events(self) -> Iterator[Event]:
        """Read the files; yield the people, and what could not be read. To be exhausted first."""
        if self._folder is None:
            self._gathered.ready()
            return
        overall = self._whole("corpus.json")
        index = self._whole("index.json")
        site = None if overall.get("made_by") == "Catena" else _name(overall, "name")
        self._gathered.know("corpus", "site", line(site))
        yield from self._keyed(_SPEAKERS, "speaker")
        yield from self._keyed(_CONVERSATIONS, "conversation")
        self._gathered.ready()
        yield from self._people()
        for name in sorted(self._folder.entries):
            if found := _INFO.match(name):
                yield from self._info(name, found[1], index)
        yield from self._shut()

    def closing(self) -> Iterator[Event]:
        """Say what was damaged and what was too long, once all files were read."""
        for name, why in self._folder.damage.items() if self._folder else ():
            hint = "Make the ZIP again, or fetch the corpus again."
            yield Noted("cut_file", "error", f"{name} could not be read to its end: {why}", hint)
        if self._too_long:
            message = f"{self._too_long:,} values of more than {VALUE_CHARACTERS:,} characters"
            yield Noted("value_too_long", "info", f"{message} were left out of the attributes.")
        if self._pickled:
            message = f"{self._pickled:,} values stand in pickles, which are not opened."
            yield Noted("pickle_refused", "info", message)

    @cached_property
    def site(self) -> str | None:
        """The corpus' name: nobody else's ids and people are those of this corpus."""
        found: list[str | None] = self._gathered.known("corpus", "site")
        return found[0] if found else None

    def speaker(self, key: str) -> Record:
        """Return the meta of a speaker."""
        return _last(self._gathered.known("speaker", key))

    def name_of(self, key: str) -> str:
        """Return under which name a speaker is shown: the one of the meta where no other has it.

        Empty for somebody of Catena's own export who has no name.
        """
        name = self._names.get(key)
        if name is None:
            name = self._names[key] = line(self._named(key)) or ""
            if len(self._names) > _REMEMBERED:
                self._names.clear()
        return name

    def _named(self, key: str) -> str:
        meta = self.speaker(key)
        if meta.keys() >= OWN_SPEAKER:
            return _name(meta, "name") or ""
        name = _named(meta)
        if name and len(self._gathered.known("name", name.casefold())) == 1:
            return name
        return key

    def contact(self, key: str) -> Record:
        """Return how a speaker can be reached, as far as the corpus says it: `email`, `ip`."""
        return _last(self._gathered.known("contact", key))

    def conversation(self, key: str) -> Record:
        """Return the meta of a conversation."""
        told = self._gathered.known("conversation-info", key)
        return _last(self._gathered.known("conversation", key)) | dict(told)

    def cleaned(self, meta: Record) -> dict[str, object]:
        """Return a meta as attributes, storable: nothing pickled, too long, or an address."""
        kept: dict[str, object] = {}
        for key, value in meta.items():
            if _EMAIL.match(key) or _IP.match(key):
                continue
            if isinstance(value, str) and value.startswith(_IN_PICKLE):
                self._pickled += 1
            elif _size(value) > VALUE_CHARACTERS:
                self._too_long += 1
            elif value not in (None, "", [], {}):
                kept[key] = value
        clean_value(kept, skip="")
        return kept

    def _keyed(self, names: tuple[str, ...], kind: str) -> Iterator[Event]:
        """Know the metas of an object that has one value a speaker or conversation."""
        folder = self._folder
        name = next((one for one in names if folder and one in folder.entries), None)
        if folder is None or name is None:
            return
        for element in self._values(name, lambda path: "take" if path else "enter"):
            value = element.value
            if element.fault or not isinstance(value, dict) or len(element.path) != 1:
                yield fault_of(element, is_item=False)
                continue
            # Older versions have no `meta` and `vectors` around it.
            meta = inner(value, "meta") if "meta" in value else value
            meta.pop("vectors", None)
            key = line(element.path[0]) or ""
            self._gathered.know(kind, key, self._kept(meta))
            if kind == "speaker":
                self._know_person(key, meta)

    def _know_person(self, key: str, meta: Record) -> None:
        if named := _named(meta):
            self._gathered.know("name", named.casefold(), None)
        contact = {
            what: value
            for what, sign in (("email", _EMAIL), ("ip", _IP))
            for name, value in meta.items()
            if sign.match(name) and isinstance(value, str)
        }
        if contact:
            self._gathered.know("contact", key, contact)

    def _kept(self, meta: Record) -> Record:
        """Return a meta to be known; Catena's own as it is, but for what it says of annotations."""
        if meta.keys() >= OWN_SPEAKER or "inferred_links" in meta:
            left = {"annotations", "inferred_links"}
            meta = {key: value for key, value in meta.items() if key not in left}
            clean_value(meta, skip="")
            return meta
        return self.cleaned(meta)

    def _people(self) -> Iterator[PersonRead]:
        for key, meta in self._gathered.each("speaker"):
            if meta.keys() >= OWN_SPEAKER:
                attributes, sites = inner(meta, "attributes"), meta["sites"]
                known = attributes and _name(meta, "name") and isinstance(sites, list)
                for site in sites if known else ():
                    yield PersonRead(self.name_of(key), attributes, line(str(site)))
                continue
            name = self.name_of(key)
            named = {"speaker": key} if name != key else {}
            if (meta or named) and key not in NOBODY:
                yield PersonRead(name, {**meta, **named}, self.site)

    def _info(self, file: str, field: str, index: Record) -> Iterator[Event]:
        """Read `info.FIELD.jsonl`: what was computed of speakers, conversations or utterances."""
        kind = self._concerns(file, field, index)
        if kind is None:
            message = f"{file} is about utterances; posts keep no further fields."
            yield Noted("unknown_key", "info", message, "", file)
            return
        for element in self._values(file, lambda path: "take" if not path else "skip"):
            row = element.value
            if element.fault or not isinstance(row, dict):
                yield fault_of(element, is_item=False)
                continue
            key, told = line(string(row, "id")), self.cleaned({field: row.get("value")})
            if key is None or not told:
                continue
            if kind == "conversation":
                self._gathered.know("conversation-info", key, [field, told[field]])
            else:
                yield PersonRead(self.name_of(key), told, self.site)

    def _concerns(
        self, file: str, field: str, index: Record
    ) -> Literal["speaker", "conversation"] | None:
        """Say what a file of values is about: by the index, else by whose ids its lines have."""
        said: list[Literal["speaker", "conversation"]] = []
        if field in inner(index, "speakers-index") or field in inner(index, "users-index"):
            said.append("speaker")
        if field in inner(index, "conversations-index"):
            said.append("conversation")
        if len(said) == 1 and field not in inner(index, "utterances-index"):
            return said[0]
        kinds: list[Literal["speaker", "conversation"]] = ["speaker", "conversation"]
        for number, element in enumerate(
            self._values(file, lambda path: "skip" if path else "take")
        ):
            key = line(string(element.value, "id")) if isinstance(element.value, dict) else None
            kinds = [kind for kind in kinds if self._gathered.known(kind, key)]
            if number >= _LOOKED_AT or not kinds:
                break
        return kinds[0] if kinds else None

    def _shut(self) -> Iterator[Event]:
        """Name the files that were not opened."""
        folder = self._folder
        if folder is None:
            return
        read = {*BESIDE, *UTTERANCES}
        rest = [one for one in folder.entries if one not in read and not _INFO.match(one)]
        pickles = sorted(one for one in rest if _PICKLED.search(one))
        others = sorted(set(rest) - set(pickles)) + folder.others
        if pickles:
            message = f"{len(pickles):,} files with Python objects were not opened."
            hint = "Opening a pickle can run any program. Text files of the corpus were read."
            yield Noted("pickle_refused", "warning", message, hint, _some(pickles))
        if others:
            message = f"{len(others):,} other files of the ZIP were left out."
            yield Noted("files_left_out", "info", message, "", _some(others))

    def _whole(self, name: str) -> Record:
        """Return a small file's object, an empty one where there is none."""
        for element in self._values(name, lambda path: "skip" if path else "take"):
            if isinstance(element.value, dict):
                clean_value(element.value, skip="")
                return element.value
        return {}

    def _values(self, name: str, wanted: Any) -> Iterator[Element]:
        folder = self._folder
        if folder is None or name not in folder.entries or not folder.entries[name].size:
            return
        source = folder.source(name)
        if not source.head().strip(b"\xef\xbb\xbf \r\n\t"):
            return
        decoding = decoding_of(source)
        yield from JsonItems(chunks(source, decoding, decoding.mark), wanted)


def _last(found: list[Any]) -> Record:
    return found[-1] if found and isinstance(found[-1], dict) else {}


def _name(meta: Record, key: str) -> str | None:
    value = meta.get(key)
    return short_string(value) if isinstance(value, str) else None


def _named(meta: Record) -> str | None:
    return next((name for key in _NAMES if (name := _name(meta, key))), None)


def _size(value: object) -> int:
    """Return about how many characters a value has."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, (list, dict)):
        return len(json.dumps(value))
    return 0


def _some(names: list[str]) -> str:
    return ", ".join(names[:_EXAMPLES]) + (", …" if len(names) > _EXAMPLES else "")
