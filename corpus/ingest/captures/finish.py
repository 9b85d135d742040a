"""From a parting to comments: where words really begin and end, buttons off, pings apart.

Works on the parting that `judge` chose. What becomes an event is `reader`'s matter.
"""

import re
from dataclasses import replace
from itertools import pairwise

from corpus.ingest.captures.bodies import words_between
from corpus.ingest.captures.closing import (
    closers,
    closers_below,
    end_at_button,
    with_stubs,
    without_next_name,
)
from corpus.ingest.captures.cuts import cut_item
from corpus.ingest.captures.edges import Edges, edges_of, look, words_within
from corpus.ingest.captures.furniture import (
    PENDING,
    REMOVED,
    TRUNCATED,
    addressee,
    glued_end,
    glued_start,
    is_member_field,
)
from corpus.ingest.captures.ground import Ground
from corpus.ingest.captures.lines import bullet
from corpus.ingest.captures.numbering import opens_words, take_number
from corpus.ingest.captures.parts import Comment, Item, Parting
from corpus.ingest.captures.unsure import doubt_first, doubt_joined, doubt_tail
from corpus.ingest.captures.words import PING_LINE, REPLY_TO

_TITLE_LINES = 2
_MARKS = re.compile(r"[+-]\d{1,4}\Z|[!?.…]+\Z|:-?[)(D]\Z")


def finish(ground: Ground, parting: Parting) -> list[Comment]:
    """Return the comments of a parting with their words trimmed; the parting stays as it is."""
    parting = replace(parting, items=[item.copied() for item in parting.items])
    items = _with_pings(ground, parting)
    cut = cut_item(ground, parting)
    subjects: dict[int, int] = {}
    closing: set[str] = set()
    if not parting.footed and parting.style != "split":
        closing = closers(ground, items)
        without_next_name(ground, items, closing)
        items = with_stubs(ground, items, closing)
        subjects = _subjects(ground, parting, items, closing)
        end_at_button(ground, items, closing)
        _close_last(ground, items, closing)
    elif parting.style == "split":
        closing = closers_below(ground, items)
    edges = edges_of(ground, items, numbered=parting.footed and opens_words(ground, items))
    comments = [_comment(ground, item, subjects.get(id(item)), edges) for item in items]
    if cut:
        comments.append(_comment(ground, cut, None, edges))
        comments[-1].flags += ["cut"] if cut.named else ["no_author", "cut"]
    doubt_joined(ground, comments, closing)
    if parting.footed and parting.heading is None and not edges.numbered:
        doubt_first(ground, comments)
    if not parting.footed and parting.style != "split":
        doubt_tail(ground, comments, closing)
    _unglue(comments)
    for comment in comments:
        if not comment.text and comment.item.kind == "comment":
            comment.doubts.append("No words stand with this name.")
    return comments


def _with_pings(ground: Ground, parting: Parting) -> list[Item]:
    """Part off the lines "Pingback: …" that themes print without a date."""
    items: list[Item] = []
    texts = ground.page.texts
    for item in parting.items:
        item.kind = item.named.kind if item.named else item.kind
        items.append(item)
        if parting.footed:
            continue
        lines = [
            line
            for line in range(item.begin, item.end)
            if PING_LINE.match(texts[line].lstrip("*+o•□ ")) and ground.named(line)
        ]
        if not lines:
            continue
        end, item.end = item.end, lines[0]
        for place, line in enumerate(lines):
            named = ground.named(line)
            until = lines[place + 1] if place + 1 < len(lines) else end
            kind = named.kind if named else "pingback"
            items.append(Item(line, line, line + 1, until, None, named, line, kind))
    return items


def _close_last(ground: Ground, items: list[Item], closing: set[str]) -> None:
    """End the last comment's words where all the others end: at their "Reply"."""
    last = items[-1]
    for line in range(last.begin, last.end):
        if look(ground.page.texts[line]) in closing:
            last.end = line + 1
            return


def _subjects(
    ground: Ground, parting: Parting, items: list[Item], closing: set[str]
) -> dict[int, int]:
    """Find titles that stand between one comment's buttons and the next one's author line."""
    found: dict[int, int] = {}
    for item, following in pairwise(items):
        button = _last_button(ground, item, closing)
        lines = (
            [line for line in range(button + 1, item.end) if not ground.idle(line)]
            if button is not None
            else []
        )
        if lines and _is_initial(ground, lines[-1], following):
            item.end = lines.pop()
        if 1 <= len(lines) <= _TITLE_LINES:
            found[id(following)] = lines[0]
    if not found or len(found) * 2 < len(items) - 1:
        return {}
    first = items[0].head - 1
    if first > (parting.heading or 0) and not ground.idle(first):
        found[id(items[0])] = first
    for item, following in pairwise(items):
        item.end = found.get(id(following), item.end)
    return found


