"""The CHECKs of the kinds hold for the accounts that were there before them."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("escrow", "0003_account_kinds")]

    operations = [
        ValidateConstraint("account", "escrow_account_kind_known"),
        ValidateConstraint("account", "escrow_account_reference_fits_kind"),
    ]
