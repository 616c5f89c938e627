"""Whether this code can run on this database as this role: manage.py check_database

The units ask it before they start anything, so that what was forgotten in an upgrade is a sentence in the journal and
not an error page later.
"""

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from escrow import grants


class Command(BaseCommand):
    help = "Fail when migrations of this code are not applied, or when the role that runs the site has other rights."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--unless-away",
            action="store_true",
            help="Succeed when PostgreSQL does not answer: what starts then says so itself, and works when it is back.",
        )

    def handle(self, *, unless_away, **options):
        try:
            wrong = not_granted() or unapplied()
        except DatabaseError as error:
            if unless_away and isinstance(error, OperationalError):
                return self.stdout.write(f"Nobody knows whether the database fits, it does not answer: {error}")
            raise CommandError(f"PostgreSQL does not answer as it should: {error}") from None
        if wrong:
            raise CommandError("This code cannot run on this database.\n" + "\n".join(wrong))
        self.stdout.write(f"The database fits, and {grants.whoami()} has the rights that it needs.")


def unapplied() -> list[str]:
    """The migrations that this code has and the database does not. Others, of a newer version, do no harm.

    All of them are compared: a plan of what is left to do is empty where only the newest of an app is applied.
    """
    executor = MigrationExecutor(connection)
    loader = executor.loader
    whole = executor.migration_plan(loader.graph.leaf_nodes(), clean_start=True)
    missing = [one for one, _ in whole if (one.app_label, one.name) not in loader.applied_migrations]
    return [f"{migration} is not applied. Run migrate, then grant_web." for migration in missing]


def not_granted() -> list[str]:
    """What is wrong with our rights; with one role for everything there is nothing to check."""
    if grants.is_owner():
        return []
    return [f"{one}. Run grant_web." for one in grants.differences(grants.whoami())]
