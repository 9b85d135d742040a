"""The lines that give a classic WordPress page its shape, recognised one by one.

Author lines, the "Filed under" line, headings, buttons and furniture, in seven languages. What
stands between them is `wordpress_classic`'s and `wordpress_comments`' matter.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.ingest.capture import indent_of, line_end, next_line
from corpus.ingest.dates import DATE_CHARACTERS, Moment, read_moment
from corpus.ingest.events import PostKind

_BY = "by|von|de|par|por|di|da|van|door"
_WHAT = "Comment|Kommentar|Commentaire|Comentario|Comentário|Commento|Reactie|Pingback|Trackback"
_AUTHOR = re.compile(
    rf"^[^\S\n]*+(?:(\d{{1,6}})\.[^\S\n]+)?({_WHAT})[^\S\n]+(?:{_BY})[^\S\n]+(\S[^\n]*)$",
    re.MULTILINE,
)
_FILED = re.compile(
    r"^[^\S\n]*+(?:Filed under|Filed in|Posted in|Abgelegt unter|Abgelegt in|Veröffentlicht in|"
    r"Classé dans|Classé sous|Archivado en|Publicado en|Archiviato in|Pubblicato in|"
    r"Opgeslagen onder|Geplaatst in|Arquivado em|Publicado em)[^\S\n]*:?[^\S\n]+(\S[^\n]*)$",
    re.MULTILINE | re.IGNORECASE,
)
_DASH = re.compile(r"\s[—–‒―-]{1,3}\s|—|\s(?:on|am|le|el|il|op|em)\s")
_DATED = re.compile(
    r"\d|\b(?:yesterday|today|just now|gestern|heute|hier|ayer|ieri|gisteren)\b", re.IGNORECASE
)
_SPACED_DASH = re.compile(r"\s[—–‒―-]{1,3}\s")
_BUTTON_WORD = (
    r"(?:Reply|Antworten|Répondre|Responder|Rispondi|Beantwoorden|Edit|Bearbeiten|Permalink|Like|"
    r"Gefällt mir|Quote|Zitieren|Report abuse|Loading\.\.\.|#)"
)
_TRAILING_BUTTON = re.compile(rf"\s*(?:\|\s*)?[(\[]?{_BUTTON_WORD}[)\]]?\s*\Z")
_BUTTON = re.compile(rf"\s*[(\[]?{_BUTTON_WORD}(?:\s*[|↓»›)\]].*)?\s*\Z", re.IGNORECASE)
_COUNTED = (
    r"Responses?|Comments?|Replies|Reply|Antworten?|Kommentare?|Réponses?|Commentaires?|"
    r"Comentarios?|Respuestas?|Comentários?|Respostas?|Commenti|Commento|Risposte|Reacties?"
)
_HEADING = re.compile(
    rf"^[^\S\n]*+(?:(?P<a>\d{{1,6}}|No|One|Keine|Eine?)[^\S\n]+(?:{_COUNTED})(?:[^\S\n]+"
    r"(?:to|on|zu|auf|à|sur|a|en|op|so far|bisher)\b[^\n]{0,300}|[^\S\n]*[»:])?"
    rf"|(?:{_COUNTED})(?:[^\S\n]*\((?P<b>\d{{1,6}})\))?[^\S\n]*[»:]?)[^\S\n]*$",
    re.MULTILINE | re.IGNORECASE,
)
_FEED_LINE = (
    rf"(?:(?:Flux|Fil|Feed|Fonte|Canal)[^\S\n]+)?RSS[^\n]{{0,60}}\b(?:{_COUNTED})\b[^\n]{{0,120}}"
    r"|[^\n]{0,120}\b(?:Trackback[ -]UR[IL]|UR[IL] (?:de|para) (?:trackback|rétrolien))\b"
    r"[^\n]{0,120}"
)
_FEED = re.compile(rf"^[^\S\n]*+(?:{_FEED_LINE})$", re.MULTILINE | re.IGNORECASE)
_FURNITURE = re.compile(
    rf"^[^\S\n]*+(?:{_FEED_LINE}|(?:Leave a (?:Reply|comment)|Schreiben? Sie einen Kommentar|"
    r"Schreibe? eine[n]? (?:Kommentar|Antwort)|Kommentar schreiben|Hinterlassen? |"
    r"Einen Kommentar schreiben|Laisser un commentaire|Laisser une réponse|"
    r"Deja (?:un comentario|una respuesta)|Deixe um comentário|Lascia un commento|"
    r"Geef een reactie|Plaats een reactie|Sorry, the comment form is closed|Comments are closed|"
    r"Comments RSS|The comments are closed|Fill in your details below|Blog at WordPress\.com|"
    r"Bloggen? (?:auf|bei) WordPress|Powered by WordPress|Proudly powered|Create a free website|"
    r"Name \(required\)|Connecting to %s|%d bloggers|Subscribe to comments|"
    r"You must be logged in)[^\n]{0,160})$",
    re.MULTILINE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class AuthorLine:
    """The line that closes a comment: who wrote it and when. `after` is the next line's start.

    `moment` is None when the date could not be read; `raw` is the date as printed. `number` stands
    only when the list number is on this very line (a comment without words).
    """

    start: int
    after: int
    indent: int
    number: int | None
    kind: PostKind
    name: str
    raw: str
    moment: Moment | None


@dataclass(frozen=True, slots=True)
class FiledLine:
    """The line with the entry's categories, its author and the time of day."""

    start: int
    after: int
    categories: tuple[str, ...]
    author: str | None
    raw_when: str | None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A line that begins as an author line does, but states no date: taken as text."""

    start: int
    end: int


def author_lines(flat: str) -> Iterator[AuthorLine | Doubt]:
    """Yield the author lines of a page in order, and the lines that only look like one."""
    closed = 0
    for found in _AUTHOR.finditer(flat):
        line = None if found.start() < closed else _author_line(flat, found)
        if line is not None:
            closed = line.after
            yield line
        elif _seems_dated(flat, found):
            yield Doubt(found.start(), found.end())


def count_author_lines(flat: str) -> int:
    """Count author lines by their first words and a figure alone, to check the reading by."""
    return sum(_seems_dated(flat, found) for found in _AUTHOR.finditer(flat))


def _seems_dated(flat: str, found: re.Match[str]) -> bool:
    """Say whether a figure stands in the line, or in the next where the line breaks off."""
    if _DATED.search(found[3]):
        return True
    wrapped = bool(_DASH.search(f"{found[3]} "))
    return wrapped and bool(_DATED.search(flat[found.end() : line_end(flat, found.end() + 1)]))


def _author_line(flat: str, found: re.Match[str]) -> AuthorLine | None:
    after = next_line(flat, found.start())
    if not _DATED.search(flat, found.start(), min(line_end(flat, after), found.start() + 1_000)):
        return None
    parted = _name_and_date(found[3])
    if parted is None or parted[2] is None:
        # A text browser may have wrapped the line: the date stands on the next one.
        end = line_end(flat, after)
        following = flat[after:end].strip()
        joined = _name_and_date(f"{found[3].rstrip()} {following}") if following else None
        if joined is not None and joined[2] is not None:
            parted, after = joined, next_line(flat, after)
    if parted is None:
        return None
    name, raw, moment = parted
    word = found[2]
    kind: PostKind = "comment"
    if word in {"Pingback", "Trackback"}:
        kind = "pingback" if word == "Pingback" else "trackback"
    number = int(found[1]) if found[1] else None
    indent = indent_of(found[0])
    return AuthorLine(found.start(), after, indent, number, kind, name, raw, moment)


def _name_and_date(rest: str) -> tuple[str, str, Moment | None] | None:
    """Part "NAME — DATE" at the last dash that a date follows."""
    rest = _strip_buttons(rest[:600])
    fallback: tuple[str, str, None] | None = None
    for dash in reversed(list(_DASH.finditer(rest))):
        tail = rest[dash.end() :].strip()
        if len(tail) > DATE_CHARACTERS:
            break
        name = " ".join(rest[: dash.start()].split())
        moment = read_moment(tail)
        if name and moment and (moment.day or moment.relative):
            return name, tail, moment
        if name and fallback is None and _SPACED_DASH.match(dash[0]) and _like_date(tail):
            fallback = name, tail, None
    return fallback


def _like_date(tail: str) -> bool:
    """Say whether a tail is short and full of figures, as only a date is."""
    return len(tail) <= 40 and sum(mark.isdigit() for mark in tail) >= 3


def _strip_buttons(rest: str) -> str:
    while stripped := _TRAILING_BUTTON.search(rest):
        if stripped.start() == 0:
            break
        rest = rest[: stripped.start()]
    return rest.strip()


def filed_line(flat: str, end: int) -> FiledLine | None:
    """Find the line with categories, author and time before `end`; the fullest one first."""
    plain: FiledLine | None = None
    for found in _FILED.finditer(flat, 0, end):
        line = _filed_line(flat, found)
        if line.author:
            return line
        plain = plain or line
    return plain


def _filed_line(flat: str, found: re.Match[str]) -> FiledLine:
    after = next_line(flat, found.start())
    rest = found[1].split(" | ")[0].strip()
    if not _SPACED_DASH.search(rest):
        following = flat[after : line_end(flat, after)].strip()
        if _SPACED_DASH.search(f" {following}") and "@" in following:
            rest, after = f"{rest} {following}", next_line(flat, after)
    names, author, when = rest, None, None
    dashes = list(_SPACED_DASH.finditer(rest))
    if dashes:
        names, tail = rest[: dashes[-1].start()], rest[dashes[-1].end() :].strip()
        author, mark, clock = tail.rpartition("@")
        if not mark:
            author, clock = tail, ""
        author, when = " ".join(author.split()) or None, clock.strip() or None
    categories = tuple(name.strip() for name in names.split(",") if name.strip())
    return FiledLine(found.start(), after, categories, author, when)


def heading(flat: str, start: int, end: int) -> tuple[int, int, int | None] | None:
    """Find the last "15 Responses to …" line: where it begins, ends, and the number declared."""
    last = None
    for found in _HEADING.finditer(flat, start, end):
        last = found
    if last is None:
        return None
    count = last["a"] or last["b"] or ""
    words = {"no": 0, "keine": 0, "one": 1, "ein": 1, "eine": 1}
    declared = int(count) if count.isdecimal() and len(count) < 10 else words.get(count.casefold())
    return last.start(), last.end(), declared


def feed_lines(flat: str, start: int, end: int) -> list[tuple[int, int]]:
    """Find the RSS and TrackBack lines: where each begins and ends."""
    return [(found.start(), found.end()) for found in _FEED.finditer(flat, start, end)]


def furniture(flat: str, start: int) -> int:
    """Return where the page's furniture begins; the file's end when there is none."""
    found = _FURNITURE.search(flat, start)
    return found.start() if found else len(flat)


def is_button(line: str) -> bool:
    """Say whether a line is a button below a comment ("Reply")."""
    return len(line) < 80 and bool(_BUTTON.match(line))
