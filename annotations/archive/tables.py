"""What an archive holds: its tables, their columns, and what each column names. Pure Python.

A column that names something of the corpus says of which kind it is: such ids are others where
the archive comes in.
"""

from dataclasses import dataclass

FORMAT = 1
MANIFEST, README, CORPUS, PEOPLE = "manifest.json", "README.txt", "corpus.json", "people.jsonl"
FILES = "files/"
# Kinds with numbers of their own; all others have UUIDs, or belong to a person.
NUMBERED = ("participant", "thread", "post", "code", "attribute")
# Columns that older archives lack, and what stands in them then.
ADDED: dict[str, list[str]] = {"edited_attributes": []}


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the archive: one file of JSON lines.

    `columns`: names, each with the kind of thing that it names after a colon, if any. `source`
    is what follows FROM, the table's own alias being `x`; `order` puts the rows the same way
    wherever the corpus is. `whole`: its rows name each other, so they come in together.
    `optional`: older archives lack it.
    """

    name: str
    table: str
    columns: str
    source: str
    order: str
    whole: bool = False
    optional: bool = False

    @property
    def kinds(self) -> dict[str, str]:
        """Return the columns with their kinds; an empty one names nothing."""
        parts = (column.partition(":") for column in self.columns.split())
        return {name: kind for name, _, kind in parts}

    @property
    def path(self) -> str:
        """Return where it lies in the archive."""
        return f"tables/{self.name}.jsonl"


_WRITTEN = "written_at written_offset written_raw written_precision"
_OWN = "WHERE x.corpus_id = %(corpus)s"
_OF_UPLOAD = "JOIN corpus_upload u ON u.id = x.upload_id WHERE u.corpus_id = %(corpus)s"
_OF_POST = "JOIN corpus_post p ON p.id = x.post_id WHERE p.corpus_id = %(corpus)s"
_OF_THREAD = "JOIN corpus_thread t ON t.id = x.thread_id WHERE t.corpus_id = %(corpus)s"

TABLES = (
    Table(
        "uploads", "corpus_upload",
        "id:upload name size sha256 options status format_name format_confidence format_reason"
        " encoding counts problem_counts accounted duplicate_of_id:upload archive_id:upload place"
        " created_by_id:user created_at finished_at deleted_at version",
        _OWN, "x.created_at, x.archive_id NULLS FIRST, x.place, x.name, x.sha256, x.id", whole=True,
    ),
    Table(
        "problems", "corpus_problem",
        "upload_id:upload number code severity message hint item start end",
        _OF_UPLOAD, "u.created_at, u.place, u.name, u.sha256, u.id, x.number",
    ),
    Table(
        "corrections", "corpus_correction",
        "upload_id:upload number operation made_by_id:user made_at undone_at",
        _OF_UPLOAD, "u.created_at, u.place, u.name, u.sha256, u.id, x.number",
    ),
    Table(
        "participants", "corpus_participant",
        "id:participant key name sites attributes edited_attributes merged_into_id:participant"
        " version",
        _OWN, "x.id", whole=True,
    ),
    Table(
        "attributes", "corpus_attribute", "id:attribute owner name kind position version",
        _OWN, "x.owner, x.position, x.name", optional=True,
    ),
    Table(
        "threads", "corpus_thread",
        "id:thread upload_id:upload key:key identity title site url external_id"
        " author_id:participant language categories attributes edited_attributes comments words"
        f" edited version created_at deleted_at {_WRITTEN}",
        _OWN, "x.id",
    ),
    Table(
        "posts", "corpus_post",
        "id:post thread_id:thread kind number parent_number parent_how depth author_id:participant"
        " is_entry_author url external_id identity author_hash confidence status text text_version"
        " text_sha256 words flags source_start source_end source_upload_id:upload version"
        f" {_WRITTEN} index",
        _OWN, "x.id",
    ),
    Table(
        "post_texts", "corpus_posttext",
        "post_id:post text_version text text_sha256 replaced_at replaced_by_id:user",
        _OF_POST, "x.post_id, x.text_version",
    ),
    Table(
        "post_links", "corpus_postlink",
        "post_id:post kind target_id:post start end target_start target_end confidence",
        _OF_POST, "x.post_id, x.kind, x.target_id, x.start, x.\"end\"",
    ),
    Table(
        "post_urls", "corpus_posturl", "post_id:post start end url domain",
        _OWN, "x.post_id, x.start",
    ),
    Table(
        "sightings", "corpus_sighting",
        "upload_id:upload ordinal thread_id:thread same changed new missing at",
        _OF_THREAD, "x.thread_id, x.at, x.ordinal, x.upload_id",
    ),
    Table(
        "twins", "corpus_twin",
        "thread_id:thread other_id:thread likeness state decided_by_id:user decided_at",
        _OWN, "x.thread_id, x.other_id",
    ),
    Table(
        "codes", "annotations_code",
        "id:code parent_id:code name colour definition include exclude examples:annotations key"
        " levels position archived locked merged_into_id:code defined_at created_by_id:user"
        " created_at deleted_at version",
        _OWN, "x.id", whole=True,
    ),
    Table(
        "codebook_versions", "annotations_codebookversion",
        "number name note seq codes:codes created_by_id:user created_at", _OWN, "x.number",
    ),
    Table(
        "annotations", "annotations_annotation",
        "id:annotation thread_id:thread post_id:post code_id:code coder_id:user level start end"
        " quote text_version state memo reviewed_at version created_as created_at updated_at"
        " deleted_at",
        f"JOIN corpus_user u ON u.id = x.coder_id {_OWN}",
        "x.created_at, x.thread_id, x.post_id, x.start, x.\"end\", x.code_id, u.username,"
        " x.deleted_at, x.updated_at, x.id",
    ),
    Table(
        "memos", "annotations_memo",
        "id:memo target_type target_id:target kind text:links author_id:user version created_as"
        " created_at updated_at deleted_at",
        _OWN, "x.created_at, x.target_type, x.text, x.id",
    ),
    Table(
        "memo_links", "annotations_memolink", "memo_id:memo target_type target_id:target",
        "JOIN annotations_memo m ON m.id = x.memo_id WHERE m.corpus_id = %(corpus)s",
        "m.created_at, m.target_type, m.text, m.id, x.id",
    ),
    Table(
        "progress", "annotations_threadprogress",
        "thread_id:thread coder_id:user state seen at_id:post",
        f"JOIN corpus_user u ON u.id = x.coder_id {_OF_THREAD}", "x.thread_id, u.username",
    ),
    Table(
        "events", "corpus_event",
        "seq at actor_id:user action target_type target_id:target before:state after:state batch"
        " undoes redoes",
        _OWN, "x.seq",
    ),
    Table(
        "undone", "annotations_undone", "actor_id:user batch seq", _OWN, "x.seq",
    ),
)  # fmt: skip
BY_PATH = {one.path: one for one in TABLES}
# Of an upload that is not finished only the file leaves: what was staged of it stays behind.
UNFINISHED = ("queued", "reading", "review", "loading", "indexing")
WITH_CORPUS = frozenset(
    {"uploads", "participants", "attributes", "threads", "posts", "post_urls", "twins", "codes",
     "codebook_versions", "annotations", "memos", "events", "undone"}
)  # fmt: skip
