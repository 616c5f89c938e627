"""The rows of before keep the new rule, too."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("offers", "0008_gigs")]

    operations = [ValidateConstraint("offer", "offer_of_gig_names_it")]
