"""`catena import PATH… --corpus C`: files and folders from the terminal, waited for to their end.

What is read where no worker runs is read by this very command. What a file holds is the readers'
matter; how it is loaded is `corpus.importing`'s.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import (
    CatenaError,
    ForbiddenError,
    MalformedError,
    NotFoundError,
    UnsupportedError,
)
from corpus.ingest import registry
from corpus.ingest.accounting import Account
from corpus.ingest.archives import is_archive
from corpus.ingest.events import Detection, Noted, ReadOptions
from corpus.ingest.source import Source
from corpus.ingest.tables.mapping import parse, refusal
from corpus.ingest.tables.reader import guessed_for
from corpus.models import Corpus, Job, Membership, Problem, Upload, User
from corpus.rules import Action, Role, require
from corpus.services import uploads
from tasks.index import run as index
from tasks.ingest import run as ingest

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

ENDED = ("done", "review", "failed", "cancelled")
LOADED, WAITING, FAILED = 0, 3, 4
_BLOCK = 1 << 20
_MOST_PROBLEMS = 5
# A worker that has the job gets this long before its row is looked at again.
_PAUSE = 0.2


def collect(given: argparse.Namespace) -> int:
    """Import files; 0 when all are loaded, 3 when one waits for a look, 4 when one failed."""
    options = _options(given)
    files = list(_files([Path(path) for path in given.paths]))
    if not files:
        raise MalformedError("There is no file in what you named.")
    if given.dry_run:
        return _dry_run(files, options, as_json=given.json)
    corpus, actor = corpus_called(given.corpus), actor_named(given.user)
    _require_upload(corpus, actor)
    made = []
    for number, path in enumerate(files, 1):
        _say(f"{number}/{len(files)} {path.name}")
        made.append((path, _receive(corpus, actor, path, options)))
        _finish(made[-1][1], f"{number}/{len(files)} {path.name}")
    return _summary(made, as_json=given.json)


def _receive(corpus: Corpus, actor: User, path: Path, options: dict[str, Any]) -> Upload:
    return uploads.receive(
        corpus, actor=actor, name=path.name, chunks=_blocks(path), options=options
    )


def _finish(upload: Upload, label: str) -> None:
    """Work on the upload's jobs, or watch the workers do it, until it waits for nobody."""
    while True:
        upload.refresh_from_db()
        members = Upload.objects.filter(archive=upload)
        if upload.status in ENDED and not members.exclude(status__in=ENDED).exists():
            return
        jobs = Job.objects.filter(upload__in=[upload, *members], status__in=["queued", "running"])
        rows = list(jobs.order_by("pk"))
        before = _state(rows)
        for job in rows:
            _say(f"{label}: {upload.status} {job.done:,} of {job.total:,} {job.unit}")
            (ingest if job.kind == "ingest" else index)(job_id=job.pk)
        if _state(list(jobs.order_by("pk"))) == before:
            time.sleep(_PAUSE)


def _state(rows: Sequence[Job]) -> list[tuple[int, str, str]]:
    return [(job.pk, job.status, json.dumps(job.cursor, sort_keys=True)) for job in rows]


def _summary(made: Sequence[tuple[Path, Upload]], *, as_json: bool) -> int:
    _say("")
    statuses: Counter[str] = Counter()
    for path, upload in made:
        every = [upload, *upload.members.all()]
        statuses.update((one.duplicate_of or one).status for one in every)
        if as_json:
            shown = {"path": str(path), **uploads.shown(upload), "problems": upload.problem_counts}
            print(json.dumps(shown, ensure_ascii=False))
        else:
            print(_sentence(str(path), _word(upload), upload.counts))
            _print_problems(upload)
    if statuses["failed"] or statuses["cancelled"]:
        return FAILED
    return WAITING if statuses["review"] else LOADED


def _word(upload: Upload) -> str:
    if upload.duplicate_of and upload.duplicate_of.status == "review":
        return "here already and waits for your look at it in the browser"
    if upload.duplicate_of_id:
        return "here already"
    words = {"done": "loaded", "review": "waits for your look at it in the browser"}
    return words.get(upload.status, upload.status)


def _print_problems(upload: Upload) -> None:
    for problem in upload.problems.order_by("number")[:_MOST_PROBLEMS]:
        print(_problem_line(problem))


def _problem_line(problem: Problem | Noted) -> str:
    where = f" ({problem.item})" if problem.item else ""
    return f"    {problem.severity}: {problem.message}{where} {problem.hint}".rstrip()


def _sentence(path: str, word: str, counts: dict[str, Any]) -> str:
    return (
        f"{path}: {word}. {counts['threads']} threads, {counts['comments']} comments, "
        f"{counts['other']} pingbacks; {counts['found']} found = {counts['imported']} imported "
        f"+ {counts['skipped']} skipped + {counts['failed']} failed."
    )


