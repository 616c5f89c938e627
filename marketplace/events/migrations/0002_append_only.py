"""The audit trail is append-only: PostgreSQL refuses every change but the outbox's own, which sets dispatched_at once."""

from django.db import migrations

from marketplace.postgresql.guards import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]

    operations = [AppendOnly("events_event", may_fill=["dispatched_at"], says="events are append-only")]
