"""Reads YouTube comments as common programs write them, in JSON or CSV; see `youtube_shapes`.

A thread is a video with its comments. Only yt-dlp says more of the video than its id.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import PurePath
from zoneinfo import ZoneInfo

from corpus.ingest.dates.elapsed import counted
from corpus.ingest.events import Checkpoint, Detection, Event, Found, Noted, ReadOptions, Skipped
from corpus.ingest.exports import json_grouped
from corpus.ingest.exports.assemble import ENTRY_MISSING, Draft, Frame
from corpus.ingest.exports.collected import by_date
from corpus.ingest.exports.json_fields import Record, string
from corpus.ingest.exports.json_grouped import Gathered, Piece
from corpus.ingest.exports.row_elements import DOUBT
from corpus.ingest.exports.storable import note_answered_elsewhere, storable_thread
from corpus.ingest.exports.youtube_posts import (
    VIDEO_FIELDS,
    attributes_of,
    categories_of,
    comment_id,
    comment_of,
    parent_of,
    replies_stated,
    video_draft,
    video_in_address,
    video_in_name,
)
from corpus.ingest.exports.youtube_shapes import Shape, shape_of, sniffed, video_in_group
from corpus.ingest.source import Source

FORMAT = "youtube-comments"


def sniff(head: bytes, name: str) -> Detection:
    """Tell by the names that each program gives the fields of a comment."""
    del name
    confidence, reason = sniffed(head)
    return Detection(FORMAT, confidence, reason)


def read(source: Source, options: ReadOptions, resume: Checkpoint | None) -> Iterator[Event]:
    """Yield the events of a file; raises UnreadableError for a file empty or no text.

    Where the file does not say which video it is of, the upload's address does, or the name that
    YouTube Data Tools give a file. Relative dates that no program reckoned count from `captured`.
    """
    shape = shape_of(source)
    form = _Form(shape, source, options)
    found = json_grouped.events(
        source, form, resume, walk=shape.walk, adopt=shape.comments_know_only_parents
    )
    yield from counted(found, options.captured, form.zone)


class _Form:
    """Reads one file of a shape."""

    def __init__(self, shape: Shape, source: Source, options: ReadOptions) -> None:
        self.wanted, self.is_item = shape.wanted, shape.is_item
        self.count, self.take = shape.count, shape.take
        self._is_of_api = shape.comments_know_only_parents
        self.zone = ZoneInfo(options.timezone) if options.timezone else None
        self._options = options
        self._named = video_in_name(source.name)
        self._file_name = PurePath(source.name).name.partition(".")[0]

    def thread(self, group: str, pieces: list[Piece], gathered: Gathered) -> Iterator[Event]:
        """Yield a video and its comments as a thread."""
        leads = [piece for piece in pieces if piece.leads]
        rest = [piece for piece in pieces if not piece.leads]
        for piece in leads[1:]:
            reason = f"The video {video_in_group(group)} stands in the file before."
            yield Skipped(reason, "video", piece.start, piece.end, "duplicate_thread")
        known = video_in_group(group)
        video = known or video_in_address(self._options.url) or self._named
        if not leads:
            # No item of the file: it counts as found where its comments are.
            yield Found(1)
        facts = {name: value for name in VIDEO_FIELDS for value in gathered.known(name, group)[:1]}
        start, end = min(one.start for one in pieces), max(one.end for one in pieces)
        entry = video_draft(video, facts, start, end)
        entry.flags = () if leads else (ENTRY_MISSING,)
        if not known and video and not self._options.url:
            message = f"The file does not say which video it is of; its name says {video}."
            yield Noted("named_by_file", "info", message, "", entry.item, start, end)
        if not known and self._options.url:
            entry.url = self._options.url
        comments, again = self._comments(rest, video)
        yield from again
        frame = Frame(self._title(known, facts, video), attributes=attributes_of(facts))
        frame.categories, frame.language = categories_of(facts), string(facts, "language")
        yield from self._missing(entry, rest, facts, frame, gathered)
        note_answered_elsewhere(entry, comments)
        yield from storable_thread(entry, by_date(comments), frame)

    def _title(self, known: str | None, facts: Record, video: str | None) -> str:
        given = None if known else self._options.title
        return string(facts, "title") or given or (f"Video {video}" if video else self._file_name)

    def _comments(self, pieces: list[Piece], video: str | None) -> tuple[list[Draft], list[Event]]:
        """Return the comments once each, and what is said of them."""
        said: list[Event] = []
        comments: list[Draft] = []
        seen: dict[str | None, tuple[str, str | None]] = {None: ("", None)}
        for piece in pieces:
            draft = comment_of(piece, video, self.zone)
            words = (draft.text, draft.author)
            if draft.external_id and seen.get(draft.external_id) == words:
                reason = "It stands in the file before."
                said.append(Skipped(reason, draft.item, piece.start, piece.end, "same_item"))
                continue
            seen[draft.external_id] = words
            if doubt := string(piece.record, DOUBT):
                said.append(draft.noted("doubtful_row", doubt))
            comments.append(draft)
        return comments, said

    def _missing(
        self, entry: Draft, pieces: list[Piece], facts: Record, frame: Frame, gathered: Gathered
    ) -> Iterator[Event]:
        """Say how many comments are known that are not in the file."""
        answers = Counter(parent_of(piece.record) for piece in pieces)
        lacking = 0
        for piece in pieces:
            own = comment_id(piece.record)
            known = gathered.known("replies", own)[:1] if self._is_of_api else []
            lacking += max(0, max(replies_stated(piece.record), *known, 0) - answers[own])
        stated = facts.get("comment_count")
        if isinstance(stated, int) and stated >= len(pieces):
            frame.declared, lacking = stated, max(lacking, stated - len(pieces))
        if lacking:
            frame.attributes = {**(frame.attributes or {}), "comments_missing": lacking}
            yield entry.noted(
                "known_missing",
                f"At least {lacking:,} comments of this video are not in the file; "
                f"{len(pieces):,} are here.",
                "Some may be gone from YouTube; collect the others and bring them in later.",
            )
