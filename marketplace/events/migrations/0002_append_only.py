"""The audit trail is append-only: PostgreSQL refuses every change but the outbox's own, which sets dispatched_at once."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION events_event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.dispatched_at IS NULL
       AND to_jsonb(NEW) - 'dispatched_at' = to_jsonb(OLD) - 'dispatched_at' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'events are append-only'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'event_is_append_only';
END $$;
CREATE TRIGGER event_is_append_only BEFORE UPDATE OR DELETE ON events_event
    FOR EACH ROW EXECUTE FUNCTION events_event_is_append_only();
CREATE TRIGGER event_is_not_truncated BEFORE TRUNCATE ON events_event
    FOR EACH STATEMENT EXECUTE FUNCTION events_event_is_append_only();
"""

MUTABLE = """
DROP TRIGGER event_is_not_truncated ON events_event;
DROP TRIGGER event_is_append_only ON events_event;
DROP FUNCTION events_event_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]

    operations = [migrations.RunSQL(APPEND_ONLY, MUTABLE)]
