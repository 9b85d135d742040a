"""Archives of mail as one: maildirs, folders of messages, the monthly files of a mailing list.

Read each by itself, an answer and what it answers would not find each other.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import IO

from corpus.errors import UnreadableError
from corpus.ingest.archives import Broken, LeftOut, Limits, Member, is_archive, members_in
from corpus.ingest.events import Detection, Event, Failed, Found, Noted, Skipped, Walked
from corpus.ingest.mail.boundaries import is_mbox
from corpus.ingest.mail.looks import FORMAT, sniff
from corpus.ingest.source import Source

LIMITS = Limits(members=100_000)
SAMPLE = 30
_HEAD = 65_536
_BLOCK = 1024**2
_MAIL = 0.75
# What begins so is a page or data: a file of its own, for another reader.
_OTHERS = (b"<", b"{", b"[")
_MARK = b"From - Thu Jan  1 00:00:00 1970\n"


def packed(source: Source) -> Detection:
    """Tell an archive by its first files: at least two messages or mboxes, next to nothing else."""
    mails = others = 0
    if is_archive(source.head()) not in {None, "warc", "mhtml"}:
        with source.open() as raw:
            for part in members_in(raw, source.size, LIMITS, name=source.name):
                if not isinstance(part, Member):
                    continue
                head = _head(part)
                if sniff(head, "").confidence >= _MAIL:
                    mails += 1
                elif head.lstrip().startswith(_OTHERS):
                    others += SAMPLE
                else:
                    others += 1
                if mails + others >= SAMPLE:
                    break
    if mails >= 2 and mails >= 3 * others:
        return Detection(FORMAT, 0.98, "An archive of messages, which may answer each other.")
    return Detection(FORMAT, 0.0, "It is no archive of messages.")


def _head(member: Member) -> bytes:
    try:
        with member.open() as stream:
            return stream.read(_HEAD)
    except UnreadableError:
        return b""


def joined(source: Source, path: Path) -> Iterator[Event]:
    """Unpack all messages of an archive into one mbox at `path`; say what is left out.

    Places in the mbox are not places in the archive.
    """
    with source.open() as raw, path.open("xb") as out:
        walk = members_in(raw, source.size, LIMITS, name=source.name, spool=path.parent)
        for number, part in enumerate(walk):
            yield from _put(part, out)
            if number % 100 == 0:
                yield Walked(0)


def _put(part: Member | LeftOut | Broken, out: IO[bytes]) -> Iterator[Event]:
    """Write a part into the mbox, or say why not."""
    match part:
        case LeftOut():
            yield Found(part.count)
            yield Skipped(part.reason, ", ".join(part.examples), code=part.code, count=part.count)
        case Broken():
            yield Found(1)
            yield Failed(part.reason, part.name, code=part.code)
        case Member():
            yield from part.notes
            yield from _copied(part, out)


def _copied(member: Member, out: IO[bytes]) -> Iterator[Event]:
    begin = out.tell()
    try:
        with member.open() as stream:
            block = stream.read(_HEAD)
            if sniff(block, "").confidence < _MAIL:
                yield Found(1)
                yield Skipped("It is no message.", member.name, code="not_mail")
                return
            if not is_mbox(block):
                out.write(_MARK)
                block = block.lstrip()
            while block:
                out.write(block)
                block = stream.read(_BLOCK)
    except UnreadableError as error:
        if out.tell() <= begin + len(_MARK):
            out.truncate(out.seek(begin))
            yield Found(1)
            yield Failed(error.detail, member.name, code=error.code)
            return
        yield Noted(error.code, "warning", error.detail, error.hint, member.name)
    out.write(b"\n\n")
