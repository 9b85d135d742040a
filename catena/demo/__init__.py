"""An invented corpus to try things with: eight threads in six languages, a codebook, annotations.

The texts are data beside this module; loading them takes the same way as everybody's own files:
upload, import, codebook, bulk coding. All people, places and quarrels in them are made up.
"""

import json
import logging
import secrets
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from importlib.resources import files
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from annotations.bulk import Operation, apply
from annotations.claims import Claim
from annotations.codes import create_code
from annotations.models import Annotation, Code
from corpus.errors import ConflictError
from corpus.models import Corpus, Job, Post, Upload, User
from corpus.rules import Role
from corpus.services.accounts import create_user
from corpus.services.corpora import add_member, create_corpus
from corpus.services.uploads import receive

TITLE = "Shared things: a demo corpus"
LANGUAGES = ("en", "de", "fr", "es", "ar", "ja")
CODERS = {
    "demo-ines": "Ines Halvorsen",
    "demo-tariq": "Tariq Bellweather",
    "demo-mio": "Mio Castellan",
}
PATIENCE_SECONDS = 180.0
# An upload in one of these does not move any more by itself.
_AT_REST = ("review", "done", "failed", "cancelled")

_NAMESPACE = UUID("6f1f7a0e-5f0a-5b58-9d8e-2d6c1f0f6b11")
log = logging.getLogger(__name__)


def load(owner: User | None = None) -> Corpus:
    """Load the invented corpus for `owner` (default: the first account) and return it.

    A second call finds it there; one that was interrupted is completed.

    Raises:
        ConflictError: `no_account`, there is nobody yet to own it; `username_taken`, somebody
            signs in under the name of one of the invented coders; `demo_stuck`, the import did
            not come to its end.
    """
    owner = owner or _first_account()
    corpus = Corpus.objects.filter(
        title=TITLE, deleted_at=None, memberships__user__username__in=CODERS
    ).first()
    if corpus is not None and Annotation.objects.filter(corpus=corpus).exists():
        log.info("The demo corpus is there already: “%s”.", corpus.title)
        return corpus
    if corpus is None:
        corpus = _new_corpus(owner)
    for language in LANGUAGES:
        _import(corpus, owner, language)
    with transaction.atomic():
        count = _annotate(corpus, _make_codes(corpus, owner))
    log.info("Loaded the demo corpus “%s” with %s annotations.", corpus.title, count)
    return corpus


def _first_account() -> User:
    owner = User.objects.filter(is_active=True).exclude(username__in=CODERS).order_by("pk").first()
    if owner is None:
        # An invented coder must never be the first account: set-up would be closed by it.
        raise ConflictError(
            "There is no account yet that could own the demo corpus: make the first one, then try "
            "again.",
            code="no_account",
        )
    return owner


@transaction.atomic
def _new_corpus(owner: User) -> Corpus:
    corpus = create_corpus(
        owner=owner,
        title=TITLE,
        description="How people argue online about what they share: a ferry, a tap, a stove, bees. "
        "Everything here is invented.",
        languages=list(LANGUAGES),
        ethics_note="No real person wrote or is mentioned in these texts.",
    )
    for username, name in CODERS.items():
        coder = _coder(username, name)
        add_member(corpus, actor=owner, actor_role=Role.OWNER, user=coder, role=Role.CODER)
    return corpus


def _coder(username: str, name: str) -> User:
    coder = User.objects.filter(username__iexact=username).first()
    if coder is None:
        coder = create_user(username=username, password=secrets.token_urlsafe(32), name=name)
        coder.set_unusable_password()
        coder.save(update_fields=["password"])
    elif coder.has_usable_password():
        raise ConflictError(
            f"Somebody signs in as {username}, which is a name of the demo corpus.",
            code="username_taken",
        )
    return coder


def _import(corpus: Corpus, owner: User, language: str) -> None:
    name = f"{language}.jsonl"
    upload = Upload.objects.filter(corpus=corpus, name=name, deleted_at=None).first()
    if upload is None:
        content = files(__name__).joinpath(name).read_bytes()
        upload = receive(corpus, actor=owner, name=name, chunks=[content], options={})
    deadline = time.monotonic() + PATIENCE_SECONDS
    while upload.status not in _AT_REST and time.monotonic() < deadline:
        # A worker may be quicker; without one the work is done here.
        for job in Job.objects.filter(upload=upload, status__in=["queued", "running"]):
            import_module(f"tasks.{job.kind}").run(job_id=job.pk)
        upload.refresh_from_db()
        time.sleep(0.02)
    if upload.status != "done":
        raise ConflictError(f"The import of {name} is {upload.status}.", code="demo_stuck")


def _make_codes(corpus: Corpus, owner: User) -> dict[str, int]:
    """Make the codebook and return its codes by name; names are unique in it."""
    tree = json.loads(files(__name__).joinpath("codebook.json").read_text("utf-8"))
    _add_codes(corpus, owner, tree, parent=None)
    return dict(Code.objects.filter(corpus=corpus).values_list("name", "pk"))


def _add_codes(
    corpus: Corpus, owner: User, tree: Sequence[Mapping[str, Any]], *, parent: int | None
) -> None:
    for node in tree:
        fields = {key: value for key, value in node.items() if key != "children"}
        code = create_code(corpus=corpus, actor=owner, parent=parent, **fields)
        _add_codes(corpus, owner, node.get("children", []), parent=code.pk)


def _annotate(corpus: Corpus, codes: Mapping[str, int]) -> int:
    operations: dict[str, list[Operation]] = defaultdict(list)
    for username, operation in _operations(corpus, codes):
        operations[username].append(operation)
    for username, steps in operations.items():
        coder = User.objects.get(username=username)
        apply(steps, corpus_id=corpus.pk, actor=coder, role=Role.CODER, atomic=True)
    return sum(map(len, operations.values()))


def _operations(corpus: Corpus, codes: Mapping[str, int]) -> Iterator[tuple[str, Operation]]:
    """Yield each planned annotation with its coder; quotes become positions in code points."""
    posts = Post.objects.filter(corpus=corpus).select_related("thread")
    # Entries have the number 0; their own id is the thread's.
    known = {
        (post.thread.external_id, post.external_id if post.number else "entry"): post
        for post in posts
    }
    for line in files(__name__).joinpath("annotations.jsonl").read_text("utf-8").splitlines():
        plan = json.loads(line)
        post = known[plan["thread"], plan.get("post", "entry")]
        target: dict[str, Any] = {"post": post.pk}
        if "post" not in plan:
            target = {"thread": post.thread_id}
        elif "quote" in plan:
            start = post.text.index(plan["quote"])
            end = start + len(plan["quote"])
            target |= {"start": start, "end": end, "quote": plan["quote"]}
        claim = Claim(
            corpus=corpus.pk, code=codes[plan["code"]], memo=plan.get("memo", ""), **target
        )
        yield plan["coder"], Operation("put", uuid5(_NAMESPACE, f"{corpus.pk} {line}"), claim)
