"""Random lives of a corpus: several people at work on texts that nobody would think of."""

from collections.abc import Callable, Sequence
from itertools import count
from typing import Any
from uuid import uuid4

from django.db import transaction
from hypothesis import strategies as st

from annotations import codes, memos, progress
from annotations.codebook_versions import freeze_codebook
from annotations.models import Annotation, Code
from annotations.withdrawal import delete_upload
from corpus.errors import CatenaError
from corpus.models import Attribute, Correction, Participant, Post, Thread, Twin, Upload
from corpus.rules import Role
from corpus.services import attributes, uploads
from tests.api.conftest import Team
from tests.api.hands import DEEDS, Hand
from tests.factories import load, member, thread_line, work_off

_number = count(1)
# A comment that quotes and addresses another.
SAID = "The peas in the upper garden did not freeze at all this May"
QUOTING = (f"Frost. {SAID}.", f"Wren, you write “{SAID}”. See https://plot.example/peas?x=1.")
# Whatever may stand in a text: the word keeps it from being empty.
words = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"], exclude_characters="\x00"),
        st.sampled_from(
            "\t\n\r\x01\x1f\x7f\u2028\u202e\u05d0\u0301\u200d\ufeff\U0001f469\\\"'<&=@"
        ),
    ),
    max_size=12,
).map(lambda text: f"{text} beans froze {text}")
threads = st.lists(st.lists(words, min_size=1, max_size=3), min_size=1, max_size=2)


def begin(team: Team, texts: Sequence[Sequence[str]]) -> list[Hand]:
    """Import threads, let three people take part."""
    lines = [thread_line(*one, id=f"life{next(_number)}") for one in (*texts, QUOTING)]
    ids = load(team.corpus, *lines).threads
    roles = (Role.OWNER, Role.ADJUDICATOR, Role.CODER)
    hands = [Hand(team.corpus, member(team.corpus, role), role, ids) for role in roles]
    team.__dict__["lines"] = lines
    for hand in hands:
        hand.__dict__["lines"] = lines
    return hands


def act(hands: Sequence[Hand], who: int, what: str, *numbers: int) -> None:
    """Have somebody do something; what is refused changes nothing."""
    hand = hands[who % len(hands)]
    if what in DEEDS:
        hand.do(what, *numbers)
        return
    try:
        with transaction.atomic():
            EXTRAS[what](hand, *numbers)
    except CatenaError:
        return
    work_off()


def _turn(hand: Hand, way: str) -> None:
    hand.turn(way)


def _link(hand: Hand, a: int, b: int, c: int) -> None:
    """A memo that leads to everything."""
    corpus = hand.corpus.pk
    post = Post.objects.filter(corpus=corpus).order_by("pk").first()
    who = Participant.objects.filter(corpus=corpus).order_by("pk").first()
    one = Annotation.objects.filter(corpus=corpus).order_by("pk").first()
    assert post
    assert who
    text = f"[a](catena:post/{post.pk}) [b](catena:participant/{who.pk}) \r [c](catena:thread/1)"
    text += f" [d](catena:thread/{post.thread_id}) [e](catena:corpus/{corpus})"
    text += f" [f](catena:annotation/{one.pk})" if one else ""
    kind, target = [("corpus", corpus), ("post", post.pk), ("participant", who.pk)][a % 3]
    note = memos.Note(corpus, kind, str(target), f"{text} {b} {c}")
    memos.create_memo(note, memo_id=uuid4(), author=hand.user)


def _freeze(hand: Hand, a: int, b: int, c: int) -> None:
    freeze_codebook(hand.corpus, actor=hand.user, name=f"v{a}", note=f"{b}\n{c}")


def _read(hand: Hand, a: int, b: int, c: int) -> None:
    thread = Thread.objects.get(pk=hand.threads[a % len(hand.threads)])
    at = Post.objects.filter(thread=thread).order_by("number").values_list("pk", flat=True)[0]
    progress.set_progress(
        thread, coder=hand.user, state=["reading", "done"][b % 2], seen=[[0, c]], at=at, moves=True
    )


