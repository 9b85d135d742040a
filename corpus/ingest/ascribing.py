"""What operations say of a post besides its bounds: who wrote it and when, what it answers, is.

These need no text, so they fit exports as well.
"""

from dataclasses import replace

from corpus.errors import ImpossibleError
from corpus.ingest.events import Written
from corpus.ingest.naming import same_name
from corpus.ingest.operations import Author, Date, Kind, Parent, Title
from corpus.ingest.sheet import Draft, Sheaf, Sheet


def set_author(sheet: Sheet, operation: Author) -> None:
    """Say who wrote a post. An entry's author is its thread's, too."""
    draft = sheet.find(operation.at)
    draft.read = replace(
        draft.read, author=operation.name, author_account=None, author_url=None,
        author_email=None, author_ip=None,
    )  # fmt: skip
    if draft.read.kind == "entry":
        draft.thread.read = replace(draft.thread.read, author=operation.name)
        for other in draft.thread.drafts:
            _compare_author(other)
    _compare_author(draft)
    sheet.sure(draft)


def set_date(sheet: Sheet, operation: Date) -> None:
    """Say when a post was written; what the source says stays as its raw date."""
    draft = sheet.find(operation.at)
    when = operation.written
    draft.read = replace(draft.read, written=Written(when.at, _raw(draft), when.precision))
    if draft.read.kind == "entry":
        draft.thread.read = replace(draft.thread.read, written=draft.read.written)
    sheet.sure(draft)


def set_parent(sheet: Sheet, operation: Parent) -> None:
    """Say which post another answers.

    Raises:
        ImpossibleError: `is_entry`, `own_parent`, `cyclic_parent`, `foreign_parent`.
    """
    draft = sheet.find(operation.at)
    if draft.read.kind == "entry":
        raise ImpossibleError("The entry answers nothing.", code="is_entry")
    parent = None if operation.parent is None else sheet.find(operation.parent)
    if parent is draft:
        raise ImpossibleError("A post cannot answer itself.", code="own_parent")
    if parent is not None and parent.thread is not draft.thread:
        raise ImpossibleError("A post answers one of its own thread.", code="foreign_parent")
    above = parent
    while above is not None:
        above = above.parent
        if above is draft:
            raise ImpossibleError("A post cannot answer one that answers it.", code="cyclic_parent")
    if parent is not None and parent.read.kind == "entry":
        parent = None
    draft.parent = parent
    draft.read = replace(draft.read, parent_how="manual")
    sheet.sure(draft)


def set_kind(sheet: Sheet, operation: Kind) -> None:
    """Say what a post is. Where it is the entry, the one that was becomes a comment.

    Raises:
        ImpossibleError: `needs_entry`, the entry would be one no more.
    """
    draft = sheet.find(operation.at)
    entry = draft.thread.entry
    if draft is entry and operation.kind != "entry":
        raise ImpossibleError(
            "A thread has an entry: say of another post that it is the entry.", code="needs_entry"
        )
    if operation.kind == "entry" and draft is not entry:
        _dethrone(sheet, entry, draft)
    draft.read = replace(draft.read, kind=operation.kind)
    sheet.sure(draft)


def set_title(sheet: Sheet, operation: Title) -> None:
    """Call a thread so.

    Raises:
        ImpossibleError: `which_thread`, the file holds several and no position tells which.
    """
    if operation.at is not None:
        thread = sheet.at(operation.at).thread
    else:
        refuse_unless_one(len(sheet.threads))
        (thread,) = sheet.threads
    thread.read = replace(thread.read, title=operation.title)


def refuse_unless_one(threads: int) -> None:
    """Refuse to rename "the" thread of a file that holds several, or none.

    Raises:
        ImpossibleError: `which_thread`.
    """
    if threads != 1:
        raise ImpossibleError(
            f"This file holds {threads:,} threads: name one by a position in it.",
            code="which_thread",
        )


def _dethrone(sheet: Sheet, entry: Draft, successor: Draft) -> None:
    """Make a comment of the entry, or drop it where it has no text."""
    thread = entry.thread
    above = successor.parent
    for draft in thread.drafts:
        if draft.parent is successor:
            draft.parent = None
    successor.parent, entry.parent = None, above if above is not entry else None
    if sheet.tiling:
        sheet.tiling.repaint(*entry.span, {"entry"}, "comment")
        sheet.tiling.repaint(*successor.span, {"comment"}, "entry")
    if entry.read.text:
        entry.read = replace(entry.read, kind="comment", flags=())
    else:
        thread.drafts.remove(entry)
        sheet.found -= 1
    _take_over(thread, successor)


def _take_over(thread: Sheaf, entry: Draft) -> None:
    read = entry.read
    thread.read = replace(
        thread.read, author=read.author, written=read.written, url=read.url or thread.read.url
    )
    for draft in thread.drafts:
        draft.read = replace(
            draft.read, is_entry_author=same_name(draft.read.author, read.author) or draft is entry
        )


def _compare_author(draft: Draft) -> None:
    author = draft.thread.read.author
    same = same_name(draft.read.author, author)
    draft.read = replace(draft.read, is_entry_author=same)


def _raw(draft: Draft) -> str | None:
    return draft.read.written.raw
