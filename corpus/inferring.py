"""What is inferred from a thread's texts when it is indexed: links, addresses, likeness.

The inferences themselves are pure and lie in `corpus/conversation/`; here they meet the tables.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from corpus import staging
from corpus.conversation.mentions import mentions
from corpus.conversation.posts import Link, Said
from corpus.conversation.quotations import quotations
from corpus.conversation.urls import addresses

LINK_COLUMNS = (
    "post_id", "kind", "target_id", "start", "end", "target_start", "target_end", "confidence",
)  # fmt: skip
URL_COLUMNS = ("corpus_id", "post_id", "start", "end", "url", "domain")
# Of one post to one target of one kind so many; further ones say nothing new.
MOST_OF_A_KIND = 20


@dataclass(frozen=True, slots=True)
class Read:
    """A stored post as the inferences need it."""

    id: int
    number: int
    author: str | None
    text: str
    written_at: datetime | None
    flags: Sequence[str]


def replace_inferences(corpus_id: int, threads: Iterable[Sequence[Read]], *, anew: bool) -> None:
    """Write what is inferred from whole threads; `anew`: some have older inferences, forget them.

    To be called in the transaction that writes the threads' index.
    """
    links: list[str] = []
    urls: list[str] = []
    ids: list[int] = []
    for posts in threads:
        ids += [post.id for post in posts]
        links += _link_lines(posts)
        urls += _url_lines(corpus_id, posts)
    if anew:
        with connection.cursor() as cursor:
            for table in ("corpus_postlink", "corpus_posturl"):
                cursor.execute(f"DELETE FROM {table} WHERE post_id = ANY(%s)", [ids])
    if links:
        staging.copy_rows("corpus_postlink", LINK_COLUMNS, links)
    if urls:
        staging.copy_rows("corpus_posturl", URL_COLUMNS, urls)


def _link_lines(posts: Sequence[Read]) -> list[str]:
    if len(posts) < 2:
        return []
    said = [
        Said(post.number, post.author, post.text, post.written_at, _own_number(post.flags))
        for post in posts
    ]
    lines: dict[tuple[int, str, int, int, int], str] = {}
    counts: dict[tuple[int, str, int], int] = {}
    for link in (*quotations(said), *mentions(said)):
        pair = (link.post, link.kind, link.target)
        counts[pair] = counts.get(pair, 0) + 1
        if counts[pair] <= MOST_OF_A_KIND:
            lines.setdefault((*pair, link.start, link.end), _line(link, posts))
    return list(lines.values())


def _line(link: Link, posts: Sequence[Read]) -> str:
    cells = [
        posts[link.post].id, link.kind, posts[link.target].id, link.start, link.end,
        link.target_start, link.target_end, link.confidence,
    ]  # fmt: skip
    return "\t".join(staging.NULL if cell is None else str(cell) for cell in cells) + "\n"


def _url_lines(corpus_id: int, posts: Sequence[Read]) -> list[str]:
    return [
        f"{corpus_id}\t{post.id}\t{one.start}\t{one.end}\t{staging.copied(one.url)}"
        f"\t{staging.copied(one.domain)}\n"
        for post in posts
        for one in addresses(post.text)
    ]


def _own_number(flags: Sequence[str]) -> int | None:
    """Return the number that the page itself gave a comment, where it differs from ours."""
    for flag in flags:
        name, _, value = flag.partition(":")
        if name == "number" and value.isdecimal():
            return int(value)
    return None
