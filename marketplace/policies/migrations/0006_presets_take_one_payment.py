"""Version 2 of the six presets: an order may have one payment, and may come with questions.

What is left out is as in version 1. A single payment is reviewed as a step is, unless its days stand here.
Going back takes nothing from the table: what was published once is what somebody may have signed on.
"""

from datetime import UTC, datetime

from django.db import migrations

from marketplace.policies.presets import publish

PUBLISHED = datetime(2026, 11, 28, tzinfo=UTC)

OF_ALL = {"order_types": ["single", "milestones"]}

ASKS = {"requirements": "before_start", "requirements_end": "client_may_cancel"}

PRESETS = {
    "fair": {
        "requirements": "before_start",
        "requirements_days": 14,
        "requirements_end": "either_may_cancel",
        "requirements_returns": 1,
    },
    "studio": {},
    "open": {},
    "steps8": {**ASKS, "gig_milestone_min": "50", "single_total_min": "5", "single_review_days": 3},
    "contract14": {"single_total_min": "5"},
    "steps5": {**ASKS, "single_total_min": "5", "single_review_days": 3},
}


def publish_all(apps, schema_editor):
    for key, parameters in PRESETS.items():
        publish(apps, key, 2, {**OF_ALL, **parameters}, at=PUBLISHED)


class Migration(migrations.Migration):
    dependencies = [("policies", "0005_order_types_hold")]
    survives = "six rows are added to a small table; nobody waits for them"

    operations = [migrations.RunPython(publish_all, migrations.RunPython.noop, elidable=False)]
