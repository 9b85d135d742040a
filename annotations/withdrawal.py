"""Taking an upload back together with what was coded in its threads."""

from uuid import UUID

from django.db import transaction

from annotations.models import Annotation
from corpus.models import User
from corpus.services import uploads
from corpus.sightings import hand_over


@transaction.atomic
def delete_upload(upload_id: UUID, *, actor: User) -> None:
    """Hide an upload, its threads and their annotations; of an archive, its members' as well.

    Nothing is erased. What a later upload holds, too, stays with that one.

    Raises:
        ConflictError: `still_loading`.
    """
    list(uploads.locked_members(upload_id))
    uploads.locked(upload_id)
    # Looked up again: as long as the archive's row was not ours, a member could be added.
    members = [one.pk for one in uploads.locked_members(upload_id)]
    for one in (upload_id, *members):
        hand_over(one)
        coded = Annotation.objects.filter(
            thread__upload=one, thread__deleted_at=None, deleted_at=None
        )
        uploads.delete(one, actor=actor, annotations=coded.count())
