"""The versions of a post's text: the present one, and those that a correction replaced."""

from dataclasses import dataclass

from corpus.models import Post, PostText


@dataclass(frozen=True, slots=True)
class TextVersion:
    """One version of a post's text with its SHA-256."""

    number: int
    text: str
    sha256: str


def text_version(post_id: int, number: int | None = None) -> TextVersion | None:
    """Return a version of a post's text, the present one unless another is named."""
    fields = ("text_version", "text", "text_sha256")
    present = Post.objects.filter(pk=post_id).values_list(*fields).first()
    if number is None or (present is not None and number == present[0]):
        return TextVersion(*present) if present else None
    older = PostText.objects.filter(post=post_id, text_version=number)
    row = older.values_list(*fields).first()
    return TextVersion(*row) if row else None
