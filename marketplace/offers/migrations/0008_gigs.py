"""Which version of a gig an offer was made from, and which package. No offer of before came from one."""

import django.db.models.deletion
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("gigs", "0005_workflows"), ("offers", "0007_step_names")]

    operations = [
        migrations.AddField(
            "offer",
            "gig_version",
            models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="offers",
                to="gigs.gigversion",
            ),
        ),
        migrations.AddField(
            "offer",
            "package",
            models.CharField(
                blank=True,
                choices=[("basic", "Basic"), ("standard", "Standard"), ("premium", "Premium")],
                db_default="",
                default="",
                max_length=20,
            ),
        ),
        AddConstraintNotValid(
            "offer",
            models.CheckConstraint(
                condition=~Q(origin="gig") | (Q(gig_version__isnull=False) & ~Q(package="")),
                name="offer_of_gig_names_it",
            ),
        ),
    ]
