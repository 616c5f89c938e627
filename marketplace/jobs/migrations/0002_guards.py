"""What only SQL can promise: what people could read never changes, and what is true of the timers of posts."""

from django.db import migrations

from marketplace.postgresql.guards import AppendOnly

HELD = """
ALTER TABLE deadlines_deadline ADD CONSTRAINT deadline_of_post
    CHECK (kind NOT IN ('post', 'post_warning') OR reference LIKE 'post:%') NOT VALID;
ALTER TABLE deadlines_deadline VALIDATE CONSTRAINT deadline_of_post;
"""
LET_GO = "ALTER TABLE deadlines_deadline DROP CONSTRAINT deadline_of_post"
ONE = """
CREATE UNIQUE INDEX CONCURRENTLY deadline_one_of_post ON deadlines_deadline (kind, reference)
    WHERE settled_at IS NULL AND kind IN ('post', 'post_warning')
"""
ANY_NUMBER = "DROP INDEX CONCURRENTLY deadline_one_of_post"


class Migration(migrations.Migration):
    atomic = False
    survives = "the CHECK is validated, and the index built, without a lock that keeps anybody from writing"

    dependencies = [("jobs", "0001_initial"), ("deadlines", "0002_kinds_are_registered")]

    operations = [
        AppendOnly("jobs_postversion", says="versions of job posts are append-only: what was read never changes"),
        migrations.RunSQL(HELD, LET_GO),
        migrations.RunSQL(ONE, ANY_NUMBER),
    ]
