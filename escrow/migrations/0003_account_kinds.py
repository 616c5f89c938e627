"""Accounts for what a gateway costs, what is under way to a bank, what is disputed, what is lost, and tax."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import Q

KINDS = [
    "escrow",
    "wallet",
    "clearing",
    "payout",
    "fees",
    "gateway",
    "receivable",
    "suspense",
    "cost",
    "transit",
    "disputed",
    "loss",
    "tax",
]
REFERENCED = ("cost", "disputed", "escrow", "gateway", "payout", "transit")


class Migration(migrations.Migration):
    survives = "accounts of the old kinds fit the new CHECKs; they are validated by the next migration"

    dependencies = [("escrow", "0002_guards")]

    operations = [
        migrations.AlterField(
            "account", "kind", models.CharField(choices=[(kind, kind) for kind in KINDS], max_length=20)
        ),
        migrations.RemoveConstraint("account", "escrow_account_kind_known"),
        migrations.RemoveConstraint("account", "escrow_account_reference_fits_kind"),
        AddConstraintNotValid(
            model_name="account",
            constraint=models.CheckConstraint(condition=Q(kind__in=KINDS), name="escrow_account_kind_known"),
        ),
        AddConstraintNotValid(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=Q(kind__in=REFERENCED) ^ Q(reference=""), name="escrow_account_reference_fits_kind"
            ),
        ),
    ]
