"""A verb writes rows of orders and milestones anew, and mostly no column that an index has: in place, then.

For that PostgreSQL needs room on the same page. And each of these foreign keys had two indexes that begin with it.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

ROOM = """
ALTER TABLE milestones_order SET (fillfactor = 60);
ALTER TABLE milestones_milestone SET (fillfactor = 60);
"""
NO_ROOM = """
ALTER TABLE milestones_milestone RESET (fillfactor);
ALTER TABLE milestones_order RESET (fillfactor);
"""


def to_user(name: str) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name=name
    )


class Migration(migrations.Migration):
    dependencies = [("milestones", "0007_order_types_hold")]
    survives = "The storage parameter of a table is set beside those who read and write it."

    operations = [
        migrations.RunSQL(ROOM, NO_ROOM),
        migrations.AlterField("order", "client", to_user("orders_as_client")),
        migrations.AlterField("order", "freelancer", to_user("orders_as_freelancer")),
        migrations.AlterField(
            "milestone",
            "order",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="milestones",
                to="milestones.order",
            ),
        ),
    ]
