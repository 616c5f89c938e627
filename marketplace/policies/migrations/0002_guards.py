"""What only SQL can promise: a published policy never changes."""

from django.db import migrations

POLICY_IS_IMMUTABLE = """
CREATE FUNCTION policies_policy_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'withdrawn_at' = to_jsonb(OLD) - 'withdrawn_at' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a published policy never changes: publish a new version'
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'policy_is_immutable';
END $$;
CREATE TRIGGER policy_is_immutable BEFORE UPDATE OR DELETE ON policies_policy
    FOR EACH ROW EXECUTE FUNCTION policies_policy_is_immutable();
CREATE TRIGGER policy_is_not_truncated BEFORE TRUNCATE ON policies_policy
    FOR EACH STATEMENT EXECUTE FUNCTION policies_policy_is_immutable();
"""

POLICY_IS_MUTABLE = """
DROP TRIGGER policy_is_not_truncated ON policies_policy;
DROP TRIGGER policy_is_immutable ON policies_policy;
DROP FUNCTION policies_policy_is_immutable();
"""


class Migration(migrations.Migration):
    dependencies = [("policies", "0001_initial")]

    operations = [migrations.RunSQL(POLICY_IS_IMMUTABLE, POLICY_IS_MUTABLE)]
