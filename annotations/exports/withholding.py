"""Threads for formats that cannot do without texts, also when the texts shall stay here."""

from collections.abc import Iterator
from dataclasses import replace

from annotations.exports.order import Loss
from annotations.exports.reading import Reading
from annotations.exports.refi.positions import masked
from annotations.exports.rows import Conversation


class Threads:
    """The scope's threads, one by one; without texts an x stands for each character."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._withheld = 0

    def __iter__(self) -> Iterator[Conversation]:
        """Yield them as the order allows."""
        for told in self._reading.conversations():
            yield told if self._reading.order.texts else self._masked(told)

    def _masked(self, told: Conversation) -> Conversation:
        self._withheld += len(told.posts)
        return replace(
            told,
            posts=[masked(post) for post in told.posts],
            annotations=[row._replace(quote=None) for row in told.annotations],
        )

    def losses(self) -> list[Loss]:
        """Say how many texts were withheld."""
        message = (
            "Posts whose texts were not wanted: an x stands for each of their characters, so that"
            " positions stay right."
        )
        return [Loss("texts_masked", self._withheld, message)] if self._withheld else []
