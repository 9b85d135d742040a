"""When two names in a thread are one: as they are written, never by anything else."""

import unicodedata


def same_name(one: str | None, other: str | None) -> bool:
    """Say whether two names are written alike, whatever their case and blanks."""
    return bool(one and other) and _folded(one or "") == _folded(other or "")


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
