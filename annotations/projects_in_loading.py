"""A project's texts into threads, its people, codes, codings and memos into the corpus.

Sets of rows, never one by one. Ids follow from the project and the place in it, so what was
loaded once is not loaded again.
"""

from collections import Counter
from itertools import islice
from typing import Any

from django.db import transaction

from annotations.codebook_files import Entry
from annotations.codebook_import import Plan
from annotations.codes import hold_codebook
from annotations.models import ProjectImport
from annotations.projects.conventions import Convention
from annotations.projects.model import CodeIn, ProjectIn, SourceIn
from annotations.projects.posts import as_thread
from annotations.projects_in import changed, held
from annotations.projects_in_coding import PROBLEMS, Known, claims
from annotations.projects_in_memos import load_memos
from annotations.projects_in_people import take_people
from corpus import events, indexing, jobs, staging
from corpus.events import Change
from corpus.identity import post_identities
from corpus.loading import load_typed
from corpus.models import Corpus, Post, Thread, User
from corpus.services.statuses import discard_staged
from corpus.services.threads import shown as thread_shown
from corpus.sightings import Stretch

# A step takes so many texts, or texts of so many characters; and so many codings.
STEP_SOURCES, STEP_CHARACTERS, STEP_CODINGS = 200, 4_000_000, 50_000


def thread_step(held_job: jobs.Held, project: ProjectImport, found: ProjectIn) -> None:
    """Load the next texts, each as a thread of its own, and index them."""
    corpus, cursor = project.corpus, held_job.job.cursor
    first = cursor.get("loaded", 0)
    stretch = _stretch(found.sources, first)
    with transaction.atomic():
        discard_staged(project.pk)
        _stage(project, stretch, first)
        made = load_typed(Stretch(corpus.pk, project.pk, first, first + len(stretch)))
        discard_staged(project.pk)
        keys = [f"{project.pk}:{first + n}" for n in range(len(stretch))]
        threads = list(Thread.objects.filter(corpus=corpus, key__in=keys).order_by("pk"))
        # They were cut out of no upload.
        Post.objects.filter(thread__in=threads).update(source_start=None, source_end=None)
        for thread in threads:
            thread.corpus = corpus
            indexing.index_thread(thread)
        told = [Change("thread.created", "thread", t.pk, None, thread_shown(t)) for t in threads]
        project = held(project.pk)
        project.result = _sum(project.result, threads=made.threads, posts=made.posts)
        project.save(update_fields=["result"])
        held_job.done += len(stretch)
        jobs.advance(held_job, cursor={**cursor, "loaded": first + len(stretch)})
        events.append(
            corpus.pk, project.created_by_id, told, threads=made.threads, posts=made.posts,
            comments=made.comments, participants=made.participants,
        )  # fmt: skip


def _stretch(sources: list[SourceIn], first: int) -> list[SourceIn]:
    taken: list[SourceIn] = []
    size = 0
    for source in islice(sources, first, first + STEP_SOURCES):
        size += len(source.raw)
        if taken and size > STEP_CHARACTERS:
            break
        taken.append(source)
    return taken


def _stage(project: ProjectImport, stretch: list[SourceIn], first: int) -> None:
    read = [as_thread(source) for source in stretch]
    places = [
        staging.Place(str(project.pk), first + n, staging.site_of(one), None)
        for n, one in enumerate(read)
    ]
    pairs = list(zip(places, read, strict=True))
    staging.copy_rows(
        "corpus_stagedthread",
        staging.THREAD_COLUMNS,
        (staging.thread_row(place, one) for place, one in pairs),
    )
    staging.copy_rows(
        "corpus_stagedpost",
        staging.POST_COLUMNS,
        (
            staging.post_row(place, post, identity=identity)
            for place, one in pairs
            for post, identity in zip(one.posts, post_identities(one.posts), strict=True)
        ),
    )


