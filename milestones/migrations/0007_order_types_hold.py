"""The rows of before keep the new rule, too."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("milestones", "0006_order_types")]

    operations = [ValidateConstraint("order", "order_type_known")]
