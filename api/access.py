"""Objects are reached only through here: another team's id is unknown, a low role is refused."""

from dataclasses import dataclass
from uuid import UUID

from rest_framework.request import Request

from api.auth import signed_in
from corpus.errors import NotFoundError
from corpus.models import Corpus, Membership, Post, Thread, Upload, User
from corpus.rules import Action, Role, allowed, require


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
    member = (
        Membership.objects.select_related("corpus")
        .filter(corpus_id=corpus_id, user=user, corpus__deleted_at=None)
        .first()
    )
    if member is None:
        raise NotFoundError(f"There is no corpus {corpus_id} among yours.")
    access = Access(member.corpus, user, Role(member.role))
    require(action, role=access.role, coders_create_codes=access.corpus.coders_create_codes)
    return access


def to_thread(
    request: Request, thread_id: int, action: Action = Action.READ
) -> tuple[Thread, Access]:
    """Return a thread and the caller's access to its corpus; raises as `to_corpus`."""
    thread = Thread.objects.visible_to(signed_in(request)).filter(pk=thread_id).first()
    if thread is None:
        raise NotFoundError(f"There is no thread {thread_id} in your corpora.")
    return thread, to_corpus(request, thread.corpus_id, action)


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
