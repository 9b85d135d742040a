"""Memos as Notes: each a file of its own, with its author and its times."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from annotations.exports import selects
from annotations.exports.reading import Reading
from annotations.exports.refi.book import Book, Spools, note_refs
from annotations.exports.refi.xml import allowed, content, value
from annotations.exports.rows import MemoRow

_LINE_END = re.compile("\r\n?")


class Memo(NamedTuple):
    """A memo on its way into a project; `when`: made and changed."""

    guid: str
    name: str
    text: str
    author: int
    when: tuple[str, str]
    kind: str = ""


def stream(reading: Reading, name: str) -> Iterator[MemoRow]:
    """Yield all memos, oldest first, through a cursor of this name."""
    return reading.stream(selects.MEMOS, MemoRow._make, name)


def of_corpus(book: Book) -> str:
    """Return the NoteRefs of the project itself."""
    refs = [guid for key in book.notes.of if key[0] == "corpus"
            for guid in book.notes.place(*key, "the corpus")]  # fmt: skip
    return note_refs(refs)


def elements(reading: Reading, book: Book, spools: Spools) -> Iterator[str]:
    """Yield the Notes of all memos on what is in the project, each under a title of its own.

    QualCoder knows journal entries by their titles.
    """
    of_corpus(book)
    opened, number = False, 0
    for memo in stream(reading, "memos"):
        label = book.notes.placed.get(str(memo.id))
        if label is None:
            book.met["memos_elsewhere"] += 1
            continue
        yield "" if opened else "<Notes>\n"
        opened = True
        number += 1
        when = memo.created_at, memo.updated_at
        guid = book.guids.of("memo", memo.id)
        title = f"Memo {number} on {label}"
        yield element(Memo(guid, title, memo.text, memo.author, when, memo.kind), book, spools)
    if spools.notes.tell():
        yield "" if opened else "<Notes>\n"
        opened = True
        spools.notes.seek(0)
        for line in spools.notes:
            yield line.decode()
    yield "</Notes>\n" if opened else ""


def element(memo: Memo, book: Book, spools: Spools) -> str:
    """Return a Note in one line, and keep its text."""
    text, replaced = allowed(memo.text)
    book.met["notes"] += 1
    book.met["characters"] += len(replaced)
    spools.text(memo.guid, book.profile.written(_LINE_END.sub("\n", text)))
    author, moment = book.users[memo.author], book.profile.moment
    made, changed = memo.when
    return (
        f'<Note guid="{memo.guid}" name="{value(memo.name)}"'
        f' plainTextPath="internal://{memo.guid}.txt" creatingUser="{author}"'
        f' creationDateTime="{moment(made)}" modifyingUser="{author}"'
        f' modifiedDateTime="{moment(changed)}">'
        + (f"<Description>{content(memo.kind)}</Description>" if memo.kind else "")
        + "</Note>\n"
    )
