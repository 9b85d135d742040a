"""Where the readers of large files leave what they gathered, from one step to the next.

One folder an upload, below the incoming files. Losing one costs a walk through the file.
"""

import hashlib
import shutil
from pathlib import Path
from uuid import UUID

from django.conf import settings

from corpus.models import Upload
from corpus.version import VERSION


def desk_of(upload: Upload) -> Path:
    """Return the folder for reading this upload as it is to be read now, by this software."""
    way = repr((VERSION, upload.sha256, sorted(upload.options.items()), upload.corpus.timezone))
    return _folder(upload.pk) / hashlib.sha256(way.encode()).hexdigest()[:16]


def clear(upload_id: UUID) -> None:
    """Throw away what was gathered of an upload."""
    shutil.rmtree(_folder(upload_id), ignore_errors=True)


def _folder(upload_id: UUID) -> Path:
    # What is incoming is in no backup.
    return Path(settings.BLOBS) / "incoming" / "desks" / str(upload_id)
