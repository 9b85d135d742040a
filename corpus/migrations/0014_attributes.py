"""What sources say of people, staged; who set which attribute; the attributes that corpora have."""

import django.contrib.postgres.fields
from django.db import migrations, models

STAGED = """
CREATE UNLOGGED TABLE corpus_stagedperson (
    number bigint GENERATED ALWAYS AS IDENTITY, upload_id uuid NOT NULL, key text NOT NULL,
    attributes jsonb NOT NULL
);
CREATE INDEX corpus_stagedperson_key ON corpus_stagedperson (upload_id, key);
"""

# As `corpus/attributes.py` registers them at loading.
REGISTER = """
INSERT INTO corpus_attribute (corpus_id, owner, name, kind, position, version)
SELECT t.corpus_id, 'thread', e.key, CASE
    WHEN bool_and(jsonb_typeof(e.value) = 'boolean') THEN 'truth'
    WHEN bool_and(jsonb_typeof(e.value) = 'number') THEN 'number' ELSE 'text' END,
    row_number() OVER (PARTITION BY t.corpus_id ORDER BY e.key) - 1, 1
FROM corpus_thread t CROSS JOIN LATERAL jsonb_each(t.attributes) AS e
WHERE jsonb_typeof(t.attributes) = 'object' AND e.value NOT IN ('null', '""')
    AND length(e.key) BETWEEN 1 AND 200
GROUP BY t.corpus_id, e.key
ON CONFLICT DO NOTHING
"""


def _edited():
    return django.contrib.postgres.fields.ArrayField(
        base_field=models.TextField(), db_default=[], default=list, size=None
    )


class Migration(migrations.Migration):
    dependencies = [("corpus", "0013_arriving")]
    operations = [
        migrations.RunSQL(STAGED, "DROP TABLE corpus_stagedperson"),
        migrations.AddField("participant", "edited_attributes", _edited()),
        migrations.AddField("thread", "edited_attributes", _edited()),
        migrations.RunSQL(REGISTER, migrations.RunSQL.noop),
    ]
