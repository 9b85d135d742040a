"""Paragraphs and sentences of a post's text, as spans in code points.

Coding never depends on them: annotations are spans of their own, so a better segmenter is harmless.
Words to search are cut in `search.tokens`.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from importlib.metadata import version

import sentencex

SEGMENTER = f"sentencex {version('sentencex')}, catena 1"

Span = tuple[int, int]

# From the first character that is not blank to the end of the last line before a blank one.
_PARAGRAPH = re.compile(r"\S[^\n]*(?:\n(?![^\S\n]*(?:\n|\Z))[^\n]*)*")
_ATOM = re.compile(
    r"(?:[A-Za-z][A-Za-z0-9+.-]{1,15}://|www\.)[^\s<>\"“”]+|[\w.+-]{1,64}@[\w-]+\.[\w.-]+"
)
_ATOM_TAIL = ".,;:!?)]}'’…»"
_ITEM = re.compile(r"\n[^\S\n]*(?:[•‣◦*–—-]|\(?\d{1,3}[.)]|[a-z]\))[^\S\n]+(?=\S)")
_MARKER = re.compile(r"[^\S\n]*(?:[•‣◦*–—-]|\(?\d{1,3}[.)]|[a-z]\))\Z")
_FACE = re.compile(
    r"(?:[:;=8xX][-'^o]?[()\[\]DPpOo3/\\|*]+|[()][-']?[:;=]|\^[_.-]?\^|<3|[xX]D|:'\(|[-–]_[-–]"
    r"|[\u2600-\u27bf\U0001f000-\U0001faff][\ufe0f\u200d\u2640\u2642\U0001f000-\U0001faff]*)"
    r"(?=\s|\Z)"
)
_CLINGING = frozenset("\u200d\ufe0e\ufe0f\u20e3")
_OPENERS = frozenset(":;=8xX()^<-–") | {
    chr(c) for c in (*range(0x2600, 0x27C0), *range(0x1F000, 0x1FB00))
}


def paragraphs(text: str) -> list[Span]:
    """Return the runs of lines that are not blank, without outer white space."""
    found: list[Span] = []
    for run in _PARAGRAPH.finditer(text):
        words = run[0]
        kept = len(words.rstrip())
        found.append((run.start(), run.start() + kept))
    return found


def sentences(
    text: str, language: str | None = None, *, within: Sequence[Span] | None = None
) -> list[Span]:
    """Return the sentences, none of which crosses a paragraph.

    `language` is an ISO 639 code (English rules when unknown), `within` the text's paragraphs when
    they are at hand. An address on the web or by mail is never cut, nor a character cut from its
    marks; a list item begins a sentence; an emoticon after the stop belongs to the sentence before.
    """
    if not text.strip():
        return []
    cuts = _cuts(text, language or "en")
    found: list[Span] = []
    place = 0
    for start, end in paragraphs(text) if within is None else within:
        at = start
        while place < len(cuts) and cuts[place] <= start:
            place += 1
        while place < len(cuts) and cuts[place] < end:
            _append(text, at, cuts[place], found)
            at = cuts[place]
            place += 1
        _append(text, at, end, found)
    return found


def _append(text: str, start: int, end: int, found: list[Span]) -> None:
    words = text[start:end]
    kept = len(words.rstrip())
    if kept:
        found.append((start + len(words) - len(words.lstrip()), start + kept))


def _cuts(text: str, language: str) -> list[int]:
    """Return where sentences may end, in order."""
    pieces = sentencex.get_sentence_boundaries(language, text)
    cuts = [piece["end_index"] for piece in pieces]
    kept = cuts
    if not text.isascii():
        kept = [cut for cut in kept if not _splits_character(text, cut)]
    kept = [_after_face(text, cut) if text[cut : cut + 1] in _OPENERS else cut for cut in kept]
    if "://" in text or "@" in text or "www." in text:
        kept = _outside(kept, _atoms(text))
    if "\n" in text:
        kept = [cut for cut in kept if not _after_marker(text, cut)]
        kept += [item.start() + 1 for item in _ITEM.finditer(text)]
    return sorted(set(kept))


def _atoms(text: str) -> Iterator[Span]:
    for found in _ATOM.finditer(text):
        yield found.start(), found.start() + len(found[0].rstrip(_ATOM_TAIL))


def _outside(cuts: list[int], atoms: Iterator[Span]) -> list[int]:
    """Keep the cuts that fall into no atom."""
    kept: list[int] = []
    atom = next(atoms, None)
    for cut in sorted(cuts):
        while atom and atom[1] <= cut:
            atom = next(atoms, None)
        if not atom or not atom[0] < cut < atom[1]:
            kept.append(cut)
    return kept


def _splits_character(text: str, cut: int) -> bool:
    """Say whether a cut would part a character from its marks, or an emoji sequence."""
    if cut >= len(text) or cut == 0 or text[cut].isascii():
        return False
    mark = text[cut]
    return mark in _CLINGING or text[cut - 1] == "\u200d" or unicodedata.category(mark)[0] == "M"


def _after_face(text: str, cut: int) -> int:
    """Move a cut behind the emoticons or emoji that stand right after it on the line."""
    at = cut
    while face := _FACE.match(text, at):
        at = face.end()
        while at < len(text) and text[at] in " \t\u00a0":
            at += 1
    return at


def _after_marker(text: str, cut: int) -> bool:
    """Say whether only a list marker ("2.") stands between the line's begin and a cut."""
    begin = text.rfind("\n", 0, cut) + 1
    return cut - begin < 12 and bool(_MARKER.match(text[begin:cut].rstrip()))
