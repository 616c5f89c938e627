"""How the order of an offer is paid. All offers of before are for orders that are paid in steps."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

from marketplace.postgresql.guards import NeverChanges


class Migration(migrations.Migration):
    dependencies = [("offers", "0004_timers")]
    survives = "making a trigger looks at no row"

    operations = [
        migrations.AddField(
            "offer",
            "order_type",
            models.CharField(
                choices=[("single", "one payment"), ("milestones", "paid in steps")],
                db_default="milestones",
                default="milestones",
                help_text="How its order is paid; never changes once it was sent. With one payment the plan is one step.",
                max_length=20,
            ),
        ),
        AddConstraintNotValid(
            "offer",
            models.CheckConstraint(
                condition=models.Q(order_type__in=["single", "milestones"]), name="offer_order_type_known"
            ),
        ),
        NeverChanges("offers_offer", "order_type", once="sent_at"),
    ]
