"""What only SQL can promise: order numbers start at 1001, and how an order came to be never changes."""

from django.db import migrations

from marketplace.postgresql.guards import NeverChanges


class Migration(migrations.Migration):
    dependencies = [("milestones", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE milestones_order ALTER COLUMN id RESTART WITH 1001",
            "ALTER TABLE milestones_order ALTER COLUMN id RESTART WITH 1",
        ),
        NeverChanges("milestones_order", "origin"),
    ]
