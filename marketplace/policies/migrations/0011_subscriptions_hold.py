"""The rulebooks of before keep the new rule, too."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("policies", "0010_subscriptions")]

    operations = [ValidateConstraint("policy", "policy_has_order_types")]
