"""Archives (ZIP, tar, gzip, bzip2, xz, WARC, MHTML): their members in turn, within limits.

What a member holds is the readers' matter, what becomes of it is decided by who asks for members.
"""

from corpus.ingest.archives.kinds import is_archive, shown_kind
from corpus.ingest.archives.parts import LIMITS, Broken, LeftOut, Limits, Member, Part
from corpus.ingest.archives.walk import members, members_in

__all__ = [
    "LIMITS", "Broken", "LeftOut", "Limits", "Member", "Part", "is_archive", "members",
    "members_in", "shown_kind",
]  # fmt: skip
