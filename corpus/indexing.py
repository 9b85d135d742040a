"""What is computed from texts after loading: languages, sentences, paragraphs, words to search.

Two loaders may share an upload: each takes the threads whose id is its part modulo their number.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction

from corpus import jobs, language, segment, staging
from corpus.conversation.likeness import fingerprint
from corpus.inferring import Read, replace_inferences
from corpus.ingest.events import Noted
from corpus.models import Corpus, Job, Thread, Upload
from corpus.search.tokens import quote, tsvector_literal
from corpus.services.uploads import change_status, keep_problems
from corpus.twins import suggest_twins

STEP_POSTS = 1500
COLUMNS = (
    "post_id", "corpus_id", "text_version", "sentences", "paragraphs", "language", "tsv",
    "fingerprint",
)  # fmt: skip

_NEXT = """
WITH due AS (
    SELECT id, (SELECT t.comments + 1 FROM corpus_thread t WHERE t.id = one.id) AS posts FROM (
        (SELECT t.id FROM corpus_thread t
            WHERE t.upload_id = %(upload)s AND t.id > %(after)s AND t.id %% %(parts)s = %(part)s
            ORDER BY t.id LIMIT 500)
        UNION
        (SELECT g.thread_id FROM corpus_sighting g
            WHERE g.upload_id = %(upload)s AND g.thread_id > %(after)s
                AND g.thread_id %% %(parts)s = %(part)s AND g.changed + g.new > 0
            ORDER BY g.thread_id LIMIT 500)
    ) AS one
    ORDER BY id LIMIT 500
), step AS (
    SELECT id FROM (SELECT id, sum(posts) OVER (ORDER BY id) - posts AS before FROM due) AS d
    WHERE before < %(most)s
)
"""
_OF_STEP = """
SELECT p.thread_id, t.language, p.id, p.text_version, p.text, x.post_id IS NOT NULL, p.number,
    (SELECT w.name FROM corpus_participant w WHERE w.id = p.author_id), p.written_at, p.flags
