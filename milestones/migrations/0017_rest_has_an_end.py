"""An order that rests knows until when: the CHECK before let a row without an end in, as NULL is greater than nothing."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    survives = "rows of a rest have both times already; the new CHECK is validated by the next migration"

    dependencies = [("milestones", "0016_rest_holds")]

    operations = [
        migrations.RemoveConstraint("order", "order_rests_while_active"),
        AddConstraintNotValid(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=Q(paused_at__isnull=True, paused_until__isnull=True)
                | Q(
                    state="active",
                    paused_at__isnull=False,
                    paused_until__isnull=False,
                    paused_until__gt=models.F("paused_at"),
                ),
                name="order_rests_while_active",
            ),
        ),
    ]
