"""TEI P5 with the module for computer-mediated communication: a teiCorpus, one TEI a thread."""

from collections.abc import Iterator
from typing import IO, Any

from lxml import etree
from lxml.etree import _Element as Element

from annotations.exports import selects
from annotations.exports import tei_rows as rows
from annotations.exports.columns import count_select
from annotations.exports.order import Counted, Loss, Written
from annotations.exports.reading import Reading
from annotations.exports.rows import CoderRow, Conversation, MemoRow, ParticipantRow
from annotations.exports.tei_rows import ID, LANG, NAMESPACE, XML, Maker
from annotations.exports.w3c_rows import by_target
from annotations.exports.withholding import Threads

_ABOUT = "SELECT description, licence, ethics_note FROM corpus_corpus WHERE id = %(corpus)s"
# `xml:` is named, or lxml's incremental writer would invent a prefix for it.
_NAMES = {None: NAMESPACE, "xml": XML}
_KEPT = ("thread", "post", "annotation", "code")


def write(reading: Reading, file: IO[bytes], tally: Counted) -> Written:
    """Write the scope's threads, one at a time in memory."""
    tally.total = reading.count(count_select(reading.order.scope))
    writer, threads = _Writer(reading, tally), Threads(reading)
    with etree.xmlfile(file, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element(f"{{{NAMESPACE}}}teiCorpus", nsmap=_NAMES):
            xml.write("\n")
            writer.header(xml)
            empty = True
            for conversation in threads:
                writer.thread(xml, conversation)
                empty = False
            if empty:
                xml.write(writer.nothing())
    return Written(rows=tally.done, losses=[*writer.losses(), *threads.losses()])


class _Writer:
    """What the parts of a file share."""

    def __init__(self, reading: Reading, tally: Counted) -> None:
        self._reading, self._tally = reading, tally
        self._make = Maker()
        self._coders: dict[int, CoderRow] = {one.id: one for one in reading.coders()}
        memos = reading.memos()
        self._memos = {kind: by_target(memos, kind) for kind in _KEPT}
        self._left = sum(memo.target_type not in _KEPT for memo in memos)
        self._orphans = 0

    def header(self, xml: Any) -> None:
        """Write the corpus' header: title, terms, codebook, people."""
        e = self._make.element
        with xml.element(f"{{{NAMESPACE}}}teiHeader"):
            xml.write(self._file())
            codebook = rows.taxonomy(self._make, self._reading.codes(), self._memos["code"])
            xml.write(
                e(
                    "encodingDesc",
                    e("projectDesc", e("p", _ENCODED)),
                    # A taxonomy has a category.
                    e("classDecl", codebook) if len(codebook) else None,
                )
            )
            self._people(xml)
        xml.write("\n")

    def _file(self) -> Element:
        e, order = self._make.element, self._reading.order
        about = self._reading.connection.execute(_ABOUT, self._reading.values).fetchone()
        description, licence, note = about or ("", "", "")
        terms = e("licence", licence) if licence else e("p", "No licence was stated.")
        made = order.made_at
        date = e("date", f"{made:%Y-%m-%d}", said={"when": f"{made:%Y-%m-%d}"}) if made else None
        return e(
            "fileDesc",
            e(
                "titleStmt",
                e("title", self._reading.title),
                *(rows.coder(self._make, one) for one in self._coders.values()),
            ),
            e(
                "publicationStmt",
                e("authority", self._reading.title),
                e(
                    "availability",
                    terms,
                    *(e("p", text) for text in (note,) if text and not licence),
                ),
                date,
            ),
            e("sourceDesc", e("p", description or "Threads of blogs with their comments.")),
        )

    def _people(self, xml: Any) -> None:
        people = self._participants()
        first = next(people, None)
        if first is None:
            return
        with (
            xml.element(f"{{{NAMESPACE}}}profileDesc"),
            xml.element(f"{{{NAMESPACE}}}particDesc"),
            xml.element(f"{{{NAMESPACE}}}listPerson"),
        ):
            xml.write(rows.person(self._make, first))
            for one in people:
                xml.write(rows.person(self._make, one))

    def _participants(self) -> Iterator[ParticipantRow]:
        """Yield all, or those who wrote in the scope's threads and whom they are said to be."""
        if "threads" not in self._reading.order.scope:
            yield from self._reading.participants()
            return
        here = "SELECT author_id FROM corpus_post WHERE thread_id = ANY (%(threads)s)"
        sql = selects.participants(pseudonymise=self._reading.order.pseudonymise)
        sql = sql.replace(
            " ORDER BY",
            f" AND (w.id IN ({here}) OR w.id IN (SELECT merged_into_id FROM corpus_participant"
            f" WHERE id IN ({here}))) ORDER BY",
        )
        yield from self._reading.stream(sql, ParticipantRow._make, "participants")

    def thread(self, xml: Any, told: Conversation) -> None:
        """Write a thread: header, what is said of it, its posts."""
        make = self._make
        parents = {post.number: post.id for post in told.posts}
        with xml.element(f"{{{NAMESPACE}}}TEI", {ID: f"thread-{told.thread.id}"}):
            xml.write(rows.thread_header(make, told.thread))
            self._stand_off(xml, told, parents)
            language = {LANG: told.thread.language} if told.thread.language else {}
            with (
                xml.element(f"{{{NAMESPACE}}}text", language),
                xml.element(f"{{{NAMESPACE}}}body"),
                xml.element(f"{{{NAMESPACE}}}div", {"type": "thread"}),
            ):
                for post in told.posts:
                    xml.write(rows.post(make, post, parents))
                if not told.posts:
                    xml.write(make.element("p"))
        xml.write("\n")

    def _stand_off(self, xml: Any, told: Conversation, parents: dict[int, int]) -> None:
        links = rows.inferred(self._make, told.posts, told.links, parents)
        comments = [
            rows.comment(self._make, memo, target, self._coders)
            for target, memos in self._noted(told)
            for memo in memos
        ]
        if links is None and not comments and not told.annotations:
            return
        with xml.element(f"{{{NAMESPACE}}}standOff"):
            if comments or told.annotations:
                with xml.element(f"{{{NAMESPACE}}}listAnnotation"):
                    for row in told.annotations:
                        self._orphans += row.state == "orphan"
                        self._tally.done += 1
                        xml.write(rows.annotation(self._make, row, self._coders))
                    for one in comments:
                        xml.write(one)
            if links is not None:
                xml.write(links)

    def _noted(self, told: Conversation) -> Iterator[tuple[str, list[MemoRow]]]:
        """Yield the memos of a thread by the element that they are on."""
        thread = told.thread.id
        yield f"thread-{thread}", self._memos["thread"].get(str(thread), [])
        for post in told.posts:
            yield f"p{post.id}", self._memos["post"].get(str(post.id), [])
        for row in told.annotations:
            yield f"a-{row.id}", self._memos["annotation"].get(str(row.id), [])

    def nothing(self) -> Element:
        """Return what a corpus without threads has instead: a teiCorpus has at least one TEI."""
        e = self._make.element
        described = e(
            "fileDesc",
            e("titleStmt", e("title", "No threads")),
            e("publicationStmt", e("p", "Part of the corpus, under its terms.")),
            e("sourceDesc", e("p", "There is none.")),
        )
        return e("TEI", e("teiHeader", described), e("text", e("body", e("p", "No threads."))))

    def losses(self) -> list[Loss]:
        """Return what TEI could not hold."""
        found = (
            ("characters_replaced", self._make.replaced, _REPLACED),
            ("orphans_unplaced", self._orphans, _UNPLACED),
            ("memos_not_written", self._left, _LEFT),
        )
        return [Loss(*one) for one in found if one[1]]


_ENCODED = (
    "Each post's text stands unchanged in one paragraph. Annotations point into it by"
    " string-range(element, offset, length), counted in Unicode code points from 0. A reply that"
    " the source itself states is @replyTo; replies that were inferred (by indentation, by hand)"
    " and quotes, mentions and addresses stand in a linkGrp of type inferred."
)
_REPLACED = "Characters that XML forbids stand as U+FFFD, one for one: no position moves."
_UNPLACED = (
    "Annotations whose passage is gone from the present text point to their post as a whole;"
    " a note of type orphan holds the quote and the old position."
)
_LEFT = "Memos on the corpus and on participants are not in this file."
