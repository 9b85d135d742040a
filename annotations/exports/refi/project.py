"""A whole project as `.qdpx`: a ZIP of `project.qde`, the texts, and what lies beside it."""

import shutil
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import IO

from annotations.exports.columns import count_select
from annotations.exports.order import Counted, Loss, Written
from annotations.exports.reading import Reading
from annotations.exports.refi import losses, notes, sidecar
from annotations.exports.refi.book import KINDS, Book, Notes, Spools
from annotations.exports.refi.cases import (
    MOST_CASE_CODES,
    case_elements,
    case_name,
    merged,
    people,
    variables,
)
from annotations.exports.refi.checking import CheckedXml
from annotations.exports.refi.codebook import Names, code_elements, code_names, element
from annotations.exports.refi.positions import Ruler, assembled, masked
from annotations.exports.refi.profiles import PROFILES
from annotations.exports.refi.sources import Source
from annotations.exports.refi.xml import DECLARATION, PROJECT, Guids, allowed, content, value
from annotations.exports.rows import CodeRow, CoderRow, Conversation, ParticipantRow
from corpus.version import VERSION
from corpus.written import stamp

_STRUCTURE = "#808080"
# A ZIP that may grow over 2 GiB says so from the start.
_MANY = 50_000
_EPOCH = datetime(1980, 1, 1, tzinfo=UTC)


