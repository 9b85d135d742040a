"""Our own .qdpx brought in: threads with their posts, authors and codings, as they were."""

import pytest

from annotations.models import Annotation, ProjectImport
from annotations.projects_in import confirm, receive
from corpus.models import Post
from tests.factories import corpus_of, person, work_off


def posts(corpus):
    rows = Post.objects.filter(corpus=corpus, thread__deleted_at=None)
    return sorted(
        (p.thread.title, p.number, p.kind, p.parent_number, p.text, p.status,
         (p.author.name if p.author else "") or None)
        for p in rows.select_related("thread", "author")
    )  # fmt: skip


def codings(corpus):
    rows = Annotation.objects.filter(
        corpus=corpus, deleted_at=None, state="live", thread__deleted_at=None
    ).select_related("code", "post", "thread")
    return sorted(
        (a.thread.title, a.level, a.post.number if a.post else -1, a.start or 0, a.end or 0,
         a.quote or "", a.code.name.strip(), a.coder.name,
         # REFI-QDA has no place for words on a coding of a whole text.
         "" if a.level == "thread" else a.memo)
        for a in rows.select_related("coder")
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("profile", ["standard", "qualcoder"])
def test_what_we_wrote_ourselves_comes_back_as_threads_with_posts(export, corpus, profile):
    data = export("qdpx", profile=profile).data
    owner = person()
    target = corpus_of(owner, "Again")
    project, _ = receive(target, actor=owner, name="own.qdpx", chunks=[data])
    work_off()
    project.refresh_from_db()
    assert (project.status, project.error) == ("review", ""), project.report
    assert "sidecar" not in {one["code"] for one in project.report["losses"]}
    confirm(project.pk, actor=owner)
    work_off()
    project = ProjectImport.objects.get(pk=project.pk)
    assert (project.status, project.error) == ("done", "")
    # Spam that nobody coded does not leave.
    assert posts(target) == [one for one in posts(corpus.corpus) if "Never coded." not in one]
    # What XML forbids is lost from words on codings, not from texts.
    assert codings(target) == [
        (*one[:-1], one[-1].replace("\x01", "\ufffd")) for one in codings(corpus.corpus)
    ]
    assert project.result["problems"] == []
