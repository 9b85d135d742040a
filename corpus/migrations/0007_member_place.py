"""The place of an upload in the archive that it came in: a member is taken out once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("corpus", "0006_likeness")]
    operations = [
        migrations.AddField(
            model_name="upload",
            name="place",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.UniqueConstraint(
                fields=("archive", "place"), name="member_place_once"
            ),
        ),
    ]
