"""Lists of the corpus side, written as JSON by PostgreSQL, page by page."""

from collections.abc import Sequence
from typing import Any, get_args
from uuid import UUID

from corpus.attribute_filters import Filter, conditions
from corpus.ingest.archives.kinds import Kind
from corpus.keyset import Order, Page, Place, page
from corpus.rules import Action, Role, allowed
from corpus.written import STAMP


def _actions_sql() -> str:
    """Write the table of roles and actions as SQL, so that there is still one table."""
    cases = []
    for free in (False, True):
        for role in Role:
            mine = allowed(role, coders_create_codes=free)
            names = ",".join(f'"{a.value}"' for a in Action if a in mine)
            flag = "" if free else "NOT "
            cases.append(
                f"WHEN m.role = '{role.value}' AND {flag}c.coders_create_codes THEN '[{names}]'"
            )
    return f"(CASE {' '.join(cases)} END)::json"


_CORPUS = f"""
    c.id, c.title, c.description, c.languages, c.timezone, c.licence, c.ethics_note,
    c.coders_create_codes, c.load_without_asking, c.keep_emails, c.keep_ips, m.role,
    {_actions_sql()} AS actions,
    (SELECT row_to_json(x) FROM (SELECT n.uploads, n.threads, n.posts, n.comments,
        n.participants, n.codes, n.annotations) AS x) AS counts,
    {STAMP.format("c.created_at")} AS created_at, c.version
"""

_PROGRESS = """
    (SELECT row_to_json(x) FROM (SELECT coalesce(sum(j.done), 0)::bigint AS done,
        coalesce(sum(j.total), 0)::bigint AS total, coalesce(max(j.unit), 'bytes') AS unit
        FROM corpus_job j WHERE j.upload_id = u.id
        AND (j.kind = 'index') = (u.status IN ('indexing', 'done'))) AS x)
"""
_PROBLEMS = """
    (SELECT row_to_json(x) FROM (SELECT
        (SELECT coalesce(sum(v::int), 0) FROM jsonb_each_text(u.problem_counts) AS e(k, v))
            AS total,
        u.problem_counts AS by_code,
        (SELECT coalesce(json_agg(row_to_json(p)), '[]') FROM (
            SELECT code, severity, message, hint, item, start, "end" FROM corpus_problem
            WHERE upload_id = u.id ORDER BY number LIMIT 5) AS p) AS first) AS x)
"""
_MEMBERS = f"""
    CASE WHEN u.format_name IN ({", ".join(f"'{kind}'" for kind in get_args(Kind))}) THEN (
        SELECT row_to_json(x) FROM (SELECT count(*) AS total,
            count(*) FILTER (WHERE m.status = 'done') AS done,
            count(*) FILTER (WHERE m.status = 'review') AS review,
            count(*) FILTER (WHERE m.status = 'failed') AS failed
            FROM corpus_upload m WHERE m.archive_id = u.id AND m.deleted_at IS NULL) AS x) END
"""
# What the upload (or an archive's members) changed in threads that the corpus had already.
_COUNTS = """
    u.counts || (SELECT jsonb_build_object('revised', row_to_json(x)) FROM (
        SELECT count(*) AS threads, coalesce(sum(g.same), 0) AS posts_same,
            coalesce(sum(g.changed), 0) AS posts_changed, coalesce(sum(g.new), 0) AS posts_new,
            coalesce(sum(g.missing), 0) AS posts_missing
        FROM corpus_sighting g WHERE g.upload_id = u.id OR g.upload_id IN (
            SELECT m.id FROM corpus_upload m WHERE m.archive_id = u.id)) AS x)
"""
UPLOAD = f"""
    u.id, u.corpus_id AS corpus, u.name, u.size, u.sha256, u.status, {_PROGRESS} AS progress,
    (SELECT row_to_json(x) FROM (SELECT u.format_name AS name, u.format_confidence AS confidence,
        u.format_reason AS reason) AS x) AS format,
    u.encoding, u.options, {_COUNTS} AS counts, {_PROBLEMS} AS problems, u.accounted,
    u.duplicate_of_id AS duplicate_of, u.archive_id AS archive, {_MEMBERS} AS members,
    {STAMP.format("u.created_at")} AS created_at, {STAMP.format("u.finished_at")} AS finished_at
"""


def list_corpora(*, user_id: int, place: Place | None, size: int) -> Page:
    """Return a page of the corpora in which the user takes part."""
    return page(
        _CORPUS,
        "FROM corpus_corpus c JOIN corpus_membership m ON m.corpus_id = c.id"
        " JOIN corpus_corpuscounter n ON n.corpus_id = c.id"
        " WHERE m.user_id = %(user)s AND c.deleted_at IS NULL",
        {"user": user_id},
        order=Order("c.id", "bigint", "c.id"),
        place=place,
        size=size,
    )


def list_uploads(
    *, corpus_id: int, archive: UUID | None = None, place: Place | None, size: int
) -> Page:
    """Return a page of a corpus' uploads, newest first; with `archive` of its members, in order."""
    values: dict[str, Any] = {"corpus": corpus_id, "archive": archive}
    of = "IS NULL" if archive is None else "= %(archive)s"
    newest = Order("u.created_at", "timestamptz", "u.id", "uuid", descending=True)
    return page(
        UPLOAD,
        "FROM corpus_upload u WHERE u.corpus_id = %(corpus)s AND u.deleted_at IS NULL"
        f" AND u.archive_id {of}",
        values,
        order=newest if archive is None else Order("u.place", "integer", "u.id", "uuid"),
        place=place,
        size=size,
    )


