"""`catena export CORPUS`: coded data from the terminal, with the manifest beside the file.

What is written where no worker runs is written by this very command.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from annotations import exporting
from annotations.exporting import Wanted
from annotations.exports.formats import FORMATS
from annotations.models import LEVELS, Export
from catena.collecting import actor_named, corpus_called
from corpus.errors import CatenaError, ForbiddenError, MalformedError
from corpus.models import Job, Membership
from corpus.rules import Action, Role, require
from tasks.export import run

if TYPE_CHECKING:
    import argparse

    from corpus.models import Corpus, User

_PAUSE = 0.2


def leave(given: argparse.Namespace) -> int:
    """Write an export to a file, or with `-` to standard output; 0 when it is whole."""
    corpus, actor = corpus_called(given.corpus), actor_named(given.user)
    _require_export(corpus, actor)
    target = None if given.output == "-" else _target(given, corpus)
    export = exporting.order_export(corpus=corpus, actor=actor, wanted=_wanted(given))
    try:
        _finish(export)
        _hand_over(export, target)
    finally:
        if not given.keep:
            exporting.delete_export(export.pk)
    return 0


def _wanted(given: argparse.Namespace) -> Wanted:
    named = {
        "threads": _ids(given.threads), "codes": _ids(given.codes), "coders": _ids(given.coders),
        "subtree": given.subtree, "levels": _levels(given.levels),
        "created_after": _moment(given.after), "created_before": _moment(given.before),
    }  # fmt: skip
    scope = {name: value for name, value in named.items() if value}
    options: dict[str, Any] = {
        "pseudonymise": given.pseudonymise, "hidden": given.hidden, "bom": given.bom,
    }  # fmt: skip
    options = {name: value for name, value in options.items() if value}
    options |= {"texts": False} if given.no_texts else {}
    options |= {"offset_unit": "utf16"} if given.utf16 else {}
    return Wanted(given.format, given.what, given.profile or "", scope, options)


def _ids(given: str | None) -> list[int]:
    parts = [part.strip() for part in (given or "").split(",") if part.strip()]
    if not all(part.isdecimal() for part in parts):
        raise MalformedError(f"Ids are numbers with commas between, not “{given}”.")
    return [int(part) for part in parts]


def _levels(given: str | None) -> list[str]:
    levels = [part.strip() for part in (given or "").split(",") if part.strip()]
    if strange := [one for one in levels if one not in LEVELS]:
        raise MalformedError(f"There is no level {strange[0]}; there are {', '.join(LEVELS)}.")
    return levels


def _moment(given: str | None) -> str | None:
    """Return a moment as the API stores it; a day alone begins at midnight, UTC."""
    if not given:
        return None
    try:
        read = parse_datetime(given) or datetime.fromisoformat(given)
    except ValueError as error:
        raise MalformedError(f"“{given}” is no date: write 2031-05-02 or with a time.") from error
    return (read if read.tzinfo else timezone.make_aware(read)).isoformat()


def _target(given: argparse.Namespace, corpus: Corpus) -> Path:
    there = FORMATS.get(given.format)
    ending = there.extension if there else given.format
    path = Path(given.output or f"corpus-{corpus.pk}-{given.what}.{ending}")
    if not path.parent.is_dir():
        raise MalformedError(f"There is no folder {path.parent}.")
    if path.exists():
        raise MalformedError(f"{path} is there already; nothing was written over it.")
    return path


def _finish(export: Export) -> None:
    """Work on the export, or watch a worker do it, until it is done.

    Raises:
        CatenaError: it failed; the message says why.
    """
    while True:
        export.refresh_from_db()
        if export.status == "done":
            return
        if export.status == "failed":
            raise CatenaError(export.error)
        job = Job.objects.get(export=export.pk)
        _say(f"{export.status}: {job.done:,} of {job.total:,} {job.unit}")
        run(job_id=job.pk)
        export.refresh_from_db()
        if export.status in ("queued", "running"):
            time.sleep(_PAUSE)


def _hand_over(export: Export, target: Path | None) -> None:
    """Put file and manifest where they were asked for; under its name the file is whole."""
    manifest = json.dumps(export.manifest, ensure_ascii=False, indent=2)
    with exporting.path_of(export).open("rb") as file:
        if target is None:
            shutil.copyfileobj(file, sys.stdout.buffer)
            sys.stdout.buffer.flush()
            _say("")
            return
        draft = target.with_name(f"{target.name}.part")
        try:
            with draft.open("wb") as copy:
                shutil.copyfileobj(file, copy)
            draft.replace(target)
        except OSError as error:
            raise CatenaError(f"{target} cannot be written: {error.strerror}.") from error
        finally:
            draft.unlink(missing_ok=True)
    beside = target.with_name(f"{target.name}.manifest.json")
    beside.write_text(f"{manifest}\n", encoding="utf-8")
    _say("")
    said = export.manifest or {}
    print(f"{target}: {said['rows']:,} rows, {said['size']:,} bytes. Manifest: {beside}")
    for loss in said["losses"]:
        print(f"    {loss['code']} ({loss['count']:,}): {loss['message']}")


def _require_export(corpus: Corpus, actor: User) -> None:
    member = Membership.objects.filter(corpus=corpus, user=actor).first()
    if member is None:
        raise ForbiddenError(f"{actor.username} does not belong to “{corpus.title}”.")
    require(Action.EXPORT, role=Role(member.role))


def _say(text: str) -> None:
    """Show how far it is, on a terminal only, in one line that is written over."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{text[:100]}")
        sys.stderr.flush()
