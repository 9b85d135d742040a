"""People, teams and threads for tests; the threads come in the way of all files."""

import json
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Any

from annotations import exporting, projects_in_work, snapshots
from annotations.archive import loading
from annotations.reanchoring import reanchored
from corpus import importing, indexing, jobs
from corpus.models import Corpus, Job, Membership, User
from corpus.rules import Role
from corpus.services import corpora, uploads

STEPS = {
    "ingest": (partial(importing.run, revised=reanchored), importing.give_up),
    "index": (indexing.run, indexing.give_up),
    "export": (exporting.run, exporting.give_up),
    "snapshot": (snapshots.run, snapshots.give_up),
    "project": (projects_in_work.run, projects_in_work.give_up),
    "archive": (loading.run, loading.give_up),
}
_number = count(1)


def person(name: str | None = None, **fields: Any) -> User:
    """A user without a password: they call with tokens."""
    name = name or f"person{next(_number)}"
    user = User(username=name, name=name.title(), **fields)
    user.set_unusable_password()
    user.save()
    user.refresh_from_db()
    return user


def corpus_of(owner: User, title: str = "Allotments", **fields: Any) -> Corpus:
    corpus = corpora.create_corpus(owner=owner, title=title, **fields)
    corpus.refresh_from_db()
    return corpus


def member(corpus: Corpus, role: Role | str, user: User | None = None) -> User:
    user = user or person()
    Membership.objects.create(corpus=corpus, user=user, role=role)
    return user


def work_off() -> None:
    """Do all waiting work as a worker would, one job after the other."""
    while waiting := list(Job.objects.filter(status__in=["queued", "running"]).order_by("id")):
        for job in waiting:
            kind = "archive" if loading.is_of_archive(job.pk) else job.kind
            jobs.work(job.pk, *STEPS[kind])


def thread_line(*texts: str, **fields: Any) -> dict[str, Any]:
    """One thread as Threads JSONL: an entry and its comments, by invented people."""
    entry, *comments = texts
    return {
        "title": "Frost in May",
        "site": "Plot Nine",
        "author": "Wren",
        "written_at": "2031-05-02T08:00:00",
        "language": "en",
        "text": entry,
        "comments": [
            {"author": f"Reader {number}", "written_at": "2031-05-02T09:00:00Z", "text": text}
            for number, text in enumerate(comments, 1)
        ],
        **fields,
    }


@dataclass(frozen=True, slots=True)
class Loaded:
    """What one import made: the upload's id and the ids of its threads in the file's order."""

    upload: Any
    threads: list[int]


def load(corpus: Corpus, *lines: dict[str, Any]) -> Loaded:
    """Import threads through the same doors as everybody's files."""
    text = "\n".join(json.dumps({"id": f"t{next(_number)}", **line}) for line in lines)
    upload = uploads.receive(
        corpus, actor=None, name="threads.jsonl", chunks=[text.encode()], options={}
    )
    work_off()
    upload.refresh_from_db()
    assert upload.status == "done", (upload.status, upload.problem_counts)
    return Loaded(upload.pk, list(upload.threads.order_by("id").values_list("pk", flat=True)))
