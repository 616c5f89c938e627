"""For how many days both sides may let an order rest, and the version of each preset that says it.

By the default all published versions mean what they meant: never. Going back takes nothing from the table: what was
published once is what somebody may have signed on.
"""

from datetime import UTC, datetime

import django.core.validators
from django.db import migrations, models

from marketplace.policies.presets import publish

PUBLISHED = datetime(2026, 11, 28, tzinfo=UTC)

VERSIONS = {"fair": 4, "studio": 4, "open": 5, "steps8": 4, "contract14": 4, "steps5": 4}
PARAMETERS = {"pause_days_max": 30}


def publish_all(apps, schema_editor):
    for key, version in VERSIONS.items():
        publish(apps, key, version, PARAMETERS, at=PUBLISHED)


class Migration(migrations.Migration):
    dependencies = [("policies", "0008_suspended_end")]
    survives = "six rows are added to a small table; nobody waits for them"

    operations = [
        migrations.AddField(
            model_name="policy",
            name="pause_days_max",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Days for which both may let an order rest at once, at most. Empty: it never rests.",
                null=True,
                validators=[django.core.validators.MinValueValidator(1)],
            ),
        ),
        migrations.RunPython(publish_all, migrations.RunPython.noop, elidable=False),
    ]
