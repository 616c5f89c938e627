"""What is true of the timers of orders: they belong to one, and some are the only one of their kind.

New kinds are named by a migration of their own, as these were.
"""

from django.db import migrations

HELD = """
ALTER TABLE deadlines_deadline ADD CONSTRAINT deadline_of_order CHECK (
    kind NOT IN ('review', 'pay_next', 'grace', 'due', 'clear', 'remind', 'case', 'dispute')
    OR order_id IS NOT NULL
);
CREATE UNIQUE INDEX deadline_one_of_milestone ON deadlines_deadline (kind, milestone_id)
    WHERE settled_at IS NULL AND kind IN ('review', 'due');
CREATE UNIQUE INDEX deadline_one_of_order ON deadlines_deadline (kind, order_id)
    WHERE settled_at IS NULL AND kind IN ('pay_next', 'grace');
"""

LET_GO = """
DROP INDEX deadline_one_of_order;
DROP INDEX deadline_one_of_milestone;
ALTER TABLE deadlines_deadline DROP CONSTRAINT deadline_of_order;
"""


class Migration(migrations.Migration):
    dependencies = [("milestones", "0002_guards"), ("deadlines", "0002_kinds_are_registered")]

    operations = [migrations.RunSQL(HELD, LET_GO)]
