"""What clock and gateway did is found by its thread: only what has an actor is put into the index of actors."""

import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("events", "0002_append_only")]

    operations = [
        AddIndexConcurrently(
            "event",
            models.Index(fields=["actor"], name="event_actor", condition=models.Q(actor__isnull=False)),
        ),
        migrations.AlterField(
            "event",
            "actor",
            models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
