"""What staged rows say besides: by what they are known again, how sure, who to ask for contact."""

from django.db import migrations

ADD = """
ALTER TABLE corpus_stagedthread ADD COLUMN identity text NOT NULL DEFAULT '';
ALTER TABLE corpus_stagedpost
    ADD COLUMN identity text NOT NULL DEFAULT '', ADD COLUMN author_hash text NOT NULL DEFAULT '',
    ADD COLUMN confidence double precision NOT NULL DEFAULT 1,
    ADD COLUMN email text NOT NULL DEFAULT '', ADD COLUMN ip text NOT NULL DEFAULT '';
"""
DROP = """
ALTER TABLE corpus_stagedthread DROP COLUMN identity;
ALTER TABLE corpus_stagedpost DROP COLUMN identity, DROP COLUMN author_hash,
    DROP COLUMN confidence, DROP COLUMN email, DROP COLUMN ip;
"""


class Migration(migrations.Migration):
    dependencies = [("corpus", "0003_reading_again")]
    operations = [migrations.RunSQL(ADD, DROP)]
