"""The rows of before keep the new rule, too."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("offers", "0005_order_types")]

    operations = [ValidateConstraint("offer", "offer_order_type_known")]
