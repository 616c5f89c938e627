"""What is true of the timers of reviews: they name an order, and each is the only one of its kind that runs for it."""

from django.db import migrations

HELD = """
ALTER TABLE deadlines_deadline ADD CONSTRAINT deadline_of_reviews CHECK (
    kind NOT IN ('publish_reviews', 'remind_to_review') OR reference LIKE 'order:%'
);
CREATE UNIQUE INDEX deadline_one_of_reviews ON deadlines_deadline (kind, reference)
    WHERE settled_at IS NULL AND kind IN ('publish_reviews', 'remind_to_review');
"""

LET_GO = """
DROP INDEX deadline_one_of_reviews;
ALTER TABLE deadlines_deadline DROP CONSTRAINT deadline_of_reviews;
"""


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_initial"), ("deadlines", "0002_kinds_are_registered")]

    operations = [migrations.RunSQL(HELD, LET_GO)]
