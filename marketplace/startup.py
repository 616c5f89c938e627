"""The site does not start on a database that does not fit: unapplied migrations, or rights that were not granted.

A database that is away does not keep it from starting: pages say so, and it works as soon as the database does.
"""

import logging
import sys

from celery import signals
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

from marketplace.management.commands import check_database
from marketplace.metrics import Gauge, probes

log = logging.getLogger(__name__)


def check() -> None:
    """Raise ImproperlyConfigured, with a sentence for each thing, when this code cannot run on this database."""
    try:
        wrong = check_database.not_granted() or check_database.unapplied()
    except DatabaseError as error:
        log.warning("PostgreSQL is away, so nobody knows whether it fits: %s", error)
        return
    finally:
        connection.close()
    if wrong:
        raise ImproperlyConfigured("This code cannot run on this database.\n" + "\n".join(wrong))


@signals.worker_init.connect
@signals.beat_init.connect
def check_or_exit(**rest) -> None:
    try:
        check()
    except ImproperlyConfigured as reason:
        sys.exit(f"Cairn does not start: {reason}")


@probes.register()
def migrations():
    waiting = check_database.unapplied()
    trouble = f"{len(waiting)} migrations are not applied" if waiting else ""
    yield Gauge("migrations_unapplied", "Migrations that the database has not seen", len(waiting), trouble=trouble)
