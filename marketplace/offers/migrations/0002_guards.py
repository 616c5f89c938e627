"""What only SQL can promise: what was sent never changes, and neither does what was signed."""

from django.db import migrations

APPEND_ONLY = """
CREATE FUNCTION offers_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: what was sent or signed never changes', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_TABLE_NAME || '_is_append_only';
END $$;
CREATE TRIGGER version_is_append_only BEFORE UPDATE OR DELETE ON offers_version
    FOR EACH ROW EXECUTE FUNCTION offers_is_append_only();
CREATE TRIGGER version_is_not_truncated BEFORE TRUNCATE ON offers_version
    FOR EACH STATEMENT EXECUTE FUNCTION offers_is_append_only();
CREATE TRIGGER signature_is_append_only BEFORE UPDATE OR DELETE ON offers_signature
    FOR EACH ROW EXECUTE FUNCTION offers_is_append_only();
CREATE TRIGGER signature_is_not_truncated BEFORE TRUNCATE ON offers_signature
    FOR EACH STATEMENT EXECUTE FUNCTION offers_is_append_only();
"""

MUTABLE = """
DROP TRIGGER signature_is_not_truncated ON offers_signature;
DROP TRIGGER signature_is_append_only ON offers_signature;
DROP TRIGGER version_is_not_truncated ON offers_version;
DROP TRIGGER version_is_append_only ON offers_version;
DROP FUNCTION offers_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("offers", "0001_initial")]

    operations = [migrations.RunSQL(APPEND_ONLY, MUTABLE)]
