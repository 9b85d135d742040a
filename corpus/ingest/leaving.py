"""Leaving a span of a file out, and making a post of one that was left out.

How posts are parted, joined and bounded is in `mending`.
"""

from dataclasses import replace

from corpus.errors import ImpossibleError
from corpus.ingest.events import UNDATED, PostRead, Skipped
from corpus.ingest.mending import (
    LEFT_OUT,
    adopt,
    checked,
    refuse_posts,
    resolve,
    text_between,
    tiling_of,
)
from corpus.ingest.naming import same_name
from corpus.ingest.operations import Leave, Make, Settle
from corpus.ingest.sheet import Draft, Sheaf, Sheet
from corpus.ingest.tiling import POSTS


def leave(sheet: Sheet, operation: Leave) -> None:
    """Leave a span out: posts inside it wholly, of others the part that it covers."""
    start, end = operation.start, operation.end
    if sheet.tiling:
        checked(sheet.tiling, start, end)
    elif start >= end:
        raise ImpossibleError("The end must come after the start.", code="empty_span")
    hit = [one for one in sheet.drafts() if max(start, one.read.start) < min(end, one.read.end)]
    gone = [one for one in hit if start <= one.read.start and one.read.end <= end]
    shrunk = [one for one in hit if one not in gone]
    if sheet.tiling is None and (not gone or not all(_holds(one, start, end) for one in shrunk)):
        raise ImpossibleError("Of an export, whole posts can be left out.", code="not_whole")
    for draft in hit:
        sheet.remember(draft)
    if sheet.tiling:
        sheet.tiling.paint(start, end, operation.tile)
        for draft in shrunk:
            _shrink(sheet, draft, start, end)
            if not draft.read.text:
                sheet.tiling.repaint(*draft.span, POSTS, operation.tile)
                gone.append(draft)
    _remove(sheet, gone, f"Marked as {operation.tile}.")
    resolve(sheet, start, end, f"Marked as {operation.tile}.")


def make(sheet: Sheet, operation: Make) -> None:
    """Make a post of a span that was left out."""
    tiling = tiling_of(sheet)
    start, end = checked(tiling, operation.start, operation.end)
    refuse_posts(sheet, start, end)
    if not text_between(sheet, (start, end)):
        raise ImpossibleError("There is no text between these bounds.", code="empty_post")
    thread = _thread_at(sheet, start)
    if operation.kind == "entry":
        _make_entry(sheet, thread, operation)
        return
    tiling.paint(start, end, "comment")
    post = PostRead(
        0, operation.kind, "", start, end, author=operation.author, written=operation.written,
        is_entry_author=same_name(operation.author, thread.entry.read.author),
    )  # fmt: skip
    draft = Draft(post, thread)
    before = [n for n, one in enumerate(thread.drafts) if one.read.start < start]
    thread.drafts.insert(max(before, default=0) + 1, draft)
    sheet.found += 1 - resolve(sheet, start, end, None)
    sheet.retext(draft)


def settle(sheet: Sheet, operation: Settle) -> None:
    """Leave out what belongs to no post, where that is what was doubted; else nothing changes."""
    if sheet.tiling is None or operation.code not in {"unassigned_text", "cut_comment"}:
        return
    for start, end, kind in list(sheet.tiling.runs(0, sheet.tiling.length)):
        if kind == "unassigned" and (operation.at is None or start <= operation.at <= end):
            sheet.tiling.paint(start, end, "furniture")


def _make_entry(sheet: Sheet, thread: Sheaf, operation: Make) -> None:
    """Give a thread whose entry has no text that text."""
    entry, start, end = thread.entry, operation.start, operation.end
    if entry.read.text:
        raise ImpossibleError(
            "This thread has its entry: say of which post it is the entry, or bound it anew.",
            code="second_entry",
        )
    tiling_of(sheet).paint(start, end, "entry")
    name = operation.author or entry.read.author
    when = entry.read.written if operation.written == UNDATED else operation.written
    entry.read = replace(entry.read, start=start, end=end, author=name, written=when)
    thread.read = replace(thread.read, author=name, written=when)
    resolve(sheet, start, end, "It became the entry.")
    sheet.retext(entry)


def _holds(draft: Draft, start: int, end: int) -> bool:
    """Say whether a post's span is around another: an element around those of its comments."""
    return draft.read.start <= start and end <= draft.read.end


def _shrink(sheet: Sheet, draft: Draft, start: int, end: int) -> None:
    low, high = draft.span
    if start <= low:
        low = end
    elif end >= high:
        high = start
    draft.read = replace(draft.read, start=low, end=high)
    sheet.retext(draft)


def _remove(sheet: Sheet, gone: list[Draft], reason: str) -> None:
    """Take posts away; an entry whose thread goes on stays, without text."""
    left = {id(one) for one in gone}
    for draft in gone:
        thread = draft.thread
        read = draft.read
        if draft is thread.entry and any(id(one) not in left for one in thread.drafts):
            flags = (*read.flags, "no_entry_text")
            draft.read = replace(read, text="", words=0, end=read.start, flags=flags)
            sheet.sure(draft)
            continue
        sheet.skipped.append(Skipped(reason, read.kind, read.start, read.end, LEFT_OUT))
        adopt(sheet, draft, draft.parent)
        thread.drafts = [one for one in thread.drafts if one is not draft]
    sheet.threads = [thread for thread in sheet.threads if thread.drafts]


def _thread_at(sheet: Sheet, at: int) -> Sheaf:
    before = [one for one in sheet.threads if one.read.start <= at]
    if not sheet.threads:
        raise ImpossibleError("No thread was found to which it could belong.", code="no_thread")
    return (before or sheet.threads)[-1 if before else 0]
