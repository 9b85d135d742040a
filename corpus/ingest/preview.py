"""What was found in an upload, before anything is loaded: "this is it: load or leave?".

Folds a reading's events into a JSON value. Keeps only as much as is shown, however long the upload.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from corpus.ingest.accounting import Account
from corpus.ingest.asking import asked, with_posts
from corpus.ingest.events import (
    Detection,
    Event,
    Failed,
    Noted,
    PostRead,
    Skipped,
    ThreadRead,
    Tile,
    Written,
)

FIRST_WORDS = 12
FIRST_CHARACTERS = 160


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a preview shows: threads, posts of each, problems, tiles, code points of text."""

    threads: int = 20
    posts: int = 5_000
    problems: int = 100
    tiles: int = 20_000
    text: int = 2_000_000


DEFAULT_LIMITS = Limits()


def preview(
    events: Iterable[Event],
    detection: Detection,
    *,
    text: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> dict[str, Any]:
    """Return what an upload holds as a JSON value.

    `text` is the decoded file of a text capture, to which all positions refer. `left_out` counts
    the threads that are not shown. The most serious problems come first. `questions` are the
    doubts that a person can answer, in the order of the file, each with the post it is about.
    """
    total, ranks = Account(), {"error": 0, "warning": 1, "info": 2}
    threads: list[dict[str, Any]] = []
    problems: list[dict[str, Any]] = []
    tiles: list[tuple[str, int, int]] = []
    for event in events:
        total.add(event)
        match event:
            case ThreadRead() if len(threads) < limits.threads:
                threads.append(_thread(event, limits))
            case Noted() | Skipped() | Failed() if len(problems) < 10 * limits.problems:
                problems.append(problem(event))
            case Tile() if len(tiles) < limits.tiles:
                tiles.append((event.kind, event.start, event.end))
            case _:
                pass
    problems.sort(key=lambda one: ranks[one["severity"]])
    return {
        "format": asdict(detection) | {"name": detection.format},
        "problems": problems[: limits.problems],
        **_account(total),
        "questions": asked(problems, tiles, threads)[: limits.problems],
        "threads": threads,
        "left_out": total.threads - len(threads),
        "tiles": with_posts(tiles, threads),
        "text": None if text is None else text[: limits.text],
        "text_cut": text is not None and len(text) > limits.text,
    }


def _account(total: Account) -> dict[str, Any]:
    return {
        "problems_by_code": dict(sorted(total.codes.items())),
        "faults": total.faults(),
        "doubts": total.doubts(),
        "accounted": total.accounted,
        "sure": total.sure,
        "counts": total.counts(),
    }


def problem(event: Noted | Skipped | Failed) -> dict[str, Any]:
    """Return a problem as an upload shows it; what failed is an error, what was skipped is not."""
    if isinstance(event, Noted):
        severity, message, hint = event.severity, event.message, event.hint
    else:
        severity, message, hint = "error" if isinstance(event, Failed) else "info", event.reason, ""
    return {
        "code": event.code,
        "severity": severity,
        "message": message,
        "hint": hint,
        "item": event.item,
        "start": event.start,
        "end": event.end,
    }


def _thread(thread: ThreadRead, limits: Limits) -> dict[str, Any]:
    return {
        "title": thread.title,
        "site": thread.site,
        "url": thread.url,
        "author": thread.author,
        **_written(thread.written),
        "language": thread.language,
        "categories": list(thread.categories),
        "declared": thread.declared,
        "start": thread.start,
        "end": thread.end,
        "comments": len(thread.posts) - 1,
        "posts": [_post(post) for post in thread.posts[: limits.posts]],
    }


def _post(post: PostRead) -> dict[str, Any]:
    return {
        "number": post.number,
        "kind": post.kind,
        "author": post.author,
        "is_entry_author": post.is_entry_author,
        **_written(post.written),
        "depth": post.depth,
        "parent": post.parent,
        "status": post.status,
        "start": post.start,
        "end": post.end,
        "first": " ".join(post.text[:1_000].split()[:FIRST_WORDS])[:FIRST_CHARACTERS],
        "words": post.words,
        "flags": list(post.flags),
        "marks": [list(mark) for mark in post.marks],
        "confidence": post.confidence,
        "questions": [],
    }


def _written(written: Written) -> dict[str, Any]:
    return {
        "written_at": written.at.isoformat() if written.at else None,
        "written_at_raw": written.raw,
        "written_at_precision": written.precision,
    }
