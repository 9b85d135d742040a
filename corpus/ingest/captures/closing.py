"""What stands behind the button that closes a comment: stubs of deleted ones, counts of replies.

Works on items whose author lines stand above their words; `closing` are the page's closing buttons
as `closers` tells them.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from corpus.ingest.captures.edges import look
from corpus.ingest.captures.furniture import REMOVED, is_closing_button, is_reply_button
from corpus.ingest.captures.ground import Ground
from corpus.ingest.captures.names import fold_name
from corpus.ingest.captures.parts import Item
from corpus.ingest.captures.words import PROSE_END

_LABEL = 80
_LABELS = 2
_BARE = frozenset(("deleted", "removed", "deleted.", "removed."))


def closers(ground: Ground, items: Sequence[Item]) -> set[str]:
    """Return the buttons that end comments on this page: those that most comments have.

    With one comment alone, its "Reply".
    """
    texts = ground.page.texts
    seen = Counter[str]()
    for item in items:
        seen.update(
            {
                look(texts[line])
                for line in range(ground.next_words(item.begin, item.end), item.end)
                if texts[line] and ground.idle(line) and is_closing_button(texts[line])
            }
        )
    least = max(1, len(items) // 2)
    return {
        text
        for text, times in seen.items()
        if times >= least and (len(items) > 2 or is_reply_button(text))
    }


def closers_below(ground: Ground, items: Sequence[Item]) -> set[str]:
    """Return the buttons that most dates below words are followed by: none stand in the words."""
    texts = ground.page.texts
    seen = Counter[str]()
    for item, following in pairwise(items):
        between = range(item.foot + 1, following.head)
        seen.update({look(texts[line]) for line in between if is_closing_button(texts[line])})
    return {text for text, times in seen.items() if times * 2 >= len(items) and times > 1}


def with_stubs(ground: Ground, items: Sequence[Item], closing: set[str]) -> list[Item]:
    """Part off "This comment was deleted." where it stands for a comment without author lines."""
    found: list[Item] = []
    for item in items:
        found.append(item)
        stubs = _stubs(ground, item, closing)
        for place, line in enumerate(stubs):
            until = stubs[place + 1] if place + 1 < len(stubs) else item.end
            found.append(Item(line, line - 1, line, until))
        if stubs:
            item.end = stubs[0]
    return found


def _stubs(ground: Ground, item: Item, closing: set[str]) -> list[int]:
    """Return the stubs behind an item's closing button, if nobody's words stand among them."""
    button = closing_line(ground, item, closing)
    if button is None:
        return []
    lines = [line for line in range(button + 1, item.end) if not ground.idle(line)]
    texts = ground.page.texts
    removed = [
        line for line in lines if REMOVED.match(texts[line]) and texts[line].casefold() not in _BARE
    ]
    return removed if len(removed) == len(lines) else []


def closing_line(ground: Ground, item: Item, closing: set[str]) -> int | None:
    """Return the last line of an item that is a closing button behind its words."""
    words = ground.next_words(item.begin, item.end)
    first = words if words < item.end else item.begin - 1
    for line in range(item.end - 1, first, -1):
        if ground.page.texts[line] and look(ground.page.texts[line]) in closing:
            return line
    return None


def without_next_name(ground: Ground, items: Sequence[Item], closing: set[str]) -> None:
    """End items before a line above the next author line that only repeats the next name."""
    known = {item.named.name for item in items if item.named}
    for item, following in pairwise(items):
        button = closing_line(ground, item, closing)
        name = fold_name(following.named.name) if following.named else ""
        if button is None or len(name) < 2:
            continue
        _take_addressee(ground, item, following, button, known)
        for line in range(button + 1, item.end):
            text = fold_name(ground.page.texts[line])
            if text == name or text.startswith((f"{name}:", f"u/{name}", f"{name} (")):
                item.end = line
                break


def _take_addressee(
    ground: Ground, item: Item, following: Item, button: int, known: set[str]
) -> None:
    """Part "ADA, BO, DATE" where Bo wrote above, and Ada elsewhere: Ada wrote this, to Bo."""
    lines = [line for line in range(button + 1, item.end) if not ground.idle(line)]
    if len(lines) != 1 or lines[0] + 1 != following.name_line or not item.named:
        return
    writer = ground.named(lines[0])
    target = following.named
    if target is None or target.lead or target.verb or target.name != item.named.name:
        return
    if writer and writer.name in known:
        item.end = following.head = following.name_line = lines[0]
        following.named = writer._replace(reply_to=target.name)


def end_at_button(ground: Ground, items: Sequence[Item], closing: set[str]) -> None:
    """End items at their closing button where only a label or two stand behind it."""
    texts = ground.page.texts
    for item in items:
        button = closing_line(ground, item, closing)
        if button is None:
            continue
        lines = [line for line in range(button + 1, item.end) if not ground.idle(line)]
        labels = all(
            len(texts[line]) <= _LABEL and not PROSE_END.search(texts[line]) for line in lines
        )
        if labels and 0 < len(lines) <= _LABELS:
            item.end = button + 1
