"""The rows of before keep the new rule, too."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("mail", "0002_goes_somewhere")]

    operations = [ValidateConstraint("outgoingmail", "outgoingmail_goes_somewhere")]
