"""A timer is put into the indexes that somebody finds it by, not into those of what it has not: case, reference.

A sweep writes several timers for each order, and each index was a seventh of that.
"""

import django.db.models.deletion
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


def to(model: str) -> models.ForeignKey:
    return models.ForeignKey(
        blank=True,
        db_index=False,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="deadlines",
        to=model,
    )


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("deadlines", "0002_kinds_are_registered")]

    operations = [
        AddIndexConcurrently(
            "deadline",
            models.Index(fields=["case"], name="deadline_of_case", condition=models.Q(case__isnull=False)),
        ),
        AddIndexConcurrently(
            "deadline",
            models.Index(fields=["reference"], name="deadline_of_reference", condition=~models.Q(reference="")),
        ),
        RemoveIndexConcurrently("deadline", "deadline_live_of_reference"),
        migrations.AlterField("deadline", "milestone", to("milestones.milestone")),
        migrations.AlterField("deadline", "case", to("milestones.case")),
    ]
