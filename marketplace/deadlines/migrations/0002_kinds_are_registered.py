"""Each app registers the kinds of its timers, and holds what is true of them alone; here stands what is true of all."""

from django.db import migrations, models
from django.db.models import Q

import marketplace.deadlines.kinds


class Migration(migrations.Migration):
    dependencies = [("deadlines", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="deadline",
            name="kind",
            field=models.CharField(choices=marketplace.deadlines.kinds.choices, max_length=20),
        ),
        migrations.RemoveConstraint(model_name="deadline", name="deadline_one_of_milestone"),
        migrations.RemoveConstraint(model_name="deadline", name="deadline_one_of_order"),
        migrations.RemoveConstraint(model_name="deadline", name="deadline_one_of_reference"),
        migrations.RemoveConstraint(model_name="deadline", name="deadline_about_something"),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.CheckConstraint(
                condition=Q(order__isnull=False, reference="")
                | (Q(order__isnull=True, milestone__isnull=True, case__isnull=True) & ~Q(reference="")),
                name="deadline_about_something",
            ),
        ),
    ]
