"""An order may end because one side leaves it, whose other side is suspended."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("milestones", "0012_calls_hold")]

    operations = [
        migrations.RemoveConstraint(model_name="order", name="order_ending_known"),
        migrations.AlterField(
            model_name="order",
            name="ending",
            field=models.CharField(
                blank=True,
                choices=[
                    ("finished", "finished"),
                    ("stopped_by_client", "stopped by the client"),
                    ("stopped_by_timer", "stopped by a timer"),
                    ("cancelled_mutually", "cancelled by both sides"),
                    ("cancelled_by_support", "cancelled by support"),
                    ("lapsed", "lapsed, because the next step was not paid"),
                    ("unanswered", "cancelled by one side, because its questions were not answered"),
                    ("party_suspended", "ended by one side, because the account of the other is suspended"),
                ],
                max_length=30,
            ),
        ),
        AddConstraintNotValid(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "ending__in",
                        [
                            "",
                            "finished",
                            "stopped_by_client",
                            "stopped_by_timer",
                            "cancelled_mutually",
                            "cancelled_by_support",
                            "lapsed",
                            "unanswered",
                            "party_suspended",
                        ],
                    )
                ),
                name="order_ending_known",
            ),
        ),
    ]
