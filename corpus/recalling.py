"""The mappings of tables that a corpus remembers, found again by the structure of a file."""

from collections import defaultdict

from django.utils import timezone

from corpus.errors import ImpossibleError
from corpus.ingest.source import Source
from corpus.ingest.tables import look, reader
from corpus.ingest.tables.mapping import Shape, parse, shape_of
from corpus.models import Mapping, Upload

# A file is looked at in so many ways: by the sheets, paths and headers of remembered mappings.
MOST_SHAPES = 20


def remembered(corpus_id: int, signature: str) -> Mapping | None:
    """Return what a corpus remembers for tables of this structure."""
    rows = Mapping.objects.filter(corpus=corpus_id, signature=signature, deleted_at=None)
    return rows.first()


def recalled(corpus_id: int, form: str, source: Source) -> Mapping | None:
    """Return what a corpus remembers for a file, seen as each of its mappings would see it."""
    rows = Mapping.objects.filter(
        corpus=corpus_id, signature__startswith=f"{form}:", deleted_at=None
    )
    by_shape: dict[Shape, dict[str, Mapping]] = defaultdict(dict)
    for row in rows.order_by("-created_at"):
        by_shape[shape_of(parse(row.mapping)[0])][row.signature] = row
    for shape, known in list(by_shape.items())[:MOST_SHAPES]:
        try:
            table = reader.open_table(form, source, shape)
        except ImpossibleError:
            continue
        found = known.get(look.signature_of(form, table, look.sample_of(table)))
        if found is not None:
            return found
    return None


def recall(upload: Upload, form: str, source: Source) -> bool:
    """Give an upload the mapping that its corpus remembers for its structure, if there is one."""
    kept = recalled(upload.corpus_id, form, source)
    if kept is None:
        return False
    Mapping.objects.filter(pk=kept.pk).update(used_at=timezone.now())
    upload.options = {**upload.options, "mapping": kept.mapping}
    Upload.objects.filter(pk=upload.pk).update(options=upload.options)
    return True
