"""The steps of before keep the new rule, too."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("milestones", "0011_calls")]

    operations = [ValidateConstraint("milestone", "milestone_call_has_place")]
