"""Publish the six presets as version 1 of six policies."""

from datetime import UTC, datetime

from django.db import migrations

from milestones.policies import presets

PUBLISHED = datetime(2026, 11, 21, tzinfo=UTC)


def publish(apps, schema_editor):
    Policy = apps.get_model("milestones", "Policy")
    for preset in presets():
        Policy.objects.create(version=1, published_at=PUBLISHED, **preset)


class Migration(migrations.Migration):
    dependencies = [("milestones", "0002_guards")]

    operations = [migrations.RunPython(publish, migrations.RunPython.noop, elidable=False)]
