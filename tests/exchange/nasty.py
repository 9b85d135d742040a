"""A small invented corpus in which everything stands on which an exchange goes wrong.

Made through the services that the API uses; positions are code points.
"""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from annotations import editing, memos, services
from annotations.claims import Claim
from annotations.codes import archive_code
from annotations.models import Annotation, Code
from corpus.models import Corpus, Participant, Post, User
from corpus.services import participants
from tests.api.caller import Caller
from tests.api.conftest import Team
from tests.factories import corpus_of, load, member, person, thread_line

FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
TITLE = "=1+1 'in' <May> & \"June\" \U0001f331"
URL = "https://plot.example/?a=1&b=<\u00fc>&c='\"#x]]>"
# A decomposed é, a bell, what XML 1.0 forbids, a line separator, an override, an empty line.
ENTRY = (
    f"Ladybirds \U0001f41e\U0001f41e and a family {FAMILY}, all in one pear tree \U0001f333.\n"
    "The cafe\u0301 lost <b>basil</b> & 'thyme' to \"frost\"; ]]> <!-- -- --> &amp; \\n.\n\n"
    "=SUM(A1:A9)\n\tA bell \x07, a mark \x01, a non-character \ufffe, next\x85line, u\u2028v.\n"
    "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd, "
    "\u0645\u0631\u062d\u0628\u0627 \u202ex\u202c."
)
FORMULA = '=HYPERLINK("http://x.example","click")'
DASHED = "-1; +1; @reader; |pipe|; `tick`; {brace}; 50 % \U0001f468\U0001f3fd\u200d\U0001f33e"
SPAM = "Buy fleece <now>!!! \U0001f1e9\U0001f1ea"
NAMELESS = "Nobody signs this one \u2764\ufe0f."
MOVED = "The peas did not freeze."
# Longer than a spreadsheet's cell.
LONG = "frost \U0001f976 " * 5_000 + "at last"
COMMENTS: list[dict[str, Any]] = [
    {"id": "c1", "author": "=cmd|'/c calc'!A0", "text": FORMULA},
    {"id": "c2", "parent": "c1", "author": "O'Neil & <Co>", "text": DASHED},
    {"id": "c3", "parent": "c2", "author": "\u05d0\u05d1\u05d9", "text": SPAM, "status": "spam"},
    {"id": "c4", "author": "Spammer", "text": "Never coded.", "status": "spam"},
    {"id": "c5", "text": NAMELESS},
    {"id": "c6", "parent": "c2", "author": "Wren", "text": MOVED},
    {"id": "c7", "author": "oneil", "text": LONG, "written_at": "1789-07-14"},
]
CODES: list[tuple[str, str, str | None]] = [
    ("weather", "Weather > sky", None),
    ("frost", "=Frost", "weather"),
    ("soil", "Soil & <peat>", None),
    ("soil_frost", "=Frost", "soil"),
    ("leaf", 'Leaf, "mould"; \U0001f342', "soil_frost"),
    ("unused", "-unused\tname", None),
    ("retired", "Retired", None),
]
MEMO = 'He said "no",\nthen\r\nyes,\rand <maybe> & =1 \U0001f331 \x01 ]]>.'


@dataclass
class Nasty:
    """The corpus, who coded it, and the ids of what stands in it by short names.

    `threads`: `main`, `lonely` (no comments), `gone` (deleted, with an annotation).
    `annotations`: what a test may want to look at; `all` has every one that must leave.
    """

    team: Team
    one: User
    two: User
    threads: dict[str, int] = field(default_factory=dict)
    posts: dict[str, int] = field(default_factory=dict)
    codes: dict[str, int] = field(default_factory=dict)
    annotations: dict[str, UUID] = field(default_factory=dict)
    all: list[UUID] = field(default_factory=list)

    @property
    def corpus(self) -> Corpus:
        return self.team.corpus

    def text(self, post: str) -> str:
        return Post.objects.get(pk=self.posts[post]).text

    def code(self, post: str, code: str, quote: str = "", **more: Any) -> UUID:
        """Code the first place where a post says `quote`; the whole post without one."""
        start = self.text(post).index(quote) if quote else None
        end = None if start is None else start + len(quote)
        claim = Claim(
            self.corpus.pk, self.codes[code], self.posts[post], None, start, end, quote or None,
            more.get("memo", ""),
        )  # fmt: skip
        return self.claim(claim, more.get("coder", self.one))

    def claim(self, claim: Claim, coder: User) -> UUID:
        made = uuid4()
        services.create_annotation(claim, annotation_id=made, coder=coder)
        self.all.append(made)
        return made


def nasty(title: str = "Nasty <corpus> & 'co'") -> Nasty:
    """Build it; rows are not committed unless the test's database access commits."""
    owner = person(first_free("owner"))
    team = Team(corpus_of(owner, title), {"owner": Caller.of(owner)})
    made = Nasty(team, *(member(team.corpus, "coder", person(first_free(n))) for n in ("o", "t")))
    User.objects.filter(pk=made.one.pk).update(name='Ada <O\'Neil> & "Co"')
    User.objects.filter(pk=made.two.pk).update(name="=Bo")
    _threads(made)
    _codes(made)
    _coded(made)
    _orphan(made)
    _names(made)
    _memos(made)
    with transaction.atomic():
        editing.delete_thread(editing.hold(made.threads["gone"]), actor=owner)
    made.all.remove(made.annotations["gone"])
    return made


def first_free(name: str) -> str:
    """A user name that nobody has yet."""
    return f"{name}-{uuid4().hex[:8]}"


