"""What was written stays written: PostgreSQL refuses every change of a message but support's, which takes it away once."""

from django.db import migrations

from marketplace.postgresql.guards import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("inbox", "0001_initial")]

    operations = [
        AppendOnly("inbox_message", may_fill=["removed_at", "removed_by_id"], says="messages are never changed"),
        AppendOnly("inbox_messagefile", says="files of messages are never changed"),
    ]
