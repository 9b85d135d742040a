"""Takes off names and texts what all of a page have at their edges: "Written by NAME", "(guest)".

By comparison, so that it holds in every language. Words that are known stand in `names`.
"""

import re
from collections import Counter
from collections.abc import Sequence

from corpus.ingest.html.items import Item

_LEAST = 3
_SHARE = 0.8
_MOST_WORDS = 4
_MOST_LINES = 0.6
_LONGEST_REST = 40
_FIGURES = re.compile(r"\d+")
_LETTER = re.compile(r"[^\W\d_]")
_BRACKETED = re.compile(r"\A(?P<name>\S.*?)\s*(?P<said>[(\[（][^()\[\]（）]{2,40}[)\]）]?)\Z")
_SPOKEN = re.compile(r"[:：]\Z")


def take_off_edges(items: Sequence[Item]) -> None:
    """Change the authors of items that share a beginning, or an end in brackets."""
    _take_off_ends(items)
    lead = _shared_lead([item.author for item in items if item.author])
    if not lead:
        return
    for item in items:
        if item.author and item.author.startswith(f"{lead} "):
            item.author = item.author[len(lead) :].strip()


def take_off_lines(items: Sequence[Item], texts: list[str]) -> None:
    """Take the line of name and date off texts where most begin, or end, with one of that kind."""
    for place in (-1, 0):
        rests = [_rest_of_line(item, text, place) for item, text in zip(items, texts, strict=True)]
        told = Counter(rest for rest in rests if rest is not None)
        if not told or told.most_common(1)[0][1] < max(_LEAST, _MOST_LINES * len(items)):
            continue
        usual = told.most_common(1)[0][0]
        for number, rest in enumerate(rests):
            lines = texts[number].split("\n")
            if rest == usual and len(lines) > 1:
                del lines[place]
                texts[number] = "\n".join(lines).strip("\n")


def _rest_of_line(item: Item, text: str, place: int) -> str | None:
    """Return what a text's first or last line says besides the date and the name."""
    line = text.split("\n")[place]
    if not item.date or item.date not in line:
        return None
    rest = line.replace(item.date, " ", 1)
    if item.author:
        rest = rest.replace(item.author, " ", 1)
    rest = _FIGURES.sub("#", " ".join(rest.split()))
    return rest if len(rest) <= _LONGEST_REST else None


def _take_off_ends(items: Sequence[Item]) -> None:
    """Take off what at least three different names have after them in brackets."""
    ends: dict[str, set[str]] = {}
    for item in items:
        found = _BRACKETED.match(item.author or "")
        if found:
            ends.setdefault(found["said"], set()).add(found["name"])
    for item in items:
        found = _BRACKETED.match(item.author or "")
        if found and len(ends[found["said"]]) >= _LEAST and _LETTER.search(found["said"]):
            item.author = found["name"]


def _shared_lead(names: Sequence[str]) -> str:
    """Return the words that most names begin with though the names differ; "" if there are none."""
    best = ""
    for count in range(1, _MOST_WORDS + 1):
        leads: Counter[str] = Counter()
        rests: dict[str, set[str]] = {}
        for name in names:
            words = name.split()
            if len(words) > count:
                lead, rest = " ".join(words[:count]), " ".join(words[count:])
                leads[lead] += 1
                rests.setdefault(lead, set()).add(rest)
        for lead, seen in leads.most_common(1):
            different = [rest for rest in rests[lead] if _LETTER.match(rest)]
            if seen >= _SHARE * len(names) and len(different) >= _LEAST and _is_words(lead):
                best = lead
    return best


def _is_words(lead: str) -> bool:
    """Say whether a beginning may be words about a name: in lower case, or with a colon."""
    return bool(_SPOKEN.search(lead)) or lead == lead.casefold()
