"""What is true of the timers of offers: they name one, and are the only one that runs for it."""

from django.db import migrations

HELD = """
ALTER TABLE deadlines_deadline ADD CONSTRAINT deadline_of_offer CHECK (
    kind <> 'offer' OR reference LIKE 'offer:%'
);
CREATE UNIQUE INDEX deadline_one_of_offer ON deadlines_deadline (reference)
    WHERE settled_at IS NULL AND kind = 'offer';
"""

LET_GO = """
DROP INDEX deadline_one_of_offer;
ALTER TABLE deadlines_deadline DROP CONSTRAINT deadline_of_offer;
"""


class Migration(migrations.Migration):
    dependencies = [("offers", "0003_milestones"), ("deadlines", "0002_kinds_are_registered")]

    operations = [migrations.RunSQL(HELD, LET_GO)]
