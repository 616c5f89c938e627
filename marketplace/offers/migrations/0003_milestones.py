"""A plan consists of milestones in the rows, too. The renaming is from before the first release: no site runs it."""

from django.db import migrations, models
from django.db.models.lookups import GreaterThan

RENAME = """
UPDATE offers_draft SET terms = (terms - '{old}') || jsonb_build_object('{new}', terms -> '{old}') WHERE terms ? '{old}'
"""


def not_empty(name):
    length = models.Func(models.F(name), function="jsonb_array_length", output_field=models.IntegerField())
    return models.CheckConstraint(condition=GreaterThan(length, 0), name=f"offer_version_has_{name}")


class Migration(migrations.Migration):
    dependencies = [("offers", "0002_guards")]

    operations = [
        migrations.RunSQL(
            RENAME.format(old="steps", new="milestones"),
            RENAME.format(old="milestones", new="steps"),
        ),
        migrations.RemoveConstraint("version", "offer_version_has_steps"),
        migrations.RenameField("version", "steps", "milestones"),
        migrations.AddConstraint("version", not_empty("milestones")),
    ]
