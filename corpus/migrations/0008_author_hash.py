"""An index of the keyed hashes, to find names that share an e-mail address."""

import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("corpus", "0007_member_place")]
    operations = [
        migrations.AddIndex(
            model_name="post",
            index=django.contrib.postgres.indexes.HashIndex(
                condition=models.Q(("author_hash", ""), _negated=True),
                fields=["author_hash"],
                name="post_author_hash",
            ),
        ),
    ]
