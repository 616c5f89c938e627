"""What only SQL can promise: what was sent never changes, and neither does what was signed."""

from django.db import migrations

from marketplace.postgresql.guards import AppendOnly, NeverChanges


class Migration(migrations.Migration):
    dependencies = [("offers", "0001_initial")]

    operations = [
        AppendOnly("offers_version", says="versions are append-only: what was sent never changes"),
        AppendOnly("offers_signature", says="signatures are append-only: what was signed never changes"),
        NeverChanges("offers_offer", "origin", once="sent_at"),
    ]
