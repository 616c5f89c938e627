"""How an order is paid, and whether a video call goes with a step. All orders of before are paid in steps."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

from marketplace.postgresql.guards import NeverChanges


class Migration(migrations.Migration):
    dependencies = [("milestones", "0005_removed_is_skipped")]
    survives = "making a trigger looks at no row"

    operations = [
        migrations.AddField(
            "order",
            "order_type",
            models.CharField(
                choices=[("single", "one payment"), ("milestones", "paid in steps")],
                db_default="milestones",
                default="milestones",
                help_text="How it is paid; never changes. With one payment it has one step.",
                max_length=20,
            ),
        ),
        AddConstraintNotValid(
            "order",
            models.CheckConstraint(
                condition=models.Q(order_type__in=["single", "milestones"]), name="order_type_known"
            ),
        ),
        NeverChanges("milestones_order", "order_type"),
        migrations.AddField(
            "milestone",
            "call",
            models.BooleanField(db_default=False, default=False, help_text="A video call goes with it."),
        ),
    ]
