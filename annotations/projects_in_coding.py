"""A project's codings into annotations: one statement for many, told as one batch.

A passage's quote is cut from the text that the file holds, and stored only where the post still
has that very text: nothing is ever moved silently.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from annotations.claims import Claim
from annotations.projects.conventions import Convention, Rulers
from annotations.projects.model import ProjectIn, SelectionIn
from annotations.projects.posts import Placing
from annotations.queries import ANNOTATION_COLUMNS
from corpus.events import Sweep
from corpus.models import Post, Thread
from corpus.text import sha256

PROBLEMS = {
    "out_of_range": "Passages that lie outside of their texts were left out.",
    "crosses_posts": "Passages that go over the border of a post were left out.",
    "same_twice": "Codings that say what another one says already: kept once.",
    "text_changed": "Codings of texts that were changed or taken away meanwhile were left out.",
}

_MADE = f"""
    n AS (
        SELECT * FROM jsonb_to_recordset(%(rows)s::jsonb) AS r(
            place int, id uuid, thread bigint, post bigint, code bigint, coder bigint, level text,
            start int, "end" int, quote text, memo text, created_as text, at timestamptz,
            sha text)
    ), locked AS MATERIALIZED (
        SELECT p.id, p.text_version, p.text_sha256 FROM corpus_post p
        WHERE p.id = ANY (ARRAY(SELECT n.post FROM n)) AND p.corpus_id = %(corpus)s
        ORDER BY p.id FOR SHARE
    ), coded AS MATERIALIZED (
        SELECT k.id FROM annotations_code k
        WHERE k.id = ANY (ARRAY(SELECT n.code FROM n)) AND k.corpus_id = %(corpus)s
            AND NOT k.archived AND k.deleted_at IS NULL
        ORDER BY k.id FOR KEY SHARE
    ), made AS (
        INSERT INTO annotations_annotation
            (id, corpus_id, thread_id, post_id, code_id, coder_id, level, start, "end", quote,
             text_version, state, memo, version, created_as, created_at, updated_at)
        SELECT n.id, %(corpus)s, t.id, p.id, k.id, n.coder, n.level, n.start, n."end", n.quote,
            CASE WHEN n.level = 'passage' THEN p.text_version END, 'live', n.memo, 1,
            n.created_as, coalesce(n.at, clock_timestamp()), clock_timestamp()
        FROM n JOIN coded k ON k.id = n.code
        JOIN corpus_thread t ON t.id = n.thread AND t.corpus_id = %(corpus)s
            AND t.deleted_at IS NULL
        LEFT JOIN locked p ON p.id = n.post
        WHERE n.level = 'thread' OR p.text_sha256 = n.sha
        ORDER BY n.place
        ON CONFLICT DO NOTHING
        RETURNING *
    ), told AS (
        SELECT (SELECT n.place FROM n WHERE n.id = a.id) AS n, 'annotation.created' AS action,
            'annotation' AS target_type, a.id::text AS target_id, NULL::jsonb AS before,
            (SELECT row_to_json(r)::jsonb FROM (SELECT {ANNOTATION_COLUMNS}) AS r) AS after,
            1 AS more
        FROM made a JOIN corpus_user u ON u.id = a.coder_id
    )
"""


@dataclass(frozen=True, slots=True)
class Known:
    """What the keys of a project stand for in the corpus.

    `nobody` is whose codings without a coder are.
    """

    corpus: int
    project: UUID
    codes: Mapping[str, int]
    people: Mapping[str, int]
    nobody: int

    def coder(self, key: str | None) -> int:
        """Return whose a coding is."""
        return self.people.get(key or "", self.nobody)


@dataclass(slots=True)
class Claims:
    """Rows that can be stored, and what is told of those that cannot."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    problems: Counter[str] = field(default_factory=Counter)

    def sweep(self, corpus_id: int) -> Sweep:
        """Return the statement that stores them."""
        rows = json.dumps(self.rows, ensure_ascii=False)
        return Sweep(_MADE.strip(), {"rows": rows, "corpus": corpus_id})


