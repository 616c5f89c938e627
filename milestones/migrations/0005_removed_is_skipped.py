"""The rows of before keep the new rule, too."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("milestones", "0004_removed_from_the_plan")]

    operations = [ValidateConstraint("milestone", "milestone_removed_is_skipped")]
