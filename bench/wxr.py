"""How fast the readers of site exports are, alone: MB/s and memory over an invented export.

An item is an entry of 400 words on average with 12 comments (log-normal, 60 words), with the
fields, the white space and the serialised meta that WordPress writes. The same bytes each time.

usage: python bench/wxr.py BYTES [PATH]            (writes WXR to PATH, then reads it)
       python bench/wxr.py BYTES PATH disqus       (the same threads as an export of Disqus)
"""

import math
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from figures import row
from threads import SEED, WORDS

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from corpus.ingest.accounting import Account
from corpus.ingest.events import ReadOptions
from corpus.ingest.exports import disqus, wxr
from corpus.ingest.source import Source

COMMENTS = 12
READERS = {wxr.FORMAT: wxr.read, disqus.FORMAT: disqus.read}
_HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<!-- generator="WordPress/6.5.4" created="2024-06-10 12:29" -->
<rss version="2.0"
\txmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
\txmlns:content="http://purl.org/rss/1.0/modules/content/"
\txmlns:wfw="http://wellformedweb.org/CommentAPI/"
\txmlns:dc="http://purl.org/dc/elements/1.1/"
\txmlns:wp="http://wordpress.org/export/1.2/"
>
<channel>
\t<title>The Lighthouse Log</title>
\t<link>https://log.example</link>
\t<wp:wxr_version>1.2</wp:wxr_version>
\t<wp:base_blog_url>https://log.example</wp:base_blog_url>
\t<wp:author><wp:author_id>1</wp:author_id><wp:author_login><![CDATA[keeper]]></wp:author_login>\
<wp:author_display_name><![CDATA[Kit Keeper]]></wp:author_display_name></wp:author>
"""
_ITEM = """\t<item>
\t\t<title><![CDATA[{title}]]></title>
\t\t<link>https://log.example/?p={number}</link>
\t\t<pubDate>Wed, 20 Mar 2019 10:00:00 +0000</pubDate>
\t\t<dc:creator><![CDATA[keeper]]></dc:creator>
\t\t<guid isPermaLink="false">https://log.example/?p={number}</guid>
\t\t<description></description>
\t\t<content:encoded><![CDATA[{text}]]></content:encoded>
\t\t<excerpt:encoded><![CDATA[]]></excerpt:encoded>
\t\t<wp:post_id>{number}</wp:post_id>
\t\t<wp:post_date><![CDATA[2019-03-20 11:00:00]]></wp:post_date>
\t\t<wp:post_date_gmt><![CDATA[2019-03-20 10:00:00]]></wp:post_date_gmt>
\t\t<wp:comment_status><![CDATA[open]]></wp:comment_status>
\t\t<wp:status><![CDATA[publish]]></wp:status>
\t\t<wp:post_type><![CDATA[post]]></wp:post_type>
\t\t<category domain="category" nicename="lamps"><![CDATA[Lamps]]></category>
"""
_COMMENT = """\t\t<wp:comment>
\t\t\t<wp:comment_id>{id}</wp:comment_id>
\t\t\t<wp:comment_author><![CDATA[{author}]]></wp:comment_author>
\t\t\t<wp:comment_author_email><![CDATA[{author}@mail.example]]></wp:comment_author_email>
\t\t\t<wp:comment_author_url></wp:comment_author_url>
\t\t\t<wp:comment_author_IP><![CDATA[192.0.2.1]]></wp:comment_author_IP>
\t\t\t<wp:comment_date><![CDATA[2019-03-20 12:{minute:02d}:00]]></wp:comment_date>
\t\t\t<wp:comment_date_gmt><![CDATA[2019-03-20 11:{minute:02d}:00]]></wp:comment_date_gmt>
\t\t\t<wp:comment_content><![CDATA[{text}]]></wp:comment_content>
\t\t\t<wp:comment_approved><![CDATA[1]]></wp:comment_approved>
\t\t\t<wp:comment_type><![CDATA[comment]]></wp:comment_type>
\t\t\t<wp:comment_parent>{parent}</wp:comment_parent>
\t\t\t<wp:comment_user_id>0</wp:comment_user_id>
\t\t\t<wp:commentmeta>
\t\t\t\t<wp:meta_key><![CDATA[akismet_result]]></wp:meta_key>
\t\t\t\t<wp:meta_value><![CDATA[false]]></wp:meta_value>
\t\t\t</wp:commentmeta>
\t\t</wp:comment>
"""
_DISQUS_HEAD = """<?xml version="1.0" encoding="utf-8"?>
<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
"""
_DISQUS_THREAD = """    <thread dsq:id="{number}">
        <id>{number} https://log.example/?p={number}</id>
        <forum>lighthouse</forum>
        <category dsq:id="1"/>
        <link>https://log.example/?p={number}</link>
        <title>{title}</title>
        <message/>
        <createdAt>2019-03-20T10:00:00Z</createdAt>
        <author>
            <email>keeper@mail.example</email>
            <name>Kit Keeper</name>
            <isAnonymous>false</isAnonymous>
            <username>keeper</username>
        </author>
        <isClosed>false</isClosed>
        <isDeleted>false</isDeleted>
    </thread>
