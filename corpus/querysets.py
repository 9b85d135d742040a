"""What a user may see: the one rule for every list and every id in a path."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models

if TYPE_CHECKING:
    from corpus.models import User


class CorpusQuerySet(models.QuerySet["Corpus"]):
    """Corpora; a deleted one is nobody's."""

    def visible_to(self, user: "User") -> Self:
        """Corpora of which `user` is a member."""
        return self.filter(deleted_at=None, memberships__user=user)


class UploadQuerySet(models.QuerySet["Upload"]):
    """Uploads that were not deleted."""

    def visible_to(self, user: "User") -> Self:
        """Uploads of the user's corpora."""
        return self.filter(**_through_corpus(user), deleted_at=None)


class ThreadQuerySet(models.QuerySet["Thread"]):
    """Threads that were not deleted, nor their upload."""

    def visible_to(self, user: "User") -> Self:
        """Threads of the user's corpora."""
        return self.filter(**_through_corpus(user), deleted_at=None)


def _through_corpus(user: "User") -> dict[str, Any]:
    return {"corpus__memberships__user": user, "corpus__deleted_at": None}
