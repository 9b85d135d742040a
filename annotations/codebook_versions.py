"""Frozen versions of the codebook, and what changed between them."""

from typing import Any

from django.db import connection, transaction

from annotations.codebook_difference import difference, state
from annotations.codes import hold_codebook
from annotations.models import CodebookVersion
from annotations.queries import codes_shown
from corpus.errors import NotFoundError
from corpus.keyset import Order, Page, Place, page
from corpus.models import Corpus, User
from corpus.written import STAMP

_SHOWN = f"""
    v.number, v.name, v.note, v.seq,
    (SELECT count(*) FROM jsonb_array_elements(v.codes) AS c WHERE NOT (c->>'archived')::boolean)
        AS codes,
    {STAMP.format("v.created_at")} AS created_at,
    (SELECT row_to_json(x) FROM (SELECT u.id, u.username, u.name) AS x WHERE u.id IS NOT NULL)
        AS created_by
"""
_FROM = "FROM annotations_codebookversion v LEFT JOIN corpus_user u ON u.id = v.created_by_id"


@transaction.atomic
def freeze_codebook(corpus: Corpus, *, actor: User, name: str = "", note: str = "") -> str:
    """Keep the codebook as it is as its next version; returns that as JSON."""
    Corpus.objects.select_for_update(no_key=True).get(pk=corpus.pk)
    hold_codebook(corpus.pk)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n.seq, coalesce(max(v.number), 0) + 1 FROM corpus_corpuscounter n"
            " LEFT JOIN annotations_codebookversion v ON v.corpus_id = n.corpus_id"
            " WHERE n.corpus_id = %s GROUP BY n.seq",
            [corpus.pk],
        )
        seq, number = cursor.fetchone()
    version = CodebookVersion.objects.create(
        corpus=corpus, number=number, name=name, note=note, seq=seq, created_by=actor,
        codes=codes_shown(corpus.pk, archived=True),
    )  # fmt: skip
    return list_versions(corpus_id=corpus.pk, place=None, size=1, number=version.number).rows[0]


def list_versions(
    *, corpus_id: int, place: Place | None, size: int, number: int | None = None
) -> Page:
    """Return a page of a corpus' frozen codebooks, newest first; or the one with this number."""
    return page(
        _SHOWN,
        f"{_FROM} WHERE v.corpus_id = %(corpus)s"
        " AND (%(number)s::int IS NULL OR v.number = %(number)s)",
        {"corpus": corpus_id, "number": number},
        order=Order("v.number", "integer", "v.id", descending=True),
        place=place,
        size=size,
    )


def codebook_difference(
    corpus_id: int, *, earlier: int | None, later: int | None
) -> list[dict[str, Any]]:
    """Return what changed from one version to another; None: before the first, or now.

    Raises:
        NotFoundError: there is no such version.
    """
    before = _codes(corpus_id, earlier) if earlier is not None else []
    after = _codes(corpus_id, later) if later is not None else codes_shown(corpus_id, archived=True)
    return difference(state(before), state(after))


def _codes(corpus_id: int, number: int) -> list[dict[str, Any]]:
    version = CodebookVersion.objects.filter(corpus=corpus_id, number=number).first()
    if version is None:
        raise NotFoundError(f"There is no version {number} of this codebook.")
    codes: list[dict[str, Any]] = version.codes
    return codes
