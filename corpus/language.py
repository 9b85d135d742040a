"""The language of a thread, and of the few comments that are clearly in another one.

py3langid (80 MB) is loaded at the first question. Tags are ISO 639 codes; "und" is never given:
where nothing can be told the answer is None.
"""

import copy
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from typing import Any

IDENTIFIER = f"py3langid {version('py3langid')}"
SAMPLE_BYTES = 1_200
COMMENT_BYTES = 200
COMMENT_LETTERS = 40
COMMENT_SURE = 0.95
COMMENT_SHARED = 0.25
SHARED_CHARACTERS = 8_000
_QUOTED_LINE = re.compile(r"^>.*$", re.MULTILINE)
_ADDRESS = ("://", "www.", "@")
_WORDS = {
    "en": "the and of to that is was with this for it you not have are",
    "de": "der die das und ist nicht ich ein eine mit auf für es den auch",
    "fr": "le la les et est pas une des que dans qui pour je vous sur",
    "es": "el los las que es una por con para no se del como pero más",
    "it": "il che di è per una con non sono del della anche più gli ma",
    "nl": "de het een en van is dat niet ik op met voor zijn ook maar",
    "pt": "o os que é não uma para com do da em se mais como mas",
    "sv": "och att det som är inte jag en på för med av till den har",
    "da": "og at det er ikke jeg en på for med af til den der har",
    "nb": "og at det er ikke jeg en på for med av til den som har",
    "pl": "i w nie się na że to jest z do jak ale tak co po",
    "cs": "a je se na že to v jsem jak ale tak si by pro není",
    "ru": "и в не на что это я с как он но по так же все",
    "uk": "і в не на що це я з як він але по так та у",
    "tr": "ve bir bu da de için çok ne ama ile var daha gibi o ben",
}
_COMMON = {language: frozenset(words.split()) for language, words in _WORDS.items()}


@dataclass(frozen=True, slots=True)
class Labels:
    """The languages of a thread: its own, how sure that is (0 to 1), and one per post.

    A post's label is None where it has the thread's language or where nothing is clear.
    """

    thread: str | None
    share: float
    posts: tuple[str | None, ...]


def languages(
    texts: Sequence[str], candidates: Collection[str] = (), *, stated: str | None = None
) -> Labels:
    """Label a thread and its posts; `texts` are in reading order, the entry first.

    Only `candidates` (ISO 639 codes) are considered where any are given and known. `stated` is the
    language that the source itself gives; it is taken as it is.
    """
    only = _known(candidates)
    thread, share = (stated, 1.0) if stated else _thread_language(texts, only)
    if len(only) == 1 or thread is None:
        return Labels(thread, share, (None,) * len(texts))
    plain = thread.partition("-")[0].lower()
    shared = set(_COMMON.get(plain, ())) | set(texts[0][:SHARED_CHARACTERS].casefold().split())
    own = [_comment_language(text, plain, only, shared) for text in texts[1:]]
    return Labels(thread, share, (None, *own))


def _thread_language(texts: Sequence[str], only: frozenset[str]) -> tuple[str | None, float]:
    """Tell from a sample of 1,200 bytes across the posts, half of it from the entry."""
    sample = _sample(texts)
    if not any(mark.isalpha() for mark in sample):
        return None, 0.0
    if len(only) == 1:
        return next(iter(only)), 1.0
    label, share = _identifier(only).classify(sample)
    return str(label), float(share)


def _comment_language(text: str, thread: str, only: frozenset[str], shared: set[str]) -> str | None:
    """Return a comment's own language, None when it has the thread's or nothing is clear.

    Asked only where it is long (40 letters at least, addresses and quoted lines aside) and has few
    words in common with `shared`: the thread language's frequent words, the entry's, and those of
    comments asked before, which are added.
    """
    if len(text) < COMMENT_LETTERS:
        return None
    begin = text[: 2 * COMMENT_BYTES]
    words = begin.casefold().split()
    if sum(map(shared.__contains__, words)) >= COMMENT_SHARED * len(words):
        return None
    sample = _plain(begin)
    if sum(map(str.isalpha, sample)) < COMMENT_LETTERS:
        return None
    label, share = _identifier(only).classify(_cut(sample, COMMENT_BYTES))
    if share >= COMMENT_SURE and label != thread:
        return str(label)
    shared.update(words)
    return None


def _sample(texts: Sequence[str]) -> str:
    """Return some of the entry and of comments spread over the thread."""
    entry = _cut(_plain(texts[0][:SAMPLE_BYTES]), SAMPLE_BYTES // 2) if texts else ""
    comments = [text for text in texts[1:] if text]
    some = comments[:: max(1, len(comments) // 8)][:8]
    rest = SAMPLE_BYTES - len(entry.encode("utf-8", "replace"))
    share = rest // max(1, len(some))
    return "\n".join([entry, *(_cut(_plain(text[: 2 * share]), share) for text in some)])


def _plain(text: str) -> str:
    """Return a text without quoted lines and addresses."""
    if ">" in text:
        text = _QUOTED_LINE.sub(" ", text)
    if "://" in text or "www." in text or "@" in text:
        kept = (word for word in text.split() if not any(m in word for m in _ADDRESS))
        return " ".join(kept)
    return text


def _cut(text: str, size: int) -> str:
    """Return the beginning of a text, about `size` bytes of UTF-8 at most."""
    text = text[:size]
    if text.isascii():
        return text
    width = len(text.encode("utf-8", "replace"))
    return text[: len(text) * size // width] if width > size else text


def _known(candidates: Collection[str]) -> frozenset[str]:
    plain = frozenset(code.partition("-")[0].lower() for code in candidates)
    return plain & _labels() if plain else plain


@lru_cache(maxsize=1)
def _model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - loads 80 MB

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@lru_cache(maxsize=1)
def _labels() -> frozenset[str]:
    return frozenset(_model().labels)


@lru_cache(maxsize=32)
def _identifier(only: frozenset[str]) -> Any:
    model = _model()
    if not only:
        return model
    limited = copy.copy(model)
    limited.set_languages(sorted(only))
    return limited