def annotation_id(project: UUID, place: int) -> UUID:
    """Return the id of the coding at a place of the project, the same every time."""
    return uuid5(project, f"coding {place}")


def claims(
    found: ProjectIn, known: Known, convention: Convention, *, first: int, end: int
) -> Claims:
    """Turn the codings [first, end) of a project into rows."""
    made = Claims()
    spots = _Spots(found, known, convention, {one.source for one in found.selections[first:end]})
    taken: set[tuple[Any, ...]] = set()
    for place in range(first, min(end, len(found.selections))):
        one = found.selections[place]
        spot = spots.of(one, made.problems)
        if spot is None:
            continue
        coder, code = known.coder(one.coder), known.codes[one.code]
        same = (coder, code, spot.thread, spot.post, spot.start, spot.end)
        if same in taken:
            made.problems["same_twice"] += 1
            continue
        taken.add(same)
        claim = spot.claim(known.corpus, code, one.memo)
        row = {
            **claim.fields(),
            "place": place,
            "id": str(annotation_id(known.project, place)),
            "thread": spot.thread,
            "coder": coder,
            "level": claim.level,
            "created_as": claim.digest(coder),
            "sha": spot.sha,
            "at": one.created.isoformat() if one.created else None,
        }
        made.rows.append(row)
    return made


@dataclass(frozen=True, slots=True)
class _Spot:
    """What a coding is on, in the corpus; `sha` is that of the text which the post must have."""

    thread: int
    post: int | None = None
    sha: str | None = None
    start: int | None = None
    end: int | None = None
    quote: str | None = None

    def claim(self, corpus: int, code: int, memo: str) -> Claim:
        """Return what is said of it."""
        thread = None if self.post else self.thread
        return Claim(corpus, code, self.post, thread, self.start, self.end, self.quote, memo)


class _Spots:
    """Finds what codings are on: threads, posts and passages of what was loaded."""

    def __init__(
        self, found: ProjectIn, known: Known, convention: Convention, wanted: set[str]
    ) -> None:
        self._rulers = Rulers.of(found.sources, convention)
        self._placings = {one.key: Placing(one) for one in found.sources if one.key in wanted}
        keys = {
            f"{known.project}:{n}": one.key
            for n, one in enumerate(found.sources)
            if one.key in wanted
        }
        threads = Thread.objects.filter(corpus=known.corpus, key__in=keys, deleted_at=None)
        self._threads = {keys[key]: pk for key, pk in threads.values_list("key", "pk")}
        posts = Post.objects.filter(thread__in=self._threads.values())
        self._posts = {(t, n): pk for t, n, pk in posts.values_list("thread", "number", "pk")}
        self._shas: dict[tuple[str, int], str] = {}

    def of(self, one: SelectionIn, problems: Counter[str]) -> _Spot | None:
        """Return what a coding is on; None where it does not fit, which is counted."""
        thread = self._threads.get(one.source)
        if thread is None:
            problems["text_changed"] += 1
            return None
        if one.start is None:
            number = one.post
            if number is None:
                return _Spot(thread)
            return _Spot(thread, self._posts.get((thread, number)), self._sha(one.source, number))
        span = self._rulers.span(one)
        if span is None:
            problems["out_of_range"] += 1
            return None
        placing = self._placings[one.source]
        placed = placing.place(span)
        if placed is None:
            problems["crosses_posts"] += 1
            return None
        post, start, end = placed
        return _Spot(
            thread,
            self._posts.get((thread, post.number)),
            self._sha(one.source, post.number),
            start,
            end,
            placing.text[slice(*span)],
        )

    def _sha(self, source: str, number: int) -> str:
        if (source, number) not in self._shas:
            placing = self._placings[source]
            (post,) = [one for one in placing.posts if one.number == number]
            self._shas[source, number] = sha256(placing.text[post.start : post.end])
        return self._shas[source, number]
