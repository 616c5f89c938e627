"""What was taken out of a plan is told apart from what never began because the order ended."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("milestones", "0003_timers")]

    operations = [
        migrations.AddField(
            "milestone",
            "is_removed",
            models.BooleanField(
                db_default=False,
                default=False,
                help_text="It was taken out of the plan, and not skipped because the order ended.",
            ),
        ),
        AddConstraintNotValid(
            "milestone",
            models.CheckConstraint(
                condition=models.Q(is_removed=False) | models.Q(state="skipped"), name="milestone_removed_is_skipped"
            ),
        ),
    ]
