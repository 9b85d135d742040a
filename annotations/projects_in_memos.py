"""A project's notes into memos on the corpus, its threads, codes and annotations."""

from collections.abc import Iterable
from datetime import datetime
from itertools import chain
from uuid import UUID, uuid5

from django.db.models.functions import Now

from annotations.memo_queries import memos_json
from annotations.memos import Note, link, told
from annotations.models import Annotation, Memo
from annotations.projects.model import MemoIn, ProjectIn
from annotations.projects_in_coding import Known, annotation_id
from corpus.events import Change
from corpus.models import Thread

_LONGEST = 100_000


def load_memos(found: ProjectIn, known: Known) -> list[Change]:
    """Write a project's memos; returns what is to be told.

    Those on nothing that came in go to the thread or the corpus.
    """
    if not found.memos:
        return []
    target = _Targets(found, known)
    memos = [_memo(one, n, target.of(one), known) for n, one in enumerate(found.memos)]
    there = set(Memo.objects.filter(pk__in=[one.pk for one in memos]).values_list("pk", flat=True))
    new = [one for one in memos if one.pk not in there]
    Memo.objects.bulk_create(new)
    link(new)
    said = memos_json([one.pk for one in new])
    return [told(one.pk, None, said[one.pk]) for one in new]


def _memo(one: MemoIn, number: int, target: tuple[str, str], known: Known) -> Memo:
    note = Note(known.corpus, target[0], target[1], one.text[:_LONGEST])
    author = known.coder(one.author)
    at: datetime | Now = one.created or Now()
    return Memo(
        id=uuid5(known.project, f"memo {number}"), corpus_id=known.corpus, target_type=target[0],
        target_id=target[1], text=note.text, author_id=author, created_as=note.digest(author),
        created_at=at, updated_at=at,
    )  # fmt: skip


class _Targets:
    """What the keys of a project's memos became."""

    def __init__(self, found: ProjectIn, known: Known) -> None:
        self._known = known
        keys = {f"{known.project}:{n}": one.key for n, one in enumerate(found.sources)}
        rows = Thread.objects.filter(corpus=known.corpus, key__in=keys, deleted_at=None)
        self._threads = {keys[key]: pk for key, pk in rows.values_list("key", "pk")}
        self._annotations = self._coded(found, {one.key for one in found.memos})
        self._sources = {
            key: one.source for one in found.selections for key in (one.key, one.coding) if key
        }

    def _coded(self, found: ProjectIn, wanted: Iterable[str]) -> dict[str, UUID]:
        """Return for keys of passages and codings the first annotation that they became."""
        keys = set(wanted)
        ids: dict[str, UUID] = {}
        # A coding's own key says more than that of a passage that several codings share.
        by_coding = ((one.coding, n) for n, one in enumerate(found.selections))
        by_passage = ((one.key, n) for n, one in enumerate(found.selections))
        for key, n in chain(by_coding, by_passage):
            if key in keys:
                ids.setdefault(key, annotation_id(self._known.project, n))
        there = set(Annotation.objects.filter(pk__in=ids.values()).values_list("pk", flat=True))
        return {key: pk for key, pk in ids.items() if pk in there}

    def of(self, one: MemoIn) -> tuple[str, str]:
        """Return the type and id of what a memo is on."""
        source = one.key
        if one.on == "code" and one.key in self._known.codes:
            return "code", str(self._known.codes[one.key])
        if one.on == "selection":
            if one.key in self._annotations:
                return "annotation", str(self._annotations[one.key])
            source = self._sources.get(one.key, "")
        if source in self._threads:
            return "thread", str(self._threads[source])
        return "corpus", str(self._known.corpus)
