"""Chooses the way in which a page is parted; says how sure that is and what speaks against it."""

from dataclasses import dataclass, field

from corpus.ingest.captures.counts import Heading
from corpus.ingest.captures.families import is_bare
from corpus.ingest.captures.forums import opens_with_entry
from corpus.ingest.captures.ground import Ground
from corpus.ingest.captures.inner import unclosed
from corpus.ingest.captures.judge import judge
from corpus.ingest.captures.layouts import complete, proposals, without_items
from corpus.ingest.captures.parts import Parting
from corpus.ingest.captures.undated import undated

SURE = 0.7
_RIVAL = 1.0
# Just above what a single weak vote gives.
_DIRECTED = 0.34
_FEW = 2
_NAMED = 0.7


@dataclass(slots=True)
class Choice:
    """The parting chosen, None where the page shows no comments. `declared` is the page's word.

    `confidence` is from 0 to 1. `doubts` say in sentences why a person should look.
    """

    parting: Parting | None
    declared: int | None = None
    heading: Heading | None = None
    heading_line: int | None = None
    confidence: float = 0.0
    doubts: list[str] = field(default_factory=list)


def choose_parting(ground: Ground) -> Choice:
    """Compare all proposals and choose one, or none."""
    judged = [judge(ground, parting) for parting in proposals(ground) if parting.items]
    fit = [parting for parting in judged if _is_fit(parting)]
    if not any(parting.evidence["named"] > _NAMED and parting.direction > 0 for parting in fit):
        bare = undated(ground)
        fit += [judge(ground, bare)] if bare and _is_fit(judge(ground, bare)) else []
    if not fit:
        return _without(ground)
    whole = max(fit, key=lambda parting: parting.score)
    best, opened = _without_entry(ground, whole, fit)
    heads = _heads(best)
    rivals = [
        parting
        for parting in fit
        if best.score - parting.score < _RIVAL
        and not _agree(heads, best, parting)
        and not _is_shorter(best, parting)
    ]
    choice = Choice(complete(ground, best), best.declared)
    _leave_inner(ground, choice)
    for line, heading in ground.headings:
        if line == best.heading:
            choice.heading, choice.heading_line = heading, line
    if choice.declared is None:
        choice.declared = _declared_elsewhere(ground, best)
    choice.confidence = _confidence(best, rivals)
    _say_doubts(ground, choice, best, rivals)
    if opened < 1.0:
        choice.doubts.append("The first post was taken for the entry; it may be a comment.")
    return choice


def _leave_inner(ground: Ground, choice: Choice) -> None:
    """Leave author lines inside words to their writers where the page's own number bears it out."""
    if choice.parting is None:
        return
    inner = unclosed(ground, choice.parting)
    declared = choice.declared or _declared_elsewhere(ground, choice.parting)
    if not inner or declared == choice.parting.count:
        return
    if declared == choice.parting.count - len(inner):
        choice.parting = without_items(ground, choice.parting, inner)
    else:
        choice.doubts.append("A line that names an author may stand inside another's words.")


def _without_entry(ground: Ground, best: Parting, fit: list[Parting]) -> tuple[Parting, float]:
    """Return the parting without its first item where that is the entry, and how sure that is."""
    if best.heading is not None or best.count < 2:
        return best, 1.0
    sure = opens_with_entry(ground, best)
    rest = _heads(best)[1:]
    less = next((one for one in fit if one.style == best.style and _heads(one) == rest), None)
    less = less or (without_items(ground, best, [0]) if sure else None)
    return (less, sure) if less and less is not best and sure else (best, 1.0)


def _is_fit(parting: Parting) -> bool:
    """Say whether a parting could be one at all."""
    seen = parting.evidence
    opened = parting.heading is not None
    if seen["named"] < 0.5 or seen["words"] < 0.3 or (opened and parting.declared == 0):
        return False
    if parting.style == "undated":
        return seen["words"] > 0.7 and (parting.count > 2 or opened)
    if parting.count == 1:
        return _is_fit_alone(parting)
    if opened:
        return parting.direction > -0.3
    vouched = seen["colons"] > 0.5 or seen["verbs"] > 0.5 or is_bare(parting.shape)
    return parting.direction > 0 and seen["words"] >= 0.6 and (seen["named"] >= 0.7 or vouched)


