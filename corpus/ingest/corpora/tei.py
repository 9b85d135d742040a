"""Reads TEI with the module for computer-mediated communication (P5, chapter CMC).

A thread is a `div` with posts in it, or a text whose posts lie in none. What a post says is read
in `tei_post`, what headers and lists of people say in `tei_around`, where threads begin and end
in `tei_threads`.
"""

import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from corpus.ingest.corpora.tei_around import Around
from corpus.ingest.corpora.tei_post import POSTS
from corpus.ingest.corpora.tei_structure import ROOTS, Structure, tags_in, tags_of
from corpus.ingest.corpora.tei_threads import Threads
from corpus.ingest.desk import Desk
from corpus.ingest.elements import ELEMENT_BYTES, Element, Splitter, Tags, root_of
from corpus.ingest.events import Checkpoint, Detection, Event, Noted, ReadOptions
from corpus.ingest.exports.json_grouped import Gathered
from corpus.ingest.exports.opening import (
    CHECKPOINT_BYTES,
    Export,
    closing_notes,
    found,
    unreadable,
)
from corpus.ingest.grouping import Grouping
from corpus.ingest.source import Source
from corpus.ingest.xml_names import Names
from corpus.ingest.xml_text import decoded_head, opened

FORMAT = "tei"

_POST = re.compile(rb"<(?:[\w.-]+:)?post(?:ing)?[\s/>]")
_LOOK = 100
_CLOSED = re.compile(rb"</(?:[\w.-]+:)?(?:TEI|teiCorpus|idsCorpus)\s*>\s*\Z")


def sniff(head: bytes, name: str) -> Detection:
    """Tell by the root element, and by posts in what is seen of the file."""
    del name
    text = decoded_head(head)
    root = root_of(text)
    if root is None or Names.of_attributes(root.attributes).of_written(root.name) not in ROOTS:
        return Detection(FORMAT, 0.0, "Its root element is not that of TEI.")
    if _POST.search(text):
        return Detection(FORMAT, 0.97, "A TEI document with posts.")
    if _CLOSED.search(text):
        return Detection(FORMAT, 0.2, "A TEI document without posts.")
    return Detection(FORMAT, 0.6, "The beginning of a TEI document.")


def read(source: Source, options: ReadOptions, resume: Checkpoint | None) -> Iterator[Event]:
    """Yield the events of a TEI document or corpus.

    A first walk gathers people and headers. Raises UnreadableError for a file empty or no text.
    """
    zone = ZoneInfo(options.timezone) if options.timezone else None
    with (
        opened(source) as text,
        Desk(source.desk, resuming=resume is not None) as desk,
        Grouping(desk) as grouping,
    ):
        export, gathered = Export.of(text), Gathered(grouping, desk)
        try:
            around = Around(export, gathered)
            if not desk.is_laid:
                around.gather()
                grouping.arrange()
            desk.keep()
            around.ready()
            if resume is None:
                yield from export.notes()
                yield from around.events()
            at = export.start(resume)
            yield from _Walk(export, Threads(export, around, zone), at).events(whole=resume is None)
        finally:
            gathered.close()


class _Walk:
    """Goes through posts and what stands between them."""

    def __init__(self, export: Export, threads: Threads, at: Checkpoint) -> None:
        self._export, self._threads, self._at = export, threads, at
        names = export.names.written
        around = [*names((*ROOTS, "text", "body"))]
        around += [export.root.name] if export.root else []
        tags = Tags(names((*POSTS, "head")), (), around, names(POSTS), nests=False)
        self._splitter = Splitter(export.text.cursor(), at, tags, limit=ELEMENT_BYTES)
        self._census = export.census(at.position, names=POSTS)
        self._structure = Structure(export.text.bytes_at(max(0, at.position - _LOOK), at.position))
        self._tags = tags_of(export)
        self._place = at

    def events(self, *, whole: bool) -> Iterator[Event]:
        """Yield everything up to the end of the file; `whole`: from its beginning."""
        seen = False
        for element in self._splitter:
            yield from self._between(element.position)
            if self._export.names.of_written(element.name) == "head":
                self._structure.entitle(element)
            else:
                seen = True
                yield from self._post(element)
            self._place = Checkpoint(element.after, element.end, element.line_after)
        yield from self._between(self._export.text.size)
        for ended in self._structure.close_all():
            yield from self._threads.events(ended)
        yield from self._tally_outside()
        yield from closing_notes(self._export, self._splitter)
        yield from found(self._census.count_rest())
        if whole and not seen:
            yield Noted("no_threads", "error", "The document holds no post; it has no thread.")

    def _post(self, element: Element) -> Iterator[Event]:
        what = f"post at line {element.line + 1:,}"
        yield from unreadable(element, what)
        if element.raw is not None:
            self._structure.add(element)

    def _between(self, until: int) -> Iterator[Event]:
        """Follow the structure up to `until`; yield the threads that end there."""
        for tag in tags_in(self._export, self._tags, self._place.position, until):
            ended = self._structure.follow(tag)
            if ended is None:
                continue
            yield from self._threads.events(ended)
            if self._structure.outside and tag.after - self._at.position >= CHECKPOINT_BYTES:
                yield from self._stop(tag.after)

    def _stop(self, position: int) -> Iterator[Event]:
        passed = self._export.text.bytes_at(self._place.position, position)
        characters = self._place.characters + len(passed.decode("utf-8", "replace"))
        line = self._place.line + passed.count(b"\n")
        self._at = Checkpoint(position, characters, line)
        yield from self._tally_outside()
        yield from found(self._census.count_to(position))
        yield self._export.text.checkpoint(position, characters, line)

    def _tally_outside(self) -> Iterator[Event]:
        """Say how much text stands outside of posts."""
        count, self._structure.paragraphs = self._structure.paragraphs, 0
        if count:
            message = f"{count:,} paragraphs stand outside of posts; they were left out."
            yield Noted("text_outside", "info", message, "The file as received has them.")
