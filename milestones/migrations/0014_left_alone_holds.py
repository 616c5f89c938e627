"""The orders of before keep the new rule, too; and so do the timers of the new kind, of which there are none yet."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations

HELD = """
ALTER TABLE deadlines_deadline ADD CONSTRAINT deadline_suspension_of_order
    CHECK (kind <> 'suspension' OR (order_id IS NOT NULL AND milestone_id IS NULL AND data ? 'person')) NOT VALID;
ALTER TABLE deadlines_deadline VALIDATE CONSTRAINT deadline_suspension_of_order;
"""
LET_GO = "ALTER TABLE deadlines_deadline DROP CONSTRAINT deadline_suspension_of_order"
ONE = """
CREATE UNIQUE INDEX CONCURRENTLY deadline_one_suspension ON deadlines_deadline (order_id, (data ->> 'person'))
    WHERE settled_at IS NULL AND kind = 'suspension'
"""
ANY_NUMBER = "DROP INDEX CONCURRENTLY deadline_one_suspension"


class Migration(migrations.Migration):
    atomic = False
    survives = "the CHECK is validated, and the index built, without a lock that keeps anybody from writing"

    dependencies = [("milestones", "0013_left_alone"), ("deadlines", "0002_kinds_are_registered")]

    operations = [
        ValidateConstraint("order", "order_ending_known"),
        migrations.RunSQL(HELD, LET_GO),
        migrations.RunSQL(ONE, ANY_NUMBER),
    ]
