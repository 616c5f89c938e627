"""What only SQL can promise: what was published never changes."""

from django.db import migrations

from marketplace.postgresql.guards import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("gigs", "0003_gigs")]

    operations = [AppendOnly("gigs_gigversion", says="versions of gigs are append-only: what was published never changes")]
