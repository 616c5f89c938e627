"""After how many days of a suspension the other side may end an order alone, and the version of each preset that says it.

By the default all published versions mean what they meant: never. Going back takes nothing from the table: what was
published once is what somebody may have signed on.
"""

from datetime import UTC, datetime

import django.core.validators
from django.db import migrations, models

from marketplace.policies.presets import publish

PUBLISHED = datetime(2026, 11, 28, tzinfo=UTC)

VERSIONS = {"fair": 3, "studio": 3, "open": 4, "steps8": 3, "contract14": 3, "steps5": 3}
PARAMETERS = {"suspended_end_days": 14}


def publish_all(apps, schema_editor):
    for key, version in VERSIONS.items():
        publish(apps, key, version, PARAMETERS, at=PUBLISHED)


class Migration(migrations.Migration):
    dependencies = [("policies", "0007_bid_milestones")]
    survives = "six rows are added to a small table; nobody waits for them"

    operations = [
        migrations.AddField(
            model_name="policy",
            name="suspended_end_days",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Days after which the other side of a suspended person may end the order alone. Empty: never.",
                null=True,
                validators=[django.core.validators.MinValueValidator(1)],
            ),
        ),
        migrations.RunPython(publish_all, migrations.RunPython.noop, elidable=False),
    ]