"""
_DISQUS_POST = """    <post dsq:id="{id}">
        <id>wp_id={id}</id>
        <message>
            <![CDATA[<p>{text}</p>]]>
        </message>
        <createdAt>2019-03-20T11:{minute:02d}:00Z</createdAt>
        <isDeleted>false</isDeleted>
        <isSpam>false</isSpam>
        <author>
            <email>{author}@mail.example</email>
            <name>{author}</name>
            <isAnonymous>false</isAnonymous>
            <username>{author}</username>
        </author>
        <ipAddress>192.0.2.1</ipAddress>
        <thread dsq:id="{number}"/>{parent}
    </post>
"""


def write(path: Path, size: int, kind: str) -> None:
    """Write an invented export of about `size` bytes."""
    with path.open("w", encoding="utf-8") as out:
        for part in _wxr(size) if kind == "wxr" else _disqus(size):
            out.write(part)


def _wxr(size: int) -> Iterator[str]:
    yield _HEAD
    written = number = 0
    while written < size:
        number += 1
        item = "".join(_item(number))
        written += len(item)
        yield item
    yield "</channel>\n</rss>\n"


def _item(number: int) -> Iterator[str]:
    rng = random.Random(SEED + number)
    yield _ITEM.format(number=number, title=_words(rng, 6), text=_entry(rng))
    first = number * COMMENTS
    for index in range(COMMENTS):
        parent = rng.choice([0, first + rng.randrange(index)]) if index else 0
        yield _COMMENT.format(parent=parent, **_comment(rng, first, index))
    yield "\t</item>\n"


def _disqus(size: int) -> Iterator[str]:
    """Write the threads first, then the posts, interleaved over a thousand threads."""
    yield _DISQUS_HEAD
    count = max(1, size // 8_000)
    for number in range(count):
        yield _DISQUS_THREAD.format(number=number, title=_words(random.Random(number), 6))
    written, index = 0, 0
    rng = random.Random(SEED)
    while written < size:
        number = rng.randrange(count)
        values = _comment(rng, index, 0)
        values["text"] = str(values["text"]).replace("\n\n", "</p><p>")
        post = _DISQUS_POST.format(number=number, parent="", **values)
        written += len(post)
        index += 1
        yield post
    yield "</disqus>\n"


def _comment(rng: random.Random, first: int, index: int) -> dict[str, object]:
    count = max(1, round(rng.lognormvariate(math.log(60) - 0.32, 0.8)))
    return {
        "id": first + index,
        "author": f"user{rng.randrange(5_000)}",
        "minute": index % 60,
        "text": "\n\n".join(_words(rng, min(count, 40)) for _ in range(1 + count // 40)),
    }


def _entry(rng: random.Random) -> str:
    paragraphs = (_words(rng, 50) for _ in range(8))
    return "\n\n".join(
        f'<p>{text} <a href="https://log.example/">{_words(rng, 2)}</a>.</p>' for text in paragraphs
    )


def _words(rng: random.Random, count: int) -> str:
    return " ".join(WORDS[int(rng.paretovariate(0.6)) % len(WORDS)] for _ in range(count))


def measure(path: Path, kind: str) -> None:
    """Read a file with its reader alone and print what it took."""
    source = Source.from_path(path)
    account = Account()
    start, used = time.perf_counter(), time.process_time()
    for event in READERS[kind](source, ReadOptions(), None):
        account.add(event)
    seconds, used = time.perf_counter() - start, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    mega = source.size / 1e6
    figure = f"{mega / seconds:.1f} MB/s ({mega / used:.1f} of processor time)"
    row(f"{kind}, reader alone, {mega:,.0f} MB", figure, "≥ 20 MB/s")
    row(f"{kind}, peak memory of the process", f"{peak:.0f} MB", "≤ 150 MB")
    row(f"{kind}, posts, accounted for", f"{account.imported:,} {account.accounted}")


def main(size: int, path: Path | None, kind: str) -> None:
    """Write, if it is not there, and measure."""
    if path is None:
        with tempfile.TemporaryDirectory() as folder:
            main(size, Path(folder) / "export.xml", kind)
        return
    if not path.exists():
        write(path, size, kind)
    measure(path, kind)


if __name__ == "__main__":
    main(
        int(sys.argv[1]),
        Path(sys.argv[2]) if len(sys.argv) > 2 else None,
        "disqus-xml" if "disqus" in sys.argv[3:] else "wxr",
    )
