"""The CHECK of a rest holds for what was there before it."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("milestones", "0017_rest_has_an_end")]

    operations = [ValidateConstraint("order", "order_rests_while_active")]