def _example(hand: Hand, a: int, b: int, c: int) -> None:
    one = Annotation.objects.filter(corpus=hand.corpus, deleted_at=None).order_by("pk").first()
    if one is not None:
        Code.objects.filter(pk=one.code_id).update(examples=[one.pk])
        held = codes.hold_codebook(hand.corpus.pk)[one.code_id]
        codes.change_code(held, actor=hand.user, changes={"include": f"{a}"})


def _again(hand: Hand, a: int, b: int, c: int) -> None:
    """The same threads come in another file, one with a changed text."""
    lines = [dict(line) for line in hand.__dict__["lines"]]
    lines[a % len(lines)]["text"] += f" And more {b}. @Wren, see https://plot.example/{c}."
    with transaction.atomic():
        load(hand.corpus, *lines)


def _junk(hand: Hand, a: int, b: int, c: int) -> None:
    """A file with problems, which waits for a look."""
    junk = f'{{"id": "{a}", "text": "x"}}\n{b}'.encode()
    uploads.receive(hand.corpus, actor=hand.user, name="junk.jsonl", chunks=[junk], options={})


def _decide(hand: Hand, a: int, b: int, c: int) -> None:
    """Somebody corrects how a file was read, and says that two threads are not one."""
    upload = Upload.objects.filter(corpus=hand.corpus).earliest("created_at")
    Correction.objects.get_or_create(
        upload=upload,
        number=a,
        defaults={"operation": {"op": "note", "at": b}, "made_by": hand.user},
    )
    first, *_, last = sorted(hand.threads)
    Twin.objects.get_or_create(
        corpus=hand.corpus, thread_id=first, other_id=last,
        defaults={"likeness": c / 256, "state": "different", "decided_by": hand.user},
    )  # fmt: skip


def _withdraw(hand: Hand, a: int, b: int, c: int) -> None:
    rows = Upload.objects.filter(corpus=hand.corpus, deleted_at=None, status="done")
    chosen = rows.order_by("created_at").last()
    if chosen is not None and a % 4 == 0:
        delete_upload(chosen.pk, actor=hand.user)


def _describe(hand: Hand, a: int, b: int, c: int) -> None:
    """Something is said of somebody; a column is made, renamed or taken away with its values."""
    corpus, name = hand.corpus, f"Column {a % 3}"
    column = Attribute.objects.filter(corpus=corpus, owner="participant", name=name).first()
    if column is None:
        attributes.create(corpus, actor=hand.user, owner="participant", name=name, kind="text")
    elif c % 4 == 0:
        attributes.change(column, actor=hand.user, changes={"name": f"Renamed {b}"})
    elif c % 4 == 1:
        attributes.delete(column, actor=hand.user)
    who = Participant.objects.filter(corpus=corpus).order_by("pk").first()
    assert who
    attributes.describe(who, actor=hand.user, attributes={name: b})


EXTRAS: dict[str, Callable[..., Any]] = {
    "redo": lambda hand, *_: _turn(hand, "redo"), "link": _link, "freeze": _freeze, "read": _read,
    "example": _example, "again": _again, "junk": _junk, "withdraw": _withdraw,
    "decide": _decide, "describe": _describe, "undo": lambda hand, *_: _turn(hand, "undo"),
}  # fmt: skip
_numbers = st.integers(0, 255)
deeds = st.lists(
    st.tuples(
        _numbers, st.sampled_from([*sorted(DEEDS), *sorted(EXTRAS)]), _numbers, _numbers, _numbers
    ),
    max_size=16,
)
START: list[tuple[int, str, int, int, int]] = [
    (0, "new_code", 0, 0, 0), (1, "new_code", 1, 0, 1), (0, "annotate", 0, 0, 2),
    (1, "annotate", 0, 0, 7), (1, "annotate", 0, 1, 1), (0, "note", 0, 0, 1),
]  # fmt: skip