def upload_json(upload_id: UUID) -> str:
    """Return one upload as JSON."""
    return page(
        UPLOAD,
        "FROM corpus_upload u WHERE u.id = %(upload)s",
        {"upload": upload_id},
        order=Order("u.created_at", "timestamptz", "u.id", "uuid"),
        place=None,
        size=1,
    ).rows[0]


def list_problems(*, upload_id: UUID, place: Place | None, size: int) -> Page:
    """Return a page of an upload's problems in the order of the file."""
    return page(
        'p.code, p.severity, p.message, p.hint, p.item, p.start, p."end"',
        "FROM corpus_problem p WHERE p.upload_id = %(upload)s",
        {"upload": upload_id},
        order=Order("p.number", "integer", "p.id"),
        place=place,
        size=size,
    )


def list_corrections(*, upload_id: UUID, place: Place | None, size: int) -> Page:
    """Return a page of the corrections of an upload that stand, in their order."""
    return page(
        "c.number AS id, c.operation, (SELECT row_to_json(x) FROM (SELECT w.id, w.username, w.name"
        f" WHERE w.id IS NOT NULL) AS x) AS by, {STAMP.format('c.made_at')} AS at",
        "FROM corpus_correction c LEFT JOIN corpus_user w ON w.id = c.made_by_id"
        " WHERE c.upload_id = %(upload)s AND c.undone_at IS NULL",
        {"upload": upload_id},
        order=Order("c.number", "integer", "c.id"),
        place=place,
        size=size,
    )


def list_invitations(*, corpus_id: int, place: Place | None, size: int) -> Page:
    """Return a page of a corpus' open invitations, newest first."""
    return page(
        f"i.id, i.role, i.note, {STAMP.format('i.created_at')} AS created_at,"
        f" {STAMP.format('i.expires_at')} AS expires_at",
        "FROM corpus_invitation i WHERE i.corpus_id = %(corpus)s AND i.accepted_at IS NULL"
        " AND i.expires_at > now()",
        {"corpus": corpus_id},
        order=Order("i.id", "bigint", "i.id", descending=True),
        place=place,
        size=size,
    )


def list_participants(
    *,
    corpus_id: int,
    q: str | None,
    attribute: Sequence[Filter] = (),
    place: Place | None,
    size: int,
) -> Page:
    """Return a page of a corpus' participants by name; `q` looks for a part of it."""
    where, values = conditions(attribute, "w.attributes")
    values["corpus"] = corpus_id
    if q:
        where += " AND strpos(lower(w.name), lower(%(q)s)) > 0"
        values["q"] = q
    return page(
        PARTICIPANT,
        f"FROM corpus_participant w WHERE w.corpus_id = %(corpus)s{where}",
        values,
        order=Order('lower(w.name) COLLATE "C"', "text", "w.id"),
        place=place,
        size=size,
    )


# Every name of the person who goes by the participant %(author)s.
PERSON = """ANY (ARRAY(SELECT o.id FROM corpus_participant o
    WHERE o.id = %(author)s OR o.merged_into_id = %(author)s))"""
# Of a name that others were merged into, what all of them wrote counts.
PARTICIPANT = """
    w.id, w.name, w.sites,
    (SELECT row_to_json(x) FROM (SELECT
        count(*) FILTER (WHERE p.kind = 'entry') AS entries,
        count(*) FILTER (WHERE p.kind = 'comment') AS comments,
        count(DISTINCT p.thread_id) AS threads
        FROM corpus_post p JOIN corpus_thread t ON t.id = p.thread_id AND t.deleted_at IS NULL
        WHERE p.author_id = ANY (ARRAY(SELECT w.id UNION ALL
            SELECT o.id FROM corpus_participant o WHERE o.merged_into_id = w.id))) AS x) AS counts,
    w.attributes, w.merged_into_id AS merged_into,
    (SELECT coalesce(json_agg(row_to_json(x)), '[]') FROM (SELECT o.id, o.name
        FROM corpus_participant o WHERE o.merged_into_id = w.id ORDER BY o.id) AS x) AS merged,
    w.version
"""
# Others who gave the same address: a hint for a person, who may merge them.
_SAME_HASH = """
    (SELECT coalesce(json_agg(row_to_json(x)), '[]') FROM (SELECT o.id, o.name
        FROM corpus_participant o WHERE o.sites && w.sites AND o.id <> w.id AND o.id IN (
            SELECT p.author_id FROM corpus_post p WHERE p.corpus_id = w.corpus_id
            AND p.author_hash <> '' AND p.author_hash IN (
                SELECT DISTINCT q.author_hash FROM corpus_post q
                WHERE q.author_id = w.id AND q.author_hash <> ''))
        ORDER BY o.id LIMIT 20) AS x) AS same_hash
"""


def participant_json(participant_id: int) -> str:
    """Return one participant as JSON."""
    return page(
        f"{PARTICIPANT.rstrip()}, {_SAME_HASH}",
        "FROM corpus_participant w WHERE w.id = %(participant)s",
        {"participant": participant_id},
        order=Order("w.id", "bigint", "w.id"),
        place=None,
        size=1,
    ).rows[0]