def code_step(
    held_job: jobs.Held, project: ProjectImport, found: ProjectIn, convention: Convention
) -> bool:
    """Load the next codings; with the first ones the people and codes, with the last the memos.

    Codes and codings of a step are one batch of the corpus' log. Returns whether more follows.
    """
    corpus, cursor = project.corpus, held_job.job.cursor
    first = cursor.get("coded", 0)
    end = min(first + STEP_CODINGS, len(found.selections))
    with transaction.atomic():
        project = held(project.pk)
        told: list[Change] = []
        if "codes" not in cursor:
            cursor, told = _take_in(project, corpus, found)
        known = Known(corpus.pk, project.pk, cursor["codes"], cursor["people"], _actor(project).pk)
        made = claims(found, known, convention, first=first, end=end)
        finished = end >= len(found.selections)
        held_job.done += end - first
        jobs.advance(held_job, cursor={**cursor, "coded": end}, finished=finished)
        batch = events.append_sweep(
            corpus.pk, project.created_by_id, told, sweep=made.sweep(corpus.pk), codes=len(told)
        )
        stored = batch.last - batch.first + 1 - len(told)
        made.problems["text_changed"] += len(made.rows) - stored
        project.result = _sum(project.result, codes=len(told), annotations=stored)
        _add_problems(project.result, made.problems)
        if finished:
            _finish(project, found, known)
        else:
            project.save(update_fields=["result"])
    return not finished


def _take_in(
    project: ProjectImport, corpus: Corpus, found: ProjectIn
) -> tuple[dict[str, Any], list[Change]]:
    """Make the people and codes that are not there; returns the cursor with their ids.

    Second, what is to be told of the codes.
    """
    actor = _actor(project)
    coding = {one.coder for one in found.selections} | {one.author for one in found.memos}
    names = {key: name for key, name in found.coders.items() if key in coding}
    people, told = take_people(
        corpus, names.values(), chosen=project.choices["coders"], usernames=found.usernames
    )
    plan = Plan(corpus, actor, hold_codebook(corpus.pk), [])
    plan.take(
        Entry(n, code.path, {} if code.path in plan.there else _fields(code))
        for n, code in enumerate(found.codes, 1)
    )
    made = plan.carry_out()
    by_path = {**plan.there, **plan.made}
    if told:
        events.append(corpus.pk, actor.pk, told)
    project.result = _sum(project.result, members=len(told))
    cursor = {
        "loaded": len(found.sources),
        "codes": {code.key: by_path[code.path].pk for code in found.codes},
        "people": {key: people[name].pk for key, name in names.items()},
    }
    return cursor, made


def _fields(code: CodeIn) -> dict[str, Any]:
    """Return what a new code says of itself."""
    fields: dict[str, Any] = {"definition": code.description, **code.fields}
    if code.colour and "colour" not in fields:
        fields["colour"] = code.colour
    return {name: value for name, value in fields.items() if value}


def _finish(project: ProjectImport, found: ProjectIn, known: Known) -> None:
    """Write the memos and end."""
    told = load_memos(found, known)
    if told:
        events.append(project.corpus_id, project.created_by_id, told)
    project.result = _sum(project.result, memos=len(told))
    events.append(project.corpus_id, None, [changed(project, "done")])


def _actor(project: ProjectImport) -> User:
    """Return who brought the project in."""
    if project.created_by is None:
        raise TypeError("A project is brought in by somebody.")
    return project.created_by


def _sum(result: dict[str, Any], **more: int) -> dict[str, Any]:
    return {**result, **{name: result.get(name, 0) + count for name, count in more.items()}}


def _add_problems(result: dict[str, Any], problems: Counter[str]) -> None:
    """Count what did not fit, by kind, with what was counted in the steps before."""
    every = Counter({one["code"]: one["count"] for one in result.get("problems", ())}) + problems
    result["problems"] = [
        {"code": code, "count": count, "message": PROBLEMS[code]} for code, count in every.items()
    ]
