"""Takes the name out of what a page prints around it ("NAME says:", "Comment by NAME").

Words of many languages, but only at the edges of the string. Whose name it is decides `parts`.
"""

import re
from collections.abc import Iterable

NAME_CHARACTERS = 200

_VERBS = (
    r"says|said|say|writes|wrote|commented|comments?|replied|posted|added|thinks|"
    r"sagt[e]?|schreibt|schrieb|meint[e]?|kommentiert[e]?|"
    r"dice|dijo|comentó|comenta|escribió|escribe|diz|disse|comentou|escreveu|"
    r"a\s+dit|dit|a\s+écrit|écrit|a\s+commenté|ha\s+detto|ha\s+scritto|scrive|disse|"
    r"zegt|zei|schreef|schrijft|reageerde|säger|skriver|skrev|sade|sier|siger|sanoo|kirjoitti|"
    r"pisze|napisał\(?a?\)?|mówi|říká|napsal\(?a?\)?|hovorí|povedal|mondja|írta|"
    r"говорит|пишет|сказал\(?а?\)?|написал\(?а?\)?|каже|пише|казва|diyor|dedi|yazdı|"
    r"spune|a\s+spus|λέει|έγραψε|kaže|piše|pravi|ütles|saka|rašo|mengatakan|berkata|nói|"
    r"说道?|說道?|发表|より|のコメント|さんの発言|말하길"
)
_VERB = re.compile(
    rf"(?:[\s,:–—-]+(?:{_VERBS})(?:\s+(?:on|at|am|um|le|el|il|op|em|den|this|that))?\s*[.…]*\s*[:：,]?"
    r"|\s*(?:说道?|說道?|发表|より|のコメント)\s*[:：]?|\s*[:：,]+)?\s*\Z",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"\A(?:(?:comment|kommentar|comentario|commentaire|commento|reactie|pingback|trackback|reply|"
    r"posted|written|left|submitted|geschrieben|verfasst|publicado|posté|écrit)\s+"
    r"(?:by|von|de|por|par|di|da|door|from)|by|von|por|par|door|"
    r"(?:pingback|trackback|ping|rückverweis)\s*[:：]"
    r"|(?:le|el|il|am|on|op|em)?\s*[,:]?\s*(?:par|von|by|por|da|door))\s+",
    re.IGNORECASE,
)
_VERB_ALONE = re.compile(
    rf"\A[\W_]*(?:(?:{_VERBS}|by|von|par|por|door|da|de|on|at|am|um|le|el|il|op|den|the|à|às|a|"
    r"edit|comment|kommentar)(?:[\W_]+|\Z))*\Z",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\s*[(\[]\s*(?:post\s+|article\s+)?(?:author|autor|auteur|autore|verfasser|admin|moderator)"
    r"\s*[)\]]?\s*\Z",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\A#?\d{1,5}\s*[.)#:]?\s+|\A#?\d{1,5}[.):]\s*")
_SHORT = 80
_TRAILING = re.compile(
    r"[\s,–—-]+(?:on|at|am|um|le|el|il|op|em|den|the|à|às|um)\s*\Z", re.IGNORECASE
)
_AROUND = " \t|•·–—,;:()[]-"
_EDGES = " \t\r\n\xa0\u200b\u200e\u200f|•·–—,;"


def fold(text: str) -> str:
    """Return the text on one line, white space folded."""
    return " ".join(text.split())


def folded_up_to(texts: Iterable[str], most: int) -> str | None:
    """Return texts on one line, set apart by blanks; None if that is longer than `most`.

    Costs no more than that length, however much there is.
    """
    pieces: list[str] = []
    length = 0
    for text in texts:
        if len(text) > 2 * most and length + len(fold(text[: 2 * most])) > most:
            return None
        piece = fold(text)
        if piece:
            pieces.append(piece)
            length += len(piece) + 1
            if length > most + 1:
                return None
    return " ".join(pieces)


def clean_name(printed: str, *, plain: bool = False) -> str | None:
    """Return the name in what is printed; None when there is none, or no name is so long.

    `plain`: the markup says that this is the name, so nothing but a verb is taken off.
    """
    text = _ROLE.sub("", fold(printed)).strip(_EDGES)
    if len(text) > NAME_CHARACTERS:
        return None
    bare = text if plain else _LEAD.sub("", text)
    bare = _VERB.sub("", bare)
    return (bare.strip(_EDGES) or text) or None


def name_beside_date(printed: str, date: str | None) -> str | None:
    """Return the name in a line that holds name and date: "3. NAME – DATE", "le DATE par NAME"."""
    text = fold(printed)
    before, after = text, ""
    if date and date in text:
        before, _, after = text.partition(date)
    after = after.strip(_AROUND)
    for side in (before.strip(_AROUND), after if _LEAD.match(after) else ""):
        name = clean_name(_TRAILING.sub("", _COUNTED.sub("", side)))
        if name and len(name) <= _SHORT and not is_verb(name) and not name.isdecimal():
            return name.strip(_AROUND) or None
    return None


def is_verb(text: str) -> bool:
    """Say whether a text is nothing but "says:" or punctuation between name and date."""
    return len(text) < 40 and _VERB_ALONE.match(text) is not None


def same_name(one: str | None, other: str | None) -> bool:
    """Say whether two names are one but for case and spacing."""
    return bool(one and other) and fold(one or "").casefold() == fold(other or "").casefold()
