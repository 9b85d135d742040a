"""Which convention of positions a project follows, tried on its own passages.

The names of the passages decide where the file gives them: of most programs they are the passage's
text, whole or cut short. Else it is decided by whether passages begin and end with words.
"""

import unicodedata
from dataclasses import dataclass, field

from annotations.projects.conventions import CONVENTIONS, PLAIN, Convention, Rulers, Span, text_of
from annotations.projects.model import ProjectIn, SelectionIn

# So many passages are tried, spread over the project: more would not change the choice.
MOST_TRIED = 20_000
SAMPLES, AROUND, LONGEST = 5, 40, 200
_LEAST_PREFIX = 3
# Names that are texts fit nearly always: where fewer do, they are words of the coders.
_LEAST_SHARE = 0.2
_EXACT, _SPACES_DIFFER, _CUT_SHORT = 1.0, 0.95, 0.75


@dataclass(frozen=True, slots=True)
class Score:
    """How well a convention fits, 0 to 1: `matched` of `of` passages do.

    `same`: it puts every passage that was tried where the chosen one does.
    """

    convention: Convention
    score: float
    matched: int
    of: int
    same: bool = False


@dataclass(frozen=True, slots=True)
class Sample:
    """A passage with what stands around it, as one convention reads it."""

    source: str
    before: str
    passage: str
    after: str
    name: str
    code: str


@dataclass(slots=True)
class Choice:
    """The convention that fits best, and how all did. `by` is `names`, `words` or `format`."""

    chosen: Convention
    by: str
    scores: list[Score] = field(default_factory=list)

    @property
    def no_difference(self) -> bool:
        """Say whether units and line ends, as ever they are counted, change no passage."""
        alike = [one for one in self.scores if one.convention.bom == self.chosen.bom]
        return all(one.same for one in alike)


@dataclass(slots=True)
class _Trial:
    """What one convention makes of the passages: where they lie, and how well that fits."""

    spans: list[Span | None]
    named: list[float]
    worded: list[float]


def choose(project: ProjectIn) -> Choice:
    """Try all conventions on a project's passages."""
    tried = _tried(project)
    if not tried or project.fixed:
        return Choice(PLAIN, "format")
    texts = {one.key: text_of(one) for one in project.sources}
    trials = [_trial(tried, Rulers.of(project.sources, one), texts) for one in CONVENTIONS]
    fit = [k for k in range(len(tried)) if any(trial.named[k] for trial in trials)]
    names = sum(bool(one.name.strip()) for one in tried)
    by_names = bool(fit) and len(fit) >= _LEAST_SHARE * names
    fit = fit if by_names else list(range(len(tried)))
    rows = [trial.named if by_names else trial.worded for trial in trials]
    totals = [round(sum(row[k] for k in fit), 6) for row in rows]
    odd = [_oddness(project, one) for one in CONVENTIONS]
    best = max(
        range(len(CONVENTIONS)),
        key=lambda c: (totals[c], round(sum(trials[c].worded), 6), -odd[c], -c),
    )
    whole = _CUT_SHORT if by_names else 1.0
    scores = [
        Score(
            convention,
            round(totals[c] / len(fit), 4),
            sum(rows[c][k] >= whole for k in fit),
            len(fit),
            same=trials[c].spans == trials[best].spans,
        )
        for c, convention in enumerate(CONVENTIONS)
    ]
    return Choice(CONVENTIONS[best], "names" if by_names else "words", scores)


def _oddness(project: ProjectIn, convention: Convention) -> int:
    """Say how much a convention counts that the files do not hold."""
    no_pairs = not any("\r\n" in one.raw for one in project.sources)
    no_marks = not any(one.bom for one in project.sources)
    return int(convention.crlf == 2 and no_pairs) + int(convention.bom == 1 and no_marks)


def _trial(tried: list[SelectionIn], rulers: Rulers, texts: dict[str, str]) -> _Trial:
    spans = [rulers.span(one) for one in tried]
    pairs = list(zip(tried, spans, strict=True))
    return _Trial(
        spans,
        [_likeness(one, span, texts) for one, span in pairs],
        [_wording(one, span, texts) for one, span in pairs],
    )


def samples(project: ProjectIn, convention: Convention) -> list[Sample]:
    """Return five passages, spread over the project, first those where conventions differ."""
    tried = _tried(project)
    rulers = Rulers.of(project.sources, convention)
    plain = [Rulers.of(project.sources, one) for one in (PLAIN, CONVENTIONS[-1])]
    apart = [one for one in tried if len({each.span(one) for each in plain}) > 1]
    shown = _spread(apart, SAMPLES)
    shown += _spread([one for one in tried if one not in shown], SAMPLES - len(shown))
    codes = {code.key: " > ".join(code.path) for code in project.codes}
    return [_sample(one, rulers, codes.get(one.code, "")) for one in shown]


def _sample(one: SelectionIn, rulers: Rulers, code: str) -> Sample:
    source = rulers.sources[one.source]
    span = rulers.span(one)
    if span is None:
        return Sample(source.name, "", "", "", one.name[:LONGEST], code)
    text, (start, end) = text_of(source), span
    passage = text[start:end]
    if len(passage) > LONGEST:
        passage = f"{passage[: LONGEST // 2]} … {passage[-LONGEST // 2 :]}"
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return Sample(source.name, before, passage, after, one.name[:LONGEST], code)


def _tried(project: ProjectIn) -> list[SelectionIn]:
    there = {one.key for one in project.sources}
    found = [
        one
        for one in project.selections
        if one.source in there
        and one.start is not None
        and one.end is not None
        and one.start < one.end
    ]
    return _spread(found, MOST_TRIED)


def _spread(found: list[SelectionIn], most: int) -> list[SelectionIn]:
    if most <= 0 or len(found) <= most:
        return found[: max(0, most)]
    return [found[k * len(found) // most] for k in range(most)]


def _likeness(one: SelectionIn, span: Span | None, texts: dict[str, str]) -> float:
    """Say how far a passage is what its name says, 0 to 1."""
    if span is None or not one.name.strip():
        return 0.0
    passage = texts[one.source][slice(*span)]
    if passage == one.name:
        return _EXACT
    name, said = " ".join(one.name.split()), " ".join(passage.split())
    if name == said:
        return _SPACES_DIFFER
    cut = name.removesuffix("…").removesuffix("...").rstrip()
    return _CUT_SHORT if len(cut) >= _LEAST_PREFIX and said.startswith(cut) else 0.0


def _wording(one: SelectionIn, span: Span | None, texts: dict[str, str]) -> float:
    """Say how far a passage begins and ends with words, 0 to 1."""
    if span is None:
        return 0.0
    text, (start, end) = texts[one.source], span
    return (_edge(text, start - 1, start) + _edge(text, end, end - 1)) / 2


def _edge(text: str, outer: int, inner: int) -> float:
    """Judge an edge by the characters on both sides: 1 for a word's, 0 within one."""
    within = 0 <= outer < len(text)
    if within and _in_word(text[outer]) and _in_word(text[inner]):
        return 0.0
    return 0.5 if text[inner].isspace() else 1.0


def _in_word(one: str) -> bool:
    return one.isalnum() or one == "_" or unicodedata.category(one).startswith("M")
