"""The offers of before keep the new rule, too; and a subscription has one timer, of which there are none yet."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations

HELD = """
ALTER TABLE deadlines_deadline ADD CONSTRAINT deadline_of_subscription
    CHECK (kind <> 'renew' OR reference LIKE 'subscription:%') NOT VALID;
ALTER TABLE deadlines_deadline VALIDATE CONSTRAINT deadline_of_subscription;
"""
LET_GO = "ALTER TABLE deadlines_deadline DROP CONSTRAINT deadline_of_subscription"
ONE = """
CREATE UNIQUE INDEX CONCURRENTLY deadline_one_of_subscription ON deadlines_deadline (reference)
    WHERE settled_at IS NULL AND kind = 'renew'
"""
ANY_NUMBER = "DROP INDEX CONCURRENTLY deadline_one_of_subscription"


class Migration(migrations.Migration):
    atomic = False
    survives = "the CHECK is validated, and the index built, without a lock that keeps anybody from writing"

    dependencies = [("offers", "0016_subscriptions"), ("deadlines", "0002_kinds_are_registered")]

    operations = [
        ValidateConstraint("offer", "offer_order_type_known"),
        migrations.RunSQL(HELD, LET_GO),
        migrations.RunSQL(ONE, ANY_NUMBER),
    ]