def _threads(made: Nasty) -> None:
    loaded = load(
        made.corpus,
        thread_line(
            ENTRY, title=TITLE, url=URL, comments=COMMENTS, categories=["a > b", "=c", "d,e"],
            attributes={"rating": 3, "note": 'x "y" <z>', "list": ["=1", None]},
        ),
        thread_line("Alone \U0001f33e.", title="Alone", language="", written_at=None),
        thread_line("Taken away.", "Also away.", title="Gone"),
    )  # fmt: skip
    made.threads = dict(zip(("main", "lonely", "gone"), loaded.threads, strict=True))
    for name, thread in made.threads.items():
        for post in Post.objects.filter(thread=thread):
            made.posts[f"{name}{post.number}"] = post.pk
    by_text = dict(Post.objects.filter(thread=made.threads["main"]).values_list("text", "pk"))
    named = {
        "entry": ENTRY, "formula": FORMULA, "dashed": DASHED, "spam": SPAM, "nameless": NAMELESS,
        "moved": MOVED, "long": LONG, "uncoded": "Never coded.",
    }  # fmt: skip
    made.posts |= {name: by_text[text] for name, text in named.items()}
    made.posts |= {"lonely": made.posts["lonely0"], "gone": made.posts["gone0"]}


def _codes(made: Nasty) -> None:
    for name, said, above in CODES:
        body = {"name": said, "parent": above and made.codes[above], "definition": MEMO}
        made.codes[name] = made.team.new_code(**body)["id"]
    for number in range(30):
        code = made.team.new_code(name=f"Layer {number:02}", parent=made.codes["unused"])
        made.codes[f"layer{number}"] = code["id"]


def _coded(made: Nasty) -> None:
    for number in range(30):
        made.code(
            "entry", f"layer{number}", "one pear tree \U0001f333.\nThe cafe\u0301"[number // 3 :]
        )
    for coder in (made.one, made.two):
        made.code("entry", "frost", FAMILY, coder=coder, memo=MEMO)
    for code, quote in (
        ("soil_frost", FAMILY), ("leaf", "e\u0301 lost <b>basil</b> & 'thyme'"),
        ("frost", "\n\n=SUM("),
        ("soil", "\x07, a mark \x01, a non-character \ufffe, next\x85l"), ("soil", "\u2028"),
        ("weather", "\u05e2\u05d5\u05dc\u05dd, \u0645\u0631\u062d\u0628\u0627 \u202ex"),
        ("retired", "Ladybirds \U0001f41e"), ("retired", "\U0001f41e and"),
    ):  # fmt: skip
        made.code("entry", code, quote)
    made.code("entry", "soil", ENTRY)
    made.annotations |= {
        "memo": made.code("formula", "frost", "=HYPERLINK(", memo="=1+1"),
        "formula": made.code("formula", "leaf", FORMULA, coder=made.two),
        "post": made.code("dashed", "weather", memo="A whole post."),
        "spam": made.code("spam", "soil", "<now>!!!"),
        "nameless": made.code("nameless", "soil_frost", "\u2764\ufe0f"),
        "long": made.code("long", "frost", LONG),
        "lonely": made.code("lonely", "leaf", "\U0001f33e"),
        "gone": made.code("gone", "soil", "away"),
    }
    thread = Claim(made.corpus.pk, made.codes["weather"], thread=made.threads["main"], memo=MEMO)
    made.annotations["thread"] = made.claim(thread, made.two)
    archive_code(Code.objects.get(pk=made.codes["retired"]), actor=made.team.owner.user)


def _orphan(made: Nasty) -> None:
    """A corrected text: one annotation moves along, one loses its passage."""
    made.annotations |= {
        "orphan": made.code("moved", "frost", "did not", memo="Where?"),
        "follows": made.code("moved", "soil", "freeze"),
    }
    with transaction.atomic():
        post = editing.hold_post(made.posts["moved"])
        text = "So: the peas \U0001f331 freeze."
        editing.correct_text(post, text=text, actor=made.team.owner.user)
    states = Annotation.objects.in_bulk([made.annotations["orphan"], made.annotations["follows"]])
    assert {one.state for one in states.values()} == {"orphan", "live"}


def _names(made: Nasty) -> None:
    """Two names of one person, one name that is empty, attributes."""
    corpus, named = (
        made.corpus,
        dict(Participant.objects.filter(corpus=made.corpus).values_list("name", "pk")),
    )
    participants.merge(
        corpus,
        actor=made.team.owner.user,
        into=named["O'Neil & <Co>"],
        participants=[named["oneil"]],
    )
    Participant.objects.filter(pk=named["Wren"]).update(attributes={"age": 44, "said": "=1 <x>"})
    empty = Participant.objects.create(
        corpus=corpus, key="plot nine\n", name="", sites=["Plot Nine"]
    )
    Post.objects.filter(pk=made.posts["lonely"]).update(author=empty)


def _memos(made: Nasty) -> None:
    wren = Participant.objects.get(corpus=made.corpus, name="Wren").pk
    on = {
        "corpus": made.corpus.pk, "thread": made.threads["main"], "post": made.posts["entry"],
        "annotation": made.annotations["memo"], "code": made.codes["frost"], "participant": wren,
    }  # fmt: skip
    for number, (kind, target) in enumerate(on.items()):
        note = memos.Note(
            made.corpus.pk, kind, str(target), f"{kind}: {MEMO}", "theory" * (number % 2)
        )
        memos.create_memo(note, memo_id=uuid4(), author=made.one if number % 2 else made.two)
