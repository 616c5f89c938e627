"""How many steps a freelancer may propose, and version 3 of the preset “open”, under which those are ten.

By the default all published versions mean what they meant. Going back takes nothing from the table: what was published
once is what somebody may have signed on.
"""

from datetime import UTC, datetime

import django.core.validators
from django.db import migrations, models

from marketplace.policies.presets import publish

PUBLISHED = datetime(2026, 11, 28, tzinfo=UTC)


def publish_open(apps, schema_editor):
    publish(apps, "open", 3, {"bid_milestones_max": 10}, at=PUBLISHED)


class Migration(migrations.Migration):

    dependencies = [
        ('policies', '0006_presets_take_one_payment'),
    ]
    survives = "one row is added to a small table; nobody waits for it"

    operations = [
        migrations.AddField(
            model_name='policy',
            name='bid_milestones_max',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Of what a freelancer proposes. Empty: no limit but that of every offer.', null=True, validators=[django.core.validators.MinValueValidator(1)]),
        ),
        migrations.RunPython(publish_open, migrations.RunPython.noop, elidable=False),
    ]
