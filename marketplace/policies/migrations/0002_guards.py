"""What only SQL can promise: a published policy never changes."""

from django.db import migrations

from marketplace.postgresql.guards import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("policies", "0001_initial")]

    operations = [
        AppendOnly(
            "policies_policy",
            may_change=["withdrawn_at"],
            says="a published policy never changes: publish a new version",
        )
    ]
