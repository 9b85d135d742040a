"""What a user may see: the one rule for every list and every id in a path."""

from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from django.db import models

if TYPE_CHECKING:
    from corpus.people import User

Row_co = TypeVar("Row_co", bound=models.Model, covariant=True)


class CorpusQuerySet(models.QuerySet[Row_co], Generic[Row_co]):
    """Corpora; a deleted one is nobody's."""

    def visible_to(self, user: "User") -> Self:
        """Corpora of which `user` is a member."""
        return self.filter(deleted_at=None, memberships__user=user)


class OfCorpusQuerySet(models.QuerySet[Row_co], Generic[Row_co]):
    """Uploads or threads that were not deleted."""

    def visible_to(self, user: "User") -> Self:
        """Those of the user's corpora."""
        seen: dict[str, Any] = {"corpus__memberships__user": user, "corpus__deleted_at": None}
        return self.filter(**seen, deleted_at=None)
