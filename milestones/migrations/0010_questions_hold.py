"""The orders of before keep the new rules, too; and so do the timers of the new kind, of which there are none yet."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations

HELD = """
ALTER TABLE deadlines_deadline ADD CONSTRAINT deadline_brief_of_order
    CHECK (kind <> 'brief' OR (order_id IS NOT NULL AND milestone_id IS NULL)) NOT VALID;
ALTER TABLE deadlines_deadline VALIDATE CONSTRAINT deadline_brief_of_order;
"""
LET_GO = "ALTER TABLE deadlines_deadline DROP CONSTRAINT deadline_brief_of_order"
ONE = """
CREATE UNIQUE INDEX CONCURRENTLY deadline_one_brief ON deadlines_deadline (order_id)
    WHERE settled_at IS NULL AND kind = 'brief'
"""
ANY_NUMBER = "DROP INDEX CONCURRENTLY deadline_one_brief"


class Migration(migrations.Migration):
    atomic = False
    survives = "the CHECK is validated, and the index built, without a lock that keeps anybody from writing"

    dependencies = [("milestones", "0009_questions"), ("deadlines", "0002_kinds_are_registered")]

    operations = [
        ValidateConstraint("order", "order_ending_known"),
        ValidateConstraint("order", "order_briefed_asked"),
        ValidateConstraint("order", "order_brief_skipped_has_time"),
        ValidateConstraint("order", "order_brief_until_asked"),
        ValidateConstraint("order", "order_brief_problem_is_open"),
        migrations.RunSQL(HELD, LET_GO),
        migrations.RunSQL(ONE, ANY_NUMBER),
    ]
