"""Which code page of Windows a text was saved in, told by the letters that languages use.

For Latin scripts only, where general guessing mixes up Portuguese and Romanian, Polish and French:
the right page gives letters of one language, a wrong one those of several.
"""

from collections import Counter

ENOUGH = 0.95
FEW = 6

# Letters beyond ASCII in small, by code page and language; of equals the first is taken.
_LETTERS = {
    "cp1252": (
        "àâæçéèêëîïôœùûüÿ", "äöüßéà", "áéíñóúüªº", "àáâãçéêíóôõúüªº", "àèéìíîòóùúªº", "åäöéüà",
        "æøåéäöòô", "éëïöüèáóê", "áéíóúýðþæö", "äõöüšž", "àçèéíïòóúü",
    ),
    "cp1250": (
        "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "ąćęłńóśźż", "áéíóöőúüű", "âăîşţ", "čćđšž",
    ),
    "cp1254": ("çğıöşüâîûi̇",),
    "cp1257": ("ąčęėįšųūž", "āčēģīķļņšūž", "äõöüšž"),
}  # fmt: skip
_SIGNS = frozenset("“”„‚‘’«»‹›–—…•·§°€£©®™¿¡\u00a0×")


def likely_code_page(sample: bytes) -> str | None:
    """Name the code page of a text, None where no language's letters fit.

    Nineteen of twenty letters beyond ASCII must be of one language; of few, all but one.
    """
    others = bytes(set(sample)).translate(None, bytes(range(128)))
    if not others or _is_mostly_utf8(sample):
        return None
    counts = Counter(sample)
    best, page, fits = 0.0, None, False
    for name, languages in _LETTERS.items():
        try:
            found = {byte: bytes([byte]).decode(name).lower() for byte in others}
        except UnicodeDecodeError:
            continue
        told = {byte: letter for byte, letter in found.items() if letter not in _SIGNS}
        whole = sum(counts[byte] for byte in told)
        for letters in languages:
            fitting = sum(counts[byte] for byte, letter in told.items() if letter in letters)
            share = fitting / whole if whole else 1.0
            if share > best:
                strange = whole - fitting
                best, page = share, name
                fits = share >= ENOUGH or (strange == 1 and whole >= FEW)
    return page if fits else None


def _is_mostly_utf8(sample: bytes) -> bool:
    """Say whether more characters are good UTF-8 than bytes are not: then the faults are faults."""
    text = sample.decode("utf-8", "surrogateescape")
    faults = sum("\udc80" <= char <= "\udcff" for char in text)
    return sum(char > "\x7f" for char in text) - faults > faults
