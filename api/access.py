"""Objects are reached only through here: another team's id is unknown, a low role is refused."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from rest_framework.request import Request

from api.auth import signed_in
from corpus.errors import NotFoundError
from corpus.models import Corpus, Post, Thread, Upload, User
from corpus.rules import Action, Role, allowed, require

# Every request begins with one of these: written out, they cost a quarter of the ORM's.
_CORPUS_FIELDS = [field.attname for field in Corpus._meta.concrete_fields]
_THREAD_FIELDS = ["id", "corpus_id", "version"]
_MEMBER = f"""
SELECT m.role, {", ".join(f"c.{name}" for name in _CORPUS_FIELDS)}%s
FROM corpus_membership m JOIN corpus_corpus c ON c.id = m.corpus_id AND c.deleted_at IS NULL
"""
_CORPUS = f"{_MEMBER % ''} WHERE m.corpus_id = %(corpus)s AND m.user_id = %(user)s"
_ANY_THREAD = f"""
{_MEMBER % "".join(f", t.{name}" for name in _THREAD_FIELDS)}
JOIN corpus_thread t ON t.corpus_id = c.id
WHERE t.id = %(thread)s AND m.user_id = %(user)s
"""
_THREAD = f"{_ANY_THREAD} AND t.deleted_at IS NULL"


@dataclass(frozen=True, slots=True)
class Access:
    """The caller's way into a corpus."""

    corpus: Corpus
    user: User
    role: Role

    @property
    def actions(self) -> list[str]:
        """Return the caller's actions in the order of the table."""
        mine = allowed(self.role, coders_create_codes=self.corpus.coders_create_codes)
        return [action.value for action in Action if action in mine]


def to_corpus(request: Request, corpus_id: int, action: Action = Action.READ) -> Access:
    """Return the caller's access to a corpus.

    Raises:
        NotFoundError: no such corpus, or the caller is no member.
        ForbiddenError: the role does not allow `action`.
    """
    user = signed_in(request)
    with connection.cursor() as cursor:
        cursor.execute(_CORPUS, {"corpus": corpus_id, "user": user.pk})
        row = cursor.fetchone()
    if row is None:
        raise NotFoundError(f"There is no corpus {corpus_id} among yours.")
    return _access(user, row, action)


def to_thread(
    request: Request, thread_id: int, action: Action = Action.READ
) -> tuple[Thread, Access]:
    """Return a thread and the caller's access to its corpus; raises as `to_corpus`."""
    return _to_thread(request, thread_id, action, _THREAD)


def to_hidden_thread(request: Request, thread_id: int, action: Action) -> tuple[Thread, Access]:
    """Return a thread that may have been taken away; as `to_thread`."""
    return _to_thread(request, thread_id, action, _ANY_THREAD)


def _to_thread(request: Request, thread_id: int, action: Action, sql: str) -> tuple[Thread, Access]:
    user = signed_in(request)
    with connection.cursor() as cursor:
        cursor.execute(sql, {"thread": thread_id, "user": user.pk})
        row = cursor.fetchone()
    if row is None:
        raise NotFoundError(f"There is no thread {thread_id} in your corpora.")
    thread = Thread.from_db("default", _THREAD_FIELDS, row[-len(_THREAD_FIELDS) :])
    return thread, _access(user, row, action)


def _access(user: User, row: tuple[Any, ...], action: Action) -> Access:
    corpus = Corpus.from_db("default", _CORPUS_FIELDS, row[1 : len(_CORPUS_FIELDS) + 1])
    access = Access(corpus, user, Role(row[0]))
    require(action, role=access.role, coders_create_codes=corpus.coders_create_codes)
    return access


def to_post(request: Request, post_id: int, action: Action = Action.READ) -> tuple[Post, Access]:
    """Return a post and the caller's access to its corpus; raises as `to_corpus`."""
    threads = Thread.objects.visible_to(signed_in(request))
    post = Post.objects.filter(pk=post_id, thread__in=threads).defer("text").first()
    if post is None:
        raise NotFoundError(f"There is no post {post_id} in your corpora.")
    return post, to_corpus(request, post.corpus_id, action)


def to_upload(access: Access, upload_id: UUID) -> Upload:
    """Return an upload of the corpus.

    Raises:
        NotFoundError: there is none with this id, or it was deleted.
    """
    upload = Upload.objects.filter(pk=upload_id, corpus=access.corpus, deleted_at=None).first()
    if upload is None:
        raise NotFoundError(f"There is no upload {upload_id} in this corpus.")
    return upload
