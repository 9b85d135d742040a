"""Taking an upload back together with what was coded in its threads."""

from uuid import UUID

from django.db import transaction

from annotations.models import Annotation
from corpus.models import User
from corpus.services import uploads


@transaction.atomic
def delete_upload(upload_id: UUID, *, actor: User) -> None:
    """Hide an upload, its threads and their annotations. Nothing is erased.

    Raises:
        ConflictError: `still_loading`.
    """
    uploads.locked(upload_id)
    coded = Annotation.objects.filter(
        thread__upload=upload_id, thread__deleted_at=None, deleted_at=None
    )
    uploads.delete(upload_id, actor=actor, annotations=coded.count())
