"""A codebook taken in from a file: codes, matched by their paths, are made or changed at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from annotations.codebook import Node, next_pigment, paths
from annotations.codebook_files import Entry, Fault, Read
from annotations.codes import DEFINING, amended, created, hold_codebook
from annotations.models import Code
from corpus import events
from corpus.errors import ConflictError, ImpossibleError
from corpus.events import Change
from corpus.models import Corpus, User

_SHOWN = 100


@dataclass(slots=True)
class Imported:
    """How many codes a file makes, changes, leaves; `batch` takes it back, None: nothing done.

    `new_paths` and `changed_paths` name them.
    """

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: list[Fault] = field(default_factory=list)
    batch: int | None = None
    new_paths: list[tuple[str, ...]] = field(default_factory=list)
    changed_paths: list[tuple[str, ...]] = field(default_factory=list)


@transaction.atomic
def import_codebook(corpus: Corpus, *, found: Read, actor: User, dry_run: bool = False) -> Imported:
    """Take in what a file says. Codes that it does not name stay as they are.

    Raises:
        ImpossibleError: `codebook_faulty`, the file has errors; with `dry_run` they are told.
        ConflictError: `duplicate_code`, somebody made one of them just now.
    """
    plan = Plan(corpus, actor, hold_codebook(corpus.pk), list(found.faults))
    plan.take(found.entries)
    result = Imported(
        len(plan.made), len(plan.wanted), plan.unchanged, sorted(plan.faults, key=_place),
        new_paths=list(plan.made),
        changed_paths=[path for path, one in plan.there.items() if one in plan.wanted],
    )  # fmt: skip
    errors = [fault for fault in result.problems if fault.error]
    if dry_run:
        return result
    if errors:
        raise ImpossibleError(
            f"Nothing was taken in: {len(errors)} lines cannot be. {_worded(errors[0])}",
            code="codebook_faulty",
            fields=[(_where(one), one.code, one.message) for one in errors[:_SHOWN]],
        )
    if told := plan.carry_out():
        batch = events.append_sweep(corpus.pk, actor.pk, told, codes=len(plan.made))
        result.batch = batch.first
    return result


class Plan:
    """What is to be done to the codebook that is held."""

    def __init__(
        self, corpus: Corpus, actor: User, codes: dict[int, Code], faults: list[Fault]
    ) -> None:
        self.corpus, self.actor, self.faults = corpus, actor, faults
        in_use = [one for one in codes.values() if not one.archived]
        names = paths(Node(one.pk, one.parent_id, one.name) for one in in_use)
        self.there = {tuple(names[one.pk]): one for one in in_use}
        self.roots = [one.colour for one in in_use if one.parent_id is None]
        self.last: dict[tuple[str, ...], int] = {}
        for path, one in self.there.items():
            self.last[path[:-1]] = max(one.position, self.last.get(path[:-1], -1))
        self.made: dict[tuple[str, ...], Code] = {}
        self.wanted: dict[Code, dict[str, Any]] = {}
        self.unchanged = 0
        self.now = timezone.now()

    def take(self, entries: Iterable[Entry]) -> None:
        """Compare each with the code of its path; parents first, else in the file's order."""
        lines: dict[tuple[str, ...], int] = {}
        for entry in sorted(entries, key=lambda one: len(one.path)):
            if entry.path in lines:
                message = f"Line {lines[entry.path]} names this code already."
                self.faults.append(Fault(entry.line, "path", "duplicate_code", message))
                continue
            lines[entry.path] = entry.line
            if entry.path in self.there:
                self._compare(self.there[entry.path], entry)
            else:
                self._make(entry)

    def _compare(self, code: Code, entry: Entry) -> None:
        news = {name: value for name, value in entry.fields.items() if getattr(code, name) != value}
        if not news:
            self.unchanged += 1
        elif code.locked:
            message = f"“{code.name}” is locked: its {', '.join(news)} cannot change."
            self.faults.append(Fault(entry.line, next(iter(news)), "code_locked", message))
        else:
            if news.keys() & {*DEFINING}:
                news["defined_at"] = self.now
            self.wanted[code] = news

    def _make(self, entry: Entry) -> None:
        for depth in range(1, len(entry.path)):
            above = entry.path[:depth]
            if above not in self.there and above not in self.made:
                message = (
                    f"“{above[-1]}”, above it, is in no line: it is made without a definition."
                )
                self.faults.append(Fault(entry.line, "path", "parent_made", message, error=False))
                self._add(above, {})
        self._add(entry.path, entry.fields)

    def _add(self, path: tuple[str, ...], fields: Any) -> None:
        above = self.there.get(path[:-1]) or self.made.get(path[:-1])
        colour = above.colour if above else next_pigment(self.roots)
        code = Code(
            corpus=self.corpus, name=path[-1], created_by=self.actor, defined_at=self.now,
            **{"colour": colour, **fields},
        )  # fmt: skip
        code.position = self.last[path[:-1]] = self.last.get(path[:-1], -1) + 1
        if above is None:
            self.roots.append(code.colour)
        self.made[path] = code

    def carry_out(self) -> list[Change]:
        """Write it, one level of the tree after the other; returns what is to be told."""
        try:
            with transaction.atomic():
                for depth in sorted({len(path) for path in self.made}):
                    level = {p: one for p, one in self.made.items() if len(p) == depth}
                    for path, code in level.items():
                        code.parent = self.there.get(path[:-1]) or self.made.get(path[:-1])
                    Code.objects.bulk_create(level.values())
        except IntegrityError as error:
            message = "Somebody made one of these codes just now: try again."
            raise ConflictError(message, code="duplicate_code") from error
        return [*map(created, self.made.values()), *amended(self.wanted)]


def _place(fault: Fault) -> tuple[int, str]:
    return fault.line, fault.column or ""


def _where(fault: Fault) -> str:
    return f"line {fault.line}" + (f", {fault.column}" if fault.column else "")


def _worded(fault: Fault) -> str:
    where = _where(fault)
    return f"{where[0].upper()}{where[1:]}: {fault.message}"
