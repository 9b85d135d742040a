"""How fast mail and web archives are read, alone: rate and memory over invented files.

Mail: a list with answers to what stands up to hundreds of messages before, a tenth of them with an
attachment. Web archive: pages, each packed, and twice as many pictures. The same bytes each time;
rates are in processor time, memory is the most that the process ever held.

usage: python bench/collected.py mail BYTES [PATH]
       python bench/collected.py warc BYTES [PATH]      (.gz at PATH's end packs the records)
"""

import base64
import gzip
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pages
from figures import row
from threads import SEED, WORDS

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from corpus.ingest.accounting import Account
from corpus.ingest.archives import LeftOut, Member, members
from corpus.ingest.events import ReadOptions
from corpus.ingest.mail import reader as mail
from corpus.ingest.source import Source

_BEGIN = datetime(2010, 1, 1, tzinfo=UTC)
_MARK = "From reader@lamp.example Fri Jan  1 00:00:00 2010\n"
RECENT = 300


def write_mail(path: Path, size: int) -> int:
    """Write an invented mailing list of about `size` bytes; returns how many messages."""
    rng, written, number = random.Random(SEED), 0, 0
    film = base64.encodebytes(rng.randbytes(60_000)).decode()
    known: list[tuple[int, str]] = []
    with path.open("w", encoding="utf-8") as out:
        while written < size:
            number += 1
            answered = rng.choice(known[-RECENT:]) if known and rng.random() < 0.8 else None
            said = _message(number, answered, film if number % 10 == 0 else "", rng)
            above = f"{answered[1]} " if answered else ""
            known.append((number, f"{above}<m{number}@post.example>"[-800:]))
            known = known[-RECENT:]
            out.write(said)
            written += len(said)
    return number


def _message(number: int, answered: tuple[int, str] | None, film: str, rng: random.Random) -> str:
    words = rng.choices(WORDS[:5000], k=max(5, int(rng.lognormvariate(4.2, 0.8))))
    lines = "\n".join(" ".join(words[at : at + 11]) for at in range(0, len(words), 11))
    date = (_BEGIN + timedelta(minutes=7 * number)).strftime("%a, %d %b %Y %H:%M:%S +0000")
    head = [
        f"From: Reader {number % 9000} <reader{number % 9000}@lamp.example>",
        "To: talk@lamp.example", "List-Id: Talk <talk.lamp.example>", f"Date: {date}",
        f"Message-ID: <m{number}@post.example>", "MIME-Version: 1.0",
        f"Subject: {'Re: ' if answered else ''}Of lamps", "X-Mailer: Invented 1.0",
        *(f"Received: from post{hop}.example by post.example; {date}" for hop in range(4)),
    ]  # fmt: skip
    if answered:
        head.append(f"In-Reply-To: <m{answered[0]}@post.example>")
        head.append(f"References: {answered[1]}")
        lines = "\n".join(f"> {line}" for line in lines.split("\n")[:3]) + f"\n\n{lines}"
    if film:
        head.append('Content-Type: multipart/mixed; boundary="edge"')
        lines = (
            f"--edge\nContent-Type: text/plain\n\n{lines}\n--edge\nContent-Type: video/mp4\n"
            f"Content-Transfer-Encoding: base64\n\n{film}--edge--"
        )
    return _MARK + "\n".join(head) + f"\n\n{lines}\n\n"


def write_warc(path: Path, size: int) -> int:
    """Write an invented crawl of about `size` bytes; returns how many pages."""
    rng, written, number = random.Random(SEED), 0, 0
    packed = path.suffix == ".gz"
    picture = rng.randbytes(120_000)
    whole = pages.saved_page(rng)
    with path.open("wb") as out:
        while written < size:
            number += 1
            # The same page under other names: what is measured is the archive, not the pages.
            html = whole.replace("<body", f'<body id="n{number}"', 1).encode()
            body = gzip.compress(html, 1)
            made = _record(f"posts/{number}", "text/html", body, "Content-Encoding: gzip\r\n")
            made_all = [
                made,
                *(_record(f"{number}/{one}.png", "image/png", picture) for one in "ab"),
            ]
            for record in made_all:
                written += out.write(gzip.compress(record, 1) if packed else record)
    return number


def _record(path: str, kind: str, body: bytes, more: str = "") -> bytes:
    http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n{more}\r\n".encode() + body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\n"
        f"WARC-Target-URI: https://lamp.example/{path}\r\nWARC-Date: 2026-11-30T18:30:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{path}>\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def read_mail(path: Path) -> str:
    """Read a mail file; say what came of it."""
    account = Account()
    for event in mail.read(Source.from_path(path), ReadOptions(), None):
        account.add(event)
    return f"{account.imported:,} messages in {account.threads:,} threads, {account.faults()}"


def read_warc(path: Path) -> str:
    """Take all pages out of a crawl; say what came of it."""
    found, size = Counter[str](), 0
    for part in members(path):
        if isinstance(part, Member):
            with part.open() as stream:
                while block := stream.read(1 << 20):
                    size += len(block)
        found[type(part).__name__] += part.count if isinstance(part, LeftOut) else 1
    return f"{dict(found)}, {size:,} bytes of pages"


def main(kind: str, size: int, path: Path) -> None:
    """Write, read and print."""
    write, read = {"mail": (write_mail, read_mail), "warc": (write_warc, read_warc)}[kind]
    count = write(path, size)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start = time.process_time()
    said = read(path)
    took = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    row(f"{kind}, {path.stat().st_size / 1e6:,.0f} MB", said)
    row("read", f"{path.stat().st_size / took / 1e6:.0f} MB/s, {count / took:,.0f} a second")
    row("memory of the whole process", f"{peak:.0f} MB ({before:.0f} MB before)", "≤ 150 MB")


if __name__ == "__main__":
    if len(sys.argv) not in {3, 4}:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as scratch:
        at = Path(sys.argv[3]) if len(sys.argv) == 4 else Path(scratch, "made")
        main(sys.argv[1], int(sys.argv[2]), at)
