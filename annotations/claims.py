"""What an annotation says, before it is one. Pure Python."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Claim:
    """What an annotation says: `code` applies to a passage, a post or a thread of a corpus."""

    corpus: int
    code: int
    post: int | None = None
    thread: int | None = None
    start: int | None = None
    end: int | None = None
    quote: str | None = None
    memo: str = ""

    @property
    def level(self) -> str:
        """Return `passage`, `post` or `thread`."""
        if self.post is None:
            return "thread"
        return "post" if self.start is None else "passage"

    def fields(self) -> dict[str, Any]:
        """Return what it says by name."""
        return {
            "corpus": self.corpus,
            "code": self.code,
            "post": self.post,
            "thread": self.thread,
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
            "memo": self.memo,
        }

    def digest(self, coder_id: int) -> str:
        """Return by what a repeated PUT is recognised: SHA-256 of the claim and its coder."""
        said = json.dumps([self.fields(), coder_id], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()
