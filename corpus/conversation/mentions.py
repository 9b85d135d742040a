"""Finds whom a post names: `@name`, `#12` and `@12`, and names in address ("Bo, …", "Hi Bo:").

Only names seen earlier in the same thread, only as whole words. Names that anybody may bear
(Anonymous, Guest …) are nobody's.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.conversation.posts import Link, Said, in_time

_NOBODY = (
    "anonymous anonym anonyme anónimo anonimo unknown unbekannt guest gast invité invitado admin "
    "administrator moderator editor webmaster nobody someone user deleted me you all"
)
NOBODY = frozenset(_NOBODY.split())
_GREETING = (
    r"(?:(?:hi|hey|hello|dear|thanks|thank you|thx|sorry|ok|okay|yes|no|well|and|but|so|oh|ah|"
    r"hallo|liebe[rs]?|lieber|danke|servus|moin|salut|bonjour|cher|chère|merci|hola|querid[oa]|"
    r"gracias|ciao|caro|cara|grazie|olá|oi|obrigad[oa]|hoi|beste|dag|cześć|привет|спасибо|"
    r"agreed|exactly|right|true|to|re|an|a|für|@)[ ,:!]+){0,2}"
)
_AT = re.compile(r"(?<![\w@/.])@(?=\S)")
_NUMBER = re.compile(r"(?<![\w@#/&])([@#])(\d{1,5})\b(?![\w/])")
_STARTS = re.compile(r"(?:\A|\n)[ \t>*]*")
_GREETED = re.compile(_GREETING, re.IGNORECASE)
_AFTER_NAME = re.compile(r"[ \t]*(?:[,:;!.…–—-]|\n|\Z)|[ \t]*\(")
_WORD_END = re.compile(r"(?!\w)")
_FORM = 40


@dataclass(slots=True)
class _Known:
    """Names seen so far by their folded forms: form → (place of their last post, confidence)."""

    forms: dict[str, tuple[int, float]] = field(default_factory=dict)
    numbers: dict[int, int] = field(default_factory=dict)
    longest: int = 0

    def learn(self, place: int, post: Said) -> None:
        number = post.own_number if post.own_number is not None else post.number
        self.numbers.setdefault(number, place)
        name = _folded(post.author or "")
        if not name or name in NOBODY:
            return
        for form, confidence in _forms(name):
            known = self.forms.get(form)
            if known is None or confidence >= known[1]:
                self.forms[form] = (place, confidence)
                self.longest = max(self.longest, len(form))

    def named(self, text: str, at: int) -> tuple[int, int, float] | None:
        """Return (end, place, confidence) of the longest known name that begins at `at`."""
        window = text[at : at + self.longest + 2]
        folded = _folded_in_place(window)
        for length in range(min(self.longest, len(folded)), 1, -1):
            hit = self.forms.get(folded[:length])
            if hit and _WORD_END.match(text, at + length):
                return at + length, *hit
        return None


def mentions(posts: Sequence[Said]) -> list[Link]:
    """Return mentions and addresses of earlier posts' authors; the target is their last post."""
    known = _Known()
    found: list[Link] = []
    for place in in_time(posts):
        if known.forms or known.numbers:
            found += _of_post(place, posts[place], posts, known)
        known.learn(place, posts[place])
    return found


def _of_post(place: int, post: Said, posts: Sequence[Said], known: _Known) -> Iterator[Link]:
    text = post.text
    taken: set[int] = set()
    for found in _NUMBER.finditer(text):
        target = known.numbers.get(int(found[2]))
        if target is not None and target > 0:
            confidence = 0.85 if found[1] == "@" else 0.75
            taken.add(found.start())
            yield Link("mentions", place, target, *found.span(), confidence)
    for found in _AT.finditer(text):
        hit = known.named(text, found.end())
        if hit and found.start() not in taken and not _own(posts, hit[1], post):
            yield Link("mentions", place, hit[1], found.start(), hit[0], round(hit[2] + 0.1, 2))
    for start in _STARTS.finditer(text):
        link = _address(place, post, posts, known, start.end())
        if link:
            yield link


def _address(place: int, post: Said, posts: Sequence[Said], known: _Known, at: int) -> Link | None:
    greeted = _GREETED.match(post.text, at)
    for begin in {greeted.end() if greeted else at, at}:
        hit = known.named(post.text, begin)
        if hit and _AFTER_NAME.match(post.text, hit[0]) and not _own(posts, hit[1], post):
            sure = hit[2] if begin > at or post.text[hit[0] : hit[0] + 1] in {",", ":"} else 0.5
            return Link("addresses", place, hit[1], begin, hit[0], round(sure, 2))
    return None


def _own(posts: Sequence[Said], target: int, post: Said) -> bool:
    return _folded(posts[target].author or "") == _folded(post.author or "")


def _forms(name: str) -> Iterator[tuple[str, float]]:
    """Yield how somebody may be called: the whole name, its first word, written together."""
    yield name[:_FORM], 0.85
    parts = name.split()
    if len(parts) > 1:
        yield "".join(parts)[:_FORM], 0.8
        if len(parts[0]) >= 3 and parts[0] not in NOBODY:
            yield parts[0][:_FORM], 0.65


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split()).strip(" .,:;!")


def _folded_in_place(text: str) -> str:
    """Fold case without changing any position; what would change length stays."""
    if text.isascii():
        return text.lower()
    return "".join(low if len(low := one.lower()) == 1 else one for one in text)