def _is_fit_alone(parting: Parting) -> bool:
    """Say whether a single line that names an author and a date can be a comment's."""
    seen = parting.evidence
    opened = parting.heading is not None
    if parting.direction <= 0 or not seen["words"]:
        return False
    return opened if not seen["colons"] else seen["inside"] < 1.0


def _heads(parting: Parting) -> list[int]:
    return [one.line for one in parting.members] or [item.head for item in parting.items]


def _agree(heads: list[int], best: Parting, other: Parting) -> bool:
    """Say whether two partings name the same comments, by the same authors, with the same words."""
    if _heads(other) != heads or other.footed != best.footed:
        return False
    return [item.named and item.named.name for item in other.items] == [
        item.named and item.named.name for item in best.items
    ]


def _is_shorter(best: Parting, other: Parting) -> bool:
    """Say whether a parting only lacks the first comment of another, which is one like the rest."""
    if other.style != best.style or _heads(best)[1:] != _heads(other):
        return False
    first = best.items[0].anchor
    shapes = {item.anchor.shape for item in best.items if item.anchor}
    return len(shapes) == 1 and (
        best.heading is not None or best.evidence["verbs"] > 0.9 or bool(first and first.named)
    )


def _confidence(best: Parting, rivals: list[Parting]) -> float:
    seen = best.evidence
    count = best.count
    sure = 0.3
    sure += 0.15 * seen["named"] + 0.15 * seen["words"] + 0.1 * seen["alike"]
    sure += 0.15 * max(0.0, best.direction)
    sure += 0.15 * max(0.0, seen["declared"]) + 0.05 * seen["series"] + 0.1 * seen["verbs"]
    sure += 0.05 * (seen["order"] == 1.0) + 0.05 * (count > 2)
    if rivals:
        sure -= 0.25
    if seen["declared"] < 0:
        sure -= 0.2
    return max(0.05, min(0.99, sure))


def _say_doubts(ground: Ground, choice: Choice, best: Parting, rivals: list[Parting]) -> None:
    seen = best.evidence
    if rivals:
        other = max(rivals, key=lambda parting: parting.score)
        choice.doubts.append(
            f"The page could also be parted into {other.count} comments "
            f"({other.style} instead of {best.style})."
        )
    if best.direction < _DIRECTED and best.style != "undated":
        choice.doubts.append("Whether a name stands above its words or below them is not sure.")
    if 0 < seen["series"] < 0.8 and len(best.items) > 1 and not _nested_numbers(best):
        choice.doubts.append("The comments' numbers do not follow each other.")
    vouched = seen["colons"] > 0.5 or seen["verbs"] > 0.5
    if best.count <= _FEW and not (vouched and choice.declared == best.count):
        choice.doubts.append("So few comments have no shape in common that would confirm them.")
    if choice.confidence < SURE:
        choice.doubts.append("Little on the page confirms where its comments begin and end.")


def _nested_numbers(best: Parting) -> bool:
    """Say whether numbers start again at 1, as in nested lists and in some themes throughout."""
    numbers = [one.named.number for one in best.items if one.named and one.named.number is not None]
    return numbers.count(1) > 1


def _declared_elsewhere(ground: Ground, best: Parting) -> int | None:
    """Return the number that the page states before its comments, where their heading has none."""
    first = best.items[0].head
    stated = [
        heading.declared
        for line, heading in ground.headings
        if line < first and heading.declared is not None
    ]
    if not stated:
        return None
    count = best.count
    return count if count in stated else stated[-1]


def _without(ground: Ground) -> Choice:
    """Return the choice for a page without comments, with what it says of their number."""
    named = [(line, heading) for line, heading in ground.headings if heading.declared is not None]
    zero = next(((line, heading) for line, heading in named if heading.declared == 0), None)
    if zero and not any(heading.declared for _, heading in named):
        return Choice(None, 0, zero[1], zero[0], 0.8)
    if named:
        return Choice(None, named[-1][1].declared, named[-1][1], named[-1][0], 0.3)
    return Choice(None, None, None, None, 0.3)