def write(reading: Reading, file: IO[bytes], tally: Counted) -> Written:
    """Write the order's project; rows are codings, those without a place are losses.

    Raises:
        lxml.etree.XMLSyntaxError: what was written is not what the schema wants.
    """
    tally.total = reading.count(count_select(reading.order.scope))
    project = _Project(reading, tally)
    with (
        closing(project.spools),
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        with archive.open(_entry("project.qde"), "w", force_zip64=project.is_large()) as entry:
            sink = CheckedXml(entry, PROJECT)
            for part in project.elements():
                sink.write(part)
            sink.close()
        project.add_texts(archive)
        if project.book.profile.sidecar:
            project.add_sidecar(archive)
    return Written(rows=tally.done - project.book.met["orphans"], losses=project.lost)


class _Project:
    """One project on its way out."""

    def __init__(self, reading: Reading, tally: Counted) -> None:
        order = reading.order
        profile = PROFILES[order.profile or "standard"]
        guids = Guids(order.pseudonym_key or str(order.corpus), lower=profile.lower_guids)
        self.reading, self.tally, self.spools = reading, tally, Spools()
        made_at = profile.moment(stamp((order.made_at or _EPOCH).astimezone(UTC)))
        self.book = Book(profile, guids, Notes(guids), made_at)
        self.lost: list[Loss] = []
        self._codes: list[CodeRow] = []
        self._coders: list[CoderRow] = []

    def is_large(self) -> bool:
        """Whether the document may grow over 2 GiB."""
        posts = self.reading.count("SELECT count(*) FROM corpus_post WHERE corpus_id = %(corpus)s")
        return self.tally.total + posts > _MANY

    def elements(self) -> Iterator[str]:
        """Yield the document, its parts in the order that the schema wants."""
        book = self.book
        also = self._prepare()
        yield (
            f'{DECLARATION}<Project xmlns="{PROJECT}" name="{value(self.reading.title)}"'
            f' origin="{value(f"Catena {VERSION}")}" creatingUserGUID="{book.user}"'
            f' creationDateTime="{book.made_at}">\n'
        )
        yield from self._users()
        yield from self._codebook()
        yield from variables(self.reading, book)
        yield from case_elements(self.reading, book, also)
        yield from self._sources()
        yield from notes.elements(self.reading, book, self.spools)
        yield from _from_spool(self.spools.links, "Links")
        self.lost = losses.of_codes(self._codes, book.code_names, sidecar=book.profile.sidecar)
        self.lost += losses.of_project(book.met, book.profile)
        said = "\n".join(f"{loss.count}: {loss.message}" for loss in self.lost)
        yield f"<Description>{content(said)}</Description>" if said else ""
        yield notes.of_corpus(book)
        yield "</Project>\n"

    def add_texts(self, archive: zipfile.ZipFile) -> None:
        """Put the texts of threads and memos into the archive."""
        self.spools.texts.seek(0)
        for guid, size in self.spools.names:
            archive.writestr(_entry(f"sources/{guid}.txt"), self.spools.texts.read(size))

    def add_sidecar(self, archive: zipfile.ZipFile) -> None:
        """Put beside the project what it has no place for."""
        about = {
            "software": f"Catena {VERSION}", "as_of_seq": self.reading.seq,
            "masked": not self.reading.order.texts,
            "corpus": {"id": self.reading.order.corpus, "title": self.reading.title},
        }  # fmt: skip
        self.spools.sidecar.seek(0)
        large = self.spools.sidecar.seek(0, 2) > zipfile.ZIP64_LIMIT // 2
        self.spools.sidecar.seek(0)
        with archive.open(_entry("catena.json"), "w", force_zip64=large) as entry:
            entry.write(sidecar.head(self.book, self._codes, self._coders, **about))
            shutil.copyfileobj(self.spools.sidecar, entry)
            entry.write(b"\n]}\n")

    def _prepare(self) -> dict[int, list[ParticipantRow]]:
        """Read what is small and needed from the start; return merged names by whose they are."""
        book, reading = self.book, self.reading
        book.notes.take(notes.stream(reading, "memo_places"))
        self._codes, self._coders = reading.codes(), reading.coders()
        book.code_names, self._names = code_names(self._codes)
        book.codes = {code.id: book.guids.of("code", code.id) for code in self._codes}
        book.users = {one.id: book.guids.of("user", one.id) for one in self._coders}
        also: dict[int, list[ParticipantRow]] = {}
        for one in merged(reading):
            if one.merged_into is not None:
                book.people[one.id] = one.merged_into
                also.setdefault(one.merged_into, []).append(one)
        book.met["merged"] = len(book.people)
        return also

    def _users(self) -> Iterator[str]:
        """Yield everybody who coded, and last the user of the structure: no person."""
        names = Names(["Catena"])
        yield "<Users>\n"
        for one in self._coders:
            name = names.unique(one.name, f"{one.name} ({one.username})")
            self.book.met["user_names"] += name != one.name
            guid = self.book.users[one.id]
            yield f'<User guid="{guid}" name="{value(name)}" id="{value(one.username)}"/>\n'
        yield f'<User guid="{self.book.user}" name="Catena"/>\n</Users>\n'

    def _codebook(self) -> Iterator[str]:
        book = self.book

        def note_refs(code: CodeRow) -> str:
            return book.notes.refs("code", code.id, f"the code “{book.code_names[code.id]}”")

        yield "<CodeBook><Codes>\n"
        yield from code_elements(self._codes, book.code_names, book.guids, note_refs)
        folder = self._names.unique("Posts", "Posts (Catena)")
        yield element(book.guids.of("kinds"), folder, _STRUCTURE, codable=False)
        for kind in KINDS:
            name = self._names.unique(kind.capitalize(), f"{kind.capitalize()} (post)")
            yield f"{element(book.kind(kind), name, _STRUCTURE)}</Code>"
        yield "</Code>\n"
        if book.profile.case_codes:
            yield from self._case_codes()
        yield "</Codes></CodeBook>\n"
        book.met["colours"] = len(self._codes)

    def _case_codes(self) -> Iterator[str]:
        """Yield a code with the GUID of each case, unless there are too many."""
        some = "SELECT count(*) FROM corpus_participant WHERE corpus_id = %(corpus)s"
        if (count := self.reading.count(some)) > MOST_CASE_CODES:
            self.book.met["cases_not_coded"] = count
            return
        names = Names()
        for one, _ in people(self.reading):
            name = self._names.unique(f"Case: {case_name(one, names)}")
            guid = self.book.case(one.id)
            self.book.case_codes.append(guid)
            yield f"{element(guid, name, _STRUCTURE)}</Code>\n"

    def _sources(self) -> Iterator[str]:
        opened, names = False, Names()
        for talk in self.reading.conversations():
            yield "" if opened else "<Sources>\n"
            source = self._source(talk, names)
            yield from source.elements()
            self._keep(source, first=not opened)
            opened = True
            self.tally.done += len(talk.annotations)
        yield "</Sources>\n" if opened else ""

    def _source(self, talk: Conversation, names: Names) -> Source:
        if not self.reading.order.texts:
            talk.posts = [masked(post) for post in talk.posts]
            talk.annotations = [one._replace(quote=None) for one in talk.annotations]
            self.book.met["masked"] += len(talk.posts)
        made = assembled(talk.posts)
        title = " ".join(allowed(talk.thread.title)[0].split())
        name = names.unique(title or f"Thread {talk.thread.id}")
        met = self.book.met
        met["thread_names"] += name != title
        met["characters"] += len(made.replaced)
        met["inferred"] += len(talk.links)
        return Source(talk, made, self.book, name, Ruler(made.text, self.book.profile))

    def _keep(self, source: Source, *, first: bool) -> None:
        """Keep of a thread what is written later."""
        spools, book = self.spools, self.book
        spools.text(source.guid, book.profile.written(source.made.text))
        for link in source.links():
            spools.links.write(link.encode())
        for guid, one, label in source.memos():
            when = one.created_at, one.updated_at
            book.met["thread_memos"] += 1
            title = f"Memo T{book.met['thread_memos']} on {label}"
            memo = notes.Memo(guid, title, one.memo, one.coder, when)
            spools.notes.write(notes.element(memo, book, spools).encode())
        if book.profile.sidecar:
            spools.sidecar.write(sidecar.of_source(source, first=first))


def _from_spool(spool: IO[bytes], name: str) -> Iterator[str]:
    if spool.tell():
        spool.seek(0)
        yield f"<{name}>\n"
        for line in spool:
            yield line.decode()
        yield f"</{name}>\n"


def _entry(name: str) -> zipfile.ZipInfo:
    """Return a member without a clock: its bytes follow from what is in it."""
    entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry
