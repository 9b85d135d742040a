"""The invented threads as tools collect them: a corpus, a dump, mail, a table, TEI.

What lies apart in such files lies apart here: comments stand far from their entries.
"""

import csv
import io
import json
import random
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from tests.crash.threads import thread

_SIZE = 400
TABLE = {
    "fields": {
        "text": "said", "author": "who", "thread": "topic", "id": "id", "parent": "answers",
        "written_at": "when", "title": "title",
    },
    "entry": "own_id",
    "dates": {"format": "iso"},
}  # fmt: skip


def threads(count: int, name: str) -> list[dict[str, Any]]:
    rng = random.Random(name)
    return [thread(rng, f"{name}{number}", _SIZE) for number in range(count)]


def posts(made: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the posts: all entries, then all first comments, and so on."""
    for one in made:
        yield {**one, "of": one, "parent": None}
    for number in range(len(made[0]["comments"])):
        for one in made:
            said = one["comments"][number]
            yield {**said, "of": one, "parent": said["parent"] or one["id"]}


def seconds(written: str) -> int:
    return int(datetime.fromisoformat(written).timestamp())


def convokit(made: list[dict[str, Any]]) -> bytes:
    lines = [
        json.dumps({
            "id": one["id"], "conversation_id": one["of"]["id"], "text": one["text"],
            "speaker": one["author"], "reply-to": one["parent"], "meta": {}, "vectors": [],
            "timestamp": seconds(one["written_at"]),
        })
        for one in posts(made)
    ]  # fmt: skip
    about = {one["id"]: {"meta": {"title": one["title"]}, "vectors": []} for one in made}
    speakers = {one["author"]: {"meta": {"known": "yes"}, "vectors": []} for one in posts(made)}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("corpus/utterances.jsonl", "\n".join(lines))
        archive.writestr("corpus/conversations.json", json.dumps(about))
        archive.writestr("corpus/speakers.json", json.dumps(speakers))
    return file.getvalue()


def reddit(made: list[dict[str, Any]]) -> bytes:
    lines = []
    for one in posts(made):
        top, own = one["of"]["id"], one["id"]
        row = {"id": own, "author": one["author"], "created_utc": seconds(one["written_at"]),
               "subreddit": "lamps", "permalink": f"/r/lamps/comments/{top}/x/{own}"}  # fmt: skip
        if one["parent"] is None:
            row |= {"title": one["title"], "selftext": one["text"], "name": f"t3_{own}",
                    "num_comments": len(one["comments"]), "is_self": True,
                    "url": f"https://www.reddit.com/r/lamps/comments/{top}/x/"}  # fmt: skip
        else:
            above = one["parent"]
            row |= {"body": one["text"], "link_id": f"t3_{top}", "name": f"t1_{own}",
                    "parent_id": f"t3_{top}" if above == top else f"t1_{above}"}  # fmt: skip
        lines.append(json.dumps(row))
    return "\n".join(lines).encode()


def mail(made: list[dict[str, Any]]) -> bytes:
    out = []
    for number, one in enumerate(posts(made)):
        letter = EmailMessage()
        letter["From"] = f"{one['author']} <{one['author']}@lamp.example>"
        letter["Subject"] = ("" if one["parent"] is None else "Re: ") + one["of"]["title"]
        letter["Date"] = datetime.fromisoformat(one["written_at"]) + timedelta(seconds=number % 60)
        letter["Message-ID"] = f"<{one['id']}@lamp.example>"
        if one["parent"] is not None:
            letter["In-Reply-To"] = f"<{one['parent']}@lamp.example>"
        letter.set_content(one["text"])
        out.append(b"From keeper@lamp.example Fri Mar  1 12:00:00 2019\n" + letter.as_bytes())
    return b"\n".join(out)


def table(made: list[dict[str, Any]]) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["id", "topic", "answers", "who", "when", "said", "title"])
    for one in posts(made):
        title = one["of"]["title"] if one["parent"] is None else ""
        writer.writerow([
            one["id"], one["of"]["id"], one["parent"] or "", one["author"], one["written_at"],
            one["text"], title,
        ])  # fmt: skip
    return file.getvalue().encode()


def tei(made: list[dict[str, Any]]) -> bytes:
    parts = ['<teiCorpus xmlns="http://www.tei-c.org/ns/1.0">']
    for one in made:
        title = f"<title>{escape(one['title'])}</title>"
        parts.append(
            f"<TEI><teiHeader><fileDesc><titleStmt>{title}</titleStmt></fileDesc></teiHeader>"
            '<text><body><div type="thread">'
        )
        for said in (one, *one["comments"]):
            answers = f' replyTo="#{said["parent"]}"' if said.get("parent") else ""
            parts.append(
                f'<post xml:id="{said["id"]}" who={quoteattr(said["author"])}'
                f' when-iso="{said["written_at"]}"{answers}><p>{escape(said["text"])}</p></post>\n'
            )
        parts.append("</div></body></text></TEI>\n")
    return "".join([*parts, "</teiCorpus>"]).encode()


KINDS = {
    "convokit": (convokit, {}),
    "reddit-json": (reddit, {}),
    "mail": (mail, {}),
    "table": (table, {"mapping": TABLE}),
    "tei": (tei, {}),
}
