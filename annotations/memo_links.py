"""What a memo's Markdown names: `[words](catena:code/12)`. Pure Python."""

import re
from collections.abc import Iterator

NUMBERED = ("corpus", "thread", "post", "code", "participant")
MOST = 1000

# Code is shown as it stands, so nothing in it is a link.
_FENCE = re.compile(r"^(`{3,}|~{3,}).*?(?:^\1[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
_LINK = re.compile(
    r"""\]\(\s*<?catena:(?:
        (corpus|thread|post|code|participant)/([1-9][0-9]{0,17})
        | (annotation)/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})
    )>?\s*(?:"[^"]*"|'[^']*')?\s*\)""",
    re.VERBOSE | re.IGNORECASE,
)


def links(text: str) -> list[tuple[str, str]]:
    """Return the types and ids of what a memo links to, each once, in its order; at most 1,000."""
    return list(dict.fromkeys(_found(text)))[:MOST]


def _found(text: str) -> Iterator[tuple[str, str]]:
    plain = _SPAN.sub(" ", _FENCE.sub(" ", text))
    for numbered, number, annotation, uuid in _LINK.findall(plain):
        yield (numbered or annotation).lower(), (number or uuid).lower()
