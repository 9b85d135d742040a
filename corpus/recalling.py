"""The mappings of tables that a corpus remembers, found again by the structure of a file."""

from django.utils import timezone

from corpus.ingest.source import Source
from corpus.ingest.tables import look, reader
from corpus.ingest.tables.mapping import Shape
from corpus.models import Mapping, Upload


def remembered(corpus_id: int, signature: str) -> Mapping | None:
    """Return what a corpus remembers for tables of this structure."""
    rows = Mapping.objects.filter(corpus=corpus_id, signature=signature, deleted_at=None)
    return rows.first()


def recall(upload: Upload, form: str, source: Source) -> bool:
    """Give an upload the mapping that its corpus remembers for its structure, if there is one."""
    table = reader.open_table(form, source, Shape())
    kept = remembered(upload.corpus_id, look.signature_of(form, table, look.sample_of(table)))
    if kept is None:
        return False
    Mapping.objects.filter(pk=kept.pk).update(used_at=timezone.now())
    upload.options = {**upload.options, "mapping": kept.mapping}
    Upload.objects.filter(pk=upload.pk).update(options=upload.options)
    return True
