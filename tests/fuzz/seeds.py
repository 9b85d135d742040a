"""Small invented files of every format that is read, for damaging; made by the tests' builders."""

import json
from itertools import chain
from pathlib import Path

from tests.corpus.ingest import (
    test_archives,
    test_threads_jsonl,
    test_wordpress_classic,
    web_archives,
)
from tests.corpus.ingest.captures import reading as capture
from tests.corpus.ingest.captures import test_shapes, test_traps
from tests.corpus.ingest.corpora import convokit_samples, tei_samples
from tests.corpus.ingest.exports import (
    json_samples,
    news_samples,
    reddit_samples,
    table_samples,
    test_blogger,
    test_disqus,
    test_feed,
    test_ghost,
    test_movable_type,
    test_remark42,
    test_wxr,
    youtube_samples,
)
from tests.corpus.ingest.html import (
    builders,
    modern_themes,
    plain_themes,
    test_embedded,
    wordpress_pages,
    wordpress_themes,
)
from tests.corpus.ingest.html.test_blogger import LAYOUTS
from tests.corpus.ingest.html.threads import THREAD, page
from tests.corpus.ingest.mail import messages
from tests.corpus.ingest.tables import samples as tables_samples

DATA = Path(__file__).parents[1] / "data"


def as_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def classic() -> list[bytes]:
    one = test_wordpress_classic
    return [
        (DATA / "wordpress-classic-text.txt").read_bytes(),
        (one.HEAD + one.COMMENTS + one.TAIL).encode(),
    ]


def captures() -> list[bytes]:
    shapes = test_shapes.SHAPES.values()
    made = [capture.page(test_shapes.filled(one), heading) for one, heading in shapes]
    texts = [one for one in vars(test_traps).values() if isinstance(one, str) and "\n" in one]
    return [one.encode() for one in made + texts] + classic()


def pages() -> list[bytes]:
    themes = wordpress_themes.CLASSIC + modern_themes.MODERN + plain_themes.PLAIN
    systems = chain(builders.TREES.values(), builders.LISTS.values(), builders.FORUMS.values())
    made = [wordpress_pages.page(theme) for theme in themes]
    made += [page(system(THREAD)) for system in systems]
    made += [
        page(test_embedded.data_block(test_embedded.posting(ids=ids))) for ids in (True, False)
    ]
    made += [layout() for layout in LAYOUTS]
    return [one.encode() for one in made]


def ghosts() -> list[bytes]:
    posts = [
        test_ghost.post(html=None, lexical=json.dumps(test_ghost.LEXICAL)),
        test_ghost.post(html=None, mobiledoc=json.dumps(test_ghost.MOBILEDOC)),
    ]
    return [as_json(json_samples.ghost()), as_json(json_samples.ghost(posts=posts))]


def remarks() -> list[bytes]:
    shapes = [one for one in test_remark42.SHAPES.values() if not isinstance(one, str)]
    return [json_samples.remark_backup().encode(), *(as_json(one) for one in shapes)]


def fourcats() -> list[bytes]:
    one = table_samples
    sets = (one.REDDIT, one.CHAN, one.TELEGRAM, one.BLUESKY)
    made = [one.written(rows) for rows in sets] + [one.written(one.REDDIT, ";")]
    return [text.encode() for text in (*made, one.lines(one.REDDIT), one.lines(one.TIKTOK))]


def reddits() -> list[bytes]:
    trees = [reddit_samples.pages(), {"data": reddit_samples.TWO}]
    return [reddit_samples.dump(*reddit_samples.TWO).encode(), *map(as_json, trees)]


def bloggers() -> list[bytes]:
    one = test_blogger
    new = "".join([one.NEW_HEAD, one.new(1, "POST"), one.new(2, "COMMENT", parent=1), "</feed>"])
    return [one.SITE.encode(), new.encode()]


def feeds() -> list[bytes]:
    one = test_feed
    items = "".join(one.comment(number) for number in (3, 2, 1))
    entries = one.entry(1) + one.entry(2, to="tag:log.example,2019:1")
    return [
        one.RSS.format(title="Comments on: On lamps", items=items).encode(),
        one.RSS.format(title="Log", items=one.ENTRY.format(count=3) + items).encode(),
        one.ATOM.format(entries=entries).encode(),
    ]


def corpora_of_convokit() -> list[bytes]:
    one = convokit_samples
    alone = one.utterances()
    return [one.zipped(), one.zipped(folder=""), one.lines(alone).encode(), as_json(alone)]


def forms(name: str) -> list[bytes]:
    return [data for form, data, _ in tables_samples.FORMS.values() if form == name]


SEEDS = {
    "4cat": fourcats,
    "table": lambda: forms("table"),
    "spreadsheet": lambda: forms("spreadsheet"),
    "json-records": lambda: forms("json-records"),
    "xml-records": lambda: forms("xml-records"),
    "youtube-comments": lambda: [one.encode() for one in youtube_samples.SHAPES.values()],
    "threads-jsonl": lambda: [test_threads_jsonl.dump(test_threads_jsonl.THREAD)],
    "wordpress-classic-text": classic,
    "text-capture": captures,
    "movable-type": lambda: [
        (test_movable_type.ENTRY + test_movable_type.SECOND).encode(),
        test_movable_type.ENTRY.replace("\n", "\r\n").encode(),
    ],
    "mail": lambda: [
        messages.TALK,
        messages.parted("Content-Type: text/html\n\n<p>Lit.", kind="alternative").encode(),
    ],
    "ghost-json": ghosts,
    "commento-json": lambda: [as_json(json_samples.commento())],
    "remark42": remarks,
    "isso-json": lambda: [as_json(json_samples.isso())],
    "reddit-json": reddits,
    "hacker-news-json": lambda: [
        as_json(news_samples.trees()),
        news_samples.dump().encode(),
        as_json(news_samples.answer(*news_samples.ITEMS)),
    ],
    "convokit": corpora_of_convokit,
    "tei": lambda: [tei_samples.DOCUMENT.encode(), tei_samples.CORPUS.encode()],
    "wxr": lambda: [test_wxr.SITE, test_wxr.BOMB.encode()],
    "disqus-xml": lambda: [test_disqus.SITE],
    "blogger-atom": bloggers,
    "feed": feeds,
    "html-page": pages,
    "archive": lambda: [
        *test_archives.ARCHIVES.values(),
        *test_archives.CUT.values(),
        web_archives.crawl(),
        web_archives.crawl(packed=True),
    ],
}
