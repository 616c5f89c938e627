"""The orders and steps of before keep the new rules, too; and so do the timers of a rest, of which there are none yet."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations

HELD = """
ALTER TABLE deadlines_deadline ADD CONSTRAINT deadline_pause_of_order
    CHECK (kind <> 'pause' OR (order_id IS NOT NULL AND milestone_id IS NULL)) NOT VALID;
ALTER TABLE deadlines_deadline VALIDATE CONSTRAINT deadline_pause_of_order;
"""
LET_GO = "ALTER TABLE deadlines_deadline DROP CONSTRAINT deadline_pause_of_order"
ONE = """
CREATE UNIQUE INDEX CONCURRENTLY deadline_one_pause ON deadlines_deadline (order_id)
    WHERE settled_at IS NULL AND kind = 'pause'
"""
ANY_NUMBER = "DROP INDEX CONCURRENTLY deadline_one_pause"


class Migration(migrations.Migration):
    atomic = False
    survives = "the CHECK is validated, and the index built, without a lock that keeps anybody from writing"

    dependencies = [("milestones", "0015_rest"), ("deadlines", "0002_kinds_are_registered")]

    operations = [
        ValidateConstraint("milestone", "milestone_waits_while_worked_on"),
        ValidateConstraint("order", "order_rests_while_active"),
        migrations.RunSQL(HELD, LET_GO),
        migrations.RunSQL(ONE, ANY_NUMBER),
    ]
