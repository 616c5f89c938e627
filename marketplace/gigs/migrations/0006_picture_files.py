"""A picture names its files, so that what no row names can be removed; and says when a task is to make them.

Pictures from before this were made by nobody: what waits is due at once.
"""

from django.db import migrations, models
from django.db.models import F, Q

from marketplace.gigs.models.picture import original_name


def file():
    return models.FileField(blank=True, db_default="", max_length=200, upload_to=original_name)


def make_due(apps, schema_editor):
    pictures = apps.get_model("gigs", "Picture").objects
    pictures.filter(made_at=None, problem="").exclude(original="").update(due_at=F("at"))


class Migration(migrations.Migration):
    contracts = "the index of what waits is by when it is due now; no release had the other one"
    dependencies = [("gigs", "0005_workflows")]

    operations = [
        *[migrations.AddField("picture", name, file()) for name in ("source", "small", "medium", "large")],
        migrations.AddField(
            "picture", "sha256", models.CharField(blank=True, db_default="", default="", max_length=64)
        ),
        migrations.AddField("picture", "due_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("picture", "tries", models.PositiveSmallIntegerField(db_default=0, default=0)),
        migrations.RunPython(make_due, migrations.RunPython.noop),
        migrations.RemoveIndex("picture", "picture_waiting"),
        migrations.AddIndex(
            "picture", models.Index(fields=["due_at"], name="picture_due", condition=Q(due_at__isnull=False))
        ),
    ]