def _dry_run(files: Sequence[Path], options: dict[str, Any], *, as_json: bool) -> int:
    """Read without storing anything; archives are unpacked by a real import only."""
    worst = LOADED
    for path in files:
        total, noted = Account(), list[Noted]()
        try:
            detection = _read_dry(path, _read_options(options), total, noted)
        except CatenaError as error:
            worst = FAILED
            print(f"{path}: cannot be read. {error.detail}")
            continue
        word = "would be loaded" if total.sure else "would wait for a look"
        if not total.sure:
            worst = max(worst, WAITING)
        if as_json:
            shown = {"path": str(path), "format": detection.format, "counts": total.counts()}
            print(json.dumps({**shown, "sure": total.sure, "problems": total.codes}))
        else:
            print(_sentence(str(path), f"{detection.format}, {word}", total.counts()))
            for one in noted:
                print(_problem_line(one))
            if "mapping_needed" in total.codes:
                guessed = guessed_for(detection.format, Source.from_path(path)).shown()
                print("    A guess to correct, for --mapping:")
                print(json.dumps(guessed, ensure_ascii=False, indent=2))
    return worst


def _read_dry(path: Path, options: ReadOptions, total: Account, noted: list[Noted]) -> Detection:
    """Count what a file holds, and keep the first things that a reader says of it."""
    source = Source.from_path(path)
    if is_archive(source.head()) and registry.packed(source) is None:
        raise UnsupportedError("This is an archive; only an import unpacks it.")
    reader, detection, notes = registry.choose(source, options)
    for event in chain(notes, reader.read(source, options, None)):
        total.add(event)
        if isinstance(event, Noted) and len(noted) < _MOST_PROBLEMS:
            noted.append(event)
    return detection


def _read_options(options: dict[str, Any]) -> ReadOptions:
    return ReadOptions(**{name: value for name, value in options.items() if name != "confirm"})


def _options(given: argparse.Namespace) -> dict[str, Any]:
    named = {name: getattr(given, name) for name in ("format", "timezone", "url", "captured")}
    options: dict[str, Any] = {name: value for name, value in named.items() if value}
    if given.mapping:
        options["mapping"] = _mapping(Path(given.mapping))
    return options | {"confirm": "ask" if given.ask else "auto"}


def _mapping(path: Path) -> dict[str, Any]:
    """Return what a file says that columns mean; what it cannot say is refused with its place."""
    try:
        given = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise MalformedError(f"{path} is no JSON: {error}") from error
    if not isinstance(given, dict):
        raise MalformedError(f"{path} holds no mapping: it is no JSON object.")
    _, faults = parse(given)
    if faults:
        raise refusal(faults)
    return given


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """Yield files, those of folders in the order of their names; hidden ones are left out."""
    for path in paths:
        if path.is_dir():
            for folder, folders, names in os.walk(path):
                folders[:] = sorted(name for name in folders if not name.startswith("."))
                yield from (Path(folder, name) for name in sorted(names) if name[0] != ".")
        elif path.is_file():
            yield path
        else:
            raise NotFoundError(f"There is no file {path}.")


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def corpus_called(named: str | None) -> Corpus:
    """Return the only corpus of that number or title."""
    live = Corpus.objects.filter(deleted_at=None)
    if named is None:
        raise MalformedError("Name the corpus: --corpus NUMBER or --corpus “TITLE”.")
    found = list(live.filter(pk=int(named)) if named.isdecimal() else live.filter(title=named))
    if len(found) != 1:
        known = ", ".join(f"{one.pk} “{one.title}”" for one in live.order_by("pk")[:20])
        raise NotFoundError(f"{len(found)} corpora are called {named}. There are: {known or '-'}.")
    return found[0]


def actor_named(username: str | None) -> User:
    """Return the active account of that name; the only one there is, of none."""
    people = User.objects.filter(is_active=True)
    if username:
        people = people.filter(username__iexact=username)
    elif people.count() > 1:
        raise MalformedError("Say in whose name: --user USERNAME.")
    user = people.first()
    if user is None:
        raise NotFoundError(f"There is no account {username or 'yet; make one with catena user'}.")
    return user


def _require_upload(corpus: Corpus, actor: User) -> None:
    member = Membership.objects.filter(corpus=corpus, user=actor).first()
    if member is None:
        raise ForbiddenError(f"{actor.username} does not belong to “{corpus.title}”.")
    require(Action.UPLOAD, role=Role(member.role))


def _say(text: str) -> None:
    """Show where the import is, on a terminal only, in one line that is written over."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{text[:100]}")
        sys.stderr.flush()