def _is_initial(ground: Ground, line: int, item: Item) -> bool:
    """Say whether a line is the letter that stands for a writer without a picture."""
    text = ground.page.texts[line]
    name = item.named.name if item.named else ""
    return len(text) <= 2 and name[: len(text)].casefold() == text.casefold()


def _last_button(ground: Ground, item: Item, closing: set[str]) -> int | None:
    for line in range(item.end - 1, max(item.begin, item.end - 6) - 1, -1):
        if look(ground.page.texts[line]) in closing:
            return line
    return None


def _comment(ground: Ground, item: Item, subject: int | None, edges: Edges) -> Comment:
    page = ground.page
    begin, end = words_within(ground, edges, item.begin, item.end)
    reply_to = item.named.reply_to if item.named else None
    answered = (addressee(page.texts[line]) for line in range(item.head, item.foot + 1))
    reply_to = reply_to or next((name for name in answered if name), None)
    if begin + 1 < end and item.named and page.texts[begin] == item.named.name:
        # The name once more, as what stands for a picture.
        begin += 1
    while begin < end and (reply := _reply_line(page.texts[begin])):
        reply_to = reply
        begin, end = words_within(ground, edges, begin + 1, end)
    end = _without_signature(ground, item, begin, end)
    comment = Comment(item, begin, end, "", subject=subject, reply_to=reply_to)
    if begin >= end:
        _look_among_buttons(ground, item, comment)
    _read_stubs(ground, item, comment)
    start = page.bol(comment.begin)
    if edges.numbered and comment.begin < comment.end:
        comment.skip = take_number(ground, item, comment.begin)
        start = page.starts[comment.begin] + comment.skip if comment.skip else start
    comment.text, joined = words_between(page, start, page.ends[max(0, comment.end - 1)])
    if subject is not None:
        title = page.raw(subject)
        comment.text = f"{title[bullet(title) :]}\n\n{comment.text}".rstrip()
    if joined:
        comment.flags.append("unwrapped")
    if REMOVED.match(comment.text):
        comment.status = "deleted"
    return comment


def _without_signature(ground: Ground, item: Item, begin: int, end: int) -> int:
    """Return where words end before the writer's name, which a forum repeats above its fields."""
    texts = ground.page.texts
    signed = end < item.end and is_member_field(texts[end]) and item.named is not None
    if signed and begin < end and item.named and texts[end - 1] == item.named.name:
        return end - 1
    return end


def _reply_line(text: str) -> str | None:
    found = REPLY_TO.match(text) if 0 < len(text) <= 120 else None
    return found["name"] if found else None


def _look_among_buttons(ground: Ground, item: Item, comment: Comment) -> None:
    """Keep "+1" and the like as words where nothing else was written; votes stand above them."""
    texts = ground.page.texts
    marks = [line for line in range(item.begin, item.end) if _MARKS.match(texts[line])]
    if marks:
        comment.begin, comment.end = marks[-1], marks[-1] + 1
    if len(marks) > 1:
        comment.doubts.append("Which of these marks are words and which are votes is not sure.")


def _read_stubs(ground: Ground, item: Item, comment: Comment) -> None:
    """Read what the software says of a comment: it waits for approval, it was cut off."""
    texts = ground.page.texts
    if comment.begin < comment.end and PENDING.match(texts[comment.begin]):
        comment.status = "pending"
        comment.begin += 1
    if comment.begin < comment.end and PENDING.match(texts[comment.end - 1]):
        comment.status = "pending"
        comment.end -= 1
    for line in range(comment.end, min(item.end, comment.end + 4)):
        if TRUNCATED.match(texts[line]):
            comment.flags.append("truncated")
            break
    around = {
        *range(item.head, item.foot + 1),
        *range(item.begin, comment.begin),
        *range(comment.end, item.end),
    }
    if any(PENDING.match(texts[line]) for line in around):
        comment.status = "pending"


def _unglue(comments: list[Comment]) -> None:
    """Take off buttons that the copying glued to words, where most comments have them."""
    ends = [(one, found) for one in comments if (found := glued_end(one.text))]
    if _are_usual(len(ends), len(comments)):
        for comment, found in ends:
            comment.text = comment.text[: found.start() - len(found.string)].rstrip()
    starts = [(one, found) for one in comments if (found := glued_start(one.text))]
    if _are_usual(len(starts), len(comments)):
        for comment, found in starts:
            comment.text = comment.text[found.end() :].lstrip()


def _are_usual(found: int, count: int) -> bool:
    return found * 2 >= count - 1 and (found > 1 or count <= 2)
