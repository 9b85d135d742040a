"""Takes off names what all names of a page have around them: "Written by NAME", "NAME (guest)".

By comparison, so that it holds in every language. Words that are known stand in `names`.
"""

import re
from collections import Counter
from collections.abc import Sequence

from corpus.ingest.html.items import Item

_LEAST = 3
_SHARE = 0.8
_MOST_WORDS = 4
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
