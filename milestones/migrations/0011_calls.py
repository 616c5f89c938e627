"""A video call that goes with a step has a time and a link, both or none of them."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("milestones", "0010_questions_hold")]

    operations = [
        migrations.AddField("milestone", "call_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "milestone", "call_url", models.CharField(blank=True, db_default="", default="", max_length=500)
        ),
        AddConstraintNotValid(
            "milestone",
            models.CheckConstraint(
                condition=models.Q(call_at__isnull=True, call_url="")
                | models.Q(call_at__isnull=False, call_url__startswith="https://"),
                name="milestone_call_has_place",
            ),
        ),
    ]
