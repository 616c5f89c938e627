"""The names of steps in the JSON of a version are lines, as they are in the rows that it becomes. No SQL."""

from django.db import migrations, models

import marketplace.offers.models.version


class Migration(migrations.Migration):
    dependencies = [("offers", "0006_order_types_hold")]

    operations = [
        migrations.AlterField(
            "version",
            "milestones",
            models.JSONField(validators=[marketplace.offers.models.version.validate_step_names]),
        ),
    ]
