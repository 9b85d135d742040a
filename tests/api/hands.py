"""Somebody who does one thing after the other in a corpus, chosen by numbers; and what is there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction

from annotations import bulk, codes, editing, memos, services
from annotations.claims import Claim
from annotations.merging import merge_code
from annotations.models import Annotation, Code, Memo
from annotations.moving import move_code
from annotations.splitting import split_code
from annotations.undoing import Actor, turn_back
from corpus.errors import CatenaError
from corpus.models import Corpus, CorpusCounter, Participant, Post, Thread, User
from corpus.rules import Role
from corpus.services import participants

TEXTS = (
    "The beans froze. The peas did not.",
    "Oh. The beans froze, all of them. The peas did not.",
    "The peas did not.",
    "Nothing froze 🌱 but the beans froze.",
)
NAMES = ("Frost", "Soil", "Seed")
# Of a state: what changes with every change, and what follows from the rest.
_STATE = """
SELECT jsonb_build_object(
    'annotations', (SELECT jsonb_agg(jsonb_build_array(a.id, a.thread_id, a.post_id, a.code_id,
            a.coder_id, a.start, a."end", a.quote, a.state, a.memo, a.reviewed_at) ORDER BY a.id)
        FROM annotations_annotation a JOIN corpus_thread t ON t.id = a.thread_id
        WHERE a.corpus_id = %(corpus)s AND a.deleted_at IS NULL AND t.deleted_at IS NULL),
    'codes', (SELECT jsonb_agg(to_jsonb(k) - '{version,deleted_at}'::text[] ORDER BY k.id)
        FROM annotations_code k WHERE k.corpus_id = %(corpus)s AND k.deleted_at IS NULL),
    'memos', (SELECT jsonb_agg(jsonb_build_array(m.id, m.target_type, m.target_id, m.kind, m.text,
            (SELECT jsonb_agg(l.target_id ORDER BY l.target_id) FROM annotations_memolink l
                WHERE l.memo_id = m.id)) ORDER BY m.id)
        FROM annotations_memo m WHERE m.corpus_id = %(corpus)s AND m.deleted_at IS NULL),
    'threads', (SELECT jsonb_agg(jsonb_build_array(t.id, t.title, t.deleted_at IS NULL)
        ORDER BY t.id) FROM corpus_thread t WHERE t.corpus_id = %(corpus)s),
    'posts', (SELECT jsonb_agg(jsonb_build_array(p.id, p.text) ORDER BY p.id)
        FROM corpus_post p WHERE p.corpus_id = %(corpus)s),
    'participants', (SELECT jsonb_agg(jsonb_build_array(w.id, w.merged_into_id) ORDER BY w.id)
        FROM corpus_participant w WHERE w.corpus_id = %(corpus)s)
)::text
"""


def state(corpus: Corpus) -> str:
    """All that a person sees of a corpus, but versions and times of change."""
    with connection.cursor() as cursor:
        cursor.execute(_STATE, {"corpus": corpus.pk})
        return str(cursor.fetchone()[0])


def seq(corpus: Corpus) -> int:
    return CorpusCounter.objects.get(corpus=corpus).seq


@dataclass
class Hand:
    """One person at work; each deed is a name and three numbers that choose what with."""

    corpus: Corpus
    user: User
    role: Role
    threads: Sequence[int]
    did: list[str] = field(default_factory=list)

    def do(self, name: str, *numbers: int) -> bool:
        """Do something; says whether anything changed. What is refused changes nothing."""
        before = seq(self.corpus)
        try:
            with transaction.atomic():
                DEEDS[name](self, *numbers)
        except CatenaError:
            return False
        return seq(self.corpus) > before

    def turn(self, way: Any) -> None:
        turn_back(Actor(self.corpus, self.user, self.role), way)

    def pick(self, rows: Any, number: int) -> Any:
        """One of them, by a number; refused like any unknown id when there is none."""
        every = list(rows.order_by("pk"))
        if not every:
            raise CatenaError("There is nothing yet.")
        return every[number % len(every)]

    @property
    def annotations(self) -> Any:
        mine = Annotation.objects.filter(
            corpus=self.corpus, deleted_at=None, thread__deleted_at=None
        )
        return mine.select_for_update(of=("self",))

    @property
    def codes(self) -> Any:
        return Code.objects.filter(corpus=self.corpus, deleted_at=None)

    def claim(self, a: int, b: int, c: int) -> Claim:
        code = self.pick(self.codes, a).pk
        if c % 5 == 0:
            return Claim(self.corpus.pk, code, thread=self.threads[b % len(self.threads)])
        post = self.pick(Post.objects.filter(corpus=self.corpus, thread__deleted_at=None), b)
        if c % 5 == 1:
            return Claim(self.corpus.pk, code, post=post.pk)
        start = c % max(len(post.text) - 6, 1)
        end = start + 5
        return Claim(self.corpus.pk, code, post.pk, None, start, end, post.text[start:end])

    def annotate(self, a: int, b: int, c: int) -> None:
        services.create_annotation(self.claim(a, b, c), annotation_id=uuid4(), coder=self.user)

    def recode(self, a: int, b: int, c: int) -> None:
        changes = {"code": self.pick(self.codes, b).pk} if c % 2 else {"memo": f"memo {c}"}
        self._change(a, changes)

    def move_ends(self, a: int, b: int, c: int) -> None:
        one = self.pick(self.annotations.exclude(start=None), a)
        start = b % max(len(one.post.text) - 3, 1)
        quote = one.post.text[start : start + 2]
        self._change(a, {"start": start, "end": start + 2, "quote": quote}, one)

    def _change(self, a: int, changes: dict[str, Any], one: Any = None) -> None:
        one = one or self.pick(self.annotations, a)
        services.change_annotation(one, actor=self.user, role=self.role, changes=changes)

    def uncode(self, a: int, b: int, c: int) -> None:
        one = self.pick(self.annotations, a)
        services.remove_annotation(one, actor=self.user, role=self.role)

    def review(self, a: int, b: int, c: int) -> None:
        one = self.pick(self.annotations, a)
        services.review_annotation(one, actor=self.user, role=self.role)

    def many(self, a: int, b: int, c: int) -> None:
        """Several at once, so that claims exchange their places."""
        steps = []
        for place, one in enumerate(self.annotations.order_by("pk")):
            if (a >> place % 8) & 1:
                changes = {"code": self.pick(self.codes, b + place).pk}
                steps.append(bulk.Operation("patch", one.pk, None, changes, one.version))
            elif (c >> place % 8) & 1:
                steps.append(bulk.Operation("delete", one.pk, if_match=one.version))
        steps.append(bulk.Operation("put", uuid4(), self.claim(b, c, a)))
        bulk.apply(steps, corpus_id=self.corpus.pk, actor=self.user, role=self.role, atomic=False)

    def new_code(self, a: int, b: int, c: int) -> None:
        parent = self.pick(self.codes, b).pk if c % 2 and self.codes.exists() else None
        codes.create_code(
            corpus=self.corpus, actor=self.user, parent=parent, name=NAMES[a % len(NAMES)]
        )

    def change_code(self, a: int, b: int, c: int) -> None:
        changes: list[dict[str, Any]] = [
            {"name": NAMES[b % len(NAMES)]}, {"definition": f"word {b}"}, {"archived": False},
            {"archived": True}, {"locked": bool(b % 2)}, {"key": str(b % 10)},
        ]  # fmt: skip
        codes.change_code(self.held(a), actor=self.user, changes=changes[c % len(changes)])

    def held(self, number: int) -> Code:
        chosen = self.pick(self.codes, number)
        return codes.hold_codebook(self.corpus.pk)[chosen.pk]

    def move(self, a: int, b: int, c: int) -> None:
        parent = self.pick(self.codes, b).pk if c % 3 else None
        move_code(self.held(a), parent=parent, position=c % 4, actor=self.user)

    def archive(self, a: int, b: int, c: int) -> None:
        codes.archive_code(self.held(a), actor=self.user)

    def merge(self, a: int, b: int, c: int) -> None:
        merge_code(self.held(a), into=self.pick(self.codes, b).pk, actor=self.user)

    def split(self, a: int, b: int, c: int) -> None:
        code = self.held(a)
        own = list(self.annotations.filter(code=code).order_by("pk"))
        assign: dict[UUID, int] = {one.pk: place % 2 for place, one in enumerate(own) if place < b}
        parts = [{"name": f"Part {c % 3}"}, {"name": "Rest"}]
        split_code(code, into=parts, assign=assign, actor=self.user)

    def note(self, a: int, b: int, c: int) -> None:
        kind, rows = [
            ("code", self.codes), ("thread", Thread.objects.filter(pk__in=self.threads)),
            ("annotation", self.annotations),
        ][a % 3]  # fmt: skip
        text = f"[x](catena:code/{c % 3 + 1}) {c}"
        note = memos.Note(self.corpus.pk, kind, str(self.pick(rows, b).pk), text)
        memos.create_memo(note, memo_id=uuid4(), author=self.user)

    @property
    def memos(self) -> Any:
        return Memo.objects.filter(corpus=self.corpus, deleted_at=None).select_for_update()

    def rewrite(self, a: int, b: int, c: int) -> None:
        changes = {"text": f"[y](catena:post/{b % 3 + 1})", "kind": f"k{c % 3}"}
        memos.change_memo(
            self.pick(self.memos, a), actor=self.user, role=self.role, changes=changes
        )

    def unwrite(self, a: int, b: int, c: int) -> None:
        memos.remove_memo(self.pick(self.memos, a), actor=self.user, role=self.role)

    def rename(self, a: int, b: int, c: int) -> None:
        thread = editing.hold(self.threads[a % len(self.threads)])
        if thread.deleted_at is None:
            changes = {"title": f"Title {b % 3}", "site": f"Site {c % 3}"}
            editing.change_thread(thread, actor=self.user, changes=changes)

    def hide(self, a: int, b: int, c: int) -> None:
        thread = editing.hold(self.threads[a % len(self.threads)])
        if thread.deleted_at is None:
            editing.delete_thread(thread, actor=self.user)

    def show(self, a: int, b: int, c: int) -> None:
        editing.restore_thread(self.threads[a % len(self.threads)], actor=self.user)

    def correct(self, a: int, b: int, c: int) -> None:
        posts = Post.objects.filter(corpus=self.corpus, thread__deleted_at=None)
        post = editing.hold_post(self.pick(posts, a).pk)
        editing.correct_text(post, text=TEXTS[b % len(TEXTS)], actor=self.user)

    def one_person(self, a: int, b: int, c: int) -> None:
        people = Participant.objects.filter(corpus=self.corpus)
        into, other = self.pick(people, a).pk, self.pick(people, b).pk
        participants.merge(self.corpus, actor=self.user, into=into, participants=[other])

    def two_people(self, a: int, b: int, c: int) -> None:
        people = Participant.objects.filter(corpus=self.corpus)
        participants.separate(self.pick(people, a), actor=self.user)


DEEDS: dict[str, Callable[..., None]] = {
    deed.__name__: deed
    for deed in (
        Hand.annotate, Hand.recode, Hand.move_ends, Hand.uncode, Hand.review, Hand.many,
        Hand.new_code, Hand.change_code, Hand.move, Hand.archive, Hand.merge, Hand.split,
        Hand.note, Hand.rewrite, Hand.unwrite, Hand.rename, Hand.hide, Hand.show, Hand.correct,
        Hand.one_person, Hand.two_people,
    )
}  # fmt: skip
