"""The words of one comment or entry: cut out of its lines, put together where a margin broke them.

Knows lines only; whose words they are is told elsewhere.
"""

from corpus.ingest.captures.lines import Page, joint
from corpus.ingest.captures.linkmarks import BLANK
from corpus.text import canonical


def words_of(page: Page, begin: int, end: int) -> tuple[str, bool]:
    """Return the canonical text of the lines `begin` to `end`, and whether lines were joined.

    The common indent is removed. Blank lines between lines are kept.
    """
    return words_between(page, page.bol(begin), page.ends[end - 1]) if begin < end else ("", False)


def words_between(page: Page, start: int, end: int) -> tuple[str, bool]:
    """Return the canonical text between two positions as `words_of` does for whole lines."""
    first = page.at(page.flat.rfind("\n", 0, start) + 1)
    last = page.at(end)
    if first < last and page.ends[first] <= start:
        first += 1
    if first >= last or start >= end:
        return "", False
    # A list mark cut off at the beginning says nothing of how deep the words stand.
    inner = first + 1 if page.starts[first] < start and first + 1 < last else first
    common = min(page.indent(line) for line in range(inner, last))
    parts: list[str] = []
    joined = False
    for line in range(first, last):
        text = page.flat[max(start, page.starts[line]) : min(end, page.ends[line])]
        if parts and page.broken(line - 1):
            parts.append(joint(page.raw(line - 1), text) + text)
            joined = True
            continue
        gap = "\n" * (page.blanks[line] + 1) if parts else ""
        parts.append(
            gap + " " * (page.indent(line) - common if page.starts[line] >= start else 0) + text
        )
    return canonical("".join(parts).replace(BLANK, ""))[0], joined