FROM step JOIN corpus_thread t ON t.id = step.id JOIN corpus_post p ON p.thread_id = t.id
LEFT JOIN corpus_postindex x ON x.post_id = p.id
ORDER BY p.thread_id, p.number
"""
_ONE = "WITH step AS (SELECT %(thread)s::bigint AS id)"
_FORGET = """
DELETE FROM corpus_postindex x USING corpus_post p
WHERE p.id = x.post_id AND p.thread_id = %(thread)s
"""


class _Row(NamedTuple):
    """A post that is due, with what there is to know for indexing it."""

    thread: int
    language: str
    id: int
    version: int
    text: str
    indexed: bool
    number: int
    author: str | None
    written_at: datetime | None
    flags: list[str]


def run(held: jobs.Held) -> bool:
    """Index the next threads of an upload; returns whether there may be more."""
    upload = Upload.objects.select_related("corpus").get(jobs=held.job)
    cursor = held.job.cursor
    rows = _due(upload.pk, held.job)
    if not rows:
        _finish(held)
        return False
    found = _computed(rows, upload.corpus)
    held.total = held.total or _share(upload, held.job)
    held.done += len(found.lines)
    with transaction.atomic():
        _store(found, upload.corpus)
        jobs.advance(held, cursor={**cursor, "after": rows[-1].thread})
    return True


def index_thread(thread: Thread, *, anew: bool = False) -> None:
    """Index a thread's new texts at once, in the caller's transaction; `anew`: all its texts."""
    with connection.cursor() as cursor:
        if anew:
            cursor.execute(_FORGET, {"thread": thread.pk})
        cursor.execute(_ONE + _OF_STEP, {"thread": thread.pk})
        rows = [_Row(*row) for row in cursor.fetchall()]
    if rows:
        _store(_computed(rows, thread.corpus), thread.corpus)


@dataclass(slots=True)
class _Computed:
    """What was computed of some threads: lines for COPY, languages, posts for inferences."""

    lines: list[str] = field(default_factory=list)
    labels: list[tuple[int, str | None]] = field(default_factory=list)
    threads: list[list[Read]] = field(default_factory=list)
    anew: bool = False


def _computed(rows: list[_Row], corpus: Corpus) -> _Computed:
    found = _Computed(anew=any(row.indexed or row.version > 1 for row in rows))
    for thread_id, posts in groupby(rows, key=lambda row: row.thread):
        every = list(posts)
        found.threads.append([_as_read(row) for row in every])
        label = _index_thread(every, corpus.languages)
        found.labels.append((thread_id, label.thread))
        found.lines += _lines(every, label, corpus.pk)
    return found


def _store(found: _Computed, corpus: Corpus) -> None:
    staging.copy_rows("corpus_postindex", COLUMNS, found.lines)
    replace_inferences(corpus.pk, found.threads, anew=found.anew)
    _label_threads(found.labels)


def give_up(job: Job, reason: str) -> None:
    """End an indexing that cannot get further: the threads can be read, but not all searched."""
    with transaction.atomic():
        upload = Upload.objects.select_for_update(no_key=True).get(jobs=job)
        jobs.finish(job, status="failed", error=reason)
        keep_problems(upload, [Noted("not_indexed", "error", reason, "Tell an operator.")])
        change_status(upload, "failed")


def _due(upload_id: UUID, job: Job) -> list[_Row]:
    values = {
        "upload": upload_id,
        "after": job.cursor.get("after", 0),
        "parts": job.cursor.get("parts", 1),
        "part": job.part,
        "most": STEP_POSTS,
    }
    with connection.cursor() as cursor:
        cursor.execute(_NEXT + _OF_STEP, values)
        return [_Row(*row) for row in cursor.fetchall()]


def _as_read(row: _Row) -> Read:
    return Read(row.id, row.number, row.author, row.text, row.written_at, row.flags)


def _index_thread(posts: list[_Row], candidates: list[str]) -> language.Labels:
    stated = posts[0].language or None
    return language.languages([row.text for row in posts], candidates, stated=stated)


def _lines(posts: list[_Row], label: language.Labels, corpus_id: int) -> Iterator[str]:
    """Format each post that has no index yet for COPY."""
    team = quote(corpus_lexeme(corpus_id))
    for row, own in zip(posts, label.posts, strict=True):
        if row.indexed:
            continue
        text, likeness = row.text, fingerprint(row.text)
        spoken = own or label.thread
        paragraphs = segment.paragraphs(text)
        sentences = segment.sentences(text, spoken, within=paragraphs)
        words = staging.copied(f"{tsvector_literal(text)} {team}")
        yield (
            f"{row.id}\t{corpus_id}\t{row.version}\t{_spans(sentences)}\t{_spans(paragraphs)}"
            f"\t{staging.copied(own or '')}\t{words}"
            f"\t{staging.NULL if likeness is None else likeness}\n"
        )


def corpus_lexeme(corpus_id: int) -> str:
    """Return the lexeme that keeps the search inside one corpus; no word of a text is like it."""
    return f"§{corpus_id}"


def _spans(spans: list[tuple[int, int]]) -> str:
    return "{" + ",".join(f"{{{start},{end}}}" for start, end in spans) + "}"


def _label_threads(labels: list[tuple[int, str | None]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE corpus_thread t SET language = n.label"
            " FROM unnest(%s::bigint[], %s::text[]) AS n(id, label)"
            " WHERE t.id = n.id AND t.language = '' AND n.label IS NOT NULL",
            [[one for one, _ in labels], [label for _, label in labels]],
        )


def _share(upload: Upload, job: Job) -> int:
    """Estimate this part's posts, for the progress bar."""
    return int(upload.counts.get("imported", 0)) // int(job.cursor.get("parts", 1))


def _finish(held: jobs.Held) -> None:
    """End this part; whoever ends last ends the upload."""
    held.total = held.done
    with transaction.atomic():
        upload = Upload.objects.select_for_update(no_key=True).get(jobs=held.job)
        jobs.advance(held, cursor=held.job.cursor, finished=True)
        left = Job.objects.filter(upload=upload, kind="index").exclude(status="done")
        if upload.status == "indexing" and not left.exists():
            suggest_twins(upload.corpus_id, upload.pk)
            change_status(upload, "done")
    with connection.cursor() as cursor:
        # A search reads the pending list from end to end: merge it now that nobody waits.
        cursor.execute("SELECT gin_clean_pending_list('post_words')")
