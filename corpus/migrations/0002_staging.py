"""Unlogged tables in which an import stands between reading and loading.

They survive a killed worker, not a killed database: the import then reads the kept file again.
"""

from django.db import migrations

WRITTEN = """
    written_at timestamptz, written_offset smallint, written_raw text, written_precision text
"""

CREATE = f"""
CREATE UNLOGGED TABLE corpus_stagedthread (
    upload_id uuid NOT NULL, ordinal integer NOT NULL, title text, site text, url text,
    external_id text, author text, author_key text, language text, categories text[],
    attributes jsonb, comments integer, words integer, {WRITTEN},
    PRIMARY KEY (upload_id, ordinal)
);
CREATE UNLOGGED TABLE corpus_stagedpost (
    upload_id uuid NOT NULL, ordinal integer NOT NULL, number integer NOT NULL, kind text,
    parent_number integer, parent_how text, depth integer, author text, author_key text,
    is_entry_author boolean, url text, external_id text, status text, text text,
    text_sha256 text, words integer, flags text[], source_start bigint, source_end bigint,
    {WRITTEN},
    PRIMARY KEY (upload_id, ordinal, number)
);
"""


# Each write updates a corpus' counter: with room on its page that stays a cheap update in place.
ROOM = "ALTER TABLE corpus_corpuscounter SET (fillfactor = 10)"


class Migration(migrations.Migration):
    dependencies = [("corpus", "0001_initial")]
    operations = [
        migrations.RunSQL(CREATE, "DROP TABLE corpus_stagedthread, corpus_stagedpost"),
        migrations.RunSQL(ROOM, "ALTER TABLE corpus_corpuscounter RESET (fillfactor)"),
    ]
